"""How a verb tells how far it is, and how it is stopped."""

from collections.abc import Callable


class Cancelled(Exception):
    """Raised by a progress callable when the user has asked to stop; the verb leaves nothing half-done."""


Progress = Callable[[int, int, str], None]
"""Called with (steps done, steps in all or 0 when unknown, wording code); it may raise Cancelled."""


def silent(done: int, total: int, code: str) -> None:
    """Progress that nobody watches."""
