"""Records of a form (members, people): the list at the left, one of them in fields at the right."""

from collections.abc import Mapping
from copy import deepcopy

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui import action, pieces
from ui.action import Action
from ui.language import tr
from ui.pages.case.form_rows import Rows
from ui.pages.case.form_state import FileState, at
from ui.seat import Seat
from ui.theme import measures
from ui.theme.colours import Tone

_PATH = Qt.ItemDataRole.UserRole
_WIDTH = 280


class _List(QListWidget):
    """The list; Alt with an arrow moves a record, Delete takes it out."""

    moved = Signal(int)
    deleted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Delete:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)


class Records(QWidget):
    """One collection of records. What kind they are, a subclass knows.

    Signals: changed (path).
    """

    changed = Signal(str)
    kind = ""
    """Begins object names and wordings."""

    def __init__(self, seat: Seat, rows: Rows, state: FileState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seat, self.rows, self.state = seat, rows, state
        self.path = ""
        self._faults: Mapping[str, str] = {}
        self._filling = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.MARGIN)
        row.addLayout(self._left())
        row.addLayout(self._right(), 1)
        rows.changed.connect(self._typed)

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(measures.GRID)
        self.list = _List(self)
        self.list.setObjectName(f"form.{self.kind}.list")
        self.list.setAccessibleName(tr(f"ui.form.{self.kind}.list"))
        self.list.setFixedWidth(_WIDTH)
        self.list.setIconSize(QSize(measures.ICON, measures.ICON))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentRowChanged.connect(self._select)
        self.list.moved.connect(self._move)
        self.list.deleted.connect(self._press_out)
        column.addWidget(self.list, 1)
        line = QHBoxLayout()
        line.setSpacing(4)
        self._buttons: list[tuple[QPushButton, Action]] = []
        for one in self.list_actions():
            made = action.button(one, self.seat.look, self, plain=one.id.endswith((".up", ".down")))
            if one.id.endswith((".up", ".down")):
                made.setText("")
            self._buttons.append((made, one))
            line.addWidget(made)
        line.addStretch(1)
        column.addLayout(line)
        return column

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(measures.GRID)
        self.title = pieces.label("", "section", self, name=f"form.{self.kind}.title")
        column.addWidget(self.title)
        self.gone_note = pieces.label("", "quiet", self, name=f"form.{self.kind}.gone")
        self.back = QPushButton(tr("ui.form.put-back"), self)
        self.back.setObjectName(f"form.{self.kind}.put-back")
        self.back.clicked.connect(self._put_back)
        column.addWidget(self.gone_note)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.area: QScrollArea = pieces.scrolled(self.rows, self)
        column.addWidget(self.area, 100)
        self.none = QLabel(tr(f"ui.form.{self.kind}.none"), self)
        self.none.setProperty("role", "quiet")
        self.none.setWordWrap(True)
        column.addWidget(self.none)
        # Where no fields are shown, what is said stands at the top.
        column.addStretch(1)
        return column

    # What a subclass says

    def places(self) -> list[str]:
        """The paths of the records, in order."""
        raise NotImplementedError

    def lost(self) -> list[str]:
        """The paths of the records that were taken out."""
        raise NotImplementedError

    def below(self, path: str) -> str:
        """The second line of a record in the list."""
        raise NotImplementedError

    def new(self) -> str:
        """Add a record; its path."""
        raise NotImplementedError

    def shift(self, path: str, way: int) -> None:
        """One place up (-1) or down (1) in its order."""
        raise NotImplementedError

    def goes_with(self, path: str) -> str:
        """What goes along when a record is taken out, in words."""
        del path
        return ""

    def at_edge(self, path: str, way: int) -> bool:
        """Whether a record stands first or last already."""
        raise NotImplementedError

    @property
    def there(self) -> bool:
        """Whether the record at the cursor is one of the file as typed, not one that was taken out."""
        return bool(self.path) and self.state.value(self.path) is not None

    # The list

    def bind(self, state: FileState) -> None:
        """Show the records of a file; the one at the cursor stays there."""
        self.state = state
        self._fill()

    def _fill(self) -> None:
        paths, out = self.places(), self.lost()
        self._filling = True
        self.list.clear()
        for path in paths:
            item = QListWidgetItem(self._words(path))
            item.setData(_PATH, path)
            self.list.addItem(item)
        for path in out:
            item = QListWidgetItem(tr("ui.form.goes", name=self._name(path)))
            item.setData(_PATH, path)
            item.setForeground(self.seat.look.colour(Tone.QUIET))
            self.list.addItem(item)
        every = [*paths, *out]
        place = every.index(self.path) if self.path in every else 0 if every else -1
        self._filling = False
        self._icons()
        self.list.setCurrentRow(place)
        if place < 0:
            self._select(-1)

    def _name(self, path: str) -> str:
        return str(self.state.record(path).get("name") or tr("ui.form.unnamed"))

    def _words(self, path: str) -> str:
        return "\n".join(part for part in (self._name(path), self.below(path)) if part)

    def _icons(self) -> None:
        """A record with something wrong, and one that was changed, show it in the list."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            path = str(item.data(_PATH))
            wrong = [words for where, words in self._faults.items() if where == path or where.startswith(f"{path}.")]
            touched = self.state.changed(path)
            icon = "block" if wrong else "edit" if touched else self.icon(path)
            tone = Tone.BLOCK if wrong else Tone.INFO if touched else Tone.QUIET
            item.setIcon(self.seat.look.icon(icon, tone, measures.ICON))
            told = wrong or ([tr("ui.form.touched")] if touched else [])
            item.setToolTip("\n".join([item.text(), *told]))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, " ".join([item.text().replace("\n", " "), *told]))

    def icon(self, path: str) -> str:
        """The icon of a record that nothing is wrong with."""
        del path
        return "member"

    def _select(self, row: int) -> None:
        if self._filling:
            return
        self.path = str(self.list.item(row).data(_PATH)) if 0 <= row < self.list.count() else ""
        there, gone = self.there, bool(self.path) and not self.there
        self.title.setText(self._name(self.path) if self.path else "")
        self.title.setVisible(bool(self.path))
        self.gone_note.setText(
            tr("ui.form.gone-note", name=self._name(self.path)) + self.goes_with(self.path) if gone else ""
        )
        self.gone_note.setVisible(gone)
        self.back.setVisible(gone)
        self.area.setVisible(there)
        self.none.setVisible(not self.path)
        if there:
            self.rows.bind(self.state, self.path)
            self.rows.show_faults(self._faults)
            self.bound()
            self.area.verticalScrollBar().setValue(0)
        self._refresh()

    def bound(self) -> None:
        """The fields show another record now."""

    def _refresh(self) -> None:
        for made, one in self._buttons:
            text = made.text()
            action.refresh(made, one)
            made.setText(text)

    def _typed(self, path: str) -> None:
        if self.path:
            self.list.currentItem().setText(self._words(self.path))
            self.title.setText(self._name(self.path))
        self._icons()
        self.changed.emit(path)

    # What can be done

    def list_actions(self) -> list[Action]:
        """Add, take out, and the order."""

        def on_one() -> str:
            return "" if self.there else tr("ui.form.choose-one")

        def edge(way: int) -> str:
            return on_one() or (tr("ui.form.at-edge") if self.at_edge(self.path, way) else "")

        name = f"form.{self.kind}"
        return [
            Action(f"{name}.add", tr(f"ui.form.{self.kind}.add"), self._add, icon="add"),
            Action(f"{name}.remove", tr("ui.form.take-out"), self._take_out, on_one, "delete"),
            Action(f"{name}.up", tr("ui.form.up"), lambda: self._move(-1), lambda: edge(-1), "collapse", "Alt+Up"),
            Action(f"{name}.down", tr("ui.form.down"), lambda: self._move(1), lambda: edge(1), "expand", "Alt+Down"),
        ]

    def _add(self) -> None:
        self.path = self.new()
        self._fill()
        self.changed.emit(self.path)
        self.focus_path(f"{self.path}.name")

    def _press_out(self) -> None:
        if self.there:
            self._take_out()

    def _take_out(self) -> None:
        path = self.path
        self.state.put(path, None)
        self._fill()
        self.changed.emit(path)

    def _put_back(self) -> None:
        self.state.put(self.path, deepcopy(at(self.state.base, self.path)))
        self._fill()
        self.changed.emit(self.path)

    def _move(self, way: int) -> None:
        if not self.there or self.at_edge(self.path, way):
            return
        self.shift(self.path, way)
        self._fill()
        self.changed.emit(self.path)

    # Going to a place

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Path → what is wrong, in words."""
        self._faults = faults
        self._icons()
        self.rows.show_faults(faults)

    def focus_path(self, path: str) -> bool:
        """Show the record that a path lies in and put the cursor into its field; whether it stands here."""
        for row in range(self.list.count()):
            place = str(self.list.item(row).data(_PATH))
            if path == place or path.startswith(f"{place}."):
                self.list.setCurrentRow(row)
                if not self.rows.focus_path(path):
                    self.list.setFocus()
                return True
        return False
