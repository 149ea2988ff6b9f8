"""Certificates and plaques: numbered from the stream, rendered from the ledger, printed again as marked copies."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from alliance_desk import canonical, files
from alliance_desk.canonical import Json
from alliance_desk.cases.letter_values import lead_of
from alliance_desk.cases.numbering import take
from alliance_desk.cases.stage import closing, open_stage
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.pack import Issue, Pack

if TYPE_CHECKING:
    from alliance_desk.papers.render import Rendered

KINDS = ("certificate", "plaque")
_MONTH = "月"


def issue(desk: Desk, number: str, kind: str) -> Changes:
    """Number and render the certificate or plaque of a recognised case; the PDF lies in the workspace's ``papers``.

    Raises Refused when the policy knows none, the stage is not open, or a character has no glyph in the bundled fonts.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    item = _item(rules, kind)
    open_stage(desk, case, rules, kind)
    today = desk.clock.today().isoformat()
    _render(item, kind, case, rules, "0", today)  # what cannot be drawn refuses before a number is spent
    taken = take(desk, f"{rules.pack.id}.{kind}", rules.number[item.number], case.open["alliance"]["name"])
    rendered = _render(item, kind, case, rules, taken.number, today)
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
    desk.commit([taken.draft, draft], sign=[case.stream])
    path = files.write(_place(desk, case, kind, taken.number), rendered.pdf)
    warned = "".join(warning.text() for warning in rendered.warnings)
    facts = {"name": section["name"], "number": taken.number, "path": str(path), "warned": warned}
    return Changes(
        code=f"cases.{kind}-issued",
        facts=facts,
        kinds=frozenset({"case", "numbers"}),
        streams=(case.stream,),
        files=(path,),
    )


def again(desk: Desk, number: str, kind: str) -> Changes:
    """Render the PDF of an issued certificate or plaque again, byte for byte, from the ledger.

    Raises Refused when none was issued; Damaged when the result is not the paper that was issued.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    item = _item(rules, kind)
    issued = cast("Json", case.open.get(kind, {}))
    if not issued:
        raise Refused("cases.not-issued", number=case.open["case"]["number"])
    pdf = _render(item, kind, case, rules, issued["number"], issued["on"]).pdf
    path = files.write(_place(desk, case, kind, issued["number"]), pdf)
    code = "cases.rendered-again" if canonical.sha256(pdf) == issued["pdf"] else "cases.rendered-otherwise"
    return Changes(
        code=code, facts={"number": issued["number"], "path": str(path)}, streams=(case.stream,), files=(path,)
    )


def _item(rules: Pack, kind: str) -> Issue:
    if kind not in KINDS:
        raise Refused("cases.unknown-paper", kind=kind, known=KINDS)
    item = rules.certificate if kind == "certificate" else rules.plaque
    if item is None:
        raise Refused(f"cases.no-{kind}", title=rules.pack.title)
    return item


def _render(item: Issue, kind: str, case: Folded, rules: Pack, number: str, on: str) -> "Rendered":
    """The PDF of one paper; every value in it comes from the ledger."""
    from alliance_desk.papers.dates import formal, numeric
    from alliance_desk.papers.lint import shipped
    from alliance_desk.papers.render import render

    recognition = cast("Json", case.open.get("recognition", {}))
    day = formal(on)
    values = {
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
    return render(shipped(item.layout), [values])


def _place(desk: Desk, case: Folded, kind: str, number: str) -> Path:
    safe = "".join(c if c.isascii() and c.isalnum() else "-" for c in number)
    return desk.place.papers / f"{kind}-{safe or case.stream}.pdf"
