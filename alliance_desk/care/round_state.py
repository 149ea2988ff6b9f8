"""How far an assessment round has come, alliance by alliance."""

import json
from collections import Counter
from decimal import Decimal
from typing import cast

from msgspec import Struct

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.care.grading import ladder
from alliance_desk.care.round_stream import ROUND, LeftOut, find, members
from alliance_desk.care.scoring import WHO, total
from alliance_desk.cases.letter_values import lead_of
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.pack import Pack

_WAITING = """
    SELECT CASE WHEN outcome <> '' THEN '' ELSE step_kind END, count(*) FROM index_case
    WHERE stream IN (SELECT value FROM json_each(?)) GROUP BY 1
"""


class RoundLine(Struct, frozen=True):
    """One alliance in a round. received: day the papers came in.

    own, county_points, expert: each sheet's total of 100, empty where none was entered. total: the one that counts. place: by total, 0
    without one. grade: name; proposed: name of the grade its points lie in. step: name of the stage that waits, its kind in step_kind;
    both empty when the case is over. status: wording code.
    """

    case: str
    number: str
    alliance: str
    name: str
    lead: str
    county: str
    received: str
    own: str
    county_points: str
    expert: str
    total: str
    place: int
    grade: str
    proposed: str
    step: str
    step_kind: str
    status: str

    def text(self, language: str = "zh_CN") -> str:
        """Where it stands, in words."""
        return self.step or words.text(self.status, language=language)


class RoundState(Struct, frozen=True):
    """A round. state: open, closed or cancelled. due, opened: YYYY-MM-DD. counts: kind of the stage that waits, or ``over`` → how many.

    indicators: line id → name and points. grades: name → how many, the best first. reason: why it was called off.
    """

    stream: str
    seq: int
    name: str
    state: str
    pack: str
    procedure: str
    affair: str
    subject: str
    due: str
    opened: str
    reason: str
    indicators: dict[str, tuple[str, int]]
    lines: list[RoundLine]
    left: list[LeftOut]
    counts: dict[str, int]
    grades: dict[str, int]


class RoundHead(Struct, frozen=True):
    """A round in a list. total: how many take part. waiting: kind of the stage that waits, or ``over`` → how many of them."""

    stream: str
    name: str
    state: str
    pack: str
    procedure: str
    affair: str
    subject: str
    due: str
    opened: str
    total: int
    waiting: dict[str, int]


def heads(desk: Desk) -> list[RoundHead]:
    """Every round of this office, the newest first, told without folding its cases."""
    found: list[RoundHead] = []
    for key in reversed(streams.of_kind(desk.raw, "batch", desk.office)):
        document = streams.document(desk.raw, key)
        about = document.open["batch"]
        if about.get("kind") == ROUND:
            cases = list(document.open["cases"])
            told = {name: about[name] for name in ("name", "state", "pack", "procedure", "subject", "due", "opened")}
            counts = {
                step or "over": count for step, count in desk.raw.execute(_WAITING, (json.dumps(cases),)).fetchall()
            }
            affair = _affair(desk, about["pack"], about["procedure"])
            found.append(RoundHead(stream=key, affair=affair, total=len(cases), waiting=counts, **told))
    return found


def _affair(desk: Desk, pack: str, procedure: str) -> str:
    """What an assessment is called; its id where this desk has lost the policy."""
    try:
        return desk.policy_for(pack).procedure[procedure].name
    except (DeskError, KeyError):
        return procedure


def rounds(desk: Desk) -> list[RoundState]:
    """Every round of this office, the newest first."""
    found = [streams.document(desk.raw, key) for key in streams.of_kind(desk.raw, "batch", desk.office)]
    mine = [document for document in found if document.open["batch"].get("kind") == ROUND]
    return [_state(desk, document) for document in reversed(mine)]


def round_state(desk: Desk, round_: str) -> RoundState:
    """How far a round has come. Raises Refused when there is none of this id."""
    return _state(desk, find(desk, round_))


def _state(desk: Desk, document: Folded) -> RoundState:
    about = document.open["batch"]
    cases = members(desk, document)
    places = _places(cases)
    lines = [_line(desk, case, places) for case in cases]
    left = sorted(cast("dict[str, Json]", about.get("left", {})).items(), key=lambda item: item[1]["order"])
    indicators = sorted(cast("dict[str, Json]", about.get("indicators", {})).items(), key=lambda i: i[1]["order"])
    rules = desk.rules_of(cases[0])
    return RoundState(
        stream=document.stream,
        seq=document.seq,
        affair=rules.procedure[about["procedure"]].name,
        indicators={key: (one["name"], one["max"]) for key, one in indicators},
        lines=lines,
        left=[LeftOut(key, one["name"], one["why"], one["of"]) for key, one in left],
        counts=dict(Counter(line.step_kind or "over" for line in lines)),
        grades=_graded(lines, [rung.name for rung in ladder(rules, about["procedure"]).rungs.values()]),
        reason=about.get("reason", ""),
        **{name: about[name] for name in ("name", "state", "pack", "procedure", "subject", "due", "opened")},
    )


def _graded(lines: list[RoundLine], best_first: list[str]) -> dict[str, int]:
    """How often each grade was given, the best first."""
    counted = Counter(line.grade for line in lines if line.grade)
    known = [name for name in best_first if counted[name]]
    return {name: counted[name] for name in dict.fromkeys([*known, *counted])}


def _line(desk: Desk, case: Folded, places: dict[str, int]) -> RoundLine:
    rules, document = desk.rules_of(case), case.open
    offices, entered = document["offices"], cast("dict[str, Json]", document.get("scores", {}))
    now = stages.open_stages(rules, document)
    key = next((key for key in now if not rules.stage[key].optional), "")
    steps = ladder(rules, document["case"]["procedure"])
    band = steps.by(str(entered.get("total", "")))
    return RoundLine(
        case=case.stream,
        number=document["case"]["number"],
        alliance=document["alliance"]["id"],
        name=document["alliance"]["name"],
        lead=lead_of(document),
        county=offices.get("on_behalf") or offices["names"][offices["recommender"]]["name"],
        received=document.get("matter", {}).get("received", ""),
        own=_sheet(rules, entered, WHO[0]),
        county_points=_sheet(rules, entered, WHO[1]),
        expert=_sheet(rules, entered, WHO[2]),
        total=str(entered.get("total", "")),
        place=places.get(case.stream, 0),
        grade=document.get("grade", {}).get("name", ""),
        proposed=steps.rungs[band].name if band else "",
        step=rules.stage[key].name if key else "",
        step_kind=rules.stage[key].kind if key else "",
        status=stages.status_code(rules, document),
    )


def _sheet(rules: Pack, entered: dict[str, Json], who: str) -> str:
    return total(rules, entered[who]) if who in entered else ""


def _places(cases: list[Folded]) -> dict[str, int]:
    """Case → place by the points that count; equal points share one."""
    points = {
        case.stream: Decimal(case.open["scores"]["total"]) for case in cases if "total" in case.open.get("scores", {})
    }
    return {key: 1 + sum(other > value for other in points.values()) for key, value in points.items()}
