"""Fields that many tasks have."""

from datetime import date
from pathlib import Path

from ui.fields.paths import sticks
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Values
from ui.tasks.about import last


def on_day(seat: Seat, label: str, hint: str = "", key: str = "on") -> Ask:
    """A day that has come: today until something else is typed."""
    return Ask(key, label, Kind.DATE, required=True, usual=seat.today, hint=hint)


def not_ahead(seat: Seat, values: Values, *keys: str) -> list[tuple[str, str]]:
    """The fields whose day has not come yet."""
    return [
        (key, tr("ui.tasks.date-ahead")) for key in keys if isinstance(day := values.get(key), date) and day > seat.today
    ]


def reason(label: str, hint: str = "", *, required: bool = True, key: str = "note") -> Ask:
    """Why, in words that are kept."""
    return Ask(key, label, Kind.LONG, required=required, hint=hint, limit=2000)


def stick(seat: Seat) -> Ask:
    """The drive a package goes to: one that is plugged in, else the folder of the last time."""
    before = Path(last(seat, "stick") or "-")
    usual = before if before.is_dir() and not sticks() else None
    return Ask("folder", tr("ui.tasks.stick"), Kind.STICK, required=True, usual=usual, hint=tr("ui.tasks.stick-hint"))


def scan_types() -> str:
    """The filter of a file dialog for scans."""
    return tr("ui.tasks.types-scan")


def days_left(seat: Seat, day: date) -> str:
    """How far a day lies ahead, in words."""
    days = (day - seat.today).days
    return tr("ui.tasks.days-left", days=days) if days >= 0 else tr("ui.tasks.day-passed")
