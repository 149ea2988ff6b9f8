"""Review batches: rolling intake, reviewed together."""

import uuid
from collections.abc import Sequence

from alliance_desk.cases import lists
from alliance_desk.cases.continuing import refuse_expired, rehearsal_mark
from alliance_desk.cases.finding import short
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy import stages


def open_batch(desk: Desk, name: str, pack: str, numbers: Sequence[str]) -> Changes:
    """Gather cases of one policy for review.

    Raises Refused when a case is of another policy, is not waiting for a review, or the policy has expired and no 继续执行依据 is recorded.
    """
    cases = [desk.case(number) for number in numbers]
    if not cases or not name.strip():
        raise Refused("cases.batch-empty")
    newest = desk.rules_for(pack)
    refuse_expired(desk, newest)
    for case in cases:
        rules = desk.rules_of(case)
        waiting = {rules.stage[key].kind for key in stages.open_stages(rules, case.open)}
        if case.open["case"]["pack"] != pack or not waiting & {
            "expert_review",
            "site_visit",
            "business_check",
            "merge_select",
        }:
            raise Refused("cases.not-for-batch", number=case.open["case"]["number"])
    stream = uuid.uuid4().hex
    patch = {
        "batch": {"name": name.strip(), "pack": pack, "opened": desk.clock.today().isoformat(), "state": "open"},
        "cases": {case.stream: {"order": n, "state": "in"} for n, case in enumerate(cases, 1)},
    }
    desk.commit([Draft(stream=stream, stream_kind="batch", kind="batch.opened", patch=patch)])
    title = " ".join(part for part in (rehearsal_mark(newest), name.strip()) if part)
    path = lists.summary(
        desk, [case.stream for case in cases], title, desk.place.papers / f"batch-{short(stream)}.xlsx"
    )
    facts = {"name": name.strip(), "count": len(cases), "short": short(stream), "path": str(path)}
    return Changes(code="cases.batch-opened", facts=facts, kinds=frozenset({"batch"}), streams=(stream,), files=(path,))
