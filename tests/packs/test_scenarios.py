"""Every scenario beside a pack comes out as it says; the good case is good; no scenario names what is not there."""

from typing import Any

import pytest

from tests.packs import scenario, scenario_after
from tests.packs.scenario import EDGES, SCENARIOS, found, pack_of, procedures_with_checks, rows, table_of, told

GOOD = [(name, procedure) for name in told() for procedure in procedures_with_checks(pack_of(name))]
FIELDS = {
    "check": {
        "id",
        "rule",
        "edge",
        "outcome",
        "change",
        "readings",
        "procedure",
        "members",
        "others",
        "explained",
        "code",
    },
    "stage": {"id", "done", "open", "shut", "status", "ended", "readings", "procedure"},
    "period": {"id", "period", "start", "end", "provisional", "readings"},
    "due": {
        *("id", "act", "recognised", "today", "done", "expect", "not", "typed", "last", "exited", "held", "entered"),
        *("office", "since", "readings"),
    },
    "consequence": {"id", "facts", "expect", "not", "recognised", "answered", "readings"},
}
"""What may stand in a scenario of each kind: a slip of the pen must not pass as a scenario that asks nothing."""
SAYS = {
    "check": {"outcome"},
    "stage": {"open", "shut", "status", "ended"},
    "period": {"end"},
    "due": {"expect"},
    "consequence": {"expect"},
}
"""Of these at least one must stand there."""
PLAY = {
    "check": scenario.play_check,
    "stage": scenario.play_stage,
    "period": scenario.play_period,
    "due": scenario_after.play_due,
    "consequence": scenario_after.play_consequence,
}


def named(kind: str) -> Any:
    """A parameter for every scenario of a kind, called ``pack-scenario``."""
    return [pytest.param(name, row, id=f"{name}-{row.get('id', '?')}") for name, row in rows(kind)]


def play(kind: str, name: str, row: dict[str, Any]) -> None:
    """Play one, and say which it was when it comes out otherwise."""
    wrong = PLAY[kind](name, row)
    assert not wrong, f"{name}: [[{kind}]] {row['id']}: {wrong}"


@pytest.mark.parametrize(("name", "procedure"), GOOD)
def test_nothing_is_wanting_in_the_good_case(name: str, procedure: str) -> None:
    open_ = [
        f"{f.check}: {f.outcome} ({f.code}) {f.text()}"
        for f in found(name, {"procedure": procedure})
        if f.outcome not in {"pass", "na"}
    ]
    assert not open_, f"{name} {procedure}: " + "\n".join(open_)


@pytest.mark.parametrize(("name", "row"), named("check"))
def test_a_condition(name: str, row: dict[str, Any]) -> None:
    play("check", name, row)


@pytest.mark.parametrize(("name", "row"), named("stage"))
def test_the_order_of_the_way(name: str, row: dict[str, Any]) -> None:
    play("stage", name, row)


@pytest.mark.parametrize(("name", "row"), named("period"))
def test_a_period(name: str, row: dict[str, Any]) -> None:
    play("period", name, row)


@pytest.mark.parametrize(("name", "row"), named("due"))
def test_what_falls_due(name: str, row: dict[str, Any]) -> None:
    play("due", name, row)


@pytest.mark.parametrize(("name", "row"), named("consequence"))
def test_what_the_rules_propose(name: str, row: dict[str, Any]) -> None:
    play("consequence", name, row)


@pytest.mark.parametrize("name", told())
def test_a_table_says_nothing_that_nobody_reads(name: str) -> None:
    assert (SCENARIOS / f"{name}.base.toml").is_file()
    assert set(table_of(name)) <= set(PLAY)
    pack = pack_of(name)
    wrong: list[str] = []
    ids = [row["id"] for table in table_of(name).values() for row in table]
    wrong += sorted(f"{key}: stands twice" for key in set(ids) if ids.count(key) > 1)
    for kind, table in table_of(name).items():
        for row in table:
            if extra := set(row) - FIELDS[kind]:
                wrong.append(f"{row['id']}: unknown {sorted(extra)}")
            if not SAYS[kind] & set(row):
                wrong.append(f"{row['id']}: says none of {sorted(SAYS[kind])}")
            if row.get("procedure", "") not in ["", *pack.procedure]:
                wrong.append(f"{row['id']}: no procedure {row['procedure']}")
            for reading, option in row.get("readings", {}).items():
                if reading not in pack.reading or option not in pack.reading[reading].options:
                    wrong.append(f"{row['id']}: no reading {reading} = {option}")
            if kind == "check" and row.get("edge") not in EDGES:
                wrong.append(f"{row['id']}: edge is one of {EDGES}")
    assert not wrong, f"{name}:\n" + "\n".join(wrong)


def test_paths_are_found_with_dots_in_their_keys_and_stars() -> None:
    document: dict[str, Any] = {"papers": {"a.m1": {"sealed": True}}, "members": {"m1": {"rd": {"2023": 1}}, "m2": {}}}
    scenario.put(document, "papers.a.m1.sealed", False)
    scenario.put(document, "papers.b.m2", {"copies": 1})
    scenario.put(document, "members.*.rd.2024", 7)
    scenario.put(document, "members.m1.rd.2023", "")
    assert document == {
        "papers": {"a.m1": {"sealed": False}, "b.m2": {"copies": 1}},
        "members": {"m1": {"rd": {"2024": 7}}, "m2": {"rd": {"2024": 7}}},
    }
