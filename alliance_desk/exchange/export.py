"""Handing over: a case offered and packed, a copy without custody, the same package once more."""

import base64
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from msgspec import Struct

from alliance_desk import canonical, files
from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.clock import stamp
from alliance_desk.desk import Desk
from alliance_desk.errors import Damaged, Refused
from alliance_desk.exchange import contents as table
from alliance_desk.exchange.container import Payload, Written, file_name, write_container
from alliance_desk.exchange.contents import Contents, SignatureRef, StreamPart
from alliance_desk.exchange.envelope import Envelope, Head, Purpose
from alliance_desk.keys.office import KeyCard
from alliance_desk.exchange.trust import own_card, peer
from alliance_desk.ledger import custody, streams
from alliance_desk.ledger.append import Draft
from alliance_desk.ledger.event import SCHEMA
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages

_SIGNATURES = "SELECT stream, seq, fingerprint, suite, signature FROM ledger_signature WHERE stream = ? ORDER BY seq, fingerprint"
_HEADS = "SELECT office, max(commit_no) FROM ledger_event GROUP BY office"
_LAST = "SELECT header, hash FROM ledger_event WHERE office = ? AND commit_no = ? ORDER BY rowid DESC LIMIT 1"


class _Cargo(Struct):
    """What goes into a package."""

    contents: Contents
    payload: list[Payload]


def hand_over(desk: Desk, number: str, folder: Path) -> Changes:
    """Offer a case to the other office of the case and write its package into ``folder``.

    Upwards after the recommendation, downwards after it was sent back. A case already offered whose package was not finished is
    packed again. Raises Refused when the case is not ready to move or its receiver's key was not entered.
    """
    case = desk.case(number)
    offices = case.open["offices"]
    up = desk.office == offices["recommender"]
    to = offices["decider"] if up else offices["recommender"]
    if to == desk.office:
        raise Refused("exchange.same-office", number=case.open["case"]["number"])
    receiver = peer(desk, to)
    if custody.holder(case.open) != desk.office or case.open["custody"]["state"] != "offered":
        _refuse_unready(desk, case, up=up)
        moved = custody.after(case.open, custody.OFFER, desk.office, to)
        draft = Draft(stream=case.stream, stream_kind="case", kind=custody.OFFER, patch={"custody": moved}, seen=case.seq)
        desk.commit([draft], sign=[case.stream])
    purpose = Purpose.HANDOVER if up else Purpose.RETURN
    return _pack(desk, [case.stream], receiver, purpose, folder, "exchange.handed-over")


def copy_to(desk: Desk, numbers: Iterable[str], office: str, folder: Path) -> Changes:
    """Send copies of cases to a party of theirs without moving custody: results go down so.

    Raises Refused when the office is no party to a case or its key was not entered.
    """
    receiver = peer(desk, office)
    cases = [desk.case(number) for number in numbers]
    for case in cases:
        if receiver.office not in (case.open["offices"]["recommender"], case.open["offices"]["decider"]):
            raise Refused("exchange.not-a-party", number=case.open["case"]["number"], office=receiver.name)
        if case.open["custody"]["state"] != "held" or custody.holder(case.open) != desk.office:
            raise Refused("ledger.not-holder", kind=case.open["case"]["number"])
    desk_key = desk.key()
    with desk.transaction() as connection:
        from alliance_desk.desk.desk import sign_heads

        for case in cases:
            last = streams.events(desk.raw, case.stream, case.seq - 1)
            signed = desk.raw.execute(
                "SELECT 1 FROM ledger_signature WHERE stream = ? AND seq = ? AND fingerprint = ?",
                (case.stream, case.seq, own_card(desk).fingerprint),
            ).fetchone()
            if signed is None:
                sign_heads(connection, desk_key, desk.office, last)
    return _pack(desk, [case.stream for case in cases], receiver, Purpose.COPY, folder, "exchange.copied")


def once_more(desk: Desk, sha256: str, folder: Path) -> Changes:
    """The byte-identical file of a package again, for a lost stick. Raises Refused for an unknown package."""
    rows = desk.raw.execute("SELECT sha256, file FROM index_package WHERE direction = 'out' AND sha256 LIKE ? || '%'", (sha256,)).fetchall()
    if len(rows) != 1:
        raise Refused("exchange.no-such-package", package=sha256)
    path = _onto_stick(desk.place.outbox / rows[0][1], folder, rows[0][0])
    return Changes(code="exchange.once-more", facts={"path": str(path)}, files=(path,))


def withdraw_offer(desk: Desk, number: str, ground: str) -> Changes:
    """Take a hand-over back before the other office has taken it in (撤回报送), with the ground."""
    case = desk.case(number)
    if not ground.strip():
        raise Refused("cases.reason-needed", title=case.open["case"]["number"])
    moved = custody.after(case.open, custody.WITHDRAW, desk.office)
    gone = dict.fromkeys(key for key in case.open["custody"] if key not in moved)
    draft = Draft(stream=case.stream, stream_kind="case", kind=custody.WITHDRAW, patch={"custody": {**gone, **moved}}, seen=case.seq)
    desk.commit([draft], sign=[case.stream])
    facts = {"number": case.open["case"]["number"]}
    return Changes(code="exchange.offer-withdrawn", facts=facts, kinds=frozenset({"case"}), streams=(case.stream,))


def _refuse_unready(desk: Desk, case: Folded, *, up: bool) -> None:
    rules = desk.rules_of(case)
    ready = stages.done(rules, case.open, "recommend") is up or bool(stages.end_kind(rules, case.open))
    if not ready:
        raise Refused("exchange.not-recommended" if up else "exchange.not-sent-back", number=case.open["case"]["number"])


def _pack(desk: Desk, cases: list[str], receiver: KeyCard, purpose: Purpose, folder: Path, code: str) -> Changes:
    log = _log(desk, receiver.office)
    cargo = _cargo(desk, cases, log)
    sent = [entry for entry in log if entry["direction"] == "out"]
    envelope = Envelope(
        purpose=purpose,
        sender=desk.office,
        receiver=receiver.office,
        sequence=len(sent) + 1,
        previous=sent[-1]["sha256"] if sent else "",
        schemas=(1, SCHEMA),
        created=stamp(desk.clock.now()),
        heads=_heads(desk),
    )
    card = own_card(desk)
    name = file_name(f"{card.name}-{receiver.name}", desk.clock.today().year, envelope.sequence)
    written = write_container(desk.place.outbox / name, envelope, cargo.payload, key=desk.key(), card=card, receiver=receiver)
    _record(desk, written, receiver, envelope, cargo.contents)
    slip = _slip(desk, written, receiver, envelope, cases)
    path = _onto_stick(written.path, folder, written.sha256)
    facts = {"office": receiver.name, "count": len(cases), "path": str(path), "sha256": written.sha256, "slip": str(slip)}
    return Changes(code=code, facts=facts, kinds=frozenset({"case", "office"}), streams=tuple(cases), files=(path, slip))


def _cargo(desk: Desk, cases: list[str], log: list[Json]) -> _Cargo:
    """Everything since the heads the receiver has acknowledged: events, bodies, rules, and the blobs that those events name."""
    seen = _acknowledged(log)
    payload: list[Payload] = []
    parts: list[StreamPart] = []
    signatures: list[SignatureRef] = []
    rules: list[str] = []
    blobs: list[str] = []
    for stream in [*cases, *_notes(desk, cases)]:
        folded = streams.document(desk.raw, stream)
        after = min(seen.get(stream, 0), folded.seq)
        head = streams.events(desk.raw, stream, after - 1)[0].hash if after else ""
        events = streams.events(desk.raw, stream, after)
        parts.append(StreamPart(stream, folded.kind, after, head, [table.reference(event) for event in events]))
        for event in events:
            payload.append(Payload(table.EVENT, event.raw))
            payload += [Payload(table.BODY, body) for body in (event.open, event.private) if body is not None]
            named = {blob for blob in _blobs(event.patch) if desk.blobs.has(blob)}
            blobs += sorted(named - set(blobs))
        if folded.kind == "case" and folded.open["case"]["rules"] not in rules:
            rules.append(folded.open["case"]["rules"])
        for row in desk.raw.execute(_SIGNATURES, (stream,)):
            signatures.append(SignatureRef(row[0], row[1], row[2], row[3], base64.b64encode(row[4]).decode()))
    payload += [Payload(table.BLOB, desk.blobs.path(blob)) for blob in blobs]
    for digest in rules:
        data = desk.raw.execute("SELECT data FROM ledger_rules WHERE hash = ?", (digest,)).fetchone()[0]
        payload.append(Payload(table.RULES, data))
    receipts = [entry["sha256"] for entry in log if entry["direction"] == "in"]
    found = Contents(cases, parts, signatures, rules, blobs, receipts)
    return _Cargo(found, [Payload(table.CONTENTS, table.encode(found)), *payload])


def _blobs(value: object) -> Iterable[str]:
    """Hashes under the keys that name blobs."""
    if isinstance(value, dict):
        for key, inner in cast("Json", value).items():
            if key in ("blob", "scan", "report") and isinstance(inner, str):
                yield inner
            else:
                yield from _blobs(inner)


def _notes(desk: Desk, cases: list[str]) -> list[str]:
    places = ",".join("?" * len(cases))
    rows = desk.raw.execute(f'SELECT DISTINCT stream FROM index_note WHERE "case" IN ({places}) ORDER BY stream', cases)  # noqa: S608
    return [row[0] for row in rows]


def _log(desk: Desk, office: str) -> list[Json]:
    """The packages exchanged with one office, oldest first."""
    entries = [entry for entry in cast("dict[str, Json]", desk.settings.get("packages", {})).values() if entry["office"] == office]
    return sorted(entries, key=lambda entry: (entry["direction"], entry["sequence"]))


def _acknowledged(log: list[Json]) -> dict[str, int]:
    """Stream → sequence number that the other office is known to hold: what it sent, and what it has given receipts for."""
    seen: dict[str, int] = {}
    for entry in log:
        if entry["direction"] == "in" or entry.get("receipt"):
            for stream, seq in cast("dict[str, int]", entry["streams"]).items():
                seen[stream] = max(seen.get(stream, 0), seq)
    return seen


def _heads(desk: Desk) -> tuple[Head, ...]:
    found: list[Head] = []
    for office, number in desk.raw.execute(_HEADS).fetchall():
        header, digest = desk.raw.execute(_LAST, (office, number)).fetchone()
        found.append(Head(office, canonical.decode(header)["incarnation"], number, digest))
    return tuple(sorted(found, key=lambda head: (head.office, head.incarnation)))


def _record(desk: Desk, written: Written, receiver: KeyCard, envelope: Envelope, found: Contents) -> None:
    entry = {
        "sha256": written.sha256,
        "direction": "out",
        "office": receiver.office,
        "sequence": envelope.sequence,
        "purpose": envelope.purpose.value,
        "file": written.path.name,
        "on": desk.clock.today().isoformat(),
        "cases": found.main,
        "streams": {part.stream: part.after + len(part.events) for part in found.streams},
        "receipt": False,
    }
    stream = desk.own_stream("office")
    desk.commit([Draft(stream=stream, stream_kind="office", kind="office.package-out", patch={"packages": {f"out-{written.sha256}": entry}})])


def _slip(desk: Desk, written: Written, receiver: KeyCard, envelope: Envelope, cases: list[str]) -> Path:
    """The paper hand-over list (交接清单), without personal data."""
    from alliance_desk import words
    from alliance_desk.papers.dates import numeric
    from alliance_desk.papers.letters import write_letter

    rows: list[dict[str, str]] = []
    for order, stream in enumerate(cases, 1):
        document = desk.case(stream).open
        action = words.text(f"exchange.purpose.{envelope.purpose.value}")
        rows.append({"order": str(order), "number": document["case"]["number"], "alliance": document["alliance"]["name"], "action": action})
    values = {
        "sender": desk.settings["office"]["name"],
        "receiver": receiver.name,
        "package": written.path.name,
        "sequence": str(envelope.sequence),
        "created": numeric(desk.clock.today()),
        "digest": written.sha256,
        "cases": rows,
    }
    return write_letter("handover", desk.place.papers / f"{written.path.stem}.docx", values)


def _onto_stick(source: Path, folder: Path, sha256: str) -> Path:
    """Copy to the stick, flush, read back whole."""
    import hashlib

    def right(part: Path) -> None:
        with part.open("rb") as back:
            if hashlib.file_digest(back, "sha256").hexdigest() != sha256:
                raise Damaged("exchange.read-back", path=str(folder / source.name))

    if folder.resolve() == source.parent.resolve():
        return source
    if not source.is_file():
        raise Damaged("files.cannot-read", path=str(source), why="-")
    with source.open("rb") as whole, files.writing(folder / source.name, check=right) as out:
        shutil.copyfileobj(whole, out)
    return folder / source.name

