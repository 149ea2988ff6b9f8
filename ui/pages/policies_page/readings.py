"""How the open wordings of a policy are read here: the question, the options, which one was chosen, by whom and when; and what is unknown."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alliance_desk.desk import library
from alliance_desk.policy.pack import Pack
from ui.action import Action
from ui.language import tr
from ui.pieces import Card, clear, label, scrolled
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.tasks import office
from ui.theme import measures
from ui.theme.colours import Tone

_LEAST, _MOST = 80, 240
"""The height of the options."""
_TABLE = 2 * measures.ROW + measures.TABLE + 68
"""What the table needs with all that stands around it."""


class ReadingsTab(QWidget):
    """The readings as a table; below, the options of the one at the cursor with their whole wording."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat, self._rows, self._name = seat, Given(), ""
        self._rules: Pack | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        column.addWidget(label(tr("ui.policies.readings-about"), "quiet", self))
        self.panel = TablePanel(
            seat,
            "policies.readings",
            self._rows,
            [
                Column("question", tr("ui.policies.question"), 256, most=480),
                Column("option", tr("ui.policies.option"), 150, most=260),
                Column("by", tr("ui.policies.chosen-by"), 132, _by),
                Column("basis", tr("ui.policies.basis"), 100),
                Column("options", tr("ui.policies.options"), 240, shown=False),
            ],
            title=tr("ui.policies.tab.readings"),
            empty=tr("ui.policies.no-readings"),
            actions=self._actions,
            buttons=1,
            search=False,
            parent=self,
        )
        column.addWidget(self.panel, 1)
        self._card = Card("", "policies.options")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._card.inside.addLayout(self._lines)
        self._options = scrolled(self._card, self)
        column.addWidget(self._options)
        self.panel.table.chosen.connect(self._tell)
        self.panel.table.entered.connect(lambda _row: self._choose())
        self.panel.fill()

    def show_rules(self, name: str, rules: Pack) -> None:
        """Show the readings of a pack. rules: effective, under this office's choices."""
        self._name, self._rules = name, rules
        self._rows.give(rows_of(self._seat, name, rules))
        self.panel.refresh()
        if rules.reading and not self.panel.table.current():
            self.panel.table.choose(0)
        self._tell()

    def _tell(self) -> None:
        """The options of the reading at the cursor; the chosen one and the default are marked."""
        row = self.panel.table.current()
        clear(self._lines)
        QTimer.singleShot(0, self, self._fit)  # when the lines are there
        if not row or self._rules is None:
            return
        key = str(row["id"])
        item, chosen = self._rules.reading[key], self._rules.chosen[key]
        lines: list[tuple[str, str]] = []
        for option, wording in item.options.items():
            here, usual = option == chosen, option == item.default
            code = "chosen-default" if here and usual else "chosen" if here else "default" if usual else "plain"
            lines.append((tr(f"ui.policies.option-{code}", wording=wording), "" if here else "quiet"))
        lines.append((tr("ui.policies.option-basis", basis=item.basis), "small"))
        for words, role in lines:
            line = label(words, role, self._card)
            self._lines.addWidget(line, 0, Qt.AlignmentFlag.AlignTop)
            line.show()  # its height counts at once

    def _fit(self) -> None:
        """The options have the height they need, as far as the table keeps its own; where there is no room the drawer has them."""
        needed = self._card.inside.totalHeightForWidth(self._options.viewport().width())
        room = min(needed, _MOST, self.height() - _TABLE)
        self._options.setFixedHeight(max(_LEAST, room))
        self._options.setVisible(room >= _LEAST and bool(self.panel.table.current()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _actions(self) -> list[Action]:
        def why() -> str:
            if self._seat.readonly:
                return tr("ui.settings.read-only")
            return "" if self.panel.table.current() else tr("ui.table.nothing-selected")

        return [
            Action("policies.choose-reading", tr("ui.policies.choose"), self._choose, why, "edit", group="row"),
        ]

    def _choose(self) -> None:
        row = self.panel.table.current()
        if row and not self._seat.readonly:
            office.reading(self._seat, self._name, str(row["id"]))

    def commands(self) -> Sequence[Action]:
        """What can be done with the reading at the cursor."""
        return self._actions()


def rows_of(seat: Seat, name: str, rules: Pack) -> list[Row]:
    """The readings of a pack with who chose them; a call goes by what was chosen for the policy it lies over."""
    settings: dict[str, Any] = seat.reader.settings
    people: dict[str, dict[str, Any]] = settings["operators"]
    kept: dict[str, dict[str, dict[str, Any]]] = settings.get("readings", {})
    layers = library.lineage(name, seat.reader.place.packs)
    found: list[Row] = []
    for key, item in rules.reading.items():
        entries = ((layer, kept.get(layer, {}).get(key)) for layer in layers)
        where, entry = next(
            ((layer, one) for layer, one in entries if one and one["option"] == rules.chosen[key]), ("", None)
        )
        by = ""
        if entry:
            code = "ui.policies.by" if where == name else "ui.policies.by-above"
            by = tr(code, name=people.get(entry.get("operator", ""), {}).get("name", ""), day=entry["on"])
        found.append(
            {
                "id": key,
                "question": item.question,
                "option": item.options[rules.chosen[key]],
                "by": by or tr("ui.policies.by-default"),
                "chosen": bool(entry),
                "basis": item.basis,
                "options": tr("ui.list-sign").join(item.options.values()),
            }
        )
    return found


def _by(row: Row) -> Cell:
    return Cell(str(row["by"]), Tone.PLAIN if row["chosen"] else Tone.QUIET)


class UnknownsTab(QWidget):
    """What the text we have does not say: nobody takes silence for a rule."""

    def __init__(
        self, seat: Seat, actions: Callable[[], Sequence[Action]] = lambda: (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = Given()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        column.addWidget(label(tr("ui.policies.unknowns-about"), "quiet", self))
        self.panel = TablePanel(
            seat,
            "policies.unknowns",
            self._rows,
            [
                Column("question", tr("ui.policies.question"), 460, most=760),
                Column("basis", tr("ui.policies.basis"), 200),
            ],
            title=tr("ui.policies.tab.unknowns"),
            empty=tr("ui.policies.no-unknowns"),
            actions=actions,
            search=False,
            parent=self,
        )
        self.panel.fill()
        column.addWidget(self.panel, 1)

    def show_rules(self, rules: Pack) -> None:
        """Show what is unknown of a pack."""
        self._rows.give(
            [{"id": key, "question": one.question, "basis": one.basis} for key, one in rules.unknown.items()]
        )
        self.panel.refresh()
