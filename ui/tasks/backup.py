"""Backups: making one now, saying where they go, and what there is to say of the last."""

from pathlib import Path

from alliance_desk.changes import Changes
from alliance_desk.desk import Desk, backup_state
from alliance_desk.desk.backup import backup
from alliance_desk.desk.backup_state import When
from alliance_desk.desk.sample import marked
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.theme.colours import Tone

LATE = 3
"""Days after which work that is in no backup is a warning."""


def now(seat: Seat) -> None:
    """Make a backup; where nobody has said where they go, ask that first."""
    folder = backup_state.folder(seat.reader)
    if folder is None:
        choose_folder(seat)
    else:
        seat.run(tr("ui.backup.now"), lambda desk, _step: backup(desk, folder))


def choose_folder(seat: Seat) -> None:
    """Say where backups go and when they are made by themselves."""
    reader = seat.reader

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        changes = backup_state.set_folder(desk, values["folder"], When(values["when"]))
        return backup(desk, values["folder"]) if values.get("now") else changes

    def live(values: Values) -> str:
        return tr("ui.backup.same-disk") if "folder" in values and _same_disk(seat.root, values["folder"]) else ""

    seat.ask(
        Task(
            id="backup.folder",
            title=tr("ui.backup.folder-title"),
            intro=tr("ui.backup.folder-intro"),
            submit=tr("ui.backup.folder-submit"),
            fields=[
                Ask("folder", tr("ui.backup.folder"), Kind.FOLDER, required=True, usual=backup_state.folder(reader), hint=tr("ui.backup.folder-hint")),
                Ask("when", tr("ui.backup.when"), Kind.CHOICE, required=True, usual=backup_state.when(reader).value, choices=[(when.value, tr(f"ui.backup.when-{when}")) for when in When]),
                Ask("now", tr("ui.backup.also-now"), Kind.YES, usual=True),
            ],
            work=work,
            live=live,
        )
    )  # fmt: skip


def status(seat: Seat) -> tuple[str, Tone]:
    """What there is to say of the last backup; touches no disk that could be away."""
    reader = seat.reader
    last = backup_state.last(reader)
    if marked(seat.root) is not None:
        return tr("ui.backup.status.sample"), Tone.INFO
    if last is None:
        unset = backup_state.folder(reader) is None
        return tr("ui.backup.status.unset" if unset else "ui.backup.status.none"), Tone.WARN
    days = max((seat.today - last.on).days, 0)
    if not backup_state.pending(reader):
        return tr("ui.backup.status.unchanged", on=last.on.isoformat()), Tone.PASS
    if not days:
        return tr("ui.backup.status.today"), Tone.PASS
    return tr("ui.backup.status.days", days=days), Tone.WARN if days >= LATE else Tone.PASS


def _same_disk(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False
