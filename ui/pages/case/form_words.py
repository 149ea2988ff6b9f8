"""What a path of the document is called, for lists of changes, faults and choices."""

from typing import Any

from ui.language import tr
from ui.pages.case.form_rows import plain
from ui.pages.case.form_shape import Entry, Shape
from ui.pages.case.form_state import FileState, at, record_of


def entry_of(shape: Shape, path: str) -> Entry | None:
    """The field that a path stands for; None for a record as a whole."""
    steps = path.split(".")
    if steps[0] == "members" and len(steps) > 2:
        return _by_key([*shape.member, *shape.signature], steps[2])
    if steps[0] == "bodies" and len(steps) > 4:
        return _by_key(shape.person, steps[4])
    return _by_key([*shape.basics, *shape.agreement, *shape.contacts], path)


def _by_key(entries: list[Entry], key: str) -> Entry | None:
    return next((entry for entry in entries if entry.key == key), None)


def name_of(shape: Shape, state: FileState, path: str) -> str:
    """What a path is called: whose field of which name, and of which year."""
    steps = path.split(".")
    entry = entry_of(shape, path)
    field = plain(entry) if entry is not None else ""
    if steps[0] == "agreement" and steps[1:2] == ["clauses"]:
        return next((name for key, name, _ in shape.clauses if key == steps[-1]), steps[-1])
    if entry is not None and entry.field.yearly and len(steps) > 3:
        field = tr("ui.form.in-year", year=steps[3], value=field)
    if steps[0] in {"members", "bodies"}:
        record = ".".join(steps[:2] if steps[0] == "members" else steps[:4])
        whose = str((state.value(record) or at(state.base, record) or {}).get("name") or tr("ui.form.unnamed"))
        return tr("ui.form.whose", whose=whose, field=field) if field else whose
    return field or path


def value_of(shape: Shape, state: FileState, path: str, value: Any) -> str:
    """A value at a path, as people read it."""
    entry = entry_of(shape, path)
    names = {key: str(record.get("name", "")) for key, record in state.records("members")}
    if entry is None:
        if isinstance(value, bool):
            return tr(f"ui.form.answer.{'yes' if value else 'no'}")
        return tr("ui.form.kept-record" if value is not None else "ui.form.gone-record")
    return shape.words(entry, value, names)


def _change(shape: Shape, state: FileState, path: str) -> str:
    """One change: a field by its name; a record that came, went or only changed its place says so."""
    name = name_of(shape, state, path)
    if path.endswith(".order"):
        return tr("ui.form.moved-record", name=name)
    if record_of(path) != path:
        return name
    return tr("ui.form.out-record" if state.value(path) is None else "ui.form.in-record", name=name)


def changes_in_words(shape: Shape, state: FileState, most: int = 3) -> str:
    """What was changed, the first few by name; empty when nothing was."""
    paths = state.paths()
    if not paths:
        return ""
    names = tr("ui.list-sign").join(dict.fromkeys(_change(shape, state, path) for path in paths[:most]))
    return tr("ui.form.changes" if len(paths) <= most else "ui.form.changes-more", count=len(paths), names=names)
