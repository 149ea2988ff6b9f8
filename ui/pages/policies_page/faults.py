"""The faults of a pack file: a table with line, key, what is wrong and what to write instead; below it the file at that line."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QTextEdit, QVBoxLayout, QWidget

from alliance_desk import files
from alliance_desk.desk import library
from alliance_desk.errors import DeskError
from alliance_desk.policy.faults import Fault
from ui.action import Action
from ui.language import language, said, tr
from ui.pieces import label, scrolled
from ui.seat import Seat
from ui.tables.column import Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given
from ui.theme import measures

_LIMIT = 1 << 20
_LEAST, _MOST = 48, 108
"""The height of what is wrong and what to write instead; the list of allowed words may be longer and scrolls."""
_LOW = 420
"""In a lower pane the words have their least height."""


class FaultPane(QWidget):
    """Table and file. actions: what can be done with the file. entered: Enter on a fault."""

    def __init__(
        self,
        seat: Seat,
        name: str,
        actions: Callable[[], Sequence[Action]],
        entered: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._seat, self._rows, self._files = seat, Given(), dict[str, Path]()
        self._shown: tuple[Path, str] = Path(), ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        self.panel = TablePanel(
            seat,
            f"{name}.faults",
            self._rows,
            [
                Column("line", tr("ui.policies.line"), 56, right=True),
                Column("key", tr("ui.policies.key"), 168),
                Column("what", tr("ui.policies.what"), 260),
                Column("remedy", tr("ui.policies.remedy"), 320),
                Column("file", tr("ui.policies.file"), 140),
            ],
            title=tr("ui.policies.faults"),
            empty=tr("ui.policies.no-faults"),
            actions=actions,
            search=False,
            parent=split,
        )
        split.addWidget(self.panel)
        below = QWidget(split)
        lines = QVBoxLayout(below)
        lines.setContentsMargins(0, measures.GRID, 0, 0)
        lines.setSpacing(measures.GRID)
        self.told = label("", "", below, name=f"{name}.fault")
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words = scrolled(self.told, below)
        lines.addWidget(self._words)
        self.source = QPlainTextEdit(below)
        self.source.setObjectName(f"{name}.source")
        self.source.setAccessibleName(tr("ui.policies.source"))
        self.source.setReadOnly(True)
        self.source.setTabChangesFocus(True)
        self.source.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.source.setMinimumHeight(64)
        lines.addWidget(self.source, 1)
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        column.addWidget(split)
        self.panel.table.chosen.connect(self._choose)
        self.panel.table.entered.connect(lambda _row: entered())
        seat.look.changed.connect(self._choose)
        self.panel.fill()

    def show_faults(self, path: Path, faults: Sequence[Fault]) -> None:
        """Show the faults of a file, some of which may lie in a pack it lies over, or that lies over it."""
        known = library.pack_files(self._seat.reader.place.packs)
        self._files = {one.name: one for one in known.values()} | {path.name: path}
        self._shown = Path(), ""
        self._rows.give(
            [
                {
                    "id": str(at),
                    "line": one.line,
                    "key": one.key,
                    "what": one.what(language()),
                    "remedy": one.remedy(language()),
                    "file": one.file,
                }
                for at, one in enumerate(faults)
            ]
        )
        self.panel.refresh()
        if faults:
            self.panel.table.choose(0)
        self._choose()

    def _choose(self) -> None:
        row = self.panel.table.current()
        self.told.setText(tr("ui.policies.what-and-remedy", what=row["what"], remedy=row["remedy"]) if row else "")
        QTimer.singleShot(0, self, self._fit)  # when the words are there
        self._show_line(self._files[str(row["file"])], int(row["line"])) if row else self.source.clear()

    def _fit(self) -> None:
        needed = self.told.heightForWidth(self._words.viewport().width())
        self._words.setFixedHeight(max(_LEAST, min(needed, _MOST)) if self.height() >= _LOW else _LEAST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show_line(self, path: Path, line: int) -> None:
        if self._shown[0] != path:
            self._shown = path, _text(path)
            self.source.setPlainText(self._shown[1])
        block = self.source.document().findBlockByNumber(line - 1)
        if not block.isValid():
            self.source.setExtraSelections([])
            return
        cursor = QTextCursor(block)
        self.source.setTextCursor(cursor)
        self.source.centerCursor()
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor  # pyright: ignore[reportAttributeAccessIssue]
        mark.format.setBackground(QColor(self._seat.look.colours.soft_warn))  # pyright: ignore[reportAttributeAccessIssue]
        mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)  # pyright: ignore[reportAttributeAccessIssue]
        self.source.setExtraSelections([mark])


def _text(path: Path) -> str:
    """The file as it was written; why not, where it cannot be read."""
    try:
        return files.read(path, _LIMIT).decode("utf8", "replace")
    except DeskError as error:
        return said(error)
