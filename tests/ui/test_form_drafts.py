"""Drafts of the form: they outlive closing, crashes and what somebody else wrote meanwhile."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QRadioButton,
)
from pytestqt.qtbot import QtBot

from alliance_desk.cases.editing import edit
from alliance_desk.desk import Desk, local
from tests.helpers.clerk import Clerk, focus, sitter
from tests.helpers.desks import reopen
from tests.helpers.filled import SEALED, filled_office
from tests.helpers.sources import ROOT
from tests.helpers.windows import HANGS_MS, click, find, settle
from ui.language import tr
from ui.main_window import MainWindow
from ui.pages.case.edit import edit_actions
from ui.pages.case.form_sheet import FORM
from ui.seat import Seat

Open = Callable[..., MainWindow]


@pytest.fixture
def clerk_on(qtbot: QtBot, window_on: Open, tmp_path: Path) -> Callable[..., Clerk]:
    return sitter(qtbot, window_on, tmp_path)


def test_what_was_typed_is_there_again_after_closing_the_form(clerk_on: Callable[..., Clerk]) -> None:
    clerk = clerk_on()
    clerk.open("members")
    clerk.type("form.members.legal_rep", "钱样例")
    clerk.type("form.members.founded", "2024-13")
    clerk.drafted()
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    assert not clerk.is_open
    assert find(clerk.window, "case").isVisible()  # Esc closed the form, not the case
    clerk.open("members")
    assert "已恢复" in find(clerk.window, "form.draft", QLabel).text()
    assert find(clerk.window, "form.members.legal_rep", QLineEdit).text() == "钱样例"
    assert find(clerk.window, "form.members.founded", QLineEdit).text() == "2024-13"
    click(clerk.window, "form.discard")
    settle(clerk.qtbot, clerk.window)
    clerk.open("members")
    assert find(clerk.window, "form.members.legal_rep", QLineEdit).text() != "钱样例"


def test_closing_the_window_keeps_what_was_typed_last(clerk_on: Callable[..., Clerk], tmp_path: Path) -> None:
    clerk = clerk_on()
    clerk.open("alliance")
    clerk.type("form.alliance.industry", "刚刚填的")
    clerk.window.close()
    settle(clerk.qtbot, clerk.window)
    kept = local.draft(clerk.seat.reader, clerk.stream, FORM)
    assert kept is not None
    assert kept.values["alliance.industry"]["now"] == "刚刚填的"


KILLED = """
import os, sys, time
sys.path.insert(0, {root!r})
from datetime import date
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from alliance_desk.clock import FixedClock
from alliance_desk.desk import local
from tests.helpers.hands import type_text
from ui.app import make_application, open_window
from ui.pages.case.edit import open_form
from ui.preferences import Preferences
from ui.theme.look import Look
app = make_application()
window = open_window(Path({workspace!r}), FixedClock(date(2024, 9, 27)), Look(app, bundled=True), Preferences())
seat = window.seat
stream = seat.reader.raw.execute("SELECT stream FROM index_case").fetchone()[0]
window.go("cases", stream)
open_form(seat, seat.reader.case(stream), "alliance")
QTest.qWait(50)
type_text(window, "form.alliance.industry", "断电前填的")
loop = QEventLoop()  # a test wait of Qt's leaves the worker hardly any time
while not any(draft.values for draft in local.drafts(seat.reader)) or seat.operations.busy:
    QTimer.singleShot(20, loop.quit)
    loop.exec()
print("typed", flush=True)
type_text(window, "form.alliance.office", "这一句还来不及存")
os.kill(os.getpid(), 9)
"""


def test_a_killed_program_leaves_the_draft(clerk_on: Callable[..., Clerk], tmp_path: Path) -> None:
    filled_office(tmp_path / "county", SEALED, papers=False)
    script = KILLED.format(root=str(ROOT), workspace=str(tmp_path / "county"))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=240)
    assert done.stdout.split() == ["typed"], done.stderr
    assert done.returncode == -9
    clerk = clerk_on()
    clerk.open("alliance")
    assert find(clerk.window, "form.alliance.industry", QLineEdit).text() == "断电前填的"
    clerk.save()
    assert clerk.case.open["alliance"]["industry"] == "断电前填的"


def test_a_draft_over_a_file_that_moved_is_settled_field_by_field(
    clerk_on: Callable[..., Clerk], tmp_path: Path
) -> None:
    clerk = clerk_on()
    clerk.open("alliance")
    clerk.type("form.alliance.industry", "草稿的产业")
    clerk.type("form.alliance.office", "草稿的地址")
    clerk.drafted()
    click(clerk.window, "form.close")
    clerk.seat.run("", lambda desk, _step: edit(desk, clerk.stream, {"alliance": {"industry": "别处的产业"}}))
    settle(clerk.qtbot, clerk.window)
    clerk.open("alliance")
    assert find(clerk.window, "form.alliance.office", QLineEdit).text() == "草稿的地址"
    assert find(clerk.window, "form.alliance.industry", QLineEdit).text() == "别处的产业"
    assert not find(clerk.window, "form.save").isEnabled()
    assert find(clerk.window, "form.conflicts.0.draft", QRadioButton).text() == "草稿：草稿的产业"
    assert find(clerk.window, "form.conflicts.0.current", QRadioButton).text() == "现值：别处的产业"
    click(clerk.window, "form.conflicts.0.draft")
    click(clerk.window, "form.conflicts.settle")
    assert find(clerk.window, "form.alliance.industry", QLineEdit).text() == "草稿的产业"
    clerk.save()
    assert clerk.last()[1] == {"alliance": {"industry": "草稿的产业", "office": "草稿的地址"}}


def test_two_windows_never_overwrite_each_other(clerk_on: Callable[..., Clerk]) -> None:
    clerk = clerk_on()
    clerk.open("alliance")
    clerk.type("form.alliance.industry", "这边填的")
    clerk.seat.run(
        "", lambda desk, _step: edit(desk, clerk.stream, {"alliance": {"industry": "那边存的", "office": "新址"}})
    )
    settle(clerk.qtbot, clerk.window)
    QTest.qWait(20)
    assert "本办件有过变动" in find(clerk.window, "form.draft", QLabel).text()
    assert find(clerk.window, "form.alliance.office", QLineEdit).text() == "新址"
    assert clerk.sheet.state.conflicts
    click(clerk.window, "form.conflicts.all-current")
    click(clerk.window, "form.conflicts.settle")
    assert not find(clerk.window, "form.save").isEnabled()


def test_an_untouched_form_follows_the_file(clerk_on: Callable[..., Clerk]) -> None:
    clerk = clerk_on()
    clerk.open("alliance")
    clerk.seat.run("", lambda desk, _step: edit(desk, clerk.stream, {"alliance": {"industry": "那边存的"}}))
    settle(clerk.qtbot, clerk.window)
    QTest.qWait(20)
    assert find(clerk.window, "form.alliance.industry", QLineEdit).text() == "那边存的"
    assert not clerk.sheet.state.dirty


def test_an_answer_to_a_correction_is_recorded_as_one(clerk_on: Callable[..., Clerk]) -> None:
    from datetime import date

    def ask(desk: Desk, number: str) -> None:
        from alliance_desk.cases.corrections import ask_correction

        ask_correction(desk, number, date(2024, 10, 15), "请核对地址", letter="样科补〔2024〕1号")

    clerk = clerk_on(prepare=ask)
    clerk.open("alliance")
    assert "样科补〔2024〕1号" in find(clerk.window, "form.corrected", QCheckBox).text()
    clerk.type("form.alliance.office", "更正后的地址")
    click(clerk.window, "form.corrected")
    clerk.save()
    kind, change, _ = clerk.last()
    assert kind == "case.refilled"
    assert change == {"alliance": {"office": "更正后的地址"}, "corrections": {"r1": {"answered": "2024-09-27"}}}


def test_another_case_closes_the_form_and_keeps_its_draft(clerk_on: Callable[..., Clerk]) -> None:
    clerk = clerk_on()
    clerk.open("alliance")
    clerk.type("form.alliance.industry", "还没有存的")
    clerk.seat.goto.emit("cases", "another")
    settle(clerk.qtbot, clerk.window)
    assert not clerk.is_open
    kept = local.draft(clerk.seat.reader, clerk.stream, FORM)
    assert kept is not None
    assert "alliance.industry" in kept.values


def test_a_window_that_may_only_look_saves_nothing_until_it_may(clerk_on: Callable[..., Clerk], tmp_path: Path) -> None:
    filled_office(tmp_path / "county", SEALED, papers=False)
    with reopen(tmp_path / "county"):
        clerk = clerk_on()
        seat: Seat = clerk.seat
        clerk.qtbot.waitUntil(lambda: seat.readonly, timeout=HANGS_MS)
        assert {action.why_not() for action in edit_actions(seat, clerk.case)} == {tr("steps.read-only")}
        clerk.open("alliance")
        clerk.type("form.alliance.industry", "只读时填的")
        assert not find(clerk.window, "form.save").isEnabled()
    clerk.qtbot.waitUntil(lambda: find(clerk.window, "form.save").isEnabled(), timeout=HANGS_MS)
    clerk.save()
    assert clerk.case.open["alliance"]["industry"] == "只读时填的"
