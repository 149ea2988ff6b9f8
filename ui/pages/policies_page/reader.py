"""A long text for reading: its contents to jump by, a search that marks every place, the text itself."""

import re
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.language import tr
from ui.pages.policies_page.dress import dress_headings, dress_tables
from ui.pieces import label
from ui.theme import measures
from ui.theme.look import Look

_MOST = 2_000
"""So many places are marked at most."""
_WIDE = 620
"""With less width the contents are a drop-down instead of a list."""
_EDGES = 36
"""What a line of the contents leaves free: its padding and the scroll bar."""
_LINE = 1_000
"""A line of text is not made longer than this."""
_UNSAID = re.compile(r"[^\w]+")


class Heading(NamedTuple):
    """One line of the contents. position: of its first character in the document."""

    title: str
    level: int
    position: int


class Reader(QWidget):
    """Shows one text at a time.

    Signals: turned – another text is shown.
    """

    turned = Signal()

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._key = ""
        self._fill: Callable[[QTextDocument], None] = lambda document: document.clear()
        self.headings: list[Heading] = []
        self._found: list[QTextCursor] = []
        self._at = -1
        self.setObjectName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        column.addLayout(self._build_head(name))
        row = QHBoxLayout()
        row.setSpacing(measures.GRID)
        self.contents = QListWidget(self)
        self.contents.setObjectName(f"{name}.contents")
        self.contents.setAccessibleName(tr("ui.policies.contents"))
        self.contents.setWordWrap(True)
        self.contents.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.setFixedWidth(208)
        row.addWidget(self.contents)
        self.text = QTextBrowser(self)
        self.text.setObjectName(f"{name}.text")
        self.text.setAccessibleName(tr("ui.policies.text"))
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(measures.GAP)
        row.addWidget(self.text, 1)
        column.addLayout(row, 1)
        self.contents.currentRowChanged.connect(self._jump)
        self.contents.itemActivated.connect(lambda _item: self.text.setFocus())
        self.jump.activated.connect(self._jump)
        self.text.anchorClicked.connect(self._follow)
        self.text.verticalScrollBar().valueChanged.connect(lambda _value: self._mark_place())
        look.changed.connect(self._again)

    def _build_head(self, name: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(measures.GRID)
        self.jump = QComboBox(self)
        self.jump.setObjectName(f"{name}.jump")
        self.jump.setAccessibleName(tr("ui.policies.contents"))
        self.jump.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.jump.setMinimumContentsLength(6)
        row.addWidget(self.jump, 1)
        self.search = QLineEdit(self)
        self.search.setObjectName(f"{name}.search")
        self.search.setPlaceholderText(tr("ui.policies.search"))
        self.search.setAccessibleName(tr("ui.policies.search"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(120)
        self.search.textChanged.connect(lambda _text: self._look_for())
        self.search.returnPressed.connect(self.next)
        row.addWidget(self.search, 1)
        self.count = label("", "small", self, wrap=False, name=f"{name}.count")
        row.addWidget(self.count)
        self._steps: list[tuple[QToolButton, str]] = []
        for word, code, icon, step in (
            ("previous", "ui.policies.previous", "collapse", self.previous),
            ("next", "ui.policies.next", "expand", self.next),
        ):
            made = QToolButton(self)
            made.setObjectName(f"{name}.{word}")
            made.setProperty("role", "plain")
            made.setAccessibleName(tr(code))
            made.setToolTip(tr(code))
            made.clicked.connect(lambda _on=False, step=step: step())
            self._steps.append((made, icon))
            row.addWidget(made)
        self._dress()
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.to_search)
        back = QShortcut(QKeySequence("Shift+Return"), self.search)
        back.setContext(Qt.ShortcutContext.WidgetShortcut)
        back.activated.connect(self.previous)
        return row

    # What is shown

    def show_text(self, key: str, fill: Callable[[QTextDocument], None]) -> None:
        """Show a text. key: of the same text, shown again, the place is kept. fill: writes it into the document, again after a change of theme."""
        same, self._key, self._fill = key == self._key, key, fill
        place = self.text.verticalScrollBar().value() if same else 0
        self._fill(self.text.document())
        self.text.moveCursor(
            QTextCursor.MoveOperation.Start
        )  # what was written moved it to the end, and a text shows its cursor
        dress_tables(self.text.document(), QColor(self._look.colours.line))
        dress_headings(self.text.document())
        self._list_headings()
        self._look_for(stay=True)
        self.text.verticalScrollBar().setValue(place)
        QTimer.singleShot(0, self, self._mark_place)  # when it has been laid out
        if not same:
            self.turned.emit()

    def _again(self) -> None:
        self._dress()
        if self._key:
            self.show_text(self._key, self._fill)

    def _dress(self) -> None:
        for made, icon in self._steps:
            made.setIcon(self._look.icon(icon))

    def _list_headings(self) -> None:
        self.headings = []
        block = self.text.document().begin()
        while block.isValid():
            if (level := block.blockFormat().headingLevel()) > 1 and block.text().strip():
                self.headings.append(Heading(block.text().strip(), level, block.position()))
            block = block.next()
        for widget in (self.contents, self.jump):
            widget.blockSignals(True)
            widget.clear()
        for one in self.headings:
            words = "　" * (one.level - 2) + one.title
            item = QListWidgetItem(words, self.contents)
            item.setSizeHint(QSize(0, self._high(words)))
            item.setToolTip(one.title)
            self.jump.addItem(words)
        for widget in (self.contents, self.jump):
            widget.blockSignals(False)
        self._fold()

    def _high(self, words: str) -> int:
        """How high a line of the contents is that goes on in a second one where it must."""
        room = QRect(0, 0, self.contents.width() - _EDGES, 1000)
        return self.contents.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, words).height() + 4

    # Where one is

    def _top(self, position: int) -> int:
        """How far down a place of the document stands."""
        document = self.text.document()
        return int(document.documentLayout().blockBoundingRect(document.findBlock(position)).top())

    def _jump(self, at: int) -> None:
        if not 0 <= at < len(self.headings):
            return
        bar = self.text.verticalScrollBar()
        bar.setValue(self._top(self.headings[at].position))
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(self.headings[at].position)
        value = bar.value()
        self.text.setTextCursor(cursor)
        bar.setValue(value)  # the cursor would bring its own line to the foot
        self._mark(at)

    def _follow(self, link: QUrl) -> None:
        """A link within the text leads to the heading it names."""
        wanted = _UNSAID.sub("", link.fragment()).casefold()
        at = next((at for at, one in enumerate(self.headings) if _UNSAID.sub("", one.title).casefold() == wanted), -1)
        self._jump(at)

    def _mark_place(self) -> None:
        """Mark in the contents where the text is."""
        value = self.text.verticalScrollBar().value() + measures.GRID
        at = next(
            (at for at in reversed(range(len(self.headings))) if self._top(self.headings[at].position) <= value), 0
        )
        self._mark(at)

    def _mark(self, at: int) -> None:
        for widget in (self.contents, self.jump):
            widget.blockSignals(True)
        self.contents.setCurrentRow(at)
        self.jump.setCurrentIndex(at)
        for widget in (self.contents, self.jump):
            widget.blockSignals(False)

    # What is looked for

    def to_search(self) -> None:
        """Put the cursor into the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def next(self) -> None:
        """To the next place where the word stands."""
        self._go(self._at + 1)

    def previous(self) -> None:
        """To the place before."""
        self._go(self._at - 1)

    def _look_for(self, *, stay: bool = False) -> None:
        """Mark every place; go to the first unless the text is to stay where it is."""
        self._found, self._at = [], -1
        word, document = self.search.text().strip(), self.text.document()
        cursor = QTextCursor(document)
        while word and len(self._found) < _MOST:
            cursor = document.find(word, cursor)
            if cursor.isNull():
                break
            self._found.append(QTextCursor(cursor))
        if self._found and not stay:
            self._go(0)
        else:
            self._paint()

    def _go(self, at: int) -> None:
        if not self._found:
            return
        self._at = at % len(self._found)
        place = QTextCursor(self._found[self._at])
        place.clearSelection()
        self.text.setTextCursor(place)
        self.text.ensureCursorVisible()
        self._paint()

    def _paint(self) -> None:
        colours = self._look.colours
        marks: list[QTextEdit.ExtraSelection] = []
        for at, cursor in enumerate(self._found):
            here = at == self._at
            shape = QTextCharFormat()
            shape.setBackground(QColor(colours.accent if here else colours.soft_warn))
            shape.setForeground(QColor(colours.on_accent if here else colours.text))
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = cursor, shape  # pyright: ignore[reportAttributeAccessIssue]
            marks.append(mark)
        self.text.setExtraSelections(marks)
        word = self.search.text().strip()
        place = tr("ui.policies.place", at=self._at + 1, count=len(self._found))
        self.count.setText("" if not word else place if self._found else tr("ui.policies.not-found"))
        for made, _ in self._steps:
            made.setEnabled(bool(self._found))

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        wide = self.width() >= _WIDE
        self.contents.setVisible(wide and bool(self.headings))
        self.jump.setVisible(not wide and bool(self.headings))
        room = self.width() - (self.contents.width() if wide else 0) - _LINE
        self.text.setViewportMargins(0, 0, max(0, room), 0)
