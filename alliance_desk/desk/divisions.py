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
    """Code → full name of every division, abolished ones marked: for drop-downs and typed names."""
    from alliance_desk.sheets import divisions as names

    return names.division_names(divisions())
