"""Notices through the drawer: the days told while they are typed, several cases, objections in and out of time, the end."""

from datetime import date
from pathlib import Path

import pytest

from alliance_desk.cases import notice as verbs
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from tests.helpers.desks import CITY, advance, make_office, open_sample_case, reopen
from tests.helpers.drawers import Hand, Open
from ui.tasks import notices

START = date(2024, 9, 27)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A city with two cases that wait for their notice."""
    with make_office(tmp_path / "city", CITY, "市", "210300") as desk:
        for name in ("甲联盟", "乙联盟"):
            advance(desk, open_sample_case(desk, name).stream, "public_notice")
    return tmp_path / "city"


def cases(desk: Desk) -> list[str]:
    return [row[0] for row in desk.raw.execute("SELECT stream FROM index_case ORDER BY number").fetchall()]


def published(root: Path) -> str:
    with reopen(root) as desk:
        return verbs.publish(desk, cases(desk), START, "门户网站").streams[0]


def document(hand: Hand, notice: str) -> Folded:
    return streams.document(hand.seat.reader.raw, notice)


def test_the_end_and_what_rests_on_it_follow_the_day_as_it_is_typed(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    notices.publish(hand.seat, cases(hand.seat.reader)[:1])
    assert "公示到 2024-10-02（星期三）24 时止" in hand.live
    assert "发布次日起共 5 天，其中工作日 2 天" in hand.live
    assert "最早 2024-10-03" in hand.live
    assert "如发布当天计入" in hand.live
    hand.fill(start="20240920")
    assert "2024-09-25" in hand.live
    hand.fill(start="20240930")
    hand.submit()
    assert hand.field_problem("start") == "这一天还没有到"


def test_others_that_wait_go_along_when_they_are_ticked(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    one, other = cases(hand.seat.reader)
    notices.publish(hand.seat, [one])
    hand.fill(cases=[one, other], channel="门户网站")
    assert "已公示 2 件" in hand.submit()
    (notice,) = hand.seat.reader.raw.execute("SELECT DISTINCT notice FROM index_notice").fetchone()
    assert set(document(hand, notice).open["cases"]) == {one, other}


def test_the_channel_of_the_last_time_stands_there_already(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    one, other = cases(hand.seat.reader)
    notices.publish(hand.seat, [one])
    hand.fill(cases=[one], channel="门户网站和公告栏")
    hand.submit()
    notices.publish(hand.seat, [other])
    assert hand.drawer.form is not None
    assert hand.drawer.form.values()["channel"] == "门户网站和公告栏"


@pytest.mark.parametrize(
    ("received", "named", "said", "state"),
    [
        ("20240927", "实名（", "予以受理", "open"),
        ("20240927", "匿名", "未署真实身份", "not_accepted"),
        ("20240926", "实名（", "不在公示期", "not_accepted"),
    ],
)
def test_whether_an_objection_counts_is_told_before_it_is_recorded(
    hand_on: Open, root: Path, received: str, named: str, said: str, state: str
) -> None:
    notice = published(root)
    hand = hand_on(root)
    case = cases(hand.seat.reader)[0]
    notices.object_to(hand.seat, notice, case)
    hand.fill(received=received, who="某单位", named=named, text="对牵头单位有疑问")
    assert said in hand.live
    hand.submit()
    assert document(hand, notice).open["objections"]["o1"]["state"] == state


def test_an_objection_to_a_notice_of_several_asks_which(hand_on: Open, root: Path) -> None:
    notice = published(root)
    hand = hand_on(root)
    notices.object_to(hand.seat, notice)
    hand.fill(case="乙联盟", who="某单位", named="实名（", text="有疑问")
    hand.submit()
    entry = document(hand, notice).open["objections"]["o1"]
    assert hand.seat.reader.case(entry["case"]).open["alliance"]["name"] == "乙联盟"


def test_an_answer_shows_the_objection_and_what_follows(hand_on: Open, root: Path) -> None:
    notice = published(root)
    with reopen(root) as desk:
        verbs.object_to(desk, notice, cases(desk)[0], "某单位", "对牵头单位有疑问", START)
    hand = hand_on(root)
    notices.answer(hand.seat, notice)
    assert "对牵头单位有疑问" in hand.live
    hand.fill(result="异议成立")
    assert "不予认定" in hand.live
    hand.fill(reply="经核查属实")
    hand.submit()
    assert document(hand, notice).open["objections"]["o1"]["state"] == "upheld"
    notices.answer(hand.seat, notice)
    assert hand.task == ""
    assert "没有待答复的异议" in hand.said


def test_closing_tells_what_becomes_of_each_case(hand_on: Open, root: Path) -> None:
    notice = published(root)
    with reopen(root) as desk:
        verbs.object_to(desk, notice, cases(desk)[0], "某单位", "有疑问", START)
        verbs.answer(desk, notice, "o1", "upheld", "属实")
    hand = hand_on(root, date(2024, 10, 8))
    notices.close(hand.seat, notice)
    words = hand.words("close-notice.cases")
    assert "异议成立，办结并生成告知书" in words
    assert "无异议，转入下一环节" in words
    hand.submit()
    one, other = cases(hand.seat.reader)
    assert hand.seat.reader.case(one).open["stages"]["notice"]["outcome"] == "upheld"
    assert hand.seat.reader.case(other).open["stages"]["notice"]["outcome"] == "clear"


def test_a_notice_that_still_runs_is_refused_in_the_drawer(hand_on: Open, root: Path) -> None:
    notice = published(root)
    hand = hand_on(root, date(2024, 10, 2))
    notices.close(hand.seat, notice)
    hand.submit()
    assert "第九条" in hand.problems
    assert "公示到 2024-10-02" in hand.problems


def test_a_provisional_end_is_typed_by_a_person(hand_on: Open, tmp_path: Path) -> None:
    """Five working days into a year whose days off nobody has published."""
    late = date(2026, 12, 30)
    desk = make_office(tmp_path / "late", CITY, "市", "210300", FixedClock(late))
    pack = desk.place.packs / "trial-2024.toml"
    pack.write_text(pack.read_text("utf8").replace('unit = "自然日"', 'unit = "工作日"'), "utf8")
    with desk:
        case = open_sample_case(desk).stream
        advance(desk, case, "public_notice")
        notice = verbs.publish(desk, [case], late, "门户网站").streams[0]
    hand = hand_on(tmp_path / "late", date(2027, 1, 15))
    notices.close(hand.seat, notice)
    assert "暂定" in hand.intro
    hand.submit()
    assert "确认的截止日" in hand.field_problem("confirm")
    hand.fill(confirm="20270107")
    hand.submit()
    assert hand.seat.reader.case(case).open["notice"]["end"] == "2027-01-07"
