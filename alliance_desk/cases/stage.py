"""Closing a stage: the one way in which every stage verb writes its outcome and tells it."""

from collections.abc import Sequence
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.cases.letters import Enclosed
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger import custody
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.pack import Pack, Stage


def open_stage(desk: Desk, case: Folded, rules: Pack, kind: str) -> tuple[str, Stage]:
    """The open stage of one kind that this office may close now.

    Raises Refused when the policy has no such stage, it is not open yet or already closed, or it is another office's.
    """
    of_kind = {key: stage for key, stage in rules.stage.items() if stage.kind == kind}
    if not of_kind:
        raise Refused(
            "cases.no-such-stage", kind=kind, title=rules.pack.title, stages=tuple(s.name for s in rules.stage.values())
        )
    now = stages.open_stages(rules, case.open)
    found = next((key for key in of_kind if key in now), "")
    if not found:
        first = next(iter(of_kind.values()))
        waiting = tuple(rules.stage[key].name for key in now)
        raise Refused("cases.stage-not-open", basis=first.basis, stage=first.name, now=waiting or ("—",))
    stage = of_kind[found]
    if case.open["offices"].get(stage.actor) != desk.office:
        raise Refused("cases.not-your-stage", basis=stage.basis, stage=stage.name, role=rules.role[stage.actor].name)
    if not custody.may_work(case.open, desk.office):
        raise Refused("ledger.not-holder", kind=stage.name)
    return found, stage


def edits(desk: Desk, case: Folded, rules: Pack, *, papers: bool = False) -> str:
    """The kind of event by which this office may change the file of a case now.

    The file of an application is open while it is being recommended; that of a case beneath an alliance to the office whose stage it waits
    in, and its matter no longer once something was decided on it; papers may still be added then. papers: nothing else is changed.
    Raises Refused when it is not open, or not for this office.
    """
    if not case.open["case"].get("procedure"):
        open_stage(desk, case, rules, "recommend")
        return "case.edited"
    now = [rules.stage[key] for key in stages.open_stages(rules, case.open)]
    if not now:
        raise Refused("cases.affair-over", number=case.open["case"]["number"])
    if not any(case.open["offices"].get(stage.actor) == desk.office for stage in now):
        stage = now[0]
        raise Refused("cases.not-your-stage", basis=stage.basis, stage=stage.name, role=rules.role[stage.actor].name)
    if not custody.may_work(case.open, desk.office):
        raise Refused("ledger.not-holder", kind=now[0].name)
    if not papers and (key := stages.decided(rules, case.open)):
        stage = rules.stage[key]
        raise Refused("cases.affair-decided", basis=stage.basis, number=case.open["case"]["number"], stage=stage.name)
    return "affair.edited"


def closing(
    desk: Desk,
    case: Folded,
    rules: Pack,
    kind: str,
    outcome: str,
    *,
    sections: Json | None = None,
    note: str = "",
    effects: Sequence[Json] = (),
) -> Draft:
    """The draft that closes the open stage of a kind with an outcome.

    sections: what else the event writes (opinion, visit, meeting …). note: the reason, kept with the outcome.
    Raises Refused for an outcome that this kind of stage cannot have.
    """
    key, stage = open_stage(desk, case, rules, kind)
    allowed = stages.outcomes(stage)
    if outcome not in allowed:
        raise Refused(
            "cases.no-such-outcome", basis=stage.basis, stage=stage.name, outcome=outcome, known=tuple(allowed)
        )
    entry = {
        "outcome": outcome,
        "on": desk.clock.today().isoformat(),
        "office": desk.office,
        **({"note": note.strip()} if note.strip() else {}),
    }
    before = cast("Json", case.open.get("stages", {})).get(key, {})
    gone = dict.fromkeys(name for name in before if name not in entry)
    patch = {"stages": {key: {**gone, **entry}}, **(sections or {})}
    return Draft(
        stream=case.stream, stream_kind="case", kind=f"stage.{kind}", patch=patch, effects=list(effects), seen=case.seq
    )


def told(case: Folded, code: str, paper: Enclosed | None = None, **facts: str | int) -> Changes:
    """What a verb on one case reports; paper: the letter that went with it."""
    shown = {"number": case.open["case"]["number"], "name": case.open["alliance"]["name"], **facts}
    shown["paper"] = paper.text if paper else ""
    files = paper.files if paper else ()
    return Changes(code=code, facts=shown, kinds=frozenset({"case"}), streams=(case.stream,), files=files)
