"""The pages of the window, each in a module (or a folder) of its own, imported when first opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ui.pages.base import Page
    from ui.seat import Seat


class Entry(NamedTuple):
    """A page in the rail. key: its id and wording ``ui.page.<key>``; icon: in the icon set.

    presses: counts what presses on the page, shown beside its name; None where nothing is counted.
    """

    key: str
    icon: str
    make: "Callable[[Seat], Page]"
    presses: "Callable[[Seat], int] | None" = None


def keys_of(at: int) -> str:
    """The shortcut of a page. at: its place in the rail, from 1; empty after the eleventh."""
    return f"Alt+{_DIGITS[at - 1]}" if at <= len(_DIGITS) else ""


_DIGITS = "1234567890-"
"""The keys of the upper row, from the left."""


def _today(seat: "Seat") -> "Page":
    from ui.pages.today import Today

    return Today(seat)


def _cases(seat: "Seat") -> "Page":
    from ui.pages.cases import Cases

    return Cases(seat)


def _register(seat: "Seat") -> "Page":
    from ui.pages.register import Register

    return Register(seat)


def _duties(seat: "Seat") -> "Page":
    from ui.pages.duties import Duties

    return Duties(seat)


def _pressing(seat: "Seat") -> int:
    from alliance_desk.care.pressing import pressing

    return pressing(seat.reader).total


def _experts(seat: "Seat") -> "Page":
    from ui.pages.experts import Experts

    return Experts(seat)


def _notices(seat: "Seat") -> "Page":
    from ui.pages.notices import Notices

    return Notices(seat)


def _certificates(seat: "Seat") -> "Page":
    from ui.pages.certificates import Certificates

    return Certificates(seat)


def _statistics(seat: "Seat") -> "Page":
    from ui.pages.statistics import Statistics

    return Statistics(seat)


def _policies(seat: "Seat") -> "Page":
    from ui.pages.policies import Policies

    return Policies(seat)


def _exchange(seat: "Seat") -> "Page":
    from ui.pages.exchange import Exchange

    return Exchange(seat)


def _settings(seat: "Seat") -> "Page":
    from ui.pages.settings import Settings

    return Settings(seat)


PAGES = (
    Entry("today", "today", _today),
    Entry("cases", "cases", _cases),
    Entry("register", "register", _register),
    Entry("duties", "duties", _duties, _pressing),
    Entry("experts", "experts", _experts),
    Entry("notices", "notices", _notices),
    Entry("certificates", "certificates", _certificates),
    Entry("statistics", "statistics", _statistics),
    Entry("policies", "policies", _policies),
    Entry("exchange", "exchange", _exchange),
    Entry("settings", "settings", _settings),
)
"""The rail, from top to bottom; Alt+1 … Alt+9."""
