"""The field that says which expected matter a report answers: one for all kinds, there once something of the chosen kind waits."""

from collections.abc import Callable, Collection

from alliance_desk.care.expected import Expected, expected
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Values

ANSWERS = "answers"


class Answering:
    """The field ``answers`` of a report. kinds: ids of what is being reported, by the values. case: the one it is meant for, if known."""

    def __init__(self, seat: Seat, alliance: str, kinds: Callable[[Values], Collection[str]], case: str = "") -> None:
        self._kinds = kinds
        self._waiting = {one.case: one for one in expected(seat.reader, alliance)}
        self._case = case if case in self._waiting else ""

    @property
    def meant(self) -> Expected | None:
        """The matter that the report is meant for."""
        return self._waiting.get(self._case)

    def asks(self) -> list[Ask]:
        """The field; the one matter that waits is chosen already."""
        if not self._waiting:
            return []
        usual = self._case or (next(iter(self._waiting)) if len(self._waiting) == 1 else None)
        choices = [(one.case, said(one)) for one in self._waiting.values()]
        label, hint = tr("ui.care.expect.answers"), tr("ui.care.expect.answers-hint")
        return [Ask(ANSWERS, label, Kind.CHOICE, hint=hint, choices=choices, usual=usual, when=self._fits)]

    def read(self, values: Values) -> str:
        """The case that the report answers; empty for none."""
        return str(values.get(ANSWERS, ""))

    def faults(self, values: Values) -> list[tuple[str, str]]:
        """A matter of another kind than what is reported."""
        one = self._waiting.get(self.read(values))
        if one is None or one.what in self._kinds(values):
            return []
        return [(ANSWERS, tr("ui.care.expect.other-kind", name=one.name))]

    def _fits(self, values: Values) -> bool:
        kinds = self._kinds(values)
        return any(one.what in kinds for one in self._waiting.values())


def said(one: Expected) -> str:
    """An expected matter in a line."""
    return tr("ui.care.expect.one", title=one.title, on=one.on.isoformat(), due=one.due.isoformat())
