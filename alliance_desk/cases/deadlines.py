"""What falls due: of cases and of the office itself here, of recognised alliances in ``deadlines_after``.

The engine reminds, a person decides: nothing here changes anything.
"""

from collections.abc import Iterator
from datetime import date

from alliance_desk.cases.continuing import continued, expires
from alliance_desk.cases.deadline import Deadline, falls_due
from alliance_desk.cases.deadlines_after import after
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError, Fact
from alliance_desk.ledger import streams
from alliance_desk.policy.pack import PolicyInForce
from alliance_desk.register.expiring import THRESHOLDS, threshold

__all__ = ["MOST", "Deadline", "deadlines"]

MOST = 200
"""So many of one kind are told; who has more sees them in the lists."""
_NOVEMBER = 11
"""From this month on next year's days off are waited for."""

_NOTICES = """
    SELECT n.notice, min(n.start), max(n."end"), max(n.provisional), count(*), min(c.name), min(c.rules), sum(n.state = 'suspended')
    FROM index_notice n JOIN index_case c ON c.stream = n."case" WHERE n.state IN ('published', 'suspended')
    GROUP BY n.notice ORDER BY 3 LIMIT ?
"""
_CORRECTIONS = """
    SELECT stream, name, due, rules FROM index_case WHERE due <> '' AND step_kind = 'recommend' ORDER BY due, stream LIMIT ?
"""
_UNISSUED = """
    SELECT stream, name, step_kind, since, rules FROM index_case
    WHERE holder = ?1 AND custody = 'held' AND actor = ?1 AND step_kind IN ('certificate', 'plaque') ORDER BY since, stream LIMIT ?2
"""
_PACKS = "SELECT pack FROM index_case UNION SELECT pack FROM index_alliance ORDER BY 1"


def deadlines(desk: Desk) -> list[Deadline]:
    """What falls due, the nearest day first; what has no day of its own comes last."""
    found = _Deadlines(desk)
    told = [
        *found.notices(), *found.corrections(), *found.unissued(), *found.policies(), *found.calendars(), *after(desk, MOST)
    ]  # fmt: skip
    return sorted(told, key=lambda one: (one.day or date.max, one.who))


class _Deadlines:
    """The deadlines of one desk on one day."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.today = desk, desk.clock.today()

    def notices(self) -> Iterator[Deadline]:
        """Public notices that run, or whose end nobody has recorded yet."""
        rows = self.desk.raw.execute(_NOTICES, (MOST,)).fetchall()
        for notice, start, end, provisional, count, name, rules, suspended in rows:
            state = "objection" if suspended else "provisional" if provisional else "ends"
            facts: dict[str, Fact] = {"start": start, "end": end, "count": count, "suspended": suspended}
            basis = self._basis(rules, "public_notice")
            yield self._due("notice", end, name, f"agenda.notice-{state}", facts, basis, ("notice", notice))

    def corrections(self) -> Iterator[Deadline]:
        """Corrections that were asked for and have not come."""
        for stream, name, due, rules in self.desk.raw.execute(_CORRECTIONS, (MOST,)).fetchall():
            facts: dict[str, Fact] = {"due": due}
            basis = self._basis(rules, "recommend")
            yield self._due("correction", due, name, "agenda.correction", facts, basis, ("case", stream))

    def unissued(self) -> Iterator[Deadline]:
        """Alliances that are recognised and have no certificate or plaque yet; no policy says by when."""
        for stream, name, kind, since, rules in self.desk.raw.execute(_UNISSUED, (self.desk.office, MOST)).fetchall():
            facts: dict[str, Fact] = {"since": since}
            yield self._due(
                "certificate", "", name, f"agenda.no-{kind}", facts, self._basis(rules, kind), ("case", stream)
            )

    def policies(self) -> Iterator[Deadline]:
        """Policies that are in use here, whose own term ends soon or has ended without a recorded 继续执行依据."""
        for (name,) in self.desk.raw.execute(_PACKS).fetchall():
            try:
                rules = self.desk.pack(name)
            except DeskError:  # a policy this desk has lost sets no day
                continue
            end = expires(rules)
            if end is not None and (end - self.today).days <= THRESHOLDS[-1] and not continued(self.desk, name):
                basis = next((c.basis for c in rules.check.values() if isinstance(c, PolicyInForce)), "")
                reached = threshold(end, self.today)
                facts: dict[str, Fact] = {"end": end.isoformat(), "threshold": reached}
                code = "agenda.policy" if reached else "agenda.policy-ended"
                yield self._due("policy", end.isoformat(), rules.pack.title, code, facts, basis, ("policy", name))

    def calendars(self) -> Iterator[Deadline]:
        """Years whose days off are not loaded: this one, and from November on the next."""
        years = [self.today.year, *([self.today.year + 1] if self.today.month >= _NOVEMBER else [])]
        calendar = self.desk.calendar()
        for year in years:
            if not calendar.published(year):
                day = date(year, 1, 1).isoformat()
                yield self._due(
                    "calendar", day, str(year), "agenda.calendar", {"year": year}, "", ("calendar", str(year))
                )

    def _due(
        self, kind: str, day: str, who: str, code: str, facts: dict[str, Fact], basis: str, link: tuple[str, str]
    ) -> Deadline:
        return falls_due(self.today, kind, date.fromisoformat(day) if day else None, who, code, facts, basis, link)

    def _basis(self, rules: str, kind: str) -> str:
        """The article on which a kind of stage rests, in the rules of this hash."""
        known = streams.rules(self.desk.raw, rules)
        return next((stage.basis for stage in known.stage.values() if stage.kind == kind), "")
