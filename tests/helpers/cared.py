"""A city with alliances that report, are assessed and graded, for the window over what follows a recognition."""

from datetime import date
from pathlib import Path

from alliance_desk.care import grading, rounds, scoring
from alliance_desk.care.round_state import round_state
from alliance_desk.desk import Desk
from tests.helpers import handing
from tests.helpers.desks import PACK_ID

DAY = date(2025, 1, 10)
POOR, GOOD = "30", "90"


def city(root: Path) -> tuple[Desk, dict[str, str]]:
    """Four alliances by name: two recognised long ago, one in the last year, one by equality; nothing was handed in yet."""
    desk = handing.city(root)
    found = {
        "甲联盟": handing.known(desk, "甲联盟", "2022-03-01"),
        "乙联盟": handing.known(desk, "乙联盟", "2023-12-31"),
        "丙联盟": handing.known(desk, "丙联盟", "2024-01-01"),
        "丁联盟": handing.known(desk, "丁联盟", "2021-05-01", "equal"),
    }
    handing.on(desk, DAY.isoformat())
    return desk, found


def graded(desk: Desk, points: dict[str, str], subject: str = "2024") -> str:
    """A round of the yearly assessment, held and graded by points: name of the alliance → points. The round's stream."""
    names = dict(desk.raw.execute("SELECT name, id FROM index_alliance").fetchall())
    opened = rounds.open_round(
        desk, PACK_ID, "assess", subject, f"{subject}年度考核", DAY.replace(year=desk.clock.today().year, month=3), [names[name] for name in points]
    )  # fmt: skip
    for line in round_state(desk, opened.streams[0]).lines:
        scoring.take_scores(desk, line.case, "expert", {"assess-plans": points[line.name]})
        scoring.evaluate(desk, line.case)
        grading.grade(desk, line.case, on=desk.clock.today())
    return opened.streams[0]
