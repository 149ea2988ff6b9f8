"""Points by indicator as a task asks for them: a field each, what is wrong with one, and the sum while it is typed."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from alliance_desk.care.scoring import total
from alliance_desk.experts.scores import points, two_decimals
from alliance_desk.policy.pack import Pack
from ui.language import tr
from ui.task import Ask, Values


class PointLines:
    """The score lines of a pack. rules: of the case whose points are entered."""

    def __init__(self, rules: Pack) -> None:
        self._rules = rules
        self._lines = rules.score

    def asks(self, before: Mapping[str, Any]) -> list[Ask]:
        """A field for each line. before: line id → points kept already."""
        return [
            Ask(f"line.{key}", tr("ui.rounds.score.line", name=item.name, max=item.max), required=True, limit=7, usual=before.get(key))
            for key, item in self._lines.items()
        ]  # fmt: skip

    def typed(self, values: Values) -> dict[str, str]:
        """Line id → what is typed in it; empty ones are left out."""
        return {key: value for key in self._lines if (value := str(values.get(f"line.{key}", "")).strip())}

    def wrong(self, values: Values) -> list[tuple[str, str]]:
        """The fields that hold no points, or more than the line gives."""
        faults: list[tuple[str, str]] = []
        for key, value in self.typed(values).items():
            given, most = points(value), self._lines[key].max
            if given is None:
                faults.append((f"line.{key}", tr("ui.rounds.score.no-points", max=most)))
            elif given > most:
                faults.append((f"line.{key}", tr("ui.rounds.score.too-many", max=most)))
        return faults

    def hundred(self, values: Values) -> str:
        """The sum on a scale of a hundred; empty until every line holds points."""
        return "" if self.wrong(values) else total(self._rules, self.typed(values))

    def told(self, values: Values) -> list[str]:
        """The sum so far; once all lines are there the sum, and what it is on a scale of a hundred."""
        typed = self.typed(values)
        given = {
            key: value
            for key, text in typed.items()
            if (value := points(text)) is not None and value <= self._lines[key].max
        }
        sum_, full = sum(given.values(), Fraction()), sum(item.max for item in self._lines.values())
        if len(given) < len(self._lines):
            return [tr("ui.rounds.score.so-far", count=len(given), lines=len(self._lines), sum=two_decimals(sum_))]
        told = [tr("ui.rounds.score.sum", sum=two_decimals(sum_), full=full)]
        if full != 100:
            told.append(tr("ui.rounds.score.hundred", score=total(self._rules, typed)))
        return told
