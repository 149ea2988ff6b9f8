from collections.abc import Iterator
from pathlib import Path

import pytest

from alliance_desk.desk import Desk
from tests.helpers import care


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    """A deciding office under the trial policy, its register empty."""
    with care.city(tmp_path / "city") as desk:
        yield desk


@pytest.fixture
def known(city: Desk) -> str:
    """The id of the one alliance in the register."""
    return care.entered(city)
