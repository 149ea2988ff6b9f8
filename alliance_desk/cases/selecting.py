"""Choosing among applications of one field: merged into another (整合), kept, or not selected (择优)."""

from alliance_desk.cases import letters
from alliance_desk.cases.stage import closing, open_stage, told
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.policy import stages


def merge(desk: Desk, number: str, into: str, reason: str) -> Changes:
    """Close a same-field application by merging it into another of the same policy; the other goes on.

    Raises Refused when the other case is of another policy or no longer runs, or the reason is missing.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "merge_select")
    if not into.strip():
        raise Refused("cases.merge-target-needed", basis=stage.basis)
    target = desk.case(into)
    same = target.stream == case.stream or target.open["case"]["pack"] != case.open["case"]["pack"]
    same = same or bool(
        target.open["case"].get("procedure")
    )  # what lies beneath a recognised alliance is no application
    if same or not stages.may_withdraw(desk.rules_of(target), target.open):
        raise Refused("cases.merge-target", basis=stage.basis, into=into)
    if not reason.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    joined = {"into": target.stream, "number": target.open["case"]["number"], "name": target.open["alliance"]["name"]}
    draft = closing(desk, case, rules, "merge_select", "merged", sections={"merge": joined}, note=reason)
    desk.commit([draft], sign=[case.stream])
    return told(case, "cases.merged", into=joined["number"])


def select(desk: Desk, number: str, *, kept: bool, reason: str = "") -> Changes:
    """Close the choice among same-field applications: kept, or not selected with the reason."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "merge_select")
    if kept:
        desk.commit([closing(desk, case, rules, "merge_select", "kept", note=reason)])
        return told(case, "cases.kept")
    if not reason.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    desk.commit([closing(desk, case, rules, "merge_select", "not_selected", note=reason)], sign=[case.stream])
    return told(case, "cases.not-selected", letters.enclosed(desk, "refusal", case.stream))
