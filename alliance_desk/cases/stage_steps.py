"""What may be done at each kind of stage, by the rules that the stage's own verbs go by."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, cast

from alliance_desk.canonical import Json
from alliance_desk.cases import notice as notices
from alliance_desk.cases.affair_steps import OF_AFFAIRS
from alliance_desk.cases.step import Scene, Steps, at, barred, expired
from alliance_desk.ledger import streams
from alliance_desk.policy import checks, stages
from alliance_desk.policy.pack import Stage

GATHERED = ("expert_review", "site_visit", "business_check", "merge_select")
"""Kinds of stage in which a case may be gathered into a review batch."""

_SITTING = """
    SELECT s.stream FROM index_session s JOIN index_document d ON d.stream = s.stream
    WHERE s.state = 'open' AND instr(CAST(d.open AS TEXT), ?)
"""
_BATCH = "SELECT batch, name FROM index_batch WHERE \"case\" = ? AND state = 'in' ORDER BY rowid DESC LIMIT 1"
_OTHERS = "SELECT 1 FROM index_case WHERE pack = ? AND stream <> ? AND outcome = '' AND kind = 'application' LIMIT 1"
_NOTICE = (
    "SELECT notice FROM index_notice WHERE \"case\" = ? AND state IN ('published', 'suspended') ORDER BY rowid DESC"
)
_OBJECTION = "SELECT 1 FROM index_objection WHERE \"case\" = ? AND notice = ? AND state = 'open'"


def _recommend(scene: Scene, key: str, stage: Stage) -> Steps:
    rounds = cast("dict[str, Json]", scene.case.open.get("corrections", {})).values()
    asked = [entry for entry in rounds if "answered" not in entry]
    facts = {"due": max(entry["due"] for entry in asked), "letter": asked[-1]["letter"]} if asked else {}
    if asked:
        yield at("refill", key, stage, main=True, why="steps.correction-asked", facts=facts)
    open_now = checks.blocking(scene.findings, stage.actor)
    yield at("recommend", key, stage, main=True, **barred(open_now))
    yield at("correct", key, stage)
    yield at("not-recommend", key, stage)
    if not asked:
        yield at("refill", key, stage)
    yield at("edit", key, stage)


def _formal_check(scene: Scene, key: str, stage: Stage) -> Steps:
    yield at("formal-pass", key, stage, main=True, **barred(checks.blocking(scene.findings, stage.actor)))
    yield at("send-back", key, stage)
    yield at("inadmissible", key, stage)


def _business_check(_: Scene, key: str, stage: Stage) -> Steps:
    yield at("business-pass", key, stage, main=True)
    yield at("business-return", key, stage)
    yield at("business-refuse", key, stage)


def _expert_review(scene: Scene, key: str, stage: Stage) -> Steps:
    sitting = scene.desk.raw.execute(_SITTING, (scene.case.stream,)).fetchone()
    if sitting is not None:
        yield at("review", key, stage, main=True, record=sitting[0])
    else:
        yield at("session", key, stage, main=True, **expired(scene, scene.rules))


def _site_visit(_: Scene, key: str, stage: Stage) -> Steps:
    yield at("visit", key, stage, main=True)


def _merge_select(scene: Scene, key: str, stage: Stage) -> Steps:
    yield at("keep", key, stage, main=True)
    yield at("drop", key, stage)
    other = scene.desk.raw.execute(_OTHERS, (scene.rules.pack.id, scene.case.stream)).fetchone()
    why = {} if other else {"enabled": False, "why": "steps.no-other-case"}
    yield at("merge", key, stage, **why)


def _meeting(_: Scene, key: str, stage: Stage) -> Steps:
    yield at("meeting", key, stage, main=True)


def _public_notice(scene: Scene, key: str, stage: Stage) -> Steps:
    row = scene.desk.raw.execute(_NOTICE, (scene.case.stream,)).fetchone()
    if row is None:
        yield at("notice", key, stage, main=True)
        return
    objected = scene.desk.raw.execute(_OBJECTION, (scene.case.stream, row[0])).fetchone()
    if objected:
        yield at("answer", key, stage, main=True, record=row[0])
    yield at("close-notice", key, stage, main=not objected, record=row[0], **_running(scene, row[0]))
    yield at("objection", key, stage, record=row[0])


def _running(scene: Scene, stream: str) -> dict[str, Any]:
    """Why a notice cannot be closed yet, or that its last day must be confirmed."""
    desk = scene.desk
    document = streams.document(desk.raw, stream).open
    states = cast("dict[str, Json]", document["cases"])
    listed = [desk.case(one) for one, entry in states.items() if entry["state"] == "published"]
    cases = [case for case in listed if not stages.end_kind(desk.rules_of(case), case.open)]
    if not cases:
        return {"enabled": False, "why": "steps.notice-suspended"}
    start = date.fromisoformat(document["notice"]["start"])
    end, today = notices.latest(desk, cases, start), desk.clock.today()
    # The last day that a person may confirm lies behind the first.
    last = start + timedelta(days=1) if end.provisional else end.end
    if today <= last:
        return {"enabled": False, "why": "steps.notice-runs", "facts": {"end": end.end.isoformat()}}
    if end.provisional:
        return {"why": "steps.notice-provisional", "facts": {"end": end.end.isoformat()}}
    suspended = states[scene.case.stream]["state"] == "suspended"
    return {"why": "steps.notice-without-this"} if suspended else {}


def _recognition(scene: Scene, key: str, stage: Stage) -> Steps:
    end = cast("Json", scene.case.open.get("notice", {})).get("end", "")
    early = end and scene.desk.clock.today().isoformat() <= end
    why = {"enabled": False, "why": "steps.notice-runs", "facts": {"end": end}} if early else {}
    yield at("recognise", key, stage, main=True, **why)
    yield at("refuse", key, stage)


def _certificate(_: Scene, key: str, stage: Stage) -> Steps:
    yield at("issue-certificate", key, stage, main=True)


def _plaque(_: Scene, key: str, stage: Stage) -> Steps:
    yield at("issue-plaque", key, stage, main=True)


_BY_KIND: Mapping[str, Callable[[Scene, str, Stage], Steps]] = {
    "recommend": _recommend,
    "formal_check": _formal_check,
    "business_check": _business_check,
    "expert_review": _expert_review,
    "site_visit": _site_visit,
    "merge_select": _merge_select,
    "meeting": _meeting,
    "public_notice": _public_notice,
    "recognition": _recognition,
    "certificate": _certificate,
    "plaque": _plaque,
    **OF_AFFAIRS,
}


def stage_steps(scene: Scene) -> Steps:
    """What may be done to close the open stages of this office."""
    for key, stage in scene.open:
        if stage.kind in _BY_KIND:
            yield from _BY_KIND[stage.kind](scene, key, stage)
    gathered = next(((key, stage) for key, stage in scene.open if stage.kind in GATHERED), None)
    if gathered is not None:
        row = scene.desk.raw.execute(_BATCH, (scene.case.stream,)).fetchone()
        why = {"why": "steps.in-batch", "facts": {"name": row[1]}, "record": row[0]} if row else {}
        yield at("batch", *gathered, **(expired(scene, None) or why))
