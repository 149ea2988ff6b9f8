"""Plays what a policy asks of a recognised alliance: what falls due when, and what the rules propose on which facts.

- ``[[due]]`` act (the register's word), recognised, today, done [[duty, subject, day?], …], expect [[duty, subject, last day or "", state], …]:
  all there is of the duties it names. Also: ``not`` [duties of which nothing is asked], typed {duty = "MM-DD", "duty/subject" = day},
  last {procedure = day}, exited, held, entered; ``office = true`` for the deciding office's own tasks (since: first day looked at).
- ``[[consequence]]`` facts [[source, subject, what, value, day?], …], expect [all that is proposed], not [what is not].
  Also: recognised, answered {consequence = [keys]}.
"""

from datetime import date
from typing import Any

from alliance_desk.canonical import Json
from alliance_desk.policy import duties
from alliance_desk.policy.compose import compose
from alliance_desk.policy.consequences import Fact, proposals
from alliance_desk.policy.duties import Due, Standing
from alliance_desk.policy.holidays import Calendar
from tests.packs.scenario import pack_of


def play_due(name: str, row: Json) -> str:
    """What is wrong with one ``[[due]]``; empty when all is as it says."""
    today = date.fromisoformat(row["today"])
    done = {
        (each[0], each[1]): date.fromisoformat(each[2] if len(each) > 2 else row["today"])
        for each in row.get("done", [])
    }
    asked = _asked(name, row, today)
    named = {each[0] for each in row["expect"]}
    got = sorted(
        [
            due.duty,
            due.subject,
            due.due.isoformat() if due.due else "",
            duties.state(due, done.get((due.duty, due.subject)), today).value,
        ]
        for due in asked
        if due.duty in named
    )
    if got != sorted(row["expect"]):
        return f"asked is {got}, wanted {sorted(row['expect'])}"
    if wrong := [due.duty for due in asked if due.duty in row.get("not", [])]:
        return f"asked is {wrong}, wanted nothing of it"
    return ""


def play_consequence(name: str, row: Json) -> str:
    """What is wrong with one ``[[consequence]]``."""
    rules = compose(pack_of(name), row.get("readings", {}))
    facts = [
        Fact(source, subject, what, value, date.fromisoformat(more[0] if more else f"{subject}-12-31"))
        for source, subject, what, value, *more in row["facts"]
    ]
    sources = {*rules.procedure, *rules.duty, *rules.activity}
    if unknown := [fact.source for fact in facts if fact.source not in sources]:
        return f"no procedure, duty or activity {unknown}"
    got = proposals(rules, facts, _day(row, "recognised"), row.get("answered", {}))
    ids = [one.consequence for one in got]
    if set(ids) != set(row["expect"]) or set(ids) & set(row.get("not", [])):
        return f"proposed is {ids}, wanted {row['expect']}"
    bare = [one.consequence for one in got if not one.facts or not one.basis or not one.measures]
    return f"without facts, article or measure: {bare}" if bare else ""


def _asked(name: str, row: Json, today: date) -> list[Due]:
    rules, typed = compose(pack_of(name), row.get("readings", {})), row.get("typed", {})
    if row.get("office"):
        return duties.of_office(rules, date.fromisoformat(row["since"]), today, Calendar(), typed)
    standing = Standing(
        act=row.get("act", rules.recognition.kind),
        recognised=date.fromisoformat(row["recognised"]),
        exited=_day(row, "exited"),
        last={key: date.fromisoformat(day) for key, day in row.get("last", {}).items()},
        held=_day(row, "held"),
        entered=_day(row, "entered"),
    )
    return duties.expected(rules, standing, today, Calendar(), typed)


def _day(row: dict[str, Any], key: str) -> date | None:
    return date.fromisoformat(row[key]) if key in row else None
