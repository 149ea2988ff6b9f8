"""What Ctrl+K finds: pages and actions by their words, cases, alliances and experts by the database's search, policies by title."""

from collections.abc import Sequence

from alliance_desk.desk import library
from db import lists
from ui.action import Action
from ui.language import tr
from ui.palette import Target
from ui.seat import Seat
from ui.tasks.about import pack_title

_EACH = 8


def find(seat: Seat, text: str, actions: Sequence[Action]) -> list[Target]:
    """Targets for a typed text, best first; with nothing typed what can be done here."""
    folded = text.casefold()
    hits = [
        Target(action.text, tr("ui.palette.action"), action.icon or "command", action.run, action.why_not())
        for action in actions
        if action.id != "window.palette" and folded in action.text.casefold()
    ]
    if not folded:
        return hits[:40]
    return [
        *_records(seat, "cases", text, "cases", "cases"),
        *_records(seat, "alliances", text, "register", "register"),
        *_records(seat, "experts", text, "experts", "experts"),
        *_policies(seat, folded),
        *hits[:12],
    ]


def _records(seat: Seat, name: str, text: str, page: str, icon: str) -> list[Target]:
    raw = seat.reader.raw
    ids = lists.ids(raw, name, lists.ListQuery(text))[:_EACH]
    return [
        Target(
            " ".join(str(row[key]) for key in ("number", "name", "unit", "affair", "subject") if row.get(key)),
            tr(f"ui.palette.{name}"),
            icon,
            lambda key=str(row["id"]): seat.goto.emit(page, key),
        )
        for row in lists.rows(raw, name, ids)
    ]


def _policies(seat: Seat, folded: str) -> list[Target]:
    """Policies by title, and the readings, which people look for by that word."""
    found = [(pack_title(seat, name), name) for name in library.pack_files(seat.reader.place.packs)]
    found.append((tr("ui.policies.tab.readings"), "readings"))
    return [
        Target(words, tr("ui.palette.policies"), "policies", lambda key=key: seat.goto.emit("policies", key))
        for words, key in found
        if folded in words.casefold()
    ]
