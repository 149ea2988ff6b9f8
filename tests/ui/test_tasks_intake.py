"""An application in through the drawer: workbook and folder, faults, by hand, corrected over the case; the workbook out."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication

from alliance_desk.cases import corrections
from alliance_desk.cases import intake as verbs
from alliance_desk.paths import RESOURCES
from alliance_desk.sheets.grid import marker_of, open_workbook
from tests.helpers.desks import CITY, PACK_ID, make_office, two_offices
from tests.helpers.drawers import Open
from tests.helpers.windows import click
from ui.tasks import intake, refill
from ui.tasks.faults import FaultList

SAMPLE = RESOURCES / "samples" / "anshan-2016" / "magnesia"
BOOK, SCANS = SAMPLE / "申报书.xlsx", SAMPLE / "附件"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    two_offices(tmp_path).close()
    return tmp_path / "county"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    two_offices(tmp_path).close()
    return tmp_path / "city"


def edited(path: Path, **cells: str) -> Path:
    """The sample's workbook with cells of its sheet of members changed."""
    book = load_workbook(BOOK)
    for cell, value in cells.items():
        book["成员单位"][cell] = value
    book.save(path)
    return path


def test_a_workbook_and_its_scans_become_a_case_under_the_policy_that_the_workbook_names(
    hand_on: Open, county: Path
) -> None:
    hand = hand_on(county)
    intake.new_case(hand.seat)
    hand.fill(workbook=BOOK, folder=SCANS, filed="20240905")
    assert "已建立办件 210303-2024-0001" in hand.submit()
    case = hand.seat.reader.case("210303-2024-0001")
    assert case.open["case"]["pack"] == "anshan-2016"
    assert case.open["application"]["filed"] == "2024-09-05"
    assert len(case.open["papers"]) == 18
    assert hand.task == ""


def test_what_was_typed_is_back_when_the_task_is_opened_again(hand_on: Open, county: Path) -> None:
    hand = hand_on(county)
    intake.new_case(hand.seat)
    hand.fill(workbook="/没有/这个文件.xlsx", filed="2024")
    hand.dismiss()
    intake.new_case(hand.seat)
    form = hand.drawer.form
    assert form is not None
    assert form.fields["workbook"].editor.kept() == "/没有/这个文件.xlsx"
    assert form.fields["filed"].editor.kept() == "2024"
    assert "草稿" in hand.draft


def test_a_day_that_has_not_come_is_told_beside_the_field_before_anything_runs(hand_on: Open, county: Path) -> None:
    hand = hand_on(county)
    intake.new_case(hand.seat)
    hand.fill(workbook=BOOK, filed="20991231")
    hand.submit()
    assert hand.field_problem("filed") == "这一天还没有到"
    assert hand.task == "new"


def test_every_fault_of_a_workbook_is_listed_with_its_cell_copied_and_written_out(
    hand_on: Open, county: Path, tmp_path: Path
) -> None:
    bad = edited(tmp_path / "有误.xlsx", E6="91210381YY0000626", F7="不知道")
    hand = hand_on(county)
    intake.new_case(hand.seat, bad)
    hand.submit()
    assert "2 处需要更正" in hand.problems
    words = hand.words("drawer.faults")
    assert "《成员单位》E6" in words
    assert "“不知道”不在可选内容中" in words
    click(hand.drawer, "drawer.faults.copy")
    copied = QApplication.clipboard().text().splitlines()
    assert [line.partition("：")[0] for line in copied] == ["《成员单位》E6", "《成员单位》F7"]
    hand.drawer.findChildren(FaultList)[0].export(tmp_path / "清单")
    hand.wait()
    rows = [[cell.value for cell in row] for row in load_workbook(tmp_path / "清单.xlsx").worksheets[0].iter_rows()]
    assert any("《成员单位》F7" in row for row in rows)


def test_mending_the_workbook_and_submitting_again_takes_the_list_away(
    hand_on: Open, county: Path, tmp_path: Path
) -> None:
    bad = edited(tmp_path / "有误.xlsx", E6="91210381YY0000626")
    hand = hand_on(county)
    intake.new_case(hand.seat, bad)
    hand.submit()
    edited(bad)
    assert "已建立办件" in hand.submit()


def test_a_policy_chosen_by_hand_must_be_that_of_the_workbook(hand_on: Open, county: Path) -> None:
    hand = hand_on(county)
    intake.new_case(hand.seat)
    hand.fill(workbook=BOOK, pack="样例市")
    hand.submit()
    assert "鞍山市产业技术创新战略联盟认定管理办法" in hand.problems
    assert hand.task == "new"


def test_a_city_says_for_which_county_it_enters(hand_on: Open, city: Path) -> None:
    hand = hand_on(city)
    intake.new_case(hand.seat)
    hand.fill(workbook=BOOK, folder=SCANS, behalf="其他单位")
    hand.fill(behalf_name="鞍山市千山区科学技术局")
    hand.submit()
    (number,) = hand.seat.reader.raw.execute("SELECT number FROM index_case").fetchone()
    assert hand.seat.reader.case(number).open["offices"]["on_behalf"] == "鞍山市千山区科学技术局"
    intake.new_case(hand.seat)
    hand.fill(behalf="铁西区")
    assert not hand.shown("behalf-name")


def test_a_case_opened_by_hand_has_its_name_and_day(hand_on: Open, county: Path) -> None:
    hand = hand_on(county)
    intake.blank(hand.seat)
    hand.fill(name="铁西区手工录入产业联盟", pack="鞍山市")
    hand.submit()
    case = hand.seat.reader.case("210303-2024-0001")
    assert case.open["alliance"]["name"] == "铁西区手工录入产业联盟"
    assert case.open["application"]["filed"] == "2024-09-27"


def test_the_empty_workbook_of_a_policy_is_written_with_its_ending(hand_on: Open, county: Path, tmp_path: Path) -> None:
    hand = hand_on(county)
    intake.template(hand.seat)
    hand.fill(pack="鞍山市", path=tmp_path / "空白")
    hand.submit()
    book = open_workbook((tmp_path / "空白.xlsx").read_bytes(), "空白.xlsx")
    assert marker_of(book)["pack"] == "anshan-2016"
    book.close()


def test_a_corrected_workbook_shows_its_changes_before_it_is_taken_over(hand_on: Open, tmp_path: Path) -> None:
    with two_offices(tmp_path).county as desk:
        opened = verbs.open_case(desk, BOOK, "anshan-2016", folder=SCANS)
        corrections.ask_correction(desk, opened.streams[0], desk.clock.today(), "请更正")
        desk_case = opened.streams[0]
    hand = hand_on(tmp_path / "county")
    refill.refill(hand.seat, hand.seat.reader.case(desk_case))
    hand.fill(workbook=edited(tmp_path / "更正.xlsx", D6="样本耐火厂"))
    hand.submit()
    assert hand.task == "refill.take"
    assert "将改动 1 项" in hand.words("refill.changes")
    assert "样本耐火厂" in hand.words("refill.changes")
    before = hand.seat.reader.case(desk_case)
    assert "answered" not in before.open["corrections"]["r1"]
    hand.submit()
    after = hand.seat.reader.case(desk_case)
    assert after.open["corrections"]["r1"]["answered"] == "2024-09-27"
    assert any("样本耐火厂" in str(one.get("former_names")) for one in after.open["members"].values())


def test_a_workbook_without_changes_is_refused_in_the_drawer(hand_on: Open, tmp_path: Path) -> None:
    with two_offices(tmp_path).county as desk:
        case = verbs.open_case(desk, BOOK, "anshan-2016", folder=SCANS).streams[0]
    hand = hand_on(tmp_path / "county")
    refill.refill(hand.seat, case)
    hand.fill(workbook=BOOK)
    hand.submit()
    assert "内容相同" in hand.problems


def test_the_workbook_of_a_case_carries_its_alliance(hand_on: Open, tmp_path: Path) -> None:
    with two_offices(tmp_path).county as desk:
        case = verbs.open_case(desk, BOOK, "anshan-2016", folder=SCANS).streams[0]
        alliance = desk.case(case).open["alliance"]["id"]
    hand = hand_on(tmp_path / "county")
    intake.form_of(hand.seat, case)
    hand.fill(path=tmp_path / "现状.xlsx")
    hand.submit()
    book = open_workbook((tmp_path / "现状.xlsx").read_bytes(), "现状.xlsx")
    assert marker_of(book)["alliance"] == alliance
    book.close()


def test_what_is_dropped_opens_the_task_that_fits(hand_on: Open, county: Path, tmp_path: Path) -> None:
    hand = hand_on(county)
    intake.dropped(hand.seat, [str(BOOK)])
    form = hand.drawer.form
    assert form is not None
    assert form.values()["workbook"] == BOOK
    assert form.values()["folder"] == SCANS, "the folder beside the workbook is offered"
    intake.dropped(hand.seat, [next((tmp_path / "letters").glob("*.deskkey"))])
    assert hand.task == "peer"
    intake.dropped(hand.seat, [tmp_path / "照片.bmp"])
    assert "不是申报书" in hand.said


def test_a_draft_of_another_file_does_not_replace_what_is_dropped(hand_on: Open, county: Path) -> None:
    hand = hand_on(county)
    intake.new_case(hand.seat)
    hand.fill(workbook="/别的/申报书.xlsx")
    hand.dismiss()
    intake.dropped(hand.seat, [BOOK])
    assert hand.drawer.form is not None
    assert hand.drawer.form.values()["workbook"] == BOOK


def test_an_office_without_a_superior_is_told_why_it_cannot_begin(hand_on: Open, tmp_path: Path) -> None:
    make_office(tmp_path / "alone").close()
    hand = hand_on(tmp_path / "alone")
    new = intake.actions(hand.seat)[0]
    assert "上级" in new.why_not()
    assert [action.id for action in intake.actions(hand.seat)] == ["cases.new", "cases.blank", "cases.template"]


def test_an_office_with_one_policy_is_not_asked_which(hand_on: Open, tmp_path: Path) -> None:
    desk = make_office(tmp_path / "city", CITY, "市", "210300")
    (desk.place.packs / f"{PACK_ID}.toml").unlink()
    desk.close()
    hand = hand_on(tmp_path / "city")
    intake.new_case(hand.seat)
    assert not hand.shown("pack")
    assert hand.shown("behalf-name"), "no county is known yet: its name is typed"


def test_a_read_only_window_says_so(hand_on: Open, county: Path) -> None:
    hand = hand_on(county)
    hand.seat.readonly = True
    assert intake.actions(hand.seat)[0].why_not() == "以只读方式打开，不能办理"
