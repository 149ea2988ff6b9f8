"""Who stands under a pack, and which running cases go by other rules than one begun today would."""

from pathlib import Path

import pytest

from alliance_desk.cases import moves, office, pack_use, packs
from alliance_desk.desk import Desk, library
from alliance_desk.errors import Damaged, Refused
from tests.helpers.desks import PACK_ID, make_office, open_sample_case, reopen
from tests.helpers.handing import recognised


@pytest.fixture
def desk(tmp_path: Path):
    with make_office(tmp_path / "county") as made:
        yield made


def second(desk: Desk, tmp_path: Path) -> Path:
    """The second version of the trial policy, with another question to the panel."""
    text = library.pack_files(desk.place.packs)[PACK_ID].read_text("utf8")
    path = tmp_path / "second.toml"
    path.write_text(
        text.replace("version = 1", "version = 2", 1).replace('question = "专家组人数"', 'question = "专家组几人"'),
        "utf8",
    )
    return path


def test_nobody_stands_under_a_pack_of_an_empty_office(desk: Desk) -> None:
    assert pack_use.use(desk) == {}
    assert pack_use.pinned_otherwise(desk, PACK_ID) == []


def test_running_cases_are_counted_and_go_by_the_present_rules(desk: Desk) -> None:
    open_sample_case(desk, "甲联盟")
    open_sample_case(desk, "乙联盟")
    assert pack_use.use(desk)[PACK_ID] == pack_use.Use(alliances=0, running=2)
    assert pack_use.pinned_otherwise(desk, PACK_ID) == []


def test_a_case_of_before_is_found_after_another_reading_and_after_another_version(desk: Desk, tmp_path: Path) -> None:
    first = open_sample_case(desk, "甲联盟")
    office.choose_reading(desk, PACK_ID, "panel-size", "7")
    (found,) = pack_use.pinned_otherwise(desk, PACK_ID)
    assert (found.stream, found.name, found.step) == (first.stream, "甲联盟", "推荐")
    (change,) = pack_use.changed_since(desk, found.rules, PACK_ID)
    assert (change.field, change.before, change.after) == ("chosen", "五人", "七人")
    packs.add(desk, second(desk, tmp_path))
    assert [one.field for one in pack_use.changed_since(desk, found.rules, PACK_ID)] == [
        "version",
        "question",
        "chosen",
    ]
    assert pack_use.version_of(desk, found.rules) == 1
    open_sample_case(desk, "乙联盟")
    assert [one.name for one in pack_use.pinned_otherwise(desk, PACK_ID)] == ["甲联盟"]


def test_rules_of_a_case_are_compared_with_all_their_procedures(desk: Desk) -> None:
    """What comes after recognition is in the rules a case is pinned to, although its way is cut down to the application."""
    open_sample_case(desk)
    office.choose_reading(desk, PACK_ID, "panel-size", "7")
    (found,) = pack_use.pinned_otherwise(desk, PACK_ID)
    assert {one.table for one in pack_use.changed_since(desk, found.rules, PACK_ID)} == {"reading"}


def test_a_recognised_alliance_stands_under_its_policy(tmp_path: Path) -> None:
    recognised(tmp_path)
    with reopen(tmp_path / "city") as desk:
        assert pack_use.use(desk)[PACK_ID].alliances == 1


def test_a_case_that_has_ended_is_no_running_one(desk: Desk) -> None:
    case = open_sample_case(desk)
    moves.withdraw(desk, case.stream, "申报单位撤回")
    assert pack_use.use(desk) == {}
    office.choose_reading(desk, PACK_ID, "panel-size", "7")
    assert pack_use.pinned_otherwise(desk, PACK_ID) == []


def test_versions_that_were_superseded_are_kept_newest_first(desk: Desk, tmp_path: Path) -> None:
    assert pack_use.versions_kept(desk, PACK_ID) == []
    path = second(desk, tmp_path)
    packs.add(desk, path)
    path.write_text(path.read_text("utf8").replace("version = 2", "version = 5", 1), "utf8")
    packs.add(desk, path)
    assert pack_use.versions_kept(desk, PACK_ID) == [2, 1]


def test_rules_that_are_lost_are_said_to_be(desk: Desk) -> None:
    with pytest.raises(Damaged):
        pack_use.version_of(desk, "0" * 64)
    with pytest.raises(Refused):
        pack_use.pinned_otherwise(desk, "no-such-pack")
