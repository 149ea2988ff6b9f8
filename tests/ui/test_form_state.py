"""What a form holds: patches of what changed and nothing else, drafts that come back over a file that moved."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from alliance_desk.canonical import Json
from alliance_desk.ledger import patch as patches
from alliance_desk.ledger.fold import Folded
from ui.pages.case.form_state import FileState, at, record_of


def case(seq: int = 3, **more: Any) -> Folded:
    document: Json = {
        "case": {"number": "1"},
        "alliance": {"id": "a", "name": "样例联盟", "goals": "目标"},
        "application": {"filed": "2024-09-02"},
        "members": {
            "m1": {"order": 1, "name": "甲", "role": "lead", "rd": {"2023": 100}},
            "m2": {"order": 2, "name": "乙"},
            "m3": {"order": 3, "name": "丙"},
        },
        "bodies": {"council": {"people": {"p1": {"order": 1, "name": "丁"}}}},
        **more,
    }
    return Folded("s", "case", seq=seq, open=document, private={"contacts": {"lead": {"name": "戊"}}})


def test_an_untouched_form_changes_nothing() -> None:
    state = FileState(case())
    assert not state.dirty
    assert state.patches() == ({}, {})
    assert state.draft() == {}


def test_only_what_was_typed_is_in_the_patch() -> None:
    state = FileState(case())
    state.put("members.m2.code", "91")
    state.put("alliance.goals", None)
    state.put("contacts.lead.phone", "1")
    assert state.patches() == (
        {"members": {"m2": {"code": "91"}}, "alliance": {"goals": None}},
        {"contacts": {"lead": {"phone": "1"}}},
    )


def test_what_is_typed_back_is_no_change() -> None:
    state = FileState(case())
    state.put("agreement.end", "2027-01-01")
    state.put("agreement.end", None)
    state.put("members.m2.revenue.2023", 5)
    state.put("members.m2.revenue.2023", None)
    state.put("members.m1.rd.2023", None)
    state.put("members.m1.rd.2023", 100)
    assert not state.dirty


def test_members_are_numbered_anew_only_where_the_order_changed() -> None:
    state = FileState(case())
    state.arrange("members", ["m1", "m3", "m2"])
    assert state.patches()[0] == {"members": {"m3": {"order": 2}, "m2": {"order": 3}}}
    assert [key for key, _ in state.records("members")] == ["m1", "m3", "m2"]


def test_a_record_that_goes_or_comes_counts_as_one_change() -> None:
    state = FileState(case())
    state.put("members.m2", None)
    state.put("members.new.order", 4)
    state.put("members.new.name", "己")
    assert sorted(state.paths()) == ["members.m2", "members.new"]
    assert [key for key, _ in state.gone("members")] == ["m2"]
    assert state.record("members.m2")["name"] == "乙"


def test_a_draft_comes_back_as_it_was_typed() -> None:
    state = FileState(case())
    state.put("alliance.name", "另一联盟")
    state.put("members.m1.rd.2022", "12a")
    state.put("members.m3", None)
    state.put("members.new.name", "己")
    kept = state.draft()
    again = FileState(case())
    assert again.restore(kept) == 4
    assert again.now == state.now
    assert not again.conflicts


def test_a_field_that_somebody_else_changed_is_a_conflict_until_it_is_settled() -> None:
    state = FileState(case())
    state.put("alliance.name", "草稿的名字")
    state.put("alliance.goals", "新目标")
    moved = case(4, alliance={"id": "a", "name": "现在的名字", "goals": "目标"})
    again = state.rebased(moved)
    assert [(one.path, one.draft, one.current) for one in again.conflicts] == [
        ("alliance.name", "草稿的名字", "现在的名字")
    ]
    assert again.value("alliance.name") == "现在的名字"
    assert again.value("alliance.goals") == "新目标"
    again.settle(again.conflicts[0], draft=True)
    assert again.patches()[0] == {"alliance": {"name": "草稿的名字", "goals": "新目标"}}
    assert again.seq == 4


def test_what_others_wrote_too_is_no_conflict() -> None:
    state = FileState(case())
    state.put("alliance.name", "同一个名字")
    again = state.rebased(case(4, alliance={"id": "a", "name": "同一个名字", "goals": "目标"}))
    assert not again.conflicts
    assert not again.dirty


def test_what_was_typed_into_a_record_that_is_gone_is_told_and_left() -> None:
    state = FileState(case())
    state.put("members.m2.name", "新乙")
    state.put("members.new.name", "己")
    again = state.rebased(case(4, members={"m1": {"order": 1, "name": "甲", "role": "lead", "rd": {"2023": 100}}}))
    assert again.lost == ["members.m2"]
    assert again.value("members.m2") is None
    assert again.value("members.new.name") == "己"


def test_records_are_known_by_their_paths() -> None:
    assert record_of("members.m1.rd.2023") == "members.m1"
    assert record_of("bodies.council.people.p1.name") == "bodies.council.people.p1"
    assert record_of("alliance.name") == ""


paths = st.sampled_from(
    ["alliance.name", "alliance.host", "agreement.end", "agreement.clauses.goals", "members.m1.code", "members.m2", "members.m2.name",
     "members.m1.rd.2023", "members.m1.rd.2022", "members.n.name", "bodies.council.people.p1", "bodies.executive.people.q.name",
     "contacts.lead.phone"]
)  # fmt: skip
values = st.one_of(st.none(), st.text(max_size=5), st.integers(0, 9), st.booleans())


@given(st.lists(st.tuples(paths, values), max_size=12))
def test_whatever_is_typed_the_patch_leads_to_it_and_a_draft_brings_it_back(typed: list[tuple[str, Any]]) -> None:
    state = FileState(case())
    for path, value in typed:
        record = record_of(path)
        if path == record and value is not None:
            continue  # a record is put whole only when it goes
        if record not in ("", path) and state.value(record) is None and value is None:
            continue
        state.put(path, value)
    change, private = state.patches()
    assert patches.apply(state.base, {**change, **private}) == state.now
    again = FileState(case())
    again.restore(state.draft())
    assert not again.conflicts
    assert patches.apply(again.base, patches.difference(again.base, again.now)) == state.now
    assert at(state.now, "alliance.id") == "a"
