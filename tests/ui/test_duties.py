"""The page of what follows a recognition: what is owed, proposals, flags; by clicks and by keys, held against the core."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from alliance_desk.care import reminders
from alliance_desk.cases.deadlines_after import speaks
from alliance_desk.desk import Desk
from alliance_desk.policy.duties import State
from alliance_desk.register import duties
from tests.helpers import cared, handing, walk
from tests.helpers.cared import DAY, POOR
from tests.helpers.desks import CITY, PACK_ID, make_office, reopen
from tests.helpers.duty_views import Open, bar, choose, opened, owed
from tests.helpers.owing import enter, on, owing_office
from tests.helpers.windows import HANGS_MS, click, find, type_text
from ui.pages.duties import Duties
from ui.pages.duties_page.owed import OwedSection
from ui.tables.source import Row
from ui.tables.view import Table

FIGURES = f"{PACK_ID}/figures/2025"
PAPERS = f"{PACK_ID}/papers/2024"
LATER = date(2035, 4, 20)
"""Ten years on."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    cared.city(tmp_path / "city")[0].close()
    return tmp_path / "city"


def scan(folder: Path, name: str = "年度报告.pdf") -> Path:
    return handing.scan(folder, name)


def state_of(desk: Desk, key: str, name: str) -> duties.Owed:
    return next(one for one in duties.owed(desk, *key.split("/")) if one.alliance_name == name)


# What is shown


def test_the_lines_are_those_of_the_core_what_waits_first(hand_on: Open, root: Path) -> None:
    _, page = opened(hand_on, root)
    section = owed(page)
    with reopen(root, readonly=True) as desk:
        desk.clock = page.seat.clock
        known = duties.overview(desk)
    rows = [section.lines.table.rows.row(at) for at in range(section.lines.table.rows.rowCount())]
    assert {str(row["id"]) for row in rows} == {f"{line.pack}/{line.duty}/{line.subject}" for line in known}
    by_key = {f"{line.pack}/{line.duty}/{line.subject}": line for line in known}
    for row in rows:
        line = by_key[str(row["id"])]
        assert [row[name] for name in ("total", "met", "open", "late", "absent", "invited")] == [
            line.total, line.met, line.open, line.late, line.absent, line.invited,
        ]  # fmt: skip
    waits = [row["state"] != "done" for row in rows]
    assert waits == sorted(waits, reverse=True)


def test_below_a_line_stands_who_owes_it_and_how(hand_on: Open, root: Path) -> None:
    hand, page = opened(hand_on, root, FIGURES)
    section = owed(page)
    rows = [section.list.table.rows.row(at) for at in range(section.list.table.rows.rowCount())]
    known = {one.alliance: one for one in duties.owed(hand.seat.reader, *FIGURES.split("/"))}
    assert {str(row["id"]) for row in rows} == set(known)
    at = {column.key: place for place, column in enumerate(section.list.table.rows.columns)}
    for place, row in enumerate(rows):
        cells = section.list.table.rows.cells(place)
        assert cells[at["state"]].text == known[str(row["id"])].text()
        assert cells[at["state"]].icon
    assert "统计　2025 年度" in find(hand.window, "duties.line", QLabel).text()


def test_a_day_the_text_leaves_open_says_so_and_can_be_typed(hand_on: Open, root: Path) -> None:
    hand, page = opened(hand_on, root, f"{PACK_ID}/exam/2024")
    assert "没有规定期限" in find(hand.window, "duties.line-due", QLabel).text()
    click(hand.window, "duties.day")
    hand.fill(day=date(2025, 3, 31), document="样科函〔2025〕3号")
    hand.submit()
    line = next(one for one in duties.overview(hand.seat.reader) if (one.duty, one.subject) == ("exam", "2024"))
    assert line.due == date(2025, 3, 31)
    assert "2025-03-31" in find(hand.window, "duties.line-due", QLabel).text()
    assert page.front == "owed"


def test_an_own_task_is_recorded_as_done(hand_on: Open, tmp_path: Path) -> None:
    with owing_office(tmp_path / "city") as desk:
        on(desk, "2023-05-04")
        enter(desk, "甲联盟", "2023-05-04")
    hand, page = opened(hand_on, tmp_path / "city", "owing-2024/guide/2024", date(2024, 3, 1))
    assert find(hand.window, "duties.own", QLabel).isVisible()
    assert not owed(page).list.isVisible()
    assert find(hand.window, "duties.own", QLabel).geometry().bottom() < 200, (
        "the words stand below one another, not far apart"
    )
    click(hand.window, "duties.done")
    hand.fill(document="样科发〔2024〕5号")
    assert "申报指南" in hand.submit()
    line = next(one for one in duties.overview(hand.seat.reader) if (one.duty, one.subject) == ("guide", "2024"))
    assert line.met == 1
    assert not find(hand.window, "duties.done").isEnabled()


@pytest.mark.parametrize("section", ["owed", "rounds", "proposals", "flags"])
def test_an_empty_office_is_told_what_comes_there(hand_on: Open, tmp_path: Path, section: str) -> None:
    make_office(tmp_path / "city", CITY, "市", "210300").close()
    hand, page = opened(hand_on, tmp_path / "city", section)
    words = "\n".join(
        label.text() for label in page.section().findChildren(QLabel) if label.isVisible() and label.text()
    )
    told = {
        "owed": "联盟列入名录后",
        "rounds": "发起考核",
        "proposals": "程序不会自行处理",
        "flags": "标记和期限列在这里",
    }
    assert told[section] in words
    assert hand.seat.reader.raw.execute("SELECT count(*) FROM index_case").fetchone()[0] == 0


# Taking in what is handed in


def test_a_yearly_report_is_handed_in_by_clicks(hand_on: Open, root: Path, tmp_path: Path) -> None:
    hand, page = opened(hand_on, root, PAPERS)
    choose(owed(page), "甲联盟")
    assert "duties.hand-in" in bar(hand)
    click(hand.window, "duties.hand-in")
    assert "甲联盟" in hand.intro
    assert "迟 10 天" in hand.live
    hand.fill(**{"on": date(2025, 1, 9), "file__papers-report": scan(tmp_path / "in")})
    assert "迟 9 天" in hand.live
    assert "迟 9 天" in hand.submit()
    one = state_of(hand.seat.reader, PAPERS, "甲联盟")
    assert (one.state, one.days, one.met) == (State.MET, 9, date(2025, 1, 9))
    case = hand.seat.reader.case(one.case)
    assert case.open["papers"]["papers-report"]["name"] == "年度报告.pdf"
    row = next(row for row in _rows(owed(page)) if row["name"] == "甲联盟")
    assert row["state"] == "met-late"


def test_the_same_by_keys_alone(hand_on: Open, root: Path, tmp_path: Path) -> None:
    hand, page = opened(hand_on, root)
    section = owed(page)
    QTest.keyClick(section.lines.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    while section.line is None or section.line.duty != "papers" or section.line.subject != "2024":
        QTest.keyClick(section.lines.table, Qt.Key.Key_Down)
    QTest.keyClick(section.lines.table, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is section.list.table
    QTest.keyClick(section.list.table, Qt.Key.Key_Down)
    chosen = str(section.list.table.current()["name"])
    QTest.keySequence(hand.window, "Ctrl+K")
    type_text(hand.window, "palette.line", "收材料")
    QTest.keyClick(find(hand.window, "palette.line"), Qt.Key.Key_Return)
    hand.fill(**{"file__papers-report": scan(tmp_path / "in")})
    QTest.keyClick(hand.drawer, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hand.wait()
    assert state_of(hand.seat.reader, PAPERS, chosen).state is State.MET


def test_files_dropped_on_an_alliance_are_put_where_they_belong(hand_on: Open, root: Path, tmp_path: Path) -> None:
    hand, page = opened(hand_on, root, PAPERS)
    section = owed(page)
    table = section.list.table
    place = table.viewport().mapTo(section, table.visualRect(table.rows.index(1, 0)).center())
    drop(section, place, [scan(tmp_path / "in"), scan(tmp_path / "in", "会议照片.jpg.pdf")])
    name = str(table.rows.row(1)["name"])
    assert hand.task.startswith("report.hand-in"), hand.said
    assert name in hand.intro
    assert "会议照片" in hand.intro
    hand.submit()
    assert state_of(hand.seat.reader, PAPERS, name).state is State.MET


def drop(target: QWidget, at: QPoint, paths: list[Path]) -> None:
    """Let files go over a widget."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(at, copy, mime, left, none)
    QApplication.sendEvent(target, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(at), copy, mime, left, none))


def test_several_cases_are_opened_and_several_recorded_as_absent(hand_on: Open, root: Path) -> None:
    hand, page = opened(hand_on, root, FIGURES)
    choose(owed(page), "甲联盟", "乙联盟")
    assert "duties.hand-in" not in bar(hand)
    click(hand.window, "duties.begin")
    hand.wait()
    assert "2 个联盟" in hand.said
    assert all(state_of(hand.seat.reader, FIGURES, name).case for name in ("甲联盟", "乙联盟"))
    choose(owed(page), "乙联盟", "丙联盟")
    click(hand.window, "duties.absent")
    hand.fill(note="三次催报未交")
    hand.submit()
    states = {one.alliance_name: one.state for one in duties.owed(hand.seat.reader, *FIGURES.split("/"))}
    assert (states["甲联盟"], states["乙联盟"], states["丙联盟"]) == (State.OPEN, State.ABSENT, State.ABSENT)
    cases = hand.seat.reader.raw.execute("SELECT count(*) FROM index_affair WHERE procedure = 'figures'").fetchone()[0]
    assert cases == 3


def test_the_next_step_of_a_case_that_runs_stands_in_the_bar(hand_on: Open, root: Path) -> None:
    hand, page = opened(hand_on, root, FIGURES)
    choose(owed(page), "甲联盟")
    click(hand.window, "duties.begin")
    hand.wait()
    assert hand.window.page.key == "cases"
    hand.window.go("duties")
    choose(owed(page), "甲联盟")
    assert "step.receive" in bar(hand)
    assert "duties.case" in bar(hand)
    click(hand.window, "duties.case")
    assert hand.window.page.key == "cases"


def test_who_has_not_handed_in_is_reminded_with_letter_and_list(hand_on: Open, root: Path) -> None:
    hand, page = opened(hand_on, root, PAPERS)
    choose(owed(page), "甲联盟")
    click(hand.window, "duties.remind")
    assert "将催 1 家：甲联盟" in hand.live
    hand.fill(which="全部未报")
    missing = [one for one in duties.owed(hand.seat.reader, *PAPERS.split("/")) if one.state is State.LATE]
    assert f"将催 {len(missing)} 家" in hand.live
    said = hand.submit()
    assert f"催报 {len(missing)} 个联盟" in said
    (sent,) = reminders.reminders(hand.seat.reader, *PAPERS.split("/"))
    assert set(sent.alliances) == {one.alliance for one in missing}
    files = {path.suffix: path for path in hand.seat.reader.place.papers.glob("reminder-*")}
    assert set(files) == {".docx", ".xlsx"}
    sheet = load_workbook(files[".xlsx"]).active
    assert sheet is not None
    assert {str(row[1]) for row in sheet.iter_rows(min_row=4, values_only=True)} == {
        one.alliance_name for one in missing
    }
    click(hand.window, "duties.remind")
    assert "已催报 1 次" in hand.intro


def test_an_activity_is_recorded_for_whoever_is_short_of_it(hand_on: Open, root: Path, tmp_path: Path) -> None:
    key = f"{PACK_ID}/seminar/2024"
    hand, page = opened(hand_on, root, key)
    choose(owed(page), "甲联盟")
    assert "duties.hand-in" not in bar(hand)
    click(hand.window, "duties.event")
    values = {
        "title": "成果研讨会",
        "on": date(2024, 11, 5),
        "file__seminar__seminar-proof": scan(tmp_path / "in", "证明.pdf"),
    }
    hand.fill(**values)
    hand.submit()
    assert state_of(hand.seat.reader, key, "甲联盟").state is State.MET


def test_enter_opens_the_alliance(hand_on: Open, root: Path) -> None:
    hand, page = opened(hand_on, root, PAPERS)
    section = owed(page)
    section.list.table.choose(0)
    QTest.keyClick(section.list.table, Qt.Key.Key_Return)
    assert hand.window.page.key == "register"


def test_a_window_that_may_only_look_says_why_nothing_can_be_done(hand_on: Open, root: Path) -> None:
    with reopen(root):
        hand, page = opened(hand_on, root, PAPERS)
        hand.qtbot.waitUntil(lambda: hand.seat.readonly, timeout=HANGS_MS)
        QTest.qWait(30)
        choose(owed(page), "甲联盟")
        whys = {action.id: action.why_not() for action in page.commands()}
        for name in ("remind", "day", "hand-in", "begin", "absent"):
            assert "只读" in whys[f"duties.{name}"], name
        assert bar(hand) == ["duties.alliance"]


def test_a_county_takes_in_signs_and_hands_up(hand_on: Open, tmp_path: Path) -> None:
    handing.recognised(tmp_path)
    hand, page = opened(hand_on, tmp_path / "county", PAPERS)
    owed(page).list.table.choose(0)
    QTest.qWait(150)
    click(hand.window, "duties.hand-in")
    hand.fill(**{"file__papers-report": scan(tmp_path / "in")})
    hand.submit()
    QTest.qWait(150)
    click(hand.window, "step.sign-opinion")
    hand.fill(opinion="属实，同意报送", letter="样县科〔2025〕1号")
    hand.submit()
    (one,) = duties.owed(hand.seat.reader, *PAPERS.split("/"))
    case = hand.seat.reader.case(one.case)
    assert case.open["opinion"]["letter"] == "样县科〔2025〕1号"
    hand.window.go("cases", one.case)
    QTest.qWait(1)
    assert find(hand.window, "step.hand-over").isEnabled()
    hand.window.go("duties", "rounds")
    QTest.qWait(1)
    assert "不由本单位组织" in find(hand.window, "rounds.open").toolTip()


@pytest.mark.parametrize("day", [DAY, LATER])
@pytest.mark.parametrize("size", [(1280, 760), (910, 520)])
def test_nothing_is_cut_or_unnamed_in_any_section(
    hand_on: Open, tmp_path: Path, size: tuple[int, int], day: date
) -> None:
    desk, _ = cared.city(tmp_path / "city")
    cared.graded(desk, {"甲联盟": POOR, "乙联盟": POOR})
    desk.close()
    hand, page = opened(hand_on, tmp_path / "city", day=day)
    hand.window.resize(*size)
    for key in ("owed", "rounds", "proposals", "flags"):
        hand.window.go("duties", f"{key}/")
        QTest.qWait(20)
        for table in page.section().findChildren(Table):
            if table.isVisible() and table.rows.rowCount():
                table.choose(0)
        QTest.qWait(160)
        assert walk.faults(hand.window) == [], key


def test_after_ten_years_what_presses_stands_first_and_its_days_are_in_sight(hand_on: Open, root: Path) -> None:
    hand, page = opened(hand_on, root, day=LATER)
    hand.window.resize(1280, 760)
    QTest.qWait(20)
    section = owed(page)
    lines = list(section.found.values())
    assert len({line.subject for line in lines}) >= 10
    pressing = [line for line in lines if speaks(line, LATER)]
    assert pressing
    assert lines[: len(pressing)] == pressing
    days = [line.due or date.max for line in pressing]
    assert days == sorted(days)
    for table in (section.lines.table, section.list.table):
        at = next(place for place, column in enumerate(table.rows.columns) if column.key == "due")
        across = table.horizontalHeader()
        assert across.sectionViewportPosition(at) + across.sectionSize(at) <= table.viewport().width()


# Going about


def test_the_sections_are_turned_by_keys_and_remembered(hand_on: Open, root: Path) -> None:
    hand, page = opened(hand_on, root)
    for at, key in enumerate(("owed", "rounds", "proposals", "flags"), 1):
        QTest.keySequence(hand.window, f"Ctrl+{at}")
        assert page.front == key
        assert page.section().isVisible()
    hand.wait()
    assert hand.seat.state("duties.section") == "flags"


def test_the_workbench_leads_to_the_line_and_to_the_proposals(hand_on: Open, tmp_path: Path) -> None:
    desk, _ = cared.city(tmp_path / "city")
    cared.graded(desk, {"甲联盟": POOR})
    desk.close()
    hand = hand_on(tmp_path / "city", DAY)
    hand.window.go("today")
    QTest.qWait(1)
    lines = hand.window.page.due.list.lines()  # pyright: ignore[reportAttributeAccessIssue]
    next(line for line in lines if line.title == "年度报告 2024").run()
    page = hand.window.page
    assert isinstance(page, Duties)
    line = owed(page).line
    assert line is not None
    assert (page.front, line.duty, line.subject) == ("owed", "papers", "2024")
    next(line for line in lines if "处理建议" in line.detail).run()
    assert page.front == "proposals"


def _rows(section: OwedSection) -> list[Row]:
    """The alliances as they are listed."""
    table = section.list.table.rows
    return [table.row(at) for at in range(table.rowCount())]
