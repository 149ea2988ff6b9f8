"""The running cases that go by other rules than one begun today would, and how these differ."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from alliance_desk.cases.pack_use import Pinned, changed_since, pinned_otherwise, version_of
from alliance_desk.errors import DeskError
from alliance_desk.policy.difference import Difference
from ui.action import Action
from ui.language import language, said, tr
from ui.pieces import label, scrolled
from ui.seat import Seat
from ui.tables.column import Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.tasks.about import pack_title
from ui.tasks.pack_finds import Compared
from ui.theme import measures

_SHOWN = 40
"""So many differences are told beside the cases; the table has them all."""
_LEAST = 64
_TALL = 350
"""In a lower tab the table has the room alone."""


class PinnedTab(QWidget):
    """Cases above, differences of the one at the cursor below. compared: shows them as a table."""

    def __init__(self, seat: Seat, compared: Callable[[Compared], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compared = compared
        self._seat, self._rows, self._name = seat, Given(), ""
        self._known: dict[str, tuple[str, Sequence[Difference], str]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        self.about = label("", "quiet", self, name="policies.pinned.about")
        column.addWidget(self.about)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        self.panel = TablePanel(
            seat,
            "policies.pinned",
            self._rows,
            [
                Column("number", tr("ui.policies.number"), 164),
                Column("name", tr("ui.policies.alliance"), 190),
                Column("affair", tr("ui.policies.affair"), 104),
                Column("step", tr("ui.policies.step-name"), 120),
                Column("filed", tr("ui.policies.filed"), 96),
                Column("version", tr("ui.policies.version"), 56, right=True),
                Column("changes", tr("ui.policies.changes"), 90, right=True),
            ],
            title=tr("ui.policies.tab.pinned"),
            empty=tr("ui.policies.no-pinned"),
            actions=self._actions,
            buttons=2,
            search=False,
            parent=split,
        )
        split.addWidget(self.panel)
        self._below = QWidget(split)
        lines = QVBoxLayout(self._below)
        lines.setContentsMargins(0, measures.GRID, 0, 0)
        lines.setSpacing(4)
        self._of = label("", "", self._below, name="policies.pinned.of")
        lines.addWidget(self._of)
        self.differences = label("", "quiet", self._below, name="policies.pinned.differences")
        self.differences.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words = scrolled(self.differences, self._below)
        self._words.setMinimumHeight(_LEAST)
        lines.addWidget(self._words, 1)
        split.addWidget(self._below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        column.addWidget(split, 1)
        self.panel.table.chosen.connect(self._tell)
        self.panel.table.entered.connect(lambda row: self._go(str(row["id"])))
        self.panel.fill()

    def show_cases(self, name: str, found: Sequence[Pinned], running: int) -> None:
        """Show the cases of a pack. running: how many there are in all."""
        self._name, self._known = name, {}
        self.about.setText(tr("ui.policies.pinned-about", running=running, count=len(found)))
        self.about.setVisible(bool(found))
        self._rows.give([self._row(one) for one in found])
        self.panel.refresh()
        if found and not self.panel.table.current():
            self.panel.table.choose(0)
        self._tell()

    def _row(self, one: Pinned) -> Row:
        version, found, _ = self._differences(one.rules)
        affair = tr("ui.policies.affair-of", name=one.affair, subject=one.subject) if one.subject else one.affair
        return {
            "id": one.stream,
            "number": one.number,
            "name": one.name,
            "affair": affair or tr("ui.policies.application"),
            "step": one.step,
            "filed": one.filed,
            "version": version,
            "changes": len(found),
            "rules": one.rules,
        }

    def _differences(self, rules: str) -> tuple[str, Sequence[Difference], str]:
        """Version, differences, and why there are none where the rules are lost; looked for once for all cases under the same rules."""
        if rules not in self._known:
            desk = self._seat.reader
            try:
                found = changed_since(desk, rules, self._name, language())
                self._known[rules] = str(version_of(desk, rules)), found, ""
            except DeskError as error:
                self._known[rules] = "", (), said(error)
        return self._known[rules]

    def _tell(self) -> None:
        """What differs for the case at the cursor, sentence by sentence."""
        row = self.panel.table.current()
        self._fit()
        if row:
            version, found, trouble = self._differences(str(row["rules"]))
            words = tr("ui.policies.pinned-of", number=row["number"], version=version, count=len(found))
            self._of.setText(trouble or words)
            shown = [said(one) for one in found[:_SHOWN]]
            if len(found) > _SHOWN:
                shown.append(tr("ui.policies.pinned-more", count=len(found) - _SHOWN))
            self.differences.setText("\n".join(shown))

    def _fit(self) -> None:
        self._below.setVisible(bool(self.panel.table.current()) and self.height() >= _TALL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _list(self) -> None:
        """All that differs, as a table."""
        row = self.panel.table.current()
        version, found, _ = self._differences(str(row["rules"]))
        old = tr("ui.policies.pinned-old", number=row["number"], version=version)
        self._compared(
            Compared(old, tr("ui.policies.pinned-new", title=pack_title(self._seat, self._name)), tuple(found))
        )

    def _actions(self) -> list[Action]:
        none = lambda: "" if self.panel.table.current() else tr("ui.table.nothing-selected")  # noqa: E731
        return [
            Action("policies.case", tr("ui.policies.open-case"), self._open, none, "cases", group="row"),
            Action("policies.case-differences", tr("ui.policies.list"), self._list, none, "columns", group="row"),
        ]

    def _open(self) -> None:
        self._go(str(self.panel.table.current()["id"]))

    def _go(self, key: str) -> None:
        self._seat.goto.emit("cases", key)

    def commands(self) -> Sequence[Action]:
        """What can be done with the case at the cursor."""
        return self._actions()


def pinned(seat: Seat, name: str) -> list[Pinned]:
    """The cases of a pack for this tab; none while the pack is at fault."""
    try:
        return pinned_otherwise(seat.reader, name)
    except DeskError:
        return []
