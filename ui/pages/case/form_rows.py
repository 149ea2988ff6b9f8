"""Fields of a form in the order of the official one: label, editor, what to know; beside each what is wrong and what stood there."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from alliance_desk.sheets.columns import Kind
from ui import pieces
from ui.fields.base import Editor
from ui.language import tr
from ui.pages.case.form_fields import Pick, editor_of, name_editor, shown, stored
from ui.pages.case.form_shape import Entry, Shape
from ui.pages.case.form_state import FileState, at, ordered
from ui.theme import measures

_LABEL, _NARROW = 176, 136
"""Width of the labels, and of those beside a list."""
_WIDEST = {Kind.DATE: 190, Kind.MONEY: 300, Kind.CODE: 300, Kind.CHOICE: 300, Kind.PHONE: 300, Kind.COUNT: 100}
"""Editors that need no more than so many pixels, whatever room there is."""


class Row:
    """One field: its widgets and the path it stands at now."""

    def __init__(self, entry: Entry, editor: Editor, problem: QLabel, note: QLabel) -> None:
        self.entry, self.editor, self.problem, self.note = entry, editor, problem, note
        self.path = ""


class Rows(QWidget):
    """Fields bound to one record of a file.

    name: what object names begin with. elsewhere: key → how the value of a field is found that says where the record stands.
    Signals: changed (path) – something was typed or chosen; chosen (key, value) – the same for a field of ``elsewhere``.
    """

    changed = Signal(str)
    chosen = Signal(str, object)

    def __init__(
        self,
        name: str,
        entries: Sequence[Entry],
        shape: Shape,
        parent: QWidget | None = None,
        *,
        home: str = "",
        narrow: bool = False,
    ) -> None:
        super().__init__(parent)
        self._name, self._shape = name, shape
        self._state: FileState | None = None
        self._faults: Mapping[str, str] = {}
        self._filling = False
        self.elsewhere: dict[str, Callable[[str], Any]] = {}
        self.rows: dict[str, Row] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, measures.GRID, 0)
        grid.setHorizontalSpacing(measures.MARGIN)
        grid.setVerticalSpacing(measures.GRID)
        self._label = _NARROW if narrow else _LABEL
        grid.setColumnMinimumWidth(0, self._label)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        self._grid = grid
        for entry in entries:
            self._add(entry, home)
        grid.setRowStretch(len(entries), 1)

    def _add(self, entry: Entry, home: str) -> None:
        place, words = len(self.rows), plain(entry)
        editor = editor_of(entry, self._shape, self, home=home)
        name_editor(editor, f"{self._name}.{entry.key}", words)
        if entry.field.kind in _WIDEST and not entry.field.yearly:
            editor.setMaximumWidth(_WIDEST[entry.field.kind])
        label = pieces.label(tr("ui.form.needed", label=words) if entry.field.required else words, "", self)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        label.setBuddy(editor)
        label.setFixedWidth(self._label)
        label.setContentsMargins(0, 6, 0, 0)
        problem = pieces.label("", "problem", self, name=f"{self._name}.{entry.key}.problem")
        note = pieces.label("", "small", self, name=f"{self._name}.{entry.key}.note")
        note.setContentsMargins(0, 6, 0, 0)
        middle = QVBoxLayout()
        middle.setSpacing(2)
        line = QHBoxLayout()
        line.addWidget(editor, 1)
        line.addStretch(0)
        middle.addLayout(line)
        middle.addWidget(problem)
        problem.hide()
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(label, place, 0, top)
        self._grid.addLayout(middle, place, 1, top)
        self._grid.addWidget(note, place, 2, top)
        row = self.rows[entry.key] = Row(entry, editor, problem, note)
        editor.changed.connect(lambda: self._typed(row))
        editor.left.connect(lambda: self._tell(row, self._faults.get(row.path, "") or row.editor.problem()))

    # Which record

    def bind(self, state: FileState, above: str = "") -> None:
        """Show a record of the file. above: its path; empty where each field's key is a path by itself."""
        self._state, self._filling = state, True
        names = {key: str(record.get("name", "")) for key, record in state.records("members")}
        for key, row in self.rows.items():
            row.path = f"{above}.{key}" if above else key
            if row.entry.field.kind is Kind.MEMBER and isinstance(row.editor, Pick):
                row.editor.offer(list(names.items()))
            value = self.elsewhere[key](above) if key in self.elsewhere else state.value(row.path)
            shown(row.editor, row.entry, value)
            self._tell(row, self._faults.get(row.path, ""))
            self._note(row)
        self._filling = False

    def lock(self, key: str, why: str) -> None:
        """A field that no form changes: it is shown, and why."""
        if key in self.rows:
            row = self.rows[key]
            row.editor.setEnabled(False)
            row.note.setText(why)
            row.entry = row.entry._replace(hint=why, basis="")

    def _typed(self, row: Row) -> None:
        if self._filling or self._state is None:
            return
        if row.entry.key in self.elsewhere:
            self.chosen.emit(row.entry.key, row.editor.value())
            return
        self._state.put(row.path, stored(row.editor, row.entry))
        # What was wrong is being put right; what is wrong now shows when the field is left.
        self._tell(row, "")
        self._note(row)
        self.changed.emit(row.path)

    # What stands beside a field

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Path → what is wrong with it, in words."""
        self._faults = faults
        for row in self.rows.values():
            below = (words for path, words in faults.items() if path == row.path or path.startswith(f"{row.path}."))
            self._tell(row, next(below, ""))

    def _tell(self, row: Row, words: str) -> None:
        row.problem.setText(words)
        row.problem.setVisible(bool(words))
        row.editor.set_wrong(bool(words))
        row.editor.main().setAccessibleDescription(words or row.entry.note)

    def _note(self, row: Row) -> None:
        """What to know; and where the field was changed, what stood there."""
        state = self._state
        parts = [row.entry.note]
        if state is not None and state.changed(row.path):
            parts.append(tr("ui.form.was", value=_was(self._shape, row, state)))
        words = "\n".join(part for part in parts if part)
        row.note.setText(words)
        row.note.setVisible(bool(words))

    def focus_path(self, path: str) -> bool:
        """Put the cursor into the field of a path; whether it stands here."""
        for row in self.rows.values():
            if path == row.path or path.startswith(f"{row.path}."):
                row.editor.main().setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False


def plain(entry: Entry) -> str:
    """A field's label without the workbook's mark of what must be filled in."""
    return entry.label.removesuffix(tr("sheets.label.required"))


def _was(shape: Shape, row: Row, state: FileState) -> str:
    names = {key: str(record.get("name", "")) for key, record in ordered(at(state.base, "members"))}
    value = at(state.base, row.path)
    if row.entry.field.yearly and isinstance(value, dict):
        amounts = cast("dict[str, Any]", value)
        return tr("ui.list-sign").join(
            tr("ui.form.in-year", year=year, value=shape.words(row.entry, amount, names))
            for year, amount in sorted(amounts.items())
        )
    words = shape.words(row.entry, value, names)
    return words if len(words) <= 60 else f"{words[:60]}…"
