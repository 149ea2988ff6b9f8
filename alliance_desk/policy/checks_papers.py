"""Checks over the paper matrix, the signature grid and the clauses of the agreement."""

from collections.abc import Iterator

from msgspec import Struct, structs

from alliance_desk.errors import Fact
from alliance_desk.policy.facts import MemberFacts, PaperFacts
from alliance_desk.policy.findings import Outcome, Verdict, label
from alliance_desk.policy.match import Case, Members, names
from alliance_desk.policy.match import paths as member_paths
from alliance_desk.policy.pack import Clauses, Paper, Papers, Signatures

CODE_LENGTH = 18


def paper_key(paper: str, member: str = "", year: int | str = "") -> str:
    """Where a paper stands in the document: ``paper``, ``paper.member`` or ``paper.member.year``; also ``paper.year``."""
    return ".".join(part for part in (paper, member, str(year) if year else "") if part)


def owed(case: Case, paper: Paper) -> Iterator[tuple[str, MemberFacts | None, int]]:
    """Who owes a paper for which year: (member id or "", member, year or 0)."""
    years = case.closed_years(paper.years) if paper.years else [0]
    if paper.scope == "alliance":
        yield from (("", None, year) for year in years)
        return
    for key, member in case.role("lead") if paper.scope == "lead" else case.members:
        if paper.kinds and member.kind and member.kind not in paper.kinds:
            continue
        young = member.founded if paper.young_exempt else None
        # A year a young member existed in only partly is still one it can account for.
        yield from ((key, member, year) for year in years if not (young and year and year < young.year))


def papers(_: Papers, case: Case) -> Verdict:
    """C11: what nobody handed in is missing; what is there without seal or copies does not pass."""
    required = {key: paper for key, paper in case.rules.paper.items() if paper.required}
    if not case.members and any(paper.scope != "alliance" for paper in required.values()):
        return Verdict(Outcome.MISSING, "no-members", missing=(label("members"),), paths=("members",))
    if not case.facts.application.filed and any(paper.years for paper in required.values()):
        where = "application.filed"
        return Verdict(Outcome.MISSING, "no-application-date", missing=(label(where),), paths=(where,))
    missing: dict[str, str] = {}
    wrong: dict[str, str] = {}
    count = 0
    for one in dues(case):
        if one.paper not in required:
            continue
        count += 1
        if not one.at:
            missing[f"papers.{one.place}"] = one.name
        elif one.lacking:
            (missing if one.unknown else wrong)[f"papers.{one.place}"] = f"{one.name}（{label(one.lacking)}）"
    facts: dict[str, Fact] = {"count": count}
    if missing:
        facts |= {"missing": tuple(missing.values()), "short": len(missing)}
    if wrong:
        facts |= {"wrong": tuple(wrong.values())}
        return Verdict(
            Outcome.FAIL,
            "papers-wrong-and-missing" if missing else "papers-wrong",
            facts,
            tuple(missing.values()),
            (*wrong, *missing),
        )
    if missing:
        return Verdict(Outcome.MISSING, "papers-missing", facts, tuple(missing.values()), tuple(missing))
    return Verdict(Outcome.PASS, "papers-complete", facts)


class Due(Struct, frozen=True):
    """One paper that is asked of somebody for one year, and what was handed in for it.

    member: id, empty for the alliance. year: 0 for none. place: where it would stand; at: where it or its substitute stands, empty
    where nothing does. name: what it is called, with whose it is. lacking: path of what is wrong with it; unknown: nobody said.
    """

    paper: str
    member: str
    year: int
    place: str
    name: str
    at: str = ""
    lacking: str = ""
    unknown: bool = False


def dues(case: Case) -> Iterator[Due]:
    """Every paper of the rules for everybody who owes it, or may hand it in; in the order of the rules."""
    for key, paper in case.rules.paper.items():
        for member_key, member, year in owed(case, paper):
            due = Due(
                paper=key,
                member=member_key,
                year=year,
                place=paper_key(key, member_key, year),
                name=_name(paper, member_key, member, year),
            )
            at = _found(case, key, paper, member_key, member, year)
            handed = case.facts.papers.get(at)
            lacking = _lacking(paper, handed) if handed else ""
            unknown = bool(handed and lacking and _unknown(paper, handed))
            yield structs.replace(due, at=at, lacking=lacking, unknown=unknown)


def _found(case: Case, key: str, paper: Paper, member_key: str, member: MemberFacts | None, year: int) -> str:
    """Where the paper or a substitute stands; where the unit code stands for it, a substitute counts only with an 18-character code."""
    # The lead's papers may be filed under the lead or, being one unit's only, with those of the alliance.
    whose = ("", member_key) if paper.scope == "lead" else (member_key,)
    accepted = () if paper.code_suffices and (member is None or len(member.code) != CODE_LENGTH) else paper.accepts
    years = {other: year if case.rules.paper[other].years else 0 for other in accepted}
    places = (paper_key(other, who, at) for other, at in {key: year, **years}.items() for who in whose)
    return next((place for place in places if place in case.facts.papers), "")


def _lacking(paper: Paper, found: PaperFacts) -> str:
    """Path of what is wrong with a paper that is there."""
    if paper.sealed and not found.sealed:
        return "papers.sealed"
    if paper.copies > 1 and (found.copies or 0) < paper.copies:
        return "papers.copies"
    return ""


def _unknown(paper: Paper, found: PaperFacts) -> bool:
    return (paper.sealed and found.sealed is None) or (paper.copies > 1 and found.copies is None)


def _name(paper: Paper, key: str, member: MemberFacts | None, year: int) -> str:
    whose = f"{member.name or key}：" if member else ""
    return f"{whose}{paper.name}{f'（{year}）' if year else ''}"


def signatures(check: Signatures, case: Case) -> Verdict:
    """C09: no date means not signed yet; a signature by an authorised agent goes by the office's reading."""
    if not case.members:
        return Verdict(Outcome.MISSING, "no-members", missing=(label("members"),), paths=("members",))
    unsigned = [(key, m) for key, m in case.members if not m.signed]
    unknown_seal = [(key, m) for key, m in case.members if m.signed and check.sealed and m.sealed is None]
    unsealed = [(key, m) for key, m in case.members if check.sealed and m.sealed is False]
    nobody = [(key, m) for key, m in case.members if m.signed and not m.signatory]
    agents = [(key, m) for key, m in case.members if m.signatory == "agent"]
    how = case.chosen(check.agent, "explain")
    facts: dict[str, Fact] = {"count": len(case.members)}
    bad = [(key, m) for key, m in case.members if (key, m) in unsealed or (how == "refuse" and (key, m) in agents)]
    if bad:
        code = "not-sealed" if unsealed else "agent-refused"
        return Verdict(Outcome.FAIL, code, facts | {"names": names(bad)}, paths=member_paths(bad, "sealed"))
    missing = [member for member in case.members if member in unsigned + unknown_seal + nobody]
    if missing:
        code = "not-signed-sealed" if check.sealed else "not-signed"
        listed = names(missing)
        return Verdict(Outcome.MISSING, code, facts | {"missing": listed}, listed, member_paths(missing, "signed"))
    if agents and how == "explain":
        return Verdict(Outcome.EXPLAIN, "agent-signed", facts | {"names": names(agents)}, paths=_where(agents))
    return Verdict(Outcome.PASS, "all-signed-sealed" if check.sealed else "all-signed", facts)


def _where(members: Members) -> tuple[str, ...]:
    return member_paths(members, "signatory")


def clauses(check: Clauses, case: Case) -> Verdict:
    """C10: a clause nobody has looked for is missing; one that was looked for and not found does not pass."""
    found = case.facts.agreement.clauses
    asked = {key: item for key, item in case.rules.clause.items() if not check.only or key in check.only}
    absent = [item.name for key, item in asked.items() if found.get(key) is False]
    unread = [item.name for key, item in asked.items() if key not in found]
    facts: dict[str, Fact] = {"count": len(asked)}
    where = ("agreement.clauses",)
    if absent:
        return Verdict(Outcome.FAIL, "clauses-absent", facts | {"names": tuple(absent)}, paths=where)
    if unread:
        return Verdict(Outcome.MISSING, "clauses-unread", facts | {"missing": tuple(unread)}, tuple(unread), where)
    return Verdict(Outcome.PASS, "clauses-found", facts)
