"""Packages by a known office whose table of contents, chains, signatures or rules are not what they must be."""

import base64
from typing import Any

import pytest
from msgspec.structs import replace

from alliance_desk import canonical
from alliance_desk.exchange import contents as table
from alliance_desk.exchange import export, intake
from alliance_desk.exchange.container import Payload
from alliance_desk.exchange.contents import BLOB, BODY, EVENT, RULES
from alliance_desk.ledger.custody import OFFER
from alliance_desk.ledger.event import Event, Header, make
from alliance_desk.policy.compose import rules_bytes
from tests.exchange.test_kinds import note
from tests.exchange.workspaces import sound
from tests.helpers.desks import PACK_ID, recommended_case


@pytest.fixture
def chain(pair, case, forger):
    """The county's case with its offer, as the county would send it, not yet sent."""
    events = forger.chain(case)
    events.append(forger.event(events, OFFER, {"custody": {"state": "offered", "to": pair.city.office}}))
    return events


@pytest.fixture
def sent(forger, stick, chain):
    """Send the chain under a table of contents with some fields replaced, and with payload added or dropped."""

    def send(*, add=(), drop="", chains=None, **fields):
        chains = chains or [chain]
        right = forger.contents(*chains)
        payload = [item for item in forger.payload(right, *chains) if item.kind != drop]
        return forger.package(stick, replace(right, **fields), [*payload, *add])

    return send


def code(error):
    return error.code, error.facts.get("where", "")


def test_the_same_table_unchanged_is_taken_in(pair, sent):
    assert intake.take_in(pair.city, sent()).facts["ours"] == 1
    sound(pair.city)


@pytest.mark.parametrize("kind", [EVENT, BODY, RULES, BLOB])
def test_payload_that_the_table_names_is_missing(sent, refused, kind):
    assert code(refused(sent(drop=kind))) == ("exchange.contents-wrong", kind)


@pytest.mark.parametrize("kind", [EVENT, BODY, RULES, BLOB, "letters"])
def test_payload_that_the_table_does_not_name_is_refused(sent, refused, kind):
    assert code(refused(sent(add=[Payload(kind, b"{}")]))) == ("exchange.contents-wrong", kind)


def test_blobs_and_rules_that_no_event_names_are_refused(pair, sent, forger, chain, refused):
    right = forger.contents(chain)
    stray = Payload(BLOB, b"stray")
    digest = canonical.sha256(b"stray")
    assert code(refused(sent(add=[stray], blobs=[*right.blobs, digest]))) == ("exchange.contents-wrong", digest)
    rules = pair.county.policy_for(PACK_ID)
    other = next(iter(rules.reading["panel-size"].options.keys() - {rules.chosen["panel-size"]}))
    text = rules_bytes(replace(rules, chosen={**rules.chosen, "panel-size": other}))
    digest = canonical.sha256(text)
    error = refused(sent(add=[Payload(RULES, text)], rules=[*right.rules, digest]))
    assert code(error) == ("exchange.contents-wrong", digest)


def test_a_blob_that_the_case_needs_is_missing(sent, refused):
    assert refused(sent(blobs=[], drop=BLOB)).code == "exchange.no-such-part"


def test_the_rules_are_missing(sent, refused):
    assert refused(sent(rules=[], drop=RULES)).code == "ledger.rules-missing"


def test_the_table_itself_is_missing_twice_there_or_no_table(sent, forger, stick, chain, refused):
    right = forger.contents(chain)
    twice = [Payload(table.CONTENTS, table.encode(replace(right, receipts=["0" * 64])))]
    assert code(refused(sent(add=twice))) == ("exchange.contents-wrong", "contents")
    for fields in (
        {"main": ["x"]},
        {"main": []},
        {"blobs": ["../../desk.db"]},
        {"streams": []},
        {"streams": [replace(right.streams[0], after=-1)]},
        {"streams": [replace(right.streams[0], stream="../" + "a" * 29)]},
        {"streams": [replace(right.streams[0], head="0" * 64)]},
        {"streams": right.streams * 2},
        {"signatures": [replace(right.signatures[0], seq=99)]},
        {"signatures": [replace(right.signatures[0], stream="0" * 32)]},
        {"receipts": ["not a hash"]},
    ):
        assert refused(sent(**fields)).code == "exchange.contents-wrong", fields


def without(chain, at):
    return [*chain[:at], *chain[at + 1 :]]


def test_a_gap_a_doubled_event_two_exchanged_and_a_foreign_one_break_the_chain(
    pair, case, forger, chain, stick, refused
):
    last = forger.signed(chain[-1])
    for events in (
        without(chain, 2),
        [*chain[:3], chain[2], *chain[3:]],
        [chain[1], chain[0], *chain[2:]],
        chain[1:],
    ):
        found = replace(forger.contents(chain), streams=[forger.part(events)], signatures=[])
        found = replace(found, signatures=[replace(last, seq=len(events))])
        payload = {item.content: item for item in forger.payload(found, chain)}.values()
        assert refused(forger.package(stick, found, payload)).code == "ledger.chain-broken"
    foreign = [*chain[:-1], forger.event(chain[:-1], "case.edited", stream="e" * 32)]
    found = replace(forger.contents(chain), streams=[replace(forger.part(foreign), stream=case)], signatures=[])
    assert refused(forger.package(stick, found, forger.payload(found, foreign))).code == "ledger.chain-broken"


def test_a_body_is_missing_exchanged_or_written_otherwise(pair, forger, chain, stick, refused):
    right = forger.contents(chain)
    part = right.streams[0]
    opening = part.events[0]
    for ref, wanted in (
        (replace(opening, open=""), "ledger.body-missing"),
        (replace(opening, private=""), "ledger.body-missing"),
        (replace(opening, open=part.events[1].open), "ledger.body-changed"),
        (replace(opening, private=part.events[1].open), "ledger.body-changed"),
    ):
        found = replace(right, streams=[replace(part, events=[ref, *part.events[1:]])])
        names = found.names()[BODY]
        payload = [
            item
            for item in forger.payload(right, chain)
            if item.kind != BODY or canonical.sha256(item.content) in names
        ]
        assert refused(forger.package(stick, found, payload)).code == wanted


def test_bytes_that_are_not_canonical_are_refused(pair, forger, chain, stick, refused):
    loose = Event(chain[-1].header, chain[-1].raw.replace(b'","', b'", "', 1), chain[-1].open, None)
    events = [*chain[:-1], loose]
    assert refused(forger.send(stick, events)).code == "ledger.bad-event"


def test_events_without_their_offices_signature_are_refused(pair, case, other, forger, chain, stick, refused):
    assert refused(forger.send(stick, chain, signatures=[])).code == "exchange.unsigned-events"
    early = forger.signed(chain[2])
    assert refused(forger.send(stick, chain, signatures=[early])).code == "exchange.unsigned-events"
    # A third office's event, without its signature and with one that is not its.
    third = [*chain[:-1], forger.event(chain[:-1], "case.edited", office=other)]
    assert refused(forger.send(stick, third)).code == "exchange.unsigned-events"
    posed = replace(forger.signed(third[-1]), fingerprint=forger.signed(third[-1], other).fingerprint)
    error = refused(forger.send(stick, third, signatures=[forger.signed(third[-1]), posed]))
    assert error.code == "exchange.signature-bad"
    for bad in ("", "no base64!", base64.b64encode(bytes(64)).decode()):
        wrong = replace(forger.signed(chain[-1]), signature=bad)
        assert refused(forger.send(stick, chain, signatures=[wrong])).code == "exchange.signature-bad"


def test_signatures_by_nobody_known_prove_nothing_and_are_not_kept(pair, forger, chain, stick):
    stranger = replace(forger.signed(chain[-1]), fingerprint="KB3K8-00000", signature="!")
    package = forger.send(stick, chain, signatures=[forger.signed(chain[-1]), stranger])
    intake.take_in(pair.city, package)
    kept = {name for (name,) in pair.city.raw.execute("SELECT fingerprint FROM ledger_signature")}
    assert "KB3K8-00000" not in kept
    sound(pair.city)


def test_events_in_the_receivers_own_name_mean_that_it_was_restored(pair, forger, chain, stick, refused):
    events = [*chain, forger.event(chain, "case.accepted", office=pair.city)]
    assert refused(forger.send(stick, events)).code == "exchange.own-future"


def test_rules_without_their_checks_are_refused(pair, case, forger, chain, stick, refused):
    rules = replace(pair.county.policy_for(PACK_ID), check={}, order={})
    text = rules_bytes(rules)
    digest = canonical.sha256(text)
    opened = chain[0].patch
    first = forger.redone(chain[0], opened | {"case": opened["case"] | {"rules": digest}})
    error = refused(forger.send(stick, [first], texts=[text]))
    assert error.code in {"exchange.rules-differ", "policy.faults", "policy.unreadable-rules"}


def test_rules_that_no_program_reads_and_a_pack_that_is_not_here_are_refused(pair, forger, chain, stick, refused):
    rules = pair.county.policy_for(PACK_ID)
    unknown = rules_bytes(replace(rules, pack=replace(rules.pack, id="elsewhere-2020")))
    for text, wanted in ((b"{}", "policy.unreadable-rules"), (unknown, "exchange.pack-unknown")):
        digest = canonical.sha256(text)
        opened = chain[0].patch
        first = forger.redone(chain[0], opened | {"case": opened["case"] | {"rules": digest}})
        assert refused(forger.send(stick, [first], texts=[text])).code == wanted


def test_a_header_that_names_other_rules_than_its_case_is_refused(pair, forger, chain, stick, refused):
    events = [*chain[:-1], forger.event(chain[:-1], "case.checked", rules="0" * 64)]
    right = forger.contents(chain)
    error = refused(forger.send(stick, events, rules=right.rules))
    assert (error.code, error.facts["path"]) == ("ledger.foreign-path", "rules")


@pytest.mark.parametrize(
    "changed",
    [
        {"decider": "0" * 32},
        {"decider": "other"},
        {"recommender": "city", "decider": "city", "on_behalf": "铁西区"},
    ],
)
def test_a_case_between_other_parties_is_refused(pair, case, other, forger, chain, stick, refused, changed):
    ids = {"other": other.office, "city": pair.city.office}
    parties = {key: ids.get(value, value) for key, value in changed.items()}
    opened = chain[0].patch
    offices = opened["offices"] | parties
    offices["names"] = offices["names"] | {parties["decider"]: {"name": "另一局", "level": "市"}}
    error = refused(forger.send(stick, [forger.redone(chain[0], opened | {"offices": offices})]))
    assert error.code in {"exchange.not-our-case", "ledger.foreign-role"}


def test_a_case_under_a_number_that_is_taken_is_refused(pair, case, handed, forger, stick, refused):
    intake.take_in(pair.city, handed)
    opened = forger.chain(case)[0]
    twin = forger.event([], "case.opened", opened.patch, stream="e" * 32, rules=opened.header.rules)
    assert refused(forger.send(stick, [twin])).code == "exchange.number-taken"


def test_a_blob_is_named_by_its_hash_and_by_no_path(pair, case, forger, chain, stick, refused):
    """The city would else pack its own database for whoever writes its path into a document."""
    chain = chain[:3]
    for blob in ("../../desk.db", "../keys/office.key", "A" * 64, ""):
        paper = {"papers": {"agreement": {"blob": blob}}}
        events = [*chain, forger.event(chain, "case.edited", paper)]
        assert refused(forger.send(stick, events)).code == "exchange.unreadable", blob


@pytest.mark.parametrize("name", ["../x.pdf", "CON.pdf", "a\u202efdp.exe", ""])
def test_a_hostile_file_name_in_a_document_is_refused(pair, forger, chain, stick, refused, name):
    chain = chain[:3]
    events = [*chain, forger.event(chain, "case.edited", {"papers": {"agreement": {"name": name}}})]
    assert refused(forger.send(stick, events)).code == "exchange.unreadable"


@pytest.mark.parametrize(
    "patch",
    [
        {"alliance": "text"},
        {"alliance": {"name": None}},
        {"alliance": {"name": 5}},
        {"members": []},
        {"members": {"m1": "text"}},
        {"papers": {"agreement": []}},
        {"papers": {"agreement": {"blob": 5}}},
        {"bodies": {"council": {"people": 1}}},
        {"application": {"operated_since": "soon"}},
    ],
)
def test_documents_of_another_shape_are_refused_and_break_nothing(pair, forger, chain, stick, refused, patch):
    chain = chain[:3]
    events = [*chain, forger.event(chain, "case.edited", patch)]
    wanted = {"exchange.unreadable", "policy.unreadable-document", "ledger.foreign-path"}
    assert refused(forger.send(stick, events)).code in wanted


@pytest.mark.parametrize("body", [{"patch": []}, {"patch": "x"}, {"effects": "x"}, {"effects": [1]}, {"undoes": "x"}])
def test_bodies_of_another_shape_are_refused_and_break_nothing(pair, forger, chain, stick, refused, body):
    chain = chain[:3]
    for kind in ("case.edited", "stage.recognition", "case.undone"):
        events = [*chain, forger.event(chain, kind, **({"body": body} if "patch" not in body else {}))]
        if "patch" in body:
            events[-1] = _with_body(events[-1], body)
        refused(forger.send(stick, events))


def _with_body(event, body):
    opened = canonical.encode({"salt": "0" * 32, **body})
    fields: dict[str, Any] = {name: getattr(event.header, name) for name in Header.__struct_fields__}
    fields |= {"open": canonical.sha256(opened)}
    return make(Header(**fields), opened, event.private)


@pytest.mark.parametrize(
    "header",
    [
        {"commit_no": 0},
        {"commit_no": 10**15},
        {"incarnation": "a b"},
        {"commit": ""},
        {"operator": "王\u202e县"},
        {"time": "tomorrow"},
        {"time": "2024-09-27T01:00:00Z\n"},
    ],
)
def test_headers_that_would_spoil_the_receivers_own_packages_are_refused(pair, forger, chain, stick, refused, header):
    events = [*chain[:-1], forger.event(chain[:-1], "case.checked", **header)]
    assert refused(forger.send(stick, events)).code in {"exchange.unreadable", "ledger.bad-event"}


def test_a_newer_writer_is_not_followed(pair, forger, chain, stick, refused):
    for header in ({"least": 99}, {"schema": 99}):
        events = [*chain[:-1], forger.event(chain[:-1], "case.checked", **header)]
        assert refused(forger.send(stick, events)).code == "ledger.newer-writer"


def test_receipts_for_what_went_to_another_office_close_nothing(pair, case, handed, other, forger, stick):
    """The county claims to have taken in a package that the city sent to its neighbour."""
    theirs = _case_of(other, pair, stick)
    export.copy_to(pair.city, [theirs], other.office, stick)
    sha = pair.city.raw.execute("SELECT sha256 FROM index_package WHERE direction = 'out'").fetchone()[0]
    chain = forger.chain(case)
    found = replace(forger.contents(chain), receipts=[sha])
    intake.take_in(pair.city, forger.package(stick, found, forger.payload(found, chain)))
    assert pair.city.raw.execute("SELECT receipt FROM index_package WHERE sha256 = ?", (sha,)).fetchone() == (0,)


def _case_of(other, pair, stick):
    case = recommended_case(other, "海城联盟").stream
    intake.take_in(pair.city, export.hand_over(other, case, stick).files[0])
    return case


def test_loose_notes_need_their_case_in_the_same_package(pair, case, forger, stick, refused):
    alone = note(forger, case)
    assert refused(forger.send(stick, alone)).code == "exchange.loose-notes"
