"""The office's letters about a case, written out of the ledger: whoever asks again gets the same paper."""

from pathlib import Path

from msgspec import Struct

from alliance_desk import words
from alliance_desk.cases.continuing import rehearsal_mark
from alliance_desk.cases.letter_values import VALUES, Subject
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError, Refused


class Enclosed(Struct, frozen=True):
    """What became of a letter: its file, and the sentence that says where it lies or why there is none."""

    files: tuple[Path, ...]
    text: str


def enclosed(desk: Desk, kind: str, number: str) -> Enclosed:
    """Write a letter beside something that has just been recorded; what keeps it from being written is told, not raised."""
    try:
        path = write(desk, kind, number)
    except DeskError as error:
        return Enclosed((), words.text("cases.letter-not-written", {"why": error.text(), "kind": kind}))
    return Enclosed((path,), words.text("cases.letter-written", {"path": str(path)}))


def write(desk: Desk, kind: str, number: str) -> Path:
    """Write a letter of a case into the workspace's papers.

    kind: correction, recommendation, acceptance, refusal, approval, notice or reply. Raises Refused when the case has not come so far,
    or something the letter needs was never given.
    """
    from alliance_desk.papers.letters import write_letter

    case = desk.case(number)
    rules = desk.rules_of(case)
    if kind not in VALUES:
        raise Refused("cases.unknown-letter", kind=kind, known=tuple(VALUES))
    try:
        values, place = VALUES[kind](Subject(desk, case, rules))
    except LookupError as error:
        raise Refused("cases.letter-too-early", number=case.open["case"]["number"]) from error
    return write_letter(kind, desk.place.papers / f"{kind}-{place}.docx", values, mark=rehearsal_mark(rules))
