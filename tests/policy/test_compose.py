"""Effective rules: readings chosen, canonical bytes, and back in file order."""

import json

import pytest
import rfc8785
from msgspec.structs import replace

from alliance_desk.errors import Refused
from alliance_desk.policy.compose import compose, rules_bytes, rules_from, rules_hash
from alliance_desk.policy.load import received_rules
from alliance_desk.policy.pack import Pack


def test_every_reading_is_chosen_by_default(jinzhong: Pack) -> None:
    assert jinzhong.chosen == {key: item.default for key, item in jinzhong.reading.items()}


def test_a_choice_changes_the_hash_and_nothing_else(jinzhong: Pack) -> None:
    other = compose(jinzhong, {"local-base": "core"})
    assert other.chosen["local-base"] == "core"
    assert other.check == jinzhong.check
    assert rules_hash(other) != rules_hash(jinzhong)
    assert rules_hash(compose(other, {})) == rules_hash(jinzhong)


@pytest.mark.parametrize("name", ["jinzhong", "anshan"])
def test_bytes_are_canonical_and_come_back_in_file_order(name: str, request: pytest.FixtureRequest) -> None:
    rules: Pack = request.getfixturevalue(name)
    data = rules_bytes(rules)
    assert data == rfc8785.dumps(json.loads(data))
    back = rules_from(data)
    assert back == rules
    for table in ("stage", "check", "paper", "score", "reading", "clause"):
        assert list(getattr(back, table)) == list(getattr(rules, table))
    for key, reading in rules.reading.items():
        assert list(back.reading[key].options) == list(reading.options)
    assert rules_bytes(back) == data
    assert b"null" not in data


@pytest.mark.parametrize(
    ("readings", "code", "said"),
    [
        ({"colour": "red"}, "policy.unknown-reading", "local-base"),
        ({"local-base": "half"}, "policy.unknown-option", "全部成员"),
    ],
)
def test_an_unknown_choice_is_refused_with_what_there_is(
    jinzhong: Pack, readings: dict[str, str], code: str, said: str
) -> None:
    with pytest.raises(Refused) as caught:
        compose(jinzhong, readings)
    assert caught.value.code == code
    assert said in caught.value.text()


def test_rules_from_another_office_are_held_against_all_that_a_pack_is(whole: Pack) -> None:
    assert received_rules(rules_bytes(whole), "package") == whole
    stage = replace(whole.stage["meeting"], after=["nowhere"])
    strange = replace(whole, chosen={**whole.chosen, "local-base": "half"}, stage={**whole.stage, "meeting": stage})
    with pytest.raises(Refused) as caught:
        received_rules(rules_bytes(strange), "package")
    assert caught.value.code == "policy.faults"
    assert "chosen.local-base" in caught.value.text()
    assert "stage.meeting.after" in caught.value.text()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"pack": 1}',
        b'{"later":{},"pack":{}}',
        b'{"order":{"stage":["x"]},"stage":{}}',
        b'{"order":{"stage":["x"]}}',
        b'{"order":{"reading.x.options":["a"]},"reading":{"x":1}}',
        b'{"order":1}',
    ],
)
def test_what_is_no_rules_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as caught:
        rules_from(data)
    assert caught.value.text()
