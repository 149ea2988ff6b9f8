"""The working plan of a round: kept, written, written anew when it changes."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.care import rounds
from alliance_desk.care.round_plan import kept_plan, plan, plan_letter, steps_of
from alliance_desk.care.round_state import round_state
from alliance_desk.desk import Desk
from tests.helpers import handing
from tests.helpers.care import refused
from tests.helpers.desks import PACK_ID
from tests.helpers.handing import on, read

DUE = date(2025, 2, 28)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    with handing.city(tmp_path / "city") as desk:
        for name, day in (("甲联盟", "2022-03-01"), ("乙联盟", "2023-12-31"), ("丙联盟", "2024-01-01")):
            handing.known(desk, name, day)
        on(desk, "2025-01-10")
        yield desk


def held(desk: Desk) -> str:
    return rounds.open_round(desk, PACK_ID, "exam", "2024", "2024年度评价", DUE).streams[0]


def test_a_plan_names_basis_scope_alliances_indicators_steps_and_people(city: Desk) -> None:
    round_ = held(city)
    with refused("care.round.no-plan"):
        plan_letter(city, round_)
    state = round_state(city, round_)
    steps = steps_of(city, state)
    last = list(steps)[-1]
    said = plan(city, round_[:8], "样例甲", ["样例乙", "样例丙"], {last: date(2025, 5, 31)}, "严守纪律。")
    (path,) = said.files
    text = read(path)
    for part in (
        "2024年度评价工作方案",
        "一、依据。《",
        "二、范围。所属年度为2024年。以下2家联盟参加：",
        "以下联盟不参加本次",
        "丙联盟",
        "2025年2月28日前",
        "2025年5月31日前",
        "负责人：样例甲。",
        "工作人员：样例乙、样例丙。",
        "六、其他要求。严守纪律。",
        "2025年1月10日",
        *(stage.name for stage in steps.values()),
        *(name for name, _ in state.indicators.values()),
    ):
        assert part in text, part
    assert "年　　月　　日" in text, "a day that nobody set stays blank"
    again = plan(city, round_, "样例丁", [], {})
    text = read(again.files[0])
    assert "负责人：样例丁。" in text
    assert "2025年5月31日前" not in text
    assert kept_plan(city, round_) == {"on": "2025-01-10", "leader": "样例丁", "people": [], "note": "", "steps": {}}


def test_a_plan_without_a_leader_or_with_crossed_days_is_refused(city: Desk) -> None:
    round_ = held(city)
    first, second, *_ = steps_of(city, round_state(city, round_))
    with refused("care.round.leader-needed"):
        plan(city, round_, " ", [], {})
    with refused("care.round.no-step"):
        plan(city, round_, "甲", [], {"nothing": DUE})
    with refused("care.round.steps-crossed"):
        plan(city, round_, "甲", [], {first: date(2025, 3, 2), second: date(2025, 3, 1)})
    rounds.cancel_round(city, round_, "改期")
    with refused("care.round.over"):
        plan(city, round_, "甲", [], {})
