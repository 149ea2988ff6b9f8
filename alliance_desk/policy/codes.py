"""Unit codes: the unified social credit code (GB 32100-2015) around the organisation code (GB 11714-1997), and ID numbers.

Some real codes fail the outer check character (units registered before 2016), so a verdict is given, never a refusal.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100 table 1: digits and capitals without I, O, S, V, Z."""
_VALUES = {c: i for i, c in enumerate(_SYMBOLS)}
_OUTER = [pow(3, i, 31) for i in range(17)]
_INNER = (3, 7, 9, 10, 5, 8, 4, 2)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = {
    *range(11, 16),
    *range(21, 24),
    *range(31, 38),
    *range(41, 47),
    *range(50, 55),
    *range(61, 66),
    71,
    81,
    82,
    83,
}

_ANY = frozenset({"key_user", "other"})
_KINDS: Mapping[str, frozenset[str]] = {
    "11": frozenset({"government"}),
    "12": frozenset(
        {"university", "institute", "hospital", "testing", "agency", "ip_service", "finance", "government"}
    ),
    "13": frozenset({"association", "government"}),
    "31": frozenset({"agency", "ip_service"}),
    "51": frozenset({"association"}),
    "52": frozenset({"university", "institute", "hospital", "testing", "agency", "ip_service", "association"}),
    "53": frozenset({"association", "finance"}),
    "91": frozenset(
        {"enterprise", "institute", "hospital", "finance", "agency", "marketing", "testing", "ip_service"},
    ),
    "93": frozenset({"enterprise", "marketing"}),
}
"""Registration authority and kind (GB 32100, 5.2 and 5.3) → member kinds that usually carry it."""


class CodeVerdict(StrEnum):
    """How a unit code looks."""

    RIGHT = "right"
    OUTER = "outer"
    """Only the outer check character is wrong: old registrations are like this; compare with the licence."""
    WRONG = "wrong"
    """The organisation code inside is wrong: most likely a typing slip."""
    FORM = "form"
    """Not eighteen characters of the standard's alphabet."""
    PERSON = "person"
    """An ID-card number stands where a unit code belongs."""


def normalise(text: str) -> str:
    """A code as it is stored: half width, capitals, no spaces or hyphens; O and I, which no code has, read as 0 and 1."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in folded if not c.isspace() and c not in "-‐‑–—·").replace("O", "0").replace("I", "1")


def outer_ok(code: str) -> bool:
    """The check character of GB 32100: weights 3^(i-1) mod 31, and the final mod 31 that is often forgotten."""
    if not _formed(code):
        return False
    total = sum(_VALUES[c] * w for c, w in zip(code[:17], _OUTER, strict=True))
    return _VALUES[code[17]] == (31 - total % 31) % 31


def inner_ok(code: str) -> bool:
    """The check character of GB 11714 over characters 9 to 17: 10 is X, 11 is 0."""
    if not _formed(code):
        return False
    body, check = code[8:16], code[16]
    rest = 11 - sum(int(c, 36) * w for c, w in zip(body, _INNER, strict=True)) % 11
    return check == {10: "X", 11: "0"}.get(rest, str(rest))


def verdict(code: str) -> CodeVerdict:
    """How a normalised code looks; the ID-card test comes first, since such a number can pass by chance."""
    if is_id_number(code):
        return CodeVerdict.PERSON
    if not _formed(code):
        return CodeVerdict.FORM
    if not inner_ok(code):
        return CodeVerdict.WRONG
    return CodeVerdict.RIGHT if outer_ok(code) else CodeVerdict.OUTER


def is_id_number(text: str) -> bool:
    """Whether a text is a resident ID number: GB 11643-1999 with 18 characters and a right check, or the old 15 digits."""
    number = normalise(text)
    if len(number) == 18 and number[:17].isascii() and number[:17].isdigit() and number[17] in "0123456789X":
        total = sum(int(d) * w for d, w in zip(number[:17], _ID_WEIGHTS, strict=True))
        return _person(number[:2], number[6:14]) and "10X98765432"[total % 11] == number[17]
    if len(number) == 15 and number.isascii() and number.isdigit():
        return _person(number[:2], "19" + number[6:12])
    return False


def usual_kinds(code: str) -> frozenset[str] | None:
    """Member kinds that carry the first two characters of a code, None when they say nothing."""
    found = _KINDS.get(code[:2])
    return found | _ANY if found else None


def is_sole_trader(code: str) -> bool:
    """92 is an individual business (个体工商户): not a legal person."""
    return code[:2] == "92"


def _formed(code: str) -> bool:
    return len(code) == 18 and all(c in _VALUES for c in code) and code[2:8].isdigit()


def _person(province: str, birth: str) -> bool:
    if int(province) not in _PROVINCES or not "1900" <= birth[:4] <= "2099":
        return False
    try:
        date(int(birth[:4]), int(birth[4:6]), int(birth[6:]))
    except ValueError:
        return False
    return True
