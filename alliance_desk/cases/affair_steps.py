"""What may be done at the kinds of stage that only cases beneath an alliance have, by the rules that the stage's own verbs go by.

Measures, support and entries have none: the verb that opens such a case closes its stage in the same commit.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

from alliance_desk.canonical import Json
from alliance_desk.cases.step import Scene, Steps, at, barred, expired
from alliance_desk.policy import checks
from alliance_desk.policy.after import Kind
from alliance_desk.policy.pack import Stage


def _barred(scene: Scene, stage: Stage) -> dict[str, Any]:
    return barred(checks.blocking(scene.findings, stage.actor))


def _submission(scene: Scene, key: str, stage: Stage) -> Steps:
    yield at("receive", key, stage, main=True, **_barred(scene, stage))
    yield at("absent", key, stage)
    if scene.rules.score:
        yield at("score", key, stage)


def _opinion(scene: Scene, key: str, stage: Stage) -> Steps:
    yield at("sign-opinion", key, stage, main=True, **_barred(scene, stage))
    yield at("return-opinion", key, stage)
    if scene.rules.score:
        yield at("score", key, stage)


def _evaluation(scene: Scene, key: str, stage: Stage) -> Steps:
    entered = cast("Json", scene.case.open.get("scores", {}))
    open_now = _barred(scene, stage)
    if not scene.rules.score:
        yield at("evaluate", key, stage, main=True, **open_now)
    else:
        lacking = {"enabled": False, "why": "steps.no-scores"}
        yield at("score", key, stage, main="expert" not in entered)
        yield at("evaluate", key, stage, main="expert" in entered, **(open_now if entered else lacking))
    yield at("absent", key, stage)


def _grading(scene: Scene, key: str, stage: Stage) -> Steps:
    yield at("grade", key, stage, main=True, **(_barred(scene, stage) or expired(scene, scene.rules)))


def _argumentation(_: Scene, key: str, stage: Stage) -> Steps:
    yield at("argue", key, stage, main=True)


def _handling(scene: Scene, key: str, stage: Stage) -> Steps:
    yield at("handle", key, stage, main=True, **_barred(scene, stage))
    yield at("refuse-change", key, stage)


def _acceptance(_: Scene, key: str, stage: Stage) -> Steps:
    yield at("accept", key, stage, main=True)
    yield at("fail", key, stage)


def _hearing(scene: Scene, key: str, stage: Stage) -> Steps:
    told = "due" in cast("Json", scene.case.open.get("matter", {}))
    yield at("tell", key, stage, main=not told)
    yield at("hear", key, stage, main=told)
    yield at("waive", key, stage)
    if stage.optional:
        yield at("skip-hearing", key, stage)


def _exit(scene: Scene, key: str, stage: Stage) -> Steps:
    recorded = cast("Json", scene.case.open.get("stages", {}))
    unheard = any(item.kind == "hearing" and name not in recorded for name, item in scene.rules.stage.items())
    why = {"enabled": False, "why": "steps.hear-first"} if unheard else _barred(scene, stage)
    yield at("decide-exit", key, stage, main=not unheard, **why)
    yield at("drop-exit", key, stage)


def _publication(_: Scene, key: str, stage: Stage) -> Steps:
    yield at("publish", key, stage, main=True)


def _return_papers(_: Scene, key: str, stage: Stage) -> Steps:
    yield at("return-papers", key, stage, main=True)


def _record(scene: Scene, key: str, stage: Stage) -> Steps:
    # After a grade nothing but the title's new last day is left to be recorded.
    if scene.case.open["case"]["kind"] == Kind.ASSESSMENT:
        yield at("prolong", key, stage, main=True)
    else:
        yield at("record", key, stage, main=True, **_barred(scene, stage))


def _submit_upward(_: Scene, key: str, stage: Stage) -> Steps:
    yield at("submit-upward", key, stage, main=True)


def _superior_result(_: Scene, key: str, stage: Stage) -> Steps:
    yield at("superior-result", key, stage, main=True)


OF_AFFAIRS: Mapping[str, Callable[[Scene, str, Stage], Steps]] = {
    "submission": _submission,
    "opinion": _opinion,
    "evaluation": _evaluation,
    "grading": _grading,
    "argumentation": _argumentation,
    "handling": _handling,
    "acceptance": _acceptance,
    "hearing": _hearing,
    "exit": _exit,
    "publication": _publication,
    "return_papers": _return_papers,
    "record": _record,
    "submit_upward": _submit_upward,
    "superior_result": _superior_result,
}
"""Kind of stage → what may be done in it."""
