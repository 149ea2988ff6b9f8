"""Correcting a notice and its report on the page; the plan of a round. By clicks, held against the core."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from alliance_desk.care import rounds as verbs
from alliance_desk.care.round_plan import kept_plan
from alliance_desk.cases import notice, noticed, office
from tests.helpers import cared, handing
from tests.helpers.cared import DAY
from tests.helpers.desks import PACK_ID, advance, make_office, open_sample_case, reopen
from tests.helpers.drawers import Open
from tests.helpers.handing import read
from tests.helpers.windows import click, find
from ui.pages.notices import Notices

NAMES = ("甲联盟", "乙联盟")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A city with two cases in one notice, from 2024-09-27 on."""
    with make_office(tmp_path / "city", "鞍山市科学技术局", "市", "210300") as desk:
        for name in ("contact_unit", "telephone", "address"):
            office.set_value(desk, name, "0412-5550123")
        cases = [open_sample_case(desk, name).stream for name in NAMES]
        for case in cases:
            advance(desk, case, "public_notice")
        notice.publish(desk, cases, desk.clock.today(), "网站")
    return tmp_path / "city"


def test_a_wrong_name_is_corrected_on_the_page_and_the_period_starts_anew(hand_on: Open, root: Path) -> None:
    hand = hand_on(root, date(2024, 9, 29))
    hand.window.go("notices")
    hand.wait()
    page = hand.window.page
    assert isinstance(page, Notices)
    click(page, "notice.correct")
    (line,) = noticed.lines(hand.seat.reader)
    view = noticed.view(hand.seat.reader, line.notice)
    hand.fill(case="乙联盟", item="联盟名称", right="丙联盟")
    assert "现为：乙联盟" in hand.live
    assert "公示期从更正公示之日重新计算。" in hand.live
    hand.fill(period="公示期不变")
    assert f"公示期不变：{line.start} 至 {line.end}" in hand.live
    hand.fill(period="公示期重新计算")
    assert "公示期重新计算" in hand.submit()
    after = noticed.view(hand.seat.reader, line.notice)
    assert (after.start, {one.name for one in after.cases}) == (date(2024, 9, 29), {"甲联盟", "丙联盟"})
    assert after.end > view.end
    (card,) = page.cards
    told = "\n".join(one.text() for one in card.findChildren(QLabel))
    assert "2024-09-29　乙联盟　联盟名称：乙联盟 → 丙联盟（公示期重新计算）" in told
    (path,) = hand.seat.reader.place.papers.glob("notice-correction-*.docx")
    assert "丙联盟" in read(path)


def test_the_report_of_a_closed_notice_is_written_from_its_card(hand_on: Open, root: Path) -> None:
    with reopen(root) as desk:
        handing.on(desk, "2024-10-20")
        (line,) = noticed.lines(desk)
        notice.close(desk, line.notice)
        for path in desk.place.papers.glob("notice-report-*"):
            path.unlink()
    hand = hand_on(root, date(2024, 10, 20))
    hand.window.go("notices", line.notice)
    hand.wait()
    assert not hand.window.page.findChildren(QPushButton, "notice.correct")
    click(hand.window.page, "notice.report")
    hand.wait()
    (path,) = hand.seat.reader.place.papers.glob("notice-report-*.docx")
    assert "公示期满，2家联盟无异议或者异议不成立" in read(path)


def test_the_plan_of_a_round_is_kept_and_written(hand_on: Open, tmp_path: Path) -> None:
    cared.city(tmp_path / "city")[0].close()
    with reopen(tmp_path / "city") as desk:
        handing.on(desk, DAY.isoformat())
        round_ = verbs.open_round(desk, PACK_ID, "exam", "2024", "2024年度评价", date(2025, 3, 1)).streams[0]
    hand = hand_on(tmp_path / "city", DAY)
    hand.window.go("duties", "rounds")
    QTest.qWait(1)
    click(hand.window, "rounds.plan")
    hand.fill(leader="样例甲")
    assert "工作方案已保存" in hand.submit()
    assert kept_plan(hand.seat.reader, round_)["leader"] == "样例甲"
    (path,) = hand.seat.reader.place.papers.glob("assessment-plan-*.docx")
    assert "2025年3月1日前" in read(path), "the day of the papers is the round's own"
    assert find(hand.window, "rounds.told", QLabel).text()
