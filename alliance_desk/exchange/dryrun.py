"""What taking a package in would change, found out by doing everything but writing."""

from msgspec import Struct

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.errors import Damaged
from alliance_desk.exchange import log as packages
from alliance_desk.exchange import offers
from alliance_desk.exchange.admission import refuse_foreign, refuse_unfit
from alliance_desk.exchange.arriving import arriving
from alliance_desk.exchange.envelope import Purpose
from alliance_desk.exchange.opening import Opened
from alliance_desk.exchange.packs import brought, lacking
from alliance_desk.exchange.parcel import Parcel, read_parcel
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.compose import rules_from
from alliance_desk.policy.procedures import of_case
from alliance_desk.policy.stages import status_text

_COMMIT = "SELECT 1 FROM ledger_event WHERE office = ? AND commit_no = ? AND hash = ?"


class CaseChange(Struct, frozen=True):
    """What taking the package in would do to one case. new: it is not here yet. status: what it is called afterwards.

    events: how many new events. ours: it is handed over to this office and will be signed for.
    """

    number: str
    name: str
    new: bool
    events: int
    status: str
    ours: bool


class PackChange(Struct, frozen=True):
    """What a policy pack in the package is to this office. state, old, differences: as ``arriving.Arriving`` has them."""

    title: str
    version: int
    status: str
    state: str
    old: int
    differences: int


class Preview(Struct, frozen=True):
    """What a package is and what it would change. taken: it was taken in before, and nothing will change.

    notes: new events beside the cases. remarks: what a clerk should know and nothing hangs on, in words.
    packs: policy packs that came by themselves; they would wait to be added.
    """

    sha256: str
    sender: str
    fingerprint: str
    purpose: str
    sequence: int
    created: str
    cases: tuple[CaseChange, ...]
    notes: int
    blobs: int
    receipts: int
    taken: bool
    remarks: tuple[str, ...] = ()
    packs: tuple[PackChange, ...] = ()

    @property
    def idle(self) -> bool:
        """Whether nothing in it is new here: an older package of a series whose later ones have come."""
        cases = any(case.events or case.ours for case in self.cases)
        return not self.notes and not cases and all(pack.state == "there" for pack in self.packs)


def rehearsed(desk: Desk, opened: Opened, language: str = "zh_CN") -> tuple[Parcel, Preview]:
    """Everything that taking in would check and change, with nothing written. Raises Refused or Damaged as taking in would."""
    parcel = read_parcel(desk, opened)
    parcel.packs = arriving(desk, opened) if opened.envelope.purpose is Purpose.POLICY else []
    refuse_foreign(desk, parcel)
    try:
        after = _documents(desk, parcel)
        refuse_unfit(desk, parcel, after)
        cases = tuple(_change(desk, parcel, after[stream], language) for stream in parcel.contents.main)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        # A known office signed it, but its documents are not of the shape documents have: another program's, or forged.
        raise Damaged("exchange.unreadable", file=parcel.file, why=f"{type(error).__name__}: {error}"[:200]) from error
    return parcel, Preview(
        sha256=opened.sha256,
        sender=opened.signer.name,
        fingerprint=opened.signer.fingerprint,
        purpose=opened.envelope.purpose.value,
        sequence=opened.envelope.sequence,
        created=opened.envelope.created,
        cases=cases,
        notes=sum(event.header.stream_kind == "notes" for event in parcel.fresh),
        blobs=len(parcel.contents.blobs),
        receipts=len(parcel.contents.receipts),
        taken=packages.taken(desk, opened.sha256) != "" and not offers.lost(desk, opened.sha256),
        remarks=tuple(_remarks(desk, opened, language)),
        packs=tuple(
            PackChange(one.title, one.version, one.status, one.state, one.old, one.differences) for one in parcel.packs
        ),
    )


def offered_to_us(desk: Desk, document: Json) -> bool:
    """Whether a case waits for this office to sign for it."""
    return document["custody"].get("state") == "offered" and document["custody"].get("to") == desk.office


def _documents(desk: Desk, parcel: Parcel) -> dict[str, Folded]:
    from alliance_desk.ledger.append import rehearse

    found = rehearse(desk.raw, parcel.fresh, parcel.rules)
    for part in parcel.contents.streams:
        if part.stream not in found:
            found[part.stream] = streams.document(desk.raw, part.stream)
    return found


def _change(desk: Desk, parcel: Parcel, after: Folded, language: str) -> CaseChange:
    digest = after.open["case"]["rules"]
    foreign = digest in parcel.rules
    rules = of_case(rules_from(parcel.rules[digest]), after.open) if foreign else streams.rules_of(desk.raw, after.open)
    new = [event for event in parcel.fresh if event.header.stream == after.stream]
    return CaseChange(
        number=after.open["case"]["number"],
        name=after.open["alliance"]["name"],
        new=len(new) == after.seq,
        events=len(new),
        status=status_text(rules, after.open, language),
        ours=offered_to_us(desk, after.open),
    )


def _remarks(desk: Desk, opened: Opened, language: str) -> list[str]:
    """Gaps and forks in the sender's series of packages, and commits of this office that it has seen and this desk has not."""
    envelope = opened.envelope
    series = {e["sequence"]: e["sha256"] for e in packages.received(packages.entries(desk, envelope.sender))}
    known = {**series, 0: ""}
    said: list[str] = []
    if known.get(envelope.sequence, opened.sha256) != opened.sha256 or (
        known.get(envelope.sequence - 1, envelope.previous) != envelope.previous
    ):
        said.append(words.text("exchange.remark.forked", {"sequence": envelope.sequence}, language))
    first = max((number for number in known if number < envelope.sequence), default=0) + 1
    if first < envelope.sequence:
        said.append(words.text("exchange.remark.gap", {"first": first, "last": envelope.sequence - 1}, language))
    said += [
        words.text("exchange.remark.pack", {"title": title, "version": version}, language)
        for title, version in (lacking(desk, opened, brought(opened)) if envelope.purpose is not Purpose.POLICY else ())
    ]
    said += [
        words.text("exchange.remark.forgotten", {"commit": head.commit}, language)
        for head in envelope.heads
        if head.office == desk.office
        and not desk.raw.execute(_COMMIT, (head.office, head.commit, head.hash)).fetchone()
    ]
    return said
