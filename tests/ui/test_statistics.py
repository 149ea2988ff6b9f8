"""The page of statistics: what it shows is what the core counts, and every figure leads to the alliances it counts."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCharts import QAbstractBarSeries, QBarCategoryAxis
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from alliance_desk.care import exits, measures, support
from alliance_desk.desk import Desk
from alliance_desk.register.asof import register
from alliance_desk.register.counted import YEARS, called, counts
from alliance_desk.register.statistics import DIMENSIONS, statistics
from tests.helpers import care, walk
from tests.helpers.desks import TODAY, make_office
from tests.helpers.drawers import Hand
from tests.helpers.sources import ROOT
from tests.helpers.windows import DAY, HANGS_MS, click, find, settle, type_text
from ui.main_window import MainWindow
from ui.pages.register import Register
from ui.pages.statistics import Statistics

Open = Callable[..., MainWindow]
ENTERED = ((2019, "新材料", "甲县"), (2019, "新材料", "乙县"), (2021, "", "甲县"), (2022, "装备", "甲县"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A city with four older alliances: one has left, one has a flag, one got support."""
    with care.city(tmp_path / "city") as desk:
        for n, (year, field, county) in enumerate(ENTERED, start=1):
            care.entered(desk, f"样例联盟{n}", date(year, 5, 1), field=field, county=county)
        gone, flagged, helped = (
            row[0] for row in desk.raw.execute("SELECT id FROM index_alliance ORDER BY name LIMIT 3")
        )
        leaving = exits.open_exit(desk, gone, "poor-twice", "x").streams[0]
        exits.skip_hearing(desk, leaving, "x")
        exits.decide(desk, leaving, "1号", TODAY, "x")
        measures.impose(desk, flagged, "rectify", "2号", TODAY, reason="x")
        support.grant(desk, helped, "subsidy", "3号", TODAY, amount=25_000_000)
    return tmp_path / "city"


def opened(window_on: Open, root: Path, day: date = DAY) -> tuple[MainWindow, Statistics]:
    window = window_on(root, day)
    window.go("statistics")
    page = window.page
    assert isinstance(page, Statistics)
    QTest.qWait(1)
    return window, page


def turn(page: Statistics, key: str) -> list[dict[str, object]]:
    """Bring a topic to the front; its rows as the table holds them."""
    page.tabs.setCurrentIndex([topic.key for topic in page._topics].index(key))
    rows = page.panel.table.rows
    return [dict(rows.row(at)) for at in range(rows.rowCount())]


def names(page: Register) -> list[str]:
    rows = page.list.table.rows
    return [str(rows.row(at)["name"]) for at in range(rows.rowCount())]


def test_what_is_shown_is_what_the_core_counts(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    found = statistics(window.seat.reader)
    told = [
        find(window, f"statistics.figure.{name}").property("text") for name in ("valid", "left", "members", "support")
    ]
    (words,) = [
        one.text() for one in page.figures.findChildren(QLabel) if "在册" in one.text() and "席位" not in one.text()
    ]
    assert words == f"在册联盟，其中期满 {found.ended}"
    assert found.ended == sum(
        one.status == "valid" and one.valid_to < "2024-09-27" for one in register(window.seat.reader)
    )
    assert told == [str(found.valid), str(found.left), str(found.members), "25 万元"]
    assert [topic.key for topic in page._topics] == [
        "field",
        "county",
        "years",
        "kinds",
        "grade",
        "sanctions",
        "leaves",
    ]
    for key in ("field", "county", "grade", "sanctions", "leaves"):
        assert [(row["name"], row["count"]) for row in turn(page, key)] == [
            (called(window.seat.reader, key, one.key), one.count) for one in found.by[key]
        ]
    assert [(row["count"], row["units"]) for row in turn(page, "kinds")] == [
        (one.count, one.units) for one in found.kinds
    ]
    assert [(row["year"], row["recognised"], row["left"], row["standing"]) for row in turn(page, "years")] == [
        (one.year, one.recognised, one.left, one.standing) for one in found.years[::-1]
    ], "the newest year first"
    assert page.panel.table.rows.cells(0)[4].text == "25"
    assert page.chart._bars.labels == tuple(one.year for one in found.years), "in the chart it stands at the right"
    page.panel.table.choose(0)
    assert page.chart._sets[0].selectedBars() == [len(found.years) - 1]


def test_the_chart_shows_the_rows_of_the_table(window_on: Open, root: Path) -> None:
    _, page = opened(window_on, root)
    rows = turn(page, "county")
    chart = page.chart._view.chart()
    (series,) = chart.series()
    assert isinstance(series, QAbstractBarSeries)
    (bars,) = series.barSets()
    (axis,) = [one for one in chart.axes() if isinstance(one, QBarCategoryAxis)]
    labels = [label.rstrip("\u200b") for label in axis.categories()]
    assert list(zip(labels, [bars.at(at) for at in range(bars.count())], strict=True))[::-1] == [
        (row["name"], row["count"]) for row in rows
    ]
    assert series.isLabelsVisible(), "the number stands at its bar"


def test_as_of_another_day_the_register_of_that_day_is_counted(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    type_text(window, "statistics.on", "20201231")
    qtbot.waitUntil(lambda: page.found is not None and page.found.on == "2020-12-31", timeout=HANGS_MS)
    assert find(window, "statistics.figure.valid").property("text") == "2"
    assert find(window, "statistics.figure.support").property("text") == "0 万元"
    type_text(window, "statistics.on", "2020-13-40")
    qtbot.wait(450)
    assert page.bar.day == date(2020, 12, 31), "what is no day changes nothing"
    click(window, "statistics.today")
    assert find(window, "statistics.figure.valid").property("text") == "3"


def test_every_line_leads_to_exactly_the_alliances_it_counts(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    for key in [topic.key for topic in page._topics if topic.key not in {"kinds", "years"}]:
        for row in turn(page, key):
            page._lead(str(row["id"]), 0)
            QTest.qWait(2)  # a page made just now is shown a moment later
            register_page = window.page
            assert isinstance(register_page, Register)
            assert len(names(register_page)) == row["count"], (key, row)
            assert str(row["name"]) in find(window, "register.narrow").property("text")
            window.go("statistics")
    for row in turn(page, "years"):
        for at, name in enumerate(("recognised", "left", "standing")):
            page._lead(str(row["id"]), at)
            register_page = window.page
            assert isinstance(register_page, Register)
            assert len(names(register_page)) == row[name], (row, name)
            window.go("statistics")


def test_enter_on_a_line_leads_there_and_the_chip_takes_it_back(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    turn(page, "sanctions")
    page.panel.table.choose(0)
    QTest.keyClick(page.panel.table, Qt.Key.Key_Return)
    QTest.qWait(2)
    register_page = window.page
    assert isinstance(register_page, Register)
    assert names(register_page) == ["样例联盟2"]
    assert "处理标记：限期整改" in register_page.list.foot.text()
    click(window, "register.narrow")
    assert len(names(register_page)) == 4
    assert not register_page.standings._narrowed.isVisible()
    window.back()
    assert window.page is page


def test_a_click_on_a_bar_leads_there(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    turn(page, "field")
    QTest.qWait(50)  # the chart is laid out when it is painted
    chart = page.chart._view.chart()
    (series,) = chart.series()
    last = len(page.chart._bars.labels) - 1
    place = chart.mapToPosition(QPointF(0.5, last), series).toPoint()  # the first line stands on top
    QTest.mouseClick(page.chart._view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    register_page = window.page
    assert isinstance(register_page, Register)
    assert len(names(register_page)) == page.found.by["field"][0].count  # pyright: ignore[reportOptionalMemberAccess]


def test_kinds_of_members_lead_nowhere_and_say_so(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    turn(page, "kinds")
    page.panel.table.choose(0)
    QTest.keyClick(page.panel.table, Qt.Key.Key_Return)
    assert window.page is page
    assert "成员类型" in find(window, "strip.text").property("text")
    (action,) = [one for one in page.commands() if one.id == "statistics.to-open"]
    assert "成员类型" in action.why_not()


def test_the_row_that_is_chosen_stands_out_in_the_chart(window_on: Open, root: Path) -> None:
    _, page = opened(window_on, root)
    turn(page, "county")
    page.panel.table.choose(1)
    last = len(page.chart._bars.labels) - 1
    assert page.chart._sets[0].selectedBars() == [last - 1]


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_chart_wears_the_theme_and_tells_its_series_apart_without_colour(
    window_on: Open, root: Path, theme: str
) -> None:
    window, page = opened(window_on, root)
    window.seat.look.wear(theme)
    turn(page, "kinds")
    colours = window.seat.look.colours
    chart = page.chart._view.chart()
    assert chart.backgroundBrush().color() == QColor(colours.surface)
    assert all(one.labelColor() == QColor(colours.text) for one in page.chart._sets)
    assert len({one.brush().style() for one in page.chart._sets}) == 2, "one of them is hatched"
    assert [name for name, _ in page.chart.legend()] == ["成员席位", "单位数"]


def test_many_counties_scroll_instead_of_being_squeezed(window_on: Open, tmp_path: Path) -> None:
    with care.city(tmp_path / "city") as desk:
        entered_in(desk, 60)
    window, page = opened(window_on, tmp_path / "city")
    window.resize(1100, 680)
    turn(page, "county")
    QTest.qWait(20)
    assert page.chart._view.height() >= 60 * 30
    assert page.chart.verticalScrollBar().maximum() > 0
    assert page.panel.table.rows.rowCount() == 60


def entered_in(desk: Desk, count: int) -> None:
    from alliance_desk.care import entries
    from tests.helpers.desks import PACK_ID

    many = [
        care.record(f"样例联盟{n:03d}", date(2010 + n % 14, 6, 30), county=f"样例第{n:02d}县科学技术局")
        for n in range(count)
    ]
    entries.enter(desk, PACK_ID, "history", many)


def test_the_workbook_holds_every_table_with_its_day(qtbot: QtBot, window_on: Open, root: Path, tmp_path: Path) -> None:
    window, page = opened(window_on, root)
    click(window, "statistics.export")
    target = tmp_path / "统计.xlsx"
    type_text(window, "statistics.book.path", str(target))
    click(window, "drawer.submit")
    settle(qtbot, window)
    book = load_workbook(target)
    found = page.found
    assert found is not None
    titles = [sheet.title for sheet in book.worksheets]
    assert titles == [
        "总数",
        "产业领域",
        "推荐单位",
        "类别",
        "政策",
        "方式",
        "列入年度",
        "考核等次",
        "处理标记",
        "退出方式",
        "成员类型",
        "历年",
    ]
    assert all("2024-09-27" in str(sheet["A2"].value) for sheet in book.worksheets)
    county = {row[0].value: row[1].value for row in book["推荐单位"].iter_rows(min_row=4)}
    assert county == {"甲县": 2, "乙县": 1, "合计": 3}
    years = [[cell.value for cell in row] for row in book["历年"].iter_rows(min_row=4)]
    assert [row[:4] for row in years] == [[one.year, one.recognised, one.left, one.standing] for one in found.years]
    assert years[-1][4] == 25, "in 万元"


def test_the_chart_is_kept_as_a_picture(qtbot: QtBot, window_on: Open, root: Path, tmp_path: Path) -> None:
    window, page = opened(window_on, root)
    turn(page, "years")
    click(window, "statistics.picture")
    target = tmp_path / "历年.png"
    type_text(window, "statistics.picture.path", str(target))
    click(window, "drawer.submit")
    settle(qtbot, window)
    assert QImage(str(target)).width() >= 240
    assert "历年" in find(window, "strip.text").property("text")


@pytest.mark.parametrize(("level", "what"), [("市", "补录"), ("县", "抄送")])
def test_an_empty_register_says_what_to_do(window_on: Open, tmp_path: Path, level: str, what: str) -> None:
    make_office(tmp_path / "office", level=level, division="210300" if level == "市" else "210303").close()
    window, _ = opened(window_on, tmp_path / "office")
    assert what in find(window, "statistics.empty").property("text")
    assert not find(window, "statistics.export").isEnabled()
    click(window, "statistics.to-register")
    assert window.page.key == "register"


def test_a_day_before_everything_leads_back_to_today(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    type_text(window, "statistics.on", "20000101")
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 1, timeout=HANGS_MS)
    assert "2000-01-01" in find(window, "statistics.empty").property("text")
    click(window, "statistics.back")
    assert page._stack.currentIndex() == 0


def test_what_is_committed_is_counted_at_once(hand_on: Callable[..., Hand], root: Path) -> None:
    hand = hand_on(root)
    hand.window.go("statistics")
    page = hand.window.page
    assert isinstance(page, Statistics)
    hand.seat.run("", lambda desk, _step: measures_on(desk))
    hand.wait()
    QApplication.processEvents()
    assert page.found is not None
    assert [(one.key, one.count) for one in page.found.by["sanctions"]] == [("限期整改", 2)]


def measures_on(desk: Desk) -> object:
    (key,) = desk.raw.execute("SELECT id FROM index_alliance WHERE name = '样例联盟3'").fetchone()
    return measures.impose(desk, key, "rectify", "9号", TODAY, reason="x")


@pytest.mark.parametrize("size", [(910, 520), (1280, 760)])
def test_nothing_is_cut_or_unnamed_on_any_topic(window_on: Open, root: Path, size: tuple[int, int]) -> None:
    window, page = opened(window_on, root)
    window.resize(*size)
    for topic in list(page._topics):
        turn(page, topic.key)
        QTest.qWait(15)
        assert walk.faults(page) == [], topic.key


def test_charts_are_loaded_when_the_page_is_opened_and_not_before() -> None:
    tell = "import sys, ui.app, ui.main_window, ui.pages.register; print('PySide6.QtCharts' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", tell], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "False", done.stderr


# What a figure counts


def test_of_every_figure_the_register_says_who_it_counts(root: Path) -> None:
    from tests.helpers.desks import reopen

    with reopen(root) as desk:
        found, entries = statistics(desk), register(desk)
        for by in DIMENSIONS:
            for one in found.by[by]:
                assert sum(counts(entry, by, one.key) for entry in entries) == one.count, (by, one)
        for line in found.years:
            assert sum(counts(entry, "recognised", line.year) for entry in entries) == line.recognised
            assert sum(counts(entry, "exited", line.year) for entry in entries) == line.left
            then = register(desk, min(f"{line.year}-12-31", TODAY.isoformat()))
            assert sum(counts(entry, "standing", line.year) for entry in then) == line.standing
        with pytest.raises(KeyError):
            counts(entries[0], "weather", "rain")
    assert set(YEARS) == {"recognised", "exited", "standing"}
