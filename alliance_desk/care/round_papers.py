"""What a round prints: the notice that calls it, and the table of its results that a meeting looks at."""

from collections.abc import Iterator
from pathlib import Path

from alliance_desk import words
from alliance_desk.care.round_state import RoundState, round_state
from alliance_desk.cases.continuing import rehearsal_mark
from alliance_desk.cases.finding import short
from alliance_desk.cases.letters import Enclosed
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError
from alliance_desk.papers.dates import numeric
from alliance_desk.papers.letters import Values, write_letter
from alliance_desk.policy.pack import Pack
from alliance_desk.sheets.lists import Heading, Shape, Value, write_list

_COLUMNS = (
    ("order", 6, Shape.NUMBER),
    ("name", 30, Shape.TEXT),
    ("lead", 24, Shape.TEXT),
    ("county", 20, Shape.TEXT),
    ("received", 12, Shape.DATE),
    ("self", 8, Shape.TEXT),
    ("points-county", 10, Shape.TEXT),
    ("expert", 8, Shape.TEXT),
    ("total", 8, Shape.TEXT),
    ("place", 6, Shape.NUMBER),
    ("grade", 10, Shape.TEXT),
    ("state", 18, Shape.TEXT),
)


def call(desk: Desk, round_: str) -> Enclosed:
    """Write the notice that calls a round (考核评价通知) into the workspace's papers; what keeps it from being written is told, not raised."""
    state = round_state(desk, round_)
    rules = desk.policy_for(state.pack)
    values: Values = {
        **head(desk, state.opened),
        "round": state.name,
        "affair": state.affair,
        "policy": called(rules),
        "article": rules.procedure[state.procedure].basis,
        "deadline": numeric(state.due),
        "alliances": [
            {"order": str(n), "alliance": line.name, "lead": line.lead} for n, line in enumerate(state.lines, 1)
        ],
        "indicators": [{"name": name, "max": str(most)} for name, most in state.indicators.values()],
    }
    return enclosed(desk, "assessment", f"assessment-{short(state.stream)}.docx", values, rules)


def summary(desk: Desk, round_: str, path: Path | None = None) -> Changes:
    """Write the table of a round as a workbook: everybody in it with points, place and grade, then who was left out and why.

    path: into the workspace's papers when not given.
    """
    state = round_state(desk, round_)
    where = path or desk.place.papers / f"round-{short(state.stream)}.xlsx"
    note = words.text(
        "care.round.table-note",
        {"office": desk.settings["office"]["name"], "day": desk.clock.today().isoformat(), "due": state.due},
    )
    headings = [Heading(words.text(f"care.round.column.{name}"), width, shape) for name, width, shape in _COLUMNS]
    write_list(where, state.name, headings, list(_rows(state)), note=note)
    facts = {"name": state.name, "count": len(state.lines), "path": str(where)}
    return Changes(code="care.round.table", facts=facts, files=(where,))


def _rows(state: RoundState) -> Iterator[list[Value]]:
    for order, line in enumerate(state.lines, 1):
        points = (line.own, line.county_points, line.expert, line.total)
        yield [
            order, line.name, line.lead, line.county, line.received, *points, line.place or None, line.grade, line.text()
        ]  # fmt: skip
    for order, one in enumerate(state.left, len(state.lines) + 1):
        yield [order, one.name, *([""] * 7), None, "", one.text()]


def head(desk: Desk, day: str) -> dict[str, str]:
    """What every letter with a red head says. day: YYYY-MM-DD."""
    return {"office": desk.settings["office"]["name"], "date": numeric(day)}


def called(rules: Pack) -> str:
    """A policy as a letter names it."""
    code = "cases.policy-with-number" if rules.pack.doc_no else "cases.policy-title"
    return words.text(code, {"title": rules.pack.title, "doc_no": rules.pack.doc_no})


def enclosed(desk: Desk, kind: str, name: str, values: Values, rules: Pack) -> Enclosed:
    """Write a letter that is about no single case; what keeps it from being written is told, not raised. name: of its file."""
    try:
        path = write_letter(kind, desk.place.papers / name, values, mark=rehearsal_mark(rules))
    except DeskError as error:
        return Enclosed((), words.text("cases.letter-not-written", {"why": error.text(), "kind": kind}))
    return Enclosed((path,), words.text("cases.letter-written", {"path": str(path)}))
