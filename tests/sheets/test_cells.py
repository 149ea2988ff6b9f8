from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from alliance_desk.policy.pack import Pack
from alliance_desk.sheets.cells import Reader
from alliance_desk.sheets.columns import Field, Kind
from alliance_desk.sheets.faults import Faults
from alliance_desk.sheets.grid import Cell
from alliance_desk.sheets.template import template_of
from tests.sheets.data import DIVISIONS


def read(rules: Pack, value: Any, kind: Kind) -> tuple[Any, list[str]]:
    faults = Faults()
    reader = Reader(template_of(rules, 2024), DIVISIONS, faults)
    found = reader.read("表", Cell("A1", value, "n"), Field("members.x", kind, limit=50), "x")
    return found, [fault.code for fault in faults.found]


@given(fen=st.integers(0, 10**14))
def test_every_amount_survives_the_spreadsheets_binary_fractions(rules: Pack, fen: int) -> None:
    wan = Decimal(fen) / 1_000_000
    assert read(rules, float(wan), Kind.MONEY) == (fen, [])
    assert read(rules, f"{wan:,f}", Kind.MONEY) == (fen, [])


@given(
    day=st.dates(date(1800, 1, 1), date(2100, 12, 31)),
    form=st.sampled_from(
        [
            "{0.year}-{0.month}-{0.day}",
            "{0.year}.{0.month}.{0.day}",
            "{0:%Y%m%d}",
            "{0.year}年{0.month}月{0.day}日",
            "{0:%Y/%m/%d}",
        ]
    ),
)
def test_every_day_is_read_in_every_form(rules: Pack, day: date, form: str) -> None:
    assert read(rules, form.format(day), Kind.DATE) == (day.isoformat(), [])


@given(text=st.text(max_size=60), kind=st.sampled_from(Kind))
def test_no_text_breaks_the_reader(rules: Pack, text: str, kind: Kind) -> None:
    found, codes = read(rules, text, kind) if kind not in {Kind.CHOICE, Kind.CHOICES, Kind.YES} else (None, ["choice"])
    assert found is None or not codes


@given(value=st.one_of(st.integers(), st.floats(), st.booleans(), st.datetimes()), kind=st.sampled_from(Kind))
def test_no_value_breaks_the_reader(rules: Pack, value: Any, kind: Kind) -> None:
    if kind not in {Kind.CHOICE, Kind.CHOICES, Kind.YES}:
        found, codes = read(rules, value, kind)
        assert found is None or not codes
