"""The page of public notices: which run and how long still, what waits to be published, what is over."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from alliance_desk.cases import noticed
from alliance_desk.cases.noticed import Line
from alliance_desk.desk import library
from ui.action import Action, button, refresh
from ui.language import tr
from ui.pages.base import Page
from ui.pages.notice.card import NoticeCard
from ui.pages.notice.fitting import fit_rows, hide_more
from ui.pages.notice.words import result_words
from ui.pieces import Card, clear, label, scrolled
from ui.tables.column import Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Listed, Row
from ui.tasks import notices
from ui.theme import measures

_READY_ROWS, _CLOSED_ROWS, _FEWEST = 6, 12, 4


class Notices(Page):
    """Ready cases, running notices as cards, closed ones as a list; a closed one opens as a card of its own."""

    key = "notices"
    least = 0  # what stands below the head scrolls by itself
    icon = "notices"
    kinds = frozenset({"case", "notice", "office"})

    def build(self) -> None:
        self._calendar = self.seat.reader.calendar()
        self._stack = QStackedWidget(self)
        self.body.addWidget(self._stack, 1)
        self._inside = inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, measures.GRID, 0)
        column.setSpacing(measures.GAP)
        self._build_ready(column)
        self._none = label("", "quiet", inside, name="notices.none")
        column.addWidget(self._none)
        self._running = QVBoxLayout()
        self._running.setSpacing(measures.GAP)
        column.addLayout(self._running)
        self._build_closed(column)
        column.addStretch(1)
        self._all = scrolled(inside, self._stack)
        self._stack.addWidget(self._all)
        self._build_single()
        self.cards: list[NoticeCard] = []
        self.single: NoticeCard | None = None
        self._over = 0
        self.ready.fill()
        self.closed.fill()

    def _build_ready(self, column: QVBoxLayout) -> None:
        self._ready_card = Card(tr("ui.notices.ready"), "notices.ready-card", self)
        self.ready = TablePanel(
            self.seat, "notices.ready", self._ready_source(), self._ready_columns(), title=tr("ui.notices.ready"),
            empty=tr("ui.notices.ready-empty"), actions=lambda: [self._publish_action()], search=False,
        )  # fmt: skip
        hide_more(self.ready)
        self._publish = button(self._publish_action(), self.seat.look, self, main=True)
        self._ready_card.head.addWidget(self._publish)
        self._ready_card.inside.addWidget(label(tr("ui.notices.ready-intro"), "small", self._ready_card))
        self._ready_card.inside.addWidget(self.ready)
        self.ready.changed.connect(lambda: refresh(self._publish, self._publish_action()))
        self.ready.table.entered.connect(lambda row: self.seat.goto.emit("cases", str(row["id"])))
        column.addWidget(self._ready_card)

    def _ready_source(self) -> Listed:
        office = self.seat.reader.office
        fixed = {"status": "status.public_notice", "holder": office, "actor": office, "custody": "held"}
        return Listed(lambda: self.seat.reader, "cases", fixed)

    def _ready_columns(self) -> list[Column]:
        return [
            Column("number", tr("ui.notices.number"), 150),
            Column("name", tr("ui.notices.name"), 330, most=560),
            Column("lead", tr("ui.notices.lead"), 230, most=360),
            Column("since", tr("ui.notices.since"), 100),
        ]

    def _build_closed(self, column: QVBoxLayout) -> None:
        self._closed_card = Card(tr("ui.notices.closed"), "notices.closed-card", self)
        self._closed_rows = Given()
        self.closed = TablePanel(
            self.seat, "notices.closed", self._closed_rows, _closed_columns(), title=tr("ui.notices.closed"),
            empty=tr("ui.notices.closed-empty"), actions=lambda: [self._show_action()], buttons=1,
        )  # fmt: skip
        self.closed.table.entered.connect(lambda row: self.open(str(row["id"])))
        self._closed_card.inside.addWidget(self.closed)
        column.addWidget(self._closed_card)

    def _build_single(self) -> None:
        """Where one closed notice is looked at."""
        whole = QWidget(self._stack)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        back = Action("notices.back", tr("ui.notices.back"), self._back, icon="back")
        column.addWidget(button(back, self.seat.look, whole, plain=True), 0, Qt.AlignmentFlag.AlignLeft)
        inside = QWidget()
        self._one = QVBoxLayout(inside)
        self._one.setContentsMargins(0, 0, measures.GRID, 0)
        column.addWidget(scrolled(inside, whole), 1)
        self._stack.addWidget(whole)

    # Filling

    def fill(self) -> None:
        reader = self.seat.reader
        self._calendar = reader.calendar()
        lines = noticed.lines(reader)
        self._fill_ready()
        self._fill_running([line for line in reversed(lines) if line.active])
        closed = [line for line in lines if not line.active]
        self._over = len(closed)
        self._closed_rows.give([_row(line) for line in closed])
        self._closed_card.setVisible(bool(closed))
        self.closed.refresh()
        self._tell_none(lines)
        self._fit_closed()
        QTimer.singleShot(0, self, self._fit_closed)  # the page may come into sight with this
        if self.single is not None:
            self._show_single(self.single.view.stream)

    def _fill_ready(self) -> None:
        self.ready.refresh()
        count = self.ready.table.rows.rowCount()
        self._ready_card.setVisible(bool(count))
        fit_rows(self.ready, count, _READY_ROWS)
        if count and not self.ready.table.count_selected() and len({row["pack"] for row in self._shown_ready()}) == 1:
            self.ready.table.selectAll()  # what waits is mostly published together
        refresh(self._publish, self._publish_action())

    def _shown_ready(self) -> Sequence[Row]:
        table = self.ready.table.rows
        return [table.row(at) for at in range(min(table.rowCount(), 200))]

    def _fill_running(self, lines: list[Line]) -> None:
        place = self._all.verticalScrollBar().value()
        clear(self._running)
        views = [noticed.view(self.seat.reader, line.notice) for line in lines]
        self.cards = [NoticeCard(self.seat, view, self._calendar, self) for view in views]
        for card in self.cards:
            self._running.addWidget(card)
        QTimer.singleShot(0, self, lambda: self._all.verticalScrollBar().setValue(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.built:
            QTimer.singleShot(0, self, self._fit_closed)  # when the pane has its new height

    def _fit_closed(self) -> None:
        """The list of what is over fills the room that is left; below notices it has some rows and never more than are in sight."""
        table = self.closed.table
        alone = not self.cards and self._ready_card.isHidden()
        around = (self._inside if alone else self._closed_card).sizeHint().height() - table.minimumHeight()
        head = table.horizontalHeader().sizeHint().height()
        most = (self._all.viewport().height() - around - head - 2) // table.verticalHeader().defaultSectionSize()
        fit_rows(self.closed, self._over, max(_FEWEST, most if alone else min(most, _CLOSED_ROWS)))

    def _tell_none(self, lines: list[Line]) -> None:
        words = ""
        if not lines and self._ready_card.isHidden():
            words = tr("ui.notices.empty" if self._decides() else "ui.notices.empty-below")
        elif not self.cards:
            words = tr("ui.notices.running-none")
        self._none.setText(words)
        self._none.setVisible(bool(words))

    def _decides(self) -> bool:
        """Whether any policy lets an office of this level decide."""
        reader = self.seat.reader
        level, added = reader.settings["office"]["level"], reader.place.packs
        sound = (pack for name in library.pack_files(added) if (pack := library.standing(name, added)) is not None)
        return any(level in pack.role["decider"].levels for pack in sound)

    # One notice

    def open(self, key: str) -> None:
        """Bring a notice, or the notice of a case, before the eyes."""
        if not any(key == card.view.stream for card in self.cards):
            self.fill()  # it may have been published a moment ago
        found = next(
            (card for card in self.cards if key in {card.view.stream, *(one.case for one in card.view.cases)}), None
        )
        if found is not None:
            self._stack.setCurrentIndex(0)
            QTimer.singleShot(0, found, lambda: self._to(found))
            return
        lines = {line.notice for line in noticed.lines(self.seat.reader)}
        if key in lines:
            self._show_single(key)
            self._stack.setCurrentIndex(1)

    def _to(self, card: NoticeCard) -> None:
        self._all.ensureWidgetVisible(card, 0, measures.MARGIN)
        card.strip.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_single(self, notice: str) -> None:
        clear(self._one)
        self.single = NoticeCard(self.seat, noticed.view(self.seat.reader, notice), self._calendar, self)
        self._one.addWidget(self.single)
        self._one.addStretch(1)

    def leave(self) -> bool:
        """From one closed notice back to the page."""
        if not self.built or self._stack.currentIndex() == 0:
            return False
        self._stack.setCurrentIndex(0)
        self.single = None
        clear(self._one)
        self.closed.table.setFocus()
        return True

    def _back(self) -> None:
        self.leave()

    # What can be done

    def commands(self) -> Sequence[Action]:
        if not self.built:
            return ()
        cards = [self.single] if self.single is not None else self.cards
        own = [action for card in cards for action in card.commands()] if len(cards) == 1 else []
        return [self._publish_action(), *own, *(self.closed.commands() if self._closed_card.isVisible() else ())]

    def _publish_action(self) -> Action:
        return Action(
            "notices.publish", tr("ui.notices.publish"), self._do_publish, self._cannot_publish, "notices",
            hint=tr("ui.notices.publish-hint"), group="notices",
        )  # fmt: skip

    def _cannot_publish(self) -> str:
        if self.seat.readonly:
            return tr("ui.notices.read-only")
        if not self.ready.table.rows.rowCount():
            return tr("ui.notices.ready-empty")
        chosen = self.ready.table.selected()
        if not chosen:
            return tr("ui.notices.choose-ready")
        return tr("ui.notices.mixed") if len({row["pack"] for row in chosen}) > 1 else ""

    def _do_publish(self) -> None:
        notices.publish(self.seat, [str(row["id"]) for row in self.ready.table.selected()])

    def _show_action(self) -> Action:
        none = lambda: "" if self._closed_row() else tr("ui.table.nothing-selected")  # noqa: E731
        return Action("notices.show", tr("ui.notices.show"), self._show_current, none, "forward", group="notices")

    def _closed_row(self) -> Row:
        panel: TablePanel | None = getattr(self, "closed", None)  # a panel asks for its buttons while it is being made
        return panel.table.current() if panel is not None else {}

    def _show_current(self) -> None:
        self.open(str(self._closed_row()["id"]))


def _closed_columns() -> list[Column]:
    return [
        Column("span", tr("ui.notices.span"), 190),
        Column("cases", tr("ui.notices.cases"), 60, right=True),
        Column("names", tr("ui.notices.names"), 240, most=640),
        Column("result", tr("ui.notices.result-column"), 130, most=240),
        Column("objections", tr("ui.notices.objections"), 60, right=True),
        Column("channel", tr("ui.notices.channel"), 100),
    ]


def _row(line: Line) -> Row:
    return {
        "id": line.notice,
        "span": tr("ui.notices.span-line", start=line.start, end=line.end),
        "cases": line.cases,
        "names": line.names,
        "result": result_words(line),
        "objections": line.objections,
        "channel": line.channel,
    }
