"""Meetings, recognition and papers through the drawer: several cases with their own outcomes, one document, numbers shown before."""

from datetime import date
from pathlib import Path

import pytest

from alliance_desk.care import entries
from alliance_desk.cases import recognition
from alliance_desk.desk import Desk
from tests.helpers import care
from tests.helpers.desks import CITY, PACK_ID, advance, make_office, open_sample_case
from tests.helpers.drawers import Hand, Open
from tests.helpers.life import open_affair
from ui.tasks import decisions, papers

TODAY = date(2024, 9, 27)


def made(tmp_path: Path, until: str, *names: str) -> list[str]:
    with make_office(tmp_path / "city", CITY, "市", "210300") as desk:
        return [waiting(desk, name, until) for name in names or ("样例联盟",)]


def waiting(desk: Desk, name: str, until: str) -> str:
    case = open_sample_case(desk, name).stream
    advance(desk, case, until)
    return case


def stage(hand: Hand, case: str, key: str) -> dict[str, str]:
    return hand.seat.reader.case(case).open["stages"][key]


def test_a_meeting_decides_case_by_case_and_asks_why_only_where_it_did_not_pass(hand_on: Open, tmp_path: Path) -> None:
    one, other, third = made(tmp_path, "meeting", "甲联盟", "乙联盟", "丙联盟")
    hand = hand_on(tmp_path / "city")
    decisions.meeting(hand.seat, [one])
    assert hand.title == "录入局长办公会决定"
    hand.fill(cases=[one, other], minutes="纪要〔2024〕1号")
    hand.fill(**{f"outcome__{one}": "通过", f"outcome__{other}": "不通过"})
    assert hand.shown(f"reason.{other}")
    assert not hand.shown(f"reason.{one}")
    assert not hand.shown(f"outcome.{third}")
    hand.submit()
    assert "请填写" in hand.field_problem(f"reason.{other}")
    hand.fill(**{f"reason__{other}": "成熟度不足"})
    assert "共 2 件" in hand.submit()
    assert stage(hand, one, "meeting")["outcome"] == "passed"
    assert stage(hand, other, "meeting") == {
        **stage(hand, other, "meeting"),
        "outcome": "refused",
        "note": "成熟度不足",
    }
    assert "meeting" not in hand.seat.reader.case(third).open["stages"]


def test_recognising_shows_the_validity_and_takes_several_by_one_document(hand_on: Open, tmp_path: Path) -> None:
    one, other = made(tmp_path, "recognition", "甲联盟", "乙联盟")
    hand = hand_on(tmp_path / "city")
    decisions.recognise(hand.seat, [one])
    assert "有效期至 2027-09-27" in hand.live
    hand.fill(on="20240926")
    assert "有效期至 2027-09-26" in hand.live
    hand.submit()
    assert "请填写" in hand.field_problem("document")
    hand.fill(cases=[one, other], document="样科发〔2024〕9号")
    hand.submit()
    for case in (one, other):
        assert hand.seat.reader.case(case).open["recognition"]["document"] == "样科发〔2024〕9号"
    assert hand.seat.reader.raw.execute("SELECT count(*) FROM index_alliance").fetchone() == (2,)


def test_a_refusal_at_the_end_is_recorded_with_its_reason(hand_on: Open, tmp_path: Path) -> None:
    (case,) = made(tmp_path, "recognition")
    hand = hand_on(tmp_path / "city")
    decisions.refuse(hand.seat, case)
    hand.fill(note="公示后发现材料不实")
    hand.submit()
    assert stage(hand, case, "recognition")["outcome"] == "not_recognised"


@pytest.mark.parametrize(("kind", "number"), [("certificate", "YL-2024-001"), ("plaque", "YLP-2024-001")])
def test_a_paper_is_numbered_as_shown_and_its_page_opens(hand_on: Open, tmp_path: Path, kind: str, number: str) -> None:
    with make_office(tmp_path / "city", CITY, "市", "210300") as desk:
        case = waiting(desk, "样例联盟", "recognition")
        recognition.recognise(desk, case, "样科发〔2024〕9号", TODAY)
    hand = hand_on(tmp_path / "city")
    pages: list[tuple[str, str]] = []
    hand.seat.goto.disconnect()
    hand.seat.goto.connect(lambda page, key: pages.append((page, key)))
    papers.issue(hand.seat, case, kind)
    assert hand.drawer.task is not None
    assert number in hand.drawer.task.submit
    hand.submit()
    assert hand.seat.reader.case(case).open[kind]["number"] == number
    assert pages == [("certificates", case)]
    papers.again(hand.seat, case, kind)
    hand.wait()
    assert "逐字节相同" in hand.said


def test_letters_are_those_the_case_has_come_to(hand_on: Open, tmp_path: Path) -> None:
    with make_office(tmp_path / "city", CITY, "市", "210300") as desk:
        case = waiting(desk, "样例联盟", "recognition")
        recognition.recognise(desk, case, "样科发〔2024〕9号", TODAY)
    hand = hand_on(tmp_path / "city")
    papers.letter(hand.seat, case)
    assert hand.drawer.task is not None
    assert [key for key, _ in hand.drawer.task.fields[0].choices] == [
        "acceptance", "approval", "receipt", "checklist", "archive",
    ]  # fmt: skip
    hand.fill(kind="认定文件")
    hand.submit()
    assert "文书已写出" in hand.said
    papers.letter(hand.seat, case, "acceptance")
    hand.wait()
    assert "acceptance-" in hand.said


def test_a_case_without_letters_says_so(hand_on: Open, tmp_path: Path) -> None:
    with care.city(tmp_path / "city") as desk:
        entry = entries.enter(desk, PACK_ID, "history", [care.record()]).streams[0]
        offices, alliance = desk.case(entry).open["offices"], str(desk.case(entry).open["alliance"]["id"])
        case = open_affair(desk, "assess", alliance=alliance, offices=offices)
    hand = hand_on(tmp_path / "city")
    papers.letter(hand.seat, case)
    assert hand.task == ""
    assert "还没有办到" in hand.said
