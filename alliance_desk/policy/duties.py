"""What falls due from one alliance, and when (domain 2.6): pure, out of the rules, the alliance's standing and the calendar.

The rules are those in force now, the office's present readings among them: a reading says what the text has meant all along, so a
corrected one corrects the days of the past too. What a case is pinned to does not matter here: due dates follow no pin.

A day that a person typed stands before the text's own: ``typed`` maps ``<duty>`` to MM-DD (every year, where the text sets no day) and
``<duty>/<subject>`` to YYYY-MM-DD (that year's own notice; it is not moved off rest days).
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from alliance_desk.policy.after import Active, Annual, Every, NthYear, Office, Prompt
from alliance_desk.policy.holidays import Calendar
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.periods import add_years

Typed = Mapping[str, str]
NONE: Typed = MappingProxyType({})
_EARLIEST = date(2000, 1, 1)


class State(StrEnum):
    """How one duty of one alliance stands.

    INVITED: asked, never late. ABSENT: recorded as not handed in, or as not taken part in. LAPSED: the alliance has left the register since.
    """

    OPEN = "open"
    LATE = "late"
    MET = "met"
    INVITED = "invited"
    ABSENT = "absent"
    LAPSED = "lapsed"


class Standing(Struct, frozen=True):
    """One alliance as far as its duties go.

    act: the register's word for how it got in. recognised: day of the last recognition. exited: day on which it left. last: procedure → day
    of its last fulfilment. held: day since which it has the title without a break, where that is not ``recognised``. entered: day on which
    it was entered from older papers; what fell due before, nobody here asked for.
    """

    act: str
    recognised: date
    exited: date | None = None
    last: Mapping[str, date] = {}
    held: date | None = None
    entered: date | None = None


class Due(Struct, frozen=True):
    """One duty for one subject. duty: id. subject: the year; for ``every`` the year of its last possible day.

    opens: first day on which it can be fulfilled. due: last day, None where none is set. provisional: the last day was moved off rest days
    that are not published yet. invited: asked, never late.
    """

    duty: str
    subject: str
    opens: date
    due: date | None
    provisional: bool
    invited: bool
    basis: str


class Span(Struct, frozen=True):
    """One subject year of a duty that has the same days for all.

    ends: who has no title any more on this day does not owe it (the due day, else the last of the year it would be due in).
    by: last day of a recognition that still owes it.
    """

    subject: str
    opens: date
    due: date | None
    ends: date
    by: date
    provisional: bool = False


def expected(rules: Pack, standing: Standing, until: date, calendar: Calendar, typed: Typed = NONE) -> list[Due]:
    """Everything an alliance owes or owed whose time has begun by ``until``, fulfilled or not, in the order of the pack and the years.

    rules: the whole effective rules. What is owed promptly after a matter is told by its cases alone. Of a duty ``every`` so and so many years only what comes next after the last fulfilment.
    """
    found: list[Due] = []
    start = max(effective(rules), standing.entered or date.min)
    held = standing.held or standing.recognised
    for key, item in rules.duty.items():
        if isinstance(item, Office | Prompt) or standing.act in item.not_for:
            continue
        if isinstance(item, Annual | Active):
            asked = [span for span in spans(rules, key, start, until, calendar, typed) if held <= span.by]
        else:
            asked = [_own_span(rules, item, standing, start)]
        found += [
            Due(key, one.subject, one.opens, one.due, one.provisional, standing.act in item.invited, item.basis)
            for one in asked
            if start <= one.ends and one.opens <= until and (standing.exited is None or standing.exited > one.ends)
        ]
    return found


def effective(rules: Pack) -> date:
    """The day a policy took effect; a draft has none, and its rehearsals may stand for any recent year."""
    return date.fromisoformat(rules.pack.effective) if rules.pack.effective else _EARLIEST


def of_office(rules: Pack, since: date, until: date, calendar: Calendar, typed: Typed = NONE) -> list[Due]:
    """The deciding office's own tasks whose year has begun by ``until`` and ended no earlier than ``since``."""
    start = max(since, effective(rules))
    return [
        Due(key, one.subject, one.opens, one.due, one.provisional, invited=False, basis=item.basis)
        for key, item in rules.duty.items()
        if isinstance(item, Office)
        for one in spans(rules, key, start, until, calendar, typed)
    ]


def spans(rules: Pack, key: str, since: date, until: date, calendar: Calendar, typed: Typed = NONE) -> list[Span]:
    """The subject years of an annual duty, an activity or a task of the office that end on ``since`` or later and open by ``until``.

    No subject year lies before that in which the policy took effect.
    """
    item, begins = rules.duty[key], effective(rules)
    if isinstance(item, NthYear | Every | Prompt):
        return []
    years = range(max(since.year - 2, begins.year), until.year + 1)
    found = (_span(rules, key, item, year, calendar, typed) for year in years)
    return [one for one in found if max(since, begins) <= one.ends and one.opens <= until]


def state(due: Due, met: date | None, today: date) -> State:
    """How a duty stands. met: the day on which it was fulfilled. The due day itself still counts."""
    if met is not None:
        return State.MET
    if due.invited:
        return State.INVITED
    return State.LATE if due.due is not None and due.due < today else State.OPEN


def prompt_days(rules: Pack, item: Prompt) -> int:
    """So many days after a matter this office proposes for its report; 0 where it proposes none."""
    return int(rules.chosen.get(item.days, item.days))


def nth_year(rules: Pack, item: NthYear, recognised: date) -> tuple[date, date]:
    """First and last day for what is owed in the n-th year after a recognition: of that calendar year, or by the very day."""
    if rules.chosen.get(item.window, item.window) == "date":
        return add_years(recognised, item.n - 1), add_years(recognised, item.n)
    year = recognised.year + item.n
    return date(year, 1, 1), date(year, 12, 31)


def _own_span(rules: Pack, item: NthYear | Every, standing: Standing, start: date) -> Span:
    """What has days of its own for each alliance."""
    if isinstance(item, NthYear):
        opens, due = nth_year(rules, item, standing.recognised)
    else:
        last = standing.last.get(item.procedure, date.min)
        base = last if last >= standing.recognised else max(standing.recognised, start)
        opens, due = add_years(base, item.least), add_years(base, item.most)
    return Span(str(due.year), opens, due, due, date.max)


def _span(rules: Pack, key: str, item: Annual | Active | Office, year: int, calendar: Calendar, typed: Typed) -> Span:
    first, last = date(year, 1, 1), date(year, 12, 31)
    begins = last
    if isinstance(item, Annual | Active) and rules.chosen.get(item.first_year, item.first_year) == "no":
        begins = first - timedelta(days=1)
    if isinstance(item, Active):
        return Span(str(year), first, last, last, begins)
    after = isinstance(item, Annual) and item.subject == "previous_year"
    named = _named(item, key, year + after, str(year), typed)
    due, provisional = named, False
    # What a year's own notice says is a day that somebody looked at.
    if named and f"{key}/{year}" not in typed and isinstance(item, Annual) and _yes(rules, item.roll):
        due, provisional = _rolled(named, calendar)
    opens = last + timedelta(days=1) if after else first
    return Span(
        subject=str(year),
        opens=min(opens, due) if due else opens,
        due=due,
        ends=due or date(year + after, 12, 31),
        by=min(begins, named) if named else begins,
        provisional=provisional,
    )


def _named(item: Annual | Office, key: str, year: int, subject: str, typed: Typed) -> date | None:
    """The last day as the text or a person names it, before it is moved."""
    if f"{key}/{subject}" in typed:
        return date.fromisoformat(typed[f"{key}/{subject}"])
    month, day = item.month, item.day
    if not month and key in typed:
        month, day = (int(part) for part in typed[key].split("-"))
    return date(year, month, min(day, monthrange(year, month)[1])) if month else None


def _yes(rules: Pack, value: str) -> bool:
    return rules.chosen.get(value, value) == "yes"


def _rolled(day: date, calendar: Calendar) -> tuple[date, bool]:
    """The next working day from ``day`` on, and whether one of the days looked at is not published yet."""
    looked = list(_until_working(day, calendar))
    return looked[-1], not all(calendar.certain(one) for one in looked)


def _until_working(day: date, calendar: Calendar) -> Iterator[date]:
    yield day
    while not calendar.is_working(day):
        day += timedelta(days=1)
        yield day
