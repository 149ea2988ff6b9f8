"""Other offices' keys in, this office's card out."""

from functools import cache
from pathlib import Path

from alliance_desk import files
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError
from alliance_desk.exchange import trust
from alliance_desk.progress import Progress
from ui.language import said, tr
from ui.levels import level_words
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import remember
from ui.tasks.asks import stick


def peer(seat: Seat, path: Path | str | None = None) -> None:
    """Enter another office's key: its card, and the fingerprint typed from its sealed letter. The card's own is never shown."""

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return trust.enter_peer(desk, values["path"], values["fingerprint"], values["relation"])

    def live(values: Values) -> str:
        card = values.get("path")
        return _told(card, card.stat().st_mtime_ns) if isinstance(card, Path) else ""

    choices = [(key, tr(f"ui.tasks.peer.{key}")) for key in trust.RELATIONS]
    types = tr("ui.tasks.types-card")
    seat.ask(
        Task(
            id="peer",
            title=tr("ui.tasks.peer.title"),
            submit=tr("ui.tasks.peer.submit"),
            work=work,
            fields=[
                Ask("path", tr("ui.tasks.peer.card"), Kind.FILE, required=True, usual=Path(path) if path else None, file_types=types),
                Ask("fingerprint", tr("ui.tasks.peer.fingerprint"), required=True, limit=80, hint=tr("ui.tasks.peer.fingerprint-hint")),
                Ask("relation", tr("ui.tasks.peer.relation"), Kind.CHOICE, required=True, choices=choices),
            ],
            intro=tr("ui.tasks.peer.intro"),
            live=live,
            danger=tr("ui.tasks.peer.danger"),
        )
    )  # fmt: skip


def card(seat: Seat) -> None:
    """Write this office's public card for others."""

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        remember(desk, stick=values["folder"])
        return trust.write_card(desk, values["folder"])

    seat.ask(
        Task(
            id="card",
            title=tr("ui.tasks.card.title"),
            submit=tr("ui.tasks.card.submit"),
            work=work,
            fields=[stick(seat)],
            intro=tr("ui.tasks.card.intro"),
        )
    )


@cache
def _told(path: Path, stamp: int) -> str:
    """Whose card it says to be. stamp: a changed file is read again."""
    from alliance_desk.keys.office import CARD_LIMIT, read_card

    del stamp
    try:
        found = read_card(files.read(path, CARD_LIMIT), path.name)
    except DeskError as error:
        return said(error)
    return tr("ui.tasks.peer.found", office=found.name, level=level_words(found.level))
