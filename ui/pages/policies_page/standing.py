"""How a policy stands on a day: in force, a draft, a call that runs or has closed, expired with or without a ground to go on."""

from datetime import date, timedelta
from typing import NamedTuple

from alliance_desk.cases.continuing import continued, expires
from alliance_desk.desk import Desk
from alliance_desk.policy.pack import Pack, Status
from ui.language import tr
from ui.tables.column import Cell
from ui.theme.colours import Tone

_SOON = timedelta(days=180)


class Standing(NamedTuple):
    """A state in a word and in a phrase."""

    word: str
    phrase: str
    tone: Tone
    icon: str

    @property
    def cell(self) -> Cell:
        """As it stands in a table."""
        return Cell(self.word, self.tone, self.icon, self.phrase)


def standing(desk: Desk, rules: Pack, today: date) -> Standing:
    """The state of a policy in words."""
    header = rules.pack
    if header.status is Status.REPEALED:
        return Standing(tr("ui.policies.repealed"), tr("ui.policies.repealed"), Tone.QUIET, "block")
    if header.status is Status.DRAFT:
        return Standing(tr("ui.policies.draft"), tr("ui.policies.draft-only"), Tone.WAITING, "manual")
    end, ground = expires(rules), continued(desk, header.id)
    if end is not None and end < today:
        if ground:
            told = tr("ui.policies.continued-by", document=ground)
            return Standing(tr("ui.policies.continued"), told, Tone.PASS, "pass")
        return Standing(tr("ui.policies.expired"), tr("ui.policies.expired-needs"), Tone.BLOCK, "expired")
    if header.closes:
        closed = header.closes < today.isoformat()
        word = tr("ui.policies.call-closed" if closed else "ui.policies.call-open")
        told = tr("ui.policies.call-closed-on" if closed else "ui.policies.call-open-until", closes=header.closes)
        return Standing(word, told, Tone.QUIET if closed else Tone.PASS, "clock" if closed else "pass")
    if end is not None and end - today <= _SOON:
        told = tr("ui.policies.in-force-until", end=end.isoformat())
        return Standing(tr("ui.policies.expires-soon"), told, Tone.WARN, "clock")
    if header.parent:
        return Standing(tr("ui.policies.call"), tr("ui.policies.call-in-force"), Tone.PASS, "pass")
    return Standing(tr("ui.policies.in-force"), tr("ui.policies.in-force"), Tone.PASS, "pass")


def needs_ground(desk: Desk, rules: Pack, today: date) -> bool:
    """Whether the policy has expired and nobody recorded on what ground it goes on."""
    end = expires(rules)
    return end is not None and end < today and not continued(desk, rules.pack.id)
