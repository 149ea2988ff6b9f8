"""Examining a workspace: chains, bodies, signatures, blobs, and the index compared row for row with one made anew."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from alliance_desk import canonical, words
from alliance_desk.desk import Desk
from alliance_desk.errors import Damaged, DeskError, Fact
from alliance_desk.keys.office import verify_head
from alliance_desk.exchange.trust import cards, own_card
from alliance_desk.ledger import chain, rebuild, streams
from alliance_desk.progress import Progress, silent
from db import migrate
from db.session import Database

_COLUMNS = "SELECT stream, seq, hash, header, kind, office, commit_id, commit_no, time FROM ledger_event ORDER BY stream, seq"
_BLOBS = "SELECT blob, \"case\", key FROM index_paper WHERE blob != ''"
_SIGNATURES = "SELECT s.stream, s.seq, s.fingerprint, s.signature, e.hash FROM ledger_signature s LEFT JOIN ledger_event e USING (stream, seq)"


class Fault(Struct, frozen=True):
    """One thing that is wrong. code, facts: the wording that says what, where and what to do."""

    code: str
    facts: dict[str, Fact]

    def text(self, language: str = "zh_CN") -> str:
        """The fault for the user."""
        return words.text(self.code, self.facts, language)


class Report(Struct, frozen=True):
    """What was examined, and every fault."""

    streams: int
    events: int
    blobs: int
    rows: int
    faults: tuple[Fault, ...]


def examine(desk: Desk, progress: Progress = silent) -> Report:
    """Examine a whole workspace; nothing is changed. Faults are returned, not raised."""
    faults = [*_integrity(desk), *_headers(desk), *_chains(desk), *_signatures(desk), *_blobs(desk)]
    if not faults:
        faults += _index(desk, progress)
    count = desk.raw.execute("SELECT (SELECT count(*) FROM ledger_stream), (SELECT count(*) FROM ledger_event)").fetchone()
    rows = sum(desk.raw.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0] for table in rebuild.TABLES)  # noqa: S608 - our own tables
    blobs = len({blob for blob, _, _ in desk.raw.execute(_BLOBS)})
    return Report(count[0], count[1], blobs, rows, tuple(faults))


def _integrity(desk: Desk) -> Iterator[Fault]:
    for (line,) in desk.raw.execute("PRAGMA quick_check"):
        if line != "ok":
            yield Fault("doctor.file-damaged", {"why": line})
    for _ in desk.raw.execute("PRAGMA foreign_key_check"):
        yield Fault("doctor.file-damaged", {"why": "foreign key"})
    for name in ("case", "member"):
        try:
            desk.raw.execute(f"INSERT INTO search_{name}(search_{name}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
        except Exception as error:  # noqa: BLE001 - whatever the driver calls a damaged search index
            if not desk.readonly:
                yield Fault("doctor.search-differs", {"table": f"search_{name}", "why": str(error)})


def _headers(desk: Desk) -> Iterator[Fault]:
    """The columns beside each header say what the header says, and each body is the one its name says."""
    for stream, seq, _, header, *columns in desk.raw.execute(_COLUMNS):
        try:
            fields = canonical.decode(header)
        except ValueError as error:
            yield Fault("doctor.header-damaged", {"stream": stream, "seq": seq, "why": str(error)})
            continue
        wanted = [fields["kind"], fields["office"], fields["commit"], fields["commit_no"], fields["time"]]
        if [fields["stream"], fields["seq"]] != [stream, seq] or wanted != columns:
            yield Fault("doctor.columns-differ", {"stream": stream, "seq": seq})
    for name, data in desk.raw.execute("SELECT hash, data FROM ledger_body"):
        if canonical.sha256(data) != name:
            yield Fault("doctor.body-changed", {"body": name})
    for name, data in desk.raw.execute("SELECT hash, data FROM ledger_rules"):
        if canonical.sha256(data) != name:
            yield Fault("doctor.rules-changed", {"rules": name})


def _chains(desk: Desk) -> Iterator[Fault]:
    stored = {(stream, seq): digest for stream, seq, digest in desk.raw.execute("SELECT stream, seq, hash FROM ledger_event")}
    for (stream,) in desk.raw.execute("SELECT id FROM ledger_stream ORDER BY id").fetchall():
        try:
            events = streams.events(desk.raw, stream)
            chain.verify(events)
        except DeskError as error:
            yield Fault("doctor.chain", {"stream": stream, "why": error.text()})
            continue
        for event in events:
            if stored[stream, event.header.seq] != event.hash:
                yield Fault("doctor.columns-differ", {"stream": stream, "seq": event.header.seq})


def _signatures(desk: Desk) -> Iterator[Fault]:
    """Signatures by keys this desk knows must hold; those of others are passed on unproven."""
    known = {key: card.signing for key, card in cards(desk).items()}
    if desk.passphrase is not None:
        own = own_card(desk)
        known[own.fingerprint] = own.signing
    for stream, seq, fingerprint, signature, digest in desk.raw.execute(_SIGNATURES):
        if digest is None or (fingerprint in known and not verify_head(known[fingerprint], stream, seq, digest, signature)):
            yield Fault("doctor.signature", {"stream": stream, "seq": seq})


def _blobs(desk: Desk) -> Iterator[Fault]:
    for blob, case, key in desk.raw.execute(_BLOBS):
        if not desk.blobs.sound(blob):
            yield Fault("doctor.blob", {"blob": blob, "case": case, "paper": key})


def _index(desk: Desk, progress: Progress) -> Iterator[Fault]:
    """A rebuilt index in a scratch database beside the workspace, compared row for row."""
    with tempfile.TemporaryDirectory(prefix="alliance-desk-", ignore_cleanup_errors=True) as folder:
        scratch = Database(Path(folder) / "scratch.db")
        try:
            migrate.upgrade(scratch.raw)
            scratch.raw.execute("PRAGMA synchronous = OFF")
            with scratch.writing() as connection:
                rebuild.rebuild(desk.raw, connection, progress)
            for found in rebuild.compare(desk.raw, scratch.raw):
                facts: dict[str, Fact] = {"table": found.table, "key": found.key, "column": found.column}
                yield Fault(f"doctor.row-{found.kind}", facts)
        except Damaged as error:
            yield Fault("doctor.chain", {"stream": str(error.facts.get("stream", "-")), "why": error.text()})
        finally:
            scratch.close()


def repair(desk: Desk, progress: Progress = silent) -> None:
    """Make the whole index anew from the ledger, in one transaction. Raises Damaged when the ledger itself is not sound."""
    with desk.transaction() as connection:
        for table in rebuild.TABLES:
            connection.execute(table.delete())
        rebuild.rebuild(desk.raw, connection, progress)
