"""Every letter of a decade says its policy's own word: where it is 备案 no paper speaks of 认定, and the other way round."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import cast

import msgspec
import pytest
from openpyxl import load_workbook

from alliance_desk.care import round_papers, round_plan
from alliance_desk.care.round_state import rounds
from alliance_desk.care.upward import summary_table
from alliance_desk.cases import letters, office
from alliance_desk.cases.meeting_papers import meeting_papers
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk, open_desk
from alliance_desk.policy.pack import Pack
from tests.helpers.desks import passphrase
from tests.helpers.handing import read
from tests.packs.scenario import INVENTED, pack_of
from tests.sim import decade

ACTS = ("认定", "备案")
THREE, SEED, MOST = 3, 5, 4
"""So many alliances; letters of one kind."""


def foreign(rules: Pack) -> tuple[str, ...]:
    """The words of other policies for the act."""
    return tuple(act for act in ACTS if act != rules.pack.words.act)


def own_texts(rules: Pack) -> list[str]:
    """What the policy itself says with another policy's word: quoted, it stays. The longest first."""

    def leaves(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for one in cast("dict[str, object]", value).values():
                yield from leaves(one)
        elif isinstance(value, list | tuple):
            for one in cast("list[object]", value):
                yield from leaves(one)

    found = {text for text in leaves(msgspec.to_builtins(rules)) if any(act in text for act in foreign(rules))}
    return sorted(found, key=len, reverse=True)


def written(desk: Desk) -> Iterator[tuple[str, Path]]:
    """Every paper of the decade, and every letter that can be written of its cases now: kind and file."""
    yield from ((path.stem, path) for path in sorted(desk.place.papers.glob("*.docx")))
    for round_ in rounds(desk):
        yield "assessment", round_papers.call(desk, round_.stream).files[0]
        if round_.state == "open":
            plan = round_plan.plan(desk, round_.stream, "样例甲", [], {})
            yield "assessment-plan", plan.files[0]
    kind = "SELECT stream FROM index_case WHERE kind = ? ORDER BY stream LIMIT 3"
    applied = [stream for (stream,) in desk.raw.execute(kind, ("application",)).fetchall()]
    yield "meeting", meeting_papers(desk, applied).files[0]
    upward = [stream for (stream,) in desk.raw.execute(kind, ("upward",)).fetchall()]
    if upward:
        yield "upward-table", summary_table(desk, upward).files[0]
    seen: Counter[str] = Counter()
    for (stream,) in desk.raw.execute("SELECT stream FROM index_case ORDER BY stream").fetchall():
        for kind in letters.possible(desk, stream):
            seen[kind] += 1
            if seen[kind] <= MOST:
                yield kind, letters.write(desk, kind, stream)


def said(path: Path) -> str:
    """The text of a letter or of a list."""
    if path.suffix == ".docx":
        return read(path)
    sheets = load_workbook(path).worksheets
    return "\n".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value)


@pytest.mark.parametrize("pack", [*decade.packs(), *INVENTED])
def test_every_letter_says_the_policys_own_word(pack: str, tmp_path: Path) -> None:
    decade.one(tmp_path, pack, THREE, SEED)
    rules = pack_of(pack)
    quoted = own_texts(rules)
    kinds: set[str] = set()
    with open_desk(tmp_path / "office", passphrase=passphrase, clock=FixedClock(date(2040, 1, 1))) as desk:
        for name in ("contact_unit", "telephone", "address"):
            office.set_value(desk, name, "0000-5550123")
        for kind, path in written(desk):
            text = said(path)
            for quote in quoted:
                text = text.replace(quote, "")
            for act in foreign(rules):
                at = text.find(act)
                assert at < 0, (kind, text[max(0, at - 30) : at + 30])
            kinds.add(kind)
    assert {"recommendation", "receipt", "checklist", "archive"} <= kinds
