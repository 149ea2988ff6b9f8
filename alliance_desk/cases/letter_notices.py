"""What the papers around a public notice say: its correction, an objection taken or not, and how the notice went, for the file."""

from collections.abc import Callable, Mapping
from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases.finding import short
from alliance_desk.cases.letter_results import round_of
from alliance_desk.cases.letter_values import (
    Subject,
    Values,
    lead_of,
    listing,
    named,
    notice_of,
    period_of,
    setting,
)
from alliance_desk.cases.notice_items import item_name
from alliance_desk.ledger import streams
from alliance_desk.papers.dates import numeric
from alliance_desk.policy.vocabulary import INTERNAL

_RUNNING = ("published", "suspended")


def correction(subject: Subject) -> tuple[Values, str]:
    """更正公示, the last one. Raises LookupError when the notice was never corrected."""
    stream, document = notice_of(subject)
    key, last = _corrections(document)[-1]
    about = document["notice"]
    # A later restart must not change what an earlier letter said; the last one is all that is written.
    span = {name: numeric(about[name]) for name in ("start", "end")} | {"period": _period(subject)}
    items = sorted(cast("dict[str, Json]", last["items"]).values(), key=lambda one: one["order"])
    renamed = any(one["item"] != "other" for one in items) and not subject.document["case"].get("procedure")
    cases = _cases(subject, document)
    values = subject.head(last["on"])
    values |= {
        "subject": _subject(subject, about["start"]),
        "first": numeric(about.get("first", about["start"])),
        "items": [_item(n, one, several=len(cases) > 1) for n, one in enumerate(items, 1)],
        "alliances": listing([(case["alliance"]["name"], lead_of(case)) for case in cases]) if renamed else [],
        "span": words.text("letters.notice-anew" if last["anew"] else "letters.notice-kept", span),
    }
    values |= {name: setting(subject.desk, name) for name in ("contact_unit", "telephone", "address")}
    return values, f"{short(stream)}-{key}"


def objection(subject: Subject) -> tuple[Values, str]:
    """异议受理（不予受理）通知书, of the last objection to this case; to who objected."""
    stream, document = notice_of(subject)
    found = [(key, one) for key, one in _objections(document) if one["case"] == subject.case.stream]
    if not found:
        raise LookupError
    key, last = found[-1]
    private = streams.document(subject.desk.raw, stream).private
    refused = last.get("ground", "")
    values = subject.head(last["received"], str(cast("Json", private.get("objectors", {})).get(key, "")))
    values |= {
        "decision": words.text("letters.objection-refused" if refused else "letters.objection-taken"),
        "subject": _subject(subject, document["notice"]["start"]),
        "alliance": subject.name,
        "received": numeric(last["received"]),
        "text": last["text"],
        "ground": words.text(f"letters.objection-ground.{refused}") if refused else "",
        "accepted": "" if refused else words.text("letters.objection-taken"),
    }
    return values, f"{subject.number}-{key}"


def report(subject: Subject) -> tuple[Values, str]:
    """公示情况说明, once every case of the notice is through with it."""
    stream, document = notice_of(subject)
    about, entries = document["notice"], cast("dict[str, Json]", document["cases"])
    states = [entry["state"] for entry in entries.values()]
    if set(states) & set(_RUNNING):
        raise LookupError
    stage = next(stage for stage in subject.rules.stage.values() if stage.kind == "public_notice")
    objections, corrections = (
        [one for _, one in _objections(document)],
        [one for _, one in _corrections(document, must=False)],
    )
    refused = sum(one["state"] == "not_accepted" for one in objections)
    counted = {"count": len(objections), "accepted": len(objections) - refused, "refused": refused}
    names = {case.stream: case.open["alliance"]["name"] for case in map(subject.desk.case, entries)}
    items = [
        (one["on"], item) for one in corrections for item in sorted(one["items"].values(), key=lambda i: i["order"])
    ]
    closed = cast("Json", subject.document.get("notice", {})).get("closed", about["end"])
    values: Values = {
        "office": subject.desk.settings["office"]["name"],
        "date": numeric(max(closed, about["end"])),
        "subject": _subject(subject, about["start"]),
        "policy": subject.policy,
        "article": "" if stage.basis == INTERNAL else stage.basis,
        "start": numeric(about.get("first", about["start"])),
        "end": numeric(about["end"]),
        "period": _period(subject),
        "channel": about["channel"],
        "count": str(len(entries)),
        "corrected": _corrected(corrections),
        "corrections": [
            {"on": numeric(on), "item": item_name(one), "wrong": one["wrong"], "right": one["right"]}
            for on, one in items
        ],
        "objected": words.text("letters.objected" if objections else "letters.not-objected", counted),
        "objections": [_objected(n, one, names) for n, one in enumerate(objections, 1)],
        "conclusion": _conclusion(subject, entries, names),
    }
    return values, short(stream)


NOTICES: Mapping[str, Callable[[Subject], tuple[Values, str]]] = {
    "notice-correction": correction,
    "objection": objection,
    "notice-report": report,
}
"""As ``letter_values.VALUES``, of applications and of cases beneath an alliance alike."""


def _subject(subject: Subject, day: str) -> str:
    """What a notice is about, as its title says it."""
    if subject.document["case"].get("procedure"):
        return words.text("letters.notice-of-results", {"round": round_of(subject)})
    facts = {name: str(value) for name, value in named(subject, day).items()}
    return words.text("letters.notice-of-list", facts)


def _period(subject: Subject) -> str:
    stage = next(stage for stage in subject.rules.stage.values() if stage.kind == "public_notice")
    return period_of(subject.rules, stage.period)


def _cases(subject: Subject, document: Json) -> list[Json]:
    entries = sorted(cast("dict[str, Json]", document["cases"]).items(), key=lambda item: item[1]["order"])
    return [subject.desk.case(key).open for key, entry in entries if entry["state"] != "ended"]


def _objections(document: Json) -> list[tuple[str, Json]]:
    return sorted(cast("dict[str, Json]", document.get("objections", {})).items(), key=lambda item: item[1]["order"])


def _corrections(document: Json, *, must: bool = True) -> list[tuple[str, Json]]:
    found = sorted(cast("dict[str, Json]", document.get("corrections", {})).items(), key=lambda item: item[1]["order"])
    if must and not found:
        raise LookupError
    return found


def _item(order: int, one: Json, *, several: bool) -> dict[str, str]:
    """A row of the correction. Where several alliances stand in the list, what is not a name says whose it is."""
    called = item_name(one)
    if several and one["item"] != "name":
        called = words.text("letters.item-of", {"item": called, "alliance": one["name"]})
    return {"order": str(order), "item": called, "wrong": one["wrong"], "right": one["right"]}


def _corrected(corrections: list[Json]) -> str:
    if not corrections:
        return words.text("letters.not-corrected")
    days = [numeric(one["on"]) for one in corrections if one["anew"]]
    again = words.text("letters.counted-anew", {"on": days[-1]}) if days else ""
    return words.text("letters.corrected", {"count": len(corrections), "again": again})


def _objected(order: int, one: Json, names: Mapping[str, str]) -> dict[str, str]:
    if one["state"] == "not_accepted":
        result = words.text(f"letters.objection-left.{one['ground']}")
    else:
        said = words.text(f"letters.objection-came.{one['state']}")
        result = words.text("letters.answered", {"result": said, "on": numeric(one["closed"])})
    return {
        "order": str(order),
        "alliance": names[one["case"]],
        "received": numeric(one["received"]),
        "result": result,
    }


def _conclusion(subject: Subject, entries: Mapping[str, Json], names: Mapping[str, str]) -> str:
    """What the notice comes to: how many go on, who does not."""
    found: dict[str, list[str]] = {}
    for key, entry in entries.items():
        found.setdefault(entry["state"], []).append(names[key])
    act = subject.rules.pack.words.act
    results = bool(subject.document["case"].get("procedure"))
    said: list[str] = []
    for state, code in (("clear", "results" if results else "clear"), ("upheld", "upheld"), ("ended", "ended")):
        if state in found:
            facts = {
                "count": len(found[state]),
                "names": words.text("letters.name-sign").join(found[state]),
                "act": act,
            }
            said.append(words.text(f"letters.concluded.{code}", facts))
    return words.text("letters.paper-sign").join(said) + words.text("letters.full-stop")
