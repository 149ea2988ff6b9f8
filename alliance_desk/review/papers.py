"""What a review prints: record of the draw, the experts' pledge, empty score sheets, the panel's opinion."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from msgspec import Struct

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases.continuing import rehearsal_mark
from alliance_desk.cases.finding import record, short
from alliance_desk.cases.letter_values import lead_of
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded
from alliance_desk.papers.dates import numeric
from alliance_desk.papers.letters import Values, write_letter
from alliance_desk.policy.pack import Pack, Stage
from alliance_desk.policy.vocabulary import INTERNAL
from alliance_desk.sheets.lists import Heading, Shape, Sheet, Value, write_lists

DRAW, PLEDGE, SHEETS, OPINION = "draw-record", "pledge", "score-sheets", "panel-opinion"


class _Sitting(Struct, frozen=True):
    """A session with what its papers say of it. seats: in their order."""

    desk: Desk
    stream: str
    document: Json
    cases: list[Folded]
    rules: Pack
    stage: Stage
    seats: list[tuple[str, Json]]

    @property
    def affair(self) -> str:
        """What is reviewed."""
        own = self.rules.pack.words
        return words.text("review.paper.affair", {"title": own.title, "act": own.act, "stage": self.stage.name})

    @property
    def ruled(self) -> Values:
        """Policy and article."""
        own = self.rules.pack
        code = "cases.policy-with-number" if own.doc_no else "cases.policy-title"
        policy = words.text(code, {"title": own.title, "doc_no": own.doc_no})
        return {"policy": policy, "article": "" if self.stage.basis == INTERNAL else self.stage.basis}

    @property
    def seated(self) -> list[Json]:
        """Who sits in the panel."""
        return [seat for _, seat in self.seats if seat["state"] == "seated"]


def possible(desk: Desk, session: str) -> list[str]:
    """The papers that can be written of a session as it stands."""
    sitting = _sitting(desk, session)
    return [kind for kind, (may, _) in _KINDS.items() if may(sitting)]


def write(desk: Desk, session: str, kind: str) -> Changes:
    """Write a paper of a session into the workspace's papers. Raises Refused for an unknown kind, or before the session has come so far."""
    sitting = _sitting(desk, session)
    if kind not in _KINDS:
        raise Refused("review.paper-unknown", kind=kind, known=tuple(_KINDS))
    may, make = _KINDS[kind]
    if not may(sitting):
        raise Refused("review.paper-early", session=short(sitting.stream), kind=words.text(f"review.paper.{kind}"))
    path = make(sitting)
    return Changes(code="cases.letter-ready", facts={"path": str(path)}, files=(path,))


def _sitting(desk: Desk, session: str) -> _Sitting:
    document = record(desk, "session", session)
    cases = [desk.case(stream) for stream in _ordered(document.open["cases"])]
    rules = desk.rules_of(cases[0])
    stage = next(stage for stage in rules.stage.values() if stage.kind == "expert_review")
    seats = cast("dict[str, Json]", document.open.get("seats", {}))
    return _Sitting(
        desk, document.stream, document.open, cases, rules, stage, [(key, seats[key]) for key in _ordered(seats)]
    )


def _ordered(entries: dict[str, Json]) -> list[str]:
    return sorted(entries, key=lambda key: entries[key].get("order", 0))


def _letter(sitting: _Sitting, kind: str, values: Values) -> Path:
    path = sitting.desk.place.papers / f"{kind}-{short(sitting.stream)}.docx"
    return write_letter(kind, path, values, mark=rehearsal_mark(sitting.rules))


def _record(sitting: _Sitting) -> Path:
    about, drawn = sitting.document["session"], cast("Json", sitting.document.get("draw", {}))
    exclusions = cast("dict[str, Json]", sitting.document.get("exclusions", {}))
    candidates = cast("list[object]", cast("Json", drawn.get("snapshot", {})).get("candidates", []))
    values: Values = {
        **sitting.ruled,
        "affair": sitting.affair,
        "cases": str(len(sitting.cases)),
        "way": words.text("review.paper.drawn" if drawn else "review.paper.chosen"),
        "fixed": numeric(about["fixed"]),
        "pool": str(len(candidates)) if drawn else "",
        "excluded": str(len(exclusions)),
        "size": str(about["size"]),
        "operator": str(drawn.get("operator", "")),
        "supervisor": str(drawn.get("supervisor", "")),
        "witness": about.get("witness", ""),
        "alone": about.get("alone", ""),
        "seed": str(drawn.get("seed", "")),
        "seats": [
            {"order": str(n), "name": seat["name"], "unit": seat["unit"] or "—", "state": _seat(seat)}
            for n, (_, seat) in enumerate(sitting.seats, 1)
        ],
        "exclusions": [
            {"order": str(n), "name": exclusions[key]["name"], "evidence": exclusions[key]["evidence"]}
            for n, key in enumerate(_ordered(exclusions), 1)
        ],
    }
    return _letter(sitting, DRAW, values)


def _seat(seat: Json) -> str:
    said = words.text(f"seat-state.{seat['state']}")
    return words.text("review.paper.because", {"state": said, "why": seat["reason"]}) if seat.get("reason") else said


def _pledge(sitting: _Sitting) -> Path:
    values: Values = {
        "office": sitting.desk.settings["office"]["name"],
        "affair": sitting.affair,
        "alliances": [
            {"order": str(n), "alliance": case.open["alliance"]["name"], "lead": lead_of(case.open) or "—"}
            for n, case in enumerate(sitting.cases, 1)
        ],
        "experts": _people(sitting, "signed", "on"),
    }
    return _letter(sitting, PLEDGE, values)


def _people(sitting: _Sitting, *blank: str) -> list[dict[str, str]]:
    """The panel with empty cells to sign in."""
    return [
        {"order": str(n), "name": one["name"], "unit": one["unit"] or "—", **dict.fromkeys(blank, "\u3000")}
        for n, one in enumerate(sitting.seated, 1)
    ]


def _sheets(sitting: _Sitting) -> Path:
    """One sheet for each case, to be printed for each expert."""
    widths = (("order", 6, Shape.NUMBER), ("line", 60, Shape.TEXT), ("max", 10, Shape.NUMBER))
    columns = [Heading(words.text(f"review.paper.column.{name}"), width, shape) for name, width, shape in widths]
    columns += [Heading(words.text(f"review.paper.column.{name}"), 18, Shape.TEXT) for name in ("points", "reason")]
    lines = [line for line in sitting.rules.score.values() if not line.of]
    rows: list[list[Value]] = [[n, line.name, line.max, "", ""] for n, line in enumerate(lines, 1)]
    rows.append([None, words.text("review.paper.sum"), sum(line.max for line in lines), "", ""])
    below = [words.text(f"review.paper.{name}") for name in ("opinion", "recommend")]
    rows.extend([None, said, None, "", ""] for said in below)
    note = words.text("review.paper.sign", {"affair": sitting.affair})
    path = sitting.desk.place.papers / f"{SHEETS}-{short(sitting.stream)}.xlsx"
    sheets = [
        Sheet(words.text("review.paper.sheet", {"n": n, "name": case.open["alliance"]["name"]}), columns, rows, note)
        for n, case in enumerate(sitting.cases, 1)
    ]
    return write_lists(path, words.text(f"review.paper.{SHEETS}"), sheets)


def _opinion(sitting: _Sitting) -> Path:
    results = cast("dict[str, Json]", sitting.document["results"])
    names = {case.stream: str(case.open["alliance"]["name"]) for case in sitting.cases}
    places = sorted((key for key in names if key in results), key=lambda key: results[key].get("place", 0))
    seated = {key for key, seat in sitting.seats if seat["state"] == "seated"}
    scores = cast("dict[str, dict[str, Json]]", sitting.document.get("scores", {}))
    opinions = {
        key: [
            sheet["opinion"]
            for who, sheet in sorted(scores.get(key, {}).items())
            if who in seated and sheet.get("opinion")
        ]
        for key in places
    }
    values: Values = {
        **sitting.ruled,
        "affair": sitting.affair,
        "on": numeric(sitting.document["session"]["concluded"]),
        "results": [
            {
                "order": str(results[key].get("place", "")) or "—",
                "alliance": names[key],
                "score": str(results[key].get("score", "")),
                "result": words.text(f"review.paper.{'supported' if results[key]['supported'] else 'not-supported'}"),
            }
            for key in places
        ],
        "opinions": [
            {"alliance": names[key], "opinion": words.text("letters.paper-sign").join(said)}
            for key, said in opinions.items()
            if said
        ],
        "experts": _people(sitting, "signed"),
    }
    return _letter(sitting, OPINION, values)


def _fixed(sitting: _Sitting) -> bool:
    return bool(sitting.seats)


def _scored(sitting: _Sitting) -> bool:
    return any(not line.of for line in sitting.rules.score.values()) and sitting.document["session"]["state"] == "open"


def _concluded(sitting: _Sitting) -> bool:
    return bool(sitting.document.get("results")) and bool(sitting.seats)


_KINDS: Mapping[str, tuple[Callable[[_Sitting], bool], Callable[[_Sitting], Path]]] = {
    DRAW: (_fixed, _record),
    PLEDGE: (_fixed, _pledge),
    SHEETS: (_scored, _sheets),
    OPINION: (_concluded, _opinion),
}
"""Kind of paper → whether a session has come so far, and what writes it."""
