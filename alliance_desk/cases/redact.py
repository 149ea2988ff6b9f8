"""Deleting personal data of a case (个人信息删除): the private bodies go, the chain stays whole."""

from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk, local
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft


def redact(desk: Desk, number: str, ground: str) -> Changes:
    """Delete everything private that was written in a case so far: contacts and their earlier versions.

    The office that holds the case decides; offices that get its next package delete their copies too. Scans are not touched.
    Raises Refused without a ground (PIPL article 47), or when there is nothing to delete.
    """
    case = desk.case(number)
    shown = case.open["case"]["number"]
    if not ground.strip():
        raise Refused("cases.reason-needed", title=shown)
    if not case.private:
        raise Refused("cases.nothing-private", number=shown)
    key = f"d{len(cast('Json', case.open.get('redacted', {}))) + 1}"
    entry = {
        "on": desk.clock.today().isoformat(),
        "ground": ground.strip(),
        "office": desk.office,
        "operator": desk.operator,
    }
    patch = {"redacted": {key: entry}}
    desk.commit([Draft(stream=case.stream, stream_kind="case", kind="case.redacted", patch=patch, seen=case.seq)])
    local.drop_drafts(desk, case.stream)  # a form left half-filled may hold the same telephone numbers
    return Changes(code="cases.redacted", facts={"number": shown}, kinds=frozenset({"case"}), streams=(case.stream,))
