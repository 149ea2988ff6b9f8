"""The case view: where it stands, what is missing, what comes next, and the way to each."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from alliance_desk.canonical import Json
from alliance_desk.cases import notes
from alliance_desk.desk import Desk
from alliance_desk.exchange import export
from tests.helpers.case_views import Open, focus, opened, overfull, press, text, turn
from tests.helpers.desks import (
    CITY,
    advance,
    make_office,
    open_sample_case,
    recommended_case,
    reopen,
    settle,
    two_offices,
)
from tests.helpers.walk import faults
from tests.helpers.windows import HANGS_MS, find, type_text
from tests.helpers.windows import settle as finish
from ui.pages.cases import Cases
from ui.tables.view import Table


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A county with one case: a 核实 condition is not met, a 人工 one not judged."""
    with make_office(tmp_path / "county") as desk:
        open_sample_case(desk)
    return tmp_path / "county"


# The head


def test_the_head_says_which_case_it_is_how_it_stands_and_why_the_next_step_waits(window_on: Open, root: Path) -> None:
    window, _ = opened(window_on, root)
    assert text(window, "case.name") == "样例联盟"
    assert "编号 210303-2024-0001" in text(window, "case.about")
    assert "样例市产业联盟试行办法" in text(window, "case.policy")
    assert find(window, "case.holder").accessibleName() == "本单位办理"
    button = find(window, "step.recommend", QPushButton)
    assert not button.isEnabled()
    assert button.property("role") == "main"
    assert text(window, "case.why") == "还有 2 项条件未过：需说明 1 项，待人工审核 1 项"


def test_the_main_button_opens_once_every_condition_is_settled(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, view = opened(window_on, root)
    assert [row.finding.check for row in view.checks.rows] == ["enterprises", "level"]
    press(window, "condition.enterprises.override")
    type_text(window, "override.enterprises.note", "当地企业较少")
    press(window, "drawer.submit")
    finish(qtbot, window)
    assert [row.finding.check for row in view.checks.rows] == ["level"]
    press(window, "condition.level.holds")
    press(window, "drawer.submit")
    finish(qtbot, window)
    assert view.checks.rows == []
    assert "全部通过" in text(window, "case.conditions.none")
    assert find(window, "step.recommend").isEnabled()
    press(window, "step.recommend")
    assert find(window, "drawer.submit").isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_every_other_step_stands_in_the_menu_and_what_ends_the_case_stands_last(window_on: Open, root: Path) -> None:
    window, view = opened(window_on, root)
    press(window, "case.more")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    found = [action.objectName() for action in menu.actions() if not action.isSeparator()]
    menu.close()
    assert "step.recommend" not in found
    assert {"step.correct", "edit.members", "case.note", "step.withdraw"} <= set(found)
    assert found[-1] in {"step.withdraw", "step.not-recommend"}
    assert view.shown is not None


def test_a_case_that_was_handed_over_is_in_transit(window_on: Open, tmp_path: Path) -> None:
    pair = two_offices(tmp_path)
    export.hand_over(pair.county, recommended_case(pair.county).stream, tmp_path / "up")
    pair.close()
    window, _ = opened(window_on, tmp_path / "county")
    assert find(window, "case.holder").accessibleName() == f"在途，待“{CITY}”签收"
    assert "尚未签收" in text(window, "case.why")


# The stage line


def test_the_stage_line_tells_the_whole_way_and_leads_to_it(window_on: Open, root: Path) -> None:
    window, view = opened(window_on, root)
    states = {chip.line.id: chip.line.state for chip in view.stages.chips}
    assert (states["intake"], states["recommend"], states["notice"]) == ("done", "open", "waiting")
    chip = view.stages.chips[1]
    assert chip.accessibleName() == "推荐：待办（本单位）"
    assert "依据：第六条" in chip.toolTip()
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Right)
    assert view.stages.chips[2].hasFocus()
    QTest.keyClick(view.stages.chips[2], Qt.Key.Key_Return)
    assert view.tabs.key == "facts"
    assert text(window, "case.way.formal") == "形式审查"


def test_the_stage_line_goes_on_in_the_next_row_where_the_window_ends(
    qtbot: QtBot, window_on: Open, root: Path
) -> None:
    window, view = opened(window_on, root)
    for width, rows in ((1100, 2), (1900, 1)):
        window.resize(width, 760)
        qtbot.waitUntil(lambda rows=rows: len({chip.y() for chip in view.stages.chips}) == rows, timeout=HANGS_MS)
        assert all(chip.geometry().right() <= view.stages.width() for chip in view.stages.chips)


# Conditions


def test_filters_of_the_conditions_are_counted_and_remembered(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, view = opened(window_on, root)
    assert find(window, "case.conditions.open").property("text") == "未过 2"
    press(window, "case.conditions.all")
    assert [row.finding.check for row in view.checks.rows] == ["members", "enterprises", "level"]
    press(window, "case.conditions.manual")
    assert [row.finding.check for row in view.checks.rows] == ["level"]
    finish(qtbot, window)
    _, again = opened(window_on, root)
    assert [row.finding.check for row in again.checks.rows] == ["level"]


def test_a_condition_that_holds_tells_its_facts_when_it_is_opened(window_on: Open, root: Path) -> None:
    window, view = opened(window_on, root)
    press(window, "case.conditions.all")
    row = view.checks.rows[0]
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert "共 3 家成员单位" in text(window, "condition.members.text")
    QTest.keyClick(row, Qt.Key.Key_Down)
    assert view.checks.rows[1].hasFocus()
    assert "不符合" not in view.checks.rows[0].accessibleName()


def test_a_judgement_can_be_given_anew(qtbot: QtBot, window_on: Open, root: Path) -> None:
    with reopen(root) as desk:
        settle(desk, desk.raw.execute("SELECT stream FROM index_case").fetchone()[0])
    window, view = opened(window_on, root)
    press(window, "case.conditions.manual")
    row = view.checks.rows[0]
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Space)
    QApplication.processEvents()
    press(window, "condition.level.fails")
    type_text(window, "attest.fails.level.note", "复核后认为不领先")
    press(window, "drawer.submit")
    finish(qtbot, window)
    assert view.checks.rows[0].word == "不符合"
    assert "复核后认为不领先" in text(window, "condition.level.text")


def test_enter_on_an_open_condition_leads_to_where_it_is_mended(window_on: Open, root: Path) -> None:
    window, view = opened(window_on, root)
    row = view.checks.rows[0]
    assert [action.id for action in row.actions_here][-1] == "condition.enterprises.override"
    row = view.checks.rows[1]
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert "技术水平领先" in text(window, "drawer.intro")


def test_a_condition_that_cannot_be_mended_here_leads_to_where_it_is_seen(window_on: Open, tmp_path: Path) -> None:
    pair = two_offices(tmp_path)
    case = recommended_case(pair.county)
    package = export.hand_over(pair.county, case.stream, tmp_path / "up").files[0]
    from alliance_desk.exchange import intake

    intake.take_in(pair.city, package)
    pair.close()
    _, view = opened(window_on, tmp_path / "city")
    view.show_path("members.m2")
    assert view.tabs.key == "members"
    assert not view.members.isHidden()
    view.show_path("agreement.end")
    assert view.tabs.key == "facts"


# Tabs


def test_tabs_and_panes_are_reached_by_keys(window_on: Open, root: Path) -> None:
    window, view = opened(window_on, root)
    ids = {action.id: action for action in window.actions_now()}
    assert ids["case.show.members"].shortcut == "Ctrl+2"
    for key in view.tabs.keys:
        ids[f"case.show.{key}"].run()
        assert view.tabs.key == key
    seen: list[str] = []
    for _ in range(4):
        view.next_pane()
        focus = QApplication.focusWidget()
        assert focus is not None
        holders = {"head": view.head, "stages": view.stages, "checks": view.checks, "tabs": view.tabs}
        seen += [name for name, pane in holders.items() if pane.isAncestorOf(focus)]
    assert sorted(seen) == ["checks", "head", "stages", "tabs"]


def test_f6_and_control_tab_go_through_the_panes_whatever_has_the_focus(window_on: Open, root: Path) -> None:
    window, view = opened(window_on, root)
    view.checks.enter()
    QTest.keyClick(focus(), Qt.Key.Key_F6)
    assert view.tabs.tabBar().hasFocus()
    QTest.keyClick(focus(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert view.checks.isAncestorOf(focus())
    QTest.keyClick(focus(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert view.tabs.tabBar().hasFocus()
    QTest.keyClick(focus(), Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert view.tabs.key == "history"
    del window


def test_tab_and_splitter_are_as_they_were_left(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, view = opened(window_on, root)
    turn(view, "members")
    view.split.setSizes([500, 560])
    view.split.splitterMoved.emit(500, 1)
    qtbot.wait(900)
    finish(qtbot, window)
    left = view.split.sizes()
    _, again = opened(window_on, root)
    assert again.tabs.key == "members"
    assert abs(again.split.sizes()[0] - left[0]) <= 2


def test_enter_shows_a_member_and_escape_closes_it_before_the_case(window_on: Open, root: Path) -> None:
    window, view = opened(window_on, root)
    turn(view, "members")
    table = view.members.table.table
    assert table.rows.rowCount() == 3
    table.choose(2)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert "高等学校" in [label.text() for label in find(window, "case.member").findChildren(QLabel)]
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert not window.page.findChild(QPushButton, "case.back").isHidden()  # pyright: ignore[reportOptionalMemberAccess]
    QTest.keyClick(table, Qt.Key.Key_Escape)
    page = window.page
    assert isinstance(page, Cases)
    assert not page.viewing


def test_the_form_of_a_member_opens_at_the_member(window_on: Open, root: Path) -> None:
    window, view = opened(window_on, root)
    turn(view, "members")
    view.members.table.table.choose(1)
    press(window, "case.member.edit")
    from ui.pages.case.form_sheet import FormSheet

    sheet = window.page.findChild(FormSheet)
    assert sheet is not None
    assert sheet.isVisible()
    sheet.dismiss()


def test_the_history_is_newest_first_and_can_be_searched(qtbot: QtBot, window_on: Open, root: Path) -> None:
    with_note(root)
    window, view = opened(window_on, root)
    turn(view, "history")
    rows = find(window, "case.history", Table).rows
    assert [rows.row(at)["what"] for at in range(rows.rowCount())][-1] == "受理申报，建立办件"
    type_text(window, "case.history.search", "补交")
    qtbot.waitUntil(lambda: rows.rowCount() == 1, timeout=HANGS_MS)
    assert rows.row(0)["operator"] == "样例甲"


def with_note(root: Path) -> None:
    with reopen(root) as desk:
        stream = desk.raw.execute("SELECT stream FROM index_case").fetchone()[0]
        notes.write(desk, stream, "请补交章程", "message")


def test_notes_of_the_offices_are_read_and_written_beside_the_case(qtbot: QtBot, window_on: Open, root: Path) -> None:
    with_note(root)
    window, view = opened(window_on, root)
    turn(view, "notes")
    assert view.tabs.tabText(view.tabs.currentIndex()) == "留言 1"
    words = [label.text() for label in find(window, "case.note").findChildren(QLabel)]
    assert "请补交章程" in words
    press(window, "case.note-write")
    assert find(window, "drawer").isVisible()
    finish(qtbot, window)


def test_the_overview_tells_every_part_that_is_there(window_on: Open, tmp_path: Path) -> None:
    with make_office(tmp_path / "city", CITY, "市", "210300") as desk:
        case = open_sample_case(desk)
        settle(desk, case.stream)
        advance(desk, case.stream, "recognition")
    window, view = opened(window_on, tmp_path / "city")
    shown = {key for key in view.overview.cards if not view.overview.cards[key].isHidden()}
    assert {"alliance", "lead", "offices", "way"} <= shown
    assert "recognition" not in shown
    words = [label.text() for label in view.overview.cards["offices"].findChildren(QLabel)]
    assert any("由本单位代录" in word for word in words)
    assert find(window, "step.recognise").property("role") == "main"


def test_what_is_committed_elsewhere_is_seen_at_once(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, view = opened(window_on, root)
    stream = view.record[0]

    def work(desk: Desk, _step: object) -> object:
        return notes.write(desk, stream, "看到了", "message")

    window.seat.run("", work)
    finish(qtbot, window)
    qtbot.waitUntil(lambda: view.tabs.tabText(view.tabs.keys.index("notes")) == "留言 1", timeout=HANGS_MS)


# Size and looks


@pytest.mark.parametrize("size", [(1100, 680), (1280, 760)])
def test_nothing_is_cut_off_in_an_overfull_case(
    qtbot: QtBot, window_on: Open, tmp_path: Path, size: tuple[int, int]
) -> None:
    with make_office(tmp_path / "city", CITY, "市", "210300") as desk:
        overfull(desk)
    window, view = opened(window_on, tmp_path / "city")
    window.resize(*size)
    press(window, "case.conditions.all")
    own: list[str] = []
    for key in view.tabs.keys:
        if key != "papers":
            view.tabs.turn_to(key)
            qtbot.wait(50)
            # A label of which one line of pixels is left in sight has no contrast of its own.
            own += [f"{key}: {fault}" for fault in faults(view) if "contrast" not in fault]
    assert own == []


def test_another_theme_is_put_on_in_front_of_the_case(window_on: Open, root: Path) -> None:
    window, view = opened(window_on, root)
    before: Json = {"rows": len(view.checks.rows)}
    window.seat.look.wear("dark")
    assert {"rows": len(view.checks.rows)} == before
    assert faults(view.head) == []
