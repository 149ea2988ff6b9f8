"""What an office enters of itself, and what is written beside a case, through the drawer."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from alliance_desk.exchange import trust
from tests.helpers.desks import CITY, make_office, open_sample_case, two_offices
from tests.helpers.drawers import Hand, Open
from ui.tasks import notes, office


@pytest.fixture
def hand(hand_on: Open, tmp_path: Path) -> Hand:
    make_office(tmp_path / "county").close()
    return hand_on(tmp_path / "county")


def test_a_person_is_added_once(hand: Hand) -> None:
    office.add_operator(hand.seat)
    hand.fill(name="周样例")
    hand.submit()
    office.add_operator(hand.seat)
    hand.fill(name="周样例")
    hand.submit()
    assert "已登记" in hand.problems
    assert {one["name"] for one in hand.seat.reader.settings["operators"].values()} == {"样例甲", "周样例"}


def test_a_unit_is_entered_and_changed_with_its_former_names(hand: Hand) -> None:
    office.unit(hand.seat)
    hand.fill(name="样例大学", former="样例学院、样例专科学校")
    hand.submit()
    office.unit(hand.seat, "样例大学", "", ["样例学院", "样例专科学校"])
    hand.fill(code="123")
    hand.submit()
    assert "还差 15 位" in hand.field_problem("code")
    (unit,) = hand.seat.reader.settings["organisations"].values()
    assert unit["former_names"] == ["样例学院", "样例专科学校"]


def test_a_pattern_of_letter_numbers_shows_the_next_number_as_it_is_typed(hand: Hand) -> None:
    office.setting(hand.seat, "letter_pattern")
    hand.fill(value="样科函〔{year}〕{serial}号")
    assert hand.live == "下一份函件的编号：样科函〔2024〕1号"
    hand.fill(value="样科函〔{year")
    assert hand.live == ""
    hand.submit()
    assert "不能用" in hand.problems
    hand.fill(value="样科函〔{year}〕{serial}号")
    hand.submit()
    assert hand.seat.reader.settings["settings"]["letter_pattern"]["value"] == "样科函〔{year}〕{serial}号"


def test_a_value_can_be_chosen_among_all_and_shows_what_it_is_now(hand: Hand) -> None:
    office.setting(hand.seat, "telephone")
    hand.fill(value="0412-0000000")
    hand.submit()
    office.setting(hand.seat)
    hand.fill(name="办公电话")
    assert hand.live == "现在是：0412-0000000"
    hand.fill(value="0412-1111111")
    hand.submit()
    assert hand.seat.reader.settings["settings"]["telephone"]["value"] == "0412-1111111"


def test_how_an_open_wording_is_read_is_chosen_with_its_article(hand: Hand) -> None:
    office.reading(hand.seat, "trial-2024", "panel-size")
    assert hand.drawer.task is not None
    assert "第八条" in hand.drawer.task.basis
    hand.fill(option__panel_size="七人")
    hand.submit()
    assert hand.seat.reader.rules_for("trial-2024").chosen["panel-size"] == "7"


def test_of_several_open_wordings_one_is_chosen_first(hand: Hand) -> None:
    office.reading(hand.seat, "anshan-2016")
    assert not hand.shown("option.notice-first-day")
    hand.fill(reading="公示发布当天是否计入")
    hand.fill(option__notice_first_day="计入")
    hand.submit()
    assert hand.seat.reader.rules_for("anshan-2016").chosen["notice-first-day"] in {"yes", "no"}


def test_the_ground_of_an_expired_policy_is_recorded(hand: Hand) -> None:
    office.continued(hand.seat, "jinzhong-2023")
    assert "2025-01-21" in hand.intro
    hand.fill(document="市政府会议纪要〔2025〕3号", by="市人民政府")
    hand.submit()
    assert hand.seat.reader.settings["continued"]["jinzhong-2023"]["decided_by"] == "市人民政府"


def test_a_year_of_days_off_is_loaded_from_its_file(hand: Hand, tmp_path: Path) -> None:
    path = tmp_path / "2027.json"
    day = {"name": "元旦", "date": "2027-01-01", "isOffDay": True}
    path.write_text(json.dumps({"year": 2027, "papers": [], "days": [day]}), "utf8")
    office.calendar(hand.seat)
    hand.fill(path=path)
    hand.submit()
    assert hand.seat.reader.calendar().published(2027)
    path.write_text("{}", "utf8")
    office.calendar(hand.seat)
    hand.fill(path=path)
    hand.submit()
    assert hand.problems


def test_a_key_is_entered_by_the_fingerprint_of_the_letter_which_the_drawer_never_shows(
    hand_on: Open, tmp_path: Path
) -> None:
    make_office(tmp_path / "county").close()
    with make_office(tmp_path / "city", CITY, "市", "210300") as desk:
        card = trust.write_card(desk, tmp_path)
    fingerprint = str(card.facts["fingerprint"])
    hand = hand_on(tmp_path / "county")
    office.peer(hand.seat, card.files[0])
    assert f"公钥卡上的单位：{CITY}" in hand.live
    shown = [label.text() for label in hand.drawer.findChildren(QLabel)]
    assert not any(fingerprint[12:] in text for text in shown)
    hand.fill(fingerprint="AAAAA" + fingerprint[5:], relation="上级")
    hand.submit()
    assert hand.problems
    hand.fill(fingerprint=fingerprint.lower())
    hand.submit()
    assert hand.seat.reader.settings["office"]["superior"]["name"] == CITY


def test_the_own_card_is_written_for_others(hand: Hand, tmp_path: Path) -> None:
    office.card(hand.seat)
    hand.fill(folder=tmp_path)
    hand.submit()
    assert len(list(tmp_path.glob("*.deskkey"))) == 1


def test_a_note_is_written_beside_a_case_that_lies_elsewhere(hand_on: Open, tmp_path: Path) -> None:
    with two_offices(tmp_path).county as desk:
        case = open_sample_case(desk).stream
    hand = hand_on(tmp_path / "county")
    notes.note(hand.seat, case)
    hand.fill(kind="撤回申请", text="申报单位来函要求撤回")
    hand.submit()
    rows = hand.seat.reader.raw.execute('SELECT kind FROM index_note WHERE "case" = ?', (case,)).fetchall()
    assert rows == [("withdrawal",)]


def test_personal_data_goes_with_a_ground(hand_on: Open, tmp_path: Path) -> None:
    with two_offices(tmp_path).county as desk:
        case = open_sample_case(desk).stream
    hand = hand_on(tmp_path / "county")
    notes.redact(hand.seat, case)
    assert hand.drawer.task is not None
    assert "第四十七条" in hand.drawer.task.basis
    hand.fill(note="本人书面要求")
    hand.submit()
    assert hand.seat.reader.case(case).private == {}
    notes.redact(hand.seat, case)
    hand.fill(note="再删一次")
    hand.submit()
    assert "没有可删除" in hand.problems
