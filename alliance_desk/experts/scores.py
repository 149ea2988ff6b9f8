"""Score sheets: what is wrong with one, and how the sheets of a panel become one score.

Exact fractions throughout; a score is the mean of the sheets on a scale of 100, rounded half up to two decimals once, at
the end. That rounded score is the score: pass mark and rank are judged on it, as it stands on paper.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from alliance_desk import words
from alliance_desk.errors import Fact, Refused
from alliance_desk.policy.pack import Score, Scoring

RECOMMENDATIONS = ("yes", "conditional", "no")
DROP_FROM = 5
"""Sheets from which on the extremes are left out: with fewer, less than three would be left."""
SPREAD_LIMIT = 20
"""Points of 100 between the highest and the lowest sheet from which on the panel disagrees."""


class ScoreSheet(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One expert's sheet. lines: points by line id, ``"17"`` or ``"17.5"``. recommend: one of RECOMMENDATIONS or empty."""

    expert: str
    lines: dict[str, str]
    opinion: str = ""
    recommend: str = ""


class SheetFault(Struct, frozen=True):
    """What is wrong with a sheet; returned, not raised. line: id of the score line, empty for the whole sheet."""

    expert: str
    code: str
    line: str = ""
    facts: dict[str, Fact] = {}

    def text(self, names: Mapping[str, str], language: str = "zh_CN") -> str:
        """Which sheet, which line, what to do. names: expert id → what to call them; others by their id."""
        facts = {"expert": names.get(self.expert, self.expert), "line": self.line, **self.facts}
        return words.text(f"experts.sheet-fault.{self.code}", facts, language)


class BadSheet(Refused):
    """A sheet is not filled in right. called: language → what to call the experts, as ``Fault.text`` takes it."""

    def __init__(self, faults: Iterable["SheetFault"], called: Callable[[str], Mapping[str, str]]) -> None:
        self.listed, self.called = tuple(faults), called
        super().__init__("review.bad-sheet", faults=self._said("zh_CN"))

    def text(self, language: str = "zh_CN") -> str:
        """Every fault of the sheet, one after another."""
        return words.text(self.code, {"faults": self._said(language)}, language)

    def _said(self, language: str) -> str:
        sign = words.text("duties.part-sign", language=language)
        return sign.join(fault.text(self.called(language), language) for fault in self.listed)


class Tally(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What the sheets of one panel say. score, spread, highest, lowest and line means are texts with two decimals.

    dropped: experts whose sheets were left out as extremes. missing: panel members without a sheet. passed: ``yes``,
    ``no``, ``open`` while sheets are missing, or ``none`` without a pass mark. votes: recommendations counted.
    """

    score: str
    highest: str
    lowest: str
    spread: str
    disagreement: bool
    passed: str
    counted: int
    lines: dict[str, str]
    totals: dict[str, str]
    votes: dict[str, int]
    dropped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def text(self, names: Mapping[str, str], language: str = "zh_CN") -> str:
        """The result in words; names: expert id → what to call them (a name inside, a letter outside)."""
        called = {
            "dropped": tuple(names[one] for one in self.dropped),
            "missing": tuple(names[one] for one in self.missing),
        }
        facts = {"score": self.score, "spread": self.spread, "counted": self.counted, **called}
        passed = self.passed if self.passed != "none" else ""
        parts = ["result", *(part for part in ("dropped", "missing") if called[part])]
        parts += [*([f"passed-{passed}"] if passed else []), *(["disagreement"] if self.disagreement else [])]
        return "".join(words.text(f"experts.tally.{part}", facts, language) for part in parts)


class Place(Struct, frozen=True):
    """A place in the ranking; equal scores share a place and the next ones are left free (1, 2, 2, 4)."""

    place: int
    subject: str
    score: str
    shared: bool


def points(written: str) -> Fraction | None:
    """Points as written, or None for anything but plain digits with at most two decimals."""
    return Fraction(written) if re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,2})?", written) else None


def sheet_faults(
    sheets: Iterable[ScoreSheet], lines: Mapping[str, Score], panel: Iterable[str]
) -> tuple[SheetFault, ...]:
    """Everything wrong with the sheets at once, by expert and line."""
    given = list(sheets)
    members, seen = set(panel), Counter(sheet.expert for sheet in given)
    found = [SheetFault(one, "twice") for one, count in sorted(seen.items()) if count > 1]
    for sheet in given:
        if sheet.expert not in members:
            found.append(SheetFault(sheet.expert, "not-on-panel"))
        if sheet.recommend and sheet.recommend not in RECOMMENDATIONS:
            found.append(SheetFault(sheet.expert, "recommend", "", {"written": sheet.recommend}))
        found += [SheetFault(sheet.expert, "unknown-line", line) for line in sheet.lines if line not in lines]
        for line, score in lines.items():
            facts: dict[str, Fact] = {"name": score.name, "max": score.max, "written": sheet.lines.get(line, "")}
            value = points(sheet.lines.get(line, ""))
            if line not in sheet.lines or not sheet.lines[line]:
                found.append(SheetFault(sheet.expert, "missing-line", line, facts))
            elif value is None:
                found.append(SheetFault(sheet.expert, "no-number", line, facts))
            elif value > score.max:
                found.append(SheetFault(sheet.expert, "above-max", line, facts))
    return tuple(found)


def tally(
    sheets: Iterable[ScoreSheet],
    lines: Mapping[str, Score],
    scoring: Scoring,
    panel: Sequence[str],
    *,
    drop_from: int = DROP_FROM,
    spread_limit: int = SPREAD_LIMIT,
) -> Tally:
    """One score out of the sheets of a panel, whatever their order.

    drop_from: fewest sheets with which one highest and one lowest are left out, if the pack says so (never under 3).
    spread_limit: points of 100. Raises Refused when there is no sheet, or a faulty one (``sheet_faults`` names them all).
    """
    given = sorted(sheets, key=lambda sheet: sheet.expert)
    if faults := sheet_faults(given, lines, panel):
        raise Refused(
            "experts.bad-sheets", count=len(faults), experts=tuple(dict.fromkeys(one.expert for one in faults))
        )
    if not given or not lines:
        raise Refused("experts.no-sheets")
    full = sum(score.max for score in lines.values())
    totals = {s.expert: sum((Fraction(v) for v in s.lines.values()), Fraction()) * 100 / full for s in given}
    order = sorted(totals, key=lambda expert: (totals[expert], expert))
    drop = scoring.drop_extremes and len(order) >= max(drop_from, 3)
    dropped = (order[0], order[-1]) if drop else ()
    kept = [sheet for sheet in given if sheet.expert not in dropped]
    score = two_decimals(sum((totals[sheet.expert] for sheet in kept), Fraction()) / len(kept))
    missing = tuple(sorted(set(panel) - set(totals)))
    spread = totals[order[-1]] - totals[order[0]]
    return Tally(
        score=score,
        highest=two_decimals(totals[order[-1]]),
        lowest=two_decimals(totals[order[0]]),
        spread=two_decimals(spread),
        disagreement=spread > spread_limit or {"yes", "no"} <= {sheet.recommend for sheet in given},
        passed=_passed(score, scoring.pass_mark, open_=bool(missing)),
        counted=len(kept),
        lines={
            line: two_decimals(sum((Fraction(s.lines[line]) for s in kept), Fraction()) / len(kept)) for line in lines
        },
        totals={expert: two_decimals(total) for expert, total in totals.items()},
        votes=dict(Counter(sheet.recommend for sheet in given if sheet.recommend)),
        dropped=dropped,
        missing=missing,
    )


def ranking(tallies: Mapping[str, Tally]) -> tuple[Place, ...]:
    """Subjects (case ids) by score, best first; equal scores share a place and stand in order of id."""
    order = sorted(tallies, key=lambda subject: (-Decimal(tallies[subject].score), subject))
    counts = Counter(one.score for one in tallies.values())
    found: list[Place] = []
    for n, subject in enumerate(order, start=1):
        score = tallies[subject].score
        place = found[-1].place if found and found[-1].score == score else n
        found.append(Place(place, subject, score, counts[score] > 1))
    return tuple(found)


def _passed(score: str, mark: int, *, open_: bool) -> str:
    if not mark:
        return "none"
    if open_:
        return "open"
    return "yes" if Decimal(score) >= mark else "no"


def two_decimals(value: Fraction) -> str:
    """A value of 0 or more rounded half up to two decimals, exactly."""
    hundredths = (value * 200 + 1) // 2
    return f"{hundredths // 100}.{hundredths % 100:02d}"
