"""The one ``append``: makes this office's events, admits those from packages, and keeps the index in step.

Everything happens inside the caller's transaction; a refusal leaves nothing behind.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from sqlalchemy import Connection, delete, insert
from sqlalchemy.dialects.sqlite import insert as upsert

from alliance_desk import canonical
from alliance_desk.canonical import Json
from alliance_desk.clock import stamp
from alliance_desk.errors import Damaged, Refused
from alliance_desk.ledger import effects, guard, indexing, patch, streams, undoing
from alliance_desk.ledger.draft import Author, Draft
from alliance_desk.ledger.event import SCHEMA, WRITER, Event, Header, make, seal
from alliance_desk.ledger.fold import REDACTED, Folded, step
from alliance_desk.ledger.guard import Scene
from alliance_desk.ledger.kinds import UNDONE
from alliance_desk.ledger.rows import rows
from alliance_desk.policy.compose import rules_from
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.procedures import within
from db.models import ledger as tables
from db.session import Raw

_HEAD = """
    SELECT s.office, e.seq, e.hash FROM ledger_stream s JOIN ledger_event e ON e.stream = s.id
    WHERE s.id = ? ORDER BY e.seq DESC LIMIT 1
"""

_PRIVATE = """
    SELECT json_extract(CAST(header AS TEXT), '$.private') FROM ledger_event
    WHERE stream = ? AND seq < ? AND json_extract(CAST(header AS TEXT), '$.private') IS NOT NULL
"""


class _Batch:
    """Streams as they stand while a commit grows."""

    def __init__(self, raw: Raw, texts: Mapping[str, bytes] | None = None) -> None:
        self.raw = raw
        self._texts = texts or {}
        self.before: dict[str, Folded] = {}
        self.now: dict[str, Folded] = {}
        self.owners: dict[str, str] = {}
        self.events: list[Event] = []
        self._rules: dict[tuple[str, str], Pack] = {}

    def at(self, stream: str, kind: str, *, fresh: bool = False) -> Folded:
        """The stream's documents now; an empty fold for a new one. ``fresh`` spares the look-up."""
        if stream not in self.now:
            row = None if fresh else self.raw.execute(_HEAD, (stream,)).fetchone()
            now = streams.document(self.raw, stream) if row else Folded(stream, kind)
            if row and (now.seq, now.head) != row[1:]:
                raise Damaged("ledger.index-differs", stream=stream)
            self.now[stream] = self.before[stream] = now
            self.owners[stream] = row[0] if row else ""
        return self.now[stream]

    def rules(self, document: Json) -> Pack | None:
        """The effective rules a case is pinned to, cut down to its procedure."""
        case = cast("Json", document.get("case", {}))
        digest, procedure = case.get("rules"), case.get("procedure", "")
        if not isinstance(digest, str) or not isinstance(procedure, str):
            return None
        if (digest, procedure) not in self._rules:
            text = self._texts.get(digest)
            known = streams.rules(self.raw, digest, procedure) if text is None else within(rules_from(text), procedure)
            self._rules[digest, procedure] = known
        return self._rules[digest, procedure]

    def take(self, event: Event) -> None:
        """Check one event and let the stream grow by it."""
        header = event.header
        before = self.now[header.stream]
        if (header.seq, header.prev, header.stream_kind) != (before.seq + 1, before.head, before.kind):
            raise Damaged("ledger.chain-broken", stream=header.stream, seq=header.seq)
        after = step(before, event)
        rules, renewed = self.rules(before.open or after.open), self.rules(after.open)
        owner = self.owners[header.stream]
        guard.check(Scene(event, before, after, rules, renewed, self._undone(event), owner))
        self.now[header.stream] = after
        self.owners[header.stream] = self.owners[header.stream] or header.office
        self.events.append(event)

    def _undone(self, event: Event) -> Event | None:
        """The event that an undo takes back."""
        if not event.header.kind.endswith(UNDONE):
            if "undoes" in event.body:
                raise Refused("ledger.foreign-undo", seq=event.header.seq)
            return None
        stream = event.header.stream
        chain = [*streams.events(self.raw, stream), *(e for e in self.events if e.header.stream == stream)]
        return undoing.undone(event, chain)


def append(
    raw: Raw, connection: Connection, author: Author, drafts: Sequence[Draft], *, fresh: bool = False
) -> list[Event]:
    """Make one commit of this office out of drafts, append it, index it.

    raw, connection: the workspace's one connection inside an open write transaction.
    fresh: all drafts open new streams (bulk entry); spares one look-up each.
    Raises Refused (with nothing written) when a draft may not be written or its head has moved under it.
    """
    batch = _Batch(raw)
    commit, number, time = uuid.uuid4().hex, streams.next_commit(raw, author.office), stamp(author.clock.now())
    for draft in drafts:
        now = batch.at(draft.stream, draft.stream_kind, fresh=fresh)
        if draft.seen is not None and draft.seen != now.seq:
            _refuse_overlap(raw, draft)
        more = {"effects": draft.effects} if draft.effects else {}
        if draft.undoes is not None:
            more["undoes"] = draft.undoes  # pyright: ignore[reportArgumentType]
        opened = seal(_with_heads(draft, batch), **more)
        private = seal(draft.private) if draft.private else None
        rules = cast("Json", (now.open or draft.patch).get("case", {})).get("rules")
        header = Header(
            stream=draft.stream,
            stream_kind=draft.stream_kind,
            seq=now.seq + 1,
            prev=now.head,
            commit=commit,
            commit_no=number,
            office=author.office,
            incarnation=author.incarnation,
            operator=author.operator,
            time=time,
            kind=draft.kind,
            schema=SCHEMA,
            least=WRITER,
            rules=rules,
            open=canonical.sha256(opened),
            private=canonical.sha256(private) if private is not None else None,
        )
        batch.take(make(header, opened, private))
    _store(connection, batch)
    return batch.events


def admit(raw: Raw, connection: Connection, foreign: Iterable[Event]) -> list[Event]:
    """Append events that came in a package, under the same checks as this office's own, and index them.

    Raises Refused or Damaged with nothing written.
    """
    batch = _Batch(raw)
    for event in foreign:
        batch.at(event.header.stream, event.header.stream_kind)
        batch.take(event)
    _store(connection, batch)
    return batch.events


def rehearse(raw: Raw, foreign: Iterable[Event], rules: Mapping[str, bytes]) -> dict[str, Folded]:
    """What ``admit`` would make of events: the documents of their streams afterwards. Nothing is written.

    rules: effective rules that come along, by hash. Raises Refused or Damaged as ``admit`` would, and KeyError, TypeError,
    AttributeError or ValueError where a document could not be indexed because it is not of the shape documents have.
    """
    batch = _Batch(raw, rules)
    for event in foreign:
        batch.at(event.header.stream, event.header.stream_kind)
        batch.take(event)
        effects.of_event(event)
    for now in batch.now.values():
        list(rows(now, batch.rules(now.open)))
    return batch.now


def keep_rules(connection: Connection, data: bytes) -> str:
    """Store effective rules once; the hash is their name."""
    digest = canonical.sha256(data)
    connection.execute(upsert(tables.RulesText).values(hash=digest, data=data).on_conflict_do_nothing())
    return digest


def _with_heads(draft: Draft, batch: _Batch) -> Json:
    whole = draft.patch
    for path, stream in draft.heads.items():
        value: object = batch.now[stream].head
        for key in reversed(path.split(".")):
            value = {key: value}
        whole = patch.apply(whole, cast("Json", value))
    return whole


def _refuse_overlap(raw: Raw, draft: Draft) -> None:
    """Later events on the same paths as the draft: the person worked on something that has changed."""
    mine = [*patch.paths(draft.patch), *patch.paths(draft.private)]
    for later in streams.events(raw, draft.stream, draft.seen or 0):
        theirs = [*patch.paths(later.patch), *patch.paths(later.private_patch)]
        if any(patch.touches(a, b) for a in mine for b in theirs):
            raise Refused("ledger.changed-meanwhile", seq=later.header.seq)


def _store(connection: Connection, batch: _Batch) -> None:
    fresh = [
        {"id": stream, "kind": now.kind, "office": batch.owners[stream]}
        for stream, now in batch.now.items()
        if not batch.before[stream].seq and now.seq
    ]
    if fresh:
        connection.execute(insert(tables.Stream), fresh)
    bodies = [
        (d, h)
        for e in batch.events
        for d, h in ((e.open, e.header.open), (e.private, e.header.private))
        if d is not None
    ]
    if bodies:
        connection.execute(upsert(tables.Body).on_conflict_do_nothing(), [{"hash": h, "data": d} for d, h in bodies])
    connection.execute(
        insert(tables.Event),
        [
            {
                "stream": e.header.stream, "seq": e.header.seq, "hash": e.hash, "header": e.raw, "kind": e.header.kind,
                "office": e.header.office, "commit_id": e.header.commit, "commit_no": e.header.commit_no, "time": e.header.time,
            }
            for e in batch.events
        ],
    )  # fmt: skip
    _forget(batch.raw, connection, batch.events)
    changed = [(batch.before[s], now) for s, now in batch.now.items() if now.seq != batch.before[s].seq]
    indexing.update(batch.raw, connection, changed, batch.events, batch.rules)


def _forget(raw: Raw, connection: Connection, events: Sequence[Event]) -> None:
    """Delete the private bodies that a redaction names: with their salt nobody can guess what stood there; the chain still verifies."""
    for event in events:
        if event.header.kind == REDACTED:
            for (digest,) in raw.execute(_PRIVATE, (event.header.stream, event.header.seq)).fetchall():
                connection.execute(delete(tables.Body).where(tables.Body.hash == digest))
