"""A newer version that comes with the program: told on the page, looked at with its difference, taken over by a person."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from alliance_desk.desk import library
from tests.helpers.desks import PACK_ID, reopen
from tests.helpers.policies import TITLE, Open, root, second, sit
from tests.helpers.windows import click, find
from ui.pieces import Badge

__all__ = ["root", "sit"]


@pytest.fixture
def program(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The second version in the next release of the program."""
    folder = tmp_path / "program"
    folder.mkdir()
    monkeypatch.setattr(library, "_SHIPPED", folder)
    return second(root, folder / f"{PACK_ID}.toml")


def test_it_is_told_compared_and_taken_over(sit: Open, root: Path, program: Path) -> None:
    seat = sit(root)
    seat.look_at(TITLE)
    told = find(seat.window, "policies.newer", Badge)
    assert "程序自带较新版本（第 2 版）" in {label.text() for label in told.findChildren(QLabel)}
    click(seat.window, "policies.renew")
    seat.wait()
    assert "第 2 版" in seat.text("policies.file.told")
    assert str(program) not in seat.text("policies.file.told"), "where the program lies is nobody's business"
    assert len(seat.cells("policies.file.differences")) == 2
    assert not find(seat.window, "policies.file.edit").isEnabled(), "the program's own file is not edited"
    assert reopened_version(root) == 1, "looking switches nothing"
    click(seat.window, "policies.file.add")
    assert "取代第 1 版，有 2 处不同" in seat.intro
    assert "取代第 1 版" in seat.submit()
    assert seat.pack(TITLE)[4] == "2"
    seat.look_at(TITLE)
    assert not seat.page.chosen.newer.isVisible()
    assert "policies.renew" not in {one.id for one in seat.page.commands()}
    assert reopened_version(root) == 2


def reopened_version(root: Path) -> int:
    with reopen(root, readonly=True) as desk:
        return desk.pack(PACK_ID).pack.version


def test_without_one_the_page_says_nothing(sit: Open, root: Path) -> None:
    seat = sit(root)
    seat.look_at(TITLE)
    assert not seat.page.chosen.newer.isVisible()
    assert "policies.renew" not in {one.id for one in seat.page.commands()}
