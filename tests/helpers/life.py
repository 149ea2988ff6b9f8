"""The life of a recognised alliance under ``life.toml``, straight in the ledger: cases opened and closed stage by stage, without the verbs."""

import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

from alliance_desk.canonical import Json
from alliance_desk.cases.numbering import take
from alliance_desk.cases.stage import closing
from alliance_desk.desk import Desk
from alliance_desk.exchange import export, intake
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy.compose import rules_bytes
from alliance_desk.policy.pack import Number
from tests.helpers.desks import PACK_ID, Pair, member, sample_document

DAY = "2024-10-08"
SAID: Mapping[str, Json] = {
    "recognised": {
        "name": "补录联盟",
        "act": "认定",
        "pack": PACK_ID,
        "title": "样例市市级联盟",
        "lead": "样例单位1",
        "county": "样例县",
        "members": {"m1": member(1, "lead"), "m2": member(2)},
    },
    "graded": {"procedure": "assess", "subject": "2024", "grade": "poor", "name": "较差", "rank": 2, "passed": False},
    "sanction-opened": {
        "id": "s1",
        "sanction": "限期整改",
        "name": "限期整改",
        "due": "2025-10-08",
        "measure": "rectify",
    },
    "sanction-closed": {"id": "s1", "outcome": "accepted"},
    "exited": {"leaves": "取消", "ground": "poor-twice"},
    "changed": {"what": "name", "before": "样例联盟", "after": "样例新联盟"},
    "member-in": {"member": "m9", "record": {**member(9), "name": "后来的单位"}},
    "member-out": {"member": "m3"},
    "supported": {"support": "subsidy", "name": "运行补贴", "amount": 30_000_000},
    "certificate-issued": {"number": "YL-2024-001"},
    "plaque-issued": {"number": "YLP-2024-001"},
    "papers-returned": {},
}
"""What an effect of each kind says beside its alliance and its day."""

LIFE: Mapping[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "assess": (("submission", "received", ()), ("evaluation", "evaluated", ()), ("grading", "graded", ("graded",))),
    "rectify": (("measure", "imposed", ("sanction-opened",)), ("acceptance", "accepted", ("sanction-closed",))),
    "change": (("argumentation", "supported", ()), ("handling", "approved", ("changed",))),
    "moves": (("record", "recorded", ("member-in", "member-out")),),
    "subsidy": (("support", "granted", ("supported",)),),
    "upward": (("submit_upward", "submitted", ()), ("superior_result", "recognised_above", ())),
    "equal": (("entry", "entered", ("recognised",)),),
    "history": (("entry", "entered", ("recognised",)),),
    "exit": (
        ("hearing", "heard", ()),
        ("exit", "decided", ("exited",)),
        ("publication", "published", ()),
        ("return_papers", "returned", ("papers-returned",)),
    ),
}
"""Procedure → its stages with a good outcome and the effects that go with it, all of the deciding office."""
HANDED_IN: Mapping[str, tuple[str, ...]] = {"yearly": ("submission", "opinion"), "activity": ("record",)}
"""Procedure → its stages of the recommending office; each comes out by its first outcome."""


def effect(kind: str, alliance: str, on: str = DAY, **more: object) -> Json:
    """An effect of a kind. on: YYYY-MM-DD; more: what it says otherwise."""
    return {"kind": kind, "alliance": alliance, "on": on, **SAID[kind], **more}


def affair(desk: Desk, procedure: str, *, alliance: str = "", offices: Json | None = None, **matter: object) -> Json:
    """The open document of a new case of a procedure, without its number. offices: other than those of a case of this desk."""
    document = sample_document(desk)
    item = desk.policy_for(PACK_ID).procedure[procedure]
    del document["stages"], document["papers"]
    document["case"] |= {"kind": item.kind.value, "procedure": procedure}
    document["case"] |= {"subject": "2024"} if item.yearly else {}
    document["offices"] = offices or document["offices"]
    document["alliance"]["id"] = alliance or uuid.uuid4().hex
    document["matter"] = matter
    return document


def open_affair(
    desk: Desk, procedure: str, *, alliance: str = "", offices: Json | None = None, **matter: object
) -> str:
    """Open a case of a procedure; its stream."""
    document = affair(desk, procedure, alliance=alliance, offices=offices, **matter)
    taken = take(desk, "case", Number(pattern="{division}-{year}-{serial:04d}"), document["alliance"]["name"])
    document["case"]["number"] = taken.number
    stream = uuid.uuid4().hex
    draft = Draft(stream=stream, stream_kind="case", kind="affair.opened", patch=document)
    desk.commit([taken.draft, draft], rules=[rules_bytes(desk.policy_for(PACK_ID))])
    return stream


def close(desk: Desk, stream: str, kind: str, outcome: str, effects: Iterable[Json] = ()) -> None:
    """Close the open stage of a kind."""
    case = desk.case(stream)
    desk.commit([closing(desk, case, desk.rules_of(case), kind, outcome, effects=list(effects))])


def live(pair: Pair, case: str, folder: Path) -> dict[str, str]:
    """Everything that can come after a recognition, and its copy to the county. case: of the recognised alliance.

    What enters alliances enters other ones, and the last of them leaves again. Returns procedure → stream.
    """
    city, known = pair.city, pair.city.case(case).open
    alliance, streams = str(known["alliance"]["id"]), dict[str, str]()
    for procedure, stages in LIFE.items():
        other = procedure in {"equal", "history"}
        about = uuid.uuid4().hex if other else alliance
        if procedure == "exit":
            about = str(city.case(streams["history"]).open["alliance"]["id"])
        facts = [streams["assess"]] if procedure == "rectify" else []
        streams[procedure] = open_affair(
            city, procedure, alliance=about, offices=known["offices"], title=procedure, facts=facts
        )
        for kind, outcome, effects in stages:
            close(city, streams[procedure], kind, outcome, [effect(one, about) for one in effects])
    package = export.copy_to(city, [case, *streams.values()], pair.county.office, folder)
    intake.take_in(pair.county, package.files[0])
    for procedure, kinds in HANDED_IN.items():
        streams[procedure] = open_affair(pair.county, procedure, alliance=alliance, activity="fair", on=DAY)
        for kind in kinds:
            close(
                pair.county,
                streams[procedure],
                kind,
                {"submission": "received", "opinion": "signed"}.get(kind, "recorded"),
            )
    return streams
