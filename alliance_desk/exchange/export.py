"""Handing over: a case offered and packed, a copy without custody, a receipt, the same package once more."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec.structs import replace

from alliance_desk import canonical, words
from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.clock import stamp
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.exchange import log as packages
from alliance_desk.exchange import packing
from alliance_desk.exchange.container import SUFFIX, file_name, write_container
from alliance_desk.exchange.delivery import deliver
from alliance_desk.exchange.envelope import Envelope, Purpose
from alliance_desk.exchange.packs import header_in
from alliance_desk.exchange.packs import whole as whole_pack
from alliance_desk.exchange.trust import own_card, peer
from alliance_desk.keys.office import KeyCard
from alliance_desk.ledger import custody, streams
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.event import SCHEMA
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.progress import Cancelled

_SHARED = "SELECT stream FROM index_case WHERE ? IN (recommender, decider) ORDER BY stream"


def hand_over(desk: Desk, number: str, folder: Path, *, whole: bool = False) -> Changes:
    """Offer a case to the other office of the case and write its package into ``folder``.

    Upwards after the recommendation, downwards after it was sent back; a case beneath an alliance when its next stage is the other office's.
    A case already offered is not offered again: its package
    is finished or, when it went out and nothing has changed, written once more, the same bytes.
    whole: pack the whole chain for an office that misses what came before (缺件单).
    Raises Refused when the case is not ready to move or its receiver's key was not entered, Damaged when a disk refuses.
    """
    case = desk.case(number)
    offices = case.open["offices"]
    up = desk.office == offices["recommender"]
    to = offices["decider"] if up else offices["recommender"]
    if to == desk.office:
        raise Refused("exchange.same-office", number=case.open["case"]["number"])
    receiver = peer(desk, to)
    if custody.holder(case.open) != desk.office:
        raise Refused("exchange.not-here", number=case.open["case"]["number"])
    fresh = case.open["custody"]["state"] != "offered"
    if fresh:
        _refuse_unready(desk, case, up=up)
        _move(desk, case, custody.OFFER, custody.after(case.open, custody.OFFER, desk.office, to))
    purpose = Purpose.HANDOVER if up else Purpose.RETURN
    try:
        return _send(desk, packing.load(desk, [case.stream]), receiver, purpose, folder, whole=whole)
    except Cancelled:
        if fresh:  # no package went out: the case is here again as if it had never been offered, and its chain says why
            withdraw_offer(desk, case.stream, words.text("exchange.cancelled-ground"))
        raise


def copy_to(desk: Desk, numbers: Iterable[str], office: str, folder: Path, *, whole: bool = False) -> Changes:
    """Send copies of cases to a party of theirs without moving custody: results go down so.

    whole: pack the whole chains. Raises Refused when the office is no party to a case or its key was not entered.
    """
    receiver = peer(desk, office)
    cases = [desk.case(number) for number in numbers]
    for case in cases:
        if receiver.office not in (case.open["offices"]["recommender"], case.open["offices"]["decider"]):
            raise Refused("exchange.not-a-party", number=case.open["case"]["number"], office=receiver.name)
        if not custody.may_work(case.open, desk.office):
            raise Refused("exchange.not-here", number=case.open["case"]["number"])
    goods = packing.load(desk, [case.stream for case in cases])
    return _send(desk, goods, receiver, Purpose.COPY, folder, whole=whole)


def receipt(desk: Desk, office: str, folder: Path) -> Changes:
    """Send an office the receipts for its packages, and every signing for (签收) or declining (拒收) it has not seen yet.

    What this office did with a case after signing for it stays here until a copy or a return takes it along.
    """
    receiver = peer(desk, office)
    seen = packages.acknowledged(packages.entries(desk, receiver.office))
    ends: dict[str, int] = {}
    for (stream,) in desk.raw.execute(_SHARED, (receiver.office,)).fetchall():
        answers = (custody.ACCEPT, custody.DECLINE)
        mine = [
            event.header.seq
            for event in streams.events(desk.raw, stream, seen.get(stream, 0))
            if event.header.office == desk.office and event.header.kind in answers
        ]
        if mine:
            ends[stream] = mine[-1]
    goods = packing.load(desk, list(ends), ends)
    return _send(desk, goods, receiver, Purpose.RECEIPT, folder, whole=False)


def send_pack(desk: Desk, name: str, office: str, folder: Path) -> Changes:
    """Send a policy pack to an office whose key was entered, with those it lies over: the files as they are.

    There it waits until a person adds it. Raises Refused for a pack at fault or changed by hand, and for an office that is not known.
    """
    receiver = peer(desk, office)
    goods = packing.Load([], [], {}, list(whole_pack(desk, name).values()))
    changes = _send(desk, goods, receiver, Purpose.POLICY, folder, whole=False)
    header = desk.pack(name).pack
    return replace(changes, facts={**changes.facts, "title": header.title, "version": header.version})


def once_more(desk: Desk, sha256: str, folder: Path) -> Changes:
    """The byte-identical file of a package again, for a lost stick. Raises Refused for an unknown package."""
    entry = packages.outgoing(desk, sha256)
    path, slip = deliver(desk, entry, peer(desk, entry["office"]).name, folder)
    return Changes(code="exchange.once-more", facts={"path": str(path)}, files=(path, slip))


def withdraw_offer(desk: Desk, number: str, ground: str) -> Changes:
    """Take a hand-over back before the other office has taken it in (撤回报送), with the ground."""
    case = desk.case(number)
    if not ground.strip():
        raise Refused("cases.reason-needed", title=case.open["case"]["number"])
    moved = custody.after(case.open, custody.WITHDRAW, desk.office, ground=ground.strip())
    _move(desk, case, custody.WITHDRAW, moved)
    facts = {"number": case.open["case"]["number"]}
    return Changes(code="exchange.offer-withdrawn", facts=facts, kinds=frozenset({"case"}), streams=(case.stream,))


def _refuse_unready(desk: Desk, case: Folded, *, up: bool) -> None:
    rules, number = desk.rules_of(case), case.open["case"]["number"]
    if stages.may_move(rules, case.open, up=up):
        return
    if case.open["case"].get("procedure"):
        waiting = tuple(rules.stage[key].name for key in stages.open_stages(rules, case.open)) or ("—",)
        raise Refused("exchange.not-yet", number=number, now=waiting)
    raise Refused("exchange.not-recommended" if up else "exchange.not-sent-back", number=number)


def _move(desk: Desk, case: Folded, kind: str, moved: Json) -> None:
    desk.commit([moving(case, kind, moved)], sign=[case.stream])


def moving(case: Folded, kind: str, moved: Json) -> Draft:
    """The draft of a custody event that leaves the section ``moved`` behind."""
    gone = dict.fromkeys(key for key in case.open["custody"] if key not in moved)
    patch = {"custody": {**gone, **moved}}
    return Draft(stream=case.stream, stream_kind="case", kind=kind, patch=patch, seen=case.seq)


def _send(
    desk: Desk, goods: packing.Load, receiver: KeyCard, purpose: Purpose, folder: Path, *, whole: bool
) -> Changes:
    """Pack, record and deliver; what was already packed and nothing has changed since is only delivered."""
    packing.sign(desk, goods)
    log = packages.entries(desk, receiver.office)
    entry = None if whole else _waiting(desk, log, purpose, goods)
    if entry is None:
        entry = _pack(desk, goods, receiver, purpose, log, whole=whole)
    path, slip = deliver(desk, entry, receiver.name, folder)
    facts = {
        "office": receiver.name,
        "count": len(goods.cases),
        "path": str(path),
        "sha256": entry["sha256"],
        "slip": str(slip),
    }
    return Changes(
        code=_SAID[purpose],
        facts=facts,
        kinds=frozenset({"case", "office"}),
        streams=tuple(goods.cases),
        files=(path, slip),
    )


_SAID: Mapping[Purpose, str] = {
    Purpose.HANDOVER: "exchange.handed-over",
    Purpose.RETURN: "exchange.handed-back",
    Purpose.COPY: "exchange.copied",
    Purpose.RECEIPT: "exchange.receipt-sent",
    Purpose.POLICY: "exchange.pack-sent",
}


def _waiting(desk: Desk, log: list[Json], purpose: Purpose, goods: packing.Load) -> Json | None:
    """The last package out, when it holds exactly this, has no receipt yet, and still lies in the outbox."""
    last = packages.sent(log)[-1:]
    for entry in last:
        same = entry["cases"] == list(goods.cases) and entry["streams"] == dict(goods.upto)
        same = same and entry["purpose"] == purpose.value and entry["receipts"] == len(packages.received(log))
        same = same and [pack["sha256"] for pack in entry.get("packs", ())] == list(map(canonical.sha256, goods.packs))
        if same and not entry["receipt"] and (desk.place.outbox / entry["file"]).is_file():
            return entry
    return None


def _pack(
    desk: Desk, goods: packing.Load, receiver: KeyCard, purpose: Purpose, log: list[Json], *, whole: bool
) -> Json:
    """Write the container into the outbox, then record it; without the record the next try writes it anew."""
    sent = packages.sent(log)
    cargo = packing.cargo(desk, goods, log, whole=whole)
    envelope = Envelope(
        purpose=purpose,
        sender=desk.office,
        receiver=receiver.office,
        sequence=sent[-1]["sequence"] + 1 if sent else 1,
        previous=sent[-1]["sha256"] if sent else "",
        schemas=(1, SCHEMA),
        created=stamp(desk.clock.now()),
        heads=packing.heads(desk),
    )
    card = own_card(desk)
    name = file_name(card.name, desk.clock.today().year, envelope.sequence)
    # Two receivers may share the beginning of their names, and one outbox and one stick serve both.
    path = desk.place.outbox / f"{name.removesuffix(SUFFIX)}-{receiver.fingerprint[:5]}{SUFFIX}"
    written = write_container(
        path, envelope, cargo.payload, key=desk.key(), card=card, receiver=receiver, progress=desk.progress
    )
    entry: Json = {
        "sha256": written.sha256,
        "direction": "out",
        "office": receiver.office,
        "sequence": envelope.sequence,
        "purpose": purpose.value,
        "file": path.name,
        "on": desk.clock.today().isoformat(),
        "cases": cargo.contents.main,
        "streams": dict(goods.upto),
        "receipts": len(cargo.contents.receipts),
        "receipt": False,
        **({"packs": [_named(data) for data in goods.packs]} if goods.packs else {}),
    }
    patch = {"packages": {f"out-{written.sha256}": entry}}
    stream = desk.own_stream("office")
    desk.commit([Draft(stream=stream, stream_kind="office", kind="office.package-out", patch=patch)])
    return entry


def _named(data: bytes) -> Json:
    """A pack as the package log keeps it."""
    header = header_in(data)
    return {"sha256": canonical.sha256(data), **{key: header.get(key, "") for key in ("id", "version", "title")}}
