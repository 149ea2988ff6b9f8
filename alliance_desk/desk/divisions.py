"""The table of division codes that comes with the program."""

from functools import cache

from alliance_desk import files
from alliance_desk.paths import RESOURCES
from alliance_desk.policy.regions import Divisions, read_divisions

_LIMIT = 4 << 20


@cache
def divisions() -> Divisions:
    """Codes of provinces, prefectures and counties with the years they were in use."""
    return read_divisions(files.read(RESOURCES / "regions" / "divisions.json", _LIMIT))


@cache
def division_names() -> dict[str, str]:
    """Six-digit code → name of every county-level division in use, for drop-downs and typed names."""
    return {code: row.name for code, row in divisions().by_code.items() if not row.until and not code.endswith("00")}
