"""Personal data that must not leave on a paper: ID-card numbers, mobile numbers, bank cards (domain 3.6; PIPL 25, 28).

Text is read as a person reads it: full-width digits, spaces and hyphens between groups do not hide a number. Hashes,
unit codes (GB 32100) and longer runs of digits are no finding.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

from msgspec import Struct

from alliance_desk import words
from alliance_desk.errors import Refused
from alliance_desk.policy import codes

_HASH = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9a-f]{32,}|[0-9A-F]{32,}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})(?![0-9A-Za-z])"
)
_EDGE, _END = r"(?<![0-9])", r"(?![0-9])"
_ID = re.compile(rf"{_EDGE}\d{{6}}[ -]?\d{{8}}[ -]?\d{{3}}[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(rf"{_EDGE}(?:(?:00)?86[ -]?)?1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}{_END}")
_CARD = re.compile(
    rf"{_EDGE}(?<![A-Za-z])(?:\d{{16,19}}|\d{{4}}(?:[ -]\d{{4}}){{3}}(?:[ -]?\d{{1,3}})?)(?![0-9A-Za-z])"
)


class Found(Struct, frozen=True):
    """One personal datum. kind: ``id-card``, ``mobile``, ``bank-card``; masked: enough to find it, not to use it.

    place: where it stood, as given by the caller.
    """

    kind: str
    masked: str
    place: str = ""

    def text(self) -> str:
        """The finding in Chinese."""
        kind = words.text(f"papers.personal.{self.kind}")
        return words.text("papers.personal.found", {"place": self.place, "kind": kind, "masked": self.masked})


def scan(text: str, place: str = "") -> list[Found]:
    """Personal data in a text. place: label of the field, cell or page, for the message."""
    plain = _HASH.sub(" ", unicodedata.normalize("NFKC", text).replace("‐", "-").replace("–", "-"))
    found: list[Found] = []
    for kind, (pattern, true) in _KINDS.items():
        spans = [match.span() for match in pattern.finditer(plain) if true(_compact(match[0]))]
        found += [Found(kind, _masked(_compact(plain[start:end]), kind), place) for start, end in spans]
        for start, end in spans:
            plain = plain[:start] + " " * (end - start) + plain[end:]
    return found


def refuse(paper: str, texts: Iterable[tuple[str, str]]) -> None:
    """Raise Refused("papers.personal-data") when any text holds personal data.

    paper: name of the paper, for the message. texts: (place, text) pieces: values, cells, or text of finished pages.
    """
    found = [one for place, text in texts for one in scan(text, place)]
    if found:
        raise Refused(
            "papers.personal-data", paper=paper, count=len(found), found=tuple(one.text() for one in found[:10])
        )


def _compact(number: str) -> str:
    return number.replace(" ", "").replace("-", "")


def _is_card(number: str) -> bool:
    """Luhn (ISO/IEC 7812-1, annex B); a unit code made of digits only passes it by chance and is none."""
    unit = len(number) == 18 and codes.outer_ok(number) and codes.inner_ok(number)
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
    return not unit and number[0] in "345689" and sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _always(_: str) -> bool:
    return True


def _masked(number: str, kind: str) -> str:
    number = number[-11:] if kind == "mobile" else number
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


# In this order: what was found is taken out before the next kind looks.
_KINDS: dict[str, tuple[re.Pattern[str], Callable[[str], bool]]] = {
    "id-card": (_ID, codes.is_id_number),
    "mobile": (_MOBILE, _always),
    "bank-card": (_CARD, _is_card),
}
