"""What holds for every event: numbers that only rise, notes that stay, events made by hand, heads that two people saw."""

from typing import Any

import pytest

from alliance_desk.canonical import sha256
from alliance_desk.errors import DeskError, Refused
from alliance_desk.ledger import streams
from alliance_desk.ledger.append import admit
from alliance_desk.ledger.event import Header, make, seal
from db.session import DatabaseError

FOREIGN = "ledger.foreign-path"
STRANGER = "f" * 32


def test_a_number_is_never_used_twice(pair, played, draft, attempt):
    stream = pair.city.own_stream("numbers")
    series, last = next(iter(pair.city.own("numbers").open["series"].items()))
    used = {"series": "s", "year": "2024", "serial": 1, "number": "x", "state": "used", "used_for": "样例"}
    assert attempt(pair.city, draft("numbers.taken", stream, {"series": {series: last}})) == "ledger.number-used"
    assert attempt(pair.city, draft("numbers.taken", stream, {"series": {series: True}})) == "ledger.number-used"
    assert attempt(pair.city, draft("numbers.taken", stream, {"used": {f"{series}/{last}": used}})) == FOREIGN
    taken = {"series": {series: last + 1}, "used": {f"{series}/{last + 1}": used}}
    assert attempt(pair.city, draft("numbers.taken", stream, taken)) == ""


def test_a_note_stays_as_it_was_written(pair, played, draft, attempt):
    ((stream, note),) = pair.city.raw.execute("SELECT stream, id FROM index_note").fetchall()
    new = {"kind": "message", "text": "样例", "on": "2024-10-08", "office": pair.city.office}
    assert attempt(pair.city, draft("note.written", stream, {"notes": {"n2": new}})) == ""
    assert attempt(pair.city, draft("note.written", stream, {"notes": {note: {"text": "改过"}}})) == FOREIGN
    assert attempt(pair.city, draft("note.written", stream, {"notes": {note: None}})) == FOREIGN
    assert attempt(pair.city, draft("note.written", stream, {"beside": "elsewhere"})) == FOREIGN
    assert attempt(pair.city, draft("note.written", stream, {"notes": {"n2": {**new, "office": STRANGER}}})) == FOREIGN


def test_a_null_within_a_list_is_refused(pair, draft, attempt):
    planted = draft("office.setting-changed", pair.city.own_stream("office"), {"settings": {"x": [1, None]}})
    assert attempt(pair.city, planted) == "ledger.null-in-document"


def crafted(desk, stream, patch, **more):
    """The next event of a stream, made by hand."""
    here, body = streams.document(desk.raw, stream), seal(patch)
    fields: dict[str, Any] = {
        "kind": "case.checked",
        "schema": 1,
        "least": 1,
        "rules": here.open["case"]["rules"],
        "seq": here.seq + 1,
    }
    fields |= {"prev": here.head, "stream": stream, "stream_kind": "case", "office": desk.office, "operator": "p"}
    fields |= {"commit": "c", "commit_no": 999, "incarnation": "i", "time": "2024-10-08T01:00:00Z", "private": None}
    whole: dict[str, Any] = {**fields, **more, "open": sha256(body)}
    return make(Header(**whole), body, None)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, ""),
        ({"least": 2}, "ledger.newer-writer"),
        ({"schema": 2}, "ledger.newer-writer"),
        ({"rules": None}, FOREIGN),
        ({"rules": "0" * 64}, FOREIGN),
        ({"prev": "0" * 64}, "ledger.chain-broken"),
        ({"seq": 99}, "ledger.chain-broken"),
        ({"stream_kind": "notes"}, "ledger.chain-broken"),
        ({"kind": "case.invented"}, "ledger.unknown-kind"),
    ],
)
def test_an_event_made_by_hand_is_held_to_the_same(more, code, pair, cases):
    def admitted():
        with pair.city.transaction() as connection:
            admit(pair.city.raw, connection, [crafted(pair.city, cases["arrived"], {"checks": {}}, **more)])
            raise ZeroDivisionError

    with pytest.raises((DeskError, ZeroDivisionError)) as caught:
        admitted()
    assert getattr(caught.value, "code", "") == code


def test_two_who_saw_the_same_head_do_not_overwrite_each_other(pair, cases, draft):
    desk, stream = pair.county, cases["fresh"]
    seen = desk.case(stream).seq
    desk.commit([draft("case.edited", stream, {"alliance": {"goals": "先写的"}}, seen=seen)])
    for patch, private in (({"alliance": {"goals": "后写的"}}, {}), ({"alliance": {"goals": {"x": "1"}}}, {})):
        with pytest.raises(Refused) as refusal:
            desk.commit([draft("case.edited", stream, patch, private=private, seen=seen)])
        assert refusal.value.code == "ledger.changed-meanwhile"
    desk.commit([draft("case.edited", stream, {"alliance": {"industry": "另一处"}}, seen=seen)])
    assert (desk.case(stream).open["alliance"]["goals"], desk.case(stream).open["alliance"]["industry"]) == (
        "先写的",
        "另一处",
    )


def test_overlapping_private_changes_are_refused_too(pair, cases, draft):
    desk, stream = pair.county, cases["fresh"]
    seen = desk.case(stream).seq
    desk.commit([draft("case.edited", stream, {}, private={"contacts": {"lead": {"phone": "1"}}}, seen=seen)])
    with pytest.raises(Refused) as refusal:
        desk.commit([draft("case.edited", stream, {}, private={"contacts": {"lead": {"phone": "2"}}}, seen=seen)])
    assert refusal.value.code == "ledger.changed-meanwhile"
    desk.commit([draft("case.edited", stream, {}, private={"contacts": {"second": {"phone": "3"}}}, seen=seen)])


def test_the_database_itself_keeps_one_event_per_place(pair, cases):
    row = "SELECT stream, seq, 'other', header, kind, office, commit_id, commit_no, time FROM ledger_event WHERE seq = 1 AND stream = ?"
    with pytest.raises(DatabaseError, match="UNIQUE"):
        pair.city.raw.execute(f"INSERT INTO ledger_event {row}", (cases["arrived"],))
