"""Division codes (GB/T 2260 and its successors): what is known, what a code is called, whether it belongs somewhere."""

from collections.abc import Iterable
from enum import Enum

import msgspec
from msgspec import Struct

from alliance_desk.policy.pack import Jurisdiction


class Truth(Enum):
    """Whether something holds. DOUBT: the value is there but does not decide (unknown or excluded code); MISSING: no value."""

    NO = 0
    DOUBT = 1
    MISSING = 2
    YES = 3


class Division(Struct, frozen=True, array_like=True):
    """One division. since / until: first year and year of abolition; 0 = before 2015 / still there."""

    code: str
    name: str
    since: int = 0
    until: int = 0


class Divisions(Struct, frozen=True):
    """The table by six-digit code; provinces end in 0000, prefectures in 00."""

    by_code: dict[str, Division]

    def known(self, code: str) -> bool:
        """Whether the code exists or once existed."""
        return code in self.by_code

    def name(self, code: str) -> str:
        """Full name from the province down, empty for an unknown code; a prefecture called 市辖区 or 县 is left out."""
        if code not in self.by_code:
            return ""
        chain = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
        names = [self.by_code[c].name for c in chain if c in self.by_code]
        return "".join(n for i, n in enumerate(names) if i == len(names) - 1 or n not in _FILLERS)


_FILLERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


def read_divisions(text: str | bytes, more: Iterable[Division] = ()) -> Divisions:
    """The table from ``resources/regions/divisions.json``; ``more``: codes an office adds or renames (development zones)."""
    rows = msgspec.json.decode(text, type=list[Division])
    return Divisions({row.code: row for row in [*rows, *more]})


def belongs(code: str, prefixes: Iterable[str], home: Jurisdiction, divisions: Divisions) -> Truth:
    """Whether a division lies under one of the prefixes; ``@`` stands for the policy's jurisdiction.

    An excluded code, an unknown one, and one too coarse to tell (the province, where a county is asked for) are a DOUBT.
    """
    if not code:
        return Truth.MISSING
    wanted = list(prefixes)
    if "@" in wanted:
        wanted = [p for p in wanted if p != "@"] + home.include
        if code in home.exclude:
            return Truth.DOUBT
    if any(code.startswith(p) for p in wanted):
        return Truth.YES if divisions.known(code) else Truth.DOUBT
    core = code
    while core.endswith("00"):
        core = core[:-2]
    coarse = any(p.startswith(core) for p in wanted)
    return Truth.NO if divisions.known(code) and not coarse else Truth.DOUBT
