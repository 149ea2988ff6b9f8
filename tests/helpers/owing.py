"""Alliances with a life after recognition, under the policy of ``owing.toml``: entered, reporting, graded, gone.

Everything is a real event in a real ledger; no verb of the rooms that look after alliances is needed.
"""

import uuid
from datetime import date
from pathlib import Path

from alliance_desk.canonical import Json
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy.compose import compose, rules_bytes, rules_hash
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.pack import Pack
from tests.helpers.desks import CITY, COUNTY, make_office, member

PACK_ID = "owing-2024"
TEXT = Path(__file__).with_name("owing.toml").read_text(encoding="utf8")


def owing_rules(*lines: tuple[str, str], **readings: str) -> Pack:
    """The policy's effective rules. lines: what to change in its text (old, new). readings: id with ``_`` for ``-`` → option."""
    return compose(
        load_pack(changed(*lines), "owing.toml"), {key.replace("_", "-"): value for key, value in readings.items()}
    )


def changed(*lines: tuple[str, str]) -> str:
    """The policy's text with some of its lines changed."""
    text = TEXT
    for old, new in lines:
        assert old in text
        text = text.replace(old, new)
    return text


def owing_office(root: Path, *lines: tuple[str, str]) -> Desk:
    """A city office that recommends and decides, under this policy."""
    desk = make_office(root, CITY, "市", "210300")
    (desk.place.packs / f"{PACK_ID}.toml").write_text(changed(*lines), encoding="utf8")
    return desk


def on(desk: Desk, day: str) -> None:
    """Let it be another day."""
    desk.clock = FixedClock(date.fromisoformat(day))


def enter(desk: Desk, name: str, recognised: str, *, procedure: str = "history", key: str = "", **more: str) -> str:
    """Enter an alliance on the desk's day; its id. key: of one that is entered again. more: further words of the effect."""
    alliance = key or uuid.uuid4().hex
    lead = f"{name}牵头单位"
    act = {"equal": "等同"}.get(procedure, "认定")
    effect: Json = {
        "kind": "recognised", "alliance": alliance, "on": recognised, "name": name, "act": act, "pack": PACK_ID, "title": name,
        "lead": lead, "county": COUNTY, "members": {"m1": {**member(1, "lead"), "name": lead}}, "source": procedure, **more,
    }  # fmt: skip
    _case(desk, alliance, name, procedure, "", {"recognised": recognised}, [("entry", "entered", [effect])])
    return alliance


def hand_in(desk: Desk, alliance: str, procedure: str, subject: str, received: str = "") -> str:
    """A report: opened, and received on a day where one is given; its stream."""
    closed = [("submission", "received", [])] if received else []
    return _case(
        desk, alliance, "", procedure, subject, {}, closed, {"matter": {"received": received}} if received else {}
    )


def stay_away(desk: Desk, alliance: str, procedure: str, subject: str) -> str:
    """A report or an assessment to which nothing came; its stream."""
    return _case(desk, alliance, "", procedure, subject, {}, [("submission", "absent", [])])


def give(desk: Desk, alliance: str, procedure: str, subject: str, grade: str, day: str, **more: str) -> str:
    """A grade; the stream of its case."""
    rules = desk.policy_for(PACK_ID)
    item = rules.grade[grade]
    effect: Json = {
        "kind": "graded", "alliance": alliance, "on": day, "procedure": procedure, "subject": subject, "grade": grade,
        "name": item.name, "rank": item.rank, "passed": item.passed, **more,
    }  # fmt: skip
    first = any(stage.of == procedure and stage.kind == "submission" for stage in rules.stage.values())
    closed = [*([("submission", "received", [])] if first else []), ("grading", "graded", [effect])]
    return _case(desk, alliance, "", procedure, subject, {}, closed)


def take_place(desk: Desk, alliance: str, activity: str, day: str) -> str:
    """A recorded event of an activity; its stream."""
    return _case(desk, alliance, "", "event", "", {"activity": activity, "on": day}, [("record", "recorded", [])])


def rectify(
    desk: Desk, alliance: str, opened: str, due: str, closed: str = "", outcome: str = "", **matter: object
) -> str:
    """A rectification imposed, and how it came out; its stream. matter: consequence and facts it answers."""
    stream = uuid.uuid4().hex
    imposed: Json = {
        "kind": "sanction-opened", "alliance": alliance, "on": opened, "id": stream, "sanction": "限期整改",
        "name": "限期整改", "due": due,
    }  # fmt: skip
    steps = [("measure", "imposed", [imposed])]
    if closed:
        healed = {"kind": "sanction-closed", "alliance": alliance, "on": closed, "id": stream, "outcome": outcome}
        steps.append(("acceptance", outcome, [healed]))
    return _case(desk, alliance, "", "rectify", "", {"measure": "rectify-year", **matter}, steps, stream=stream)


def leave(desk: Desk, alliance: str, day: str, ground: str = "poor", **matter: object) -> str:
    """An exit, decided; without a day it is only begun. Its stream."""
    effect: Json = {"kind": "exited", "alliance": alliance, "on": day, "leaves": "取消", "ground": ground}
    closed = [("exit", "decided", [effect])] if day else []
    return _case(desk, alliance, "", "exit", "", {"ground": ground, **matter}, closed)


def _case(
    desk: Desk,
    alliance: str,
    name: str,
    procedure: str,
    subject: str,
    matter: Json,
    closed: list[tuple[str, str, list[Json]]],
    said: Json | None = None,
    *,
    stream: str = "",
) -> str:
    """A case of a procedure with some of its stages closed, all in one commit."""
    rules, today = desk.policy_for(PACK_ID), desk.clock.today().isoformat()
    stream = stream or uuid.uuid4().hex
    known = desk.raw.execute("SELECT name FROM index_alliance WHERE id = ?", (alliance,)).fetchone()
    number = desk.raw.execute("SELECT count(*) FROM index_case").fetchone()[0] + 1
    document: Json = {
        "case": {
            "kind": rules.procedure[procedure].kind.value, "procedure": procedure, "pack": PACK_ID, "pack_version": 1, "opened": today,
            "rules": rules_hash(rules), "number": f"T-{number:04d}", **({"subject": subject} if subject else {}),
        },
        "offices": {
            "recommender": desk.office, "decider": desk.office, "on_behalf": COUNTY,
            "names": {desk.office: {"name": CITY, "level": "市"}},
        },
        "custody": {"state": "held", "holder": desk.office},
        "alliance": {"id": alliance, "name": name or known[0]},
        **({"matter": matter} if matter else {}),
    }  # fmt: skip
    drafts = [Draft(stream=stream, stream_kind="case", kind="affair.opened", patch=document)]
    for kind, outcome, effects in closed:
        key = next(key for key, stage in rules.stage.items() if stage.of == procedure and stage.kind == kind)
        patch: Json = {"stages": {key: {"outcome": outcome, "on": today, "office": desk.office}}, **(said or {})}
        drafts.append(Draft(stream=stream, stream_kind="case", kind=f"stage.{kind}", patch=patch, effects=effects))
    desk.commit(drafts, rules=[rules_bytes(rules)])
    return stream
