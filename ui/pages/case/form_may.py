"""Whether the file of a case may be changed here and now."""

from alliance_desk.cases.stage import edits, open_stage
from alliance_desk.errors import Refused
from alliance_desk.ledger import custody
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from ui.language import said, tr
from ui.seat import Seat

_KIND = "recommend"
"""The kind of stage during which the file may be changed."""


def why_not_editable(seat: Seat, case: Folded, *, papers: bool = False) -> str:
    """Why the file cannot be changed here and now, in words; empty when it can. papers: only its papers are asked about."""
    if seat.readonly:
        return tr("steps.read-only")
    rules = seat.reader.rules_of(case)
    if case.open["case"].get("procedure"):
        try:
            edits(seat.reader, case, rules, papers=papers)
        except Refused as error:
            return said(error)
        return ""
    now = stages.open_stages(rules, case.open)
    if not any(rules.stage[key].kind == _KIND for key in now) or not custody.may_work(case.open, seat.reader.office):
        return tr("steps.file-closed")
    try:
        open_stage(seat.reader, case, rules, _KIND)
    except Refused as error:
        return said(error)
    return ""
