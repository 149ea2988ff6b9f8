"""Finds a division code from what a person writes: the code, ``110108 海淀区``, or a name."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from alliance_desk import words
from alliance_desk.policy import regions


class Divisions:
    """table: six-digit code → name. A province (``110000``) or prefecture (``110100``) is known by what lies in it."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self.table = table
        self._coarse = {code[:2] + "0000" for code in table} | {code[:4] + "00" for code in table}
        self._names: dict[str, set[str]] = {}
        gone = words.text("sheets.label.abolished")
        self._plain = {code: name.removesuffix(gone) for code, name in table.items()}
        for code, name in self._plain.items():
            self._names.setdefault(name, set()).add(code)

    def find(self, text: str, fault: Any) -> str | None:
        """The code, or None after ``fault``: an unknown place, or a name borne by several (鼓楼区)."""
        folded = unicodedata.normalize("NFKC", text).strip()
        if match := re.match(r"(\d{6})(?!\d)", folded):
            code = match[1]
            return code if code in self.table or code in self._coarse else fault("division", value=text[:40])
        # A table of full names is searched by its endings too: 北京市海淀区 for 海淀区.
        found = self._names.get(folded) or {
            c for c, name in self._plain.items() if len(folded) > 1 and name.endswith(folded)
        }
        if len(found) == 1:
            return next(iter(found))
        return fault("division-many" if found else "division", value=text[:40])


def division_names(divisions: regions.Divisions) -> dict[str, str]:
    """Full names for drop-downs and the reader (北京市海淀区); abolished codes say so, units keep them in their papers."""
    gone = words.text("sheets.label.abolished")
    return {code: divisions.name(code) + (gone if row.until else "") for code, row in divisions.by_code.items()}
