"""The office's letters about a case, written out of the ledger: whoever asks again gets the same paper."""

from pathlib import Path

from msgspec import Struct

from alliance_desk import words
from alliance_desk.cases.continuing import rehearsal_mark
from alliance_desk.cases.letter_results import RESULTS
from alliance_desk.cases.letter_values import VALUES, Subject
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError, Refused


class Enclosed(Struct, frozen=True):
    """What became of a letter: its file, and the sentence that says where it lies or why there is none."""

    files: tuple[Path, ...]
    text: str


def enclosed(desk: Desk, kind: str, number: str) -> Enclosed:
    """Write a letter beside something that has just been recorded; what keeps it from being written is told, not raised.

    Of a case beneath an alliance the letters of an application would be untrue: a notice is written in its own form, the others are not.
    """
    if desk.case(number).open["case"].get("procedure"):
        kind = {"notice": "result-notice"}.get(kind, kind)
        if kind not in {"reply", *RESULTS}:
            return Enclosed((), "")
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
    beneath = bool(case.open["case"].get("procedure"))
    known = {"reply": VALUES["reply"], **RESULTS} if beneath else VALUES
    if kind not in known:
        raise Refused("cases.unknown-letter", kind=kind, known=tuple(known))
    try:
        values, place = known[kind](Subject(desk, case, rules))
    except LookupError as error:
        raise Refused("cases.letter-too-early", number=case.open["case"]["number"]) from error
    return write_letter(kind, desk.place.papers / f"{kind}-{place}.docx", values, mark=rehearsal_mark(rules))
