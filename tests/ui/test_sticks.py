"""The stick pulled out or full while it is written, the workspace's disk full: it is said in words, and the next try ends well."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from alliance_desk.doctor import examine
from alliance_desk.exchange import intake
from alliance_desk.paths import RESOURCES
from tests.helpers.desks import Pair, introduce, make_office, recommended_case, reopen, two_offices
from tests.helpers.disks import Disk
from tests.helpers.drawers import Hand, Open
from tests.helpers.filled import SEALED
from tests.helpers.windows import click, find
from ui.tasks import exchange
from ui.tasks import intake as intakes

Plug = Callable[[str, int], Disk]
FILE = RESOURCES / "samples" / SEALED.pack / SEALED.folder


@pytest.fixture
def case(tmp_path: Path) -> str:
    """A case that the county is about to hand over; both desks are closed."""
    pair: Pair = two_offices(tmp_path)
    stream = recommended_case(pair.county).stream
    pair.close()
    return stream


def state(hand: Hand, stream: str) -> str:
    """Whether the case is held, or on its way."""
    return str(hand.seat.reader.case(stream).open["custody"]["state"])


def sound(root: Path) -> None:
    """The workspace has no fault."""
    with reopen(root) as desk:
        assert not examine(desk).faults
    with sqlite3.connect(root / "desk.db") as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()


def taken_in(folder: Path, package: Path) -> str:
    """What the city says of the package."""
    with reopen(folder / "city") as city:
        return intake.take_in(city, package).code


def test_a_stick_pulled_out_while_it_is_written_is_said_and_the_next_try_finishes(
    hand_on: Open, case: str, tmp_path: Path, plug: Plug, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = plug("usb", 8 << 20)
    hand = hand_on(tmp_path / "county")
    exchange.hand_over(hand.seat, case)
    hand.fill(folder=stick.place)
    flush = os.fsync

    def pulled(handle: int) -> None:
        if str(Path(f"/proc/self/fd/{handle}").readlink()).startswith(str(stick.place)) and os.path.ismount(
            stick.place
        ):
            stick.pull()
        flush(handle)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", pulled)
        hand.submit()
    assert "U盘" in hand.problems
    assert hand.task == "hand-over", "the drawer stays, with what was typed"
    assert not list(stick.place.iterdir())
    # The package lies ready in the workspace: the case is on its way, and the same file goes onto the next stick.
    assert state(hand, case) == "offered"
    again = plug("usb", 8 << 20)
    assert "报送" in hand.submit()
    (package,) = again.place.glob("*.deskpack")
    assert not hand.drawer.isVisible()
    assert taken_in(tmp_path, package) == "exchange.taken-in"
    hand.window.close()
    hand.seat.close()
    sound(tmp_path / "county")


def test_a_stick_that_says_it_has_room_and_has_none_is_said(
    hand_on: Open, case: str, tmp_path: Path, plug: Plug, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = plug("usb", 8 << 20)
    stick.fill(leave=4096)
    hand = hand_on(tmp_path / "county")
    exchange.hand_over(hand.seat, case)
    hand.fill(folder=stick.place)
    hand.submit()
    assert "空间不足" in hand.field_problem("folder")
    assert state(hand, case) == "held"

    class Lying:
        def __init__(self, _path: str) -> None: ...
        def bytesAvailable(self) -> int:
            return 1 << 40

    monkeypatch.setattr("ui.tasks.cargo.QStorageInfo", Lying)
    hand.submit()
    assert "U盘" in hand.problems
    assert [path.name for path in stick.place.iterdir()] == ["filler"]
    stick.clear()
    hand.submit()
    (package,) = stick.place.glob("*.deskpack")
    assert taken_in(tmp_path, package) == "exchange.taken-in"


def test_no_room_in_the_workspace_takes_nothing_in_and_the_next_try_does(
    hand_on: Open, tmp_path: Path, plug: Plug
) -> None:
    with (
        make_office(tmp_path / "made", SEALED.county, "县", SEALED.county_code) as county,
        make_office(tmp_path / "city", SEALED.city, "市", SEALED.city_code) as city,
    ):
        introduce(county, city, tmp_path / "cards")
    disk = plug("disk", 24 << 20)
    root = Path(shutil.copytree(tmp_path / "made", disk.place / "office"))
    hand = hand_on(root)
    QTest.qWait(300)
    hand.wait()
    intakes.new_case(hand.seat, FILE / "申报书.xlsx", FILE / "附件")
    disk.fill(leave=64 << 10)
    click(hand.drawer, "drawer.submit")
    hand.wait()
    told = hand.problems
    assert "磁盘" in told or "空间" in told, told
    assert hand.drawer.isVisible()
    assert hand.seat.reader.raw.execute("SELECT count(*) FROM index_case").fetchone() == (0,)
    disk.clear()
    hand.submit()
    assert hand.problems == ""
    assert hand.seat.reader.raw.execute("SELECT count(*) FROM index_case").fetchone() == (1,)
    assert find(hand.window, "case.name").isVisible()
    hand.window.close()
    hand.seat.close()
    sound(root)
