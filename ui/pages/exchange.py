"""The page of exchange: what is on this stick and is it safe; and below what went out, what came in, what is still on its way."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QTabWidget

from alliance_desk.exchange.container import SUFFIX
from alliance_desk.exchange.quarantine import quarantined
from ui.action import Action, always, button
from ui.language import said, tr
from ui.levels import level_words
from ui.pages.base import Page
from ui.pages.exchange_stick import StickCard
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Listed, Row
from ui.tasks import exchange as tasks
from ui.tasks import office
from ui.theme.colours import Tone


class Exchange(Page):
    """Sticks and packages above; the log, cases on their way, the quarantine and known offices below."""

    key = "exchange"
    icon = "exchange"
    kinds = frozenset({"case", "office"})

    def build(self) -> None:
        self.setAcceptDrops(True)
        for action in self._head_actions():
            self.head.addWidget(button(action, self.seat.look, self, main=action.id == "exchange.take-in"))
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        self.sticks = StickCard(self.seat, self)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("exchange.tabs")
        self.tabs.setAccessibleName(tr("ui.exchange.records"))
        self.transit = TablePanel(
            self.seat,
            "exchange.transit",
            Listed(lambda: self.seat.reader, "cases", {"custody": "offered", "holder": self.seat.reader.office}),
            _transit_columns(),
            title=tr("ui.exchange.transit"),
            empty=tr("ui.exchange.transit-empty"),
            actions=self._transit_actions,
            buttons=2,
        )
        self.log = TablePanel(
            self.seat,
            "exchange.log",
            Listed(lambda: self.seat.reader, "packages"),
            _log_columns(),
            title=tr("ui.exchange.log"),
            empty=tr("ui.exchange.log-empty"),
            actions=self._log_actions,
            buttons=2,
        )
        self._held = Given()
        self.held = TablePanel(
            self.seat,
            "exchange.quarantine",
            self._held,
            _held_columns(),
            title=tr("ui.exchange.quarantine"),
            empty=tr("ui.exchange.quarantine-empty"),
            actions=self._held_actions,
            buttons=1,
            search=False,
        )
        self.peers = TablePanel(
            self.seat,
            "exchange.peers",
            Listed(lambda: self.seat.reader, "peers"),
            _peer_columns(),
            title=tr("ui.exchange.peers"),
            empty=tr("ui.exchange.peers-empty"),
            actions=self._peer_actions,
            buttons=1,
        )
        for panel in (self.transit, self.log, self.held, self.peers):
            self.tabs.addTab(panel, panel.title)
            panel.fill()
        self.transit.table.entered.connect(lambda row: self.seat.goto.emit("cases", str(row["id"])))
        split.addWidget(self.sticks)
        split.addWidget(self.tabs)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        self.body.addWidget(split, 1)

    def fill(self) -> None:
        self._held.give([
            {
                "id": one.id, "file": one.name, "kept": one.file, "why": said(one), "claimed": one.claimed,
                "fingerprint": one.fingerprint, "since": one.since,
            }
            for one in quarantined(self.seat.reader)
        ])  # fmt: skip
        for panel in (self.transit, self.log, self.held, self.peers):
            panel.refresh()
        self.sticks.look_again()
        for at, panel in enumerate((self.transit, self.log, self.held, self.peers)):
            count = panel.table.rows.rowCount()
            self.tabs.setTabText(at, tr("ui.exchange.tab", title=panel.title, count=count) if at != 1 else panel.title)

    def open(self, key: str) -> None:
        """Show one list: ``transit``, ``log``, ``quarantine`` or ``peers``; or a package by its hash."""
        names = ["transit", "log", "quarantine", "peers"]
        if key in names:
            self.tabs.setCurrentIndex(names.index(key))
        elif self.held.show_record(key):
            self.tabs.setCurrentIndex(2)
        else:
            self.tabs.setCurrentIndex(1)
            self.log.show_record(key)

    # What can be done

    def commands(self) -> Sequence[Action]:
        panel = self.tabs.currentWidget() if self.built else None
        return [*self._head_actions(), *(panel.commands() if isinstance(panel, TablePanel) else ())]

    def _head_actions(self) -> list[Action]:
        return [
            Action("exchange.take-in", tr("ui.exchange.take-in"), self._choose_file, always, "receive", "Ctrl+O", group="in"),
            Action("exchange.receipts", tr("ui.exchange.receipt"), lambda: tasks.receipt(self.seat), self._no_peer, "send", group="out"),
        ]  # fmt: skip

    def _no_peer(self) -> str:
        return "" if self.seat.reader.settings.get("peers") else tr("ui.exchange.no-peer")

    def _choose_file(self) -> None:
        chosen = self.sticks.chosen()
        if chosen is None:
            named, _ = QFileDialog.getOpenFileName(
                self, tr("ui.exchange.take-in"), "", tr("ui.exchange.types", suffix=SUFFIX)
            )
            chosen = Path(named) if named else None
        if chosen is not None:
            tasks.take_in(self.seat, chosen)

    def _transit_actions(self) -> list[Action]:
        none = lambda: "" if self.transit.table.current() else tr("ui.table.nothing-selected")  # noqa: E731
        return [
            Action("exchange.open-case", tr("ui.exchange.open-case"), self._open_case, none, "forward", group="case"),
            Action("exchange.withdraw", tr("ui.exchange.withdraw"), self._withdraw, none, "withdraw", group="case"),
        ]

    def _open_case(self) -> None:
        self.seat.goto.emit("cases", str(self.transit.table.current()["id"]))

    def _withdraw(self) -> None:
        tasks.withdraw_offer(self.seat, self.seat.reader.case(str(self.transit.table.current()["id"])))

    def _log_actions(self) -> list[Action]:
        def why() -> str:
            row = self.log.table.current()
            if not row:
                return tr("ui.table.nothing-selected")
            return "" if row["direction"] == "out" else tr("ui.exchange.not-ours")

        def shown() -> str:
            return why() and tr("ui.exchange.not-ours") if self.log.table.current() else tr("ui.table.nothing-selected")

        return [
            Action("exchange.once-more", tr("ui.exchange.once-more"), self._once_more, why, "usb", group="log"),
            Action("exchange.slip", tr("ui.exchange.slip"), self._slip, shown, "paper", group="log"),
        ]

    def _once_more(self) -> None:
        tasks.once_more(self.seat, str(self.log.table.current()["id"]))

    def _slip(self) -> None:
        row = self.log.table.current()
        path = self.seat.reader.place.papers / f"{Path(str(row['file'])).stem}.docx"
        if path.is_file():
            self.seat.say(tr("ui.exchange.slip-at", path=str(path)), "info", (path,))
        else:
            self.seat.say(tr("ui.exchange.no-slip"), "warn")

    def _held_actions(self) -> list[Action]:
        none = lambda: "" if self.held.table.current() else tr("ui.table.nothing-selected")  # noqa: E731
        return [Action("exchange.retry", tr("ui.exchange.retry"), self._retry, none, "refresh", group="held")]

    def _retry(self) -> None:
        tasks.take_in(self.seat, self.seat.reader.place.quarantine / str(self.held.table.current()["kept"]))

    def _peer_actions(self) -> list[Action]:
        return [
            Action(
                "exchange.peer", tr("ui.exchange.add-peer"), lambda: office.peer(self.seat), always, "key", group="peer"
            )
        ]

    # A package dropped on the page

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.toLocalFile().endswith(SUFFIX) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.toLocalFile().endswith(SUFFIX):
                tasks.take_in(self.seat, Path(url.toLocalFile()))
                return


def _transit_columns() -> list[Column]:
    return [
        Column("number", tr("ui.cases.number"), 150),
        Column("name", tr("ui.cases.name"), 300, most=560),
        Column("county", tr("ui.cases.county"), 200, most=340),
        Column("updated", tr("ui.exchange.since"), 110, lambda row: str(row["updated"])[:10]),
    ]


def _direction(row: Row) -> Cell:
    way = str(row["direction"])
    return Cell(tr(f"record.direction.{way}"), Tone.PLAIN, "send" if way == "out" else "receive")


def _receipt(row: Row) -> Cell:
    if row["direction"] == "in":
        return Cell("")
    if row["receipt"]:
        return Cell(tr("ui.exchange.arrived"), Tone.PASS, "pass")
    return Cell(tr("ui.exchange.not-arrived"), Tone.WAITING, "waiting")


def _log_columns() -> list[Column]:
    return [
        Column("day", tr("ui.exchange.day"), 100),
        Column("direction", tr("ui.exchange.direction"), 96, _direction, filter=True, label=lambda way: tr(f"record.direction.{way}")),
        Column("office", tr("ui.exchange.office"), 200, most=320),
        Column("sequence", tr("ui.exchange.sequence"), 72, right=True),
        Column("purpose", tr("ui.exchange.purpose"), 110, lambda row: tr(f"record.purpose.{row['purpose']}"), filter=True, label=lambda what: tr(f"record.purpose.{what}")),
        Column("receipt", tr("ui.exchange.receipt-state"), 120, _receipt),
        Column("file", tr("ui.exchange.file"), 320),
    ]  # fmt: skip


def _held_columns() -> list[Column]:
    return [
        Column("why", tr("ui.exchange.why"), 400, lambda row: Cell(str(row["why"]), Tone.WARN, "warn"), most=700),
        Column("claimed", tr("ui.exchange.claimed"), 180, most=280),
        Column("fingerprint", tr("ui.exchange.fingerprint"), 200, most=430),
        Column("since", tr("ui.exchange.since"), 110, lambda row: str(row["since"])[:10]),
    ]


def _peer_columns() -> list[Column]:
    return [
        Column("name", tr("ui.exchange.office"), 220, most=360),
        Column("relation", tr("ui.exchange.relation"), 100, lambda row: tr(f"ui.exchange.relation-{row['relation']}")),
        Column("level", tr("ui.exchange.level"), 80, lambda row: level_words(str(row.get("level", "")))),
        Column("fingerprint", tr("ui.exchange.fingerprint"), 420),
    ]
