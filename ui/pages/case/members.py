"""The tab 成员: every member with all that the file says of it, and the details of one under the table."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QToolButton, QVBoxLayout, QWidget

from alliance_desk.canonical import Json
from ui.action import Action
from ui.language import said, tr
from ui.pages.case.edit import open_form, why_not_editable
from ui.pages.case.finding_row import OPEN
from ui.pages.case.parts import division, labelled, yes
from ui.pages.case.shown import Shown
from ui.pieces import Card, clear, facts, label, scrolled
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.theme import measures
from ui.theme.colours import Tone

_WAN = 1_000_000
"""分 in 万元."""
_COLUMNS = (
    ("order", 48),
    ("name", 210),
    ("open", 84),
    ("role", 96),
    ("kind", 92),
    ("code", 170),
    ("registered", 170),
    ("seated", 170),
    ("legal_person", 96),
    ("legal_rep", 96),
    ("founded", 108),
    ("industry", 130),
    ("flags", 150),
    ("tasks", 220),
    ("signed", 108),
    ("signatory", 104),
    ("sealed", 84),
    ("rd", 220),
    ("revenue", 220),
    ("former_names", 150),
)


class Members(QWidget):
    """The members of a case."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._shown: Shown | None = None
        self._rows = Given()
        self._detail = ""
        self._panel: TablePanel | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, measures.GRID, 0, 0)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.setChildrenCollapsible(False)
        self.table = TablePanel(
            seat,
            "case.members",
            self._rows,
            [_column(key, width) for key, width in _COLUMNS],
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
        column.addWidget(self._split)

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
        concerning = [one for one in shown.findings if one.outcome in OPEN and _about(one.paths, member)]
        for one in concerning:
            problem = label(tr("ui.case.member-finding", title=one.title, basis=one.basis, text=said(one)), "problem")
            self._inside.addWidget(problem)
        told = [
            (tr(f"ui.case.member.{key}"), _words(key, record))
            for key, _ in _COLUMNS
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
        return why_not_editable(self._seat, self._shown.case)

    def _edit(self) -> None:
        if self._shown is not None:
            open_form(self._seat, self._shown.case, path=f"members.{self._current()['id']}")


def rows(shown: Shown) -> list[Row]:
    """The members as rows of a table, in the order of the file; ``open`` counts the conditions that concern them."""
    waiting = [one for one in shown.findings if one.outcome in OPEN]
    found: list[Row] = []
    for key, record in shown.rows("members"):
        titles = [one.title for one in waiting if _about(one.paths, key)]
        row = {name: _words(name, record) for name, _ in _COLUMNS if name != "open"}
        found.append(
            {"id": key, **row, "order": int(record.get("order", 0)), "open": len(titles), "titles": "\n".join(titles)}
        )
    return found


def _about(paths: Sequence[str], member: str) -> bool:
    return any(path.startswith(f"members.{member}") or f".{member}" in path for path in paths)


def _column(key: str, width: int) -> Column:
    title = tr(f"ui.case.member.{key}")
    if key == "open":
        return Column(key, title, width, _open)
    return Column(key, title, width, right=key == "order")


def _open(row: Row) -> Cell:
    count = int(row.get("open") or 0)
    return Cell(tr("ui.case.member-open", count=count), Tone.BLOCK, "warn", str(row["titles"])) if count else Cell("")


def _words(key: str, record: Json) -> str:
    """A field of a member in words."""
    value = record.get(key)
    match key:
        case "role":
            return labelled("member-role", value)
        case "kind":
            return labelled("member-kind", value)
        case "signatory":
            return labelled("signatory", value)
        case "registered" | "seated":
            return division(value)
        case "legal_person" | "sealed":
            return yes(value)
        case "flags":
            return tr("ui.list-sign").join(labelled("flag", flag) for flag in cast("list[str]", value or []))
        case "former_names":
            return tr("ui.list-sign").join(value or [])
        case "rd" | "revenue":
            years = sorted(cast("dict[str, int]", value or {}).items())
            return tr("ui.list-sign").join(
                tr("ui.case.year-wan", year=year, amount=wan(cents)) for year, cents in years
            )
        case _:
            return str(value or "")


def wan(cents: int) -> str:
    """An amount of 分 as 万元, without needless noughts."""
    whole, rest = divmod(abs(cents), _WAN)
    text = f"{whole:,}" + f".{rest:06d}".rstrip("0").rstrip(".")
    return f"-{text}" if cents < 0 else text
