"""Points of an assessment: what the alliance says of itself, what the office of the place says, what the experts say, side by side.

Exact decimals throughout. Points may be entered and corrected until the evaluation is closed; which of the three counts is said then.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases import conditions
from alliance_desk.cases.moves import refuse_open
from alliance_desk.cases.stage import closing, open_stage, told
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.experts.scores import BadSheet, ScoreSheet, sheet_faults, tally
from alliance_desk.ledger import custody
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import checks, stages
from alliance_desk.policy.pack import Pack, Stage

WHO = ("self", "county", "expert")
"""Whose points: 自评, 推荐单位评分, 专家评分."""
TAKES: Mapping[str, tuple[str, ...]] = {
    "self": ("submission", "opinion", "evaluation"),
    "county": ("opinion", "submission", "evaluation"),
    "expert": ("evaluation",),
}
"""In which stages this office may enter whose points."""


def take_scores(desk: Desk, number: str, who: str, points: Mapping[str, str]) -> Changes:
    """Enter points, one for each line of the policy's indicators. who: see ``WHO``. points: line id → ``17`` or ``17.5``.

    Entered again they replace what stood there. Raises Refused naming everything wrong with them at once, and outside the stages in which
    they may be entered.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    if who not in WHO:
        raise Refused("care.round.who", who=who, known=WHO)
    _refuse_not_now(desk, case, rules, who)
    _refuse_faulty(rules, who, points)
    entry = {line: str(Decimal(written)) for line, written in points.items()}
    draft = Draft(
        stream=case.stream, stream_kind="case", kind="affair.scored", patch={"scores": {who: entry}}, seen=case.seq
    )
    desk.commit([draft])
    return told(case, "care.round.scored", who=words.text(f"care.round.of.{who}"), total=total(rules, entry))


def evaluate(desk: Desk, number: str, of: str = "", note: str = "") -> Changes:
    """Close the evaluation. of: whose points count; without it the experts', else the office's, else the alliance's own.

    note: the opinion in words, needed where the policy has no indicators. Raises Refused where points should count that nobody entered, and
    while a condition is open.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "evaluation")
    refuse_open(checks.blocking(conditions.findings(desk, case), stage.actor), rules)
    entered = cast("dict[str, Json]", case.open.get("scores", {}))
    whose = of or next((one for one in reversed(WHO) if one in entered), "")
    if rules.score and whose not in entered:
        raise Refused("care.round.no-scores", basis=stage.basis, name=case.open["alliance"]["name"])
    if not rules.score and not note.strip():
        raise Refused("cases.opinion-needed", basis=stage.basis)
    sections: Json = {}
    points = ""
    if rules.score:
        # What another office entered was checked there, not here.
        _refuse_faulty(rules, whose, entered[whose])
        points = total(rules, entered[whose])
        sections = {"scores": {"total": points, "of": whose}}
    desk.commit([closing(desk, case, rules, "evaluation", "evaluated", sections=sections, note=note)])
    return told(case, "care.round.evaluated" if points else "care.round.evaluated-in-words", total=points)


def total(rules: Pack, points: Mapping[str, str]) -> str:
    """The points of one sheet on a scale of 100, with two decimals, as the pack's scoring rounds them; empty for a sheet that is wrong."""
    sheet = ScoreSheet(expert="one", lines=dict(points))
    if not rules.score or sheet_faults([sheet], rules.score, ["one"]):
        return ""
    return tally([sheet], rules.score, rules.scoring, ["one"]).score


def _refuse_faulty(rules: Pack, who: str, points: Mapping[str, str]) -> None:
    sheet = ScoreSheet(expert=who, lines=dict(points))
    if not rules.score:
        raise Refused("care.round.no-indicators", title=rules.pack.title)
    if faults := sheet_faults([sheet], rules.score, [who]):
        raise BadSheet(faults, lambda language: {who: words.text(f"care.round.of.{who}", language=language)})


def _refuse_not_now(desk: Desk, case: Folded, rules: Pack, who: str) -> None:
    """Points are entered by the office whose stage it is, while it holds the case."""
    now: list[Stage] = [rules.stage[key] for key in stages.open_stages(rules, case.open)]
    fitting = [stage for stage in now if stage.kind in TAKES[who]]
    if not fitting:
        waiting = tuple(stage.name for stage in now) or ("—",)
        raise Refused("care.round.not-now", who=words.text(f"care.round.of.{who}"), now=waiting)
    if not any(case.open["offices"].get(stage.actor) == desk.office for stage in fitting):
        stage = fitting[0]
        raise Refused("cases.not-your-stage", basis=stage.basis, stage=stage.name, role=rules.role[stage.actor].name)
    if not custody.may_work(case.open, desk.office):
        raise Refused("ledger.not-holder", kind=fitting[0].name)
