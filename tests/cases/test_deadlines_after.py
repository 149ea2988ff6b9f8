"""What the workbench says of recognised alliances: one line for each duty and year, what runs out, what the rules propose."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk import words
from alliance_desk.cases.agenda import agenda
from alliance_desk.cases.deadlines import Deadline
from alliance_desk.desk import Desk
from tests.helpers.desks import make_office
from tests.helpers.owing import PACK_ID, TEXT, enter, give, hand_in, on, owing_office, rectify, stay_away, take_place


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with owing_office(tmp_path / "city") as made:
        on(made, "2023-05-04")
        yield made


def told(desk: Desk, kind: str) -> list[Deadline]:
    return [one for one in agenda(desk).deadlines if one.kind == kind]


def duties(desk: Desk) -> list[str]:
    """Who, of the lines about duties."""
    return [one.who for one in told(desk, "duty")]


def line(desk: Desk, who: str) -> Deadline:
    (one,) = [one for one in told(desk, "duty") if one.who == who]
    return one


def test_a_years_papers_are_one_line_with_how_many_and_a_link(desk: Desk) -> None:
    found = [enter(desk, f"联盟{n}", "2023-05-04") for n in range(4)]
    on(desk, "2024-10-01")
    assert "年度材料 2024" not in duties(desk)  # 91 days left
    on(desk, "2024-10-02")
    hand_in(desk, found[0], "yearly", "2024", "2024-10-02")
    one = line(desk, "年度材料 2024")
    assert (one.day, one.left, one.basis) == (date(2024, 12, 31), 90, "第二十条")
    assert one.text() == "应报 4 家，已报 1 家，未报 3 家，限 2024-12-31 前报送"
    assert one.text("en") == "4 owe it: 1 handed in, 3 not yet, due by 2024-12-31"
    assert one.link == ("duties", f"{PACK_ID}/papers/2024")
    assert line(desk, "年度材料 2023").text() == "应报 4 家，已报 0 家，逾期未报 4 家"
    on(desk, "2025-01-01")
    assert (line(desk, "年度材料 2024").left, line(desk, "年度材料 2024").code) == (-1, "agenda.duty-late")


def test_a_line_goes_when_everybody_has_done_it(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2024-12-01")
    assert "年度材料 2023" in duties(desk)
    hand_in(desk, alliance, "yearly", "2023", "2024-12-01")
    assert "年度材料 2023" not in duties(desk)
    hand_in(desk, alliance, "yearly", "2024", "2024-12-01")
    assert "年度材料 2024" not in duties(desk)


def test_a_day_that_is_not_certain_is_told_as_provisional(desk: Desk) -> None:
    on(desk, "2033-05-04")
    enter(desk, "甲联盟", "2033-05-04")
    on(desk, "2033-12-01")
    assert line(desk, "年度材料 2033").text() == "应报 1 家，已报 0 家，未报 1 家，暂定限 2034-01-02 前报送"


def test_what_has_no_day_is_told_from_october_on_and_through_the_next_year(desk: Desk) -> None:
    enter(desk, "甲联盟", "2023-05-04")
    for today, shown in (
        ("2023-09-30", []),
        ("2023-10-01", ["2023"]),
        ("2024-06-01", ["2023"]),
        ("2024-10-01", ["2023", "2024"]),
    ):
        on(desk, today)
        assert [who for who in duties(desk) if who.startswith("年度总结")] == [f"年度总结 {year}" for year in shown]
    one = line(desk, "年度总结 2024")
    assert (one.day, one.left, one.code) == (None, None, "agenda.duty-undated")
    on(desk, "2025-10-01")
    assert "年度总结 2023" not in duties(desk)


def test_an_activity_that_was_missed_is_told_for_one_year_and_papers_for_ever(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2024-10-02")
    assert line(desk, "交流活动 2024").text() == "2024 年须办的活动：已达到 0 家，尚未达到 1 家"
    on(desk, "2025-12-01")
    assert line(desk, "交流活动 2024").text() == "2024 年须办的活动：1 家没有达到，已达到 0 家"
    on(desk, "2026-01-01")
    assert "交流活动 2024" not in duties(desk)
    assert "年度材料 2024" in duties(desk)
    take_place(desk, alliance, "exchange", "2025-03-01")
    assert "交流活动 2025" not in duties(desk)


def test_an_assessment_is_told_from_the_first_day_of_its_window(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2025-12-31")
    assert "期中评估 2026" not in duties(desk)
    on(desk, "2026-01-01")
    assert line(desk, "期中评估 2026").text() == "应评 1 家，已评 0 家，未评 1 家，最晚 2026-12-31"
    give(desk, alliance, "mid", "2026", "good", "2026-01-01")
    assert "期中评估 2026" not in duties(desk)
    assert line(desk, "活跃度评价 2025").code == "agenda.round-late"


def test_the_offices_own_task_stands_beside_them(desk: Desk) -> None:
    enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2024-01-05")
    assert line(desk, "申报指南 2024").text() == "2024 年由本单位办理的工作，限 2024-03-31 前完成"
    on(desk, "2024-04-01")
    assert line(desk, "申报指南 2024").left == -1
    on(desk, "2026-01-01")
    assert [who for who in duties(desk) if who.startswith("申报指南")] == ["申报指南 2025", "申报指南 2026"]


def test_with_two_policies_each_line_says_whose_it_is(desk: Desk) -> None:
    text = TEXT.replace(f'"{PACK_ID}"', '"other-2024"').replace("样例市联盟管理办法", "另一办法")
    (desk.place.packs / "other-2024.toml").write_text(text, encoding="utf8")
    enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2024-12-01")
    assert line(desk, "年度材料 2024").basis == "第二十条"
    enter(desk, "乙联盟", "2023-05-04", pack="other-2024")
    found = [one for one in told(desk, "duty") if one.who == "年度材料 2024"]
    assert {one.basis for one in found} == {"样例市联盟管理办法 第二十条", "另一办法 第二十条"}


def test_what_runs_out_says_which_reminder_it_is(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2023-05-04", valid_to="2025-06-30", agreement_end="2025-06-30")
    on(desk, "2025-01-05")
    (title,), (agreement,) = told(desk, "title"), told(desk, "agreement")
    assert title.text() == "有效期至 2025-06-30，已到提前 180 天的提醒"
    assert (title.left, title.link, title.basis) == (176, ("alliance", alliance), "第十条")
    assert agreement.text() == "联盟协议 2025-06-30 到期，已到提前 180 天的提醒"
    on(desk, "2025-06-01")
    assert told(desk, "title")[0].text() == "有效期至 2025-06-30，已到提前 30 天的提醒"
    on(desk, "2025-07-01")
    assert told(desk, "title")[0].text() == "有效期已于 2025-06-30 届满，待期满评估，仍列在名录中"
    assert told(desk, "agreement")[0].text() == "联盟协议已于 2025-06-30 到期"
    give(desk, alliance, "final", "2025", "good", "2025-07-01")
    assert told(desk, "title")[0].text() == "有效期已于 2025-06-30 届满，期满评估已通过，新的有效期尚未登记"


def test_a_flag_and_the_policys_own_term_are_told(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2024-03-01")
    stream = rectify(desk, alliance, "2024-03-01", "2025-03-01")
    on(desk, "2025-02-20")
    (one,) = told(desk, "sanction")
    assert (one.text(), one.left, one.link) == ("限期整改，限 2025-03-01 前完成", 9, ("case", stream))
    on(desk, "2025-03-02")
    assert told(desk, "sanction")[0].text() == "限期整改，2025-03-01 已到期，尚未验收或解除"
    text = TEXT.replace("[pack.jurisdiction]", "[pack.until]\nyears = 7\n\n[pack.jurisdiction]")
    (desk.place.packs / f"{PACK_ID}.toml").write_text(text, encoding="utf8")
    assert told(desk, "policy")[0].text().startswith("施行期限已于 2025-03-01 届满")
    on(desk, "2024-12-10")
    assert "已到提前 90 天的提醒" in told(desk, "policy")[0].text()


def test_proposals_are_one_line_where_the_office_decides(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2024-12-01")
    assert told(desk, "proposal") == []
    stay_away(desk, alliance, "assess", "2024")
    (one,) = told(desk, "proposal")
    assert (one.day, one.left, one.who, one.link) == (None, None, "样例市联盟管理办法", ("duties", "proposals"))
    assert (one.text(), one.basis) == ("按规则提出处理建议 1 条，涉及联盟 1 家，须由本单位决定", "第二十四条")
    text = TEXT.replace('name = "市科学技术局"\nlevels = ["市"]', 'name = "省科学技术厅"\nlevels = ["省"]')
    (desk.place.packs / f"{PACK_ID}.toml").write_text(text, encoding="utf8")
    assert told(desk, "proposal") == []
    assert not [who for who in duties(desk) if who.startswith("申报指南")]


def test_every_wording_of_a_line_is_there_in_both_languages() -> None:
    facts = {
        "total": 1,
        "met": 1,
        "open": 1,
        "late": 1,
        "subject": "2024",
        "due": "x",
        "end": "x",
        "threshold": 30,
        "what": "x",
    }
    states = {
        "duty": ("open", "provisional", "late", "undated"),
        "round": ("open", "provisional", "late", "undated"),
        "activity": ("open", "late"),
        "office": ("open", "late", "undated"),
        "title": ("ended", "awaiting", "passed"),
        "agreement": ("ended",),
        "sanction": ("ended",),
    }
    for group, found in states.items():
        for state in found:
            assert all(words.text(f"agenda.{group}-{state}", facts, language) for language in ("zh_CN", "en"))


def test_an_office_without_alliances_is_told_nothing(tmp_path: Path) -> None:
    with make_office(tmp_path / "empty") as empty:
        on(empty, "2024-12-01")
        assert [one.kind for one in agenda(empty).deadlines if one.kind != "calendar"] == []
