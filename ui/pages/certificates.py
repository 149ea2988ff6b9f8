"""The page of certificates and plaques: what waits to be made, what was issued, the register of numbers; beside it the paper itself."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from alliance_desk.cases import certified
from alliance_desk.cases import issue as verbs
from alliance_desk.cases.certified import Shown
from alliance_desk.changes import Changes
from alliance_desk.errors import DeskError
from ui.action import Action
from ui.language import said, tr
from ui.pages.base import Page
from ui.pages.certificate import lists, printing
from ui.pages.certificate.save import save_task
from ui.pages.certificate.side import Side
from ui.pieces import label, scrolled
from ui.preview import Preview
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Listed, Row
from ui.tasks import papers
from ui.theme import measures

_WAITING, _ISSUED, _NUMBERS = range(3)
_MOMENT = 120
"""Milliseconds after which a chosen row's paper is drawn: whoever runs down the list with the arrow key waits for none of them."""


class Certificates(Page):
    """Three lists at the left; the paper as it is in the middle; what is known of it and the buttons at the right."""

    key = "certificates"
    icon = "certificates"
    kinds = frozenset({"case", "numbers", "register", "office"})

    def build(self) -> None:
        self.shown_paper: Shown | None = None
        self._copy: Path | None = None
        self._wanted = ("", "")
        self._first = True
        self._asked = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._draw)
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
        self.preview.printed.connect(self._printed)
        self.side = Side(self.seat)
        self._beside = scrolled(self.side, self._parts)
        self._beside.setMinimumWidth(270)
        for widget in (self._left, self._middle, self._beside):
            self._parts.addWidget(widget)
        for at, share in enumerate((3, 5, 3)):
            self._parts.setStretchFactor(at, share)
        self._parts.setSizes(self.seat.state("certificates.parts", [310, 440, 300]))
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
        self._wanted = ("", "")
        self._choose()

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
        row = table.current()
        wanted = str(row.get("id", "")), str(row.get("kind", ""))
        if not wanted[0]:
            self._wanted, self.shown_paper = wanted, None
            self._nothing(tr("ui.certificates.nothing"))
        elif wanted != self._wanted:
            self._wanted = wanted
            self._timer.start(_MOMENT)

    # The paper

    def _draw(self) -> None:
        """Draw the paper in the background; only the last one asked for is shown."""
        case, kind = self._wanted
        self._asked += 1
        asked, before = self._asked, self.shown_paper
        if before is None or (before.case, before.kind) != self._wanted:
            self.shown_paper, self._copy = None, None
            self._nothing(tr("ui.certificates.drawing"))

        def done(paper: Shown) -> None:
            if asked == self._asked:
                self._show(paper)

        def failed(error: Exception) -> bool:
            if isinstance(error, DeskError) and asked == self._asked:
                self._nothing(said(error))
            return isinstance(error, DeskError)

        self.seat.run("", lambda desk, _step: certified.shown(desk, case, kind), done=done, failed=failed, quiet=True)

    def _nothing(self, words: str) -> None:
        self._asked += not self._wanted[0]
        self.preview.nothing = words
        self.preview.show_file(None)
        self.side.say("")

    def _show(self, paper: Shown) -> None:
        if paper == self.shown_paper:  # somebody else's case has changed: what is looked at stays as it is
            self._beside_paper()
            return
        self.shown_paper, self._copy = paper, None
        code = "ui.certificates.file-issued" if paper.issued else "ui.certificates.file-waiting"
        name = tr(code, kind=lists.kind_words(paper.kind), number=paper.number)
        self.preview.nothing = paper.problem or tr("ui.certificates.nothing")
        self.preview.show_file(paper.path, name)
        self._beside_paper()

    def _beside_paper(self) -> None:
        if self.shown_paper is not None:
            history = printing.printed(self.seat, self.shown_paper.number) if self.shown_paper.issued else []
            self.side.show_paper(self.shown_paper, self._paper_actions(), history)

    def _printed(self, _name: str, pages: int, printer: str, well: bool) -> None:
        paper, path = self.shown_paper, self._copy or (self.shown_paper.path if self.shown_paper else None)
        if well and paper is not None and paper.issued and path is not None:
            number = tr("ui.certificates.copy-of", number=paper.number) if self._copy else paper.number
            printing.keep(self.seat, number, path, pages, printer)
            QTimer.singleShot(300, self, self._beside_paper)

    # What can be done

    def open(self, key: str) -> None:
        """Show the paper of a case: the one that was made a moment ago, else one that was issued, else one that waits."""
        before = {(str(row["id"]), str(row["kind"])) for row in self._waiting_rows()}
        self._fill_lists()
        gone = before - {(str(row["id"]), str(row["kind"])) for row in self._waiting_rows()}
        made = next((kind for case, kind in gone if case == key), "")
        self.issued.search.clear()
        self.issued.ask()
        if self._find(self.issued, _ISSUED, key, made) or self._find(self.waiting, _WAITING, key, ""):
            self.panel.table.setFocus()
        else:
            self.seat.say(tr("ui.certificates.none-of-case"), "info")

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
        return [*self._paper_actions(), *self.panel.commands()]

    def _row_actions(self) -> list[Action]:
        if self.tabs.currentIndex() == _NUMBERS:
            return []
        none = lambda: "" if self._row() else tr("ui.table.nothing-selected")  # noqa: E731
        return [
            Action("certificate.case", tr("ui.certificates.case-open"), self._open_case, none, "forward", group="case")
        ]

    def _open_case(self) -> None:
        self.seat.goto.emit("cases", str(self._row()["id"]))

    def _paper_actions(self) -> list[Action]:
        """The buttons beside the paper, the main one first."""
        paper = self.shown_paper
        if paper is None or self.tabs.currentIndex() == _NUMBERS:
            return []
        if not paper.issued:
            text = tr("ui.certificates.issue", kind=lists.kind_words(paper.kind))
            return [Action("certificate.issue", text, self._issue, self._cannot_issue, "stamp", group="paper")]
        on_paper = [
            Action("certificate.print", tr("ui.certificates.print"), self._print, self._cannot_print, "print", "Ctrl+P", tr("ui.certificates.print-hint"), "paper"),
            Action("certificate.reprint", tr("ui.certificates.reprint"), self._reprint, self._cannot_print, "copy", hint=tr("ui.certificates.reprint-hint"), group="paper"),
        ]  # fmt: skip
        as_file = [
            Action("certificate.save", tr("ui.certificates.save"), self._save, icon="export", group="paper"),
            Action("certificate.open", tr("ui.certificates.open"), self._open_file, icon="pdf", group="paper"),
        ]
        if not paper.mine:
            return as_file
        if paper.path is not None and paper.path.parent != self.seat.reader.place.papers:
            as_file.append(
                Action(
                    "certificate.again",
                    tr("ui.certificates.again"),
                    self._again,
                    icon="refresh",
                    hint=tr("ui.certificates.again-hint"),
                    group="paper",
                )
            )
        # A plaque goes to its engraver as a file; a certificate is printed here.
        return [*as_file, *on_paper] if paper.kind == "plaque" else [*on_paper, *as_file]

    def _cannot_issue(self) -> str:
        paper = self.shown_paper
        if self.seat.readonly:
            return tr("ui.certificates.read-only")
        if paper is None or not paper.mine:
            return tr("ui.certificates.not-ours")
        return paper.problem

    def _cannot_print(self) -> str:
        return (
            "" if self.shown_paper is not None and self.shown_paper.path is not None else tr("ui.certificates.no-file")
        )

    def _issue(self) -> None:
        if self.shown_paper is not None:
            papers.issue(self.seat, self.shown_paper.case, self.shown_paper.kind)

    def _print(self) -> None:
        """The original, at its true size, through the system's dialog."""
        if self._copy is not None and self.shown_paper is not None:
            paper, self.shown_paper = self.shown_paper, None
            self._show(paper)
        self.preview.print()

    def _reprint(self) -> None:
        """A marked copy: made, shown, and printed through the system's dialog."""
        paper = self.shown_paper
        if paper is None:
            return

        def done(changes: Changes) -> None:
            if self.shown_paper is not paper:
                return
            self._copy = changes.files[0]
            self.preview.show_file(self._copy, tr("ui.certificates.copy-of", number=paper.number))
            self.preview.print()

        title = tr("ui.certificates.reprint-job", number=paper.number)
        self.seat.run(title, lambda desk, _step: verbs.reprint(desk, paper.case, paper.kind), done=done)

    def _again(self) -> None:
        if self.shown_paper is not None:
            papers.again(self.seat, self.shown_paper.case, self.shown_paper.kind)

    def _open_file(self) -> None:
        if (path := self._file()) is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _save(self) -> None:
        if (path := self._file()) is not None and self.shown_paper is not None:
            self.seat.ask(save_task(path, self.preview.name))

    def _file(self) -> Path | None:
        return self._copy or (self.shown_paper.path if self.shown_paper is not None else None)
