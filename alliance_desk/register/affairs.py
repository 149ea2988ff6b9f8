"""What each case beneath an alliance is about, in the words it was given or by its id in the policy."""

from msgspec import Struct

from alliance_desk.desk import Desk
from alliance_desk.policy.pack import Pack

_SAID = "SELECT stream, title, what FROM index_affair WHERE alliance = ? AND (title <> '' OR what <> '')"


class Matter(Struct, frozen=True):
    """title: as typed, or empty. what: ids of the activity, support, measure, ground or changes."""

    title: str
    what: tuple[str, ...]

    def text(self, rules: Pack | None) -> str:
        """What it is about. rules: of the alliance, for the names; None where the policy is lost."""
        tables = (rules.activity, rules.support, rules.measure, rules.ground, rules.change) if rules is not None else ()
        names = [next((table[key].name for table in tables if key in table), key) for key in self.what]
        named = "、".join(dict.fromkeys(names))
        return f"{named}：{self.title}" if named and self.title else named or self.title


def matters(desk: Desk, alliance: str) -> dict[str, Matter]:
    """Case (stream) → what it is about, of every case beneath an alliance that says so."""
    rows = desk.raw.execute(_SAID, (alliance,)).fetchall()
    return {stream: Matter(title, tuple(what.split())) for stream, title, what in rows}
