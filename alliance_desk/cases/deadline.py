"""One thing that falls due, as the workbench and the command line tell it."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from alliance_desk import words
from alliance_desk.errors import Fact


class Deadline(Struct, frozen=True):
    """One thing that falls due.

    kind: notice, correction, certificate, title, agreement, sanction, duty, proposal, policy or calendar. day: the last day, None where the
    policy sets none. left: days from today until then, negative once it has passed. who: the alliance, the duty, the policy or the year.
    code, facts: what it is about. basis: the article. link: kind of record and its id, to go there.
    """

    kind: str
    day: date | None
    left: int | None
    who: str
    code: str
    facts: Mapping[str, Fact]
    basis: str
    link: tuple[str, str]

    def text(self, language: str = "zh_CN") -> str:
        """What falls due, in words."""
        return words.text(self.code, self.facts, language)


def falls_due(
    today: date,
    kind: str,
    day: date | None,
    who: str,
    code: str,
    facts: Mapping[str, Fact],
    basis: str,
    link: tuple[str, str],
) -> Deadline:
    """A deadline with the days that are left counted."""
    return Deadline(kind, day, (day - today).days if day else None, who, code, facts, basis, link)
