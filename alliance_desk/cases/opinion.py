"""An office's signed opinion (意见) as a section of a case: its words, the number of its letter, the signed paper."""

import contextlib
from collections.abc import Generator
from pathlib import Path

from alliance_desk.canonical import Json
from alliance_desk.cases import conditions
from alliance_desk.cases.keeping import keeping, refuse_strange
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.findings import Finding
from alliance_desk.policy.pack import Stage


@contextlib.contextmanager
def signed(
    desk: Desk, case: Folded, stage: Stage, text: str, found: list[Finding], *, letter: str, scan: Path | None
) -> Generator[Json]:
    """The sections of a signed opinion and of the conditions it was signed under, for the commit in the block; its scan is kept.

    stage: whose opinion it is. found: the conditions as they were judged. letter: number of the office's letter. scan: the signed paper.
    Raises Refused where the case was entered for another office and its paper is missing, or the scan is no document.
    """
    behalf = case.open["offices"].get("on_behalf")
    if behalf and scan is None:
        raise Refused("cases.scan-needed", basis=stage.basis, office=behalf)
    if scan is not None:
        refuse_strange(scan)
    section: Json = {"text": text.strip(), "on": desk.clock.today().isoformat(), "office": desk.office}
    if letter.strip():
        section["letter"] = letter.strip()
    with keeping(desk, [scan] if scan else []) as kept:
        if scan is not None:
            section |= {"scan": kept[0], "scan_name": scan.name}
        yield {"opinion": section, "checks": conditions.recorded(case, found)}
