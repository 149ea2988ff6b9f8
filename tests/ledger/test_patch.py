import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_desk import canonical
from alliance_desk.ledger import patch

KEYS = st.sampled_from("abcd")
SCALARS = st.booleans() | st.integers(0, 2) | st.text("xy", max_size=2)
LEAVES = SCALARS | st.lists(SCALARS | st.dictionaries(KEYS, SCALARS, max_size=2), max_size=3)
VALUES = st.recursive(LEAVES, lambda inner: st.dictionaries(KEYS, inner, max_size=3), max_leaves=12)
DOCUMENTS = st.dictionaries(KEYS, VALUES, max_size=4)
PATCHES = st.dictionaries(
    KEYS,
    st.recursive(LEAVES | st.none(), lambda inner: st.dictionaries(KEYS, inner, max_size=3), max_leaves=12),
    max_size=4,
)


@pytest.mark.parametrize(
    ("document", "change", "result"),
    [  # RFC 7396 appendix A, those about objects
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({"a": "foo"}, {"b": None}, {"a": "foo"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_the_vectors_of_the_rfc_hold(document, change, result):
    assert patch.apply(document, change) == result


@given(DOCUMENTS, PATCHES)
def test_the_inverse_leads_back_exactly(document, change):
    after = patch.apply(document, change)
    assert canonical.encode(patch.apply(after, patch.inverse(document, change))) == canonical.encode(document)


@given(DOCUMENTS, DOCUMENTS)
def test_the_difference_leads_from_one_document_to_the_other_exactly(before, after):
    assert canonical.encode(patch.apply(before, patch.difference(before, after))) == canonical.encode(after)


@given(DOCUMENTS)
def test_there_is_no_difference_between_a_document_and_itself(document):
    assert patch.difference(document, copy.deepcopy(document)) == {}


@given(DOCUMENTS, PATCHES)
def test_neither_the_document_nor_the_patch_is_changed(document, change):
    kept = copy.deepcopy((document, change))
    patch.apply(document, change)
    patch.inverse(document, change)
    assert (document, change) == kept


@pytest.mark.parametrize(("one", "other"), [(1, True), (0, False), ([1], [True]), ([{"a": 0}], [{"a": False}])])
def test_yes_and_no_are_not_taken_for_one_and_zero(one, other):
    assert patch.difference({"a": one}, {"a": other}) == {"a": other}


@given(DOCUMENTS, PATCHES)
def test_what_no_path_touches_stays_as_it_was(document, change):
    after = patch.apply(document, change)
    touched = {path[0] for path in patch.paths(change)}
    assert {k: v for k, v in after.items() if k not in touched} == {
        k: v for k, v in document.items() if k not in touched
    }


def test_paths_name_each_leaf_and_each_empty_object():
    assert set(patch.paths({"a": {"b": 1, "c": {}}, "d": None})) == {("a", "b"), ("a", "c"), ("d",)}


def test_paths_touch_when_one_lies_on_the_way_to_the_other():
    assert patch.touches(("a",), ("a", "b"))
    assert patch.touches(("a", "b"), ("a",))
    assert not patch.touches(("a", "b"), ("a", "c"))


def test_a_null_is_found_anywhere():
    assert patch.has_null({"a": [{"b": None}]})
    assert not patch.has_null({"a": [{"b": 0}], "c": {}})
