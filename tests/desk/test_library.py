"""The packs a desk knows: calls over their policies, found by id, with the office's readings, and what is pinned staying pinned."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from alliance_desk.cases import office
from alliance_desk.desk import Desk, library
from alliance_desk.errors import Refused
from alliance_desk.policy.compose import rules_hash
from alliance_desk.policy.pack import MemberCount
from tests.helpers.desks import CITY, PACK, PACK_ID, make_office, open_sample_case

CALL = f"""
[pack]
id = "call"
version = 1
title = "样例申报通知"
doc_no = ""
status = "在用"
effective = "2024-08-01"
parent = "{PACK_ID}"

[check.members]
min = 4
basis = "通知一"
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with make_office(tmp_path / "city", CITY, "市", "210300") as made:
        yield made


def write(desk: Desk, name: str, text: str) -> Path:
    path = desk.place.packs / f"{name}.toml"
    stamp = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, encoding="utf8")
    os.utime(path, ns=(stamp + 10**9, stamp + 10**9))  # two writings within one tick of the disk's clock
    return path


def least(desk: Desk, name: str) -> int | None:
    check = desk.rules_for(name).check["members"]
    assert isinstance(check, MemberCount)
    return check.min


def size(desk: Desk, name: str) -> str:
    return desk.policy_for(name).chosen["panel-size"]


def test_a_call_is_found_over_its_parent_and_follows_its_changes(desk: Desk) -> None:
    write(desk, "call", CALL)
    assert (least(desk, PACK_ID), least(desk, "call")) == (2, 4)
    assert desk.pack("call").stage == desk.pack(PACK_ID).stage
    assert desk.pack("call") is desk.pack("call")
    write(desk, PACK_ID, PACK.read_text("utf8").replace('name = "受理"', 'name = "收件"'))
    assert desk.pack("call").stage["intake"].name == "收件"


def test_a_call_over_a_policy_that_comes_with_the_program(desk: Desk) -> None:
    write(desk, "call", CALL.replace(PACK_ID, "jinzhong-2023").replace("check.members", "check.core-min"))
    check = desk.pack("call").check["core-min"]
    assert isinstance(check, MemberCount)
    assert (check.min, desk.pack("call").pack.issuer) == (4, "晋中市科学技术局")


def test_a_call_without_a_known_parent_stands_alone(desk: Desk) -> None:
    write(desk, "call", PACK.read_text("utf8").replace(f'id = "{PACK_ID}"', 'id = "call"\nparent = "nobody"'))
    assert least(desk, "call") == 2
    assert library.lineage("call", desk.place.packs) == ["call"]


def test_faults_of_a_call_come_with_its_file_and_a_circle_by_name(desk: Desk) -> None:
    path = write(desk, "call", CALL.replace("min = 4", "min = -4"))
    with pytest.raises(Refused, match=r"call\.toml 第 12 行"):
        desk.pack("call")
    assert [fault.line for fault in library.pack_faults(path, desk.place.packs)] == [12]
    assert library.pack_faults(PACK, desk.place.packs) == []
    write(desk, "call", CALL.replace(PACK_ID, "other"))
    write(desk, "other", CALL.replace('id = "call"', 'id = "other"').replace(PACK_ID, "call"))
    with pytest.raises(Refused, match="call → other → call"):
        desk.pack("call")
    assert library.root("call", desk.place.packs) == "call"
    assert least(desk, PACK_ID) == 2


def test_readings_chosen_for_the_policy_hold_under_its_calls_unless_chosen_there(desk: Desk) -> None:
    write(desk, "call", CALL)
    assert size(desk, "call") == "5"
    office.choose_reading(desk, PACK_ID, "panel-size", "7")
    assert size(desk, "call") == "7"
    office.choose_reading(desk, "call", "panel-size", "5")
    assert (size(desk, "call"), size(desk, PACK_ID)) == ("5", "7")
    narrow = '[reading.panel-size]\noptions = { 3 = "三人", 9 = "九人" }\ndefault = "9"\nbasis = "通知二"\n'
    write(desk, "narrow", CALL.replace('id = "call"', 'id = "narrow"') + narrow)
    assert size(desk, "narrow") == "9"


def test_a_running_case_keeps_the_rules_it_was_pinned_to(desk: Desk) -> None:
    case = open_sample_case(desk)
    pinned = case.open["case"]["rules"]
    write(
        desk,
        PACK_ID,
        CALL.replace('id = "call"', f'id = "{PACK_ID}"').replace(f'"{PACK_ID}"\n\n[check', '"below"\n\n[check'),
    )
    write(desk, "below", PACK.read_text("utf8"))
    assert least(desk, PACK_ID) == 4
    assert rules_hash(desk.policy_for(PACK_ID)) != pinned
    check = desk.rules_of(desk.case(case.stream)).check["members"]
    assert isinstance(check, MemberCount)
    assert check.min == 2


def test_what_is_recognised_under_a_call_is_governed_by_its_policy(desk: Desk) -> None:
    write(desk, "call", CALL)
    write(desk, "last", CALL.replace('id = "call"', 'id = "last"'))
    assert [desk.governing(name) for name in ("call", PACK_ID, "unknown")] == [PACK_ID, PACK_ID, "unknown"]
    assert set(library.family("call", desk.place.packs)) == {"call", "last", PACK_ID}
    assert library.family("anshan-2016", desk.place.packs) == ["anshan-2016"]
