from pathlib import Path

import pytest

from alliance_desk.cases import notes, office
from alliance_desk.cases.views import RECORDS, records
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from tests.helpers.desks import PACK_ID, open_sample_case
from tests.samples.units import unit_code


def test_what_letters_say_of_the_office_is_entered_and_taken_away(desk: Desk) -> None:
    office.set_value(desk, "telephone", " 0412-5550123 ")
    assert desk.settings["settings"]["telephone"]["value"] == "0412-5550123"
    office.set_value(desk, "telephone", "")
    assert "telephone" not in desk.settings["settings"]
    for name, says in (("fax", "没有名为 fax 的设置"), ("address", "本来就是空的")):
        with pytest.raises(Refused, match=says):
            office.set_value(desk, name, "")


@pytest.mark.parametrize("pattern", ["样科函1号", "{serial", "{number}号", "{serial.x}", "{}号"])
def test_a_letter_pattern_must_count(desk: Desk, pattern: str) -> None:
    with pytest.raises(Refused, match="不能用"):
        office.set_value(desk, "letter_pattern", pattern)


def test_a_unit_keeps_its_former_names_and_no_persons_number(desk: Desk) -> None:
    code = unit_code("enterprise", "210303", 700)
    office.save_unit(desk, "样例旧名厂", code=code, former=["样例更旧名厂", " "])
    office.save_unit(desk, "样例新名公司", code=code, former=[])
    (unit,) = desk.settings["organisations"].values()
    assert unit["name"] == "样例新名公司"
    assert unit["former_names"] == ["样例更旧名厂", "样例旧名厂"]
    with pytest.raises(Refused, match="居民身份证号码"):
        office.save_unit(desk, "样例公司", code="11010519491231002X", former=[])
    with pytest.raises(Refused, match="请写明单位名称"):
        office.save_unit(desk, " ", former=[])


def test_operators_are_entered_once(desk: Desk) -> None:
    office.add_operator(desk, "样例丙")
    for name in ("样例丙", "样例甲", " "):
        with pytest.raises(Refused, match="已登记，或姓名为空"):
            office.add_operator(desk, name)


def test_a_reading_is_chosen_for_cases_from_now_on(desk: Desk) -> None:
    before = open_sample_case(desk)
    office.choose_reading(desk, PACK_ID, "panel-size", "7")
    assert desk.rules_for(PACK_ID).chosen["panel-size"] == "7"
    assert desk.rules_of(before).chosen["panel-size"] == "5"
    with pytest.raises(Refused):
        office.choose_reading(desk, PACK_ID, "panel-size", "8")


def test_a_calendar_that_is_none_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "2027.json"
    path.write_text("{}")
    with pytest.raises(Refused):
        office.load_calendar(desk, path)
    assert not list(desk.place.calendars.glob("*"))


def test_notes_are_typed_and_never_empty(desk: Desk) -> None:
    case = open_sample_case(desk)
    for kind in notes.KINDS:
        notes.write(desk, case.stream, "样例", kind)
    for text, kind, says in (("样例", "poem", "没有 poem 这种留言"), (" ", "message", "不能为空")):
        with pytest.raises(Refused, match=says):
            notes.write(desk, case.stream, text, kind)


def test_every_list_of_the_office_can_be_read_when_empty(desk: Desk) -> None:
    assert all(records(desk, what) == [] for what in RECORDS)
