"""Undo: the exact inverse of this office's last commit, while nothing later has touched its paths."""

from msgspec import Struct

from alliance_desk import words
from alliance_desk.cases.edit_names import EDITED, edit_name
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger import streams, undoing
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.kinds import KINDS, UNDONE

_LAST = "SELECT commit_no, stream, seq, kind FROM ledger_event WHERE office = ? ORDER BY commit_no DESC, rowid"


class Undoable(Struct, frozen=True):
    """What an undo would take back, or why it cannot. names: event kinds in words; why: wording code, empty when it can."""

    commit: int
    events: tuple[tuple[str, int], ...]
    names: tuple[str, ...]
    why: str = ""


def next_undo(desk: Desk, language: str = "zh_CN") -> Undoable | None:
    """The newest commit of this office that is neither an undo nor undone; None when there is nothing."""
    undone: set[tuple[str, int]] = set()
    commit, found = 0, list[tuple[str, int, str]]()
    for number, stream, seq, kind in desk.raw.execute(_LAST, (desk.office,)):
        if found and number != commit:
            break
        if kind.endswith(UNDONE):
            event = streams.events(desk.raw, stream, seq - 1)[0]
            undone.add((stream, event.body["undoes"]))
        elif (stream, seq) not in undone:
            commit = number
            found.append((stream, seq, kind))
    if not found:
        return None
    names = tuple(_name(desk, *one, language) for one in found)
    # The last one that cannot is what the commit was about; a number it took stands before it.
    why = next((KINDS[kind].counter for _, _, kind in reversed(found) if not KINDS[kind].undoable), "")
    return Undoable(commit, tuple((stream, seq) for stream, seq, _ in found), names, why)


def _name(desk: Desk, stream: str, seq: int, kind: str, language: str) -> str:
    """What an event was, in words; a change of the file by the fields it changed."""
    if kind not in EDITED:
        return words.text(f"event.{kind}", language=language)
    event = streams.events(desk.raw, stream, seq - 1)[0]
    return edit_name(event.patch, event.private_patch, language)


def undo(desk: Desk, language: str = "zh_CN") -> Changes:
    """Take back the newest commit of this office. language: of the sentences.

    Raises Refused, naming the counter-act, for what has gone out (handed over, numbered, published, decided), and when later events
    touched the same paths.
    """
    target = next_undo(desk, language)
    if target is None:
        raise Refused("undo.nothing")
    if target.why:
        raise Refused("undo.refused", what=target.names, instead=words.text(target.why, language=language))
    drafts: list[Draft] = []
    for stream, seq in reversed(target.events):
        chain = streams.events(desk.raw, stream)
        event = chain[seq - 1]
        together = [other for other in chain if other.header.commit != event.header.commit]
        if (later := undoing.later(event, together)) is not None:
            raise Refused(
                "undo.touched", what=words.text(f"event.{later.header.kind}", language=language), seq=later.header.seq
            )
        back, private = undoing.inverse(event, chain)
        kind = f"{event.header.stream_kind}{UNDONE}"
        drafts.append(
            Draft(
                stream=stream,
                stream_kind=event.header.stream_kind,
                kind=kind,
                patch=back,
                private=private,
                undoes=seq,
            )
        )
    desk.commit(drafts)
    kinds = frozenset(draft.stream_kind for draft in drafts)
    return Changes(code="undo.done", facts={"what": target.names}, kinds=kinds, streams=tuple(d.stream for d in drafts))
