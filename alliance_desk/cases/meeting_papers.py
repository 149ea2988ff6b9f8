"""What a meeting has before it (上会材料): the list of the cases, and each held against the conditions article by article."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases import conditions
from alliance_desk.cases.continuing import rehearsal_mark
from alliance_desk.cases.lists import WHO, headings, note, who
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.findings import Outcome
from alliance_desk.policy.stages import outcome_code
from alliance_desk.sheets.lists import Shape, Sheet, Value, write_lists

_OVERVIEW = (
    ("order", 6, Shape.NUMBER),
    *WHO,
    ("review", 18, Shape.TEXT),
    ("visit", 20, Shape.TEXT),
    ("conditions", 18, Shape.TEXT),
)
_COMPARED = (
    ("name", 24, Shape.TEXT),
    ("condition", 30, Shape.TEXT),
    ("basis", 16, Shape.TEXT),
    ("outcome", 10, Shape.TEXT),
    ("said", 58, Shape.TEXT),
)


def meeting_papers(desk: Desk, numbers: Sequence[str], path: Path | None = None) -> Changes:
    """Write the papers of a meeting as a workbook: the list, then the conditions of each case.

    numbers: the cases in the order of the list. path: into the workspace's papers when not given. Raises Refused without a case, or for
    cases of several policies.
    """
    cases = [desk.case(number) for number in dict.fromkeys(numbers)]
    if not cases:
        raise Refused("cases.batch-empty")
    rules = desk.rules_of(cases[0])
    if len({case.open["case"]["pack"] for case in cases}) != 1:
        raise Refused("review.mixed-policies", basis="")
    where = path or desk.place.papers / f"meeting-{rules.pack.id}-{desk.clock.today().isoformat()}.xlsx"
    mark, own = rehearsal_mark(rules), rules.pack.words
    title = words.text("list.meeting", {"title": own.title, "act": own.act})
    compared = words.text("list.compared", {"title": own.title, "act": own.act})
    names = [" ".join(part for part in (mark, one) if part) for one in (title, compared)]
    reviewed = _reviewed(desk)
    sheets = [
        Sheet(names[0], headings(_OVERVIEW), list(_overview(desk, cases, reviewed)), note(desk)),
        Sheet(names[1], headings(_COMPARED), [row for case in cases for row in _compared(desk, case)], note(desk)),
    ]
    write_lists(where, names[0], sheets)
    return Changes(code="cases.meeting-papers", facts={"count": len(cases), "path": str(where)}, files=(where,))


def _reviewed(desk: Desk) -> dict[str, Json]:
    """What the reviews of this office came to, by case; the last one counts."""
    found: dict[str, Json] = {}
    for stream in streams.of_kind(desk.raw, "session", desk.office):
        found |= cast("dict[str, Json]", streams.document(desk.raw, stream).open.get("results", {}))
    return found


def _overview(desk: Desk, cases: Sequence[Folded], reviewed: dict[str, Json]) -> Iterator[list[Value]]:
    for order, case in enumerate(cases, 1):
        rules, document = desk.rules_of(case), case.open
        visit = document.get("visit")
        yield [
            order,
            *who(rules, document),
            _review(case, reviewed.get(case.stream, {})),
            words.text("list.visited", {"on": visit["on"], "team": tuple(visit["team"])}) if visit else "",
            _counted(desk, case),
        ]


def _review(case: Folded, found: Json) -> str:
    """Score, place and outcome; empty where there was no review."""
    if "review" not in case.open and not found:
        return ""
    supported = found.get("supported", case.open.get("review", {}).get("supported", False))
    said = words.text(f"review.paper.{'supported' if supported else 'not-supported'}")
    if "score" not in found:
        return said
    return words.text("list.reviewed", {"score": found["score"], "place": found.get("place", ""), "result": said})


def _counted(desk: Desk, case: Folded) -> str:
    """How many conditions hold, and how many do not or wait."""
    found = [one.outcome for one in conditions.findings(desk, case) if one.outcome is not Outcome.NA]
    passed = sum(one is Outcome.PASS for one in found)
    return words.text("list.held", {"passed": passed, "count": len(found)})


def _compared(desk: Desk, case: Folded) -> Iterator[list[Value]]:
    document, rules = case.open, desk.rules_of(case)
    name = str(document["alliance"]["name"])
    for found in conditions.findings(desk, case):
        if found.outcome is not Outcome.NA:
            outcome = words.text(f"outcome.{found.outcome.value}")
            yield [name, found.title, found.basis, outcome, found.text()]
    for key, entry in cast("dict[str, Json]", document.get("stages", {})).items():
        stage = rules.stage[key]
        outcome = words.text(outcome_code(stage.kind, entry["outcome"]))
        yield [
            name,
            stage.name,
            stage.basis,
            outcome,
            " ".join(part for part in (entry["on"], entry.get("note", "")) if part),
        ]
