"""One whole case between two offices, in one process: from intake to plaque and back to the county's register."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from alliance_desk.cases import batch, issue, meeting, moves, notes, notice, office, recognition, selecting
from alliance_desk.clock import FixedClock
from alliance_desk.exchange import export, intake
from alliance_desk.paths import RESOURCES
from alliance_desk.review import pool, scoring, sessions
from alliance_desk.review.parties import pool as experts
from tests.helpers.desks import PACK_ID, TODAY, Pair, recommended_case

END = date(2024, 10, 8)
"""The day on which the notice is over."""


class Played(NamedTuple):
    """The streams of the story, all at the city but the case, which both have."""

    case: str
    session: str
    notice: str


def send_up(pair: Pair, folder: Path, partner: str) -> str:
    """The county's half: a case opened, settled, recommended, handed over and taken in by the city. Returns its stream."""
    case = recommended_case(pair.county, partner=partner)
    package = export.hand_over(pair.county, case.stream, folder)
    intake.take_in(pair.city, package.files[0])
    return case.stream


def play(pair: Pair, folder: Path) -> Played:
    """The whole way; the desks' clocks end on the day after the notice."""
    city = pair.city
    pool.take_in(city, RESOURCES / "samples" / "experts.xlsx")
    case = send_up(pair, folder / "up", experts(city)[0].unit)
    moves.formal_check(city, case, "passed")
    moves.business_check(city, case, "passed")
    selecting.select(city, case, kept=True)
    session = _review(pair, case)
    moves.site_visit(city, case, TODAY, ["样例丙"], "设备齐全")
    meeting.hold(city, {case: "passed"}, "样纪〔2024〕1号", TODAY)
    board = notice.publish(city, [case], TODAY, "样例网站").streams[0]
    notice.object_to(city, board, case, "样例丁", "样例异议", TODAY)
    notice.answer(city, board, "o1", "rejected", "不成立")
    for desk in pair:
        desk.clock = FixedClock(END)
    notice.close(city, board)
    recognition.recognise(city, case, "样科发〔2024〕9号", END)
    for kind in issue.KINDS:
        issue.issue(city, case, kind)
    notes.write(city, case, "请领取牌匾")
    office.save_unit(city, "样例单位1", former=["样例旧名"])
    package = export.copy_to(city, [case], pair.county.office, folder / "down")
    intake.take_in(pair.county, package.files[0])
    return Played(case, session, board)


def _review(pair: Pair, case: str) -> str:
    city = pair.city
    gathered = batch.open_batch(city, "样例批次", PACK_ID, [case]).streams[0]
    session = sessions.open_session(city, [case], batch=gathered).streams[0]
    sessions.draw_panel(city, session, "1234", "9876", witness="样例监督人")
    seats = city.raw.execute("SELECT expert FROM index_seat WHERE session = ? AND state = 'seated'", (session,))
    for (expert,) in seats.fetchall():
        scoring.enter(city, session, case, expert, {"goals": "50", "people": "30"}, recommend="yes")
    scoring.conclude_own(city, session)
    return session
