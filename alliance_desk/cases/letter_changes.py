"""What the letters about a change say: that it is approved, or that it is not."""

from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases.letter_parts import held_papers, matter_of, ruled, sender
from alliance_desk.cases.letter_values import Subject, Values, setting
from alliance_desk.papers.dates import numeric


def reply(subject: Subject) -> tuple[Values, str]:
    """变更批复. It names the alliance as it was called when it asked."""
    if subject.stage("handling")["outcome"] != "approved":
        raise LookupError
    decided = subject.document["decision"]
    argued = cast("Json", subject.document.get("argumentation", {})).get("outcome") == "supported"
    anew = any(subject.rules.change[one["id"]].papers for one in _changes(subject).values())
    values = subject.head(decided["on"], sender(subject), decided["document"])
    values |= {
        "basis": ruled(subject, *_bases(subject, "handling")),
        "alliance": _called(subject),
        "review": words.text("letters.argued") if argued else "",
        "effective": numeric(decided["on"]),
        "changes": _rows(subject),
        "papers": held_papers(subject.rules) if anew else "",
    }
    return values, subject.number


def refusal(subject: Subject) -> tuple[Values, str]:
    """不予变更通知: by the office's decision, or because the experts did not support it."""
    decided = cast("Json", subject.document.get("decision", {}))
    if decided:
        if decided["approved"]:
            raise LookupError
        kind, on, reason = "handling", decided["on"], decided["reason"]
    else:
        argued = subject.document["argumentation"]
        if argued["outcome"] != "not_supported":
            raise LookupError
        kind, on, reason = "argumentation", argued["on"], argued["opinion"]
    values = subject.head(on, sender(subject), decided.get("document", ""))
    values |= {
        "basis": ruled(subject, *_bases(subject, kind)),
        "alliance": _called(subject),
        "changes": _rows(subject),
        "reason": reason,
        "remedy": setting(subject.desk, "remedy"),
    }
    return values, subject.number


def _changes(subject: Subject) -> dict[str, Json]:
    found = cast("dict[str, Json]", matter_of(subject)["changes"])
    return dict(sorted(found.items(), key=lambda item: item[1]["order"]))


def _bases(subject: Subject, kind: str) -> list[str]:
    """The articles of what changes and of the stage that decides."""
    stage = next(stage for stage in subject.rules.stage.values() if stage.kind == kind)
    return [*(subject.rules.change[one["id"]].basis for one in _changes(subject).values()), stage.basis]


def _called(subject: Subject) -> str:
    before = (str(one.get("before", "")) for one in _changes(subject).values() if one["what"] == "name")
    return next(before, "") or subject.name


def _rows(subject: Subject) -> list[dict[str, str]]:
    return [
        {
            "item": subject.rules.change[one["id"]].name,
            "before": str(one.get("before", "")) or "—",
            "after": str(one.get("after", "")) or "—",
        }
        for one in _changes(subject).values()
    ]
