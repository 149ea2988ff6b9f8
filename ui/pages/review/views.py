"""The other views of a session: its people, its sheets, what they come to."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.action import Action
from ui.language import tr
from ui.pages.review import people
from ui.pages.review.detail import Detail
from ui.pages.review.picture import Picture
from ui.seat import Seat
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.theme import measures


class View(QWidget):
    """A table with the row at the cursor told in full below it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._source = Given()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, measures.GRID, 0, 0)
        self.column.setSpacing(measures.GRID)
        self.detail = Detail(f"{name}.detail", self)

    def _put(self, panel: TablePanel) -> None:
        self.panel = panel
        self.column.addWidget(panel, 1)
        self.column.addWidget(self.detail)
        panel.changed.connect(self._tell)

    def _show(self, picture: Picture, rows: Sequence[Row], title: str) -> None:
        self._picture = picture
        self._source.give(rows)
        self.panel.title = title
        self.panel.renew()
        self._tell()

    def _row(self) -> Row:
        return self.panel.table.current() if self.panel.table.count_selected() else dict[str, Any]()

    def _tell(self) -> None:
        row = self._row()
        self.detail.say(self._told(row) if row and self._picture is not None else tr("ui.review.pick-row"))

    def _told(self, row: Row) -> str:
        raise NotImplementedError


class PeopleView(View):
    """Everybody, with the evidence."""

    def __init__(self, seat: Seat, actions: Callable[[], Sequence[Action]], parent: QWidget) -> None:
        super().__init__("review.people", parent)
        self._put(
            TablePanel(
                seat, "review.people", self._source, people.columns(),
                title=tr("ui.review.people-title"), empty=tr("ui.review.nobody"), actions=actions, parent=self,
            )
        )  # fmt: skip
        self.panel.search.setMinimumWidth(108)  # two filters stand beside it in the narrowest pane
        self.panel.table.entered.connect(lambda row: seat.goto.emit("experts", str(row["id"])))

    def show_picture(self, picture: Picture) -> None:
        """Show a session."""
        self._show(picture, people.rows(picture), tr("ui.review.people-of", day=picture.about["on"]))

    def at_cursor(self) -> tuple[str, str]:
        """No case, and the person at the cursor."""
        row = self._row()
        return "", str(row.get("id", ""))

    def only(self, rule: str) -> None:
        """Show whom one rule keeps out."""
        for key, value in (("state", ""), ("rule", rule)):
            box = self.panel.filters[key]
            box.setCurrentIndex(max(0, box.findData(value)))

    def _told(self, row: Row) -> str:
        person = next((one for one in self._picture.people if one.expert == row["id"]), None) if self._picture else None
        if person is None:
            return ""
        who = tr("ui.review.who", name=person.name, unit=person.unit or tr("ui.field.none"))
        told = people.evidence(person) or tr(f"ui.review.state.{person.state}")
        return tr("ui.review.state-of", who=who, state=told)
