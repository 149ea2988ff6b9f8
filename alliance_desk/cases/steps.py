"""Which verbs are open to this office on a case now, in the order of their use, and why the others are not.

It says what the verbs would say, without trying them: a test plays a case through all stages and holds the two against each other.
"""

from collections.abc import Iterable
from typing import Any, cast

import msgspec

from alliance_desk.canonical import Json
from alliance_desk.cases.stage_steps import stage_steps
from alliance_desk.cases.step import Scene, Step, Steps
from alliance_desk.desk import Desk
from alliance_desk.exchange import log as packages
from alliance_desk.ledger import custody
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.findings import Outcome
from alliance_desk.policy.pack import Attest

__all__ = ["Step", "main_step", "next_steps"]


def next_steps(desk: Desk, case: Folded, *, locked: bool = False) -> list[Step]:
    """Everything that can be done with a case, or could but for a reason that is worth telling.

    At most one step is ``main``: the next one on the way, enabled or not. locked: nothing can be written from here now (the desk
    handed over may be a read-only one either way: a window reads through one and writes through another).
    """
    scene = Scene(desk, case)
    found = [*stage_steps(scene), *_moves(scene), *_beside(scene)]
    main = next((step for step in found if step.main), None)
    settled = [step if step is main or not step.main else msgspec.structs.replace(step, main=False) for step in found]
    if not locked:
        return settled
    return [msgspec.structs.replace(step, enabled=False, why="steps.read-only", facts={}) for step in settled]


def main_step(steps: Iterable[Step]) -> Step | None:
    """The one button of the page; None where this office has nothing to do."""
    return next((step for step in steps if step.main), None)


def _moves(scene: Scene) -> Steps:
    """Where the case may go from here."""
    if scene.alone:
        return
    document, other = scene.case.open, {"office": scene.name(scene.other)}
    if not scene.holds:
        if custody.holder(document) == scene.desk.office:
            again: dict[str, Any] = {"why": "steps.offered", "facts": other, **_sealed(scene)}
            yield Step(id="hand-over", main=True, **again)
            yield Step(id="withdraw-offer", why="steps.offered", facts=other)
        else:
            holder = {"office": scene.name(custody.holder(document))}
            yield Step(id="take-in", main=True, why="steps.elsewhere", facts=holder)
        return
    affair = bool(document["case"].get("procedure"))
    done = stages.finished(scene.rules, document) if affair else stages.done(scene.rules, document, "recognition")
    over = bool(scene.end) or done
    ready = stages.may_move(scene.rules, document, up=scene.up)
    # What the office below finished by itself goes up to be kept; what this one did nothing in is no news for the other.
    kept = affair and over and scene.up
    news = not _told(scene) and (not affair or _closed_here(scene))
    if over:
        yield Step(id="copy", **_sealed(scene), main=news and not kept)
    if ready:
        yield Step(id="hand-over", **_sealed(scene), main=not over or kept)
    if not over:
        yield Step(id="copy", **_sealed(scene))


def _closed_here(scene: Scene) -> bool:
    """Whether this office closed a stage of the case."""
    recorded = cast("dict[str, Json]", scene.case.open.get("stages", {}))
    return any(entry.get("office") == scene.desk.office for entry in recorded.values())


def _sealed(scene: Scene) -> dict[str, Any]:
    """That a package needs the key of the other office."""
    if scene.known(scene.other):
        return {}
    return {"enabled": False, "why": "steps.no-key", "facts": {"office": scene.name(scene.other)}}


def _told(scene: Scene) -> bool:
    """Whether everything in the case has gone out to the other office."""
    sent = packages.sent(packages.entries(scene.desk, scene.other))
    return any(entry["streams"].get(scene.case.stream, 0) >= scene.case.seq for entry in sent)


def _beside(scene: Scene) -> Steps:
    """What may be done at any stage, or at none any more."""
    document = scene.case.open
    if document["case"].get("procedure"):
        if scene.open:
            why = "steps.matter-decided" if stages.decided(scene.rules, document) else ""
            yield Step(id="edit-matter", enabled=not why, why=why)
    elif scene.own("recommender") and not any(stage.kind == "recommend" for _, stage in scene.open):
        yield Step(id="edit", enabled=False, why="steps.file-closed")
    if scene.open:
        asked = [check for check in scene.rules.check.values() if isinstance(check, Attest)]
        if any(not check.by or scene.own(check.by) for check in asked):
            yield Step(id="attest")
        if any(finding.overridable and finding.outcome is not Outcome.PASS for finding in scene.findings):
            yield Step(id="override")
    if stages.may_withdraw(scene.rules, document):
        yield Step(id="withdraw") if scene.holds else Step(id="withdraw", enabled=False, why="steps.withdraw-elsewhere")
