"""A table with its head and foot: search, filters and buttons above, counts and the filter in force below."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.action import Action, button, menu, refresh
from ui.flow import Flow
from ui.language import tr
from ui.seat import Seat
from ui.tables.column import Column
from ui.tables.out import export_task, print_table
from ui.tables.source import Asked, Listed, Source
from ui.tables.view import Table
from ui.theme import measures

CAP = 1_000
"""A count of found rows stops here in words: whoever sees more types another word."""
_TYPING_MS = 0
"""The list is asked when the keystrokes at hand are read: it is quick enough to be asked for each of them."""


class TablePanel(QWidget):
    """A table as it stands on every page.

    actions: what can be done with the selection, in the order of the context menu; the first ``buttons`` of them are buttons too.
    empty: what the page says while there is nothing at all, and what to do about it. title: heading of exports and prints.
    """

    changed = Signal()

    def __init__(
        self,
        seat: Seat,
        name: str,
        source: Source,
        columns: Sequence[Column],
        *,
        title: str,
        empty: str,
        actions: Callable[[], Sequence[Action]] = lambda: (),
        buttons: int = 0,
        search: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.seat, self.title = seat, title
        self.table = Table(seat, name, source, columns, self)
        self.table.setAccessibleName(title)
        self._actions, self._buttons = actions, list[tuple[QPushButton, str]]()
        self._fresh = self._filled = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        # Each line is put in while it is empty: PySide would else hold on to the items of widgets that leave it again.
        self._line, self._own_line = QHBoxLayout(), QVBoxLayout()
        column.addLayout(self._line)
        column.addLayout(self._own_line)  # of the filters, where they find no room beside the search
        self._head(name, columns, buttons, search=search)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._empty = QLabel(empty, self)
        self._empty.setObjectName(f"{name}.empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setProperty("role", "quiet")
        self._stack.addWidget(self._empty)
        self._nothing = empty
        column.addLayout(self._stack, 1)
        self.foot = QLabel(self)
        self.foot.setProperty("role", "small")
        self.foot.setObjectName(f"{name}.foot")
        self.foot.setWordWrap(True)
        column.addWidget(self.foot)
        self.table.actions_for = self.commands
        self.table.chosen.connect(self._chosen)

    def _head(self, name: str, columns: Sequence[Column], buttons: int, *, search: bool) -> None:
        row = self._line
        row.setSpacing(measures.GRID)
        self.search = QLineEdit(self)
        self.search.setObjectName(f"{name}.search")
        self.search.setPlaceholderText(tr("ui.table.search"))
        self.search.setAccessibleName(tr("ui.table.search"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(160)
        self.search.setVisible(search)
        self.search.textChanged.connect(lambda _text: self._timer.start(_TYPING_MS))
        self.search.returnPressed.connect(self._to_table)
        row.addWidget(self.search, 1)
        self.filters: dict[str, QComboBox] = {}
        self._filters = QWidget(self)
        flow = Flow(self._filters, across=measures.GRID, down=measures.GRID)
        for one in columns:
            if one.filter:
                box = QComboBox(self._filters)
                box.setObjectName(f"{name}.filter.{one.key}")
                box.setAccessibleName(tr("ui.table.filter-by", column=one.title))
                box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
                box.setMaximumWidth(220)
                box.currentIndexChanged.connect(lambda _index: self.ask())
                self.filters[one.key] = box
                flow.addWidget(box)
        self._filters.setVisible(bool(self.filters))
        row.addWidget(self._filters)
        self._folded = False
        self._place, self._count = QHBoxLayout(), buttons
        row.addLayout(self._place)
        row.addStretch(0 if search else 1)
        self._more = more = QToolButton(self)
        more.setObjectName(f"{name}.more")
        self.seat.look.changed.connect(self._dress)
        self._dress()
        more.setAccessibleName(tr("ui.table.more"))
        more.setToolTip(tr("ui.table.more"))
        more.clicked.connect(
            lambda: menu(self.own_actions(), self.seat.look, more).popup(more.mapToGlobal(more.rect().bottomLeft()))
        )
        row.addWidget(more)
        if search:
            find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
            find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            find.activated.connect(self.to_search)

    def _dress(self) -> None:
        self._more.setIcon(self.seat.look.icon("more"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Give the filters a line of their own where they do not fit beside the search."""
        if not self.filters:
            return
        beside = self._line.minimumSize().width() + measures.GRID
        if not self._folded:
            beside -= self._filters.minimumSizeHint().width()
        folded = beside + self._filters.sizeHint().width() > self.width()
        if folded != self._folded:
            self._folded = folded
            if folded:
                self._own_line.addWidget(self._filters)
            else:
                self._line.insertWidget(self._line.indexOf(self.search) + 1, self._filters)

    # What can be done

    def commands(self) -> list[Action]:
        """The page's actions on the selection, then what every table can do."""
        return [*self._actions(), *self.own_actions()]

    def own_actions(self) -> list[Action]:
        """Export, copy, print: what is shown, as it is shown."""
        nothing = lambda: "" if self.table.rows.rowCount() else tr("ui.table.nothing-shown")  # noqa: E731
        none = lambda: "" if self.table.count_selected() else tr("ui.table.nothing-selected")  # noqa: E731
        name = self.table.objectName()
        return [
            Action(f"{name}.copy", tr("ui.table.copy"), self.table.copy, none, "copy", "Ctrl+C", group="table"),
            Action(
                f"{name}.all", tr("ui.table.select-all"), self.table.selectAll, nothing, "", "Ctrl+A", group="table"
            ),
            Action(
                f"{name}.export", tr("ui.table.export"), self._export, nothing, "export", "Ctrl+Shift+E", group="table"
            ),
            Action(f"{name}.print", tr("ui.table.print"), self._print, nothing, "print", "Ctrl+P", group="table"),
            Action(f"{name}.columns", tr("ui.table.columns"), self._columns, icon="columns", group="columns"),
        ]

    def _export(self) -> None:
        self.seat.ask(export_task(self.table, self.title, self.applied()))

    def _print(self) -> None:
        print_table(self.table, self.title, self.applied(), self.seat)

    def _columns(self) -> None:
        """Which columns are shown, beside the button that asks for it."""
        self.table.column_menu().popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    # What is shown

    def fill(self) -> None:
        """First fill: the buttons, the filters' choices, what was remembered, the rows."""
        self._make_buttons()
        kept: dict[str, str] = self.seat.state(f"filters.{self.table.objectName()}", {})
        for key, box in self.filters.items():
            self._choices(key, box, kept.get(key, ""))
        self._fold()
        self.ask()
        self._fresh = self._filled = True
        QTimer.singleShot(0, self, self._stale)

    def renew(self) -> None:
        """What the page read anew: the first time a fill, later a refresh."""
        self.refresh() if self._filled else self.fill()

    def _stale(self) -> None:
        self._fresh = False

    def _make_buttons(self) -> None:
        """The actions ask the page, which may stand only after the panel does."""
        if not self._buttons:
            for action in self._actions()[: self._count]:
                made = button(action, self.seat.look, self)
                made.setMinimumWidth(made.sizeHint().width())  # the search gives way, not the words of a verb
                self._buttons.append((made, action.id))
                self._place.addWidget(made)

    def refresh(self) -> None:
        """After the data changed: new choices, the same question again. Right after the first fill there is nothing new."""
        if self._fresh and isinstance(self.table.rows.source, Listed):
            return
        for key, box in self.filters.items():
            self._choices(key, box, box.currentData() or "")
        self._fold()
        self.table.refresh()
        self._tell()

    def _choices(self, key: str, box: QComboBox, chosen: str) -> None:
        column = next(one for one in self.table.rows.columns if one.key == key)
        box.blockSignals(True)
        box.clear()
        box.addItem(tr("ui.table.any", column=column.title), "")
        for value, count in self.table.rows.source.choices(key):
            if value:
                words = column.label(value) if column.label else value
                box.addItem(tr("ui.table.choice", words=words, count=count), value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)

    def ask(self) -> None:
        """Ask for what is typed and chosen."""
        self._timer.stop()
        filters = {key: box.currentData() for key, box in self.filters.items() if box.currentData()}
        before = self.table.rows.asked
        self.table.ask(Asked(self.search.text().strip(), filters, before.sort, before.descending))
        if dict(before.filters) != filters:
            self.seat.keep(f"filters.{self.table.objectName()}", filters)
        self._tell()

    def clear(self) -> None:
        """Ask for nothing: no word, no filter."""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        for box in self.filters.values():
            box.blockSignals(True)
            box.setCurrentIndex(0)
            box.blockSignals(False)
        self.ask()

    def to_search(self) -> None:
        """Put the cursor into the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_record(self, key: str) -> bool:
        """Select the record with a natural key where it is among the first pages; whether it was found."""
        if self.table.rows.rowCount():
            self.table.rows.row(0)
        at = self.table.rows.place(key)
        if at >= 0:
            self.table.choose(at)
        return at >= 0

    def applied(self) -> str:
        """The filter in force, in words."""
        parts = [f"{box.itemText(box.currentIndex())}" for box in self.filters.values() if box.currentData()]
        text = self.table.rows.asked.text
        return tr("ui.list-sign").join([*([tr("ui.table.searched", text=text)] if text else []), *parts])

    def _to_table(self) -> None:
        self.ask()
        if self.table.rows.rowCount():
            self.table.choose(0)
            self.table.setFocus()

    def _chosen(self) -> None:
        actions: dict[str, Any] = {action.id: action for action in self._actions()}
        for made, name in self._buttons:
            if name in actions:
                refresh(made, actions[name])
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        count, chosen, applied = self.table.rows.rowCount(), self.table.count_selected(), self.applied()
        self._stack.setCurrentIndex(0 if count else 1)
        if not count:
            self._empty.setText(tr("ui.table.none-found", applied=applied) if applied else self._nothing)
        found = tr("ui.table.over-cap", cap=CAP) if applied and count > CAP else tr("ui.table.count", count=count)
        parts = [
            found,
            tr("ui.table.applied", applied=applied) if applied else "",
            tr("ui.table.chosen", count=chosen) if chosen > 1 else "",
        ]
        self.foot.setText("   ".join(part for part in parts if part))
