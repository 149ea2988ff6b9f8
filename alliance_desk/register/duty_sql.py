"""What each duty asks of whom as one question to the index: the days of ``policy.duties``, over all alliances at once.

Each answer has the columns alliance, subject, opens, due (empty where no day is set), provisional, invited, gone (has left the register
since), met (day of the fulfilment or empty) and absent. ``tests/register/test_duties.py`` holds it against ``policy.duties.expected``.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from alliance_desk.policy import duties
from alliance_desk.policy.after import Active, Annual, AnyDuty, Every, Kind, NthYear, Prompt
from alliance_desk.policy.holidays import Calendar
from alliance_desk.policy.pack import Pack

STATE = """
    CASE WHEN met <> '' THEN 'met' WHEN absent THEN 'absent' WHEN gone THEN 'lapsed' WHEN invited THEN 'invited'
        WHEN due <> '' AND due < :today THEN 'late' ELSE 'open' END
"""
"""The words of ``duties.State``, as ``duties.state`` gives them."""

_WHO = """
    who AS MATERIALIZED (
        SELECT a.id, a.held, a.recognised, a.exited, a.kind IN (SELECT value FROM json_each(:invited)) AS invited,
            max(:effective, COALESCE((SELECT f.opened FROM index_affair f WHERE f.stream = a."case"), '')) AS start
        FROM index_alliance a
        WHERE a.pack = :pack AND a.kind NOT IN (SELECT value FROM json_each(:not_for))
            AND (:only = '' OR a.id IN (SELECT value FROM json_each(:only)))
    )
"""
"""Whom a duty concerns. Only cases of an entry are found beneath ``a."case"``: what was entered from older papers owes from then on."""
_SPANS = """
    span AS MATERIALIZED (
        SELECT json_extract(value, '$[0]') AS subject, json_extract(value, '$[1]') AS opens, json_extract(value, '$[2]') AS due,
            json_extract(value, '$[3]') AS ends, json_extract(value, '$[4]') AS by, json_extract(value, '$[5]') AS provisional
        FROM json_each(:spans)
    )
"""
_YEARLY = """
    WITH {who}, {spans}
    SELECT w.id AS alliance, s.subject, s.opens, s.due, s.provisional, w.invited, w.exited <> '' AS gone, {met} AS met, {absent} AS absent
    FROM span s JOIN who w ON w.held <= s.by AND w.start <= s.ends AND (w.exited = '' OR w.exited > s.ends)
"""
_OWN = """
    WITH {who}, own AS (SELECT *, substr(due, 1, 4) AS subject FROM (SELECT *, {opens} AS opens, {due} AS due FROM who))
    SELECT s.id AS alliance, s.subject, s.opens, s.due, 0 AS provisional, s.invited, s.exited <> '' AS gone, {met} AS met, {absent} AS absent
    FROM own s WHERE s.opens <= :until AND s.start <= s.due AND (s.exited = '' OR s.exited > s.due)
"""
_AGAIN = """
    WITH {who}, round AS MATERIALIZED ({rounds}), last AS MATERIALIZED (
        SELECT id, max(day) AS day FROM round GROUP BY id
    ), next AS (
        SELECT *, {opens} AS opens, {due} AS due FROM (
            SELECT w.*, COALESCE(r.day, max(w.recognised, w.start)) AS base FROM who w LEFT JOIN last r ON r.id = w.id
        )
    )
    SELECT r.id AS alliance, iif(r.subject = '', substr(r.day, 1, 4), r.subject) AS subject, r.day AS opens, '' AS due, 0 AS provisional,
        w.invited, w.exited <> '' AS gone, iif(r.absent, '', r.day) AS met, r.absent FROM round r JOIN who w ON w.id = r.id
    UNION ALL
    SELECT id, substr(due, 1, 4), opens, due, 0, invited, exited <> '', '', 0 FROM next
    WHERE opens <= :until AND start <= due AND (exited = '' OR exited > due)
"""
"""Rounds that were held have no last day: they are told, and what comes next is counted from the newest of them."""
_PROMPT = """
    WITH {who}, matter AS (
        SELECT w.*, f.stream, f.received AS opens, f.opened, f.finished, COALESCE(json_extract(CAST(d.open AS TEXT), '$.matter.due'), '') AS typed,
            COALESCE(json_extract(CAST(d.open AS TEXT), :closed), f.opened) AS done
        FROM who w CROSS JOIN index_affair f ON f.alliance = w.id AND f.procedure = :procedure
        JOIN index_document d ON d.stream = f.stream
        WHERE f.outcome = '' AND f.received >= w.recognised AND f.received >= w.start
    )
    SELECT id AS alliance, substr(opens, 1, 4) AS subject, opens,
        CASE WHEN typed <> '' THEN typed WHEN :days > 0 THEN date(opens, '+' || :days || ' days') ELSE '' END AS due,
        0 AS provisional, invited, exited <> '' AS gone,
        CASE WHEN typed = '' THEN opened WHEN finished THEN done ELSE '' END AS met, 0 AS absent, stream
    FROM matter WHERE opens <= :until
"""
"""A case with a typed day was begun by the office that waits for the report; any other one is the report. stream: that case."""
_EVENTS = """
    SELECT f.received FROM index_affair f
    WHERE f.procedure = :procedure AND f.subject = {subject} AND f.alliance = w.id AND f.received BETWEEN s.opens AND s.due
        AND f.what = :activity AND f.finished AND f.outcome = '' ORDER BY f.received LIMIT 1 OFFSET {before}
"""
_GRADED = """
    SELECT g.on_date FROM index_grade g WHERE g.procedure = :procedure AND g.alliance = {who}.id AND {same} ORDER BY g.on_date LIMIT 1
"""
_RECEIVED = """
    SELECT f.received FROM index_affair f WHERE f.procedure = :procedure AND {same} AND f.alliance = {who}.id
        AND f.received <> '' AND f.outcome NOT IN ('absent', 'withdrawn') ORDER BY f.received LIMIT 1
"""
_RECORDED = """
    SELECT iif(f.received = '', f.opened, f.received) FROM index_affair f
    WHERE f.procedure = :procedure AND {same} AND f.alliance = {who}.id AND f.finished AND f.outcome = '' ORDER BY 1 LIMIT 1
"""
_ABSENT = """
    SELECT 1 FROM index_affair f WHERE f.procedure = :procedure AND {same} AND f.alliance = {who}.id AND f.outcome = 'absent'
"""
_GRADES = """
    SELECT w.id, g.on_date AS day, g.subject, 0 AS absent FROM who w
    CROSS JOIN index_grade g ON g.procedure = :procedure AND g.alliance = w.id AND g.on_date >= w.recognised
"""
_RECORDS = """
    SELECT w.id, iif(f.received = '', f.opened, f.received) AS day, f.subject, 0 AS absent
    FROM who w CROSS JOIN index_affair f ON f.alliance = w.id AND f.procedure = :procedure
    WHERE f.finished AND f.outcome = '' AND iif(f.received = '', f.opened, f.received) >= w.recognised
"""
_ABSENCES = """
    SELECT w.id, f.opened, f.subject, 1 FROM index_affair f CROSS JOIN who w ON w.id = f.alliance
    WHERE f.procedure = :procedure AND f.outcome = 'absent' AND f.outcome <> '' AND f.opened >= w.recognised
"""
"""The second condition says nothing new; the planner needs it to see that the index of what came to nothing holds all of these."""
_MET: Mapping[Kind, tuple[str, str]] = {Kind.ASSESSMENT: (_GRADED, "g.on_date"), Kind.REPORT: (_RECEIVED, "f.received")}
"""What fulfils a duty by the kind of its procedure, and which day is looked at where cases stand for no year; else that it is recorded."""


class Question(NamedTuple):
    """A statement and its values."""

    sql: str
    values: dict[str, str | int]


class Asking(NamedTuple):
    """Of whom and about what is asked.

    until: only what has begun by then. only: ids of alliances; None for all. subject: one year. counted: the day of the fulfilment does
    not matter, which spares most of the time.
    """

    today: date
    until: date
    calendar: Calendar
    typed: duties.Typed
    since: date
    only: tuple[str, ...] | None = None
    subject: str = ""
    counted: bool = False


def question(rules: Pack, key: str, item: AnyDuty, asking: Asking) -> Question:
    """The question for one duty of alliances."""
    values: dict[str, str | int] = {
        "pack": rules.pack.id,
        "effective": duties.effective(rules).isoformat(),
        "invited": json.dumps(item.invited),
        "not_for": json.dumps(item.not_for),
        "only": "" if asking.only is None else json.dumps(asking.only),
        "today": asking.today.isoformat(),
        "until": asking.until.isoformat(),
        "procedure": item.procedure,
    }
    if isinstance(item, Annual | Active):
        return _yearly(rules, key, item, asking, values)
    if isinstance(item, Prompt):
        stages = (name for name, stage in rules.stage.items() if (stage.of, stage.kind) == (item.procedure, "record"))
        values |= {"days": duties.prompt_days(rules, item), "closed": f'$.stages."{next(stages, "")}".on'}
    sql = (
        _PROMPT.format(who=_WHO)
        if isinstance(item, Prompt)
        else _again(rules, item)
        if isinstance(item, Every)
        else _nth(rules, item, asking)
        if isinstance(item, NthYear)
        else ""
    )
    narrowed = f"SELECT * FROM ({sql}) WHERE subject = :subject" if asking.subject else sql  # noqa: S608 - our own words
    return Question(narrowed, values | {"subject": asking.subject})


def _yearly(rules: Pack, key: str, item: Annual | Active, asking: Asking, values: dict[str, str | int]) -> Question:
    spans = duties.spans(rules, key, asking.since, asking.until, asking.calendar, asking.typed)
    rows = [
        (s.subject, str(s.opens), str(s.due or ""), str(s.ends), str(s.by), int(s.provisional))
        for s in spans
        if asking.subject in ("", s.subject)
    ]
    values["spans"] = json.dumps(rows)
    if isinstance(item, Active):
        procedure = rules.activity[item.activity].procedure
        values |= {"procedure": procedure, "activity": item.activity}
        subject = "s.subject" if rules.procedure[procedure].yearly else "''"
        met, absent = _day(_EVENTS.format(subject=subject, before=item.n - 1), asking), "0"
    else:
        met, absent = _fulfilled(rules, item.procedure, asking, "w", "= substr(s.opens, 1, 4)")
    return Question(_YEARLY.format(who=_WHO, spans=_SPANS, met=met, absent=absent), values)


def _nth(rules: Pack, item: NthYear, asking: Asking) -> str:
    if rules.chosen.get(item.window, item.window) == "date":
        opens, due = plus("recognised", item.n - 1), plus("recognised", item.n)
    else:
        year = f"(substr(recognised, 1, 4) + {item.n:d})"
        opens, due = f"{year} || '-01-01'", f"{year} || '-12-31'"
    met, absent = _fulfilled(rules, item.procedure, asking, "s", ">= substr(s.opens, 1, 4)")
    return _OWN.format(who=_WHO, opens=opens, due=due, met=met, absent=absent)


def _again(rules: Pack, item: Every) -> str:
    graded = rules.procedure[item.procedure].kind is Kind.ASSESSMENT
    rounds = f"{_GRADES if graded else _RECORDS} UNION ALL {_ABSENCES}"
    return _AGAIN.format(who=_WHO, rounds=rounds, opens=plus("base", item.least), due=plus("base", item.most))


def _fulfilled(rules: Pack, procedure: str, asking: Asking, who: str, year: str) -> tuple[str, str]:
    """By what a duty is met, and by what its absence is on record. year: which years count where the cases stand for none."""
    item = rules.procedure[procedure]
    met, day = _MET.get(item.kind, (_RECORDED, "f.received"))
    table = day.partition(".")[0]
    same = f"{table}.subject = s.subject" if item.yearly else f"substr({day}, 1, 4) {year}"
    gone = "f.subject = s.subject" if item.yearly else f"substr(f.opened, 1, 4) {year}"
    return _day(met.format(who=who, same=same), asking), f"EXISTS ({_ABSENT.format(who=who, same=gone)})"


def _day(sql: str, asking: Asking) -> str:
    """The day that a statement finds, or only whether it finds one."""
    return f"iif(EXISTS ({sql}), 'x', '')" if asking.counted else f"COALESCE(({sql}), '')"


def plus(day: str, years: int) -> str:
    """SQL for the corresponding day so many years after ``day``, as ``periods.add_years`` has it: 29 February becomes the 28th."""
    year = f"(substr({day}, 1, 4) + {years:d})"
    leap = f"({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0))"
    return f"{year} || iif(substr({day}, 5) = '-02-29' AND NOT {leap}, '-02-28', substr({day}, 5))"
