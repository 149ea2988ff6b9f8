"""Score sheets: which have come and which have not, and what those that came amount to."""

from collections import Counter
from collections.abc import Mapping
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.experts.scores import Tally
from ui.language import tr
from ui.pages.review.picture import Picture
from ui.tables.column import Cell, Column
from ui.tables.source import Row
from ui.theme.colours import Tone

PARTING = "/"
"""Between case and expert in the key of a sheet."""


def rows(picture: Picture, called: Mapping[str, str]) -> list[Row]:
    """One row for each sheet that has come or is waited for, expert by expert."""
    found: list[Row] = []
    for person in picture.panel:
        for case in picture.scored:
            sheet = picture.sheets.get(case.stream, {}).get(person.expert, {})
            found.append(
                {
                    "id": f"{case.stream}{PARTING}{person.expert}",
                    "expert": called.get(person.expert, person.name),
                    "case": case.name,
                    "state": "in" if sheet else "missing",
                    "total": float(sheet["total"]) if sheet else "",
                    "shown": sheet.get("total", ""),
                    "recommend": sheet.get("recommend", ""),
                    "on": sheet.get("on", ""),
                    "opinion": sheet.get("opinion", ""),
                }
            )
    return found


def columns() -> list[Column]:
    """The columns of the sheets."""
    return [
        Column("expert", tr("ui.review.expert"), 100),
        Column("case", tr("ui.review.case"), 230),
        Column("state", tr("ui.review.sheet"), 92, _state, filter=True, label=lambda code: tr(f"ui.review.come.{code}")),
        Column("total", tr("ui.review.score"), 72, lambda row: str(row.get("shown", "")), right=True),
        Column("recommend", tr("ui.review.recommendation"), 104, lambda row: recommend(str(row.get("recommend", "")))),
        Column("on", tr("ui.review.entered"), 100),
        Column("opinion", tr("ui.review.remark"), 200),
    ]  # fmt: skip


def _state(row: Row) -> Cell:
    if not row:
        return Cell("")
    come = row["state"] == "in"
    return Cell(
        tr(f"ui.review.come.{row['state']}"), Tone.PASS if come else Tone.WAITING, "pass" if come else "waiting"
    )


def recommend(code: str) -> str:
    """A recommendation in words."""
    return tr(f"ui.review.recommend.{code}") if code else ""


def lacking(picture: Picture, called: Mapping[str, str]) -> str:
    """Who still owes how many sheets; which ones is told by the table."""
    owed = Counter(called.get(person.expert, person.name) for _, person in picture.missing)
    names = (tr("ui.review.owes", name=name, count=count) for name, count in owed.items())
    return tr("ui.review.owed", names=tr("ui.list-sign").join(names)) if owed else ""


def result_rows(picture: Picture, places: Mapping[str, int], called: Mapping[str, str]) -> list[Row]:
    """What the sheets of each case amount to."""
    found: list[Row] = []
    for at, case in enumerate(picture.cases, 1):
        tally = picture.tallies.get(case.stream) if case in picture.scored else None
        if tally is not None:
            found.append(
                {
                    "id": case.stream,
                    "order": at,
                    "case": case.name,
                    "place": places.get(case.stream, ""),
                    "score": float(tally.score),
                    "shown": tally.score,
                    "counted": tally.counted,
                    "dropped": tr("ui.list-sign").join(called.get(one, one) for one in tally.dropped),
                    "range": tr("ui.review.range", lowest=tally.lowest, highest=tally.highest),
                    "spread": float(tally.spread),
                    "split": "yes" if tally.disagreement else "",
                    "votes": votes(tally),
                    "passed": tally.passed,
                }
            )
    return found


def result_columns(picture: Picture) -> list[Column]:
    """The columns of the results; of extremes and pass mark only where the policy has them."""
    found = [
        Column("order", tr("ui.review.order"), 48, right=True),
        Column("case", tr("ui.review.case"), 190),
        Column("score", tr("ui.review.score"), 72, lambda row: str(row.get("shown", "")), right=True),
        Column("place", tr("ui.review.place"), 56, right=True),
        Column("split", tr("ui.review.spread"), 176, _split),
        Column("range", tr("ui.review.lowest-highest"), 128),
        Column("votes", tr("ui.review.recommendation"), 190),
        Column("counted", tr("ui.review.counted"), 76, right=True),
    ]
    if picture.rules.scoring.pass_mark:
        found.insert(5, Column("passed", tr("ui.review.passed"), 96, _passed))
    if picture.rules.scoring.drop_extremes:
        found.append(Column("dropped", tr("ui.review.left-out"), 140))
    return found


def _split(row: Row) -> Cell:
    """How far the panel is apart; a panel that disagrees is told so in a word."""
    if not row:
        return Cell("")
    if row["split"]:
        return Cell(tr("ui.review.disagreement", spread=f"{row['spread']:.2f}"), Tone.WARN, "warn", tr("ui.review.disagreement-tip"))  # fmt: skip
    return Cell(tr("ui.review.apart", spread=f"{row['spread']:.2f}"))


def _passed(row: Row) -> Cell:
    if not row:
        return Cell("")
    tone, icon = {"yes": (Tone.PASS, "pass"), "no": (Tone.BLOCK, "block")}.get(row["passed"], (Tone.WAITING, "waiting"))
    return Cell(tr(f"ui.review.mark.{row['passed']}"), tone, icon)


def votes(tally: Tally) -> str:
    """The recommendations counted."""
    return tr("ui.list-sign").join(
        tr("ui.review.vote", word=recommend(code), count=tally.votes[code])
        for code in ("yes", "conditional", "no")
        if tally.votes.get(code)
    )


def means(picture: Picture, case: str) -> str:
    """What each line of the sheet comes to on average, and the whole in words."""
    tally = picture.tallies.get(case)
    if tally is None:
        return ""
    return tr("ui.review.parting").join(
        tr("ui.review.mean", name=line.name, points=tally.lines.get(key, ""), max=line.max)
        for key, line in picture.rules.score.items()
    )


def sheet_text(picture: Picture, sheet: Json) -> str:
    """A score sheet in one paragraph: points by line, recommendation, opinion."""
    given = cast("dict[str, str]", sheet["lines"])
    parts = [
        tr("ui.review.points", name=line.name, points=given.get(key, ""), max=line.max)
        for key, line in picture.rules.score.items()
    ]
    parts.append(tr("ui.review.total", total=sheet["total"]))
    if sheet.get("recommend"):
        parts.append(recommend(sheet["recommend"]))
    if sheet.get("opinion"):
        parts.append(tr("ui.review.opinion", text=sheet["opinion"]))
    return tr("ui.review.parting").join(parts)
