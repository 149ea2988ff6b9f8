"""Cases beneath an alliance in the window: what they are about, every step of every kind, papers, the list, events."""

import shutil
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from alliance_desk.care import changes, events, exits, measures, reports, rounds, scoring, support, upward
from alliance_desk.care.changes import Asked
from alliance_desk.care.round_state import round_state
from alliance_desk.cases import steps
from alliance_desk.cases.paper_edits import add_papers
from alliance_desk.desk import Desk
from alliance_desk.register.alliance import alliance
from db import lists
from tests.helpers import cared, walk
from tests.helpers.cared import DAY, POOR
from tests.helpers.case_views import turn
from tests.helpers.desks import PACK_ID
from tests.helpers.drawers import Hand
from tests.helpers.handing import papers, scan, settle
from tests.helpers.windows import choose, click, find
from tests.ui.test_tasks_steps import BENEATH
from ui.pages.case.view import CaseView
from ui.pages.cases import Cases
from ui.tasks.steps import step_actions

Open = Callable[..., Hand]


@pytest.fixture
def office(made_once: tuple[Path, dict[str, str]], tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A city with a case of every kind, each at another stage. Kind → stream."""
    folder, made = made_once
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return tmp_path / "city", made


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The folder that each test works on a copy of."""
    folder = tmp_path_factory.mktemp("affairs")
    desk, known = cared.city(folder / "city")
    files, today = folder / "in", DAY
    made: dict[str, str] = {}
    first, second, third = known["甲联盟"], known["乙联盟"], known["丙联盟"]
    # The year before, so that something stands in the register.
    cared.graded(desk, {"甲联盟": POOR}, "2023")
    made["graded"] = _case(desk, "assess")
    made["report"] = reports.open_report(desk, first, "papers", "2024").streams[0]
    made["figures"] = reports.open_report(desk, first, "figures", "2025").streams[0]
    made["opinion"] = reports.hand_in(desk, second, "papers", "2024", today, papers(files, "papers-report")).streams[0]
    made["kept"] = reports.hand_in(desk, third, "papers", "2024", today, papers(files, "papers-report")).streams[0]
    reports.sign_opinion(desk, made["kept"], "属实", scan=scan(files))
    held = rounds.open_round(desk, PACK_ID, "exam", "2024", "2024年度评价", date(2025, 3, 1)).streams[0]
    line = round_state(desk, held).lines[0].case
    add_papers(desk, line, papers(files, "exam-self"))
    reports.receive(desk, line, today)
    scoring.take_scores(desk, line, "self", {"exam-plans": "27", "exam-results": "40", "exam-people": "33"})
    made["exam"] = line
    mid = rounds.open_round(desk, PACK_ID, "third", "", "期中评价", date(2025, 6, 1), [first]).streams[0]
    made["third"] = round_state(desk, mid).lines[0].case
    reports.receive(desk, made["third"], today)
    reports.sign_opinion(desk, made["third"], "属实", scan=scan(files))
    scoring.evaluate(desk, made["third"], note="运行正常")
    rest = rounds.open_round(desk, PACK_ID, "assess", "2024", "2024年度考核", date(2025, 3, 1), [second]).streams[0]
    made["assess"] = round_state(desk, rest).lines[0].case
    scoring.take_scores(desk, made["assess"], "expert", {"assess-plans": "88"})
    scoring.evaluate(desk, made["assess"])
    made["change"] = changes.open_change(desk, first, [Asked(change="name", after="甲新联盟"), Asked(change="lead", member="m2")], "改制").streams[0]  # fmt: skip
    made["argued"] = changes.open_change(desk, second, [Asked(change="name", after="乙新联盟")], "改名").streams[0]
    settle(desk, made["argued"])
    changes.argue(desk, made["argued"], "supported", ["张专家"], "同意", today)
    made["event"] = events.report_matter(desk, first, [Asked(change="member-in", record={"name": "新单位", "kind": "enterprise"})], today, "加入").streams[0]  # fmt: skip
    made["platform"] = events.record_event(desk, first, "platform", today, "中试平台").streams[0]
    made["rectify"] = measures.impose(
        desk, first, "rectify", "样科函〔2025〕1号", today, consequence="poor", facts=[made["graded"]]
    ).streams[0]
    made["exit"] = exits.open_exit(desk, second, "poor-twice", "连续较差", facts=[made["graded"]]).streams[0]
    made["left"] = exits.open_exit(desk, third, "poor-twice", "连续较差").streams[0]
    exits.hear(desk, made["left"], today - timedelta(days=9), today - timedelta(days=2), "")
    exits.decide(desk, made["left"], "样科发〔2025〕3号", today, "连续两年较差")
    made["heard"] = exits.open_exit(desk, known["丁联盟"], "poor-twice", "连续较差").streams[0]
    exits.hear(desk, made["heard"], today - timedelta(days=9), today - timedelta(days=2), "已改正", today)
    made["support"] = support.grant(
        desk, second, "subsidy", "样科财〔2025〕1号", today, amount=30_000_000, year="2025"
    ).streams[0]
    made["upward"] = upward.recommend_upward(desk, first, "upward", "全省前列").streams[0]
    made["above"] = upward.recommend_upward(desk, second, "upward", "全省前列").streams[0]
    upward.submit(desk, made["above"], today, "样科〔2025〕5号", copies=6, medium="光盘")
    made["entry"] = _case(desk, "history")
    desk.close()
    return folder, made


def _case(desk: Desk, procedure: str) -> str:
    """The first case of a procedure."""
    row = desk.raw.execute(
        "SELECT stream FROM index_case WHERE procedure = ? ORDER BY number LIMIT 1", (procedure,)
    ).fetchone()
    return str(row[0])


def shown(hand: Hand, stream: str) -> CaseView:
    hand.window.go("cases", stream)
    QTest.qWait(1)
    page = hand.window.page
    assert isinstance(page, Cases)
    assert page.view is not None
    return page.view


def words(widget: QWidget) -> str:
    """Everything that a widget says."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.text())


def card(view: CaseView, key: str) -> str:
    """What a card of the overview says."""
    turn(view, "facts")
    return words(find(view, f"case.part.{key}"))


# Every step


def test_every_step_of_every_kind_opens_a_task_with_room_for_its_words(
    hand_on: Open, office: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    root, made = office
    shutil.copytree(root, tmp_path / "later")
    done = run(hand_on(root, DAY), made.values())
    done |= run(hand_on(tmp_path / "later", date(2025, 3, 1)), made.values())
    assert BENEATH - done == {"prolong"}


def run(hand: Hand, streams: Iterable[str]) -> set[str]:
    """Open the task of every step that can be done now; the ids of those steps."""
    done: set[str] = set()
    for stream in streams:
        case = hand.seat.reader.case(stream)
        named = steps.next_steps(hand.seat.reader, case)
        for step, action in zip(named, step_actions(hand.seat, case), strict=True):
            assert action.id == f"step.{step.id}"
            assert bool(action.why_not()) is not step.enabled
            if step.id not in BENEATH or not step.enabled:
                continue
            action.run()
            assert hand.task, (action.id, hand.said)
            assert action.text.endswith("…")
            assert hand.drawer.task is not None
            assert hand.drawer.task.basis, action.id
            QTest.qWait(1)
            assert walk.faults(hand.drawer) == [], action.id
            hand.dismiss()
            done.add(step.id)
    return done


def test_the_new_last_day_of_a_title_is_typed_after_a_passed_assessment(
    hand_on: Open, office: tuple[Path, dict[str, str]]
) -> None:
    root, made = office
    hand = hand_on(root, DAY)
    shown(hand, made["third"])
    click(hand.window, "step.grade")
    hand.fill(grade="通过", document="样科函〔2025〕7号")
    hand.submit()
    view = shown(hand, made["third"])
    assert "通过" in card(view, "grade")
    assert view.shown is not None
    view.shown.steps["prolong"].run()
    hand.fill(valid_to=date(2030, 3, 1), document="样科发〔2025〕8号")
    hand.submit()
    known = alliance(hand.seat.reader, hand.seat.reader.case(made["third"]).open["alliance"]["id"])
    assert known is not None
    assert known.entry.valid_to == "2030-03-01"


# What is shown


def test_the_head_says_what_the_case_is_and_leads_to_the_alliance(
    hand_on: Open, office: tuple[Path, dict[str, str]]
) -> None:
    root, made = office
    hand = hand_on(root, DAY)
    shown(hand, made["report"])
    about = find(hand.window, "case.about", QLabel).text()
    assert about.startswith("年度报告 2024")
    assert "2025-01-10 建立" in about
    click(hand.window, "case.alliance")
    assert hand.window.page.key == "register"


@pytest.mark.parametrize(
    ("kind", "part", "told"),
    [
        ("change", "changes", ["甲联盟 → 甲新联盟", "样例单位1 → 样例单位2"]),
        ("argued", "argumentation", ["支持", "张专家"]),
        ("event", "changes", ["加入：新单位"]),
        ("platform", "matter", ["公共平台", "中试平台", "2025-01-10"]),
        ("rectify", "matter", ["限期整改", "考核较差", "2026-01-10"]),
        ("rectify", "decision", ["样科函〔2025〕1号"]),
        ("exit", "matter", ["连续两年考核较差", "连续较差", "取消"]),
        ("left", "hearing", ["期限内没有提出"]),
        ("left", "decision", ["样科发〔2025〕3号", "连续两年较差"]),
        ("support", "matter", ["运行补贴", "30 万元", "2025"]),
        ("above", "upward", ["样科〔2025〕5号"]),
        ("entry", "matter", ["甲联盟", "2022-03-01"]),
        ("exam", "scores", ["计划（满分 30）", "27", "83.33"]),
        ("assess", "scores", ["88.00（以专家评分为准）"]),
        ("graded", "grade", ["较差", "30.00", "否"]),
        ("kept", "seen", ["属实"]),
    ],
)
def test_the_matter_stands_where_an_application_has_its_file(
    hand_on: Open, office: tuple[Path, dict[str, str]], kind: str, part: str, told: list[str]
) -> None:
    root, made = office
    view = shown(hand_on(root, DAY), made[kind])
    said = card(view, part)
    assert [one for one in told if one not in said] == [], said


def test_what_a_measure_rests_on_is_one_click_away(hand_on: Open, office: tuple[Path, dict[str, str]]) -> None:
    root, made = office
    hand = hand_on(root, DAY)
    view = shown(hand, made["rectify"])
    link = find(view, f"case.link.{made['graded']}", QPushButton)
    assert "年度考核 2023：较差" in link.text()
    click(view, link.objectName())
    page = hand.window.page
    assert isinstance(page, Cases)
    assert page.view is not None
    assert page.view.record[0] == made["graded"]


def test_only_the_tabs_that_matter_are_there(hand_on: Open, office: tuple[Path, dict[str, str]]) -> None:
    root, made = office
    hand = hand_on(root, DAY)
    assert shown(hand, made["report"]).tabs.seen == ["facts", "papers", "history", "notes"]
    assert shown(hand, made["change"]).tabs.seen == ["facts", "members", "history", "notes"]
    assert shown(hand, made["exam"]).tabs.seen == ["facts", "papers", "decisions", "history", "notes"]
    view = shown(hand, made["rectify"])
    assert view.tabs.seen == ["facts", "history", "notes"]
    for key, panes in (("exam", 4), ("rectify", 3)):  # where nothing is checked the tabs have the room
        view = shown(hand, made[key])
        assert (view.checks.isVisible(), len(view.panes())) == (panes == 4, panes)
    QTest.keySequence(hand.window, "Ctrl+2")
    assert view.tabs.key == "history"


def test_no_form_of_an_application_is_offered_where_there_is_no_file(
    hand_on: Open, office: tuple[Path, dict[str, str]]
) -> None:
    root, made = office
    hand = hand_on(root, DAY)
    ids = {action.id for action in shown(hand, made["change"]).commands()}
    assert not {one for one in ids if one.startswith("edit.")}
    assert "case.form" not in ids
    assert {"step.edit-matter", "case.note", "case.letter"} <= ids
    up = {action.id for action in shown(hand, made["upward"]).commands()}
    assert "edit.alliance" in up


def test_the_words_of_a_matter_are_changed_and_kept(hand_on: Open, office: tuple[Path, dict[str, str]]) -> None:
    root, made = office
    hand = hand_on(root, DAY)
    view = shown(hand, made["platform"])
    assert view.shown is not None
    view.shown.steps["edit-matter"].run()
    hand.fill(title="中试熟化平台", place="样例县")
    hand.submit()
    matter = hand.seat.reader.case(made["platform"]).open["matter"]
    assert (matter["title"], matter["place"], matter["on"]) == ("中试熟化平台", "样例县", "2025-01-10")
    assert "中试熟化平台" in card(view, "matter")


def test_papers_are_taken_in_and_the_next_step_opens(
    hand_on: Open, office: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    root, made = office
    hand = hand_on(root, DAY)
    view = shown(hand, made["report"])
    assert "资料不全 1 项" in find(hand.window, "case.why", QLabel).text()
    turn(view, "papers")
    click(hand.window, "papers.attach")
    hand.fill(file=scan(tmp_path / "in", "年度报告.pdf"))
    hand.submit()
    assert hand.seat.reader.case(made["report"]).open["papers"]["papers-report"]["name"] == "年度报告.pdf"
    click(hand.window, "step.receive")
    hand.fill(on=date(2025, 1, 8))
    assert "甲联盟" in hand.submit()
    assert hand.seat.reader.case(made["report"]).open["matter"]["received"] == "2025-01-08"


def test_a_condition_about_papers_leads_to_them(hand_on: Open, office: tuple[Path, dict[str, str]]) -> None:
    root, made = office
    hand = hand_on(root, DAY)
    view = shown(hand, made["report"])
    click(hand.window, "condition.papers-complete.papers")
    assert view.tabs.key == "papers"


# The list, and events from elsewhere


def test_the_list_says_which_matter_a_case_is_and_parts_them_by_kind(
    hand_on: Open, office: tuple[Path, dict[str, str]]
) -> None:
    root, made = office
    hand = hand_on(root, DAY)
    hand.window.go("cases")
    page = hand.window.page
    assert isinstance(page, Cases)
    QTest.qWait(1)
    rows, columns = page.list.table.rows, [column.key for column in page.list.table.rows.columns]
    assert page.list.table.isColumnHidden(columns.index("kind"))
    choose(hand.window, "cases.filter.kind", "考核")
    known = lists.ids(hand.seat.reader.raw, "cases", lists.ListQuery(filters={"kind": "assessment"}))
    assert rows.rowCount() == len(known)
    said = {rows.cells(at)[columns.index("affair")].text for at in range(rows.rowCount())}
    assert said == {"年度考核 2023", "年度考核 2024", "年度评价 2024", "期中评价"}
    assert made["exam"]


def test_what_waits_to_be_recorded_is_recorded_together(hand_on: Open, office: tuple[Path, dict[str, str]]) -> None:
    root, made = office
    hand = hand_on(root, DAY)
    hand.window.go("cases")
    page = hand.window.page
    assert isinstance(page, Cases)
    table = page.list.table
    flags = table.selectionModel().SelectionFlag
    table.clearSelection()
    for at in range(table.rows.rowCount()):
        if table.rows.row(at)["id"] == made["kept"]:
            table.selectionModel().select(table.rows.index(at, 0), flags.Select | flags.Rows)
            table.selectionModel().setCurrentIndex(table.rows.index(at, 0), flags.NoUpdate)
    by_id = {action.id: action for action in page.commands()}
    assert not by_id["cases.record"].why_not()
    by_id["cases.record"].run()
    hand.submit()
    assert hand.seat.reader.case(made["kept"]).open["stages"]["papers-kept"]["outcome"] == "recorded"


def test_a_member_that_joins_is_recorded_and_stands_in_the_register(hand_on: Open, tmp_path: Path) -> None:
    from ui.tasks.happened import matter_task
    from ui.tasks.offer import offer

    desk, known = cared.city(tmp_path / "city")
    desk.close()
    hand = hand_on(tmp_path / "city", DAY)
    offer(hand.seat, lambda: matter_task(hand.seat, known["甲联盟"]))
    hand.fill(changes=["member-in"])
    hand.fill(**{"name__member-in__1": "后加入单位", "kind__member-in__1": "企业", "on": date(2025, 1, 9)})
    hand.submit()
    line = alliance(hand.seat.reader, known["甲联盟"])
    assert line is not None
    assert "后加入单位" in {member.name for member in line.members}


def test_an_activity_is_recorded_from_the_alliance_with_its_evidence(hand_on: Open, tmp_path: Path) -> None:
    from ui.tasks.events import record_event_task
    from ui.tasks.offer import offer

    desk, known = cared.city(tmp_path / "city")
    desk.close()
    hand = hand_on(tmp_path / "city", DAY)
    offer(hand.seat, lambda: record_event_task(hand.seat, known["甲联盟"]))
    assert not hand.shown("file.seminar.seminar-proof")
    hand.fill(activity="研讨会", title="新材料研讨会", place="样例县")
    assert hand.shown("file.seminar.seminar-proof")
    hand.submit()
    assert "有活动证明" in hand.problems
    hand.fill(**{"file__seminar__seminar-proof": scan(tmp_path / "in", "证明.pdf")})
    hand.submit()
    row = hand.seat.reader.raw.execute(
        "SELECT title, finished FROM index_affair WHERE procedure = 'seminar'"
    ).fetchone()
    assert (row[0], bool(row[1])) == ("新材料研讨会", True)


def test_an_alliance_that_is_not_there_says_so_instead_of_a_task(hand_on: Open, tmp_path: Path) -> None:
    from ui.tasks.events import record_event_task
    from ui.tasks.offer import offer

    cared.city(tmp_path / "city")[0].close()
    hand = hand_on(tmp_path / "city", DAY)
    offer(hand.seat, lambda: record_event_task(hand.seat, "0" * 32))
    assert hand.task == ""
    assert "没有这个联盟" in hand.said
