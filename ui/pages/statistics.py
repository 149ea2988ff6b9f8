"""The page of statistics: the register in figures, topic by topic; a bar or a line leads to the alliances behind it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from alliance_desk.register.statistics import Statistics as Figured
from alliance_desk.register.statistics import statistics
from ui.action import Action, button, refresh
from ui.language import tr
from ui.pages.base import Page
from ui.pages.case.wording import wan
from ui.pages.register_page.narrowing import address
from ui.pages.statistics_page.bar import DayBar
from ui.pages.statistics_page.chart import Chart
from ui.pages.statistics_page.export import book_task, picture_task
from ui.pages.statistics_page.figures import Figures
from ui.pages.statistics_page.legend import Legend
from ui.pages.statistics_page.topics import Topic, topics
from ui.pieces import Card, label
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.tasks.ways import ways
from ui.theme import measures

_FIGURES = ("valid", "left", "members", "support")


class Statistics(Page):
    """Figures, then one topic at a time: its chart and its table."""

    key = "statistics"
    icon = "statistics"
    kinds = frozenset({"case", "register"})
    least = 430

    def build(self) -> None:
        self.found: Figured | None = None
        self._topics: list[Topic] = []
        self._panels: dict[str, tuple[TablePanel, Given]] = {}
        self.bar = DayBar(self.seat, self)
        self.head.insertWidget(1, self.bar)
        self.head.insertSpacing(1, measures.MARGIN)
        self._buttons = [button(action, self.seat.look, self) for action in self._own()]
        for made in self._buttons:
            self.head.addWidget(made)
        self._stack = QStackedWidget(self)
        self.body.addWidget(self._stack, 1)
        self._stack.addWidget(self._full())
        self._stack.addWidget(self._empty())
        self.bar.changed.connect(self.fill)

    def _full(self) -> QWidget:
        whole = QWidget(self._stack)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        self.figures = Figures([f"statistics.figure.{name}" for name in _FIGURES], whole)
        column.addWidget(self.figures)
        self.tabs = QTabBar(whole)
        self.tabs.setObjectName("statistics.topics")
        self.tabs.setAccessibleName(tr("ui.statistics.topics"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.currentChanged.connect(self._turn)
        column.addWidget(self.tabs)
        self._parts = QSplitter(Qt.Orientation.Horizontal, whole)
        self._parts.setObjectName("statistics.parts")
        self._parts.setChildrenCollapsible(False)
        self._parts.setHandleWidth(measures.GAP)
        self._parts.setStyleSheet("QSplitter::handle:horizontal { background: transparent; }")
        card = Card("", "statistics.card", self._parts)
        self.chart = Chart(self.seat.look, "statistics.chart", card)
        self.chart.chosen.connect(self._clicked)
        card.inside.addWidget(Legend(self.chart, card))
        card.inside.addWidget(self.chart, 1)
        card.setMinimumWidth(300)
        self._tables = QStackedWidget(self._parts)
        self._tables.setMinimumWidth(330)
        for at, (widget, share) in enumerate(((card, 5), (self._tables, 4))):
            self._parts.addWidget(widget)
            self._parts.setStretchFactor(at, share)
        self._parts.setSizes(self.seat.state("statistics.parts", [540, 460]))
        self._parts.splitterMoved.connect(lambda *_: self.seat.keep("statistics.parts", self._parts.sizes()))
        column.addWidget(self._parts, 1)
        return whole

    def _empty(self) -> QWidget:
        """What is said while there is nothing to count, and what to do about it."""
        whole = QWidget(self._stack)
        column = QVBoxLayout(whole)
        column.addStretch(2)
        self._nothing = label("", "quiet", whole, name="statistics.empty")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._nothing)
        row = QHBoxLayout()
        row.addStretch(1)
        self._to_register = QPushButton(tr("ui.statistics.to-register"), whole)
        self._to_register.setObjectName("statistics.to-register")
        self._to_register.clicked.connect(lambda: self.seat.goto.emit("register", ""))
        self._back = QPushButton(tr("ui.register.today"), whole)
        self._back.setObjectName("statistics.back")
        self._back.clicked.connect(self.bar.back_to_today)
        for made in (self._to_register, self._back):
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
        return whole

    # Filling

    def fill(self) -> None:
        self.bar.fill()
        found = self.found = statistics(self.seat.reader, self.bar.day.isoformat(), self.bar.chosen)
        self._show_figures(found)
        there = bool(found.valid or found.left)
        self._stack.setCurrentIndex(0 if there else 1)
        if there:
            self._show_topics(found)
        else:
            self._say_nothing()
        for made, action in zip(self._buttons, self._own(), strict=True):
            refresh(made, action)

    def _show_figures(self, found: Figured) -> None:
        support = found.years[-1].support
        told = [(f"{getattr(found, name):,}", tr(f"statistics.figure.{name}")) for name in _FIGURES[:-1]]
        if found.awaiting:
            facts = {"awaiting": found.awaiting, "count": found.ended}
            told[0] = (told[0][0], tr("ui.statistics.valid-awaiting", **facts))
        elif found.ended:
            told[0] = (told[0][0], tr("ui.statistics.valid", count=found.ended))
        words = tr("ui.statistics.support", year=found.years[-1].year)
        self.figures.show_numbers([*told, (tr("ui.statistics.wan", amount=wan(support)), words)])

    def _say_nothing(self) -> None:
        past = self.bar.day != self.seat.today or bool(self.bar.chosen)
        here = tr("ui.statistics.empty" if ways(self.seat, equal=False) else "ui.statistics.empty-below")
        words = tr("ui.statistics.none-then", shown=self.bar.words) if past else here
        self._nothing.setText(words)
        self._to_register.setVisible(not past)
        self._back.setVisible(past)

    def _show_topics(self, found: Figured) -> None:
        wanted = self._topic.key if self._topics else str(self.seat.state("statistics.topic", ""))
        before = [topic.key for topic in self._topics]
        self._topics = topics(self.seat, found)
        if [topic.key for topic in self._topics] != before:
            self.tabs.blockSignals(True)
            while self.tabs.count():
                self.tabs.removeTab(0)
            for topic in self._topics:
                self.tabs.addTab(topic.title)
            keys = [topic.key for topic in self._topics]
            self.tabs.setCurrentIndex(keys.index(wanted) if wanted in keys else 0)
            self.tabs.blockSignals(False)
        self._show_topic()

    @property
    def _topic(self) -> Topic:
        """The topic in front."""
        return self._topics[max(0, self.tabs.currentIndex())]

    @property
    def panel(self) -> TablePanel:
        """The table in front."""
        return self._panels[self._topic.key][0]

    def _turn(self) -> None:
        self.seat.keep("statistics.topic", self._topic.key)
        self._show_topic()

    def _show_topic(self) -> None:
        topic, found = self._topic, self.found
        if found is None:
            return
        fresh = topic.key not in self._panels
        panel, rows = self._panels.get(topic.key) or self._panel(topic)
        rows.give(topic.rows(found))
        panel.fill() if fresh else panel.refresh()
        self._tables.setCurrentWidget(panel)
        self.chart.show_bars(topic.bars(found), tr("ui.statistics.chart", topic=topic.title, shown=self.bar.words))
        self._mark()

    def _panel(self, topic: Topic) -> tuple[TablePanel, Given]:
        rows = Given()
        made = TablePanel(
            self.seat, f"statistics.{topic.key}", rows, topic.columns(), title=topic.title, empty=tr("ui.statistics.no-lines"),
            actions=self._row_actions, search=topic.key in {"county", "field"}, parent=self._tables,
        )  # fmt: skip
        if topic.key != "years":  # the names take what room there is, the numbers stand beside one another
            across = made.table.horizontalHeader()
            across.setStretchLastSection(False)
            across.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        made.table.entered.connect(lambda row: self._lead(str(row["id"]), 0))
        made.table.chosen.connect(self._mark)
        self._tables.addWidget(made)
        self._panels[topic.key] = made, rows
        return self._panels[topic.key]

    def _mark(self) -> None:
        """The bar of the row at the cursor stands out."""
        ids = [str(row["id"]) for row in self._topic.places(self.found)] if self.found is not None else []
        table = self.panel.table
        row: Row = table.current() if table.count_selected() else {}
        self.chart.mark(ids.index(str(row["id"])) if row and str(row["id"]) in ids else -1)

    def take_focus(self) -> None:
        """The keyboard begins in the table."""
        now = QApplication.focusWidget()
        inside = now is not None and self.isAncestorOf(now)
        if not inside and self._stack.currentIndex() == 0 and self._topics:
            self.panel.table.setFocus()
        else:
            super().take_focus()

    # Where a figure leads

    def _clicked(self, place: int, series: int) -> None:
        if self.found is not None:
            self._lead(str(self._topic.places(self.found)[place]["id"]), series)

    def _lead(self, row: str, at: int) -> None:
        """To the register, narrowed to those that a number counts."""
        lead = self._topic.lead(row, at, self.found, self.bar.chosen) if self.found is not None else None
        if lead is None:
            self.seat.say(tr("ui.statistics.no-list", topic=self._topic.title), "info")
        else:
            self.seat.goto.emit("register", address(*lead))

    # What can be done

    def commands(self) -> Sequence[Action]:
        if not self.built:
            return ()
        table = self.panel.commands() if self._topics and self._stack.currentIndex() == 0 else []
        return [*self._own(), *table]

    def _own(self) -> list[Action]:
        def nothing() -> str:
            found = self.found
            return "" if found is not None and (found.valid or found.left) else tr("ui.statistics.nothing")

        return [
            Action("statistics.picture", tr("ui.statistics.picture"), self._ask_picture, nothing, "picture", hint=tr("ui.statistics.picture-hint")),
            Action("statistics.export", tr("ui.statistics.export"), self._ask_book, nothing, "export", hint=tr("ui.statistics.export-hint")),
        ]  # fmt: skip

    def _ask_book(self) -> None:
        self.seat.ask(book_task(self.seat, self.bar.day, self.bar.chosen, self.bar.words))

    def _ask_picture(self) -> None:
        self.seat.ask(picture_task(self.seat, self.chart.picture(), self._topic.title, self.bar.day))

    def _row_actions(self) -> list[Action]:
        def row() -> Row:
            return self.panel.table.current() if self._topics else {}

        def none() -> str:
            if not row():
                return tr("ui.table.nothing-selected")
            return tr("ui.statistics.no-list", topic=self._topic.title) if self._topic.key == "kinds" else ""

        several = ("recognised", "left", "standing") if self._topics and self._topic.key == "years" else ("open",)
        return [
            Action(
                f"statistics.to-{name}", tr(f"ui.statistics.lead.{name}"), lambda at=at: self._lead(str(row()["id"]), at), none, "forward",
                group="row",
            )
            for at, name in enumerate(several)
        ]  # fmt: skip
