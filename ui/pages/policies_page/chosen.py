"""The pack at the cursor: what it is, what can be done with it, and its tabs – rule book, readings, what is unknown, cases."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from alliance_desk.cases import pack_look
from alliance_desk.cases.continuing import continued, expires
from alliance_desk.cases.letter_call import call_for_applications
from alliance_desk.cases.pack_use import Pinned, Use
from alliance_desk.cases.packs import Known
from alliance_desk.policy.book import Book
from alliance_desk.policy.pack import Pack
from ui.action import Action, button, refresh
from ui.flow import Flow
from ui.language import language, tr
from ui.pages.policies_page.book_text import html_of
from ui.pages.policies_page.packs import PackTable, origin
from ui.pages.policies_page.pinned import PinnedTab, pinned
from ui.pages.policies_page.reader import Reader
from ui.pages.policies_page.readings import ReadingsTab, UnknownsTab
from ui.pages.policies_page.standing import needs_ground
from ui.pieces import Badge, label
from ui.seat import Seat
from ui.tables.panel import TablePanel
from ui.tasks import office, packs
from ui.tasks.pack_finds import Compared, Examined, Tried
from ui.tasks.pack_sending import send
from ui.theme import measures
from ui.theme.colours import Tone

TABS = ("book", "readings", "unknowns", "pinned")
_GROUND, _RENEW = "policies.continue", "policies.renew"
_READINGS, _PINNED = TABS.index("readings"), TABS.index("pinned")


class Chosen(QWidget):
    """One sound pack. compared, tried, examined: what to do with what a comparison, a dry run or a look at a newer version finds."""

    def __init__(
        self,
        seat: Seat,
        table: PackTable,
        compared: Callable[[Compared], None],
        tried: Callable[[Tried], None],
        examined: Callable[[Examined], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.seat, self._table = seat, table
        self._compared, self._tried, self._examined = compared, tried, examined
        self.known: Known | None = None
        self.rules: Pack | None = None
        self._cases: list[Pinned] = []
        self._read: tuple[str, Book] | None = None
        self._made: list[tuple[QPushButton, str, bool]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GRID, 0, 0, 0)
        column.setSpacing(measures.GRID)
        column.addLayout(self._head())
        self.about = label("", "quiet", self, name="policies.about")
        column.addWidget(self.about)
        self.newer = Badge(seat.look, "", Tone.INFO, "info", self)
        self.newer.setObjectName("policies.newer")
        column.addWidget(self.newer, 0, Qt.AlignmentFlag.AlignLeft)
        line = QWidget(self)
        self._flow = Flow(line, across=measures.GRID, down=measures.GRID)
        column.addWidget(line)
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("policies.tabs")
        self.tabs.setAccessibleName(tr("ui.policies.tabs"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        column.addWidget(self.tabs)
        self._stack = QStackedWidget(self)
        self.reader = Reader(seat.look, "policies.book", self._stack)
        self.readings = ReadingsTab(seat, self._stack)
        self.unknowns = UnknownsTab(seat, parent=self._stack)
        self.pinned = PinnedTab(seat, compared, self._stack)
        for key, widget in zip(TABS, (self.reader, self.readings, self.unknowns, self.pinned), strict=True):
            self.tabs.addTab(tr(f"ui.policies.tab.{key}"))
            self._stack.addWidget(widget)
        column.addWidget(self._stack, 1)
        kept = str(seat.state("policies.tab", TABS[0]))
        self.tabs.setCurrentIndex(TABS.index(kept) if kept in TABS else 0)
        self._stack.setCurrentIndex(self.tabs.currentIndex())
        self.tabs.currentChanged.connect(self._turn)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(measures.GRID)
        self.title = label("", "section", self, name="policies.title")
        row.addWidget(self.title, 1)
        self._badge = Badge(self.seat.look, "", Tone.PLAIN, "", self)
        self._badge.setObjectName("policies.badge")
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        return row

    # What is shown

    def show_pack(self, known: Known, rules: Pack) -> None:
        """Show a pack, or the same one anew."""
        self.known, self.rules = known, rules
        self._cases = pinned(self.seat, known.id)
        self.title.setText(known.title)
        state = self._table.standing(known.id)
        self._badge.say(state.phrase, state.tone, state.icon)
        self.about.setText(self._facts(known, rules))
        self.newer.setVisible(bool(known.newer))
        self.newer.say(tr("ui.policies.newer", version=known.newer), Tone.INFO, "info")
        counts = {"readings": len(rules.reading), "unknowns": len(rules.unknown), "pinned": len(self._cases)}
        for at, key in enumerate(TABS):
            words, count = tr(f"ui.policies.tab.{key}"), counts.get(key, 0)
            self.tabs.setTabText(at, tr("ui.policies.tab-count", name=words, count=count) if count else words)
            self.tabs.setTabToolTip(at, tr("ui.action.with-keys", text=words, keys=f"Ctrl+{at + 1}"))
        self._fill()
        self.follow()

    def _facts(self, known: Known, rules: Pack) -> str:
        """Where it comes from, since when, and who stands under it: two lines."""
        header, under = rules.pack, self._table.use.get(known.id, Use())
        end, ground = expires(rules), continued(self.seat.reader, known.id)
        first = [
            header.issuer,
            header.doc_no or tr("ui.policies.no-number"),
            tr("ui.policies.version-no", version=header.version),
            tr("ui.policies.since", day=header.effective),
            tr("ui.policies.until", day=end.isoformat()) if end is not None else "",
            tr("ui.policies.closes", day=header.closes) if header.closes else "",
            origin(known),
        ]
        second = [
            tr("ui.policies.over", parent=self._table.called(header.parent)) if header.parent else "",
            tr("ui.policies.continued-by", document=ground) if ground else "",
            tr("ui.policies.under", alliances=under.alliances, running=under.running),
        ]
        sign = tr("ui.policies.between")
        return "\n".join(sign.join(part for part in parts if part) for parts in (first, second))

    def _fill(self) -> None:
        """Fill the tab in front."""
        known, rules = self.known, self.rules
        if known is None or rules is None:
            return
        match self.tabs.currentIndex():
            case 0:
                self._show_book(known.id, rules)
            case 1:
                self.readings.show_rules(known.id, rules)
            case 2:
                self.unknowns.show_rules(rules)
            case _:
                under = self._table.use.get(known.id, Use())
                self.pinned.show_cases(known.id, self._cases, under.running)

    def _show_book(self, name: str, rules: Pack) -> None:
        """A long text is laid out anew only where it says something else."""
        book = pack_look.book(rules, language())
        if self._read == (name, book):
            return
        self._read = name, book
        self.reader.show_text(name, lambda document: document.setHtml(html_of(book, self.seat.look.colours)))

    def _turn(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self.seat.keep("policies.tab", TABS[at])
        self._fill()
        self.seat.goto.emit("policies", "")  # the shortcuts follow the tab

    def turn_to(self, key: str) -> None:
        """Bring a tab to the front."""
        self.tabs.setCurrentIndex(TABS.index(key))

    @property
    def panel(self) -> TablePanel | None:
        """The table of the tab in front."""
        return (None, self.readings.panel, self.unknowns.panel, self.pinned.panel)[self.tabs.currentIndex()]

    def take_focus(self) -> None:
        """Into the tab in front."""
        panel = self.panel
        (panel.table if panel is not None else self.reader.text).setFocus()

    # What can be done

    def follow(self) -> None:
        """Let the buttons follow what can be done now.

        They are made once and hidden: PySide holds on to the items of a layout of ours, and a widget taken out of it would free one twice.
        """
        expired = self.rules is not None and needs_ground(self.seat.reader, self.rules, self.seat.today)
        actions = {action.id: action for action in self.pack_actions()}
        if not self._made:
            for main in (True, False):
                self._make(self._ground_action(), main=main)
            self._make(self._renew_action(), main=False)
            for action in actions.values():
                if action.id not in (_GROUND, _RENEW):
                    self._make(action, main=False)
        for made, name, main in self._made:
            made.setVisible(name in actions and (name != _GROUND or main == expired))
            if name in actions:
                refresh(made, actions[name])

    def _make(self, action: Action, *, main: bool) -> None:
        made = button(action, self.seat.look, self, main=main)
        self._made.append((made, action.id, main))
        self._flow.addWidget(made)

    def pack_actions(self) -> list[Action]:
        """What can be done with the pack; what there is no question of is not among it."""
        if self.rules is None:
            return []

        return [
            *([self._ground_action()] if expires(self.rules) is not None else []),
            *([self._renew_action()] if self.known is not None and self.known.newer else []),
            Action("policies.print", tr("ui.policies.print.action"), self._print, icon="print", group="pack"),
            Action("policies.compare", tr("ui.policies.compare.action"), self._compare, icon="columns", group="pack"),
            Action("policies.try", tr("ui.policies.try.action"), self._try, icon="draw", group="pack"),
            Action("policies.export", tr("ui.policies.export.action"), self._export, icon="export", group="pack"),
            Action("policies.send", tr("ui.policies.send.action"), self._send, self._no_sending, "send", group="pack"),
        ]  # fmt: skip

    def _ground_action(self) -> Action:
        return Action(_GROUND, tr("ui.policies.continue"), self._go_on, self._locked, "stamp", group="pack")

    def _renew_action(self) -> Action:
        return Action(_RENEW, tr("ui.policies.renew"), self._renew, icon="import", hint=tr("ui.policies.renew-hint"), group="pack")  # fmt: skip

    def _locked(self) -> str:
        return tr("ui.settings.read-only") if self.seat.readonly else ""

    # Buttons live longer than the pack they were made for: each asks which one is at the cursor.

    def _go_on(self) -> None:
        if self.known is not None:
            office.continued(self.seat, self.known.id)

    def _renew(self) -> None:
        if self.known is not None:
            packs.look_at_newer(self.seat, self.known.id, self._examined)

    def _print(self) -> None:
        if self.known is not None:
            packs.print_book(self.seat, self.known.id, self.known.title, self.known.version)

    def _call(self) -> None:
        if self.known is not None:
            pack = self.known.id
            self.seat.run(tr("ui.policies.call-letter.action"), lambda desk, _step: call_for_applications(desk, pack))

    def _compare(self) -> None:
        if self.known is not None:
            packs.compare(self.seat, self.known.id, self._compared)

    def _try(self) -> None:
        if self.known is not None:
            packs.dry_run(self.seat, self.known.id, self.known.title, self._tried)

    def _export(self) -> None:
        if self.known is not None and self.rules is not None:
            parent = self.rules.pack.parent
            packs.export(self.seat, self.known.id, self.known.title, self._table.called(parent) if parent else "")

    def _no_sending(self) -> str:
        if self.seat.readonly:
            return tr("ui.settings.read-only")
        if self.known is not None and self.known.changed:
            return tr("ui.policies.changed-by-hand")
        return "" if self.seat.reader.settings.get("peers") else tr("ui.policies.send.no-peer")

    def _send(self) -> None:
        if self.known is not None:
            send(self.seat, self.known.id, self.known.title, self.known.version)

    def commands(self) -> Sequence[Action]:
        """For the palette: the pack, the tab in front, and turning to the others."""

        def turn(key: str) -> Callable[[], None]:
            return lambda: self.turn_to(key)

        at_front = {_READINGS: self.readings.commands, _PINNED: self.pinned.commands}
        front = at_front.get(self.tabs.currentIndex(), list[Action])
        tabs = [
            Action(f"policies.show.{key}", tr("ui.policies.show-tab", name=tr(f"ui.policies.tab.{key}")), turn(key), shortcut=f"Ctrl+{at}")
            for at, key in enumerate(TABS, 1)
        ]  # fmt: skip
        return [*self.menu(), *front(), *tabs]

    def menu(self) -> list[Action]:
        """What can be done with the pack: its buttons, and what is rarely wanted."""
        own = self.pack_actions()
        return [*own, self._call_action()] if own else []

    def _call_action(self) -> Action:
        """The call for applications: rarely wanted, so it takes no room from what is read."""
        hint = tr("ui.policies.call-letter.hint")
        return Action(
            "policies.call",
            tr("ui.policies.call-letter.action"),
            self._call,
            self._locked,
            "paper",
            hint=hint,
            group="pack",
        )
