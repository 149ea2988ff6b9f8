"""What the packs say in numbers and words that only the verbs use: how long a title lasts, and how its papers read."""

from datetime import date

import pytest

from alliance_desk.policy.periods import add_years
from tests.packs.scenario import pack_of


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2024-02-29", "2029-02-28"),
        ("2024-03-01", "2029-03-01"),
        ("2023-12-31", "2028-12-31"),
        ("2020-02-28", "2025-02-28"),
    ],
)
def test_a_recognition_is_valid_to_the_corresponding_day(day: str, last: str) -> None:
    assert add_years(date.fromisoformat(day), pack_of("anshan-2016").recognition.validity).isoformat() == last
