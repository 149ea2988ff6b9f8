import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_desk import canonical
from alliance_desk.errors import Damaged
from alliance_desk.ledger import chain
from alliance_desk.ledger.event import Header, make, parse, seal
from alliance_desk.ledger.fold import fold


def events(*patches, private=()):
    """A chain of events with these open patches."""
    found = []
    for seq, patch in enumerate(patches, 1):
        body, hidden = seal(patch), seal(private[seq - 1]) if seq <= len(private) and private[seq - 1] else None
        header = Header(
            stream="s1",
            stream_kind="case",
            seq=seq,
            prev=found[-1].hash if found else "",
            commit="c",
            commit_no=seq,
            office="o",
            incarnation="i",
            operator="p",
            time=f"2024-01-01T00:00:0{seq % 10}Z",
            kind="case.edited",
            schema=1,
            least=1,
            rules=None,
            open=canonical.sha256(body),
            private=canonical.sha256(hidden) if hidden else None,
        )
        found.append(make(header, body, hidden))
    return found


PATCHES = st.lists(
    st.dictionaries(st.sampled_from("abc"), st.none() | st.integers(0, 3) | st.dictionaries(st.sampled_from("xy"), st.integers(0, 3))),
    min_size=1,
    max_size=6,
)  # fmt: skip


@given(PATCHES)
def test_a_chain_of_events_holds_and_folds_like_the_patches(patches):
    made = events(*patches)
    chain.verify(made)
    from alliance_desk.ledger import patch

    document = {}
    for one in patches:
        document = patch.apply(document, one)
    folded = fold(made)
    assert (folded.open, folded.seq, folded.head) == (document, len(patches), made[-1].hash)


@given(PATCHES, st.data())
def test_an_event_left_out_swapped_or_doubled_breaks_the_chain(patches, data):
    made = events(*patches, {"a": 9}, {"b": 9})
    at = data.draw(st.integers(0, len(made) - 2))
    for broken in (
        [*made[:at], *made[at + 1 :]],
        [*made[:at], made[at + 1], made[at], *made[at + 2 :]],
        [*made[:at], made[at], made[at], *made[at + 1 :]],
    ):
        with pytest.raises(Damaged) as fault:
            chain.verify(broken)
        assert fault.value.code == "ledger.chain-broken"


def test_a_fold_stops_where_it_is_told():
    made = events({"a": 1}, {"a": 2}, {"a": None, "b": 3})
    assert [fold(made, until=n).open for n in (1, 2, 3)] == [{"a": 1}, {"a": 2}, {"b": 3}]


def test_private_and_open_documents_are_folded_apart():
    folded = fold(events({"a": 1}, {"b": 2}, private=({"a": "x"}, {"a": "y"})))
    assert (folded.open, folded.private) == ({"a": 1, "b": 2}, {"a": "y"})


def test_a_redacted_private_body_leaves_the_chain_whole():
    made = events({"a": 1}, {"b": 2}, private=({"a": "x"},))
    bare = parse(made[0].raw, made[0].open, None)
    chain.verify([bare, made[1]])
    assert fold([bare, made[1]]).private == {}


def test_equal_bodies_have_different_hashes():
    one, other = seal({"code": "12345"}), seal({"code": "12345"})
    assert one != other
    assert len(bytes.fromhex(canonical.decode(one)["salt"])) == 16


@pytest.mark.parametrize("field", [field.name for field in msgspec.structs.fields(Header)])
def test_every_field_of_the_header_is_under_the_hash(field):
    made = events({"a": 1}, private=({"b": 1},))[0]
    fields = json.loads(made.raw)
    old = fields[field]
    fields[field] = old + 1 if isinstance(old, int) else "0" * 64
    changed = msgspec.convert(fields, Header)
    assert make(changed, made.open, made.private).hash != made.hash


@pytest.mark.parametrize(
    "body",
    [
        {"salt": "0" * 32},
        {"patch": {}},
        {"patch": {}, "salt": "0"},
        {"patch": {}, "salt": "G" * 32},
        {"patch": [], "salt": "0" * 32},
        {"patch": {}, "salt": "0" * 32, "more": 1},
        {"patch": {}, "salt": "0" * 32, "effects": {}},
        {"patch": {}, "salt": "0" * 32, "effects": [1]},
        {"patch": {}, "salt": "0" * 32, "undoes": 0},
    ],
)
def test_a_body_of_another_shape_is_damaged(body):
    data = canonical.encode(body)
    good = events({})[0]
    header = msgspec.structs.replace(good.header, open=canonical.sha256(data))
    with pytest.raises(Damaged) as fault:
        parse(make(header, data, None).raw, data, None)
    assert fault.value.code == "ledger.bad-event"


def test_a_private_body_carries_no_effects():
    data = seal({}, effects=[])
    header = msgspec.structs.replace(events({})[0].header, open=None, private=canonical.sha256(data))
    with pytest.raises(Damaged) as fault:
        parse(make(header, None, data).raw, None, data)
    assert fault.value.code == "ledger.bad-event"


def test_a_body_nested_without_end_is_damaged():
    deep = {}
    for _ in range(200):
        deep = {"a": deep}
    data = seal(deep)
    header = msgspec.structs.replace(events({})[0].header, open=canonical.sha256(data))
    with pytest.raises(Damaged) as fault:
        parse(make(header, data, None).raw, data, None)
    assert fault.value.code == "ledger.bad-event"


def test_bodies_and_headers_that_are_not_what_they_were_are_damaged():
    made = events({"a": 1})[0]
    with pytest.raises(Damaged) as changed:
        parse(made.raw, seal({"a": 1}), None)
    with pytest.raises(Damaged) as missing:
        parse(made.raw, None, None)
    with pytest.raises(Damaged) as header:
        parse(made.raw.replace(b'"seq":1', b'"seq":1.0'), made.open, None)
    codes = [fault.value.code for fault in (changed, missing, header)]
    assert codes == ["ledger.body-changed", "ledger.body-missing", "ledger.bad-event"]
