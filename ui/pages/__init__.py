"""The pages of the window, each in a module (or a folder) of its own, imported when first opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ui.pages.base import Page
    from ui.seat import Seat


class Entry(NamedTuple):
    """A page in the rail. key: its id and wording ``ui.page.<key>``; icon: in the icon set."""

    key: str
    icon: str
    make: "Callable[[Seat], Page]"


def _today(seat: "Seat") -> "Page":
    from ui.pages.today import Today

    return Today(seat)


def _cases(seat: "Seat") -> "Page":
    from ui.pages.cases import Cases

    return Cases(seat)


def _register(seat: "Seat") -> "Page":
    from ui.pages.register import Register

    return Register(seat)


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
    Entry("experts", "experts", _experts),
    Entry("notices", "notices", _notices),
    Entry("certificates", "certificates", _certificates),
    Entry("statistics", "statistics", _statistics),
    Entry("exchange", "exchange", _exchange),
    Entry("settings", "settings", _settings),
)
"""The rail, from top to bottom; Alt+1 … Alt+9."""
