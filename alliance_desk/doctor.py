"""Examining a workspace: chains, bodies, signatures, blobs, packs, and the index compared row for row with one made anew."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from msgspec import Struct

from alliance_desk import canonical, words
from alliance_desk.canonical import Json
from alliance_desk.desk import Desk, library
from alliance_desk.errors import Damaged, DeskError, Fact
from alliance_desk.exchange import offers
from alliance_desk.exchange.contents import blobs_in
from alliance_desk.exchange.trust import cards
from alliance_desk.keys.office import read_card, verify_head
from alliance_desk.ledger import chain, fold, rebuild, streams
from alliance_desk.ledger.fold import Folded
from alliance_desk.progress import Progress, silent
from db import migrate, search
from db.session import Database, DatabaseError

_COLUMNS = (
    "SELECT stream, seq, hash, header, kind, office, commit_id, commit_no, time FROM ledger_event ORDER BY stream, seq"
)
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
    ledger = [*_integrity(desk), *_headers(desk)]
    documents: list[Folded] = []
    ledger += _chains(desk, documents)
    blobs: set[str] = set()
    faults = [*ledger, *_search(desk), *_signatures(desk), *_blobs(desk, documents, blobs), *_packs(desk)]
    if not ledger:  # out of a damaged ledger no index can be made anew
        faults += _index(desk, progress)
    count = desk.raw.execute(
        "SELECT (SELECT count(*) FROM ledger_stream), (SELECT count(*) FROM ledger_event)"
    ).fetchone()
    rows = sum(desk.raw.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0] for table in rebuild.TABLES)  # noqa: S608 - our own tables
    return Report(count[0], count[1], len(blobs), rows, tuple(faults))


def _integrity(desk: Desk) -> Iterator[Fault]:
    for (line,) in desk.raw.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield Fault("doctor.file-damaged", {"why": line})
    for _ in desk.raw.execute("PRAGMA foreign_key_check"):
        yield Fault("doctor.file-damaged", {"why": "foreign key"})


def _search(desk: Desk) -> Iterator[Fault]:
    """FTS5 compares its own index with the rows; it does so by an INSERT, so a read-only desk cannot ask."""
    if desk.readonly:
        return
    try:
        search.check(desk.raw.execute)
    except DatabaseError as error:
        yield Fault("doctor.search-differs", {"table": "search_case", "why": str(error)})


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


def _chains(desk: Desk, documents: list[Folded]) -> Iterator[Fault]:
    """Each stream hangs together; ``documents`` gets what the sound ones fold to."""
    stored = {
        (stream, seq): digest for stream, seq, digest in desk.raw.execute("SELECT stream, seq, hash FROM ledger_event")
    }
    known = desk.raw.execute("SELECT id FROM ledger_stream ORDER BY id").fetchall()
    for done, (stream,) in enumerate(known):
        desk.progress(done, len(known), "doctor.examining")
        try:
            events = streams.events(desk.raw, stream)
            chain.verify(events)
            documents.append(fold.fold(events))
        except DeskError as error:
            yield Fault("doctor.chain", {"stream": stream, "why": error.text()})
            continue
        except ValueError:
            yield Fault("doctor.chain-empty", {"stream": stream})
            continue
        for event in events:
            if stored[stream, event.header.seq] != event.hash:
                yield Fault("doctor.columns-differ", {"stream": stream, "seq": event.header.seq})


def _signatures(desk: Desk) -> Iterator[Fault]:
    """Signatures by keys this desk knows must hold; those of others are passed on unproven."""
    own = read_card(desk.settings["office"]["card"].encode(), desk.office)
    known = {card.fingerprint: card.signing for card in (own, *cards(desk).values())}
    for stream, seq, fingerprint, signature, digest in desk.raw.execute(_SIGNATURES):
        if digest is None or (
            fingerprint in known and not verify_head(known[fingerprint], stream, seq, digest, signature)
        ):
            yield Fault("doctor.signature", {"stream": stream, "seq": seq})


def _blobs(desk: Desk, documents: list[Folded], seen: set[str]) -> Iterator[Fault]:
    """Every attachment that a document names is there and is what its name says; ``seen`` gets them all."""
    for folded in documents:
        for blob in (*blobs_in(folded.open), *blobs_in(folded.private)):
            if blob not in seen and not desk.blobs.sound(blob):
                yield Fault("doctor.blob", {"blob": blob, "stream": folded.stream, "name": _named(folded, blob)})
            seen.add(blob)


def _packs(desk: Desk) -> Iterator[Fault]:
    """Every pack that waits to be added, and every version that was added, is there as it came."""
    for one in offers.lost(desk):
        facts: dict[str, Fact] = {"title": one.title, "version": one.version, "office": one.sender}
        yield Fault("doctor.pack-offered", {**facts, "path": str(one.path)})
    added = cast("dict[str, dict[str, Json]]", desk.settings.get("packs", {}))
    for name, versions in added.items():
        for version, entry in versions.items():
            path = library.edition_file(name, int(version), desk.place.packs)
            if not library.unchanged(path, entry["sha256"]):
                facts = {"title": entry["title"], "version": int(version), "path": str(path)}
                yield Fault("doctor.pack-edition", facts)


def _named(folded: Folded, blob: str) -> str:
    """What people call an attachment: number of the case and name of the file, where there are such."""
    document = folded.open
    papers = cast("dict[str, Json]", document.get("papers", {})).values()
    name = next((paper.get("name", "") for paper in papers if paper.get("blob") == blob), folded.kind)
    return f"{cast('Json', document.get('case', {})).get('number', '')} {name}".strip()


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
        rebuild.renew(desk.raw, connection, progress)
