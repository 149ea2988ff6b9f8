"""The tab of the expert pool: the list, and the details of one expert beside it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from alliance_desk.review.parties import sittings
from ui.action import Action
from ui.language import tr
from ui.pages.review.person import PersonCard, place
from ui.pages.review.pool_tasks import entries, import_task, workbook_task
from ui.pages.review.split import Panes
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Listed, Row
from ui.theme.colours import Tone


class PoolTab(QWidget):
    """Everybody who may be asked."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("experts.pool")
        self._seat = seat
        self._year: dict[str, int] = {}
        self._expired: set[str] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        split = Panes(seat, "experts.pool.panes", [800, 320], self)
        self.list = TablePanel(
            seat,
            "experts",
            Listed(lambda: seat.reader, "experts"),
            self._columns(),
            title=tr("ui.experts.pool"),
            empty=tr("ui.experts.empty"),
            parent=split,
        )
        self.details = PersonCard(seat, split)
        self.details.setMinimumWidth(260)
        split.addWidget(self.list)
        split.addWidget(self.details)
        split.settle(0)
        column.addWidget(split)
        self.list.changed.connect(self._show)
        self._shown = ""
        self._read()
        self.list.fill()

    def fill(self) -> None:
        """Read anew."""
        self._read()
        self._shown = ""
        self.list.refresh()
        self._show()

    def open(self, key: str) -> bool:
        """Show one expert; whether there is one of that id."""
        if key not in entries(self._seat.reader):
            return False
        if not self.list.show_record(key):
            self.list.table.clearSelection()
            self._shown = key
            self.details.show_expert(key)
        return True

    def verbs(self) -> Sequence[Action]:
        """What can be done with the pool as a whole."""
        locked = lambda: tr("steps.read-only") if self._seat.readonly else ""  # noqa: E731
        empty = lambda: "" if entries(self._seat.reader) else tr("ui.experts.none-yet")  # noqa: E731
        return [
            Action("experts.import", tr("ui.experts.import"), lambda: self._seat.ask(import_task(self._seat)), locked, "import", hint=tr("ui.experts.import-hint"), group="pool"),
            Action("experts.workbook", tr("ui.experts.book.whole.title"), lambda: self._seat.ask(workbook_task(self._seat, empty=False)), empty, "export", hint=tr("ui.experts.book.whole.hint"), group="pool"),
            Action("experts.template", tr("ui.experts.book.form.title"), lambda: self._seat.ask(workbook_task(self._seat, empty=True)), icon="file", group="pool"),
        ]  # fmt: skip

    def _read(self) -> None:
        self._year = {expert: len(sat) for expert, sat in sittings(self._seat.reader).items()}
        today = self._seat.today.isoformat()
        known = entries(self._seat.reader)
        self._expired = {key for key, entry in known.items() if "" < entry.get("active_until", "") < today}

    def _show(self) -> None:
        key = str(self.list.table.current().get("id", "")) if self.list.table.count_selected() else ""
        if key != self._shown or not key:
            self._shown = key
            self.details.show_expert(key)

    def _columns(self) -> list[Column]:
        return [
            Column("name", tr("ui.experts.name"), 78),
            Column("unit", tr("ui.experts.unit"), 170, most=340),
            Column("kind", tr("ui.experts.kind"), 86, lambda row: _kind(str(row.get("kind", ""))), filter=True, label=_kind),
            Column("state", tr("ui.experts.state"), 86, self._state),
            Column("year", tr("ui.experts.this-year"), 88, lambda row: str(self._year.get(str(row.get("id", "")), "")), right=True),
            Column("title", tr("ui.experts.title"), 88),
            Column("fields", tr("ui.experts.fields"), 110, most=240),
            Column("county", tr("ui.experts.county"), 100, lambda row: place(str(row.get("county", ""))), filter=True, label=place),
        ]  # fmt: skip

    def _state(self, row: Row) -> Cell:
        if not row.get("id"):
            return Cell("")
        if row["state"] == "suspended":
            return Cell(tr("ui.experts.suspended"), Tone.BLOCK, "block")
        if row["id"] in self._expired:
            return Cell(tr("ui.experts.expired"), Tone.WARN, "expired")
        return Cell(tr("ui.experts.active"), Tone.PASS, "pass")


def _kind(code: str) -> str:
    return tr(f"expert-kind.{code}") if code else ""
