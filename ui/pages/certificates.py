"""The page of certificates and plaques: what waits to be made, what was issued, the register of numbers; beside it the paper itself."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from alliance_desk.cases import certified
from ui.action import Action
from ui.language import tr
from ui.pages.base import Page
from ui.pages.certificate import lists
from ui.pages.certificate.paper import Paper
from ui.pages.certificate.side import Side
from ui.pieces import label
from ui.preview import Preview
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Listed, Row
from ui.theme import measures

_WAITING, _ISSUED, _NUMBERS = range(3)


class Certificates(Page):
    """Three lists at the left; the paper as it is in the middle; what is known of it and the buttons at the right."""

    key = "certificates"
    least = 340  # its three parts scroll by themselves
    icon = "certificates"
    kinds = frozenset({"case", "numbers", "register", "office"})

    def build(self) -> None:
        self._first = True
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("certificates.tabs")
        self.tabs.setAccessibleName(tr("ui.certificates.tabs"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for name in ("waiting", "issued", "numbers"):
            self.tabs.addTab(tr(f"ui.certificates.tab.{name}"))
        self.body.addWidget(self.tabs)
        self._parts = QSplitter(Qt.Orientation.Horizontal, self)
        self._parts.setObjectName("certificates.parts")
        self._parts.setChildrenCollapsible(False)
        self._build_lists()
        self._middle = QWidget(self._parts)
        room = QVBoxLayout(self._middle)
        room.setContentsMargins(measures.GRID, 0, measures.GRID, 0)
        self.preview = Preview(self.seat.look, self._middle)
        self.preview.setMinimumWidth(260)
        room.addWidget(self.preview)
        self.side = Side(self.seat, self._parts)
        self.paper = Paper(self.seat, self.preview, self.side)
        self._beside = self.side.pane
        self._beside.setMinimumWidth(270)
        for widget in (self._left, self._middle, self._beside):
            self._parts.addWidget(widget)
        for at, share in enumerate((4, 5, 3)):
            self._parts.setStretchFactor(at, share)
        self._parts.setSizes(self.seat.state("certificates.parts", [430, 374, 292]))
        self._parts.splitterMoved.connect(lambda *_: self.seat.keep("certificates.parts", self._parts.sizes()))
        self.body.addWidget(self._parts, 1)
        self.tabs.currentChanged.connect(self._turn)
        for panel in (self.waiting, self.issued, self.numbers):
            panel.fill()

    def _build_lists(self) -> None:
        self._left = QStackedWidget(self._parts)
        self._left.setMinimumWidth(240)
        whole = QWidget(self._left)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, measures.GRID, 0)
        self._rows = Given()
        self.waiting = self._panel("waiting", self._rows, lists.waiting_columns())
        self._without = label("", "quiet", whole, name="certificates.without")
        column.addWidget(self._without)
        column.addWidget(self.waiting, 1)
        self._left.addWidget(whole)
        self.issued = self._panel("issued", Listed(lambda: self.seat.reader, "certificates"), lists.issued_columns())
        self.issued.setContentsMargins(0, 0, measures.GRID, 0)
        self._left.addWidget(self.issued)
        self.numbers = self._panel(
            "numbers", Listed(lambda: self.seat.reader, "numbers"), lists.number_columns(self.seat)
        )
        self._left.addWidget(self.numbers)
        for panel in (self.waiting, self.issued):
            panel.changed.connect(self._choose)
            panel.table.entered.connect(lambda row: self.seat.goto.emit("cases", str(row["id"])))

    def _panel(self, name: str, source: Given | Listed, columns: Sequence[lists.Column]) -> TablePanel:
        return TablePanel(
            self.seat, f"certificates.{name}", source, columns, title=tr(f"ui.certificates.tab.{name}"),
            empty=tr(f"ui.certificates.empty.{name}"), actions=self._row_actions,
        )  # fmt: skip

    # Filling

    def fill(self) -> None:
        self._fill_lists()
        if self._first:
            self._first = False
            if not self._waiting_rows() and self.issued.table.rows.rowCount():
                self.tabs.setCurrentIndex(_ISSUED)
        self._choose()
        self.paper.look_again()

    def _fill_lists(self) -> None:
        found = certified.waiting(self.seat.reader)
        self._rows.give([lists.waiting_row(one) for one in found])
        for panel in (self.waiting, self.issued, self.numbers):
            panel.refresh()
        code = "ui.certificates.tab.waiting-count" if found else "ui.certificates.tab.waiting"
        self.tabs.setTabText(_WAITING, tr(code, count=len(found)))
        self._tell_without()

    def _tell_without(self) -> None:
        lines = [
            tr(
                "ui.certificates.without",
                title=one.title,
                act=one.act,
                basis=one.basis,
                kinds=tr("ui.list-sign").join(lists.kind_words(kind) for kind in one.kinds),
                count=one.cases,
            )
            for one in certified.without(self.seat.reader)
        ]
        self._without.setText("\n".join(lines))
        self._without.setVisible(bool(lines))

    def _turn(self, tab: int) -> None:
        """Another list."""
        self._left.setCurrentIndex(tab)
        self._choose()

    @property
    def panel(self) -> TablePanel:
        """The list in front."""
        return (self.waiting, self.issued, self.numbers)[self.tabs.currentIndex()]

    def _row(self) -> Row:
        return self.panel.table.current() if self.built and self.tabs.currentIndex() != _NUMBERS else {}

    def _choose(self) -> None:
        """Follow the list: show the paper of the row at its cursor, the first when there is none; an empty list has the whole width."""
        table = self.panel.table
        paper = self.tabs.currentIndex() != _NUMBERS and bool(table.rows.rowCount() or self.panel.applied())
        for widget in (self._middle, self._beside):
            widget.setVisible(paper)
        if self.tabs.currentIndex() == _NUMBERS:
            return
        if not table.current() and table.rows.rowCount() and not self.panel.search.hasFocus():
            table.choose(0)
            return
        if row := table.current():
            self.paper.look_at(str(row["id"]), str(row["kind"]))
        else:
            self.paper.nothing()

    # What can be done

    def open(self, key: str) -> None:
        """Show the paper of a case: the one that was made a moment ago, else one that was issued, else one that waits."""
        before = {(str(row["id"]), str(row["kind"])) for row in self._waiting_rows()}
        self._fill_lists()
        gone = before - {(str(row["id"]), str(row["kind"])) for row in self._waiting_rows()}
        made = next((kind for case, kind in gone if case == key), "")
        for panel in (self.waiting, self.issued):
            panel.search.clear()
            panel.ask()
        if self._find(self.issued, _ISSUED, key, made) or self._find(self.waiting, _WAITING, key, ""):
            self.panel.table.setFocus()
        else:
            case = self.seat.reader.case(key)
            act = self.seat.reader.rules_of(case).pack.words.act
            self.seat.say(tr("ui.certificates.none-of-case", act=act), "info")

    def _waiting_rows(self) -> Sequence[Row]:
        table = self.waiting.table.rows
        return [table.row(at) for at in range(table.rowCount())]

    def _find(self, panel: TablePanel, tab: int, case: str, kind: str) -> bool:
        rows = panel.table.rows
        for at in range(min(rows.rowCount(), 1000)):
            row = rows.row(at)
            if row["id"] == case and kind in ("", row["kind"]):
                self.tabs.setCurrentIndex(tab)
                panel.table.choose(at)
                return True
        return False

    def commands(self) -> Sequence[Action]:
        if not self.built:
            return ()
        own = self.paper.commands() if self.tabs.currentIndex() != _NUMBERS else []
        return [*own, *self.panel.commands()]

    def _row_actions(self) -> list[Action]:
        if self.tabs.currentIndex() == _NUMBERS:
            return []
        none = lambda: "" if self._row() else tr("ui.table.nothing-selected")  # noqa: E731
        return [
            Action("certificate.case", tr("ui.certificates.case-open"), self._open_case, none, "forward", group="case")
        ]

    def _open_case(self) -> None:
        self.seat.goto.emit("cases", str(self._row()["id"]))
