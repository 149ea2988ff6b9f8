"""Certificates and plaques as a person looks at them: what waits to be made, what each looks like, whether its names agree."""

from pathlib import Path
from typing import cast

from msgspec import Struct

from alliance_desk import canonical, files
from alliance_desk.canonical import Json
from alliance_desk.cases import issue
from alliance_desk.cases.letter_values import lead_of
from alliance_desk.cases.names import Named, named
from alliance_desk.cases.numbering import upcoming
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError
from alliance_desk.ledger import custody
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.pack import Pack

_WAITING = """SELECT stream FROM index_case WHERE outcome = 'recognised' AND step_kind IN ('certificate', 'plaque')
    ORDER BY since, number"""
_RECOGNISED = (
    "SELECT pack, count(*), min(stream) FROM index_case WHERE outcome = 'recognised' GROUP BY pack ORDER BY pack"
)
_LIMIT = 1 << 26


class Waiting(Struct, frozen=True):
    """A certificate or plaque that is still to be made. since: day of recognition. mine: whether this office may make it now."""

    case: str
    kind: str
    number: str
    name: str
    lead: str
    since: str
    pack: str
    mine: bool


class Without(Struct, frozen=True):
    """A policy whose recognised alliances get no paper of some kinds. basis: the article of its recognition. cases: how many there are."""

    pack: str
    title: str
    act: str
    basis: str
    kinds: tuple[str, ...]
    cases: int


class Shown(Struct, frozen=True, kw_only=True):
    """One paper before a person's eyes.

    number: its own, or the next one to be used while it waits. issued: day, empty while it waits. path: the PDF to look at, None where
    it cannot be drawn, then ``problem`` says why; at an office that did not issue it, a marked copy. same: whether that file is the issued one, byte for byte. rare: characters that
    another font draws. mine: whether this office makes it.
    """

    case: str
    kind: str
    alliance: str
    number: str
    issued: str
    layout: str
    basis: str
    act: str
    applicant: str
    document: str
    valid_to: str
    path: Path | None
    same: bool
    problem: str
    warnings: tuple[str, ...]
    rare: tuple[str, ...]
    names: list[Named]
    mine: bool


def waiting(desk: Desk) -> list[Waiting]:
    """Every paper of a recognised case whose stage is open, the longest waiting first."""
    found: list[Waiting] = []
    for (stream,) in desk.raw.execute(_WAITING).fetchall():
        case = desk.case(stream)
        rules = desk.rules_of(case)
        for key in stages.open_stages(rules, case.open):
            stage = rules.stage[key]
            if stage.kind in issue.KINDS:
                mine = case.open["offices"].get(stage.actor) == desk.office and custody.may_work(case.open, desk.office)
                names = case.open["alliance"]["name"], lead_of(case.open)
                since = cast("Json", case.open.get("recognition", {})).get("on", "")
                number = case.open["case"]["number"]
                found.append(Waiting(stream, stage.kind, number, *names, since, rules.pack.id, mine))
    return found


def without(desk: Desk) -> list[Without]:
    """Policies under which alliances were recognised here and that know no certificate, or no plaque."""
    found: list[Without] = []
    for pack, count, stream in desk.raw.execute(_RECOGNISED).fetchall():
        rules = desk.rules_of(desk.case(stream))
        kinds = tuple(kind for kind in issue.KINDS if not any(s.kind == kind for s in rules.stage.values()))
        if kinds:
            basis = next((s.basis for s in rules.stage.values() if s.kind == "recognition"), "")
            found.append(Without(pack, rules.pack.title, rules.pack.words.act, basis, kinds, count))
    return found


def shown(desk: Desk, number: str, kind: str) -> Shown:
    """A paper with everything that is looked at before it is made or printed.

    The PDF of one that waits, or whose file is lost, lies in the workspace's ``scratch``. Raises Refused when the policy knows none.
    """
    from alliance_desk.papers.lint import shipped
    from alliance_desk.papers.rare import rare

    case = desk.case(number)
    rules = desk.rules_of(case)
    item = issue.item(rules, kind)
    issued = cast("Json", case.open.get(kind, {}))
    recognition = cast("Json", case.open.get("recognition", {}))
    stage = next(stage for stage in rules.stage.values() if stage.kind == kind)
    layout = shipped(item.layout)
    on = issued.get("on", desk.clock.today().isoformat())
    values = issue.values(kind, case, rules, issued.get("number", ""), on)
    mine = case.open["offices"].get(stage.actor) == desk.office
    path, same, problem, warnings = _picture(desk, case, rules, kind, mine=mine)
    return Shown(
        case=case.stream,
        kind=kind,
        alliance=case.open["alliance"]["name"],
        number=issued.get("number") or upcoming(desk, f"{rules.pack.id}.{kind}", rules.number[item.number]),
        issued=issued.get("on", ""),
        layout=layout.title,
        basis=stage.basis,
        act=rules.pack.words.act,
        applicant=rules.pack.words.applicant,
        document=recognition.get("document", ""),
        valid_to=recognition.get("valid_to", ""),
        path=path,
        same=same,
        problem=problem,
        warnings=warnings,
        rare=rare(layout, values),
        names=named(desk, case),
        mine=mine,
    )


def _picture(
    desk: Desk, case: Folded, rules: Pack, kind: str, *, mine: bool
) -> tuple[Path | None, bool, str, tuple[str, ...]]:
    """The PDF to look at, whether it is the issued one, why there is none, and what to look at in it."""
    issued = cast("Json", case.open.get(kind, {}))
    if issued and mine:
        kept = issue.place(desk, case, kind, issued["number"])
        if kept.is_file() and canonical.sha256(files.read(kept, _LIMIT)) == issued["pdf"]:
            return kept, True, "", ()
    try:
        made = issue.original(case, rules, kind, copy=not mine) if issued else issue.proof(desk, case.stream, kind)
    except DeskError as error:
        return None, False, error.text(), ()
    digest = canonical.sha256(made.pdf)
    path = desk.place.scratch / f"{kind}-{digest[:16]}.pdf"
    if not path.is_file():  # on Windows a file that a preview shows cannot be written again
        files.write(path, made.pdf)
    same = bool(issued) and digest == issued["pdf"]
    return path, same, "", tuple(warning.text() for warning in made.warnings)
