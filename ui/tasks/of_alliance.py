"""What tasks say about an alliance of the register: whose it is, under which policy, what may be begun with it and why not."""

from collections.abc import Sequence
from functools import cached_property

from alliance_desk.canonical import Json
from alliance_desk.care.offers import Offer, offers
from alliance_desk.care.opening import line_of
from alliance_desk.changes import Changes
from alliance_desk.policy.after import Kind
from alliance_desk.policy.conditions import Item
from alliance_desk.policy.pack import Pack
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Values
from ui.task import Kind as Field
from ui.tasks.about import article, policy


class OfAlliance:
    """An alliance as its tasks speak of it. Raises Refused when it, or its policy, is not known here."""

    def __init__(self, seat: Seat, alliance: str) -> None:
        self.seat, self.id = seat, alliance
        self.line = line_of(seat.reader, alliance)
        self.rules: Pack = seat.reader.policy_for(str(self.line.head["pack"]))

    @property
    def head(self) -> str:
        """Which alliance it is, and who leads it."""
        return tr("ui.care.head", name=self.line.head["name"], lead=self.line.head.get("lead", ""))

    @cached_property
    def members(self) -> list[tuple[str, Json]]:
        """The members in their order."""
        return sorted(self.line.members.items(), key=lambda item: item[1].get("order", 0))

    def member_choices(self, *, lead: bool) -> list[tuple[str, str]]:
        """The members to choose from. lead: the leading one among them."""
        return [(key, str(one.get("name", key))) for key, one in self.members if lead or one.get("role") != "lead"]

    def offers(self, *kinds: Kind) -> list[Offer]:
        """The procedures of some kinds that may be begun now."""
        return [one for one in offers(self.seat.reader, self.id, kinds) if one.why is None]

    def basis(self, items: Sequence[tuple[str, Item]]) -> str:
        """The article of the one item, the policy where there are several. items: name and item."""
        return article(self.rules, items[0][1].basis, items[0][0]) if len(items) == 1 else policy(self.rules)

    def to_case(self, changes: Changes) -> None:
        """Go on in the case that was opened."""
        self.seat.goto.emit("cases", changes.streams[0])


def choose(key: str, label: str, choices: Sequence[tuple[str, str]], usual: str = "", hint: str = "") -> list[Ask]:
    """The field that chooses one; none where there is only the one."""
    if len(choices) < 2:
        return []
    known = usual if usual in dict(choices) else None
    return [Ask(key, label, Field.CHOICE, required=True, choices=choices, usual=known, hint=hint)]


def chosen(values: Values, key: str, choices: Sequence[tuple[str, str]]) -> str:
    """What was chosen in ``choose``; empty while nothing is."""
    return str(values.get(key, "")) if len(choices) > 1 else choices[0][0] if choices else ""
