"""A dry run: made-up cases hold what can be held, every way is walked to its end, and nothing given is changed."""

import copy
from datetime import date

import pytest

from alliance_desk.desk.divisions import divisions
from alliance_desk.paths import RESOURCES
from alliance_desk.policy.checks import blocking
from alliance_desk.policy.codes import CodeVerdict, verdict
from alliance_desk.policy.compose import compose
from alliance_desk.policy.findings import Others, Outcome
from alliance_desk.policy.holidays import Calendar
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.made import filing_day, made_case
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.procedures import within
from alliance_desk.policy.rehearsal import Rehearsal, rehearse
from tests.helpers.sources import ROOT

PACKS = sorted((RESOURCES / "packs").glob("*.toml"))
TRIAL = (ROOT / "tests" / "helpers" / "trial.toml").read_text("utf8")
OTHERS = Others(divisions=divisions(), rehearsal=True)
TODAY = date(2024, 9, 27)


def rules(text: str, readings: dict[str, str] | None = None) -> Pack:
    return compose(load_pack(text, "trial.toml"), readings or {})


def play(pack: Pack, today: date = TODAY, **given) -> Rehearsal:
    return rehearse(pack, OTHERS, Calendar([]), today, given)


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_every_shipped_pack_holds_and_ends_under_every_reading(path) -> None:
    pack = load_pack(path.read_text("utf8"), path.name)
    choices = [
        {},
        *({key: option} for key, item in pack.reading.items() for option in item.options if option != item.default),
    ]
    for chosen in choices:
        found = play(compose(pack, chosen), date(2026, 3, 2))
        said = [f"{one.title} {f.check}: {f.text()}" for one in found.played for f in blocking(list(one.findings))]
        assert not said, chosen
        assert found.sound
        assert {one.procedure for one in found.played} == {"", *pack.procedure}
        for one in found.played:
            assert {step.stage for step in one.steps} == set(within(pack, one.procedure).stage)
            assert all(step.text() and step.text("en") for step in one.steps)


def test_a_made_case_is_as_large_as_the_policy_asks_and_its_units_are_well_formed() -> None:
    more = """
[check.places]
kind = "distinct_count"
title = "来自三个市"
dimension = "city"
min = 3
basis = "x"
[check.kinds]
kind = "distinct_count"
title = "四种类型"
dimension = "kind"
min = 4
basis = "x"
[check.each]
kind = "each_member"
title = "企业都是规上"
among = { kinds = ["enterprise"] }
must = { flags = ["above_scale"] }
basis = "x"
[check.chair]
kind = "unit_eligible"
title = "理事长单位是高校"
unit = "chair"
any_of = [{ kinds = ["university"] }]
basis = "x"
[check.codes]
kind = "unit_codes"
title = "代码"
severity = "核实"
basis = "x"
[check.agree]
kind = "kind_agrees"
title = "一致"
severity = "核实"
basis = "x"
"""
    pack = rules(TRIAL + more)
    case = made_case(within(pack, ""), OTHERS, TODAY)
    members = case["members"].values()
    assert len({member["registered"][:4] for member in members}) >= 3
    assert len({member["kind"] for member in members}) >= 4
    assert all("above_scale" in member["flags"] for member in members if member["kind"] == "enterprise")
    assert [member["kind"] for member in members if member["role"] == "chair"] == ["university"]
    assert {verdict(member["code"]) for member in members} == {CodeVerdict.RIGHT}
    assert play(pack).sound


def test_bounds_that_no_case_can_hold_are_found() -> None:
    more = '[check.few]\nkind = "member_count"\ntitle = "不超过三家"\nwhere = { legal_person = true }\nmax = 3\nbasis = "x"\n'
    found = play(rules(TRIAL.replace("min = 3", "min = 5") + more))
    assert not found.sound
    (made,) = [one for one in found.played if not one.sound]
    assert "few" in [finding.check for finding in blocking(list(made.findings))]


def test_periods_are_shown_with_the_end_by_the_other_reading() -> None:
    (made,) = [one for one in play(rules(TRIAL)).played if not one.procedure]
    (notice,) = [step for step in made.steps if step.until]
    assert (notice.on, notice.until) == (date(2024, 9, 27), date(2024, 10, 2))
    assert date(2024, 10, 1) in notice.others
    assert "按其他读法到" in notice.text()
    assert made.steps[-1].on > date(2024, 10, 2)
    (late,) = [
        step
        for one in play(rules(TRIAL.replace('unit = "自然日"', 'unit = "工作日"')), date(2049, 5, 3)).played
        for step in one.steps
        if step.until and not one.procedure
    ]
    assert late.provisional
    assert "暂定" in late.text()


def test_a_stage_behind_an_ending_is_told_as_unreached_nowhere_else() -> None:
    found = play(rules(TRIAL))
    assert all(one.unreached == () and one.ended for one in found.played)


def test_given_cases_are_looked_at_and_left_as_they_were() -> None:
    pack = rules(TRIAL)
    given = made_case(within(pack, ""), OTHERS, TODAY)
    del given["attest"]
    before = copy.deepcopy(given)
    found = play(pack, sample=given)
    (one,) = [one for one in found.played if one.title == "sample"]
    assert given == before
    assert not one.made
    assert one.steps == ()
    assert [f.check for f in one.findings if f.outcome is Outcome.MANUAL] == ["level"]
    assert found.sound, "what a person has not judged yet is no fault of the pack"


@pytest.mark.parametrize(
    ("header", "today", "day"),
    [
        ("", date(2024, 9, 27), date(2024, 9, 27)),
        ("", date(2023, 1, 1), date(2024, 1, 1)),
        ("[pack.until]\nyears = 1\n", date(2026, 1, 1), date(2024, 12, 2)),
    ],
)
def test_the_day_of_applying_lies_within_the_term(header: str, today: date, day: date) -> None:
    text = TRIAL.replace("[pack.words]", header + "[pack.words]")
    assert filing_day(rules(text), today) == day


def test_the_day_of_applying_lies_within_the_window() -> None:
    window = (
        '[check.window]\nkind = "window"\ntitle = "受理期"\nopens = "2024-03-01"\ncloses = "2024-03-31"\nbasis = "x"\n'
    )
    assert filing_day(rules(TRIAL + window), TODAY) == date(2024, 3, 31)
    assert play(rules(TRIAL + window)).sound


def test_conditions_of_a_category_are_tried_on_one_case_of_each() -> None:
    more = """
[category.one]
name = "一类"
basis = "x"
[category.two]
name = "二类"
basis = "x"
[check.many]
kind = "member_count"
title = "二类至少九家"
when = ["two"]
min = 9
basis = "x"
"""
    found = play(rules(TRIAL + more))
    assert [one.title for one in found.played if not one.procedure] == ["虚构的申报卷（一类）", "虚构的申报卷（二类）"]
    assert found.sound
