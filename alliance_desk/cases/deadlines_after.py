"""What falls due of recognised alliances: what they owe, what runs out, what the rules propose. One line for each duty and subject year."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from alliance_desk.cases.deadline import Deadline, falls_due
from alliance_desk.desk import Desk
from alliance_desk.errors import Fact
from alliance_desk.policy.after import Kind
from alliance_desk.register import duties
from alliance_desk.register.duties import DutyLine
from alliance_desk.register.expiring import expiring
from alliance_desk.register.proposals import Proposed, proposals

_AHEAD = timedelta(days=90)
"""How long before its day a duty is spoken of; an assessment that has a window is from its first day on."""
_OCTOBER = 10
"""From this month on what has no day of its own is spoken of for the year that runs."""
_PASSING = ("activity", "office")
"""Kinds of duty that cannot be made good years later: those of the year before are the last to be spoken of."""


def after(desk: Desk, most: int) -> Iterator[Deadline]:
    """Everything of recognised alliances. most: so many of what runs out, of each kind."""
    yield from _running_out(desk, most)
    yield from _duties(desk)
    yield from _proposals(desk)


def _running_out(desk: Desk, most: int) -> Iterator[Deadline]:
    today = desk.clock.today()
    for one in expiring(desk, most):
        state = one.state or ("" if one.threshold else "ended")
        facts: dict[str, Fact] = {"end": one.day.isoformat(), "threshold": one.threshold, "what": one.what}
        link = ("case" if one.kind == "sanction" else "alliance", one.id)
        code = f"agenda.{one.kind}-{state}" if state else f"agenda.{one.kind}"
        yield falls_due(today, one.kind, one.day, one.name, code, facts, one.basis, link)


def _duties(desk: Desk) -> Iterator[Deadline]:
    today = desk.clock.today()
    lines = duties.overview(desk)
    several = len({line.pack for line in lines}) > 1
    for line in lines:
        if speaks(line, today):
            state = (
                "late"
                if line.late
                else "undated"
                if line.due is None
                else "provisional"
                if line.provisional
                else "open"
            )
            counts: dict[str, Fact] = {name: getattr(line, name) for name in ("total", "met", "open", "late")}
            facts = counts | {"subject": line.subject, "due": str(line.due or "")}
            basis = f"{line.title} {line.basis}" if several else line.basis
            who, link = f"{line.name} {line.subject}", f"{line.pack}/{line.duty}/{line.subject}"
            yield falls_due(
                today, "duty", line.due, who, f"agenda.{_group(line)}-{state}", facts, basis, ("duties", link)
            )


def speaks(line: DutyLine, today: date) -> bool:
    """Whether a line is worth a place on the workbench today."""
    recent = line.subject >= str(today.year - 1)
    if line.late:
        return recent or line.kind not in _PASSING
    if not line.open:
        return False
    if line.due is None:
        return line.subject == str(today.year - 1) or (line.subject == str(today.year) and today.month >= _OCTOBER)
    return line.due - today <= _AHEAD or (line.kind in ("nth_year", "every") and line.affair == Kind.ASSESSMENT)


def _group(line: DutyLine) -> str:
    if line.kind in _PASSING:
        return line.kind
    return "round" if line.affair == Kind.ASSESSMENT else "duty"


def _proposals(desk: Desk) -> Iterator[Deadline]:
    """Told where this office decides, one line for each policy; no policy says by when."""
    by_pack: dict[str, list[Proposed]] = defaultdict(list)
    for one in proposals(desk):
        by_pack[one.pack].append(one)
    for pack, found in by_pack.items():
        rules = desk.policy_for(pack)
        if duties.decides(desk, rules):
            facts: dict[str, Fact] = {"count": len(found), "alliances": len({one.alliance for one in found})}
            basis = "、".join(dict.fromkeys(one.basis for one in found))
            link = ("duties", "proposals")
            yield falls_due(
                desk.clock.today(), "proposal", None, rules.pack.title, "agenda.proposals", facts, basis, link
            )
