"""A deciding office with alliances in its register, for tests of what comes after recognition."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from alliance_desk.care import entries
from alliance_desk.care.entries import Record
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.register.alliance import Alliance, alliance
from tests.helpers.desks import CITY, PACK_ID, TODAY, make_office, member

RECOGNISED = date(2022, 3, 1)


def city(root: Path) -> Desk:
    """A city's workspace under the trial policy."""
    return make_office(root, CITY, "市", "210300")


def record(name: str = "样例联盟", recognised: date = RECOGNISED, **more: object) -> Record:
    """An older recognition to be entered."""
    members = {f"m{n}": member(n, "lead" if n == 1 else "ordinary") for n in (1, 2, 3)}
    said = {
        "name": name,
        "recognised": recognised,
        "document": f"样科〔{recognised.year}〕1号",
        "county": "样例县科技局",
    }
    return Record(**{**said, "members": members, **more})  # pyright: ignore[reportArgumentType]


def entered(desk: Desk, name: str = "样例联盟", recognised: date = RECOGNISED, **more: object) -> str:
    """The id of an alliance that is now in the register."""
    made = entries.enter(desk, PACK_ID, "history", [record(name, recognised, **more)])
    return str(desk.case(made.streams[0]).open["alliance"]["id"])


def shown(desk: Desk, key: str, on: str = "") -> Alliance:
    """What the register says of an alliance on a day."""
    found = alliance(desk, key, on)
    assert found is not None
    return found


def at(desk: Desk, day: date = TODAY) -> None:
    """Let the desk's day be this one."""
    desk.clock = FixedClock(day)


def later(desk: Desk, days: int) -> date:
    """Let days go by; the new day."""
    day = desk.clock.today() + timedelta(days=days)
    at(desk, day)
    return day


@contextmanager
def refused(code: str) -> Generator[None]:
    """The block must be refused with this code."""
    with pytest.raises(Refused) as error:
        yield
    assert error.value.code == code, error.value.text()
