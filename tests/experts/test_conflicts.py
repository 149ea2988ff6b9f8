from datetime import date

import msgspec
import pytest

from alliance_desk.errors import Refused
from alliance_desk.experts.conflicts import RULES, Session, funnel
from alliance_desk.experts.people import (
    Employment,
    Expert,
    Organisation,
    PanelRule,
    Person,
    Review,
    Sitting,
    Tie,
    TieKind,
    Unit,
)

TODAY = date(2026, 11, 20)
UNITS = (
    Unit(name="鞍山某厂", code="91210300MA0000001A", role="lead", alliance="甲联盟", legal_rep="示例法人"),
    Unit(name="辽宁科技大学", former_names=("鞍山钢铁学院",), role="ordinary", alliance="甲联盟"),
    Unit(name="辽宁科技大学", role="core", alliance="乙联盟"),
)
REVIEW = Review(
    units=UNITS,
    offices=(Unit(name="鞍山市科学技术局", role="office"),),
    rosters=(Person(name="钱虚构", alliance="甲联盟", unit="沈阳某所", body="advisory"),),
    unsuitable=(Person(name="孙假名", alliance="乙联盟"),),
)
RULE = PanelRule(size=5, yearly_cap=10, former_unit_years=3)


def reasons(expert: Expert, rule: PanelRule = RULE, review: Review = REVIEW) -> list[str]:
    return [one.rule for one in Session(review, rule, TODAY).exclusions(expert)]


def someone(**facts) -> Expert:
    return msgspec.structs.replace(Expert(id="e1", name="赵示例", unit="清华大学"), **facts)


def sat(times: int) -> tuple[Sitting, ...]:
    return tuple(Sitting(f"{n:08x}", "2026-03-01") for n in range(times))


def test_who_has_no_tie_is_eligible():
    assert reasons(someone()) == []


def test_own_unit_is_told_for_every_alliance_it_sits_in():
    found = Session(REVIEW, RULE, TODAY).exclusions(someone(unit="辽宁科技大学冶金学院"))
    assert [one.rule for one in found] == ["own-unit", "own-unit"]
    text = found[0].text()
    assert text.startswith("赵示例：现单位是参评联盟成员。")
    assert "辽宁科技大学冶金学院 属于 辽宁科技大学 → 辽宁科技大学 是“甲联盟”的普通成员" in text


def test_a_unit_is_matched_under_its_former_name():
    job = Employment("鞍山钢铁学院", until="2025-06-30")
    found = Session(REVIEW, RULE, TODAY).exclusions(someone(former_units=(job,)))
    assert {one.rule for one in found} == {"former-unit"}
    assert [step.code for step in found[0].path] == ["worked-at", "former-name", "member"]
    assert "鞍山钢铁学院 是 辽宁科技大学 的曾用名" in found[0].text()


def test_the_experts_own_unit_may_be_the_new_name_of_a_member_written_with_the_old_one():
    review = Review(
        units=(Unit(name="鞍山钢铁学院", role="lead", alliance="丙联盟"),),
        directory=(Organisation(name="辽宁科技大学", former_names=("鞍山钢铁学院",)),),
    )
    assert reasons(someone(unit="辽宁科技大学"), review=review) == ["own-unit"]


@pytest.mark.parametrize(
    ("until", "years", "excluded"),
    [
        ("2023-11-20", 3, True),
        ("2023-11-19", 3, False),
        ("2023-11-19", 0, True),
        ("1980-01-01", 0, True),
        ("", 3, True),
    ],
)
def test_a_former_unit_counts_to_the_corresponding_day_or_for_ever(until, years, excluded):
    expert = someone(former_units=(Employment("辽宁科技大学", until=until),))
    rule = PanelRule(size=5, former_unit_years=years)
    assert ("former-unit" in reasons(expert, rule)) is excluded


def test_29_february_ends_on_28_february():
    expert = someone(former_units=(Employment("辽宁科技大学", until="2024-02-29"),))
    rule = PanelRule(size=5, former_unit_years=1)
    assert Session(REVIEW, rule, date(2025, 2, 28)).exclusions(expert)
    assert not Session(REVIEW, rule, date(2025, 3, 1)).exclusions(expert)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"active_until": "2026-11-19"}, "expired"),
        ({"suspended": True}, "suspended"),
        ({"sat": sat(10)}, "yearly-cap"),
        ({"unit": "鞍山市 科学技术局"}, "office"),
        ({"unit": "别名", "unit_code": "91210300MA0000001A"}, "own-unit"),
        ({"name": "钱虚构", "unit": "沈阳某所"}, "roster"),
        (
            {"name": "钱 虚构", "unit": "清华大学", "former_units": (Employment("沈阳某所", until="2001-01-01"),)},
            "roster",
        ),
        ({"name": "孙假名"}, "unsuitable"),
        ({"related": (Tie(TieKind.ADVISER, "鞍山某厂"),)}, "tie"),
        ({"related": (Tie(TieKind.RELATIVE, "示例法人"),)}, "tie"),
        ({"related": (Tie(TieKind.JOINT, "乙联盟"),)}, "tie"),
    ],
)
def test_each_rule_excludes_alone(facts, rule):
    assert set(reasons(someone(**facts))) == {rule}


@pytest.mark.parametrize("facts", [{"active_until": "2026-11-20"}, {"sat": sat(9)}])
def test_the_last_day_and_the_last_review_still_count(facts):
    assert reasons(someone(**facts)) == []


def test_a_namesake_from_another_unit_and_a_nearly_equal_name_are_doubts_for_a_person():
    units = (*UNITS, Unit(name="乙材料有限公司", role="core", alliance="乙联盟"))
    session = Session(Review(units=units, rosters=REVIEW.rosters, offices=REVIEW.offices), RULE, TODAY)
    namesake = someone(id="a", name="钱虚构", unit="上海大学")
    close = someone(id="b", unit="乙材料有限责任公司")
    office = someone(id="c", unit="鞍山市科技局")
    found = funnel([namesake, close, office], session)
    assert [(one.expert, one.step.code) for one in found.doubts] == [
        ("a", "namesake"),
        ("b", "near-name"),
        ("c", "near-name"),
    ]
    assert not found.exclusions
    assert all("人工核对" in one.text() for one in found.doubts)


def test_the_funnel_counts_each_expert_once_and_tells_every_reason():
    pool = [
        someone(id="a", suspended=True, active_until="2020-01-01"),
        someone(id="b", unit="辽宁科技大学"),
        someone(id="c"),
        someone(id="d", sat=sat(12)),
    ]
    session = Session(REVIEW, RULE, TODAY)
    found = funnel(pool, session)
    left = {row.rule: row.left for row in found.rows}
    assert list(left) == list(RULES)
    assert (found.total, left["expired"], left["suspended"], left["yearly-cap"], left["own-unit"]) == (4, 3, 3, 2, 1)
    assert [one.id for one in found.eligible] == ["c"]
    assert [one.rule for one in found.exclusions if one.expert == "a"] == ["expired", "suspended"]
    assert found.rows[0].text() == "已过入库有效期：筛除 1 人，余 3 人"
    assert funnel(reversed(pool), session) == found


def test_an_alliance_may_name_three_unsuitable_people_and_no_more():
    people = tuple(Person(name=f"甲{n}", alliance="甲联盟") for n in range(3))
    Session(Review(units=UNITS, unsuitable=people), RULE, TODAY)
    with pytest.raises(Refused) as refused:
        Session(Review(units=UNITS, unsuitable=(*people, Person(name="丁", alliance="甲联盟"))), RULE, TODAY)
    assert refused.value.code == "experts.too-many-unsuitable"


def test_every_rule_and_step_has_its_wording():
    for expert in (
        someone(active_until="2020-01-01", suspended=True, sat=sat(99), unit="鞍山市科学技术局"),
        someone(name="孙假名", former_units=(Employment("鞍山某厂"),), related=(Tie(TieKind.TUTOR, "甲联盟"),)),
        someone(name="钱虚构", unit="沈阳某所", related=(Tie(TieKind.SHARES, "示例法人", "", "配偶"),)),
    ):
        for one in Session(REVIEW, RULE, TODAY).exclusions(expert):
            assert "{" not in one.text()
            assert one.text().startswith(expert.name)
