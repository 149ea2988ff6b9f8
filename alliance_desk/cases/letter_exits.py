"""What the letters about leaving the register say: telling before it (告知), the decision, the public announcement."""

from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases.letter_parts import facts_of, held_papers, listed, matter_of
from alliance_desk.cases.letter_values import Subject, Values, setting
from alliance_desk.papers.dates import numeric
from alliance_desk.policy.pack import Ground
from alliance_desk.policy.stages import SKIPPED


def hearing(subject: Subject) -> tuple[Values, str]:
    """陈述申辩告知书. Before the last day for a statement is set its place stays blank, to be filled in by hand."""
    if not any(stage.kind == "hearing" for stage in subject.rules.stage.values()) or _heard(subject) == SKIPPED:
        raise LookupError
    item, matter = _ground(subject), matter_of(subject)
    said = cast("Json", subject.document.get("hearing", {}))
    until = said.get("until") or matter.get("due", "")
    values = subject.head(said.get("told") or matter.get("started") or subject.document["case"]["opened"], subject.lead)
    values |= {
        "listed": listed(subject, item.basis),
        "alliance": subject.name,
        "facts": facts_of(subject),
        "ground": item.name,
        "intended": _leaving(subject, item),
        "until": numeric(until) if until else words.text("letters.day-later"),
    }
    values |= {name: setting(subject.desk, name) for name in ("telephone", "address")}
    return values, subject.number


def decision(subject: Subject) -> tuple[Values, str]:
    """取消（撤销、注销）决定."""
    item, decided = _ground(subject), _decided(subject)
    minutes, papers = decided.get("minutes", ""), held_papers(subject.rules)
    back = any(stage.kind == "return_papers" for stage in subject.rules.stage.values())
    values = subject.head(decided["on"], subject.lead, decided["document"])
    values |= {
        "listed": listed(subject, item.basis),
        "alliance": subject.name,
        "lead": subject.lead,
        "facts": facts_of(subject, decided["reason"]),
        "hearing": _hearing(subject),
        "ground": item.name,
        "meeting": words.text("letters.after-meeting", {"minutes": minutes}) if minutes else "",
        "decision": _leaving(subject, item),
        "effective": numeric(decided["on"]),
        "papers_back": papers if back else "",
        "papers": "" if back else papers,
        "remedy": setting(subject.desk, "remedy"),
    }
    return values, subject.number


def notice(subject: Subject) -> tuple[Values, str]:
    """退出公告: public, so it names the ground and no more of the facts."""
    item, decided = _ground(subject), _decided(subject)
    published = cast("Json", subject.document.get("publication", {}))
    values = subject.head(published.get("on", decided["on"]))
    values |= {
        "listed": listed(subject, item.basis),
        "ground": item.name,
        "decision": _leaving(subject, item),
        "document": decided["document"],
        "effective": numeric(decided["on"]),
        "papers": held_papers(subject.rules),
    }
    return values, subject.number


def _ground(subject: Subject) -> Ground:
    return subject.rules.ground[matter_of(subject)["ground"]]


def _decided(subject: Subject) -> Json:
    if subject.stage("exit")["outcome"] != "decided":
        raise LookupError
    return subject.document["decision"]


def _leaving(subject: Subject, item: Ground) -> str:
    """What is decided, in words, such as 取消……认定."""
    facts = {"alliance": subject.name, "act": subject.rules.pack.words.act}
    return words.text(f"letters.leaving.{item.leaves.name.lower()}", facts)


def _heard(subject: Subject) -> str:
    """How the hearing ended; empty while it has not, or where there is none."""
    try:
        return str(subject.stage("hearing")["outcome"])
    except LookupError:
        return ""


def _hearing(subject: Subject) -> str:
    """What came of the telling, in a sentence; empty where it was left out."""
    outcome = _heard(subject)
    if outcome not in ("heard", "waived"):
        return ""
    said = subject.document["hearing"]
    days = {key: numeric(said[key]) if key in said else "" for key in ("told", "until", "on")}
    return words.text(f"letters.hearing.{outcome}", days)
