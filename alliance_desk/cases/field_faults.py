"""What is wrong with values typed into a form: every fault with the field it stands beside, told all at once."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from alliance_desk import words
from alliance_desk.errors import Fact, Refused


class FieldFault(Struct, frozen=True):
    """One fault. path: of the field in the document. code, facts: its wording. subject: whose field, such as a member's name.

    item: wording code of what the field is called, empty for a record as a whole. year: of a yearly figure.
    """

    path: str
    code: str
    facts: Mapping[str, Fact] = {}
    subject: str = ""
    item: str = ""
    year: str = ""

    def label(self, language: str = "zh_CN") -> str:
        """What the field is called."""
        name = words.text(self.item, language=language) if self.item else ""
        return words.text("sheets.label.in-year", {"year": self.year, "label": name}, language) if self.year else name

    def text(self, language: str = "zh_CN") -> str:
        """What is wrong and what to do, for the line beside the field."""
        return words.text(self.code, {**self.facts, "label": self.label(language)}, language)

    def line(self, language: str = "zh_CN") -> str:
        """The same with the field's name, for the list above the form."""
        where = words.text("editing.and", language=language).join(filter(None, (self.subject, self.label(language))))
        said = self.text(language)
        return words.text("editing.at", {"where": where, "what": said}, language) if where else said


class EditFaults(Refused):
    """What was typed was not kept, nothing of it."""

    def __init__(self, faults: Sequence[FieldFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("cases.edit-faults", count=len(faults), list=self._list("zh_CN"))

    def text(self, language: str = "zh_CN") -> str:
        return words.text(self.code, {**self.facts, "list": self._list(language)}, language)

    def _list(self, language: str) -> str:
        return "\n".join(f"· {fault.line(language)}" for fault in self.faults)
