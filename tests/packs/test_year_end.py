"""Which day decides whether yearly papers came in time: the day they came in, or that on which they went on, as the office reads it."""

from typing import Any

import pytest

from alliance_desk.ledger.fold import Folded
from alliance_desk.ledger.rows.case import affair
from alliance_desk.policy.compose import compose
from alliance_desk.policy.procedures import within
from tests.packs.scenario import pack_of, told

RECEIVED = {"yearly-received": {"outcome": "received", "on": "2023-12-28"}}
RETURNED = RECEIVED | {"yearly-opinion": {"outcome": "returned", "on": "2023-12-30"}}
SIGNED = RECEIVED | {"yearly-opinion": {"outcome": "signed", "on": "2024-01-05"}}


@pytest.mark.parametrize("name", [name for name in told() if "year-end" in pack_of(name).reading])
@pytest.mark.parametrize(
    ("option", "stages", "day"),
    [
        ("received", {}, ""),
        ("received", RECEIVED, "2023-12-27"),
        ("received", SIGNED, "2023-12-27"),
        ("forwarded", RECEIVED, ""),
        ("forwarded", RETURNED, ""),
        ("forwarded", SIGNED, "2024-01-05"),
    ],
)
def test_the_reading_says_which_day_counts(name: str, option: str, stages: dict[str, Any], day: str) -> None:
    rules = within(compose(pack_of(name), {"year-end": option}), "yearly")
    document = {
        "case": {"procedure": "yearly", "subject": "2023", "kind": "report"},
        "matter": {"received": "2023-12-27"} if stages else {},
        "stages": stages,
    }
    _, row = affair(Folded("s", "case", 1, "", "", document, {}), rules)
    assert row["received"] == day
