"""What the letters about support, recommending upwards, and what was handed in or recorded say."""

from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases.finding import short
from alliance_desk.cases.letter_parts import affair_of, in_wan, joined, matter_of, ruled
from alliance_desk.cases.letter_values import Subject, Values
from alliance_desk.papers.dates import numeric
from alliance_desk.policy.after import Kind
from alliance_desk.policy.pack import Activity, Support
from alliance_desk.register.alliance import alliance

_SAME_DAY = "SELECT stream FROM index_affair WHERE pack = ? AND procedure = ? AND opened = ?"


def upward(subject: Subject) -> tuple[Values, str]:
    """推荐函 to the superior: from the opening on, without a number until the file has been handed in."""
    stage = next((stage for stage in subject.rules.stage.values() if stage.kind == "submit_upward"), None)
    handed, matter = cast("Json", subject.document.get("upward", {})), matter_of(subject)
    on = handed.get("on") or subject.document["case"]["opened"]
    known = alliance(subject.desk, subject.document["alliance"]["id"], on)
    if stage is None or known is None:
        raise LookupError
    entry, last = known.entry, known.grades[-1] if known.grades else None
    standing = {"day": numeric(entry.recognised), "act": entry.act, "title": entry.title, "document": entry.doc_no}
    graded = ""
    if last is not None:
        source = subject.rules.procedure[last.procedure].name if last.procedure in subject.rules.procedure else ""
        when = words.text("cases.resting.year", {"year": last.subject}) if last.subject else numeric(last.on)
        graded = words.text("cases.last-grade", {"when": when, "source": source, "grade": last.name})
    superior = cast("Json", subject.desk.settings["office"].get("superior", {}))
    values = subject.head(on, str(superior.get("name", "")), handed.get("letter", ""))
    values |= ruled(subject, stage.basis)
    values |= {
        "alliance": subject.name,
        "lead": subject.lead,
        "member_count": str(len(cast("Json", subject.document.get("members", {})))),
        "standing": words.text("cases.standing" if entry.doc_no else "cases.standing-plain", standing),
        "grade": graded,
        "opinion": matter["note"],
        "copies": str(matter.get("copies", "")),
        "medium": matter.get("medium", ""),
        "attachments": [{"name": name} for name in (words.text("list.upward"), *_papers(subject))],
    }
    return values, subject.number


def support_review(subject: Subject) -> tuple[Values, str]:
    """评审意见 behind a support that needs one."""
    item, matter = _support(subject), matter_of(subject)
    values: Values = {
        **ruled(subject, item.basis),
        "support": item.name,
        "alliance": subject.name,
        "lead": subject.lead,
        "bounds": words.text("cases.between", {"least": in_wan(item.least), "most": in_wan(item.most)}) if item.most else "",
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
    values |= ruled(subject, item.basis)
    values |= {
        "alliance": subject.name,
        "review": words.text("cases.reviewed", {"review": review}) if review else "",
        "support": item.name,
        "amount": _amount(matter),
        "year": matter.get("year", ""),
        "note": "" if item.review else matter.get("note", ""),
    }
    return values, subject.number


def receipt(subject: Subject) -> tuple[Values, str]:
    """收件回执, for a report that came in and for a major matter that was kept."""
    rules, matter, about = subject.rules, matter_of(subject), subject.document["case"]
    if about["kind"] not in (Kind.REPORT, Kind.EVENT) or (about["kind"] == Kind.REPORT and "received" not in matter):
        raise LookupError
    recorded = cast("dict[str, Json]", subject.document.get("stages", {}))
    kept = next((entry["on"] for key, entry in recorded.items() if rules.stage[key].kind == "record"), "")
    changes = sorted(cast("dict[str, Json]", matter.get("changes", {})).values(), key=lambda one: one["order"])
    said = [
        words.text(
            "cases.changed-to" if one.get("before") and one.get("after") and one["before"] != one["after"] else "cases.changed",
            {
                "name": rules.change[one["id"]].name,
                "before": one.get("before", ""),
                "after": one.get("after") or one.get("before") or "—",
            },
        )
        for one in changes
    ]
    values = subject.head(kept or matter.get("received") or about["opened"], subject.lead)
    values |= {
        "alliance": subject.name,
        "matter": matter.get("title") or affair_of(subject),
        "received": numeric(matter.get("received") or about["opened"]),
        "kept": words.text("cases.kept", {"on": numeric(kept)}) if kept else "",
        "case_number": subject.number,
        "items": [{"item": one} for one in (*said, *_papers(subject))],
    }
    return values, subject.number


def guidance(subject: Subject) -> tuple[Values, str]:
    """指导意见: of an activity for which the policy has such a letter, once the opinion is written down."""
    item, matter = _activity(subject, "guidance"), matter_of(subject)
    values = subject.head(matter["on"], subject.lead)
    values |= ruled(subject, item.basis)
    values |= {
        "alliance": subject.name,
        "held": numeric(matter["on"]),
        "subject": matter["title"],
        "opinion": matter["note"],
    }
    return values, subject.number


def minutes(subject: Subject) -> tuple[Values, str]:
    """座谈会记录."""
    item, matter = _activity(subject, "minutes"), matter_of(subject)
    values: Values = {
        "activity": item.name,
        "held": numeric(matter["on"]),
        "place": matter.get("place", ""),
        "subject": matter["title"],
        "alliance": subject.name,
        "lead": subject.lead,
        "content": matter.get("note", ""),
    }
    return values, subject.number


def equal(subject: Subject) -> tuple[Values, str]:
    """等同登记通知, for all that were entered in one procedure on one day."""
    about = subject.document["case"]
    item = subject.rules.procedure[about["procedure"]]
    if not item.act or subject.stage("entry")["outcome"] != "entered":
        raise LookupError
    day = (about["pack"], about["procedure"], about["opened"])
    found = [subject.desk.case(stream) for (stream,) in subject.desk.raw.execute(_SAME_DAY, day).fetchall()]
    found.sort(key=lambda case: str(case.open["case"]["number"]))
    same = [Subject(subject.desk, case, subject.rules) for case in found if "entry" in _done(subject, case.open)]
    values = subject.head(about["opened"])
    values |= ruled(subject, item.basis)
    values |= {
        "act": item.act,
        "title": subject.rules.pack.words.title,
        "alliances": [
            {"order": str(n), "alliance": one.name, "lead": one.lead, "document": matter_of(one)["document"]}
            for n, one in enumerate(same, 1)
        ],
    }
    return values, short(found[0].stream)


def _done(subject: Subject, document: Json) -> set[str]:
    """The kinds of stage that are closed."""
    return {subject.rules.stage[key].kind for key in document.get("stages", {})}


def _support(subject: Subject) -> Support:
    if subject.stage("support")["outcome"] != "granted":
        raise LookupError
    return subject.rules.support[matter_of(subject)["support"]]


def _activity(subject: Subject, letter: str) -> Activity:
    item = subject.rules.activity[matter_of(subject)["activity"]]
    if item.letter != letter:
        raise LookupError
    return item


def _amount(matter: Json) -> str:
    return in_wan(matter["amount"]) if matter.get("amount") else ""


def _papers(subject: Subject) -> list[str]:
    """The kinds of paper that lie in the case, in the policy's order."""
    there = {str(one["paper"]) for one in cast("dict[str, Json]", subject.document.get("papers", {})).values()}
    return [paper.name for key, paper in subject.rules.paper.items() if key in there]
