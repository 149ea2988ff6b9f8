"""Batches, sessions, panels and sheets through the drawer: what is offered, what is told before a draw, sheet after sheet."""

from pathlib import Path
from typing import Any

import pytest

from alliance_desk.cases import batch as batches
from alliance_desk.desk import Desk
from alliance_desk.ledger import streams
from alliance_desk.paths import RESOURCES
from alliance_desk.review import pool, sessions
from tests.helpers.desks import CITY, PACK_ID, SAMPLE, advance, make_office, open_sample_case, reopen
from tests.helpers.drawers import Hand, Open
from tests.helpers.handing import read
from tests.helpers.windows import click
from ui.tasks import office, panel_papers, panels

EXPERTS = RESOURCES / "samples" / "experts.xlsx"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A city with a pool of experts and two cases that wait for their review."""
    with make_office(tmp_path / "city", CITY, "市", "210300") as desk:
        pool.take_in(desk, EXPERTS)
        for name in ("甲联盟", "乙联盟"):
            advance(desk, open_sample_case(desk, name).stream, "expert_review")
    return tmp_path / "city"


def cases(desk: Desk) -> list[str]:
    return [row[0] for row in desk.raw.execute("SELECT stream FROM index_case ORDER BY number").fetchall()]


def sitting(root: Path, *, drawn: bool = False) -> str:
    """A session over the first case, its panel drawn if so asked."""
    with reopen(root) as desk:
        session = sessions.open_session(desk, cases(desk)[:1]).streams[0]
        if drawn:
            sessions.draw_panel(desk, session, "20240927", "31415926", witness="周样例")
        return session


def opened(hand: Hand, session: str) -> dict[str, Any]:
    return streams.document(hand.seat.reader.raw, session).open


def seated(hand: Hand, session: str) -> list[str]:
    seats = opened(hand, session)["seats"]
    return [key for key, one in sorted(seats.items(), key=lambda s: s[1]["order"]) if one["state"] == "seated"]


def test_a_batch_gathers_the_cases_that_are_ticked(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    one, other = cases(hand.seat.reader)
    panels.batch(hand.seat, [one])
    hand.fill(name="2024年第一批", cases=[one, other])
    assert "共 2 件" in hand.submit()
    rows = hand.seat.reader.raw.execute('SELECT "case" FROM index_batch WHERE name = ?', ("2024年第一批",)).fetchall()
    assert {row[0] for row in rows} == {one, other}


def test_a_session_takes_the_whole_batch_unless_a_box_is_cleared(hand_on: Open, root: Path) -> None:
    with reopen(root) as desk:
        one, other = cases(desk)
        gathered = batches.open_batch(desk, "第一批", PACK_ID, [one, other]).streams[0]
    hand = hand_on(root)
    panels.open_session(hand.seat, [one])
    assert hand.drawer.form is not None
    assert hand.drawer.form.values() == {"cases": [one, other], "batch": gathered}
    hand.fill(cases=[one])
    hand.submit()
    (session,) = hand.seat.reader.raw.execute("SELECT stream FROM index_session").fetchone()
    assert list(opened(hand, session)["cases"]) == [one]
    assert opened(hand, session)["session"]["batch"] == gathered


def test_a_case_that_sits_already_is_not_offered_again(hand_on: Open, root: Path) -> None:
    sitting(root)
    hand = hand_on(root)
    panels.open_session(hand.seat, [cases(hand.seat.reader)[1]])
    assert not hand.shown("cases")


def test_the_funnel_stands_above_the_numbers_and_a_witness_can_be_a_colleague(hand_on: Open, root: Path) -> None:
    session = sitting(root)
    hand = hand_on(root)
    office.add_operator(hand.seat)
    hand.fill(name="周样例")
    hand.submit()
    panels.draw(hand.seat, session)
    assert "专家库共 42 人" in hand.words("draw.funnel")
    assert "应选 5 人" in hand.words("draw.funnel")
    hand.fill(watched="有监督人在场", witness="周样例", operator="123", supervisor="31415926")
    hand.submit()
    assert hand.field_problem("operator") == "须为 4 到 32 位数字"
    hand.fill(operator="20240927")
    hand.submit()
    assert opened(hand, session)["session"]["witness"] == "周样例"
    assert len(seated(hand, session)) == 5


def test_reasons_of_exclusion_are_opened_by_a_button(hand_on: Open, root: Path) -> None:
    with reopen(root) as desk:
        units = desk.raw.execute("SELECT unit FROM index_expert WHERE unit <> '' ORDER BY name").fetchall()
        partner = units[0][0]
        case = open_sample_case(desk, "丙联盟", partner=partner).stream
        advance(desk, case, "expert_review")
        session = sessions.open_session(desk, [case]).streams[0]
    hand = hand_on(root)
    panels.draw(hand.seat, session)
    click(hand.drawer, "draw.show-reasons")
    hand.wait()
    assert partner in hand.words("draw.reasons")


def test_an_office_of_one_person_says_why_nobody_watched(hand_on: Open, root: Path) -> None:
    session = sitting(root)
    hand = hand_on(root)
    panels.draw(hand.seat, session)
    hand.fill(watched="只有一名经办人")
    assert not hand.shown("witness-name")
    hand.fill(alone="本局仅一人在岗", operator="20240927", supervisor="31415926")
    hand.submit()
    assert opened(hand, session)["session"]["alone"] == "本局仅一人在岗"


def test_who_draws_cannot_be_their_own_witness(hand_on: Open, root: Path) -> None:
    session = sitting(root)
    hand = hand_on(root)
    panels.draw(hand.seat, session)
    hand.fill(watched="有监督人在场", witness_name="样例甲", operator="20240927", supervisor="31415926")
    hand.submit()
    assert "不能监督自己的抽取" in hand.problems
    assert not opened(hand, session).get("seats")


def test_the_panel_of_greatest_fit_is_fixed_without_numbers(hand_on: Open, root: Path) -> None:
    session = sitting(root)
    hand = hand_on(root)
    panels.choose(hand.seat, session)
    hand.submit()
    assert len(seated(hand, session)) == 5


def test_an_empty_pool_is_told_where_the_funnel_would_stand(hand_on: Open, tmp_path: Path) -> None:
    with make_office(tmp_path / "bare", CITY, "市", "210300") as desk:
        case = open_sample_case(desk).stream
        advance(desk, case, "expert_review")
        session = sessions.open_session(desk, [case]).streams[0]
    hand = hand_on(tmp_path / "bare")
    panels.choose(hand.seat, session)
    assert "可用 0 人" in hand.words("draw.funnel")
    hand.submit()
    assert "缺 5 人" in hand.problems


def test_a_seat_is_filled_anew_in_the_order_of_the_draw(hand_on: Open, root: Path) -> None:
    session = sitting(root, drawn=True)
    hand = hand_on(root)
    gone = seated(hand, session)[0]
    panels.replace(hand.seat, session, gone)
    hand.fill(note="本人来电，时间冲突")
    hand.submit()
    assert opened(hand, session)["seats"][gone]["state"] == "declined"
    assert len(seated(hand, session)) == 5
    panels.replace(hand.seat, session)
    assert hand.shown("expert"), "without a name the person chooses who cannot come"


def test_sheets_come_up_one_after_another_with_their_sum(hand_on: Open, root: Path) -> None:
    session = sitting(root, drawn=True)
    hand = hand_on(root)
    case, order = cases(hand.seat.reader)[0], seated(hand, session)
    panels.scores(hand.seat, session, case, order[0])
    hand.fill(line__goals="61")
    assert "已填 0/2 项" in hand.live
    hand.fill(line__people="30")
    hand.submit()
    assert "超过满分 60" in hand.field_problem("line.goals")
    hand.fill(line__goals="50.5", recommend="修改后同意", opinion="目标可行")
    assert hand.live == "合计 80.50／100，合格线 60 分"
    hand.submit()
    entry = opened(hand, session)["scores"][case][order[0]]
    assert entry["lines"] == {"goals": "50.5", "people": "30"}
    assert entry["recommend"] == "conditional"
    assert hand.task.startswith(f"scores.{order[1]}")
    assert hand.drawer.form is not None
    assert hand.drawer.form.values() == {}, "the next sheet is empty"


def test_a_session_ends_with_what_its_sheets_come_to(hand_on: Open, root: Path) -> None:
    session = sitting(root, drawn=True)
    hand = hand_on(root)
    case, order = cases(hand.seat.reader)[0], seated(hand, session)
    panels.conclude(hand.seat, session)
    assert "还没有评分表" in hand.words("conclude.results")
    hand.submit()
    assert "尚未收齐" in hand.problems
    hand.dismiss()
    panels.scores(hand.seat, session, case, order[0])
    for _ in order:
        hand.fill(line__goals="50", line__people="30")
        hand.submit()
    assert hand.task == "", "no sheet is missing any more"
    panels.conclude(hand.seat, session)
    assert "得分 80.00 分" in hand.words("conclude.results")
    hand.submit()
    assert hand.seat.reader.case(case).open["review"]["supported"] is True


def test_the_report_of_a_commissioned_review_is_kept_with_each_outcome(hand_on: Open, tmp_path: Path) -> None:
    desk = make_office(tmp_path / "third", CITY, "市", "210300")
    pack = desk.place.packs / f"{PACK_ID}.toml"
    pack.write_text(pack.read_text("utf8").replace('mode = "own"', 'mode = "third_party"'), "utf8")
    with desk:
        for name in ("甲联盟", "乙联盟"):
            advance(desk, open_sample_case(desk, name).stream, "expert_review")
    hand = hand_on(tmp_path / "third")
    one, other = cases(hand.seat.reader)
    panels.open_session(hand.seat, [one])
    hand.fill(cases=[one, other], organiser="样例评估中心", contract="样评〔2024〕2号")
    hand.submit()
    (session,) = hand.seat.reader.raw.execute("SELECT stream FROM index_session").fetchone()
    report = tmp_path / "评审报告.pdf"
    report.write_bytes(SAMPLE)
    panels.report(hand.seat, session)
    assert "样例评估中心" in hand.intro
    hand.fill(path=report, on="20240926", **{f"outcome__{one}": "专家支持", f"outcome__{other}": "专家不支持"})
    hand.submit()
    assert hand.seat.reader.case(one).open["review"]["supported"] is True
    assert hand.seat.reader.case(other).open["review"]["supported"] is False
    assert opened(hand, session)["session"]["report_name"] == "评审报告.pdf"


def test_a_paper_of_a_session_is_chosen_among_those_it_has_come_to(hand_on: Open, root: Path) -> None:
    session = sitting(root, drawn=True)
    hand = hand_on(root)
    panel_papers.paper(hand.seat, session)
    hand.fill(kind="回避和保密承诺书")
    said = hand.submit()
    assert "pledge-" in said
    (path,) = hand.seat.reader.place.papers.glob("pledge-*.docx")
    text = read(path)
    seats = opened(hand, session)["seats"]
    assert all(seats[key]["name"] in text for key in seated(hand, session))
