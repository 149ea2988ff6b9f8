"""Restoring a backup into a new folder: what is asked, by the first-run wizard and by the settings alike."""

from pathlib import Path

from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.desk import backup as keeping
from alliance_desk.desk.backup_names import key_beside, read_name
from alliance_desk.errors import Refused
from alliance_desk.progress import Progress
from ui import preferences
from ui.fields.form import Form
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values


def asks() -> list[Ask]:
    """Backup, key where it does not lie beside it, passphrase, new folder."""
    return [
        Ask("file", tr("ui.restore.file"), Kind.FILE, required=True, hint=tr("ui.restore.file-hint"), file_types=tr("ui.restore.file-types")),
        Ask("key", tr("ui.restore.key"), Kind.FILE, required=True, hint=tr("ui.restore.key-hint"), file_types=tr("ui.restore.key-types"), when=_no_key),
        Ask("passphrase", tr("ui.restore.passphrase"), Kind.PASSPHRASE, required=True, hint=tr("ui.restore.passphrase-hint")),
        Ask("folder", tr("ui.restore.folder"), required=True, hint=tr("ui.restore.folder-hint")),
    ]  # fmt: skip


def _no_key(values: Values) -> bool:
    return values.get("file") is not None and key_beside(values["file"]) is None


def live(values: Values) -> str:
    """What the chosen file's name says."""
    kept = read_name(values["file"]) if "file" in values else None
    if kept is None:
        return ""
    return tr(
        "ui.restore.live", office=kept.office, made=f"{kept.made:%Y-%m-%d %H:%M}", size=f"{kept.size / 2**20:.1f}"
    )


def problems(values: Values) -> list[tuple[str, str]]:
    """What is wrong with the folder, before anything runs."""
    return [("folder", words)] if (words := unfit(values.get("folder", ""))) else []


def unfit(folder: str) -> str:
    """Why a typed folder cannot become a workspace, in words; empty when it can."""
    path = Path(folder).expanduser()
    if folder and not path.is_absolute():
        return tr("ui.wizard.not-whole", path=folder)
    try:
        used = bool(folder) and path.exists() and (not path.is_dir() or any(path.iterdir()))
    except OSError:
        used = True
    return tr("ui.wizard.folder-in-use", path=folder) if used else ""


def suggest(form: Form, documents: Path) -> None:
    """The folder bears the office's name until the person chooses another; one that is there already gets a number."""
    kept = read_name(form.values().get("file", Path()))
    field = form.fields["folder"].editor
    if kept is None or (field.value() is not None and Path(field.value()).parent != documents):
        return
    tries = [kept.office, *(tr("ui.restore.again", office=kept.office, at=at) for at in range(2, 100))]
    folder = str(documents / next((name for name in tries if not (documents / name).exists()), kept.office))
    if folder != field.value():
        field.set_value(folder)


def restored(values: Values, step: Progress) -> Path:
    """In the worker: restore; returns the folder."""
    key: Path | None = values.get("key") or key_beside(values["file"])
    if key is None:  # it was there when the form was filled in
        raise Refused("backup.no-key", file=values["file"].name)
    return keeping.restore(values["file"], key, values["passphrase"], Path(values["folder"]).expanduser(), step)


def restore(seat: Seat) -> None:
    """Restore beside the workspace that is open, to look at it or to go on in it."""

    def work(_desk: Desk, values: Values, step: Progress) -> Changes:
        root = restored(values, step)
        return Changes(code="backup.restored", facts={"path": str(root), "go-on": values["go-on"]}, files=(root,))

    def done(changes: Changes) -> None:
        if changes.facts["go-on"]:
            preferences.opened(seat.preferences, changes.files[0])

    seat.ask(
        Task(
            id="backup.restore",
            title=tr("ui.restore.title"),
            intro=tr("ui.restore.intro"),
            submit=tr("ui.restore.submit"),
            fields=[*asks(), Ask("go-on", tr("ui.restore.go-on"), Kind.YES, usual=True)],
            live=live,
            check=problems,
            work=work,
            done=done,
        )
    )
