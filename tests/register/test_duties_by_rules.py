"""The index answers as the rules do: random alliances on days on which something begins or ends, each held against ``policy.duties``."""

import random
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from alliance_desk.cases import duty_days
from alliance_desk.cases.office import choose_reading
from alliance_desk.desk import Desk
from alliance_desk.policy import duties as policy
from alliance_desk.policy.after import Active, Every, Office
from alliance_desk.policy.duties import Standing, State
from alliance_desk.policy.periods import add_years
from alliance_desk.register import duties
from alliance_desk.register.duties import DutyLine
from alliance_desk.register.duty_sql import plus
from db.models import index, life
from tests.helpers.owing import PACK_ID, on, owing_office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with owing_office(tmp_path / "city") as made:
        yield made


EDGES = (
    "2017-06-30", "2018-02-28", "2018-03-01", "2018-12-31", "2019-01-01", "2019-12-31", "2020-02-29", "2020-12-31", "2021-01-01",
    "2021-09-30", "2022-12-31", "2023-01-01", "2023-01-03", "2023-01-31", "2024-02-29",
)  # fmt: skip
"""Days on which something begins or ends."""
TYPED = {"summary": "11-30", "papers/2021": "2022-01-14"}


@pytest.mark.parametrize("seed", range(6))
def test_the_index_answers_as_the_rules_do_for_each_alliance(desk: Desk, seed: int) -> None:
    luck = random.Random(seed)
    if seed % 2:
        choose_reading(desk, PACK_ID, "third-year", "date")
        choose_reading(desk, PACK_ID, "year-end-roll", "no")
        duty_days.set_day(desk, PACK_ID, "summary", date(2024, 11, 30))
        duty_days.set_day(desk, PACK_ID, "papers", date(2022, 1, 14), "2021", "1号")
    rows = [_row(luck) for _ in range(60)]
    with desk.transaction() as connection:
        for alliance, affairs, grades in rows:
            for table, found in ((index.Alliance, [alliance]), (life.Affair, affairs), (life.Grade, grades)):
                if found:
                    connection.execute(insert(table), found)
    rules, typed = desk.policy_for(PACK_ID), TYPED if seed % 2 else {}
    for today in ("2021-01-01", "2023-01-03", "2023-01-04", "2024-02-29", "2026-11-20"):
        on(desk, today)
        wanted: dict[str, set[tuple[str, str, str, str]]] = {}
        for alliance, affairs, grades in rows:
            wanted[alliance["id"]] = set(_by_rules(desk, rules, typed, alliance, affairs, grades))
            # Rounds that were held have no last day; what the rules expect next has.
            told = [one for one in duties.of_alliance(desk, alliance["id"]) if one.duty != "review" or one.due]
            assert len(told) == len({(one.duty, one.subject) for one in told})
            assert {(one.duty, one.subject, str(one.due), str(one.state)) for one in told} == wanted[alliance["id"]]
        _same_counts(duties.overview(desk), wanted)
        listed = duties.owed(desk, PACK_ID, "papers", "2022")
        assert {(one.alliance, str(one.state)) for one in listed} == {
            (key, state)
            for key, found in wanted.items()
            for duty, subject, _, state in found
            if (duty, subject) == ("papers", "2022")
        }


def _same_counts(lines: list[DutyLine], wanted: dict[str, set[tuple[str, str, str, str]]]) -> None:
    counted = Counter((duty, subject, state) for found in wanted.values() for duty, subject, _, state in found)
    told = {(one.duty, one.subject, str(state)): getattr(one, str(state)) for one in lines for state in State}
    assert {key: n for key, n in told.items() if n and key[0] not in ("review", "guide")} == {
        key: n for key, n in counted.items() if key[0] != "review"
    }
    assert sum(one.open + one.late for one in lines if one.duty == "review") == sum(
        n for (duty, _, state), n in counted.items() if duty == "review" and state in ("open", "late")
    )


def _row(luck: random.Random) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """An alliance with what it did, as rows of the index."""
    key, held = uuid.UUID(int=luck.getrandbits(128)).hex, luck.choice(EDGES)
    recognised = max(held, luck.choice(EDGES)) if luck.random() < 0.3 else held
    exited = luck.choice(EDGES) if luck.random() < 0.3 else ""
    alliance = dict.fromkeys((column.name for column in index.Alliance.__table__.columns), "")
    alliance |= {
        "id": key, "name": f"联盟{key[:4]}", "kind": luck.choice(("认定", "认定", "等同")), "pack": PACK_ID, "held": held, "first": held,
        "recognised": recognised, "exited": exited if exited > recognised else "", "case": f"entry{key}", "members": 3,
    }  # fmt: skip
    alliance["status"] = "exited" if alliance["exited"] else "valid"
    affairs: list[dict[str, Any]] = []
    grades: list[dict[str, Any]] = []

    def affair(stream: str, procedure: str, **more: object) -> None:
        blank = dict.fromkeys((column.name for column in life.Affair.__table__.columns), "")
        about = {
            "stream": stream,
            "alliance": key,
            "pack": PACK_ID,
            "procedure": procedure,
            "finished": True,
            "amount": 0,
        }
        affairs.append({**blank, **about, **more})

    if luck.random() < 0.2:
        affair(f"entry{key}", "history", opened=luck.choice(EDGES))
    for year in range(2018, 2027):
        for procedure in ("yearly", "january", "summary"):
            received = str(date(year, 12, 1) + timedelta(days=luck.randrange(90)))
            outcome = luck.choice(("", "", "", "absent", "withdrawn"))
            if luck.random() < 0.6:
                affair(
                    f"{procedure}{year}{key}",
                    procedure,
                    subject=str(year),
                    received="" if outcome else received,
                    outcome=outcome,
                )
        for activity in ("transfer", "exchange"):
            for n in range(luck.randrange(4)):
                day, done = str(date(year, 1, 1) + timedelta(days=luck.randrange(365))), luck.random() < 0.9
                affair(f"{activity}{year}{n}{key}", "event", received=day, what=activity, finished=done)
        for procedure in ("mid", "final", "review"):
            if luck.random() < 0.3:
                day, stream = str(date(year, 1, 1) + timedelta(days=luck.randrange(365))), f"{procedure}{year}{key}"
                grades.append({
                    "alliance": key, "case": stream, "procedure": procedure, "subject": str(year), "grade": "good", "name": "优良", "rank": 1,
                    "passed": True, "score": "", "on_date": day,
                })  # fmt: skip
                affair(stream, procedure, subject=str(year), opened=day)
    return alliance, affairs, grades


def _by_rules(
    desk: Desk,
    rules: Any,
    typed: dict[str, str],
    alliance: dict[str, Any],
    affairs: list[dict[str, Any]],
    grades: list[dict[str, Any]],
) -> Iterator[tuple[str, str, str, str]]:
    today = desk.clock.today()
    entered = next((one["opened"] for one in affairs if one["procedure"] == "history"), "")
    rounds = [
        one["on_date"] for one in grades if one["procedure"] == "review" and one["on_date"] >= alliance["recognised"]
    ]
    days = {
        key: date.fromisoformat(alliance[key]) if alliance[key] else None for key in ("recognised", "exited", "held")
    }
    assert days["recognised"] is not None
    standing = Standing(
        alliance["kind"],
        days["recognised"],
        days["exited"],
        {"review": date.fromisoformat(max(rounds))} if rounds else {},
        days["held"],
        date.fromisoformat(entered) if entered else None,
    )
    for due in policy.expected(rules, standing, today, desk.calendar(), typed):
        item = rules.duty[due.duty]
        assert not isinstance(item, Office)
        if isinstance(item, Active):
            took = [
                one["received"] for one in affairs
                if one["what"] == item.activity and one["finished"] and one["received"][:4] == due.subject
            ]  # fmt: skip
            met = sorted(took)[item.n - 1] if len(took) >= item.n else ""
        elif due.duty in ("mid", "final"):
            met = next(
                (g["on_date"] for g in grades if (g["procedure"], g["subject"]) == (item.procedure, due.subject)), ""
            )
        elif isinstance(item, Every):
            met = ""
        else:
            mine = [one for one in affairs if (one["procedure"], one["subject"]) == (item.procedure, due.subject)]
            met = next((one["received"] for one in mine if one["received"]), "")
        absent = any(
            (one["procedure"], one["subject"], one["outcome"]) == (item.procedure, due.subject, "absent")
            for one in affairs
        )
        state = policy.state(due, date.fromisoformat(met) if met else None, today)
        if state is not State.MET:
            state = State.ABSENT if absent else State.LAPSED if alliance["exited"] else state
        yield due.duty, due.subject, str(due.due), str(state)


def test_sql_adds_years_as_the_periods_do(desk: Desk) -> None:
    for start in (date(2020, 2, 29), date(2019, 2, 28), date(2020, 3, 1), date(1999, 12, 31), date(2096, 2, 29)):
        for years in range(9):
            (found,) = desk.raw.execute(f"SELECT {plus('?1', years)}", (str(start),)).fetchone()
            assert found == str(add_years(start, years))
