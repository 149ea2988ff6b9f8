from datetime import date

import pytest

from alliance_desk.papers.dates import formal, numeric


@pytest.mark.parametrize(
    ("day", "as_number", "as_hanzi"),
    [
        ("2024-09-27", "2024年9月27日", "二〇二四年九月二十七日"),
        ("2010-10-10", "2010年10月10日", "二〇一〇年十月十日"),
        ("2000-12-01", "2000年12月1日", "二〇〇〇年十二月一日"),
        ("2024-02-29", "2024年2月29日", "二〇二四年二月二十九日"),
        ("2031-01-30", "2031年1月30日", "二〇三一年一月三十日"),
        ("2031-11-20", "2031年11月20日", "二〇三一年十一月二十日"),
    ],
)
def test_a_date_is_written_in_both_forms(day: str, as_number: str, as_hanzi: str) -> None:
    assert (numeric(day), formal(day)) == (as_number, as_hanzi)
    assert (numeric(date.fromisoformat(day)), formal(date.fromisoformat(day))) == (as_number, as_hanzi)


def test_what_is_no_date_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="Invalid isoformat"):
        numeric("2024-9-27")
