"""What is wrong with a filled workbook, as values: every fault with its sheet and cell, told all at once."""

from collections.abc import Mapping

from msgspec import Struct

from alliance_desk import words
from alliance_desk.errors import Fact, Refused


class CellFault(Struct, frozen=True):
    """One fault. sheet: its name in the workbook. cell: ``D7``, empty for the sheet as a whole. code: below ``sheets.fault``."""

    sheet: str
    cell: str
    code: str
    facts: Mapping[str, Fact] = {}

    def text(self, language: str = "zh_CN") -> str:
        """``《成员单位》D7：…``: where, what, what to do."""
        what = words.text(f"sheets.fault.{self.code}", self.facts, language)
        where = {"sheet": self.sheet, "cell": self.cell, "what": what}
        return words.text("sheets.at" if self.cell else "sheets.at-sheet", where, language)


class WorkbookFaults(Refused):
    """A workbook was read to its end and not taken; nothing of it is kept."""

    def __init__(self, file: str, faults: list[CellFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("sheets.faults", file=file, count=len(faults), list=self._list("zh_CN"))

    def text(self, language: str = "zh_CN") -> str:
        return words.text(self.code, {**self.facts, "list": self._list(language)}, language)

    def _list(self, language: str) -> str:
        return "\n".join(fault.text(language) for fault in self.faults)


class Faults:
    """Collects faults while reading."""

    def __init__(self) -> None:
        self.found: list[CellFault] = []

    def add(self, sheet: str, cell: str, code: str, /, **facts: Fact) -> None:
        """Note one fault; reading goes on."""
        fault = CellFault(sheet, cell, code, facts)
        if fault not in self.found:
            self.found.append(fault)
