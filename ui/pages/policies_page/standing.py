"""How a policy stands on a day: in force, a draft, a call that runs or has closed, expired with or without a ground to go on."""

from datetime import date, timedelta

from alliance_desk.cases.continuing import continued, expires
from alliance_desk.desk import Desk
from alliance_desk.policy.pack import Pack, Status
from ui.language import tr
from ui.tables.column import Cell
from ui.theme.colours import Tone

_SOON = timedelta(days=180)


def standing(desk: Desk, rules: Pack, today: date) -> Cell:
    """The state of a policy in words."""
    header = rules.pack
    if header.status is Status.REPEALED:
        return Cell(tr("ui.policies.repealed"), Tone.QUIET, "block")
    if header.status is Status.DRAFT:
        return Cell(tr("ui.policies.draft"), Tone.WAITING, "manual")
    end, ground = expires(rules), continued(desk, header.id)
    if end is not None and end < today:
        if ground:
            return Cell(tr("ui.policies.continued"), Tone.PASS, "pass", tr("ui.policies.continued-by", document=ground))
        return Cell(tr("ui.policies.expired"), Tone.BLOCK, "expired", tr("ui.policies.expired-on", end=end.isoformat()))
    if header.closes:
        closed = header.closes < today.isoformat()
        words = tr("ui.policies.call-closed" if closed else "ui.policies.call-open", closes=header.closes)
        return Cell(words, Tone.QUIET if closed else Tone.PASS, "clock" if closed else "pass")
    if end is not None and end - today <= _SOON:
        return Cell(tr("ui.policies.in-force-until", end=end.isoformat()), Tone.WARN, "clock")
    until = tr("ui.policies.runs-until", end=end.isoformat()) if end is not None else tr("ui.policies.no-term")
    return Cell(tr("ui.policies.in-force"), Tone.PASS, "pass", until)


def needs_ground(desk: Desk, rules: Pack, today: date) -> bool:
    """Whether the policy has expired and nobody recorded on what ground it goes on."""
    end = expires(rules)
    return end is not None and end < today and not continued(desk, rules.pack.id)
