"""Correcting a public notice that runs (更正公示): what stood wrong in it, what is right, and whether its period starts anew."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from msgspec import Struct

from alliance_desk.canonical import Json
from alliance_desk.cases import letters
from alliance_desk.cases.finding import record, short
from alliance_desk.cases.initials import initials
from alliance_desk.cases.letter_values import lead_of
from alliance_desk.cases.notice import latest
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Fact, Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded

NAME, LEAD, OTHER = "name", "lead", "other"
ITEMS = (NAME, LEAD, OTHER)
"""What of a line of the list may stand wrong: the alliance's name, the name of the unit that leads, anything else."""
_RUNNING = ("published", "suspended")


class Fault(Struct, frozen=True):
    """One thing that stood wrong. case: number or stream. item: of ``ITEMS``. right: as it should read.

    what, wrong: what it is and what stood there, needed for ``other`` only; names are known.
    """

    case: str
    item: str
    right: str
    what: str = ""
    wrong: str = ""


def usually_anew(items: Sequence[str]) -> bool:
    """Whether the period usually starts anew: it does when a name changes, as nobody could object under the wrong one."""
    return bool({NAME, LEAD} & set(items))


def correct(
    desk: Desk, notice: str, faults: Sequence[Fault], on: date, *, anew: bool | None = None, channel: str = ""
) -> Changes:
    """Publish a correction of a notice. A name that stood wrong in an application is set right in its file too.

    on: the real day of publishing. anew: whether the period starts again on that day, ``usually_anew`` when left open. channel: where the
    correction stands, as the notice when empty. Raises Refused when the notice is over or partly closed, the day lies outside, or a fault
    is incomplete or none.
    """
    document = record(desk, "notice", notice)
    about, entries = document.open["notice"], cast("dict[str, Json]", document.open["cases"])
    if not any(entry["state"] in _RUNNING for entry in entries.values()):
        raise Refused("cases.correct-over")
    if any(entry["state"] in ("clear", "upheld") for entry in entries.values()):
        raise Refused("cases.correct-partly")
    if on > desk.clock.today():
        raise Refused("cases.date-ahead", date=on.isoformat())
    if on.isoformat() < about["start"]:
        raise Refused("cases.correct-early", start=about["start"], on=on.isoformat())
    if not faults:
        raise Refused("cases.correct-nothing")
    cases = {key: desk.case(key) for key, entry in entries.items() if entry["state"] in _RUNNING}
    told = [_told(desk, one, cases) for one in faults]
    again = usually_anew([one.item for one in faults]) if anew is None else anew
    key = f"c{len(cast('Json', document.open.get('corrections', {}))) + 1}"
    kept: Json = {
        "order": int(key[1:]),
        "on": on.isoformat(),
        "anew": again,
        "channel": channel.strip() or about["channel"],
        "before": {"start": about["start"], "end": about["end"]},
        "items": {f"i{n}": {"order": n, **one} for n, one in enumerate(told, 1)},
    }
    patch: Json = {"corrections": {key: kept}}
    span: Json = {}
    if again:
        end = latest(desk, list(cases.values()), on)
        others = [
            {
                "end": o.end.isoformat(),
                "count_first_day": o.count_first_day,
                "roll": o.roll,
                "provisional": o.provisional,
            }
            for o in end.others
        ]
        span = {"start": on.isoformat(), "end": end.end.isoformat()}
        first = about.get("first", about["start"])
        patch["notice"] = {**span, "first": first, "provisional": end.provisional, "others": others}
    drafts = [
        Draft(stream=document.stream, stream_kind="notice", kind="notice.corrected", patch=patch, seen=document.seq)
    ]
    drafts += [_case(case, told, span) for case in cases.values() if span or _named(case, told)]
    desk.commit(drafts)
    paper = letters.enclosed(desk, "notice-correction", next(iter(cases)))
    facts: dict[str, Fact] = {"count": len(told), "short": short(document.stream), "paper": paper.text}
    facts |= {"start": patch.get("notice", about)["start"], "end": patch.get("notice", about)["end"]}
    return Changes(
        code="cases.corrected-anew" if again else "cases.corrected-kept",
        facts=facts,
        kinds=frozenset({"notice", "case"}),
        streams=(document.stream, *cases),
        files=paper.files,
    )


def _told(desk: Desk, fault: Fault, cases: dict[str, Folded]) -> Json:
    """A fault as it is kept, with what stood there. Raises Refused for one that is incomplete or none."""
    stream = desk.case(fault.case).stream
    if stream not in cases:
        raise Refused("cases.not-in-notice", number=desk.case(fault.case).open["case"]["number"])
    document = cases[stream].open
    name = str(document["alliance"]["name"])
    wrong = {NAME: name, LEAD: lead_of(document)}.get(fault.item, fault.wrong.strip())
    right = fault.right.strip()
    lacking = fault.item == OTHER and not fault.what.strip()
    if fault.item not in ITEMS or lacking or not wrong or not right:
        raise Refused("cases.correct-incomplete", name=name, known=ITEMS)
    if wrong == right:
        raise Refused("cases.correct-same", name=name, text=right)
    kept: Json = {"case": stream, "item": fault.item, "name": name, "wrong": wrong, "right": right}
    return kept | ({"what": fault.what.strip()} if fault.item == OTHER else {})


def _named(case: Folded, told: Sequence[Json]) -> Json:
    """What of an application's file is set right: names. Of a case beneath an alliance the register has the name, and a change sets it."""
    if case.open["case"].get("procedure"):
        return {}
    patch: Json = {}
    for one in told:
        if one["case"] != case.stream:
            continue
        if one["item"] == NAME:
            patch["alliance"] = {"name": one["right"], "initials": initials(one["right"])}
        if one["item"] == LEAD:
            members = cast("dict[str, Json]", case.open.get("members", {}))
            lead = next(key for key, member in members.items() if member.get("role") == "lead")
            patch["members"] = {lead: {"name": one["right"]}}
    return patch


def _case(case: Folded, told: Sequence[Json], span: Json) -> Draft:
    patch = {**_named(case, told), **({"notice": span} if span else {})}
    return Draft(stream=case.stream, stream_kind="case", kind="case.notice-corrected", patch=patch, seen=case.seq)
