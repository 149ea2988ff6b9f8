"""What the rules propose: each with its facts, its counter and its article, to be taken or not by a person."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from alliance_desk.register import duties
from alliance_desk.register.proposals import Proposed, proposals
from ui.action import Action, button, refresh
from ui.flow import Flow
from ui.language import language, tr
from ui.pages.duties_page.panel import Panel
from ui.pages.duties_page.section import Section
from ui.pieces import Card, clear, label, scrolled
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.source import Given, Row
from ui.tasks import exits
from ui.tasks import measures as tasks
from ui.tasks.about import pack_title
from ui.tasks.offer import offer
from ui.theme import measures
from ui.theme.colours import Tone


def key_of(one: Proposed) -> str:
    """What tells a proposal from the others: of an alliance, a consequence proposes once."""
    return f"{one.alliance}/{one.consequence}"


class ProposalsSection(Section):
    """Proposals, and the one at the cursor in full."""

    key = "proposals"

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self.found: dict[str, Proposed] = {}
        self.one: Proposed | None = None
        self._buttons: list[QPushButton] = []
        self.column.addWidget(label(tr("ui.duties.proposals-intro"), "quiet", self, name="proposals.intro"))
        self._rows = Given()
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(measures.MARGIN)
        split.setStyleSheet("QSplitter::handle { background: transparent; }")
        self.list = Panel(
            seat, "duties.proposals", self._rows, self._columns(), title=tr("ui.duties.tab.proposals"),
            empty=tr("ui.duties.no-proposals"), actions=self._actions,
        )  # fmt: skip
        self.list.table.chosen.connect(self._choose)
        self.list.table.chosen.connect(self._dress)
        self.list.table.entered.connect(lambda row: seat.goto.emit("register", str(row["alliance"])))
        split.addWidget(self.list)
        self.card = Card("", "proposals.card", split)
        self.card.heading.show()
        split.addWidget(self._full())
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([360, 220])
        self.column.addWidget(split, 1)

    def _full(self) -> QWidget:
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, measures.GRID, 0)
        self._inside.setSpacing(measures.GRID)
        self.card.inside.addLayout(self.card.head)
        self.card.inside.addWidget(scrolled(inside, self.card), 1)
        # The answers stand below what scrolls: they are always in sight.
        self._below = QWidget(self.card)
        Flow(self._below, across=measures.GRID, down=measures.GRID)
        self.card.inside.addWidget(self._below)
        self.card.setMinimumHeight(170)
        return self.card

    def _columns(self) -> list[Column]:
        def title(row: Row) -> Cell:
            return Cell(str(row["title"]), Tone.WARN, "warn") if row else Cell("")

        seat = self.seat
        return [
            Column("name", tr("ui.duties.alliance"), 270, most=440),
            Column("title", tr("ui.duties.proposal"), 230, title, filter=True, most=340),
            Column("counter", tr("ui.duties.counter"), 64),
            Column("facts", tr("ui.duties.facts"), 300, most=440),
            Column("measures", tr("ui.duties.measures"), 220),
            Column("county", tr("ui.duties.county"), 150, filter=True),
            Column("basis", tr("ui.duties.basis"), 120),
            Column("pack", tr("ui.duties.pack"), 220, lambda row: pack_title(seat, str(row["pack"])) if row else "", filter=True, label=lambda name: pack_title(seat, name)),
        ]  # fmt: skip

    # What is shown

    def fill(self) -> None:
        """Read the proposals anew."""
        found = proposals(self.seat.reader)
        self.found = {key_of(one): one for one in found}
        self._rows.give([self._row(one) for one in found])
        self.list.renew()
        if self.list.table.rows.rowCount() and not self.list.table.current():
            self.list.table.choose(0)
        self._choose(anew=True)

    @staticmethod
    def _row(one: Proposed) -> Row:
        sign = tr("ui.list-sign")
        return {
            "id": key_of(one),
            "alliance": one.alliance,
            "name": one.name,
            "county": one.county,
            "title": one.title,
            "counter": one.counter,
            "facts": tr("duties.part-sign").join(fact.text(language()) for fact in one.facts),
            "measures": sign.join(one.measures.values()),
            "basis": one.basis,
            "pack": one.pack,
        }

    def open(self, key: str) -> None:
        """Show the first proposal for one alliance, or one of them by its key."""
        wanted = next((one for one in self.found if key and one.startswith(key)), "")
        if wanted:
            self.list.show_record(wanted)

    def _choose(self, *, anew: bool = False) -> None:
        one = self.found.get(str(self.list.table.current().get("id", "")))
        if one is self.one and not anew:
            return
        self.one = one
        self.card.setVisible(one is not None)
        clear(self._inside)
        if one is None:
            return
        self.card.heading.setText(tr("ui.duties.proposed", title=one.title, name=one.name))
        words = self._inside
        for fact in one.facts:
            line = QHBoxLayout()
            line.setSpacing(measures.GRID)
            line.addWidget(label(tr("ui.tasks.bullet", text=fact.text(language())), "", self.card), 1)
            if fact.fact.case:
                line.addWidget(self._link(fact.fact.case))
            words.addLayout(line)
        words.addWidget(label(tr("ui.duties.counted", counter=one.counter, basis=one.basis, title=pack_title(self.seat, one.pack)), "quiet", self.card))  # fmt: skip
        words.addStretch(1)
        answers = QWidget(self.card)
        flow = Flow(answers, across=measures.GRID, down=measures.GRID)
        self._buttons = [button(action, self.seat.look, answers) for action in self._answers(one)]
        for made in self._buttons:
            flow.addWidget(made)
        self.card.inside.replaceWidget(self._below, answers)
        self._below.hide()
        self._below.deleteLater()
        self._below = answers

    def _dress(self) -> None:
        """Answers are for the one proposal at the cursor; while several are selected they say so."""
        if self.one is not None:
            for made, action in zip(self._buttons, self._answers(self.one), strict=True):
                refresh(made, action)

    def _link(self, case: str) -> QPushButton:
        """To the case that a fact rests on."""
        made = QPushButton(tr("ui.duties.to-case"), self.card)
        made.setObjectName(f"proposals.fact.{case}")
        made.setProperty("role", "link")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.clicked.connect(lambda _on=False: self.seat.goto.emit("cases", case))
        return made

    # What can be done

    def _answers(self, one: Proposed) -> list[Action]:
        """Taking one of the measures, or none of them."""
        seat = self.seat
        found = [
            Action(
                f"proposals.take.{key}",
                tr("ui.duties.take", measure=name),
                lambda key=key: self._take(one, key),
                self._locked,
                "stamp",
                group="answer",
            )
            for key, name in one.measures.items()
        ]
        leave = lambda: offer(  # noqa: E731
            seat, lambda: tasks.dismiss_task(seat, one.alliance, consequence=one.consequence, facts=one.keys)
        )
        return [
            *found,
            Action("proposals.dismiss", tr("ui.duties.dismiss"), leave, self._locked, "close", group="answer"),
        ]

    def _take(self, one: Proposed, measure: str) -> None:
        """Open the task of a measure: a flag, or the way out of the register."""
        seat, item = self.seat, self.seat.reader.policy_for(one.pack).measure[measure]
        if item.sanction is not None:
            offer(seat, lambda: tasks.measure_task(seat, one.alliance, measure, one.consequence, one.keys))
        else:
            offer(seat, lambda: exits.exit_task(seat, one.alliance, item.ground, one.consequence, one.keys))

    def _locked(self) -> str:
        one = self.one
        if self.seat.readonly:
            return tr("ui.duties.read-only")
        if one is None:
            return tr("ui.table.nothing-selected")
        if self.list.table.count_selected() > 1:
            return tr("ui.duties.one-only")
        ours = duties.decides(self.seat.reader, self.seat.reader.policy_for(one.pack))
        return "" if ours else tr("ui.duties.not-ours")

    def _actions(self) -> list[Action]:
        one = self.one
        none = lambda: "" if self.one is not None else tr("ui.table.nothing-selected")  # noqa: E731
        go = lambda: self.seat.goto.emit("register", self.one.alliance if self.one is not None else "")  # noqa: E731
        to = Action("proposals.alliance", tr("ui.duties.to-alliance"), go, none, "register", group="go")
        return [*(self._answers(one) if one is not None else ()), to]

    def commands(self) -> Sequence[Action]:
        """Answering the proposal at the cursor, and what the table can do."""
        return self.list.commands()

    def enter(self) -> None:
        """Take the keyboard."""
        self.list.table.setFocus()
