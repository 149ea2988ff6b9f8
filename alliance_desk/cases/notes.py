"""Notes beside a case: any office that may read the case may write them, whoever holds it."""

import uuid

from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft

KINDS = ("message", "withdrawal", "correction")
"""留言, 撤回申请, 更正申请."""
_MINE = "SELECT stream FROM index_note WHERE \"case\" = ? AND stream IN (SELECT id FROM ledger_stream WHERE kind = 'notes' AND office = ?) LIMIT 1"


def write(desk: Desk, number: str, text: str, kind: str = "message") -> Changes:
    """Write a note beside a case; it travels with the case's packages."""
    case = desk.case(number)
    if kind not in KINDS:
        raise Refused("cases.unknown-note", kind=kind, known=KINDS)
    if not text.strip():
        raise Refused("cases.note-empty")
    row = desk.raw.execute(_MINE, (case.stream, desk.office)).fetchone()
    stream = row[0] if row else uuid.uuid4().hex
    entry = {"kind": kind, "text": text.strip(), "on": desk.clock.today().isoformat(), "office": desk.office}
    patch = {"notes": {uuid.uuid4().hex: entry}} | ({} if row else {"beside": case.stream})
    desk.commit([Draft(stream=stream, stream_kind="notes", kind="note.written", patch=patch)])
    facts = {"number": case.open["case"]["number"]}
    return Changes(code="cases.note-written", facts=facts, kinds=frozenset({"notes"}), streams=(stream, case.stream))
