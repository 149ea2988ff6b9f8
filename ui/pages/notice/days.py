"""The days of a notice for its calendar strip: which count, which do not, and why, under the period as it is read."""

from collections.abc import Iterator
from datetime import date, timedelta

from alliance_desk.cases.noticed import View
from alliance_desk.policy.pack import Unit
from alliance_desk.policy.periods import Calendar
from ui.calendar_strip import Ground, StripDay
from ui.language import tr

_DAY = timedelta(days=1)


def strip_days(view: View, calendar: Calendar, today: date) -> list[StripDay]:
    """From the day of publishing to the day after the end."""
    return list(_Days(view, calendar, today).all())


def days_left(view: View, calendar: Calendar, today: date) -> tuple[int, int]:
    """How many days are left after today up to the last one, and how many of them are working days."""
    ahead = [today + _DAY * n for n in range(1, (view.end - today).days + 1)]
    return len(ahead), sum(calendar.is_working(day) for day in ahead)


def counted(view: View, calendar: Calendar) -> dict[date, int]:
    """Each day that counts, and which one it is."""
    days = _range(view.start if view.first else view.start + _DAY, view.end)
    if view.period.unit is Unit.WORKING_DAYS:
        days = [day for day in days if calendar.is_working(day)]
    elif view.period.unit is Unit.NATURAL_DAYS:
        days = days[: view.period.n]  # what the end moves by beyond it is no day of the period
    return {day: number for number, day in enumerate(days, 1)}


class _Days:
    def __init__(self, view: View, calendar: Calendar, today: date) -> None:
        self.view, self.calendar, self.today = view, calendar, today
        self.counted = counted(view, calendar)
        self.over = max(self.counted, default=view.start)

    def all(self) -> Iterator[StripDay]:
        for day in _range(self.view.start, self.view.end + _DAY):
            yield self._day(day)

    def _day(self, day: date) -> StripDay:
        view, number = self.view, self.counted.get(day)
        halted = [
            o.number for o in view.objections if o.state != "not_accepted" and self._halts(o.received, o.closed, day)
        ]
        uncertain = view.provisional and not self.calendar.certain(day)
        marks = [
            name
            for name, holds in (
                ("today", day == self.today),
                ("start", day == view.start),
                ("end", day == view.end),
                ("halted", bool(halted)),
                ("uncertain", uncertain),
            )
            if holds
        ]
        return StripDay(
            day=day,
            count=self._count(day, number),
            kind=self._kind(day),
            marks=tuple(tr(f"ui.notices.mark.{name}") for name in marks),
            why=self._why(day, number, halted, uncertain=uncertain),
            ground=self._ground(day, number),
            uncertain=uncertain,
            halted=bool(halted),
            today=day == self.today,
            first=day == view.start,
            last=day == view.end,
        )

    def _halts(self, received: str, closed: str, day: date) -> bool:
        until = closed or min(self.today, self.view.end).isoformat()
        return received <= day.isoformat() <= until

    def _count(self, day: date, number: int | None) -> str:
        if number is not None:
            return tr("ui.notices.nth", number=number)
        if day > self.view.end:
            return tr("ui.notices.after")
        return tr("ui.notices.rolled" if day > self.over else "ui.notices.uncounted")

    def _kind(self, day: date) -> str:
        """A weekend, a feast, or a day worked for one; an ordinary working day says nothing."""
        if self.calendar.is_working(day):
            return tr("ui.notices.kind.made-up") if day.isoweekday() > 5 else ""
        if name := self.calendar.name(day):
            return name
        return tr("ui.notices.kind.weekend" if day.isoweekday() > 5 else "ui.notices.kind.feast")

    def _ground(self, day: date, number: int | None) -> Ground:
        if number is not None:
            return Ground.COUNTED
        if self.calendar.is_working(day) or day > self.view.end:
            return Ground.PLAIN
        return Ground.FEAST if self.calendar.name(day) or day.isoweekday() < 6 else Ground.REST

    def _why(self, day: date, number: int | None, halted: list[str], *, uncertain: bool) -> str:
        view, code = self.view, "ui.notices.why"
        parts = [tr(f"{code}.today")] if day == self.today else []
        parts.append(self._reason(day, number))
        if day == view.end:
            parts.append(tr(f"{code}.end"))
        if halted:
            parts.append(tr(f"{code}.halted", numbers=tr("ui.list-sign").join(dict.fromkeys(halted))))
        if uncertain:
            parts.append(tr(f"{code}.uncertain", year=day.year))
        weekday = tr(f"ui.notices.weekday.{day.isoweekday()}")
        return tr(f"{code}.whole", day=day.isoformat(), weekday=weekday, parts=tr("ui.notices.part-sign").join(parts))

    def _reason(self, day: date, number: int | None) -> str:
        code, view = "ui.notices.why", self.view
        kind = self._kind(day)
        if day > view.end:
            return tr(f"{code}.after-provisional" if view.provisional else f"{code}.after")
        if day == view.start:
            return tr(f"{code}.start-counted" if number else f"{code}.start")
        if number is None:
            if day > self.over:
                return tr(f"{code}.rolled", kind=kind or tr("ui.notices.kind.working"))
            return tr(f"{code}.rest", kind=kind)
        if view.period.unit is not Unit.WORKING_DAYS:
            return tr(f"{code}.natural", number=number)
        made_up = day.isoweekday() > 5
        name = self.calendar.name(day)
        return tr(f"{code}.made-up" if made_up else f"{code}.working", number=number, name=name)


def _range(first: date, last: date) -> list[date]:
    return [first + _DAY * n for n in range((last - first).days + 1)]
