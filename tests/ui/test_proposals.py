"""Proposals and flags on the page 年度与考核, and the number in the rail: taken, not taken, closed; held against the core."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from alliance_desk.care.pressing import pressing
from alliance_desk.register.alliance import alliance
from alliance_desk.register.flags import flags
from alliance_desk.register.proposals import proposals
from tests.helpers import cared, handing
from tests.helpers.cared import GOOD, POOR
from tests.helpers.desks import PACK_ID
from tests.helpers.duty_views import Open, bar, choose, opened, owed
from tests.helpers.windows import click, find
from ui.pages.duties import Duties
from ui.pages.duties_page.flags import FlagsSection
from ui.pages.duties_page.proposals import ProposalsSection

PAPERS = f"{PACK_ID}/papers/2024"


def test_the_rail_says_how_much_presses(hand_on: Open, tmp_path: Path) -> None:
    cared.city(tmp_path / "city")[0].close()
    hand, page = opened(hand_on, tmp_path / "city", PAPERS)
    before = pressing(hand.seat.reader)
    assert before.total == before.late + before.proposed > 0
    QTest.qWait(20)
    assert f"{before.total} 项" in find(hand.window, "rail.duties").accessibleName()
    choose(owed(page), "甲联盟")
    click(hand.window, "duties.hand-in")
    hand.fill(**{"file__papers-report": handing.scan(tmp_path / "in")})
    hand.submit()
    QTest.qWait(20)
    after = pressing(hand.seat.reader)
    assert after.late == before.late - 1
    assert f"{after.total} 项" in find(hand.window, "rail.duties").accessibleName()


@pytest.fixture
def proposed(tmp_path: Path) -> Path:
    """Two alliances with a poor grade, one with a good one."""
    desk, _ = cared.city(tmp_path / "city")
    cared.graded(desk, {"甲联盟": POOR, "乙联盟": POOR, "丁联盟": GOOD})
    desk.close()
    return tmp_path / "city"


def section_of(page: Duties) -> ProposalsSection:
    found = page.section("proposals")
    assert isinstance(found, ProposalsSection)
    return found


def test_a_proposal_says_its_facts_its_count_and_its_article(hand_on: Open, proposed: Path) -> None:
    hand, page = opened(hand_on, proposed, "proposals")
    known = proposals(hand.seat.reader)
    rows = [section_of(page).list.table.rows.row(at) for at in range(section_of(page).list.table.rows.rowCount())]
    assert [(row["name"], row["title"], row["counter"]) for row in rows] == [
        (one.name, one.title, one.counter) for one in known
    ]
    words = "\n".join(label.text() for label in find(hand.window, "proposals.card").findChildren(QLabel))
    assert "年度考核 2024：较差" in words
    assert "1/1" in words
    assert "第十五条" in words
    click(hand.window, f"proposals.fact.{known[0].facts[0].fact.case}")
    assert hand.window.page.key == "cases"


def test_one_proposal_is_taken_and_one_is_not(hand_on: Open, proposed: Path) -> None:
    hand, page = opened(hand_on, proposed, "proposals")
    section = section_of(page)
    first = section.one
    assert first is not None
    click(hand.window, "proposals.take.rectify")
    hand.fill(document="样科函〔2025〕8号", received=date(2025, 1, 9))
    hand.submit()
    (flag,) = flags(hand.seat.reader)
    assert (flag.alliance, flag.due, flag.kind) == (first.alliance, date(2026, 1, 9), "限期整改")
    line = alliance(hand.seat.reader, first.alliance)
    assert line is not None
    assert line.entry.status == "valid"
    left = section.one
    assert left is not None
    assert left.alliance != first.alliance
    click(hand.window, "proposals.dismiss")
    hand.fill(note="已停产重组，书面说明在案")
    hand.submit()
    assert proposals(hand.seat.reader) == []
    assert len(flags(hand.seat.reader)) == 1
    words = [label.text() for label in section.findChildren(QLabel) if label.isVisible()]
    assert any("程序不会自行处理" in text for text in words)


def test_answers_are_in_sight_and_are_for_one_proposal_at_a_time(hand_on: Open, proposed: Path) -> None:
    hand, page = opened(hand_on, proposed, "proposals")
    hand.window.resize(1280, 760)
    QTest.qWait(20)
    table = section_of(page).list.table
    for name in ("proposals.take.rectify", "proposals.dismiss"):
        made = find(hand.window, name)
        assert made.isEnabled()
        assert made.visibleRegion().boundingRect() == made.rect()
    table.selectAll()
    for name in ("proposals.take.rectify", "proposals.dismiss"):
        assert not find(hand.window, name).isEnabled()
        assert find(hand.window, name).toolTip().endswith("请只选一家")
    table.choose(1)
    QTest.qWait(1)
    assert find(hand.window, "proposals.dismiss").isEnabled()


def test_a_flag_is_closed_by_its_acceptance(hand_on: Open, proposed: Path) -> None:
    hand, page = opened(hand_on, proposed, "proposals")
    click(hand.window, "proposals.take.rectify")
    hand.fill(document="样科函〔2025〕8号", received=date(2025, 1, 9))
    hand.submit()
    QTest.keySequence(hand.window, "Ctrl+4")
    section = page.section()
    assert isinstance(section, FlagsSection)
    at = {column.key: place for place, column in enumerate(section.list.table.rows.columns)}
    cells = section.list.table.rows.cells(0)
    assert (cells[at["left"]].text, cells[at["due"]].text) == ("还有 364 天", "2026-01-09")
    QTest.keyClick(section.list.table, Qt.Key.Key_Down)
    QTest.qWait(150)
    assert bar(hand, "flags.bar")[:2] == ["step.accept", "step.fail"]
    click(hand.window, "step.accept")
    hand.fill(note="整改到位")
    hand.submit()
    (flag,) = flags(hand.seat.reader)
    assert (flag.outcome, flag.closed) == ("accepted", "2025-01-10")
    assert section.list.table.rows.cells(0)[at["how"]].text == "验收通过"
