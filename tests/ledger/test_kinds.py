"""For each event kind: a path it may not write and an office that may not write it are refused by the one ``append``."""

import uuid

import pytest

from alliance_desk import words
from alliance_desk.ledger import custody
from alliance_desk.ledger.kinds import KINDS, TRAVELLING, UNDONE, Kind, covers
from tests.helpers.desks import PACK_ID, sample_document

STRANGER = "f" * 32
UNDOS = [kind for kind in KINDS if kind.endswith(UNDONE)]
OTHERS = [kind for kind in KINDS if kind not in UNDOS]
FOUNDING = [kind for kind in KINDS if KINDS[kind].first]


@pytest.fixture(scope="module")
def streams(pair, played, cases) -> dict[str, str]:
    """A stream of the city of every kind."""
    raw = pair.city.raw
    found = dict(
        raw.execute("SELECT kind, min(id) FROM ledger_stream WHERE office = ? GROUP BY kind", (pair.city.office,))
    )
    return {**found, "case": cases["arrived"]}


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("document", ["open", "private"])
def test_a_path_that_is_not_the_kinds_own_is_refused(kind, document, pair, streams, draft, attempt):
    stream = uuid.uuid4().hex if kind in FOUNDING else streams[KINDS[kind].stream]
    patch = {"zzz": {"x": 1}}
    planted = draft(
        kind,
        stream,
        *((patch,) if document == "open" else ({},)),
        **({"private": patch} if document == "private" else {}),
    )
    assert attempt(pair.city, planted) == "ledger.foreign-path"


@pytest.mark.parametrize("kind", OTHERS)
def test_a_section_that_belongs_to_another_kind_is_refused(kind, pair, streams, draft, attempt):
    rule = KINDS[kind]
    sections = {pattern.split(".")[0] for other in KINDS.values() for pattern in other.writes}
    for section in sections - {pattern.split(".")[0] for pattern in rule.writes}:
        stream = uuid.uuid4().hex if kind in FOUNDING else streams[rule.stream]
        assert attempt(pair.city, draft(kind, stream, {section: {"x": {"y": 1}}})) == "ledger.foreign-path", section


@pytest.mark.parametrize("kind", UNDOS)
def test_an_undo_writes_nothing_but_the_inverse_of_what_it_names(kind, pair, streams, draft, attempt):
    stream = streams[KINDS[kind].stream]
    for undoes in (None, 1, 2, 999):
        assert attempt(pair.city, draft(kind, stream, {"zzz": 1}, undoes=undoes)) == "ledger.foreign-undo"


@pytest.mark.parametrize("kind", [kind for kind in OTHERS if KINDS[kind].stream == "case"])
def test_an_office_that_is_no_party_to_a_case_writes_nothing_in_it(kind, pair, cases, draft, attempt):
    refused = attempt(pair.city, draft(kind, cases["arrived"], allowed(KINDS[kind])), office=STRANGER)
    assert refused == (
        "ledger.opened-twice"
        if kind in FOUNDING
        else "ledger.custody"
        if kind in custody.EVENTS
        else "ledger.foreign-role"
    )


@pytest.mark.parametrize("kind", [kind for kind in OTHERS if KINDS[kind].role == "owner" and kind not in FOUNDING])
def test_nobody_writes_in_another_offices_stream(kind, pair, streams, draft, attempt):
    stream = streams[KINDS[kind].stream]
    assert attempt(pair.city, draft(kind, stream, allowed(KINDS[kind])), office=STRANGER) == "ledger.foreign-role"


@pytest.mark.parametrize("kind", UNDOS)
def test_nobody_takes_back_what_another_office_wrote(kind, pair, streams, draft, attempt):
    rows = pair.city.raw.execute(
        "SELECT seq FROM ledger_event WHERE stream = ?", (streams[KINDS[kind].stream],)
    ).fetchall()
    for (seq,) in rows:
        planted = draft(kind, streams[KINDS[kind].stream], {}, undoes=seq)
        assert attempt(pair.city, planted, office=STRANGER) == "ledger.foreign-undo"


def test_streams_that_an_office_founds_for_itself_never_travel():
    assert {KINDS[kind].stream for kind in FOUNDING if KINDS[kind].role == "owner"}.isdisjoint(TRAVELLING)


@pytest.mark.parametrize("kind", [kind for kind in OTHERS if KINDS[kind].role == "decider"])
def test_the_county_does_not_write_what_the_deciding_office_decides(kind, pair, cases, draft, attempt):
    assert attempt(pair.county, draft(kind, cases["fresh"], allowed(KINDS[kind]))) == "ledger.foreign-role"


@pytest.mark.parametrize(
    "kind", [kind for kind in OTHERS if KINDS[kind].role == "recommender" and kind not in FOUNDING]
)
def test_the_city_does_not_write_what_the_county_hands_in(kind, pair, cases, draft, attempt):
    assert attempt(pair.city, draft(kind, cases["arrived"], allowed(KINDS[kind]))) == "ledger.foreign-role"


@pytest.mark.parametrize("kind", [kind for kind in OTHERS if kind.startswith("stage.")])
def test_a_stage_is_closed_by_its_actor_only(kind, pair, cases, affairs, draft, attempt):
    whole = pair.city.policy_for(PACK_ID)
    ours = ("", *affairs["county"])
    key, stage = next((k, s) for k, s in whole.stage.items() if s.kind == KINDS[kind].stage and s.of in ours)
    office, name, case = (
        (pair.city, "city", "arrived") if stage.actor == "recommender" else (pair.county, "county", "fresh")
    )
    entry = {"outcome": "passed", "on": "2024-09-27", "office": office.office}
    stream = affairs[name][stage.of] if stage.of else cases[case]
    assert attempt(office, draft(kind, stream, {"stages": {key: entry}})) == "ledger.foreign-role"


@pytest.mark.parametrize("kind", FOUNDING)
def test_what_opens_a_stream_never_comes_later(kind, pair, streams, draft, attempt):
    refused = attempt(pair.city, draft(kind, streams[KINDS[kind].stream], allowed(KINDS[kind])))
    assert refused == "ledger.opened-twice"


@pytest.mark.parametrize("kind", [kind for kind in OTHERS if KINDS[kind].first is False])
def test_nothing_else_opens_a_stream(kind, pair, draft, attempt):
    assert attempt(pair.city, draft(kind, uuid.uuid4().hex, allowed(KINDS[kind]))) == "ledger.not-opened"


def test_an_event_in_a_stream_of_another_kind_is_refused(pair, streams, attempt, draft):
    from msgspec.structs import replace

    stray = draft("office.setting-changed", streams["office"], {"settings": {"x": "1"}})
    assert attempt(pair.city, stray) == ""
    assert attempt(pair.city, replace(stray, stream_kind="case")) in {"ledger.chain-broken", "ledger.unknown-kind"}
    assert attempt(pair.city, replace(stray, stream=streams["pool"])) == "ledger.chain-broken"
    assert attempt(pair.city, replace(stray, kind="office.invented")) == "ledger.unknown-kind"


def test_every_kind_is_named_in_words_and_so_is_what_to_do_instead_of_an_undo():
    for name, kind in KINDS.items():
        assert words.text(f"event.{name}")
        assert kind.undoable == (not kind.counter), name
        if kind.counter:
            assert words.text(kind.counter)


def test_patterns_below_writes_are_all_writable():
    for name, kind in KINDS.items():
        for pattern in (*kind.never, *kind.adds, *kind.bears):
            steps = tuple(pattern.replace("*", "x").split("."))
            assert any(covers(written, steps) for written in kind.writes), (name, pattern)


def test_what_a_kind_must_keep_is_not_lost_with_what_is_above_it():
    kind = Kind(stream="case", role="holder", writes=("a",), never=("a.id",))
    assert kind.allows(("a", "name"))
    assert not kind.allows(("a", "id"))
    assert not kind.allows(("a", "id", "deeper"))
    assert not kind.allows(("a",))


def test_the_sample_case_is_sound(pair, draft, attempt):
    document = sample_document(pair.county)
    document["case"]["number"] = "样例-1"
    assert attempt(pair.county, draft("case.opened", uuid.uuid4().hex, document)) == ""


def allowed(kind: Kind):
    """A patch at a path that the kind may write."""
    patch: dict = {}
    first = kind.writes[0].split(".") if kind.writes else []
    here = patch
    for step in first[:-1]:
        here = here.setdefault("x" if step == "*" else step, {})
    if first:
        here["x" if first[-1] == "*" else first[-1]] = {"x": {"y": 1}}
    return patch
