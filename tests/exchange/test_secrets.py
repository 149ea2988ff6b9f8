"""A whole recognition between two desks: what the county gets to read, and what never leaves the city."""

from datetime import date

import pytest

from alliance_desk.cases import issue, meeting, moves, notes, notice, recognition, selecting
from alliance_desk.clock import FixedClock
from alliance_desk.exchange import export, intake
from alliance_desk.ledger import streams
from alliance_desk.register import asof
from alliance_desk.review import pool, scoring, sessions
from tests.exchange.workspaces import parts, row, sound
from tests.helpers.desks import TODAY, Pair, recommended_case, two_offices
from tests.helpers.sources import ROOT

POOL = ROOT / "resources" / "samples" / "experts.xlsx"
LATER = date(2024, 10, 18)
OBJECTOR, OBJECTION, OPINION = "匿名赵某某", "样例异议原文", "样例专家意见原文"


@pytest.fixture(scope="module")
def recognised(tmp_path_factory):
    """The case after its whole way; every package that was ever written; the session."""
    folder = tmp_path_factory.mktemp("recognised")
    pair = two_offices(folder)
    case = recommended_case(pair.county).stream
    stick = folder / "stick"
    intake.take_in(pair.city, export.hand_over(pair.county, case, stick).files[0])
    moves.formal_check(pair.city, case, "passed")
    moves.business_check(pair.city, case, "passed")
    selecting.select(pair.city, case, kept=True)
    pool.take_in(pair.city, POOL)
    session = sessions.open_session(pair.city, [case]).streams[0]
    sessions.draw_panel(pair.city, session, "1234", "9876", witness="样例监督人")
    for order, expert in enumerate(seated(pair.city, session)):
        points = {"goals": f"{41 + order}.75", "people": f"{31 + order}.25"}
        scoring.enter(pair.city, session, case, expert, points, opinion=OPINION, recommend="yes")
    scoring.conclude_own(pair.city, session)
    intake.take_in(pair.county, export.copy_to(pair.city, [case], pair.county.office, stick).files[0])
    moves.site_visit(pair.city, case, TODAY, ["样例丙"], "样例情况")
    meeting.hold(pair.city, {case: "passed"}, "纪要〔2024〕12号", TODAY)
    published = notice.publish(pair.city, [case], TODAY, "网站").streams[0]
    notice.object_to(pair.city, published, case, OBJECTOR, OBJECTION, TODAY)
    notice.answer(pair.city, published, "o1", "rejected", "样例答复")
    for desk in pair:
        desk.clock = FixedClock(LATER)
    notice.close(pair.city, published)
    recognition.recognise(pair.city, case, "样科发〔2024〕9号", LATER)
    issue.issue(pair.city, case, "certificate")
    notes.write(pair.city, case, "请领取证书")
    intake.take_in(pair.county, export.copy_to(pair.city, [case], pair.county.office, stick).files[0])
    export.copy_to(pair.city, [case], pair.county.office, stick, whole=True)
    yield pair, case, session, sorted(pair.city.place.outbox.iterdir())
    pair.close()


def seated(desk, session):
    seats = streams.document(desk.raw, session).open["seats"]
    return [expert for expert, seat in seats.items() if seat["state"] == "seated"]


def secrets(pair: Pair, session: str) -> set[str]:
    """Names of the pool, whoever sits or not, points and totals as written, what objectors said, and the session itself."""
    names = {name for (name,) in pair.city.raw.execute("SELECT name FROM index_expert")}
    ids = {expert for (expert,) in pair.city.raw.execute("SELECT id FROM index_expert")}
    totals = {str(total) for (total,) in pair.city.raw.execute("SELECT total FROM index_score")}
    points = {f"{31 + n}.25" for n in range(5)} | {f"{41 + n}.75" for n in range(5)}
    assert len(names) > 20
    assert len(totals) == 5
    return names | ids | totals | points | {OBJECTOR, OBJECTION, OPINION, session}


def test_no_package_holds_a_panel_a_score_an_objector_or_the_pool(recognised):
    pair, _, session, packages = recognised
    assert len(packages) == 3
    for package in packages:
        for kind, found in parts(pair.county, package).items():
            for data in found.values():
                for secret in secrets(pair, session):
                    assert secret.encode() not in data, (package.name, kind, secret)


def test_only_streams_that_travel_reach_the_county(recognised):
    pair, _, _, _ = recognised
    kinds = "SELECT DISTINCT kind FROM ledger_stream WHERE office = ?"
    assert {kind for (kind,) in pair.county.raw.execute(kinds, (pair.city.office,))} == {"notes"}
    assert pair.county.raw.execute("SELECT count(*) FROM index_expert").fetchone() == (0,)


def test_the_county_learns_the_outcome_and_the_head_of_what_it_may_not_read(recognised):
    pair, case, session, _ = recognised
    review = pair.county.case(case).open["review"]
    head = pair.city.raw.execute("SELECT head FROM index_document WHERE stream = ?", (session,)).fetchone()[0]
    assert review["head"] == head
    assert review["supported"] is True
    assert row(pair.county, case)[0] == "status.recognised"


def test_the_countys_register_is_the_citys_for_its_cases(recognised):
    pair, _, _, _ = recognised
    for table in ("index_alliance", "index_effect", "index_alliance_member"):
        rows = [desk.raw.execute(f"SELECT * FROM {table}").fetchall() for desk in pair]
        assert rows[0] == rows[1]
        assert rows[0]
    assert asof.register(pair.county) == asof.register(pair.city)


def test_both_desks_are_sound_afterwards(recognised):
    pair, case, _, _ = recognised
    assert pair.county.case(case).head == pair.city.case(case).head
    sound(*pair)
