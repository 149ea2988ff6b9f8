"""Opening a task that first has to look whether it can be asked at all."""

from collections.abc import Callable

from alliance_desk.errors import DeskError
from ui.language import said
from ui.seat import Seat
from ui.task import Task


def offer(seat: Seat, make: Callable[[], Task]) -> None:
    """Open a task in the drawer; where the rules do not let it begin, say why instead."""
    try:
        task = make()
    except DeskError as error:
        seat.say(said(error), "warn")
        return
    seat.ask(task)
