"""Exits: heard first, decided by a person, published, papers taken back; nothing by itself."""

from datetime import date

from alliance_desk.care import exits
from alliance_desk.desk import Desk
from alliance_desk.doctor import examine
from tests.helpers.care import at, entered, later, refused, shown
from tests.helpers.desks import TODAY


def opened(desk: Desk, known: str) -> str:
    """The stream of an exit that is begun."""
    return exits.open_exit(desk, known, "poor-twice", "连续两年考核较差").streams[0]


def test_the_whole_way_out(city: Desk) -> None:
    known = entered(city, certificate="旧证1号")
    number = opened(city, known)
    with refused("care.exit.hear-first"):
        exits.decide(city, number, "样科〔2024〕10号", TODAY, "连续两年较差")
    exits.hear(city, number, TODAY, date(2024, 10, 8), "请求保留")
    assert shown(city, known).entry.status == "valid"
    exits.decide(city, number, "样科〔2024〕10号", TODAY, "连续两年较差", minutes="会议纪要3号")
    found = shown(city, known).entry
    assert (found.status, found.leaves, found.exited) == ("exited", "取消", "2024-09-27")
    assert shown(city, known, "2024-09-26").entry.status == "valid"
    with refused("care.exit.channel-needed"):
        exits.publish(city, number, TODAY, " ")
    exits.publish(city, number, TODAY, "门户网站")
    with refused("care.exit.papers-incomplete"):
        exits.return_papers(city, number, {}, TODAY)
    exits.return_papers(city, number, {"certificate": "returned"}, TODAY)
    assert city.raw.execute("SELECT state FROM index_certificate").fetchall() == [("returned",)]
    assert city.raw.execute("SELECT outcome FROM index_case WHERE stream = ?", (number,)).fetchone() == ("done",)
    with refused("care.has-left"):
        exits.open_exit(city, known, "poor-twice", "x")
    assert not examine(city).faults


def test_silence_can_be_recorded_only_once_the_day_set_has_passed(city: Desk, known: str) -> None:
    number = opened(city, known)
    with refused("care.exit.until-past"):
        exits.hear(city, number, TODAY, TODAY, "x")
    with refused("care.exit.still-time"):
        exits.hear(city, number, TODAY, date(2024, 9, 30), "")
    at(city, date(2024, 10, 1))
    exits.hear(city, number, TODAY, date(2024, 9, 30), "")
    assert city.case(number).open["stages"]["exit-hear"]["outcome"] == "waived"


def test_leaving_the_hearing_out_needs_a_recorded_reason(city: Desk, known: str) -> None:
    number = opened(city, known)
    with refused("cases.reason-needed"):
        exits.skip_hearing(city, number, " ")
    exits.skip_hearing(city, number, "联盟自行申请解散")
    exits.decide(city, number, "样科〔2024〕10号", TODAY, "自行解散")
    assert city.case(number).open["hearing"] == {"reason": "联盟自行申请解散"}


def test_a_paper_that_does_not_come_back_is_said_why(city: Desk) -> None:
    number = opened(city, entered(city, certificate="旧证1号", plaque="旧牌1号"))
    exits.skip_hearing(city, number, "x")
    exits.decide(city, number, "1号", TODAY, "x")
    states = {"certificate": "returned", "plaque": "lost"}
    with refused("cases.reason-needed"):
        exits.return_papers(city, number, states, TODAY)
    exits.return_papers(city, number, states, TODAY, "牌匾在搬迁中遗失")
    assert dict(city.raw.execute("SELECT kind, state FROM index_certificate").fetchall()) == states


def test_an_alliance_that_stays_is_recorded_and_may_be_tried_again(city: Desk, known: str) -> None:
    number = opened(city, known)
    exits.skip_hearing(city, number, "x")
    exits.drop(city, number, "整改到位")
    assert shown(city, known).entry.status == "valid"
    later(city, 1)
    assert opened(city, known)


def test_no_ground_no_paper_no_day_no_exit(city: Desk, known: str) -> None:
    with refused("care.exit.unknown-ground"):
        exits.open_exit(city, known, "nothing", "x")
    with refused("cases.reason-needed"):
        exits.open_exit(city, known, "poor-twice", " ")
    with refused("care.no-such-alliance"):
        exits.open_exit(city, "f" * 32, "poor-twice", "x")
    number = opened(city, known)
    exits.skip_hearing(city, number, "x")
    with refused("cases.document-needed"):
        exits.decide(city, number, " ", TODAY, "x")
    with refused("cases.reason-needed"):
        exits.decide(city, number, "1号", TODAY, " ")
    with refused("cases.date-ahead"):
        exits.decide(city, number, "1号", date(2024, 9, 28), "x")
    assert shown(city, known).entry.status == "valid"
