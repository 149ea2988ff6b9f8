"""Two views of a session: the sheets that came and those that did not, and what they come to."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ui.action import Action
from ui.language import tr
from ui.pages.review import matrix, sheets
from ui.pages.review.over import stand_over
from ui.pages.review.picture import Picture
from ui.pages.review.views import View
from ui.pieces import label
from ui.seat import Seat
from ui.tables.panel import TablePanel
from ui.tables.source import Row
from ui.theme import measures


class SheetsView(View):
    """How many sheets have come, who owes which, and every sheet line by line."""

    def __init__(
        self, seat: Seat, actions: Callable[[], Sequence[Action]], opened: Callable[[Row], None], parent: QWidget
    ) -> None:
        super().__init__("review.sheets", parent)
        self.said = label("", "", self, name="review.sheets.said")
        self.bar = QProgressBar(self)
        self.bar.setObjectName("review.sheets.progress")
        self.bar.setAccessibleName(tr("ui.review.progress"))
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        row = QHBoxLayout()
        row.setSpacing(measures.MARGIN)
        row.addWidget(self.said, 1)
        row.addWidget(self.bar)
        self.column.addLayout(row)
        self._put(
            TablePanel(
                seat, "review.sheets", self._source, sheets.columns(),
                title=tr("ui.review.sheets"), empty=tr("ui.review.not-fixed"), actions=actions, parent=self,
            )
        )  # fmt: skip
        self.panel.table.entered.connect(opened)

    def show_picture(self, picture: Picture, called: Mapping[str, str]) -> None:
        """Show a session."""
        entered = picture.expected - len(picture.missing)
        counted = tr("ui.review.sheets-in", entered=entered, expected=picture.expected)
        owed = sheets.lacking(picture, called) if picture.open else ""
        self.said.setText(tr("ui.review.two", one=counted, other=owed) if owed else counted)
        self.bar.setRange(0, max(1, picture.expected))
        self.bar.setValue(entered)
        self._show(picture, sheets.rows(picture, called), tr("ui.review.sheets-of", day=picture.about["on"]))

    def at_cursor(self) -> tuple[str, str]:
        """Case and expert of the sheet at the cursor."""
        row = self._row()
        case, _, expert = str(row.get("id", "")).partition(sheets.PARTING)
        return case, expert

    def _told(self, row: Row) -> str:
        case, expert = self.at_cursor()
        sheet = self._picture.sheets.get(case, {}).get(expert) if self._picture is not None else None
        if sheet is None or self._picture is None:
            return tr("ui.review.sheet-missing", expert=row["expert"], case=row["case"])
        return sheets.sheet_text(self._picture, sheet)


class ResultsView(View):
    """What the sheets come to, case by case."""

    def __init__(self, seat: Seat, opened: Callable[[Row], None], parent: QWidget) -> None:
        super().__init__("review.results", parent)
        self._seat, self._opened = seat, opened
        self.how = label("", "small", self, name="review.results.how")
        self._made: list[str] = []

    def show_picture(self, picture: Picture, called: Mapping[str, str]) -> None:
        """Show a session; its policy says which columns there are."""
        columns = sheets.result_columns(picture)
        keys = [column.key for column in columns]
        if keys != self._made:
            self._make(columns)
            self._made = keys
        self.how.setText(how(picture))
        rows = sheets.result_rows(picture, matrix.place_of(picture), called)
        self._show(picture, rows, tr("ui.review.results-of", day=picture.about["on"]))

    def _make(self, columns: Sequence[sheets.Column]) -> None:
        self.how.setParent(self)
        if self._made:
            self.column.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
        self._put(
            TablePanel(
                self._seat, "review.results", self._source, columns,
                title=tr("ui.review.results"), empty=tr("ui.review.no-results"), search=False, parent=self,
            )
        )  # fmt: skip
        stand_over(self.panel, self.how, 100)
        self.panel.table.entered.connect(self._opened)

    def _told(self, row: Row) -> str:
        return sheets.means(self._picture, str(row["id"])) if self._picture is not None else ""


def how(picture: Picture) -> str:
    """How sheets become a score under this policy."""
    scoring = picture.rules.scoring
    parts = [
        tr("ui.review.mean-of-sheets"),
        tr("ui.review.extremes") if scoring.drop_extremes else "",
        tr("ui.review.pass-mark", mark=scoring.pass_mark) if scoring.pass_mark else tr("ui.review.by-votes"),
    ]
    return "".join(part for part in parts if part)
