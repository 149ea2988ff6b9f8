import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from alliance_desk import canonical

SAFE = 2**53 - 1
KEYS = st.text(st.characters(min_codepoint=0, max_codepoint=127), max_size=12)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers(-SAFE, SAFE) | TEXTS
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))
DOCUMENTS = st.dictionaries(KEYS, VALUES, max_size=5)


@given(DOCUMENTS)
def test_the_bytes_are_those_of_an_rfc_8785_library(document):
    assert canonical.encode(document) == rfc8785.dumps(document)


@given(DOCUMENTS)
def test_what_is_written_is_read_again(document):
    assert canonical.decode(canonical.encode(document)) == document


@pytest.mark.parametrize(
    "value",
    [
        {"a": 0.5},
        {"a": [1.0]},
        {"a": float("nan")},
        {"a": SAFE + 1},
        {"a": -SAFE - 1},
        {"名": 1},
        {"a": {"é": 1}},
        {1: "a"},
        {"a": b"bytes"},
        {"a": {1, 2}},
        {"a": "\ud800"},
        {"\udfff": "a"},
    ],
)
def test_what_a_document_must_not_hold_is_refused(value):
    with pytest.raises(ValueError):
        canonical.encode(value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"1",
        b'{"a":1}\n',
        b'{ "a":1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":-0}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}',
        b'{"a":9007199254740992}',
        '{"名":1}'.encode(),
        b'{"a":"\xff"}',
        b'{"a":"\\ud800"}',
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
def test_bytes_that_differ_from_their_canonical_form_are_refused(data):
    with pytest.raises(ValueError):
        canonical.decode(data)


@given(DOCUMENTS)
def test_indented_json_is_never_taken_for_canonical(document):
    data = json.dumps(document, ensure_ascii=False, indent=1).encode("utf8", "surrogatepass")
    if data != canonical.encode(document):
        with pytest.raises(ValueError):
            canonical.decode(data)


def test_a_digest_is_the_sha_256_of_the_bytes():
    assert canonical.digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
