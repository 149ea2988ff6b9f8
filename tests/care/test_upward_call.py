"""A call of the province in the hands of a city: taken in, recommended, handed in on paper, and what came of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from alliance_desk import doctor
from alliance_desk.care import upward
from alliance_desk.cases import conditions, intake, moves, office
from alliance_desk.cases.intake import ABOVE, FILE
from alliance_desk.cases.views import status
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.findings import Outcome
from alliance_desk.sheets.attachments import Plan
from tests.helpers.desks import SAMPLE, make_office, open_sample_case
from tests.packs.scenario import good_case

PACK = "shanxi-2023"
LABEL = "山西省样例氢能产业技术创新战略联盟（U盘）"


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    """A city that knows no key of the province."""
    with make_office(tmp_path / "city", "晋中市科学技术局", "市", "140700", FixedClock(date(2023, 7, 20))) as made:
        yield made


def taken_in(desk: Desk, name: str = "山西省样例氢能产业技术创新战略联盟") -> Folded:
    """A good file, opened as from a workbook."""
    rules = desk.rules_for(PACK)
    document = {key: value for key, value in good_case(PACK, rules, {}).items() if key in FILE}
    document["alliance"] = {**document["alliance"], "id": name, "name": name}
    blob = desk.blobs.put(SAMPLE)
    for paper in document["papers"].values():
        paper["blob"] = blob
    document["offices"] = intake.offices_of(desk, rules, "")
    return desk.case(intake.begin(desk, rules, document, None, found=Plan([], [], [], [])).streams[0])


def judged(desk: Desk, case: Folded) -> Folded:
    """Every judgement that is open now is made."""
    open_ = [
        key for f in conditions.findings(desk, desk.case(case.stream)) if f.outcome is Outcome.MANUAL for key in f.keys
    ]
    conditions.attest(desk, case.stream, *open_, holds=True)
    return desk.case(case.stream)


def recommended(desk: Desk, name: str = "山西省样例氢能产业技术创新战略联盟") -> Folded:
    case = judged(desk, taken_in(desk, name))
    desk.clock = FixedClock(date(2023, 8, 2))
    moves.recommend(desk, case.stream, "同意推荐", letter="市科〔2023〕20号")
    return judged(desk, case)


def test_a_city_opens_a_file_without_its_superiors_key(city: Desk) -> None:
    offices = taken_in(city).open["offices"]
    assert (offices["recommender"], offices["decider"]) == (city.office, ABOVE)
    assert offices["names"][ABOVE] == {"name": "省科学技术厅（科技成果评价与监督处）", "level": "省"}


def test_where_the_superior_works_on_the_case_itself_its_key_is_needed(tmp_path: Path) -> None:
    made = make_office(tmp_path / "north", "哈尔滨市科学技术局", "市", "230100")
    with made as city, pytest.raises(Refused, match="上级"):
        intake.offices_of(city, city.rules_for("heilongjiang-draft"), "")


@pytest.mark.parametrize(("option", "outcome"), [("lead", Outcome.FAIL), ("organiser", Outcome.PASS)])
def test_the_reading_says_to_which_day_the_year_is_counted(city: Desk, option: str, outcome: Outcome) -> None:
    """The lead had all papers together a day before the year was over; the city took them in a week later."""
    office.choose_reading(city, PACK, "filing-date", option)
    rules = city.rules_for(PACK)
    document = {key: value for key, value in good_case(PACK, rules, {}).items() if key in FILE and key != "papers"}
    document["application"] = {"filed": "2023-07-13", "operated_since": "2022-07-14"}
    document["offices"] = intake.offices_of(city, rules, "")
    case = city.case(intake.begin(city, rules, document, None, found=Plan([], [], [], [])).streams[0])
    assert next(f.outcome for f in conditions.findings(city, case) if f.check == "running-year") is outcome


def test_a_county_is_told_that_the_call_is_not_its_own(tmp_path: Path) -> None:
    with make_office(tmp_path / "county", "太谷区科技局", "县", "140703") as county, pytest.raises(Refused, match="县"):
        intake.offices_of(county, county.rules_for(PACK), "")


def test_what_concerns_the_handing_in_is_asked_only_then(city: Desk) -> None:
    case = judged(city, taken_in(city))
    late = {"binding", "summary-table", "copies", "medium", "window"}
    found = {f.check: f for f in conditions.findings(city, case)}
    assert {key for key, f in found.items() if f.outcome is Outcome.NA} == late
    assert "报送省科技厅" in found["copies"].text()
    moves.recommend(city, case.stream, "同意推荐", letter="市科〔2023〕20号")
    after = {f.check: f.outcome for f in conditions.findings(city, city.case(case.stream)) if f.check in late}
    assert set(after.values()) == {Outcome.MANUAL, Outcome.MISSING}


@pytest.mark.parametrize(
    ("on", "copies", "medium", "said"),
    [
        ("2023-08-04", 6, LABEL, "早于受理期"),
        ("2023-08-14", 6, LABEL, "晚于受理期"),
        ("2023-08-11", 5, LABEL, "低于 6 份"),
        ("2023-08-11", None, LABEL, "尚未填写"),
        ("2023-08-11", 6, "申报材料", "没有写明"),
        ("2023-08-11", 6, "", "尚未填写"),
    ],
)
def test_what_the_province_would_not_take_is_not_handed_in(
    city: Desk, on: str, copies: int | None, medium: str, said: str
) -> None:
    case = recommended(city)
    city.clock = FixedClock(date(2023, 8, 14))
    with pytest.raises(Refused, match=said):
        upward.submit(city, case.stream, date.fromisoformat(on), "市科〔2023〕31号", copies=copies, medium=medium)
    assert "upward" not in city.case(case.stream).open


@pytest.mark.parametrize("on", ["2023-08-07", "2023-08-11"])
def test_the_file_is_handed_in_within_the_window_in_six_copies_with_its_label(city: Desk, on: str) -> None:
    case = recommended(city)
    city.clock = FixedClock(date(2023, 8, 14))
    upward.submit(city, case.stream, date.fromisoformat(on), "市科〔2023〕31号", copies=6, medium=LABEL)
    done = city.case(case.stream)
    assert (done.open["upward"]["on"], done.open["matter"]["copies"]) == (on, 6)
    assert status(city.rules_of(done), done) == "已办结"
    upward.result(city, case.stream, "晋科发〔2023〕60号", date(2023, 8, 14), recognised=True)
    done = city.case(case.stream)
    assert done.open["result"]["document"] == "晋科发〔2023〕60号"
    assert doctor.examine(city).faults == ()


def test_the_summary_table_lists_what_is_handed_in(city: Desk) -> None:
    one, other = recommended(city), recommended(city, "山西省样例光伏产业技术创新战略联盟")
    said = upward.summary_table(city, [other.stream, one.open["case"]["number"], other.stream])
    book = load_workbook(said.files[0])
    values = [cell.value for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    book.close()
    assert values[0] == "山西省产业技术创新战略联盟申报汇总表"
    names = [value for value in values if str(value).startswith("山西省样例")]
    assert names == ["山西省样例光伏产业技术创新战略联盟", "山西省样例氢能产业技术创新战略联盟"]
    assert "晋中市科学技术局" in values
    assert "市科〔2023〕20号" in values
    with pytest.raises(Refused, match="没有选择办件"):
        upward.summary_table(city, [])


def test_what_is_not_handed_in_upwards_is_in_no_such_table(tmp_path: Path) -> None:
    with make_office(tmp_path / "other", level="县") as county:
        case = open_sample_case(county)
        with pytest.raises(Refused, match="不是报送上级的办件"):
            upward.summary_table(county, [case.stream])
