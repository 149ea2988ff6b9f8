"""What the letters about support and about recommending upwards say."""

from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases.letter_parts import in_wan, kept_papers, matter_of, ruled
from alliance_desk.cases.letter_values import Subject, Values
from alliance_desk.papers.dates import numeric
from alliance_desk.policy.pack import Support
from alliance_desk.register.alliance import alliance


def upward(subject: Subject) -> tuple[Values, str]:
    """推荐函 to the superior: from the opening on, without a number until the file has been handed in."""
    stage = next((stage for stage in subject.rules.stage.values() if stage.kind == "submit_upward"), None)
    handed, matter = cast("Json", subject.document.get("upward", {})), matter_of(subject)
    on = handed.get("on") or subject.document["case"]["opened"]
    known = alliance(subject.desk, subject.document["alliance"]["id"], on)
    if stage is None or known is None:
        raise LookupError
    entry = known.entry
    same = [
        one for one in known.grades if one.name == entry.grade
    ]  # the last one since the recognition, where there is one
    last = max(same, key=lambda one: (one.on, one.subject), default=None)
    standing = {"day": numeric(entry.recognised), "act": entry.act, "title": entry.title, "document": entry.doc_no}
    graded = ""
    if last is not None:
        source = subject.rules.procedure[last.procedure].name if last.procedure in subject.rules.procedure else ""
        when = words.text("letters.resting.year", {"year": last.subject}) if last.subject else numeric(last.on)
        graded = words.text("letters.last-grade", {"when": when, "source": source, "grade": last.name})
    superior = cast("Json", subject.desk.settings["office"].get("superior", {}))
    values = subject.head(on, str(superior.get("name", "")), handed.get("letter", ""))
    values |= {
        "basis": ruled(subject, stage.basis),
        "alliance": subject.name,
        "lead": subject.lead,
        "member_count": str(len(cast("Json", subject.document.get("members", {})))),
        "standing": words.text("letters.standing" if entry.doc_no else "letters.standing-plain", standing),
        "grade": graded,
        "opinion": matter["note"],
        "copies": str(matter.get("copies", "")),
        "medium": matter.get("medium", ""),
        "attachments": [{"name": name} for name in (words.text("list.upward"), *kept_papers(subject))],
    }
    return values, subject.number


def support_review(subject: Subject) -> tuple[Values, str]:
    """评审意见 behind a support that needs one."""
    item, matter = _support(subject), matter_of(subject)
    values: Values = {
        "basis": ruled(subject, item.basis),
        "support": item.name,
        "alliance": subject.name,
        "lead": subject.lead,
        "bounds": words.text("letters.between", {"least": in_wan(item.least), "most": in_wan(item.most)})
        if item.most
        else "",
        "amount": _amount(matter),
        "year": matter.get("year", ""),
        "review": matter["review"],
        "opinion": matter.get("note", ""),
    }
    return values, subject.number


def support_decision(subject: Subject) -> tuple[Values, str]:
    """支持决定."""
    item, matter, decided = _support(subject), matter_of(subject), subject.document["decision"]
    review = matter.get("review", "")
    values = subject.head(decided["on"], subject.lead, decided["document"])
    values |= {
        "basis": ruled(subject, item.basis),
        "alliance": subject.name,
        "review": words.text("letters.reviewed", {"review": review}) if review else "",
        "support": item.name,
        "amount": _amount(matter),
        "year": matter.get("year", ""),
        "note": "" if item.review else matter.get("note", ""),
    }
    return values, subject.number


def _support(subject: Subject) -> Support:
    if subject.stage("support")["outcome"] != "granted":
        raise LookupError
    return subject.rules.support[matter_of(subject)["support"]]


def _amount(matter: Json) -> str:
    return in_wan(matter["amount"]) if matter.get("amount") else ""
