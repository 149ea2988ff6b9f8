"""The form of the agreement as in the workbook: the agreement itself, its clauses, then who signed when."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui import pieces
from ui.fields.base import Editor
from ui.fields.decision import Decision
from ui.language import tr
from ui.pages.case.form_fields import editor_of, name_editor, shown, stored
from ui.pages.case.form_rows import Rows, plain
from ui.pages.case.form_shape import Entry, Shape
from ui.pages.case.form_state import FileState
from ui.theme import measures

_NAME = 180
_WIDTHS = {"signed": (150, 165), "signatory": (96, 132), "sealed": (170, 190)}
"""Least and most of the columns of signatures: a narrow window takes from them, never from the edge."""


class _Cell(NamedTuple):
    """One editor of the grid. entry: None for a clause, whose answer is the value itself."""

    path: str
    editor: Editor
    entry: Entry | None
    problem: QLabel


class Agreement(QWidget):
    """Agreement, clauses, signatures.

    Signals: changed (path).
    """

    changed = Signal(str)

    def __init__(self, shape: Shape, state: FileState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape, self._state = shape, state
        self._filling = self._due = False
        self._faults: Mapping[str, str] = {}
        self._cells: list[_Cell] = []
        self._members: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, measures.GRID, 0)
        self._column.setSpacing(measures.GAP)
        self.rows = Rows("form.agreement", shape.agreement, shape)
        self.rows.changed.connect(self.changed)
        self._head("agreement")
        self._column.addWidget(self.rows)
        if shape.clauses:
            self._head("clauses")
            self._column.addWidget(self._clauses())
        self._signatures: QWidget | None = None
        if shape.signature:
            self._head("signatures")
        self._column.addStretch(1)
        self.area = pieces.scrolled(inside, self)
        column.addWidget(self.area)

    def _head(self, part: str) -> None:
        self._column.addWidget(pieces.label(tr(f"sheets.section.{part}"), "section", self))
        self._column.addWidget(pieces.label(tr(f"ui.form.intro.{part}"), "small", self))

    def _clauses(self) -> QWidget:
        made = QWidget(self)
        grid = _grid(made)
        for at, (key, name, basis) in enumerate(self._shape.clauses):
            editor = Decision(made)
            words = tr("ui.form.clause", name=name)
            name_editor(editor, f"form.clauses.{key}", words)
            note = pieces.label(tr("ui.form.basis", basis=basis) if basis else "", "small", made)
            grid.addWidget(_label(name, editor, made), at, 0)
            grid.addWidget(editor, at, 1)
            grid.addWidget(note, at, 2)
            self._hold(f"agreement.clauses.{key}", editor, None, grid, at)
        grid.setColumnStretch(2, 1)
        return made

    # Signatures: a line a member, and one line that fills what is still empty

    def _sign(self) -> QWidget:
        made = QWidget(self)
        grid = _grid(made)
        for at, entry in enumerate(self._shape.signature, 1):
            grid.addWidget(pieces.label(plain(entry), "quiet", made), 0, at)
        fill = [(entry, self._editor(entry, "all", tr("ui.form.everybody"), made)) for entry in self._shape.signature]
        grid.addWidget(pieces.label(tr("ui.form.everybody"), "quiet", made), 1, 0)
        for at, (_, editor) in enumerate(fill, 1):
            grid.addWidget(editor, 1, at)
        button = QPushButton(tr("ui.form.fill"), made)
        button.setObjectName("form.signatures.fill")
        button.setToolTip(tr("ui.form.fill-tip"))
        button.clicked.connect(lambda: self._fill_empty(fill))
        grid.addWidget(button, 1, len(fill) + 1, Qt.AlignmentFlag.AlignLeft)
        for line, (key, record) in enumerate(self._state.records("members"), 2):
            name = str(record.get("name") or tr("ui.form.unnamed"))
            grid.addWidget(pieces.label(name, "", made), line, 0)
            for at, entry in enumerate(self._shape.signature, 1):
                editor = self._editor(entry, key, name, made)
                grid.addWidget(editor, line, at)
                self._hold(f"members.{key}.{entry.key}", editor, entry, grid, line, len(fill) + 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(len(fill) + 1, 1)
        return made

    def _editor(self, entry: Entry, key: str, whose: str, parent: QWidget) -> Editor:
        editor = editor_of(entry, self._shape, parent)
        least, most = _WIDTHS.get(entry.key, (160, 200))
        editor.setMinimumWidth(least)
        editor.setMaximumWidth(most)
        name_editor(editor, f"form.signatures.{key}.{entry.key}", tr("ui.form.whose", whose=whose, field=plain(entry)))
        return editor

    def _fill_empty(self, fill: list[tuple[Entry, Editor]]) -> None:
        values = {entry.key: stored(editor, entry) for entry, editor in fill}
        for cell in self._cells:
            value = values.get(cell.entry.key) if cell.entry is not None and cell.path.startswith("members.") else None
            if cell.entry is not None and value is not None and self._state.value(cell.path) is None:
                shown(cell.editor, cell.entry, value)

    def _hold(
        self, path: str, editor: Editor, entry: Entry | None, grid: QGridLayout, line: int, column: int = 3
    ) -> None:
        """Bind an editor to its path; what is wrong with it stands at the end of its line."""
        there = grid.itemAtPosition(line, column)
        problem = there.widget() if there is not None else None  # pyright: ignore[reportUnnecessaryComparison]
        if not isinstance(problem, QLabel):
            problem = pieces.label("", "problem", editor.parentWidget())
            grid.addWidget(problem, line, column)
        cell = _Cell(path, editor, entry, problem)
        self._cells.append(cell)
        editor.changed.connect(lambda: self._typed(cell))

    # The file

    def bind(self, state: FileState) -> None:
        """Show the file as it is typed now; the grid is made anew where members came or went."""
        self._state = state
        self.rows.bind(state)
        self._show([cell for cell in self._cells if cell.entry is None])
        if self._shape.signature:
            # A line a member is the most of it, and lies below what one sees first: it comes after the first picture.
            self._due = True
            QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        """Fill the grid of signatures; make it anew where members came or went."""
        if not self._due:
            return
        self._due = False
        members = [f"{key} {record.get('name', '')}" for key, record in self._state.records("members")]
        if self._signatures is None or members != self._members:
            if self._signatures is not None:
                self._cells = [cell for cell in self._cells if cell.entry is None]
                self._signatures.hide()
                self._signatures.deleteLater()
            self._members = members
            self._signatures = self._sign()
            self._column.insertWidget(self._column.count() - 1, self._signatures)
            self._signatures.show()
        self._show([cell for cell in self._cells if cell.entry is not None])
        self.show_faults(self._faults)

    def _show(self, cells: list[_Cell]) -> None:
        self._filling = True
        for cell in cells:
            value = self._state.value(cell.path)
            cell.editor.set_value(value) if cell.entry is None else shown(cell.editor, cell.entry, value)
        self._filling = False

    def _typed(self, cell: _Cell) -> None:
        if self._filling:
            return
        value: Any = cell.editor.value() if cell.entry is None else stored(cell.editor, cell.entry)
        self._state.put(cell.path, value)
        cell.editor.set_wrong(False)
        cell.problem.setText("")
        self.changed.emit(cell.path)

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Path → what is wrong, in words."""
        self._faults = faults
        self.rows.show_faults(faults)
        told: dict[QLabel, str] = {}
        for cell in self._cells:
            words = faults.get(cell.path, "")
            cell.editor.set_wrong(bool(words))
            told[cell.problem] = told.get(cell.problem, "") or words
        for label, words in told.items():
            label.setText(words)

    def focus_path(self, path: str) -> bool:
        """Put the cursor into the field of a path; whether it stands here."""
        self._grow()
        cell = next((one for one in self._cells if one.path == path), None)
        if cell is None:
            return self.rows.focus_path(path)
        cell.editor.main().setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(cell.editor)
        return True


def _grid(parent: QWidget) -> QGridLayout:
    grid = QGridLayout(parent)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(measures.GAP)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, _NAME)
    return grid


def _label(words: str, editor: Editor, parent: QWidget) -> QLabel:
    made = pieces.label(words, "", parent)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    made.setBuddy(editor)
    made.setMaximumWidth(360)
    return made
