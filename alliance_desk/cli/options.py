"""What commands of several rooms ask for: arguments by one name and one help, and what is typed in them."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from alliance_desk import words
from alliance_desk.cases.paper_edits import NewPaper
from alliance_desk.cli.session import day, pairs
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused

Case = Annotated[str, typer.Argument(help=words.text("cli.help.case"))]
Cases = Annotated[list[str], typer.Argument(help=words.text("cli.help.cases"))]
AllianceName = Annotated[str, typer.Argument(help=words.text("cli.care.alliance"))]
Procedure = Annotated[str, typer.Argument(help=words.text("cli.care.procedure"))]
PackName = Annotated[str, typer.Argument(help=words.text("cli.help.pack"))]
Subject = Annotated[str, typer.Option("--subject", help=words.text("cli.care.subject"))]
On = Annotated[str, typer.Option("--on", help=words.text("cli.help.on"))]
Note = Annotated[str, typer.Option("--note", "--reason", help=words.text("cli.help.reason"))]
Document = Annotated[str, typer.Option("--document", help=words.text("cli.care.document"))]
Letter = Annotated[str, typer.Option("--letter", help=words.text("cli.help.letter"))]
Scan = Annotated[Path | None, typer.Option("--scan", help=words.text("cli.help.scan"))]
Papers = Annotated[list[str] | None, typer.Option("--paper", help=words.text("cli.care.paper"))]
After = Annotated[str, typer.Option("--after", help=words.text("cli.care.after"))]
Member = Annotated[str, typer.Option("--member", help=words.text("cli.care.member"))]
Joins = Annotated[list[str] | None, typer.Option("--joins", help=words.text("cli.care.joins"))]
_FOUND = """
    SELECT id, name FROM index_alliance WHERE name = ?1 OR substr(id, 1, length(?1)) = ?1 ORDER BY name = ?1 DESC, name, id LIMIT 6
"""


def alliance_of(desk: Desk, typed: str) -> str:
    """The id of the one alliance of the register that is called so, or whose id begins so. Raises Refused when none or several are."""
    found = desk.raw.execute(_FOUND, (typed.strip(),)).fetchall()
    exact = [row for row in found if row[1] == typed.strip()]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0][0]
    if not found or not typed.strip():
        raise Refused("care.no-such-alliance", alliance=typed)
    raise Refused("cli.care.several", typed=typed, known=tuple(f"{name} {key[:8]}" for key, name in found))


def papers_of(given: list[str] | None) -> list[NewPaper]:
    """``paper=file`` options; a paper of a member or a year as ``paper.member.year``."""
    found: list[NewPaper] = []
    for key, file in pairs(given or []).items():
        paper, _, rest = key.partition(".")
        member, _, year = rest.partition(".")
        found.append(NewPaper(Path(file), paper, member, year))
    return found


def day_or_today(desk: Desk, typed: str) -> date:
    """The day typed, today where none is. Raises Refused when there is no such day."""
    return day(typed) if typed else desk.clock.today()
