"""The tab 成员: every member with all that the file says of it, and the details of one under the table."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QToolButton, QVBoxLayout, QWidget

from ui.action import Action
from ui.language import said, tr
from ui.pages.case.edit import open_form, why_not_editable
from ui.pages.case.finding_row import OPEN
from ui.pages.case.member_rows import COLUMNS, column, concerns, rows, words
from ui.pages.case.shown import Shown
from ui.pages.case.wording import WITH_FILE
from ui.pieces import Card, clear, facts, label, scrolled
from ui.seat import Seat
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.theme import measures


class Members(QWidget):
    """The members of a case."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._shown: Shown | None = None
        self._rows = Given()
        self._detail = ""
        self._panel: TablePanel | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, measures.GRID, 0, 0)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.setChildrenCollapsible(False)
        self.table = TablePanel(
            seat,
            "case.members",
            self._rows,
            [column(key, width) for key, width in COLUMNS],
            title=tr("ui.case.tab.members"),
            empty=tr("ui.case.no-members"),
            actions=self._actions,
            buttons=2,
            parent=self,
        )
        self._panel = self.table
        self.table.table.entered.connect(lambda row: self.detail(str(row["id"])))
        self._split.addWidget(self.table)
        self._card = Card("", "case.member", self)
        self._card.heading.show()
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, measures.GRID, 0)
        head = QWidget(self._card)
        self._head(head)
        self._card.inside.addWidget(head)
        self._card.inside.addWidget(scrolled(inside, self._card), 1)
        self._card.hide()
        self._split.addWidget(self._card)
        whole.addWidget(self._split)

    def _head(self, head: QWidget) -> None:
        from PySide6.QtWidgets import QHBoxLayout

        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        self._card.inside.removeWidget(self._card.heading)
        row.addWidget(self._card.heading, 1)
        close = QToolButton(head)
        close.setProperty("role", "plain")
        close.setIcon(self._seat.look.icon("close"))
        close.setObjectName("case.member.close")
        close.setAccessibleName(tr("ui.case.close-member"))
        close.setToolTip(tr("ui.case.close-member"))
        close.clicked.connect(self.close_detail)
        row.addWidget(close)

    def show_tab(self, shown: Shown) -> None:
        """Show the members of a case."""
        other = self._shown is None or self._shown.case.stream != shown.case.stream
        self._shown = shown
        self._rows.give(rows(shown))
        if other:
            self.table.fill()
        else:
            self.table.refresh()
        if other or self._detail not in shown.section("members"):
            self.close_detail()
        elif self._detail:
            self.detail(self._detail)

    def select(self, member: str) -> None:
        """Select a member and show what the file says of it."""
        if self.table.show_record(member):
            self.table.table.setFocus()
            self.detail(member)

    def detail(self, member: str) -> None:
        """Show the details of one member."""
        shown = self._shown
        if shown is None or member not in shown.section("members"):
            return
        self._detail = member
        record = shown.section("members", member)
        self._card.heading.setText(str(record.get("name", member)))
        clear(self._inside)
        concerning = [one for one in shown.findings if one.outcome in OPEN and concerns(one.paths, member)]
        for one in concerning:
            problem = label(tr("ui.case.member-finding", title=one.title, basis=one.basis, text=said(one)), "problem")
            self._inside.addWidget(problem)
        told = [
            (tr(f"ui.case.member.{key}"), words(shown, key, record))
            for key, _ in COLUMNS
            if key not in {"order", "open", "name"}
        ]
        self._inside.addWidget(facts(told))
        self._inside.addStretch(1)
        if self._card.isHidden():
            self._card.show()
            half = max(self.height() // 2, 160)
            self._split.setSizes([self.height() - half, half])

    def close_detail(self) -> bool:
        """Close the details; whether they were open."""
        was = not self._card.isHidden()
        self._detail = ""
        self._card.hide()
        return was

    def _current(self) -> Row:
        """The member at the cursor; the table asks for its actions while it is being made."""
        return self._panel.table.current() if self._panel is not None else {}

    def _actions(self) -> Sequence[Action]:
        none = lambda: "" if self._current() else tr("ui.table.nothing-selected")  # noqa: E731
        run = lambda: self.detail(str(self._current()["id"]))  # noqa: E731
        show = Action("case.member.show", tr("ui.case.show-member"), run, none, "member", "", group="member")
        return [
            show,
            Action("case.member.edit", tr("ui.case.edit-member"), self._edit, self._fixed, "edit", group="member"),
        ]

    def _fixed(self) -> str:
        """Why the member at the cursor cannot be changed."""
        if self._shown is None or not self._current():
            return tr("ui.table.nothing-selected")
        head = self._shown.section("case")
        if head.get("procedure") and head.get("kind") not in WITH_FILE:
            return tr("ui.matter.members-of-register")
        return why_not_editable(self._seat, self._shown.case)

    def _edit(self) -> None:
        if self._shown is not None:
            open_form(self._seat, self._shown.case, path=f"members.{self._current()['id']}")
