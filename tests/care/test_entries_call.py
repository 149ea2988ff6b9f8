"""An alliance entered by hand where a call lies over the policy: it stands under the policy, whose rules go on when the call is over."""

from datetime import date

from alliance_desk.care import entries
from alliance_desk.care.opening import line_of
from alliance_desk.desk import Desk
from alliance_desk.doctor import examine
from alliance_desk.register.asof import register
from tests.helpers.care import record, refused
from tests.helpers.desks import PACK_ID

CALL = f"""
[pack]
id = "call-2024"
version = 1
title = "样例申报通知"
doc_no = ""
parent = "{PACK_ID}"
closes = "2024-08-30"

[recognition]
validity = 1
basis = "通知一"
"""


def put_call(desk: Desk) -> None:
    (desk.place.packs / "call-2024.toml").write_text(CALL, encoding="utf8")


def test_what_is_entered_under_the_policy_knows_nothing_of_the_call(city: Desk) -> None:
    put_call(city)
    made = entries.enter(city, PACK_ID, "history", [record()])
    (found,) = register(city)
    assert found.pack == PACK_ID
    assert city.rules_of(city.case(made.streams[0])).pack.id == PACK_ID


def test_what_is_entered_under_the_call_by_choice_is_pinned_to_it_and_stands_under_the_policy(city: Desk) -> None:
    put_call(city)
    made = entries.enter(city, "call-2024", "history", [record("甲联盟", date(2024, 9, 1))])
    case = city.case(made.streams[0])
    assert case.open["case"]["pack"] == "call-2024"
    assert city.rules_of(case).recognition.validity == 1
    (found,) = register(city)
    assert (found.pack, found.valid_to) == (PACK_ID, "2025-09-01"), (
        "the end is the call's, the years after are the policy's"
    )
    assert line_of(city, case.open["alliance"]["id"]).head["pack"] == PACK_ID
    assert not examine(city).faults


def test_one_alliance_is_not_entered_twice_under_a_policy_and_its_call(city: Desk) -> None:
    put_call(city)
    entries.enter(city, "call-2024", "history", [record()])
    for pack in (PACK_ID, "call-2024"):
        with refused("care.entry.known"):
            entries.enter(city, pack, "history", [record()])
