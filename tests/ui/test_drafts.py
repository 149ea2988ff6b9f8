"""What is typed into the drawer is never lost: not by Esc, not by another page, not by kill -9."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from alliance_desk.cases import conditions
from alliance_desk.desk import local
from tests.helpers.desks import make_office, open_sample_case, reopen, settle
from tests.helpers.drawers import Hand, Open
from tests.helpers.sources import ROOT
from tests.helpers.tools import REASONS
from tests.helpers.windows import HANGS_MS, find, type_text
from tests.ui.dying import only_case
from ui.tasks import opinions

TEXT = "经审查，符合条件"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A county's workspace with one case that waits for its opinion."""
    with make_office(tmp_path / "office") as desk:
        settle(desk, open_sample_case(desk).stream)
    return tmp_path / "office"


@pytest.fixture
def killed(root: Path, tmp_path: Path) -> Path:
    """The same after a window in which somebody was typing was killed."""
    if not hasattr(signal, "SIGKILL"):
        pytest.skip(REASONS["signals"])
    environment = {**os.environ, "ALLIANCE_DESK_PREFERENCES": str(tmp_path / "dying.json"), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "tests.ui.dying", str(root), TEXT]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "kept\n"
        child.kill()
    assert child.returncode == -signal.SIGKILL
    return root


def opinion(hand: Hand) -> str:
    """What stands in the opinion of the case's task, opened now."""
    opinions.recommend(hand.seat, only_case(hand.window))
    return find(hand.drawer, "recommend.opinion", QPlainTextEdit).toPlainText()


def test_what_was_being_typed_when_the_program_was_killed_is_there_again(hand_on: Open, killed: Path) -> None:
    hand = hand_on(killed)
    assert opinion(hand) == TEXT
    assert "已恢复" in hand.draft
    assert "草稿" in hand.draft
    assert "逐项核对" not in hand.draft
    hand.submit()
    assert hand.problems == ""
    assert "推荐" in hand.said
    assert not local.drafts(hand.seat.reader)


def test_a_draft_of_a_case_that_changed_since_says_so(hand_on: Open, killed: Path) -> None:
    with reopen(killed) as desk:
        (stream,) = desk.raw.execute("SELECT stream FROM index_case").fetchone()
        conditions.attest(desk, stream, "level", holds=True, note="另一人写的")
    hand = hand_on(killed)
    assert opinion(hand) == TEXT
    assert "此后该办件有过变动" in hand.draft


def test_escape_and_another_page_keep_what_was_typed(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    opinions.recommend(hand.seat, only_case(hand.window))
    type_text(hand.drawer, "recommend.opinion", TEXT)
    QTest.keyClick(find(hand.drawer, "recommend.opinion"), Qt.Key.Key_Escape)
    hand.wait()
    assert not hand.drawer.isVisible()
    assert opinion(hand) == TEXT
    type_text(hand.drawer, "recommend.letter", "样科〔2024〕1号")
    hand.window.go("settings")
    hand.wait()
    assert not hand.drawer.isVisible()
    opinion(hand)
    assert hand.drawer.form is not None
    assert hand.drawer.form.values() == {"opinion": TEXT, "letter": "样科〔2024〕1号"}


def test_giving_up_forgets_what_was_typed(hand_on: Open, root: Path, settled: Callable[[Hand], None]) -> None:
    hand = hand_on(root)
    opinions.recommend(hand.seat, only_case(hand.window))
    type_text(hand.drawer, "recommend.opinion", TEXT)
    settled(hand)
    assert local.drafts(hand.seat.reader)
    find(hand.drawer, "drawer.discard").click()  # pyright: ignore[reportAttributeAccessIssue]
    hand.wait()
    assert not local.drafts(hand.seat.reader)
    assert opinion(hand) == ""
    assert hand.draft == ""


@pytest.fixture
def settled() -> Callable[[Hand], None]:
    """Waits until what is typed is kept."""

    def wait(hand: Hand) -> None:
        hand.qtbot.waitUntil(lambda: bool(local.drafts(hand.seat.reader)), timeout=HANGS_MS)
        hand.wait()

    return wait
