"""Matters whose report is waited for (及时报告 that did not come): of what one may be expected, which wait, and the case that a report answers."""

from collections.abc import Collection, Mapping
from datetime import date

from msgspec import Struct

from alliance_desk.canonical import Json
from alliance_desk.care.opening import line_of
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.after import Kind, Prompt
from alliance_desk.policy.pack import Activity, Change, Pack

_OPEN = """
    SELECT f.stream FROM index_affair f JOIN index_case c ON c.stream = f.stream
    WHERE f.alliance = ? AND f.kind = ? AND NOT f.finished AND f.outcome = '' ORDER BY f.received, c.number
"""


class Expected(Struct, frozen=True):
    """A matter that became known, its report still to come. case: stream. what: id of the activity, or of the change, in the policy.

    on: day of the matter. due: last day for its report.
    """

    case: str
    number: str
    what: str
    name: str
    title: str
    on: date
    due: date


def owed_promptly(policy: Pack) -> Mapping[str, Activity | Change]:
    """Of what a report is owed without delay: activities and changes by id, those of a procedure with a ``prompt`` duty."""
    owed = {duty.procedure for duty in policy.duty.values() if isinstance(duty, Prompt)}
    items: dict[str, Activity | Change] = {**policy.change, **policy.activity}
    return {key: item for key, item in items.items() if item.procedure in owed}


def of_change(policy: Pack, matter: Json) -> bool:
    """Whether a case still waits for the report of a change: what is to change is not known before that."""
    key = str(matter.get("activity", ""))
    return key in policy.change and key not in policy.activity


def expected(desk: Desk, alliance: str) -> list[Expected]:
    """What is waited for from one alliance, the oldest matter first. Raises Refused when the alliance or its policy is not known."""
    items = owed_promptly(desk.policy_for(str(line_of(desk, alliance).head["pack"])))
    found: list[Expected] = []
    for (stream,) in desk.raw.execute(_OPEN, (alliance, Kind.EVENT)).fetchall():
        document = desk.case(stream).open
        matter = document.get("matter", {})
        if "due" not in matter or matter.get("activity") not in items:
            continue
        what, days = str(matter["activity"]), (date.fromisoformat(matter["on"]), date.fromisoformat(matter["due"]))
        number = str(document["case"]["number"])
        found.append(Expected(stream, number, what, items[what].name, str(matter["title"]), *days))
    return found


def answered(desk: Desk, alliance: str, number: str, whats: Collection[str]) -> Folded:
    """The case that the report of some activity or changes answers. number: or stream. Raises Refused where it waits for something else."""
    case = desk.case(number)
    waiting = [one for one in expected(desk, alliance) if one.what in whats]
    if case.stream not in {one.case for one in waiting}:
        known = tuple(f"{one.number} {one.title}" for one in waiting) or ("—",)
        facts = {"number": case.open["case"]["number"], "name": line_of(desk, alliance).head["name"]}
        raise Refused("care.event.not-expected", **facts, known=known)
    return case
