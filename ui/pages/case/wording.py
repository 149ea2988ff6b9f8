"""Values of a document in words: closed vocabularies, divisions, yes and no, spans of days, amounts of money."""

from alliance_desk.desk.divisions import divisions
from alliance_desk.policy.after import Kind
from alliance_desk.policy.facts import NONE
from ui.language import has, tr

Rows = list[tuple[str, str]]
"""Label and value; rows without a value are not shown."""
WITH_FILE = (Kind.ENTRY, Kind.UPWARD)
"""Kinds of procedure in whose cases the file of the alliance itself is kept and may be changed."""
_WAN = 1_000_000
"""分 in 万元."""


def plain(value: object) -> str:
    """A value as it stands; the explicit "there is none" in a word."""
    return tr("sheets.choice.none") if value == NONE else "" if value is None else str(value)


def yes(value: object) -> str:
    """Yes or no in a word; empty while it is unknown."""
    return "" if value is None else tr("ui.case.yes" if value else "ui.case.no")


def labelled(prefix: str, value: object) -> str:
    """A value of a closed vocabulary in words; as it stands where the catalogue does not know it."""
    code = f"{prefix}.{value}"
    return tr(code) if value and has(code) else plain(value)


def division(code: object) -> str:
    """A division by its name."""
    return (divisions().name(str(code)) or plain(code)) if code else ""


def path(code: str) -> str:
    """What a document path is called."""
    return tr(f"path.{code}")


def span(start: str, end: str) -> str:
    """From one day to another."""
    return tr("ui.case.span", start=start or "…", end=end or "…") if start or end else ""


def wan(cents: int) -> str:
    """An amount of 分 as 万元, without needless noughts."""
    whole, rest = divmod(abs(cents), _WAN)
    text = f"{whole:,}" + f".{rest:06d}".rstrip("0").rstrip(".")
    return f"-{text}" if cents < 0 else text
