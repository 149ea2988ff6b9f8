"""The page of one alliance: its head, its years, its records, what may be begun with it and why not."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from alliance_desk.care import changes, events, exits, measures, support
from alliance_desk.care.changes import Asked
from alliance_desk.cases import conditions
from alliance_desk.desk import Desk
from alliance_desk.register.alliance import alliance
from alliance_desk.register.years import years
from tests.helpers import care, walk
from tests.helpers.desks import TODAY, make_office, reopen
from tests.helpers.life import close, effect, open_affair
from tests.helpers.windows import DAY, HANGS_MS, click, find, settle, type_text
from ui.main_window import MainWindow
from ui.pages.register import Register
from ui.pages.register_page.acts import _ACTS

Open = Callable[..., MainWindow]


def lived(desk: Desk) -> str:
    """An alliance with some years behind it: graded, renamed, rectifying, supported, active; its id."""
    key = care.entered(
        desk, recognised=date(2021, 3, 1), field="新材料", certificate="旧证1号", agreement_end=date(2024, 12, 1)
    )
    offices = desk.case(str(desk.raw.execute('SELECT "case" FROM index_alliance').fetchone()[0])).open["offices"]
    for year, name in (("2022", "良好"), ("2023", "较差")):
        case = open_affair(desk, "assess", alliance=key, offices=offices)
        close(desk, case, "submission", "received")
        close(desk, case, "evaluation", "evaluated")
        close(desk, case, "grading", "graded", [effect("graded", key, f"{year}-12-20", subject=year, name=name)])
    number = changes.open_change(desk, key, [Asked(change="name", after="样例新联盟")], "工作需要").streams[0]
    for finding in conditions.findings(desk, desk.case(number)):
        for one in finding.keys:
            conditions.attest(desk, number, one, holds=True)
    changes.handle(desk, number, "样科〔2024〕8号", TODAY)
    measures.impose(desk, key, "rectify", "样科罚〔2024〕1号", date(2024, 9, 1), reason="较差")
    support.grant(desk, key, "subsidy", "样科财〔2024〕1号", TODAY, amount=30_000_000)
    events.record_event(desk, key, "fair", date(2024, 5, 6), "春季对接会")
    return key


@pytest.fixture
def root(tmp_path: Path) -> Path:
    with care.city(tmp_path / "city") as desk:
        lived(desk)
    return tmp_path / "city"


def opened(window_on: Open, root: Path, day: date = DAY) -> tuple[MainWindow, Register]:
    window = window_on(root, day)
    (key,) = window.seat.reader.raw.execute("SELECT id FROM index_alliance").fetchone()
    window.go("register", key)
    page = window.page
    assert isinstance(page, Register)
    QTest.qWait(2)
    return window, page


def cells(page: Register) -> list[dict[str, str]]:
    rows = page.view.panel.table.rows
    keys = [column.key for column in rows.columns]
    return [dict(zip(keys, [cell.text for cell in rows.cells(at)], strict=True)) for at in range(rows.rowCount())]


def test_the_head_says_what_it_was_called_and_what_lies_on_it(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    assert find(window, "register.alliance.name").property("text") == "样例新联盟"
    assert "样例联盟" in find(window, "register.alliance.former").property("text")
    told = [label.text() for label in page.view.head._place.findChildren(QLabel) if label.text() and label.isVisible()]
    assert "限期整改，还有 339 天（2025-09-01）" in told
    assert any("2023 年考核 较差" in words for words in told)
    assert any("65 天期满" in words for words in told), "the agreement ends soon"


def test_the_years_are_those_of_the_core(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    page.view.turn_to("years")
    told = cells(page)
    found = page.view.alliance
    assert found is not None
    assert [row["year"] for row in told] == [one.year for one in years(window.seat.reader, found, DAY.isoformat())]
    assert [row["year"] for row in told] == ["2024", "2023", "2022", "2021"]
    newest = told[0]
    assert "年度材料" in newest["owed"]
    assert newest["events"] == "成果对接会 1 次"
    assert newest["support"] == "30 万元"
    assert newest["flags"] == "限期整改（未结束）"
    assert newest["changes"] == "联盟名称变更"
    assert [row["grade"] for row in told] == ["", "较差", "良好", ""]


def test_a_year_leads_to_what_happened_in_it(window_on: Open, root: Path) -> None:
    _, page = opened(window_on, root)
    page.view.turn_to("years")
    page.view.panel.table.choose(1)
    QTest.keyClick(page.view.panel.table, Qt.Key.Key_Return)
    assert page.view._key == "events"
    assert [row["what"] for row in cells(page)] == ["考核评定：2023 较差"]


def test_every_event_has_its_day_its_words_and_its_document(window_on: Open, root: Path) -> None:
    _, page = opened(window_on, root)
    page.view.turn_to("events")
    told = {row["what"]: row for row in cells(page)}
    assert told["联盟名称变更：样例联盟改为样例新联盟"]["paper"] == "样科〔2024〕8号"
    assert told["处理措施：限期整改"]["paper"] == "样科罚〔2024〕1号"
    assert told["给予支持：运行补贴，30 万元"]["on"] == TODAY.isoformat()
    assert [row["on"] for row in cells(page)] == sorted((row["on"] for row in cells(page)), reverse=True)


def test_every_case_is_there_with_its_kind_and_opens(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    page.view.turn_to("cases")
    told = cells(page)
    assert len(told) == window.seat.reader.raw.execute("SELECT count(*) FROM index_affair").fetchone()[0]
    assert {"年度考核（2024 年）", "重大变更", "限期整改", "运行补贴", "历史补录"} <= {row["affair"] for row in told}
    assert "成果对接会：春季对接会" in {row["what"] for row in told}
    page.view.panel.table.choose(0)
    key = str(page.view.panel.table.current()["id"])
    QTest.keyClick(page.view.panel.table, Qt.Key.Key_Return)
    assert window.page.key == "cases"
    assert key in {row[0] for row in window.seat.reader.raw.execute("SELECT stream FROM index_affair").fetchall()}


def test_its_papers_are_there_with_their_state(window_on: Open, root: Path) -> None:
    _, page = opened(window_on, root)
    page.view.turn_to("papers")
    assert [(row["kind"], row["number"], row["state"]) for row in cells(page)] == [("证书", "旧证1号", "有效")]


def test_the_tabs_are_turned_and_remembered(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    bar = page.view.tabs.tabBar()
    bar.setFocus()
    QTest.keyClick(bar, Qt.Key.Key_Right)
    assert page.view._key == "years"
    settle(qtbot, window)
    window.close()
    window.seat.close()
    _, again = opened(window_on, root)
    assert again.view._key == "years"


# What may be begun


def test_the_menu_begins_what_may_be_begun(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    click(window, "register.acts")
    QTest.qWait(1)
    (menu,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()]
    named = {action.text(): action for action in menu.actions() if action.text()}
    assert len(named) == len(_ACTS) - 1, "the policy asks for no prompt reports, so none can be expected"
    assert not named["处理措施、限期整改…"].isEnabled()
    assert "已在办理" in named["处理措施、限期整改…"].toolTip()
    menu.close()
    for name in ("report", "activity", "matter", "change", "support", "upward", "dismiss", "exit"):
        (action,) = [one for one in page.commands() if one.id == f"alliance.{name}"]
        assert action.why_not() == "", name
        action.run()
        QTest.qWait(1)
        assert window.drawer.task is not None, name
        window.drawer.discard()
        settle_now(window)


def settle_now(window: MainWindow) -> None:
    while window.seat.operations.busy:
        QTest.qWait(5)


def test_where_nothing_is_proposed_there_is_nothing_to_leave(window_on: Open, tmp_path: Path) -> None:
    with care.city(tmp_path / "city") as desk:
        care.entered(desk)
    _, page = opened(window_on, tmp_path / "city")
    (action,) = [one for one in page.commands() if one.id == "alliance.dismiss"]
    assert "没有处理建议" in action.why_not()


def test_of_an_alliance_that_has_left_nothing_begins(window_on: Open, root: Path) -> None:
    with reopen(root) as desk:
        (key,) = desk.raw.execute("SELECT id FROM index_alliance").fetchone()
        number = exits.open_exit(desk, key, "poor-twice", "x").streams[0]
        exits.skip_hearing(desk, number, "x")
        exits.decide(desk, number, "1号", TODAY, "x")
    window, page = opened(window_on, root)
    for action in page.commands():
        if action.id.startswith("alliance."):
            assert "取消" in action.why_not(), action.id
    told = [label.text() for label in page.view.head._place.findChildren(QLabel) if label.isVisible()]
    assert any("2024-09-27 取消" in words for words in told)
    assert window.page is page


def test_on_an_earlier_day_nothing_begins(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    page.leave()
    type_text(window, "register.on", "20240101")
    qtbot.waitUntil(lambda: page.rows.moment.on == date(2024, 1, 1), timeout=HANGS_MS)
    (key,) = window.seat.reader.raw.execute("SELECT id FROM index_alliance").fetchone()
    window.go("register", key)
    assert find(window, "register.alliance.name").property("text") == "样例联盟"
    assert all("今天" in one.why_not() for one in page.commands() if one.id.startswith("alliance."))


def test_a_county_begins_only_what_is_its_own(window_on: Open, tmp_path: Path) -> None:
    from alliance_desk.cases import recognition
    from alliance_desk.exchange import export, intake
    from tests.helpers.desks import advance, recommended_case, two_offices

    pair = two_offices(tmp_path)
    case = recommended_case(pair.county)
    package = export.hand_over(pair.county, case.stream, tmp_path / "stick")
    intake.take_in(pair.city, package.files[0])
    advance(pair.city, case.stream, "recognition")
    recognition.recognise(pair.city, case.stream, "样科〔2024〕1号", TODAY)
    package = export.copy_to(pair.city, [case.stream], pair.county.office, tmp_path / "stick")
    intake.take_in(pair.county, package.files[0])
    pair.close()
    _, page = opened(window_on, tmp_path / "county")
    whys = {one.id: one.why_not() for one in page.commands() if one.id.startswith("alliance.")}
    assert whys["alliance.report"] == whys["alliance.change"] == whys["alliance.exit"] == ""
    assert "市科学技术局" in whys["alliance.support"], "granting it is the city's"
    assert "市科学技术局" in whys["alliance.measure"]


@pytest.mark.parametrize("size", [(910, 520), (1280, 760)])
def test_nothing_is_cut_or_unnamed_on_any_tab(window_on: Open, root: Path, size: tuple[int, int]) -> None:
    window, page = opened(window_on, root)
    window.resize(*size)
    for key in list(page.view._keys):
        page.view.turn_to(key)
        QTest.qWait(15)
        assert walk.faults(page) == [], key


def test_what_is_committed_is_shown_at_once(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    page.view.turn_to("years")
    (key,) = window.seat.reader.raw.execute("SELECT id FROM index_alliance").fetchone()
    window.seat.run("", lambda desk, _step: events.record_event(desk, key, "fair", date(2024, 6, 6), "夏季对接会"))
    settle(qtbot, window)
    assert cells(page)[0]["events"] == "成果对接会 2 次"


def test_an_alliance_under_a_policy_that_is_lost_is_still_shown(window_on: Open, root: Path) -> None:
    (root / "packs" / "trial-2024.toml").unlink()
    window, page = opened(window_on, root)
    for key in list(page.view._keys):
        page.view.turn_to(key)
    assert find(window, "register.alliance.name").property("text") == "样例新联盟"
    assert all(one.why_not() for one in page.commands() if one.id.startswith("alliance."))


def test_the_core_tells_flags_that_ran_through_a_year(tmp_path: Path) -> None:
    with make_office(tmp_path / "x", "鞍山市科学技术局", "市", "210300") as desk:
        key = lived(desk)
        care.at(desk, date(2026, 1, 5))
        found = alliance(desk, key)
        assert found is not None
        told = {one.year: one for one in years(desk, found, "2026-01-05")}
        assert [flag.name for flag in told["2025"].running] == ["限期整改"]
        assert told["2025"].opened == []
        assert told["2024"].amount == 30_000_000
