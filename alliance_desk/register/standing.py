"""Whether an alliance of the register is valid on a day, will soon not be, waits for its final assessment, or is not valid any more.

Where a policy sets an assessment for the year in which the title ends, that one decides whether the title goes on, not the calendar: until
it is decided the alliance is still listed, as 待期满评估; once it was passed the title goes on although its new last day is not typed yet.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError
from alliance_desk.ledger.effects import Line
from alliance_desk.policy.after import Kind, NthYear
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.periods import add_years

SOON = 180
"""Days before the end of a validity from which it is told."""
_LINES = "SELECT status, valid_to, count(*) FROM index_alliance WHERE status <> 'valid' OR valid_to = '' OR valid_to >= ? GROUP BY status, valid_to"
_OVER = """
    SELECT id, pack, kind, recognised, valid_to FROM index_alliance
    WHERE status = 'valid' AND valid_to <> '' AND valid_to < ?1 AND ?2 IN ('', pack)
"""
_GRADES = """
    SELECT g.alliance, g.procedure, g.on_date, g.passed FROM index_grade g JOIN index_alliance a ON a.id = g.alliance
    WHERE a.status = 'valid' AND a.valid_to <> '' AND a.valid_to < ?1 AND g.on_date >= a.recognised
"""


class Standing(StrEnum):
    """How an alliance stands in the register."""

    VALID = "valid"
    ENDING = "ending"
    AWAITING = "awaiting"
    ENDED = "ended"
    EXITED = "exited"


class Final(StrEnum):
    """How a title whose last day has passed stands with its final assessment. NONE: none is set, or it was not passed, or is used up."""

    NONE = ""
    AWAITING = "awaiting"
    PASSED = "passed"


class Title(NamedTuple):
    """What the register says of one title. recognised, valid_to: YYYY-MM-DD."""

    pack: str
    act: str
    recognised: str
    valid_to: str


class Given(NamedTuple):
    """One grade. on: YYYY-MM-DD."""

    procedure: str
    on: str
    passed: bool


def standing(status: str, valid_to: str, on: date, final: str = "") -> Standing:
    """How a line stands on a day. status, valid_to: as in the register; the last day of the validity still counts.

    final: of a title whose last day has passed, how it stands with its final assessment (``Final``).
    """
    if status == "exited":
        return Standing.EXITED
    if not valid_to:
        return Standing.VALID
    if valid_to < on.isoformat():
        return _BEYOND[Final(final)]
    return Standing.ENDING if valid_to <= (on + timedelta(days=SOON)).isoformat() else Standing.VALID


_BEYOND = {Final.NONE: Standing.ENDED, Final.AWAITING: Standing.AWAITING, Final.PASSED: Standing.VALID}


def stood(desk: Desk, line: Line, on: date) -> Standing:
    """How what the effects of an alliance fold to stands on a day."""
    head = line.head
    title = Title(head.get("pack", ""), head.get("act", ""), head["recognised"], head.get("valid_to", ""))
    final = Final.NONE
    if head["status"] == "valid" and title.valid_to and title.valid_to < on.isoformat():
        final = _final(desk, title, [Given(g["procedure"], g["on"], g["passed"]) for g in line.grades])
    return standing(head["status"], title.valid_to, on, final)


def beyond(desk: Desk, pack: str = "") -> dict[str, Final]:
    """Alliance → how it stands with its final assessment, of all whose last day has passed today. pack: of one policy, all when empty."""
    today = desk.clock.today().isoformat()
    grades: dict[str, list[Given]] = {}
    for alliance, procedure, on, passed in desk.raw.execute(_GRADES, (today,)).fetchall():
        grades.setdefault(alliance, []).append(Given(procedure, on, bool(passed)))
    rows = desk.raw.execute(_OVER, (today, pack)).fetchall()
    return {alliance: _final(desk, Title(*said), grades.get(alliance, ())) for alliance, *said in rows}


def tally(desk: Desk) -> Counter[Standing]:
    """How many alliances stand how today."""
    today = desk.clock.today()
    found = Counter(_BEYOND[final] for final in beyond(desk).values())
    for status, valid_to, count in desk.raw.execute(_LINES, (today.isoformat(),)).fetchall():
        found[standing(status, valid_to, today)] += count
    return found


def final_assessment(rules: Pack, act: str) -> str:
    """The procedure of the assessment that decides whether a title goes on; empty where there is none, or it does not concern this act.

    It is the last one that is set for a year after recognition, in the last year of the validity or later.
    """
    set_ = [
        duty
        for duty in rules.duty.values()
        if isinstance(duty, NthYear)
        and rules.procedure[duty.procedure].kind is Kind.ASSESSMENT
        and duty.n >= rules.recognition.validity
        and act not in {*duty.not_for, *rules.procedure[duty.procedure].not_for}
    ]
    last = max(set_, key=lambda duty: duty.n, default=None)
    return last.procedure if last else ""


def _final(desk: Desk, title: Title, grades: Iterable[Given]) -> Final:
    try:
        rules = desk.policy_for(title.pack)
    except DeskError:  # a policy this desk has lost sets no assessment
        return Final.NONE
    procedure = final_assessment(rules, title.act)
    if not procedure:
        return Final.NONE
    mine = [one for one in grades if one.procedure == procedure and one.on >= title.recognised]
    if not mine:
        return Final.AWAITING
    last = max(mine, key=lambda one: one.on)
    return Final.PASSED if last.passed and not _prolonged(rules, title) else Final.NONE


def _prolonged(rules: Pack, title: Title) -> bool:
    """Whether the last day is a later one than recognition gave: the assessment was passed for a time that is over too."""
    own = add_years(date.fromisoformat(title.recognised), rules.recognition.validity)
    return bool(rules.recognition.validity) and title.valid_to > own.isoformat()
