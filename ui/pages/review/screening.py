"""Holding the pool against a session in the background: a large pool takes seconds, and the page is there at once."""

from collections.abc import Callable

from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError
from alliance_desk.experts.conflicts import Funnel
from alliance_desk.progress import Progress
from alliance_desk.review import sessions
from alliance_desk.review.parties import sittings
from ui.language import said
from ui.pages.review.picture import Picture
from ui.seat import Seat


class Screening:
    """Screens the session that is shown, once for each day and each state of session, cases, pool and other panels.

    done: called with the picture asked for and its funnel, or None and why there is none.
    """

    def __init__(self, seat: Seat, done: Callable[[Picture, Funnel | None, str], None]) -> None:
        self._seat, self._done = seat, done
        self._asked: tuple[object, ...] = ()
        self._found: Funnel | None = None
        self._why = ""

    def ask(self, picture: Picture) -> bool:
        """Whether the answer is at hand; otherwise it comes later."""
        key = self._key(picture)
        if key == self._asked and (self._found is not None or self._why):
            self._done(picture, self._found, self._why)
            return True
        self._asked, self._found, self._why = key, None, ""
        if self._seat.readonly:
            self._now(picture, key)
            return True

        def work(desk: Desk, _step: Progress) -> Funnel:
            return sessions.screen(desk, picture.stream).funnel

        def came(found: Funnel) -> None:
            self._keep(picture, key, found, "")

        def failed(error: Exception) -> bool:
            if isinstance(error, DeskError):
                self._keep(picture, key, None, said(error))
            return isinstance(error, DeskError)

        self._seat.run("", work, done=came, failed=failed, quiet=True)
        return False

    def _now(self, picture: Picture, key: tuple[object, ...]) -> None:
        """Where nothing can be queued, in the window's own thread."""
        try:
            self._keep(picture, key, sessions.screen(self._seat.reader, picture.stream).funnel, "")
        except DeskError as error:
            self._keep(picture, key, None, said(error))

    def _keep(self, picture: Picture, key: tuple[object, ...], found: Funnel | None, why: str) -> None:
        if key == self._asked:
            self._found, self._why = found, why
            self._done(picture, found, why)

    def _key(self, picture: Picture) -> tuple[object, ...]:
        reader = self._seat.reader
        heads = tuple(case.head for case in picture.documents)
        return (
            self._seat.readonly,
            picture.stream,
            picture.folded.head,
            heads,
            reader.own("pool").head,
            reader.own("office").head,
            self._seat.today,
            tuple(sorted(sittings(reader, picture.stream).items())),
        )
