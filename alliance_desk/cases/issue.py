"""Certificates and plaques: numbered from the stream, rendered from the ledger, printed again as marked copies."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from alliance_desk import canonical, files, words
from alliance_desk.canonical import Json
from alliance_desk.cases.continuing import rehearsal_mark
from alliance_desk.cases.letter_values import lead_of
from alliance_desk.cases.numbering import take
from alliance_desk.cases.stage import closing, open_stage
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.pack import Issue, Pack

if TYPE_CHECKING:
    from alliance_desk.papers.render import Rendered

KINDS = ("certificate", "plaque")
_HELD = """SELECT "case" FROM index_certificate WHERE alliance = ? AND kind = ? AND state = 'issued' AND "case" <> ?"""
_MONTH = "月"


def issue(desk: Desk, number: str, kind: str) -> Changes:
    """Number and render the certificate or plaque of a recognised case; the PDF lies in the workspace's ``papers``.

    Raises Refused when the policy knows none, the stage is not open, or a character has no glyph in the bundled fonts.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    paper = item(rules, kind)
    open_stage(desk, case, rules, kind)
    today = desk.clock.today().isoformat()
    _render(paper, kind, case, rules, "0", today)  # what cannot be drawn refuses before a number is spent
    taken = take(desk, f"{rules.pack.id}.{kind}", rules.number[paper.number], case.open["alliance"]["name"])
    rendered = _render(paper, kind, case, rules, taken.number, today)
    section = {
        "number": taken.number,
        "on": today,
        "name": case.open["alliance"]["name"],
        "state": "issued",
        "pdf": canonical.sha256(rendered.pdf),
    }
    effect = {
        "kind": f"{kind}-issued",
        "alliance": case.open["alliance"]["id"],
        "on": section["on"],
        "number": taken.number,
    }
    draft = closing(desk, case, rules, kind, "issued", sections={kind: section}, effects=[effect])
    desk.commit([taken.draft, draft, *_replaced(desk, case, kind)], sign=[case.stream])
    path = files.write(place(desk, case, kind, taken.number), rendered.pdf)
    warned = "".join(warning.text() for warning in rendered.warnings)
    facts = {"name": section["name"], "number": taken.number, "path": str(path), "warned": warned}
    return Changes(
        code=f"cases.{kind}-issued",
        facts=facts,
        kinds=frozenset({"case", "numbers"}),
        streams=(case.stream,),
        files=(path,),
    )


def marked(desk: Desk, papers: Mapping[str, Mapping[str, str]], on: str) -> list[Draft]:
    """The drafts that mark issued papers (replaced, returned, lost, void). papers: case → kind → state. on: YYYY-MM-DD."""
    found: list[Draft] = []
    for stream, states in papers.items():
        patch: Json = {kind: {"state": state, "since": on} for kind, state in states.items()}
        seen = desk.case(stream).seq
        found.append(Draft(stream=stream, stream_kind="case", kind="case.paper-changed", patch=patch, seen=seen))
    return found


def _replaced(desk: Desk, case: Folded, kind: str) -> list[Draft]:
    """The marks on papers of this kind that the alliance holds already: the new one takes their place."""
    rows = desk.raw.execute(_HELD, (case.open["alliance"]["id"], kind, case.stream)).fetchall()
    return marked(desk, {stream: {kind: "replaced"} for (stream,) in rows}, desk.clock.today().isoformat())


def again(desk: Desk, number: str, kind: str) -> Changes:
    """Render the PDF of an issued certificate or plaque again, byte for byte, from the ledger.

    Raises Refused when none was issued; Damaged when the result is not the paper that was issued.
    """
    case, rules, issued = _issued(desk, number, kind)
    pdf = original(case, rules, kind).pdf
    path = files.write(place(desk, case, kind, issued["number"]), pdf)
    code = "cases.rendered-again" if canonical.sha256(pdf) == issued["pdf"] else "cases.rendered-otherwise"
    return Changes(
        code=code, facts={"number": issued["number"], "path": str(path)}, streams=(case.stream,), files=(path,)
    )


def _issued(desk: Desk, number: str, kind: str) -> tuple[Folded, Pack, Json]:
    """A case, its rules and what it says of the issued paper. Raises Refused when none was issued."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    item(rules, kind)
    issued = cast("Json", case.open.get(kind, {}))
    if not issued:
        raise Refused("cases.not-issued", number=case.open["case"]["number"])
    if "pdf" not in issued:  # entered from older papers: there is nothing here to draw it from
        raise Refused("cases.paper-of-old", number=issued["number"])
    return case, rules, issued


def original(case: Folded, rules: Pack, kind: str, *, copy: bool = False) -> "Rendered":
    """The paper that was issued, drawn from the ledger. copy: with a word across it, for an office that did not issue it."""
    issued = case.open[kind]
    mark = words.text("cases.copy-mark") if copy else ""
    return _render(item(rules, kind), kind, case, rules, issued["number"], issued["on"], mark=mark)


def reprint(desk: Desk, number: str, kind: str) -> Changes:
    """Render an issued certificate or plaque as a further copy, marked as one beside its number; the original stays the only one.

    Raises Refused when none was issued.
    """
    case, rules, issued = _issued(desk, number, kind)
    marked = words.text("cases.reprint-number", {"number": issued["number"]})
    pdf = _render(item(rules, kind), kind, case, rules, marked, issued["on"]).pdf
    path = place(desk, case, kind, issued["number"])
    path = path.with_name(f"{path.stem}-reprint.pdf")
    if not path.is_file() or path.read_bytes() != pdf:  # on Windows a file that a preview shows cannot be written again
        files.write(path, pdf)
    facts = {"number": issued["number"], "path": str(path)}
    return Changes(code="cases.reprinted", facts=facts, streams=(case.stream,), files=(path,))


def proof(desk: Desk, number: str, kind: str) -> "Rendered":
    """What a certificate or plaque that is not issued yet will look like: no number, a word across it, nothing spent or kept.

    Raises Refused when the policy knows none, or it cannot be drawn.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    later, mark = words.text("cases.number-later"), words.text("cases.draft-mark")
    return _render(item(rules, kind), kind, case, rules, later, desk.clock.today().isoformat(), mark=mark)


def item(rules: Pack, kind: str) -> Issue:
    """What the policy says of a paper. Raises Refused when it knows none of this kind."""
    if kind not in KINDS:
        raise Refused("cases.unknown-paper", kind=kind, known=KINDS)
    found = rules.certificate if kind == "certificate" else rules.plaque
    if found is None:
        raise Refused(f"cases.no-{kind}", title=rules.pack.title)
    return found


def _render(paper: Issue, kind: str, case: Folded, rules: Pack, number: str, on: str, *, mark: str = "") -> "Rendered":
    """The PDF of one paper. mark: a word across it, which makes it one for the screen. What rests on a draft bears its word always."""
    from alliance_desk.papers.lint import shipped
    from alliance_desk.papers.render import render

    printed = values(kind, case, rules, number, on)
    return render(shipped(paper.layout), [printed], watermark=rehearsal_mark(rules) or mark, preview=bool(mark))


def values(kind: str, case: Folded, rules: Pack, number: str, on: str) -> dict[str, str]:
    """What a paper says; every value but its number and day comes from the ledger. on: YYYY-MM-DD."""
    from alliance_desk.papers.dates import formal, numeric

    # A paper issued anew after a change rests on the recognition that its case carries along.
    recognition = cast("Json", case.open.get("recognition") or case.open.get("matter", {}).get("recognition", {}))
    day = formal(on)
    return {
        "alliance": case.open["alliance"]["name"],
        "lead": lead_of(case.open),
        "number": number,
        "document": recognition.get("document", ""),
        "valid_from": numeric(recognition["valid_from"]) if "valid_from" in recognition else "",
        "valid_to": numeric(recognition["valid_to"]) if "valid_to" in recognition else "",
        "issued_on": day[: day.index(_MONTH) + 1] if kind == "plaque" else day,
        "issuer": rules.pack.issuer,
        "title": rules.pack.words.title,
        "act": rules.pack.words.act,
    }


def place(desk: Desk, case: Folded, kind: str, number: str) -> Path:
    """Where the PDF of an issued paper lies."""
    safe = "".join(c if c.isascii() and c.isalnum() else "-" for c in number)
    return desk.place.papers / f"{kind}-{safe or case.stream}.pdf"
