"""What may be begun with an alliance of the register now, and why not where it may not: the same refusals as the verbs', without trying them."""

from collections.abc import Sequence

from msgspec import Struct

from alliance_desk.care.opening import line_of, prepare
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.policy.after import Kind, Procedure
from alliance_desk.policy.pack import Pack

_AT_ONCE = {Kind.SUPPORT: "support", Kind.RECTIFICATION: "measure"}
"""Kinds whose case is decided by the very act that opens it: only the office of that stage may."""
_NEVER = "0000"
"""A subject year of which no case runs: a yearly procedure may be open for one year and closed for another."""


class Offer(Struct, frozen=True):
    """One procedure of the policy. why: what the verb would refuse with; None where it may be begun."""

    id: str
    procedure: Procedure
    why: Refused | None


def offers(desk: Desk, alliance: str, kinds: Sequence[Kind]) -> list[Offer]:
    """The procedures of some kinds for one alliance, in the order of its policy. Raises Refused when the alliance or its policy is not known."""
    policy = desk.policy_for(str(line_of(desk, alliance).head["pack"]))
    return [
        Offer(key, item, why_not(desk, alliance, key, policy))
        for key, item in policy.procedure.items()
        if item.kind in kinds and item.kind is not Kind.ENTRY
    ]


def why_not(desk: Desk, alliance: str, procedure: str, policy: Pack) -> Refused | None:
    """What stands against one procedure now. policy: the whole rules of the alliance."""
    item = policy.procedure[procedure]
    try:
        document, rules, _ = prepare(desk, alliance, procedure, _NEVER if item.yearly else "")
    except Refused as refused:
        return refused
    kind = _AT_ONCE.get(item.kind)
    stage = next((stage for stage in rules.stage.values() if stage.kind == kind), None) if kind else None
    if stage is not None and document["offices"].get(stage.actor) != desk.office:
        return Refused("cases.not-your-stage", basis=stage.basis, stage=stage.name, role=rules.role[stage.actor].name)
    return None


def refusal(desk: Desk, alliance: str, kinds: Sequence[Kind]) -> Refused | None:
    """Why nothing of some kinds may be begun; None where something may."""
    try:
        found = offers(desk, alliance, kinds)
        title = desk.policy_for(str(line_of(desk, alliance).head["pack"])).pack.title
    except Refused as refused:
        return refused
    if not found:
        return Refused("care.offer.none", title=title)
    return None if any(one.why is None for one in found) else found[0].why
