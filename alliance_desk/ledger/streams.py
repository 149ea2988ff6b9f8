"""Reading streams out of a workspace: events as written, documents as folded, rules by hash."""

import contextlib
from functools import lru_cache

from alliance_desk import canonical
from alliance_desk.canonical import Json
from alliance_desk.errors import Damaged, Refused
from alliance_desk.ledger.event import Event, parse
from alliance_desk.ledger.fold import Folded, fold
from alliance_desk.policy.compose import rules_from
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.procedures import within
from db.session import DatabaseError, Raw

_EVENTS = """
    SELECT e.header, o.data, p.data FROM ledger_event e
    LEFT JOIN ledger_body o ON o.hash = json_extract(CAST(e.header AS TEXT), '$.open')
    LEFT JOIN ledger_body p ON p.hash = json_extract(CAST(e.header AS TEXT), '$.private')
    WHERE e.stream = ? AND e.seq > ? ORDER BY e.seq
"""


def events(raw: Raw, stream: str, after: int = 0) -> list[Event]:
    """A stream's events beyond ``after``, in order. Raises Damaged when one of them cannot be read as written."""
    try:
        rows = raw.execute(_EVENTS, (stream, after)).fetchall()
    except DatabaseError as error:  # a header that is no JSON any more
        raise Damaged("ledger.bad-event", why=f"{stream}: {error}") from error
    return [parse(header, opened, private) for header, opened, private in rows]


def document(raw: Raw, stream: str) -> Folded:
    """A stream's documents at its head, from the index; where its row is lost or unreadable, from the events.

    Raises Refused when there is no such stream.
    """
    row = raw.execute(
        "SELECT kind, seq, head, open, private FROM index_document WHERE stream = ?", (stream,)
    ).fetchone()
    if row is not None:
        kind, seq, head, opened, private = row
        with contextlib.suppress(ValueError, TypeError):
            return Folded(stream, kind, seq, head, "", canonical.decode(opened), canonical.decode(private))
    written = events(raw, stream)
    if not written:
        raise Refused("ledger.no-such-stream", stream=stream)
    return fold(written)


def head(raw: Raw, stream: str) -> str:
    """The hash of a stream's last event; empty when there is no such stream."""
    row = raw.execute("SELECT head FROM index_document WHERE stream = ?", (stream,)).fetchone()
    return row[0] if row is not None else ""


def of_kind(raw: Raw, kind: str, office: str = "") -> list[str]:
    """Ids of the streams of one kind, oldest first; with ``office`` only those it founded."""
    rows = raw.execute(
        "SELECT id FROM ledger_stream WHERE kind = ? AND ? IN ('', office) ORDER BY rowid", (kind, office)
    )
    return [row[0] for row in rows]


def rules(raw: Raw, digest: str, procedure: str = "") -> Pack:
    """Effective rules by hash, cut down to one procedure (``policy.procedures``).

    Raises Damaged when the workspace does not hold them or they do not match.
    """
    return _within(_kept(raw, digest), procedure)


def policy(raw: Raw, digest: str) -> Pack:
    """Whole effective rules by hash, with all their procedures. Raises Damaged as ``rules``."""
    return _decoded(_kept(raw, digest))


def _kept(raw: Raw, digest: str) -> bytes:
    row = raw.execute("SELECT data FROM ledger_rules WHERE hash = ?", (digest,)).fetchone()
    if row is None or canonical.sha256(row[0]) != digest:
        raise Damaged("ledger.rules-missing", rules=digest)
    return row[0]


def rules_of(raw: Raw, document: Json) -> Pack:
    """The effective rules a case is pinned to, cut down to its procedure. Raises Damaged as ``rules``."""
    case = document["case"]
    return rules(raw, case["rules"], case.get("procedure", ""))


@lru_cache(maxsize=32)
def _decoded(data: bytes) -> Pack:
    return rules_from(data)


@lru_cache(maxsize=256)
def _within(data: bytes, procedure: str) -> Pack:
    return within(_decoded(data), procedure)


def next_commit(raw: Raw, office: str) -> int:
    """The number of this office's next commit."""
    row = raw.execute("SELECT max(commit_no) FROM ledger_event WHERE office = ?", (office,)).fetchone()
    return (row[0] or 0) + 1
