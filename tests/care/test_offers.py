"""What may be begun with an alliance: the verbs' own refusals, told before anybody tries."""

import pytest

from alliance_desk.care import changes, exits, measures
from alliance_desk.care.changes import Asked
from alliance_desk.care.offers import offers, refusal
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.policy.after import Kind
from tests.helpers.desks import PACK_ID, TODAY


def why(desk: Desk, key: str, *kinds: Kind) -> str:
    """The code of the reason, empty where something may be begun."""
    found = refusal(desk, key, kinds)
    return found.code if found is not None else ""


def test_everything_the_policy_knows_may_be_begun(city: Desk, known: str) -> None:
    for kind in Kind:
        if kind is not Kind.ENTRY:
            assert why(city, known, kind) == "", kind
            assert all(one.why is None for one in offers(city, known, [kind])), kind


def test_entries_are_never_begun_from_an_alliance(city: Desk, known: str) -> None:
    assert offers(city, known, [Kind.ENTRY]) == []
    assert why(city, known, Kind.ENTRY) == "care.offer.none"


def test_what_runs_is_not_begun_again_and_what_may_run_twice_is(city: Desk, known: str) -> None:
    measures.impose(city, known, "rectify", "1号", TODAY, reason="x")
    assert why(city, known, Kind.RECTIFICATION) == "care.runs-already"
    assert why(city, known, Kind.EVENT) == ""


def test_of_one_that_has_left_nothing_is_begun(city: Desk, known: str) -> None:
    number = exits.open_exit(city, known, "poor-twice", "x").streams[0]
    exits.skip_hearing(city, number, "x")
    exits.decide(city, number, "1号", TODAY, "x")
    assert {why(city, known, kind) for kind in (Kind.CHANGE, Kind.SUPPORT, Kind.REPORT)} == {"care.has-left"}


def test_a_stranger_and_a_policy_that_is_lost_are_refused_not_raised(city: Desk, known: str) -> None:
    assert why(city, "nobody", Kind.CHANGE) == "care.no-such-alliance"
    (city.place.packs / f"{PACK_ID}.toml").unlink()
    assert refusal(city, known, [Kind.CHANGE]) is not None


def test_the_verb_says_what_was_told_before(city: Desk, known: str) -> None:
    changes.open_change(city, known, [Asked(change="name", after="样例新联盟")], "工作需要")
    told = refusal(city, known, [Kind.CHANGE])
    assert told is not None
    with pytest.raises(Refused) as said:
        changes.open_change(city, known, [Asked(change="name", after="又一个")], "工作需要")
    assert (said.value.code, said.value.facts) == (told.code, told.facts)
