"""The matrix as a table, with the cell at the cursor told in full below it."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.action import Action
from ui.language import tr
from ui.pages.review import matrix
from ui.pages.review.detail import Detail
from ui.pages.review.far import Far
from ui.pages.review.over import stand_over
from ui.pages.review.picture import Picture
from ui.seat import Seat
from ui.tables.column import Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.theme import measures


class MatrixView(QWidget):
    """Cases by experts. Enter on a row: ``opened``."""

    def __init__(
        self, seat: Seat, actions: Callable[[], Sequence[Action]], opened: Callable[[Row], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._seat, self._actions, self._opened = seat, actions, opened
        self._picture: Picture | None = None
        self._called: Mapping[str, str] = {}
        self._hidden = False
        self._source = Given()
        self.panel: TablePanel | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, measures.GRID, 0, 0)
        self._column.setSpacing(measures.GRID)
        self.detail = Detail("review.detail", self)
        self._column.addWidget(self.detail)
        self.far = Far(self)

    def show_picture(self, picture: Picture, called: Mapping[str, str], *, hidden: bool) -> None:
        """Show a session. hidden: experts are called by numbers, and nothing below the table names them either."""
        self._picture, self._called, self._hidden = picture, called, hidden
        self._source.give(matrix.rows(picture))
        columns = matrix.columns(picture, called)
        if self.panel is None or _keys(self.panel.table.rows.columns) != _keys(columns):
            self._make(columns)
        else:
            self.panel.table.rows.columns = columns
            self.panel.refresh()
        self.far.show_picture(picture)
        if self.panel is not None:
            self.panel.title = tr("ui.review.matrix-of", day=picture.about["on"])
        self._tell()

    def at_cursor(self) -> tuple[str, str]:
        """Case and expert at the cursor, empty where there is none."""
        table = self.panel.table if self.panel is not None else None
        if table is None or not table.currentIndex().isValid():
            return "", ""
        column = table.rows.columns[table.currentIndex().column()]
        return str(table.current().get("id", "")), matrix.person_of(column)

    def _make(self, columns: Sequence[Column]) -> None:
        """The table anew, for other people or other cases."""
        self.far.setParent(self)
        if self.panel is not None:
            self._column.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
        self.panel = TablePanel(
            self._seat,
            "review.matrix",
            self._source,
            columns,
            title=tr("ui.review.matrix"),
            empty=tr("ui.review.no-cases"),
            actions=self._actions,
            search=False,
            parent=self,
        )
        stand_over(self.panel, self.far, 100)
        self._column.insertWidget(0, self.panel, 1)
        self.panel.table.entered.connect(self._opened)
        self.panel.table.selectionModel().currentChanged.connect(lambda _now, _before: self._tell())
        self.panel.fill()

    def _tell(self) -> None:
        if self._picture is None:
            return
        case, expert = self.at_cursor()
        words = matrix.detail(self._picture, case, expert, self._called, hidden=self._hidden) if case else ""
        self.detail.say(words or tr("ui.review.pick-cell"))


def _keys(columns: Sequence[Column]) -> list[tuple[str, str]]:
    return [(column.key, column.title) for column in columns]
