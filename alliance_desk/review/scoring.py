"""Score sheets of a panel: entered one by one, then summed exactly and concluded."""

from collections.abc import Mapping
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.cases.finding import record, short
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.experts.scores import BadSheet, ScoreSheet, Tally, ranking, sheet_faults, tally
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.pack import Pack
from alliance_desk.review.sessions import conclude, conclude_ended, context, running


def enter(
    desk: Desk,
    session: str,
    number: str,
    expert: str,
    lines: Mapping[str, str],
    *,
    opinion: str = "",
    recommend: str = "",
) -> Changes:
    """Enter one expert's sheet for one case.

    lines: points by score line id, as written. recommend: yes, conditional, no or empty.
    Raises Refused naming everything wrong with the sheet at once.
    """
    document, case = record(desk, "session", session), desk.case(number)
    rules, panel = desk.rules_of(case), _panel(document)
    if case.stream not in document.open["cases"] or document.open["session"]["state"] != "open":
        raise Refused("review.not-open", session=short(document.stream))
    sheet = ScoreSheet(expert=expert, lines=dict(lines), opinion=opinion.strip(), recommend=recommend)
    if faults := sheet_faults([sheet], rules.score, panel):
        raise BadSheet(faults, lambda _language: _names(document))
    total = tally([sheet], rules.score, rules.scoring, [expert]).score
    entry: Json = {"lines": dict(lines), "total": total, "on": desk.clock.today().isoformat()}
    entry |= {key: value for key, value in (("opinion", opinion.strip()), ("recommend", recommend)) if value}
    patch = {"scores": {case.stream: {expert: entry}}}
    desk.commit(
        [
            Draft(
                stream=document.stream,
                stream_kind="session",
                kind="session.score-entered",
                patch=patch,
                seen=document.seq,
            )
        ]
    )
    facts = {"total": total, "entered": len(_sheets(document, case.stream).keys() | {expert}), "size": len(panel)}
    return Changes(code="review.score-entered", facts=facts, kinds=frozenset({"session"}), streams=(document.stream,))


def results(document: Folded, rules: Pack) -> dict[str, Tally]:
    """What the sheets entered so far come to, by case stream."""
    panel = _panel(document)
    return {
        case: tally(found.values(), rules.score, rules.scoring, panel)
        for case in cast("dict[str, Json]", document.open["cases"])
        if (found := _sheets(document, case))
    }


def conclude_own(desk: Desk, session: str) -> Changes:
    """Close a session of the bureau's own experts.

    A case is supported when its score reaches the pack's pass mark; without one, when more experts recommend it than do not.
    A case that ended meanwhile needs no sheets and takes no place; where all have, the session ends without a result. Raises Refused while a seated expert's sheet is missing.
    """
    document = record(desk, "session", session)
    if document.open["session"]["state"] != "open":
        raise Refused("review.not-open", session=short(document.stream))
    if not running(desk, document):
        return conclude_ended(desk, session)
    cases, rules, _ = context(desk, document)
    going = {case.stream for case in cases}
    tallies = {case: found for case, found in results(document, rules).items() if case in going}
    names = _names(document)
    lacking = [case for case in cases if case.stream not in tallies]
    missing = {names[one] for found in tallies.values() for one in found.missing}
    if lacking or missing or not names:
        raise Refused(
            "review.sheets-missing",
            cases=tuple(c.open["alliance"]["name"] for c in lacking),
            experts=tuple(sorted(missing)),
        )
    places = {one.subject: one.place for one in ranking(tallies)}
    outcome = {
        case: {
            "place": places[case],
            "supported": _supported(found),
            "score": found.score,
            "spread": found.spread,
            "disagreement": found.disagreement,
        }
        for case, found in tallies.items()
    }
    about = {"state": "concluded", "concluded": desk.clock.today().isoformat()}
    return conclude(desk, document, cases, about, outcome)


def _supported(found: Tally) -> bool:
    if found.passed != "none":
        return found.passed == "yes"
    return found.votes.get("yes", 0) + found.votes.get("conditional", 0) > found.votes.get("no", 0)


def _names(document: Folded) -> dict[str, str]:
    return {key: seat["name"] for key, seat in cast("dict[str, Json]", document.open.get("seats", {})).items()}


def _panel(document: Folded) -> list[str]:
    seats = cast("dict[str, Json]", document.open.get("seats", {}))
    return [
        key
        for key, seat in sorted(seats.items(), key=lambda item: item[1].get("order", 0))
        if seat["state"] == "seated"
    ]


def _sheets(document: Folded, case: str) -> dict[str, ScoreSheet]:
    """The sheets that count: those of who sits now. A sheet of somebody who was replaced stays in the record only."""
    seated = set(_panel(document))
    entered = cast("dict[str, Json]", document.open.get("scores", {}).get(case, {}))
    return {
        expert: ScoreSheet(
            expert=expert, lines=sheet["lines"], opinion=sheet.get("opinion", ""), recommend=sheet.get("recommend", "")
        )
        for expert, sheet in entered.items()
        if expert in seated
    }
