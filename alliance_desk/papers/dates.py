"""Dates as Chinese papers write them."""

from datetime import date

_DIGITS = "〇一二三四五六七八九"


def _day(day: date | str) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day


def numeric(day: date | str) -> str:
    """2024年9月27日, the form of official documents (GB/T 9704-2012, 7.3.5.4). A str is YYYY-MM-DD; raises ValueError."""
    day = _day(day)
    return f"{day.year}年{day.month}月{day.day}日"


def formal(day: date | str) -> str:
    """二〇二四年九月二十七日, the form of certificates and plaques. A str is YYYY-MM-DD; raises ValueError."""
    day = _day(day)
    year = "".join(_DIGITS[int(figure)] for figure in f"{day.year:04d}")
    return f"{year}年{_counted(day.month)}月{_counted(day.day)}日"


def _counted(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
