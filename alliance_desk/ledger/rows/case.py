"""Index rows of a case: the list line, its members, its papers, its certificate and plaque."""

from collections.abc import Iterator
from typing import Any, cast

from alliance_desk.canonical import Json
from alliance_desk.ledger.fold import Folded
from alliance_desk.ledger.rows import step
from alliance_desk.policy import stages
from alliance_desk.policy.after import Annual
from alliance_desk.policy.pack import Pack
from db.models import index, life
from db.models.index import Base
from db.search import grams

BLOCKING = ("fail", "missing", "explain", "manual")
"""Recorded outcomes of conditions that stop the next step."""


def section(document: Json, *names: str) -> Json:
    """An inner object of a document; empty when absent."""
    for name in names:
        document = cast("Json", document.get(name, {}))
    return document


def ordered(items: Json) -> list[tuple[str, Json]]:
    """The entries of an edited collection in the order people gave them."""
    return sorted(cast("dict[str, Json]", items).items(), key=lambda item: (item[1].get("order", 0), item[0]))


def case(folded: Folded, rules: Pack) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    """All rows of one case."""
    document = folded.open
    head, offices, custody = section(document, "case"), section(document, "offices"), section(document, "custody")
    alliance, members = section(document, "alliance"), ordered(section(document, "members"))
    lead = next((m.get("name", "") for _, m in members if m.get("role") == "lead"), "")
    checks = cast("dict[str, Json]", section(document, "checks"))
    county = section(offices, "names", str(offices.get("recommender", "")))
    name, initials = str(alliance.get("name", "")), str(alliance.get("initials", ""))
    yield (
        index.Case,
        {
            "stream": folded.stream,
            "number": head.get("number", ""),
            "name": name,
            "initials": initials,
            "lead": lead,
            "pack": head.get("pack", ""),
            "rules": head.get("rules", ""),
            "status": stages.status_code(rules, document),
            "custody": custody.get("state", ""),
            "holder": custody.get("holder", ""),
            "recommender": offices.get("recommender", ""),
            "decider": offices.get("decider", ""),
            "county": offices.get("on_behalf") or county.get("name", ""),
            "alliance": alliance.get("id", ""),
            "filed": section(document, "application").get("filed", ""),
            "blocking": sum(found.get("outcome") in BLOCKING for found in checks.values()),
            "outcome": outcome(rules, document),
            "kind": head.get("kind", ""),
            "procedure": head.get("procedure", ""),
            "affair": rules.procedure[head["procedure"]].name if head.get("procedure") in rules.procedure else "",
            "subject": head.get("subject", ""),
            **step.next_step(rules, document),
            "updated": folded.time,
            "grams": grams(str(head.get("number", "")), name, initials, *_names(members)),
        },
    )
    if head.get("procedure"):
        yield affair(folded, rules)
    for member, record in members:
        yield (
            index.Member,
            {
                "case": folded.stream,
                "member": member,
                "position": record.get("order", 0),
                "name": record.get("name", ""),
                "code": record.get("code", ""),
                "role": record.get("role", ""),
                "kind": record.get("kind", ""),
                "registered": record.get("registered", ""),
            },
        )
    for key, paper in ordered(section(document, "papers")):
        yield (
            index.Paper,
            {
                "case": folded.stream,
                "key": key,
                "paper": paper.get("paper", ""),
                "member": paper.get("member", ""),
                "blob": paper.get("blob", ""),
                "name": paper.get("name", ""),
            },
        )
    for kind in ("certificate", "plaque"):
        issued = section(document, kind)
        if issued:
            yield (
                index.Certificate,
                {
                    "case": folded.stream,
                    "number": issued["number"],
                    "kind": kind,
                    "alliance": alliance.get("id", ""),
                    "name": issued.get("name", name),
                    "issued": issued.get("on", ""),
                    "state": issued.get("state", "issued"),
                },
            )


def outcome(rules: Pack, document: Json) -> str:
    """How a case ended: recognised, done, or the outcome of the stage that ended it; empty while something needed is left to do."""
    if ended := stages.end_kind(rules, document):
        return ended
    if stages.done(rules, document, "recognition"):
        return "recognised"
    return "done" if stages.finished(rules, document) else ""


def affair(folded: Folded, rules: Pack) -> tuple[type[Base], dict[str, Any]]:
    """The row of a case beneath an alliance."""
    document = folded.open
    head, matter = section(document, "case"), section(document, "matter")
    whats = ("activity", "support", "measure", "ground")
    changes = " ".join(change.get("id", "") for _, change in ordered(matter.get("changes", {})))
    return (
        life.Affair,
        {
            "stream": folded.stream,
            "alliance": section(document, "alliance").get("id", ""),
            "pack": head.get("pack", ""),
            "procedure": head["procedure"],
            "kind": head.get("kind", ""),
            "subject": head.get("subject", ""),
            "opened": head.get("opened", ""),
            "received": _counted(rules, document) if matter.get("received") else matter.get("on", ""),
            "finished": stages.finished(rules, document),
            "outcome": stages.end_kind(rules, document),
            "what": next((matter[key] for key in whats if matter.get(key)), changes),
            "consequence": matter.get("consequence", ""),
            "facts": " ".join(matter.get("facts", [])),
            "amount": matter.get("amount", 0),
            "title": matter.get("title", ""),
        },
    )


def _names(members: list[tuple[str, Json]]) -> Iterator[str]:
    """Every name a member has or had: all of them find the case."""
    for _, record in members:
        yield str(record.get("name", ""))
        yield from cast("list[str]", record.get("former_names", []))


def _counted(rules: Pack, document: Json) -> str:
    """The day on which a report counts as handed in: it came in, or where the rules say so its opinion was signed and it went on."""
    procedure = section(document, "case")["procedure"]
    asked = [duty for duty in rules.duty.values() if isinstance(duty, Annual) and duty.procedure == procedure]
    seen = [key for key, stage in rules.stage.items() if stage.kind == "opinion"]
    if not seen or not any(rules.chosen.get(duty.counts, duty.counts) == "forwarded" for duty in asked):
        return str(section(document, "matter")["received"])
    closed = [section(document, "stages", key) for key in seen]
    return max(str(stage["on"]) for stage in closed) if all(s.get("outcome") == "signed" for s in closed) else ""
