"""What the letters about things handed in, recorded or entered say."""

from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases.letter_parts import affair_of, kept_papers, matter_of, ruled
from alliance_desk.cases.letter_values import Subject, Values
from alliance_desk.papers.dates import numeric
from alliance_desk.policy.after import Kind
from alliance_desk.policy.pack import Activity, Pack

_SAME_DAY = "SELECT stream FROM index_affair WHERE pack = ? AND procedure = ? AND opened = ?"


def letter_of(rules: Pack, matter: Json) -> str:
    """The letter that belongs to an event once it is recorded; empty for none. Guidance that was not written down has none."""
    item = rules.activity.get(matter.get("activity", ""))
    if item is None:
        return "receipt" if matter.get("changes") else ""
    return item.letter if item.letter != "guidance" or matter.get("note") else ""


def receipt(subject: Subject) -> tuple[Values, str]:
    """收件回执, for a report that came in and for a major matter that was kept."""
    rules, matter, about = subject.rules, matter_of(subject), subject.document["case"]
    if about["kind"] not in (Kind.REPORT, Kind.EVENT) or (about["kind"] == Kind.REPORT and "received" not in matter):
        raise LookupError
    recorded = cast("dict[str, Json]", subject.document.get("stages", {}))
    kept = next((entry["on"] for key, entry in recorded.items() if rules.stage[key].kind == "record"), "")
    changes = sorted(cast("dict[str, Json]", matter.get("changes", {})).values(), key=lambda one: one["order"])
    said = [_changed(rules.change[one["id"]].name, one) for one in changes]
    values = subject.head(kept or matter.get("received") or about["opened"], subject.lead)
    values |= {
        "alliance": subject.name,
        "matter": matter.get("title") or affair_of(subject),
        "received": numeric(matter.get("received") or about["opened"]),
        "kept": words.text("letters.kept", {"on": numeric(kept)}) if kept else "",
        "case_number": subject.number,
        "items": [{"item": one} for one in (*said, *kept_papers(subject))],
    }
    return values, subject.number


def guidance(subject: Subject) -> tuple[Values, str]:
    """指导意见: of an activity for which the policy has such a letter, once the opinion is written down."""
    item, matter = _activity(subject, "guidance"), matter_of(subject)
    values = subject.head(matter["on"], subject.lead)
    values |= {
        "basis": ruled(subject, item.basis),
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
    values |= {
        "basis": ruled(subject, item.basis),
        "act": item.act,
        "title": subject.rules.pack.words.title,
        "alliances": [
            {"order": str(n), "alliance": one.name, "lead": one.lead, "document": matter_of(one)["document"]}
            for n, one in enumerate(same, 1)
        ],
    }
    return values, same[0].number


def _changed(name: str, one: Json) -> str:
    before, after = str(one.get("before", "")), str(one.get("after", ""))
    if before and after:
        return words.text("letters.changed-to", {"name": name, "before": before, "after": after})
    return words.text("letters.changed", {"name": name, "after": after or before or "—"})


def _done(subject: Subject, document: Json) -> set[str]:
    """The kinds of stage that are closed."""
    return {subject.rules.stage[key].kind for key in document.get("stages", {})}


def _activity(subject: Subject, letter: str) -> Activity:
    item = subject.rules.activity[matter_of(subject)["activity"]]
    if item.letter != letter:
        raise LookupError
    return item
