"""The facts of the way of a case beneath an alliance: points, grade, argumentation, decision, acceptance, hearing … result from above."""

from collections.abc import Sequence
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.care.scoring import WHO, total
from ui.language import tr
from ui.pages.case.shown import Shown
from ui.pages.case.wording import Rows, labelled

Grid = Sequence[Sequence[str]]
"""Rows of cells, the headings first."""


def scores(shown: Shown) -> Grid:
    """The points by indicators, whose points beside one another, and what they come to."""
    entered = cast("dict[str, Json]", shown.section("scores"))
    whose = [who for who in WHO if who in entered]
    if not whose or not shown.rules.score:
        return []
    grid = [[tr("ui.matter.indicator"), *(tr(f"ui.rounds.of.{who}") for who in whose)]]
    grid += [
        [tr("ui.rounds.score.line", name=item.name, max=item.max), *(str(entered[who].get(key, "")) for who in whose)]
        for key, item in shown.rules.score.items()
    ]
    grid.append([tr("ui.matter.of-hundred"), *(total(shown.rules, entered[who]) for who in whose)])
    return grid


def counted(shown: Shown) -> Rows:
    """Whose points count, and how many they are."""
    found = shown.section("scores")
    of = str(found.get("of", ""))
    return (
        [(tr("ui.rounds.points.total"), tr("ui.matter.counted", total=found["total"], who=tr(f"ui.rounds.of.{of}")))]
        if of
        else []
    )


def grade(shown: Shown) -> Rows:
    """The grade."""
    found = shown.section("grade")
    passed = tr("ui.case.yes" if found.get("passed") else "ui.case.no") if found else ""
    return [
        (tr("ui.rounds.grade.grade"), str(found.get("name", ""))),
        (tr("ui.matter.row.passed"), passed),
        (tr("ui.rounds.points.total"), str(found.get("score", ""))),
        (tr("ui.rounds.grade.on"), str(found.get("on", ""))),
        (tr("ui.rounds.grade.document"), str(found.get("document", ""))),
        (tr("ui.rounds.grade.valid-to"), str(found.get("valid_to", ""))),
        (tr("ui.rounds.grade.note"), str(found.get("note", ""))),
    ]


def opinion(shown: Shown) -> Rows:
    """What the office of the place said of it."""
    found = shown.section("opinion")
    return [
        (tr("ui.case.row.opinion"), str(found.get("text", ""))),
        (tr("ui.duties.opinion.letter"), str(found.get("letter", ""))),
        (tr("ui.case.row.day"), str(found.get("on", ""))),
        (tr("ui.case.row.office"), shown.office(str(found.get("office", ""))) if found else ""),
    ]


def argumentation(shown: Shown) -> Rows:
    """What the experts said of a change."""
    found = shown.section("argumentation")
    return [
        (tr("ui.case.row.result"), labelled("stage-outcome", found.get("outcome"))),
        (tr("ui.case.row.day"), str(found.get("on", ""))),
        (tr("ui.matter.row.experts"), tr("ui.list-sign").join(found.get("experts", []))),
        (tr("ui.case.row.opinion"), str(found.get("opinion", ""))),
    ]


def hearing(shown: Shown) -> Rows:
    """Telling and hearing before an exit."""
    found = shown.section("hearing")
    silent = bool(found.get("told")) and not found.get("statement")
    return [
        (tr("ui.matter.row.told"), str(found.get("told", ""))),
        (tr("ui.matter.row.until"), str(found.get("until", ""))),
        (tr("ui.matter.row.statement"), tr("ui.matter.silent") if silent else str(found.get("statement", ""))),
        (tr("ui.case.row.day"), str(found.get("on", ""))),
        (tr("ui.matter.row.left-out"), str(found.get("reason", ""))),
    ]


def decision(shown: Shown) -> Rows:
    """What was decided."""
    found = shown.section("decision")
    attested = cast("list[str]", found.get("attested", []))
    return [
        (tr("ui.matter.row.document"), str(found.get("document", ""))),
        (tr("ui.case.row.day"), str(found.get("on", ""))),
        (tr("ui.case.row.minutes"), str(found.get("minutes", ""))),
        (tr("ui.case.row.reason"), str(found.get("reason", ""))),
        (tr("ui.matter.row.attested"), "\n".join(attested)),
    ]


def acceptance(shown: Shown) -> Rows:
    """How a rectification was accepted."""
    found = shown.section("acceptance")
    return [
        (tr("ui.case.row.result"), labelled("sanction-outcome", found.get("outcome"))),
        (tr("ui.case.row.day"), str(found.get("on", ""))),
        (tr("ui.case.row.note"), str(found.get("note", ""))),
    ]


def publication(shown: Shown) -> Rows:
    """Where and when it was made public."""
    found = shown.section("publication")
    return [
        (tr("ui.case.row.day"), str(found.get("on", ""))),
        (tr("ui.matter.row.channel"), str(found.get("channel", ""))),
    ]


def returned(shown: Shown) -> Rows:
    """What became of certificate and plaque."""
    found = cast("dict[str, Json]", shown.section("returned"))
    return [
        (
            tr(f"ui.case.part.{kind}"),
            tr("ui.matter.paper", state=tr(f"ui.matter.paper-state.{entry['state']}"), on=entry["on"]),
        )
        for kind, entry in found.items()
    ]


def upward(shown: Shown) -> Rows:
    """What was handed in above, and what was decided there."""
    handed, result = shown.section("upward"), shown.section("result")
    return [
        (tr("ui.matter.row.handed-in"), str(handed.get("on", ""))),
        (tr("ui.matter.row.letter"), str(handed.get("letter", ""))),
        (tr("ui.matter.row.result-on"), str(result.get("on", ""))),
        (tr("ui.matter.row.result-document"), str(result.get("document", ""))),
        (tr("ui.case.row.note"), str(result.get("note", ""))),
    ]
