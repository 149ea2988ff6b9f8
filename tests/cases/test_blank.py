"""A case without a workbook: opened with a name, then typed by hand, field by field."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk import doctor
from alliance_desk.cases import editing
from alliance_desk.cases.editing import EditFaults
from alliance_desk.cases.intake import FILE
from alliance_desk.desk import Desk
from alliance_desk.desk.divisions import division_names
from alliance_desk.errors import Refused
from alliance_desk.paths import RESOURCES
from alliance_desk.sheets.read import read_form
from tests.helpers.desks import PACK_ID, make_office

FULL = "jinzhong-2023"


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    with make_office(tmp_path / "full", "晋中市科学技术局", "市", "140700") as made:
        yield made


# The same file, typed by hand or taken from a workbook


@pytest.mark.parametrize(
    "book", sorted((RESOURCES / "samples" / FULL).glob("*/*.xlsx")), ids=lambda book: book.parent.name
)
def test_what_a_workbook_brings_can_be_typed_by_hand_field_by_field(city: Desk, book: Path) -> None:
    """The document of a sample, read from its workbook, passes the form unchanged, value by value."""
    filled = read_form(book, city.rules_for(FULL), divisions=division_names())
    name = filled.document["alliance"]["name"]
    number = editing.open_blank(city, FULL, name, on_behalf="样例县科技局").streams[0]
    patch = {key: value for key, value in filled.document.items() if key in FILE}
    patch["application"] = {key: value for key, value in patch.get("application", {}).items() if key != "filed"}
    editing.edit(city, number, patch, filled.private)
    document = city.case(number).open
    for section in ("members", "bodies", "agreement"):
        assert document.get(section) == filled.document.get(section)
    assert filled.document["alliance"].items() <= document["alliance"].items()
    assert city.case(number).private == filled.private


def test_there_are_samples_to_type() -> None:
    assert list((RESOURCES / "samples" / FULL).glob("*/*.xlsx"))


# A case without a workbook


def test_a_case_is_opened_with_no_more_than_a_name(desk: Desk) -> None:
    said = editing.open_blank(desk, PACK_ID, " 手工联盟 ", filed=date(2024, 9, 20), on_behalf="样例县局")
    document = desk.case(said.streams[0]).open
    assert document["alliance"]["name"] == "手工联盟"
    assert document["alliance"]["initials"] == "sglm"
    assert len(document["alliance"]["id"]) == 32
    assert document["application"] == {"filed": "2024-09-20"}
    assert document["stages"]["intake"]["outcome"] == "accepted"
    assert said.text().startswith("已建立办件 210300-2024-0001（手工联盟）")
    assert doctor.examine(desk).faults == ()


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "联\u202e盟", "11010519491231002X"])
def test_a_name_that_is_none_opens_nothing(desk: Desk, name: str) -> None:
    with pytest.raises(EditFaults) as refused:
        editing.open_blank(desk, PACK_ID, name, on_behalf="样例县局")
    assert [fault.path for fault in refused.value.faults] == ["alliance.name"]
    assert desk.raw.execute("SELECT count(*) FROM index_case").fetchone() == (0,)


def test_the_rules_of_intake_hold_for_a_blank_case_too(desk: Desk) -> None:
    with pytest.raises(Refused, match="代哪个单位录入"):
        editing.open_blank(desk, PACK_ID, "手工联盟")
    with pytest.raises(Refused, match="还没有到"):
        editing.open_blank(desk, PACK_ID, "手工联盟", filed=date(2025, 1, 1), on_behalf="县局")
