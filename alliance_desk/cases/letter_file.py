"""What the papers say that are made for a case's own file: receipt of an application, table of the formal check, site visit, contents."""

from collections.abc import Callable, Iterator, Mapping
from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases import conditions
from alliance_desk.cases.letter_parts import affair_of, kept_papers
from alliance_desk.cases.letter_values import Subject, Values
from alliance_desk.cases.paper_matrix import LACKING, THERE, PaperColumn, PaperMatrix, matrix
from alliance_desk.papers.dates import numeric
from alliance_desk.policy.findings import Outcome
from alliance_desk.policy.procedures import switched_off
from alliance_desk.policy.stages import outcome_code
from alliance_desk.policy.vocabulary import INTERNAL

_NUMBERS = {
    "recommend": ("opinion", "letter"),
    "opinion": ("opinion", "letter"),
    "meeting": ("meeting", "minutes"),
    "recognition": ("recognition", "document"),
    "certificate": ("certificate", "number"),
    "plaque": ("plaque", "number"),
    "grading": ("grade", "document"),
    "handling": ("decision", "document"),
    "measure": ("decision", "document"),
    "exit": ("decision", "document"),
    "support": ("decision", "document"),
    "entry": ("decision", "document"),
    "submit_upward": ("upward", "letter"),
    "superior_result": ("result", "document"),
}
"""Kind of stage → where the number of the paper stands that it ended with."""


def receipt(subject: Subject) -> tuple[Values, str]:
    """收件回执 of an application, for who handed it in."""
    filed = cast("Json", subject.document.get("application", {})).get("filed", "")
    if not filed:
        raise LookupError
    values = subject.head(filed, subject.lead)
    values |= {
        "alliance": subject.name,
        "matter": _applied(subject, "letters.application-papers"),
        "received": numeric(filed),
        "kept": "",
        "case_number": subject.number,
        "items": [{"item": one} for one in kept_papers(subject)],
    }
    return values, subject.number


def checklist(subject: Subject) -> tuple[Values, str]:
    """形式审查表: every condition with its outcome, every paper with what was handed in; blank where the check was not closed yet."""
    own, recorded = subject.rules.pack.words, cast("dict[str, Json]", subject.document.get("checks", {}))
    rows: list[dict[str, str]] = []
    for found in conditions.findings(subject.desk, subject.case):
        kept = recorded.get(found.check, {}).get("outcome", found.outcome.value)
        said = found.text() if kept == found.outcome.value and found.outcome is not Outcome.NA else ""
        basis = _article(found.basis) or words.text("letters.internal")
        rows.append({"condition": found.title, "basis": basis, "outcome": words.text(f"outcome.{kept}"), "said": said})
    rows += _switched_off(subject)
    filed = cast("Json", subject.document.get("application", {})).get("filed", "")
    values: Values = {
        "act": own.act,
        "alliance": subject.name,
        "applicant": own.applicant,
        "lead": subject.lead,
        "case_number": subject.number,
        "filed": numeric(filed) if filed else "",
        "policy": subject.policy,
        "conditions": [{"order": str(n), **row} for n, row in enumerate(rows, 1)],
        "papers": [{"order": str(n), **row} for n, row in enumerate(_papers(subject), 1)],
        "opinion": _checked(subject),
    }
    return values, subject.number


def _switched_off(subject: Subject) -> list[dict[str, str]]:
    """The conditions of the policy that its call took away."""
    rules = subject.rules
    outcome = words.text(f"outcome.{Outcome.NA.value}")
    return [
        {
            "condition": item.name,
            "basis": item.article or words.text("letters.internal"),
            "outcome": outcome,
            "said": words.text("letters.switched-off", {"title": rules.pack.title, "basis": item.basis}),
        }
        for item in switched_off(rules, str(subject.document["case"].get("procedure", "")))
    ]


def visit(subject: Subject) -> tuple[Values, str]:
    """现场考察记录."""
    found = subject.document["visit"]
    stage = next(stage for stage in subject.rules.stage.values() if stage.kind == "site_visit")
    values: Values = {
        "alliance": subject.name,
        "applicant": subject.rules.pack.words.applicant,
        "lead": subject.lead,
        "policy": subject.policy,
        "article": _article(stage.basis),
        "on": numeric(found["on"]),
        "team": words.text("letters.name-sign").join(found["team"]),
        "findings": found["findings"],
    }
    return values, subject.number


def archive(subject: Subject) -> tuple[Values, str]:
    """归档目录: the papers of the file, then what each stage ended with, in the order of their days."""
    procedure = subject.document["case"].get("procedure")
    entries = [*_handed(subject), *_made(subject)]
    if not entries:
        raise LookupError
    values: Values = {
        "alliance": subject.name,
        "affair": affair_of(subject) if procedure else _applied(subject, "letters.application"),
        "case_number": subject.number,
        "office": subject.desk.settings["office"]["name"],
        "entries": [{"order": str(n), **entry} for n, entry in enumerate(entries, 1)],
    }
    return values, subject.number


FILE: Mapping[str, Callable[[Subject], tuple[Values, str]]] = {
    "receipt": receipt,
    "checklist": checklist,
    "visit": visit,
    "archive": archive,
}
"""As ``letter_values.VALUES``, of applications."""


def _applied(subject: Subject, code: str) -> str:
    own = subject.rules.pack.words
    return words.text(code, {"title": own.title, "act": own.act})


def _article(basis: str) -> str:
    """An article of the policy; empty for the office's own step."""
    return "" if basis == INTERNAL else basis


def _checked(subject: Subject) -> str:
    """How the formal check came out; empty while it is open."""
    try:
        entry = subject.stage("formal_check")
    except (LookupError, KeyError):
        return ""
    facts = {"outcome": words.text(outcome_code("formal_check", entry["outcome"])), "on": numeric(entry["on"])}
    said = words.text("letters.checked", facts)
    return said + words.text("letters.because", {"why": entry["note"]}) if entry.get("note") else said


def _papers(subject: Subject) -> Iterator[dict[str, str]]:
    found = matrix(subject.rules, subject.document)
    for place, column in enumerate(found.columns):
        cells = [cell for row in found.rows if (cell := row.cells[place]) is not None]
        if column.scope != "member" and cells:
            state = cells[0].text()
        else:
            there = sum(cell.state in (THERE, LACKING) for cell in cells)
            state = words.text("letters.papers-of", {"there": there, "count": len(cells)})
        scope = words.text(f"letters.paper-scope.{column.scope}", {"lead": subject.rules.pack.words.applicant})
        yield {"paper": column.title(), "scope": scope, "state": state}


def _handed(subject: Subject) -> Iterator[dict[str, str]]:
    """The papers of the file, those of members as one line a kind."""
    found = matrix(subject.rules, subject.document)
    for place, column in enumerate(found.columns):
        pages, units = _there(found, place)
        if units:
            yield {"title": _titled(column, units), "number": "", "on": "", "pages": str(pages) if pages else ""}


def _there(found: PaperMatrix, place: int) -> tuple[int, int]:
    cells = [cell for row in found.rows if (cell := row.cells[place]) is not None and cell.at]
    return sum(cell.pages for cell in cells), len(cells)


def _titled(column: PaperColumn, units: int) -> str:
    facts = {"title": column.title(), "count": units}
    return words.text("letters.papers-of-units", facts) if column.scope == "member" else column.title()


def _made(subject: Subject) -> Iterator[dict[str, str]]:
    """What each closed stage ended with, and what was asked for in between."""
    asked = cast("dict[str, Json]", subject.document.get("corrections", {})).values()
    lines: list[tuple[str, str, str]] = [
        (entry["asked"], words.text("letters.asked-for-more"), entry.get("letter", "")) for entry in asked
    ]
    recorded = cast("dict[str, Json]", subject.document.get("stages", {}))
    for key, stage in subject.rules.stage.items():  # in the policy's order, where several ended on one day
        if key not in recorded:
            continue
        entry = recorded[key]
        section, name = _NUMBERS.get(stage.kind, ("", ""))
        number = str(cast("Json", subject.document.get(section, {})).get(name, ""))
        facts = {"stage": stage.name, "outcome": words.text(outcome_code(stage.kind, entry["outcome"]))}
        lines.append((entry["on"], words.text("event.stage-closed", facts), number))
    for on, title, number in sorted(lines, key=lambda one: one[0]):
        yield {"title": title, "number": number, "on": on, "pages": ""}
