"""Conditions of calls and procedures: windows of days, fixed days, numbers within bounds, and what another alliance has already."""

from collections.abc import Callable
from typing import get_type_hints

import pytest
from msgspec.structs import replace

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.policy.checks import Finding, Outcome
from alliance_desk.policy.facts import CaseFacts, MatterFacts
from alliance_desk.policy.findings import label
from alliance_desk.policy.pack import (
    Attest,
    Before,
    Check,
    Clause,
    Named,
    NoDuplicate,
    NumberRange,
    Pack,
    Severity,
    Window,
)
from alliance_desk.policy.regions import Divisions

Find = Callable[..., Finding]
Look = Callable[..., Finding]
WINDOW = Window(title="x", basis="x", opens="2023-08-07", closes="2023-08-11")
RANGE = NumberRange(title="x", basis="x", path="matter.amount", min=10_000_000, max=50_000_000, unit="万元")


@pytest.fixture
def look(anshan: Pack, find: Find) -> Look:
    """``look(check, document, **others)``: what one condition comes to, and that it can be told in both languages."""

    def asked(check: Check, document: Json, **others: object) -> Finding:
        found = find(replace(anshan, check={"x": check}), document, "x", **others)
        assert found.text("en")
        assert "{" not in found.text()
        return found

    return asked


def filed(day: str) -> Json:
    return {"application": {"filed": day}}


# Windows


@pytest.mark.parametrize(
    ("day", "outcome", "code"),
    [
        ("2023-08-06", Outcome.FAIL, "before-window"),
        ("2023-08-07", Outcome.PASS, "in-window"),
        ("2023-08-09", Outcome.PASS, "in-window"),
        ("2023-08-11", Outcome.PASS, "in-window"),
        ("2023-08-12", Outcome.FAIL, "after-window"),
        ("2024-08-09", Outcome.FAIL, "after-window"),
    ],
)
def test_the_first_and_the_last_day_of_a_window_belong_to_it(look: Look, day: str, outcome: Outcome, code: str) -> None:
    found = look(WINDOW, filed(day))
    assert (found.outcome, found.code) == (outcome, code)
    assert (found.facts["opens"], found.facts["closes"], found.facts["day"]) == ("2023-08-07", "2023-08-11", day)
    assert found.paths == (() if outcome is Outcome.PASS else ("application.filed",))


def test_a_window_of_one_day_is_that_day(look: Look) -> None:
    one = replace(WINDOW, closes="2023-08-07")
    days = ("2023-08-06", "2023-08-07", "2023-08-08")
    assert [look(one, filed(day)).outcome for day in days] == [Outcome.FAIL, Outcome.PASS, Outcome.FAIL]


def test_another_day_than_that_of_the_application_may_be_looked_at(look: Look) -> None:
    received = replace(WINDOW, path="matter.received")
    document = {**filed("2023-07-01"), "matter": {"received": "2023-08-11"}}
    assert look(received, document).outcome is Outcome.PASS
    late = look(received, {**document, "matter": {"received": "2023-08-12"}})
    assert (late.outcome, late.paths) == (Outcome.FAIL, ("matter.received",))


def test_without_its_day_nobody_can_say_whether_it_is_late(look: Look) -> None:
    found = look(WINDOW, {})
    assert (found.outcome, found.paths) == (Outcome.MISSING, ("application.filed",))
    assert look(replace(WINDOW, path="matter.received"), filed("2023-08-08")).outcome is Outcome.MISSING


# Fixed days


@pytest.mark.parametrize(
    ("day", "strict", "inclusive"),
    [
        ("2016-08-22", Outcome.PASS, Outcome.PASS),
        ("2016-08-23", Outcome.FAIL, Outcome.PASS),
        ("2016-08-24", Outcome.FAIL, Outcome.FAIL),
        ("2016-02-29", Outcome.PASS, Outcome.PASS),
        ("2017-01-01", Outcome.FAIL, Outcome.FAIL),
    ],
)
def test_the_day_itself_is_before_only_where_the_policy_says_so(
    look: Look, day: str, strict: Outcome, inclusive: Outcome
) -> None:
    check = Before(title="x", basis="x", path="matter.recognised", day="2016-08-23")
    document = {"matter": {"recognised": day}}
    assert look(check, document).outcome is strict
    assert look(replace(check, inclusive=True), document).outcome is inclusive
    assert look(check, document).code == ("day-before" if strict is Outcome.PASS else "day-not-before")
    assert look(replace(check, inclusive=True), document).code == (
        "day-by" if inclusive is Outcome.PASS else "day-not-by"
    )


@pytest.mark.parametrize("document", [{}, {"matter": {}}, {"matter": {"on": "2016-01-01"}}])
def test_a_day_that_is_not_there_is_missing(look: Look, document: Json) -> None:
    found = look(Before(title="x", basis="x", path="matter.recognised", day="2016-08-23"), document)
    assert (found.outcome, found.missing) == (Outcome.MISSING, (label("matter.recognised"),))


# Numbers


@pytest.mark.parametrize(
    ("amount", "outcome", "code"),
    [
        (9_999_999, Outcome.FAIL, "number-low"),
        (10_000_000, Outcome.PASS, "number-in-range"),
        (30_000_000, Outcome.PASS, "number-in-range"),
        (50_000_000, Outcome.PASS, "number-in-range"),
        (50_000_001, Outcome.FAIL, "number-high"),
        (0, Outcome.FAIL, "number-low"),
        (-1, Outcome.FAIL, "number-low"),
    ],
)
def test_both_bounds_of_a_number_belong_to_it(look: Look, amount: int, outcome: Outcome, code: str) -> None:
    found = look(RANGE, {"matter": {"amount": amount}})
    assert (found.outcome, found.code) == (outcome, code)


def test_one_bound_is_enough(look: Look) -> None:
    least, most = replace(RANGE, max=None), replace(RANGE, min=None)
    assert look(least, {"matter": {"amount": 10**12}}).outcome is Outcome.PASS
    assert look(most, {"matter": {"amount": 0}}).outcome is Outcome.PASS
    assert look(most, {"matter": {"amount": 10**12}}).outcome is Outcome.FAIL


@pytest.mark.parametrize("document", [{}, {"matter": {}}, {"matter": {"copies": 6}}])
def test_a_number_that_is_not_there_is_missing(look: Look, document: Json) -> None:
    found = look(RANGE, document)
    assert (found.outcome, found.paths) == (Outcome.MISSING, ("matter.amount",))


@pytest.mark.parametrize(
    ("amount", "unit", "told"),
    [
        (10_000_000, "万元", "10 万元"),
        (50_000_000, "万元", "50 万元"),
        (12_345_600, "万元", "12.3456 万元"),
        (1, "万元", "0.000001 万元"),
        (100_000_000_000, "万元", "100000 万元"),
        (6, "份", "6 份"),
        (6, "", "6"),
    ],
)
def test_money_stands_in_fen_and_is_told_in_ten_thousands_exactly(
    look: Look, amount: int, unit: str, told: str
) -> None:
    assert look(replace(RANGE, unit=unit, min=None, max=10**12), {"matter": {"amount": amount}}).facts["value"] == told


def test_the_bound_is_told_in_the_same_unit(look: Look) -> None:
    assert look(RANGE, {"matter": {"amount": 1_000_000}}).facts["limit"] == "10 万元"
    assert look(RANGE, {"matter": {"amount": 60_000_000}}).facts["limit"] == "50 万元"


# What another alliance has


LED: Json = {"members": {"m1": {"order": 1, "name": "样例 集团", "code": "91210303MA00000001", "role": "lead"}}}


@pytest.mark.parametrize(
    ("leads", "outcome"),
    [
        ({}, Outcome.PASS),
        ({"别的集团": ("甲联盟",)}, Outcome.PASS),
        ({"样例集团": ("甲联盟",)}, Outcome.FAIL),
        ({"91210303MA00000001": ("甲联盟",)}, Outcome.FAIL),
    ],
)
def test_a_unit_leads_once_by_its_name_or_its_code(look: Look, leads: Json, outcome: Outcome) -> None:
    found = look(NoDuplicate(title="x", basis="x", by="lead"), LED, leads=leads)
    assert found.outcome is outcome
    if outcome is Outcome.FAIL:
        assert (found.facts["names"], found.paths) == (("甲联盟",), ("lead",))


def test_the_same_alliance_is_named_once_though_name_and_code_agree(look: Look) -> None:
    both = {"样例集团": ("甲联盟", "乙联盟"), "91210303MA00000001": ("甲联盟",)}
    assert look(NoDuplicate(title="x", basis="x", by="lead"), LED, leads=both).facts["names"] == ("甲联盟", "乙联盟")


@pytest.mark.parametrize("document", [{}, {"members": {"m1": {"order": 1, "name": "x", "role": "core"}}}])
def test_without_a_lead_nobody_can_say_whether_it_leads_already(look: Look, document: Json) -> None:
    assert look(NoDuplicate(title="x", basis="x", by="lead"), document).outcome is Outcome.MISSING


def test_a_field_is_taken_by_its_name_whether_it_is_the_policys_or_typed(anshan: Pack, find: Find) -> None:
    check = NoDuplicate(title="x", basis="x", by="field", severity=Severity.VERIFY)
    rules = replace(anshan, check={"x": check}, field_={"steel": Named(name="特钢材料", basis="x")})
    others = {"特钢材料": ("甲联盟",), "氢能": ("乙联盟",)}

    def names(field: str) -> object:
        found = find(rules, {"alliance": {"field": field}}, "x", fields=others)
        assert found.outcome is (Outcome.EXPLAIN if "names" in found.facts else Outcome.PASS)
        return found.facts.get("names")

    assert [names(field) for field in ("steel", "氢 能", "光伏")] == [("甲联盟",), ("乙联盟",), None]
    assert find(rules, {"alliance": {}}, "x").paths == ("alliance.field",)


# When a condition is asked


@pytest.mark.parametrize(
    ("document", "outcome"),
    [
        ({"case": {"procedure": "exit"}, "matter": {"ground": "breach"}}, Outcome.MANUAL),
        ({"case": {"procedure": "exit"}, "matter": {"ground": "dissolved"}}, Outcome.NA),
        ({"case": {"procedure": "exit"}}, Outcome.NA),
        ({"case": {"procedure": "change"}, "matter": {"changes": {"c1": {"what": "lead"}}}}, Outcome.MANUAL),
        ({"case": {"procedure": "change"}, "matter": {"changes": {"c1": {"what": "name"}}}}, Outcome.NA),
        ({"case": {"procedure": "change"}, "alliance": {"category": "first"}}, Outcome.MANUAL),
        ({"alliance": {"category": "first"}}, Outcome.MANUAL),
        ({"alliance": {"category": "second"}}, Outcome.NA),
        ({}, Outcome.MISSING),
    ],
)
def test_a_condition_is_asked_of_its_categories_grounds_and_changes_only(
    look: Look, document: Json, outcome: Outcome
) -> None:
    check = Attest(title="x", basis="x", about=["matter"], when=["first", "breach", "lead"])
    assert look(check, document).outcome is outcome


# Words


def test_everything_a_condition_may_look_at_in_a_matter_has_its_name() -> None:
    known = words.catalogue()
    assert {f"path.matter.{field}" for field in get_type_hints(MatterFacts)} <= known.keys()
    assert {"path.case.subject", "path.case.opened"} <= known.keys()
    assert {"subject", "opened"} <= set(get_type_hints(CaseFacts))


def test_clauses_and_divisions_are_left_alone(anshan: Pack, divisions: Divisions, find: Find) -> None:
    """A condition of a procedure sees the rest of the policy as an application does."""
    rules = replace(anshan, check={"x": WINDOW}, clause={"c": Clause(name="c", basis="x")})
    assert find(rules, filed("2023-08-08"), "x").outcome is Outcome.PASS
    assert divisions
