"""The office's letters about a case, written out of the ledger: whoever asks again gets the same paper."""

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from alliance_desk import words
from alliance_desk.cases.continuing import rehearsal_mark
from alliance_desk.cases.letter_after import AFTER
from alliance_desk.cases.letter_before import BEFORE
from alliance_desk.cases.letter_values import Subject, Values
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError, Refused
from alliance_desk.ledger.fold import Folded


class Enclosed(Struct, frozen=True):
    """What became of a letter: its file, and the sentence that says where it lies or why there is none."""

    files: tuple[Path, ...]
    text: str


NOTHING = Enclosed((), "")
"""Where no letter goes with what was done."""


def enclosed(desk: Desk, kind: str, number: str) -> Enclosed:
    """Write a letter beside something that has just been recorded; what keeps it from being written is told, not raised.

    Of a case beneath an alliance the letters of an application would be untrue: a notice is written in its own form, the others are not.
    """
    if desk.case(number).open["case"].get("procedure"):
        kind = {"notice": "result-notice"}.get(kind, kind)
        if kind not in AFTER:
            return NOTHING
    try:
        path = write(desk, kind, number)
    except DeskError as error:
        return Enclosed((), words.text("cases.letter-not-written", {"why": error.text(), "kind": kind}))
    return Enclosed((path,), words.text("cases.letter-written", {"path": str(path)}))


def together(*papers: Enclosed) -> Enclosed:
    """Several letters of one act as one."""
    said = words.text("letters.paper-sign").join(one.text for one in papers if one.text)
    return Enclosed(tuple(path for one in papers for path in one.files), said)


def possible(desk: Desk, number: str) -> list[str]:
    """The letters that can be written of a case as it stands; what a letter still needs is told when it is written."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    found: list[str] = []
    for kind, values in _known(case).items():
        try:
            values(Subject(desk, case, rules))
        except LookupError:
            continue  # the case has not come so far, or goes another way
        except DeskError:
            found.append(kind)  # it is asked for, and writing it says what the office has to enter first
        else:
            found.append(kind)
    return found


def write(desk: Desk, kind: str, number: str) -> Path:
    """Write a letter of a case into the workspace's papers.

    kind: id of a letter (``letter_before.BEFORE``; of a case beneath an alliance ``letter_after.AFTER``). Raises Refused when the case has
    not come so far, or something the letter needs was never given.
    """
    from alliance_desk.papers.letters import write_letter

    case = desk.case(number)
    rules = desk.rules_of(case)
    known = _known(case)
    if kind not in known:
        raise Refused("cases.unknown-letter", kind=kind, known=tuple(known))
    try:
        values, place = known[kind](Subject(desk, case, rules))
    except LookupError as error:
        raise Refused("cases.letter-too-early", number=case.open["case"]["number"]) from error
    return write_letter(kind, desk.place.papers / f"{kind}-{place}.docx", values, mark=rehearsal_mark(rules))


def _known(case: Folded) -> Mapping[str, Callable[[Subject], tuple[Values, str]]]:
    return AFTER if case.open["case"].get("procedure") else BEFORE
