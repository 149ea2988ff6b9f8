"""A folded document to the index rows it stands for: pure, the same for a single event and for a whole rebuild."""

from collections.abc import Callable, Iterator
from typing import Any

from alliance_desk import canonical
from alliance_desk.ledger.fold import Folded
from alliance_desk.ledger.rows import case, office, review
from alliance_desk.policy.pack import Pack
from db.models import index
from db.models.index import Base

Row = tuple[type[Base], dict[str, Any]]
"""A table and one of its rows by column name."""

_PROJECTIONS: dict[str, Callable[[Folded], Iterator[Row]]] = {
    "notes": review.notes,
    "office": office.office,
    "numbers": office.numbers,
    "pool": office.pool,
    "batch": review.batch,
    "session": review.session,
    "meeting": review.meeting,
    "notice": review.notice,
}


def rows(folded: Folded, rules: Pack | None) -> Iterator[Row]:
    """All index rows of one stream. rules: the effective rules of a case, None for other streams."""
    yield (
        index.Document,
        {
            "stream": folded.stream,
            "kind": folded.kind,
            "seq": folded.seq,
            "head": folded.head,
            "open": canonical.encode(folded.open),
            "private": canonical.encode(folded.private),
        },
    )
    if folded.kind == "case" and rules is not None:
        yield from case.case(folded, rules)
    elif folded.kind != "case":
        yield from _PROJECTIONS[folded.kind](folded)
