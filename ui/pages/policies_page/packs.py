"""The packs this office has, as a table: title, state, who stands under it, version, number, issuer, where it came from."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from alliance_desk.cases.pack_use import Use, use
from alliance_desk.cases.packs import Known, known
from alliance_desk.desk import library
from alliance_desk.errors import DeskError
from alliance_desk.exchange.offers import Offer, offered
from alliance_desk.policy.pack import Pack
from ui.action import Action
from ui.language import tr
from ui.pages.policies_page.standing import Standing, standing
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.theme.colours import Tone

_OFFER = "offer:"
"""The id of a row that waits begins so; no id of a pack has such a sign."""


class PackTable(TablePanel):
    """The table. packs, offers: what stands here by id, what waits to be added by its row's id, as found at the last ``read``."""

    def __init__(self, seat: Seat, actions: Callable[[], Sequence[Action]], parent: QWidget) -> None:
        self._rows, self._standings = Given(), dict[str, Standing]()
        self.packs: dict[str, Known] = {}
        self.offers: dict[str, Offer] = {}
        self.use: dict[str, Use] = {}
        super().__init__(
            seat,
            "policies.packs",
            self._rows,
            self._shown(),
            title=tr("ui.policies.packs"),
            empty=tr("ui.policies.packs-empty"),
            actions=actions,
            parent=parent,
        )

    def _shown(self) -> list[Column]:
        return [
            Column("title", tr("ui.policies.title"), 184, _title, most=420),
            Column("standing", tr("ui.policies.standing"), 96, lambda row: self._standings[str(row["id"])].cell),
            Column("alliances", tr("ui.policies.alliances"), 52, right=True),
            Column("running", tr("ui.policies.running"), 52, right=True),
            # What follows stands beside the list for the policy at the cursor.
            Column("version", tr("ui.policies.version"), 56, right=True, shown=False),
            Column("doc_no", tr("ui.policies.doc-no"), 150, shown=False),
            Column("issuer", tr("ui.policies.issuer"), 150, shown=False),
            Column("parent", tr("ui.policies.parent"), 160, shown=False),
            Column("origin", tr("ui.policies.origin"), 160, shown=False),
        ]

    def read(self) -> None:
        """Look at the packs anew; the one at the cursor stays there."""
        desk = self.seat.reader
        self.packs = {one.id: one for one in known(desk, desk.place.packs)}
        self.use = use(desk)
        self._standings = {}
        self.offers = {f"{_OFFER}{one.sha256}": one for one in offered(desk)}
        self._rows.give([
            *(self._row_of_offer(key, one) for key, one in self.offers.items()),
            *(self._row(one) for one in self.packs.values()),
        ])  # fmt: skip
        self.refresh()
        if not self.table.current() and self.table.rows.rowCount():
            self.table.choose(0)

    def _row_of_offer(self, key: str, one: Offer) -> Row:
        """What waits comes first: somebody has to answer it."""
        told = tr("ui.policies.offered.from", office=one.sender, day=one.on)
        self._standings[key] = Standing(tr("ui.policies.offered.waits"), told, Tone.WAITING, "receive")
        return {
            "id": key,
            "title": one.title,
            "call": False,
            "newer": 0,
            "standing": tr("ui.policies.offered.waits"),
            "alliances": "",
            "running": "",
            "version": one.version,
            "doc_no": "",
            "issuer": "",
            "parent": "",
            "origin": told,
        }

    def _row(self, one: Known) -> Row:
        """A pack as a row; one that is at fault says so and no more."""
        rules, why = self.rules(one.id), one.fault
        parent = rules.pack.parent if rules is not None else ""
        state = Standing(tr("ui.policies.faulty"), why, Tone.BLOCK, "block")
        if rules is not None:
            state = standing(self.seat.reader, rules, self.seat.today)
        self._standings[one.id] = state
        under = self.use.get(one.id, Use())
        return {
            "id": one.id,
            "title": one.title,
            "call": bool(parent),
            "newer": one.newer,
            "standing": state.word,
            "alliances": under.alliances or "",
            "running": under.running or "",
            "version": one.version or "",
            "doc_no": one.doc_no,
            "issuer": one.issuer,
            "parent": self.called(parent) if parent else "",
            "origin": origin(one),
        }

    def rules(self, name: str) -> Pack | None:
        """The whole rules of a pack under this office's readings; none while it is at fault."""
        try:
            return self.seat.reader.policy_for(name)
        except DeskError:
            return None

    def path(self, name: str) -> Path:
        """Where the file of a pack lies."""
        return library.pack_files(self.seat.reader.place.packs)[name]

    def called(self, name: str) -> str:
        """A pack by its title; by its id where it is not here."""
        return self.packs[name].title if name in self.packs else tr("ui.policies.not-here", id=name)

    def standing(self, name: str) -> Standing:
        """The state of a pack."""
        return self._standings[name]


def _title(row: Row) -> Cell:
    if row["newer"]:
        return Cell(str(row["title"]), Tone.INFO, "info", tr("ui.policies.newer", version=row["newer"]))
    return Cell(str(row["title"]), icon="pin" if row["call"] else "policies")


def origin(one: Known) -> str:
    """Where a pack came from."""
    if one.changed:
        return tr("ui.policies.changed-by-hand")
    if one.sender:
        return tr("ui.policies.added-from", day=one.added, name=one.by, office=one.sender)
    if one.added:
        return tr("ui.policies.added-by", day=one.added, name=one.by)
    return tr("ui.policies.shipped" if one.shipped else "ui.policies.loose")
