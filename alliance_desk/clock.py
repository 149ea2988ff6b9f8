"""The desk clock: time in UTC, today at fixed UTC+8. Always an argument, never read from the system elsewhere."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

CHINA = timezone(timedelta(hours=8))


class Clock(Protocol):
    """What tells the time to a desk."""

    def now(self) -> datetime:
        """The moment, timezone-aware, UTC."""
        ...

    def today(self) -> date:
        """The legal date at UTC+8."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self.now().astimezone(CHINA).date()


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands at nine in the morning (UTC+8) of one day: for rehearsals, tests and replays."""

    day: date

    def now(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 9, tzinfo=CHINA).astimezone(UTC)

    def today(self) -> date:
        return self.day


def stamp(moment: datetime) -> str:
    """A moment as it stands in event headers: ``2026-11-20T01:02:03Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local(moment: str) -> str:
    """A stamp of an event header as a clerk reads it, UTC+8: ``2026-11-20 09:02``."""
    return datetime.fromisoformat(moment).astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
