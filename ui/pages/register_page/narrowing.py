"""The register narrowed to the alliances behind one figure, and the address by which another page asks for that."""

from datetime import date
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode

from alliance_desk.desk import Desk
from alliance_desk.register.asof import Entry
from alliance_desk.register.counted import called, counts
from ui.language import language, tr

_MARK = "?"
"""An id of an alliance begins with no such sign."""


class Narrow(NamedTuple):
    """The alliances that one figure counts. by, key: as in ``register.counted``. pack: of one policy alone, all when empty."""

    by: str
    key: str
    pack: str = ""

    def holds(self, entry: Entry) -> bool:
        """Whether an alliance is among them."""
        return self.pack in {"", entry.pack} and counts(entry, self.by, self.key)

    def text(self, desk: Desk) -> str:
        """Which ones, in words."""
        parts = [_words(desk, self.by, self.key)]
        if self.pack and self.by != "pack":
            parts.append(_words(desk, "pack", self.pack))
        return tr("ui.list-sign").join(parts)


def _words(desk: Desk, by: str, key: str) -> str:
    if by in {"recognised", "exited", "standing"}:
        return tr(f"ui.register.narrow.{by}", year=key)
    return tr("ui.register.narrow.by", what=tr(f"statistics.by.{by}"), value=called(desk, by, key, language()))


def address(on: date, narrow: Narrow) -> str:
    """What ``goto`` hands to the register."""
    return _MARK + urlencode({"on": on.isoformat(), **narrow._asdict()})


def asked(record: str) -> tuple[date, Narrow] | None:
    """The day and the narrowing of an address; None for the id of an alliance."""
    if not record.startswith(_MARK):
        return None
    said = {key: values[0] for key, values in parse_qs(record[1:], keep_blank_values=True).items()}
    return date.fromisoformat(said["on"]), Narrow(said["by"], said["key"], said["pack"])
