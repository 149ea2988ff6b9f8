"""What is known of a paper's printing: every job that ended is kept with who printed it and where it went."""

import uuid
from collections.abc import Callable
from pathlib import Path

from alliance_desk.clock import local as local_time
from alliance_desk.desk import Desk, local
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat


def keep(seat: Seat, number: str, path: Path, pages: int, printer: str, then: Callable[[], None]) -> None:
    """Keep that a paper was printed, and say so. then: called when it is kept."""
    people = seat.reader.settings["operators"]
    who = people.get(seat.operator, {}).get("name", "")
    said = tr("ui.certificates.printed", number=number, pages=pages, printer=printer, who=who)

    def work(desk: Desk, _step: Progress) -> None:
        local.keep_job(desk, uuid.uuid4().hex, _title(number), "done", text=said, files=[path])

    seat.run("", work, quiet=True, done=lambda _none: then(), failed=lambda _error: True)
    seat.say(said, "pass", (path,))


def printed(seat: Seat, number: str) -> list[str]:
    """What was printed of a number from this PC, newest first, in words."""
    found = [job for job in local.jobs(seat.reader) if job.title == _title(number)]
    return [tr("ui.certificates.printed-on", time=local_time(job.ended), text=job.text) for job in found]


def _title(number: str) -> str:
    return tr("ui.certificates.print-job", number=number)
