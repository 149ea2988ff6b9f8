"""The cases that this person opened last, for the workbench."""

from ui.seat import Seat

_KEY = "recent"
MOST = 12


def opened(seat: Seat, stream: str) -> None:
    """Put a case first among those opened last."""
    before = recent(seat)
    if before[:1] != [stream]:
        seat.keep(_KEY, [stream, *(known for known in before if known != stream)][:MOST])


def recent(seat: Seat) -> list[str]:
    """Streams of the cases opened last, the newest first."""
    return list(seat.state(_KEY, []))
