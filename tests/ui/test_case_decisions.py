"""The tab 评审与决定: what the deciding office keeps of experts and objections, and what the other office sees of it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from tests.helpers.desks import two_offices
from tests.helpers.story import play
from tests.helpers.walk import faults
from tests.helpers.windows import find
from ui.main_window import MainWindow
from ui.pages.case.view import CaseView
from ui.pages.cases import Cases
from ui.tables.view import Table

Open = Callable[..., MainWindow]
DAY = date(2024, 10, 9)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both offices after the whole story."""
    folder = tmp_path_factory.mktemp("story")
    pair = two_offices(folder)
    play(pair, folder)
    pair.close()
    return folder


def opened(window_on: Open, story: Path, folder: Path, office: str) -> tuple[MainWindow, CaseView]:
    """A window on a copy of one office, at the tab of decisions of its only case."""
    copytree(story / office, folder / office)
    window = window_on(folder / office, DAY)
    window.go("cases", window.seat.reader.raw.execute("SELECT stream FROM index_case").fetchone()[0])
    page = window.page
    assert isinstance(page, Cases)
    assert page.view is not None
    page.view.tabs.turn_to("decisions")
    QTest.qWait(100)
    return window, page.view


def words(window: MainWindow, name: str) -> list[str]:
    return [label.text() for label in find(window, name, QWidget).findChildren(QLabel)]


def test_the_deciding_office_sees_its_experts_and_their_sheets(window_on: Open, story: Path, tmp_path: Path) -> None:
    window, _ = opened(window_on, story, tmp_path, "city")
    rows = find(window, "case.panel", Table).rows
    seated = [rows.row(at) for at in range(rows.rowCount()) if rows.row(at)["state"] == "组员"]
    assert len(seated) % 2 == 1
    assert {row["total"] for row in seated} == {"80.00"}
    assert {row["recommend"] for row in seated} == {"同意"}
    told = words(window, "case.decision.review")
    assert "样例监督人" in told
    assert any("得分 80.00 分" in one for one in told)
    assert any("样例联盟" in one for one in told), "who could not sit, and why"


def test_objections_stand_with_their_answers(window_on: Open, story: Path, tmp_path: Path) -> None:
    window, _ = opened(window_on, story, tmp_path, "city")
    told = words(window, "case.decision.notice")
    assert {"样例丁", "样例异议", "异议不成立", "不成立", "样例网站"} <= set(told)
    assert "样纪〔2024〕1号" in words(window, "case.decision.meeting")


def test_the_other_office_learns_the_outcome_and_no_names(window_on: Open, story: Path, tmp_path: Path) -> None:
    window, _ = opened(window_on, story, tmp_path, "county")
    told = words(window, "case.decision.review")
    assert "专家支持" in told
    assert window.findChild(Table, "case.panel") is None
    assert "样例丁" not in words(window, "case.decision.notice")
    assert "样科发〔2024〕9号" in words(window, "case.decision.recognition")


def test_a_finished_case_tells_its_whole_way(window_on: Open, story: Path, tmp_path: Path) -> None:
    window, view = opened(window_on, story, tmp_path, "city")
    assert {chip.line.state for chip in view.stages.chips} == {"done"}
    assert find(window, "case.status").accessibleName() == "状态：已认定"
    view.tabs.turn_to("facts")
    QTest.qWait(50)
    assert {"opinion", "review", "visit", "meeting", "notice", "recognition", "certificate", "plaque"} <= set(
        view.overview.cards
    )
    view.tabs.turn_to("notes")
    QTest.qWait(50)
    assert "请领取牌匾" in words(window, "case.note")


@pytest.mark.parametrize("office", ["city", "county"])
def test_nothing_is_cut_off(window_on: Open, story: Path, tmp_path: Path, office: str) -> None:
    window, view = opened(window_on, story, tmp_path, office)
    window.resize(1100, 680)
    found: list[str] = []
    for key in view.tabs.keys:
        view.tabs.turn_to(key)
        QTest.qWait(60)
        found += [f"{key}: {fault}" for fault in faults(view) if "contrast" not in fault]
    assert found == []
