"""What an event must satisfy before it is appended, whether it was made here or came in a package."""

from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.errors import Refused
from alliance_desk.ledger import custody, patch
from alliance_desk.ledger.event import SCHEMA, WRITER, Event
from alliance_desk.ledger.fold import Folded
from alliance_desk.ledger.kinds import KINDS, Kind
from alliance_desk.policy import stages
from alliance_desk.policy.pack import Pack


def check(event: Event, before: Folded, after: Folded, rules: Pack | None, undone: Event | None, owner: str) -> None:
    """Refuse an event that its office, at this stage and custody state, may not write.

    before / after: the stream's documents around the event. rules: the case's effective rules (stage events only).
    undone: for an undo the event it takes back; that it is the exact inverse is the caller's to see.
    owner: the office that founded the stream. Raises Refused naming kind and path.
    """
    header = event.header
    kind = KINDS.get(header.kind)
    if header.least > WRITER or header.schema > SCHEMA:
        raise Refused("ledger.newer-writer", kind=header.kind, seq=header.seq)
    if kind is None or kind.stream != header.stream_kind:
        raise Refused("ledger.unknown-kind", kind=header.kind)
    _check_paths(event, KINDS[undone.header.kind] if undone is not None else kind)
    _check_office(header.office, header.kind, kind, before.open or after.open, owner)
    if kind.role == "custody":
        _check_custody(event, before.open, after.open)
    elif kind.stream == "case" and header.kind != "case.opened":
        if before.seq == 0:
            raise Refused("ledger.not-opened", kind=header.kind)
        if kind.held and not custody.may_work(before.open, header.office):
            raise Refused("ledger.not-holder", kind=header.kind)
    if header.kind == "case.opened":
        _check_opening(event, before, after)
    if kind.stage:
        _check_stage(event, kind, before.open, rules)
    if event.effects and not kind.effects:
        raise Refused("ledger.effects-not-allowed", kind=header.kind)
    if patch.has_null(after.open) or patch.has_null(after.private):
        raise Refused("ledger.null-in-document", kind=header.kind)


def _check_paths(event: Event, kind: Kind) -> None:
    for touched, private in ((event.patch, False), (event.private_patch, True)):
        for path in patch.paths(touched):
            if not kind.allows(path, private=private):
                raise Refused("ledger.foreign-path", kind=event.header.kind, path=".".join(path))


def _check_office(office: str, name: str, kind: Kind, document: Json, owner: str) -> None:
    offices = cast("Json", document.get("offices", {}))
    allowed = {
        "recommender": offices.get("recommender") == office,
        "decider": offices.get("decider") == office,
        "holder": office in (offices.get("recommender"), offices.get("decider")),
        "stage": office in (offices.get("recommender"), offices.get("decider")),
        "custody": True,
        "owner": owner in ("", office),
    }[kind.role]
    if not allowed:
        raise Refused("ledger.foreign-role", kind=name, role=kind.role)


def _check_opening(event: Event, before: Folded, after: Folded) -> None:
    if before.seq:
        raise Refused("ledger.opened-twice", stream=event.header.stream)
    if after.open.get("custody") != {"state": "held", "holder": event.header.office}:
        raise Refused("ledger.custody", kind=event.header.kind, state="-")


def _check_custody(event: Event, before: Json, after: Json) -> None:
    wanted = cast("Json", after.get("custody", {}))
    expected = custody.after(before, event.header.kind, event.header.office, cast("str", wanted.get("to", "")))
    if wanted != expected:
        raise Refused("ledger.custody", kind=event.header.kind, state=str(wanted.get("state", "-")))


def _check_stage(event: Event, kind: Kind, before: Json, rules: Pack | None) -> None:
    written = list(cast("Json", event.patch.get("stages", {})))
    if len(written) != 1 or rules is None:
        raise Refused("ledger.foreign-path", kind=event.header.kind, path="stages")
    stage = rules.stage.get(written[0])
    if stage is None or stage.kind != kind.stage:
        raise Refused("ledger.foreign-path", kind=event.header.kind, path=f"stages.{written[0]}")
    if cast("Json", before.get("offices", {})).get(stage.actor) != event.header.office:
        raise Refused("ledger.foreign-role", kind=event.header.kind, role=stage.actor, basis=stage.basis)
    if written[0] not in stages.open_stages(rules, before):
        raise Refused("ledger.stage-not-open", basis=stage.basis, stage=stage.name)
