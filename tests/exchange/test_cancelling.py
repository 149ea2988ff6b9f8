"""Cancelled at every step of progress, a hand-over and a taking-in leave nothing half-done."""

import shutil
from pathlib import Path

import pytest

from alliance_desk.exchange import export, intake
from alliance_desk.exchange import log as packages
from alliance_desk.progress import Cancelled
from tests.helpers.desks import Pair, recommended_case, reopen, two_offices


class Stopping:
    """Progress that is cancelled at its n-th step."""

    def __init__(self, at: int) -> None:
        self.at, self.steps = at, 0

    def __call__(self, *_told: object) -> None:
        self.steps += 1
        if self.steps == self.at:
            raise Cancelled


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pair")
    pair = two_offices(folder)
    recommended_case(pair.county)
    pair.close()
    return folder


def _pair(ready: Path, tmp_path: Path) -> Pair:
    shutil.rmtree(tmp_path / "pair", ignore_errors=True)
    shutil.copytree(ready, tmp_path / "pair")
    return Pair(reopen(tmp_path / "pair" / "county"), reopen(tmp_path / "pair" / "city"))


def _number(pair: Pair) -> str:
    return pair.county.raw.execute("SELECT number FROM index_case").fetchone()[0]


def test_a_hand_over_cancelled_at_any_step_leaves_the_case_here_and_no_package(ready: Path, tmp_path: Path) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    at = 0
    while True:
        at += 1
        pair = _pair(ready, tmp_path)  # each try of the last one left its ground in the chain
        number = _number(pair)
        pair.county.progress = stop = Stopping(at)
        try:
            export.hand_over(pair.county, number, stick)
        except Cancelled:
            custody = pair.county.case(number).open["custody"]
            assert (custody["state"], custody["holder"]) == ("held", pair.county.office)
            assert not packages.entries(pair.county)
            assert list(stick.iterdir()) == []
            assert not list(pair.county.place.outbox.glob("*"))
            pair.close()
            continue
        break
    assert at == stop.steps + 1 > 2
    assert pair.county.case(number).open["custody"]["state"] == "offered"
    pair.close()


def test_a_taking_in_cancelled_at_any_step_leaves_no_row_and_no_file(ready: Path, tmp_path: Path) -> None:
    pair = _pair(ready, tmp_path)
    path = export.hand_over(pair.county, _number(pair), tmp_path).files[0]
    at = 0
    while True:
        at += 1
        pair.city.progress = stop = Stopping(at)
        try:
            intake.take_in(pair.city, path)
        except Cancelled:
            assert pair.city.raw.execute("SELECT count(*) FROM index_case").fetchone() == (0,)
            for folder in (pair.city.place.quarantine, pair.city.place.scratch, pair.city.place.blobs):
                assert not [left for left in folder.rglob("*") if left.is_file()]
            continue
        break
    assert at == stop.steps + 1 > 2
    assert pair.city.raw.execute("SELECT count(*) FROM index_case").fetchone() == (1,)
    pair.close()
