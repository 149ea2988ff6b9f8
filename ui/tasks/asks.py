"""Fields that many tasks have."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.progress import Progress
from ui.fields.paths import sticks
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Values
from ui.tasks.about import last, remember

Work = Callable[[Desk, Values, Progress], Changes]
"""What a task runs in the worker."""


def on_day(seat: Seat, label: str, hint: str = "", key: str = "on", usual: date | None = None) -> Ask:
    """A day that has come: today, or the usual one, until something else is typed."""
    return Ask(key, label, Kind.DATE, required=True, usual=usual or seat.today, hint=hint)


def not_ahead(seat: Seat, values: Values, *keys: str) -> list[tuple[str, str]]:
    """The fields whose day has not come yet."""
    return [
        (key, tr("ui.tasks.date-ahead"))
        for key in keys
        if isinstance(day := values.get(key), date) and day > seat.today
    ]


def reason(label: str, hint: str = "", *, required: bool = True, key: str = "note") -> Ask:
    """Why, in words that are kept."""
    return Ask(key, label, Kind.LONG, required=required, hint=hint, limit=2000)


def stick(seat: Seat) -> Ask:
    """The drive a package goes to: one that is plugged in, else the folder of the last time."""
    before = Path(last(seat, "stick") or "-")
    usual = before if before.is_dir() and not sticks() else None
    return Ask("folder", tr("ui.tasks.stick"), Kind.STICK, required=True, usual=usual, hint=tr("ui.tasks.stick-hint"))


def place_for(seat: Seat, name: str, kind: str) -> Path:
    """Where a file is written if nobody says otherwise: where one was written the last time, else among the person's documents."""
    before = Path(last(seat, "save") or "-")
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    folder = next((place for place in (before, documents) if place.is_dir()), Path.home())
    plain = "".join("-" if sign in '\\/:*?"<>|' else sign for sign in name)
    return folder / f"{plain}.{kind}"


def saving(seat: Seat, name: str, kind: str = "xlsx") -> Ask:
    """The field that asks where a file is written."""
    types = tr(f"ui.tasks.types-{kind}")
    usual = place_for(seat, name, kind)
    return Ask("path", tr("ui.tasks.save-as"), Kind.SAVE, required=True, usual=usual, file_types=types)


def saved(desk: Desk, values: Values, kind: str = "xlsx") -> Path:
    """The path of ``saving``; the folder is remembered."""
    path: Path = values["path"]
    remember(desk, save=path.parent)
    return ending(path, kind)


def ending(path: Path, kind: str) -> Path:
    """A path with the ending that its kind of file needs, whatever the person left out."""
    return path if path.suffix.lower() == f".{kind}" else path.with_name(f"{path.name}.{kind}")


def scan_types() -> str:
    """The filter of a file dialog for scans."""
    return tr("ui.tasks.types-scan")


def only_for(key: str, value: str) -> Callable[[Values], bool]:
    """The ``when`` of a field that is asked for one value of another."""
    return lambda values: values.get(key) == value


def days_left(seat: Seat, day: date) -> str:
    """How far a day lies ahead, in words."""
    days = (day - seat.today).days
    return tr("ui.tasks.days-left", days=days) if days >= 0 else tr("ui.tasks.day-passed")
