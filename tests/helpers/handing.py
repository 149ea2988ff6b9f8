"""Offices under a policy that asks for much after recognition (``handing.toml``), with alliances that are recognised in earnest."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import docx
import openpyxl

from alliance_desk.care import entries
from alliance_desk.cases import conditions, recognition
from alliance_desk.cases.paper_edits import NewPaper
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.exchange import export, intake
from tests.helpers.care import record
from tests.helpers.desks import (
    CITY,
    LIFE,
    PACK,
    PACK_ID,
    SAMPLE,
    Pair,
    advance,
    make_office,
    recommended_case,
    two_offices,
)

HANDING = Path(__file__).with_name("handing.toml")
START = date(2024, 9, 27)


def policy(desk: Desk, *lines: tuple[str, str]) -> None:
    """Give an office the policy, with some of its lines changed (old, new)."""
    text = "".join(path.read_text("utf8") for path in (PACK, LIFE, HANDING))
    # Old alliances stand under it too.
    for old, new in (('effective = "2024-01-01"', 'effective = "2018-01-01"'), *lines):
        assert old in text
        text = text.replace(old, new)
    (desk.place.packs / f"{PACK_ID}.toml").write_text(text, encoding="utf8")


def city(root: Path, *lines: tuple[str, str]) -> Desk:
    """A deciding office that enters for its counties."""
    desk = make_office(root, CITY, "市", "210300")
    policy(desk, *lines)
    return desk


def known(desk: Desk, name: str, recognised: str, procedure: str = "history", **more: object) -> str:
    """The id of an alliance entered from older papers."""
    made = entries.enter(desk, PACK_ID, procedure, [record(name, date.fromisoformat(recognised), **more)])
    return str(desk.case(made.streams[0]).open["alliance"]["id"])


def on(desk: Desk, day: str) -> None:
    """Let it be another day."""
    desk.clock = FixedClock(date.fromisoformat(day))


def both_on(pair: Pair, day: str) -> None:
    """Let it be another day for both."""
    for desk in pair:
        on(desk, day)


def recognised(folder: Path) -> str:
    """A county and its city under ``folder``, closed, with one alliance that both have in their registers; its id."""
    pair = two_offices(folder)
    for desk in pair:
        policy(desk)
    case = recommended_case(pair.county).stream
    send(pair.county, pair.city, case, folder)
    advance(pair.city, case, "recognition")
    recognition.recognise(pair.city, case, "样科〔2024〕9号", START)
    intake.take_in(pair.county, export.copy_to(pair.city, [case], pair.county.office, folder / "stick").files[0])
    alliance = str(pair.city.case(case).open["alliance"]["id"])
    pair.close()
    return alliance


def send(giver: Desk, taker: Desk, number: str, folder: Path) -> None:
    """Hand a case over, package and all."""
    intake.take_in(taker, export.hand_over(giver, number, folder / "stick").files[0])


def scan(folder: Path, name: str = "材料.pdf") -> Path:
    """A paper that may be kept."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(SAMPLE + name.encode())
    return path


def papers(folder: Path, *kinds: str) -> list[NewPaper]:
    """A file for each kind of paper."""
    return [NewPaper(scan(folder, f"{kind}.pdf"), kind) for kind in kinds]


def settle(desk: Desk, number: str) -> None:
    """Attest and explain what is open in a case."""
    for finding in conditions.findings(desk, desk.case(number)):
        for key in finding.keys:
            conditions.attest(desk, number, key, holds=True)
        if finding.overridable and finding.outcome.value == "explain":
            conditions.override(desk, number, finding.check, "已核对")


def kinds(desk: Desk, stream: str) -> list[str]:
    """The event kinds of a stream, oldest first."""
    rows = desk.raw.execute("SELECT kind FROM ledger_event WHERE stream = ? ORDER BY seq", (stream,)).fetchall()
    return [row[0] for row in rows]


def commits(desk: Desk) -> int:
    """How many commits this office has made."""
    row = desk.raw.execute("SELECT max(commit_no) FROM ledger_event WHERE office = ?", (desk.office,)).fetchone()
    return int(row[0])


def read(path: Path) -> str:
    """The text of a letter."""
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def table(path: Path) -> Sequence[Sequence[object]]:
    """The rows of a list below its heading."""
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return list(sheet.iter_rows(min_row=4, values_only=True))
