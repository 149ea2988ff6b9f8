from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from alliance_desk.clock import FixedClock
from tests.helpers.desks import COUNTY, make_office
from tests.helpers.windows import DAY, HANGS_MS, click, find, settle, type_text
from ui.preferences import Preferences
from ui.seat import Seat
from ui.tables.column import Column
from ui.tables.model import PAGE, TableModel
from ui.tables.panel import TablePanel
from ui.tables.source import Asked, Given
from ui.theme.look import Look

ROWS = [{"id": f"r{n}", "name": f"样例联盟{n:04d}", "count": n % 7} for n in range(450)]
COLUMNS = [
    Column("name", "名称", 200),
    Column("count", "件数", 80, right=True, filter=True),
    Column("id", "编号", 80),
]


@pytest.fixture
def seat(look: Look, tmp_path: Path):
    make_office(tmp_path / "office", COUNTY).close()
    made = Seat(tmp_path / "office", FixedClock(DAY), look, Preferences())
    yield made
    made.close()


@pytest.fixture
def panel(qtbot: QtBot, seat: Seat):
    made = TablePanel(seat, "sample", Given(ROWS), COLUMNS, title="样例", empty="还没有样例。")
    made.resize(800, 500)
    made.fill()
    made.show()
    qtbot.waitExposed(made)
    yield made
    qtbot.waitUntil(lambda: not seat.operations.busy, timeout=HANGS_MS)
    made.hide()
    made.deleteLater()


def test_the_model_keeps_qts_rules_while_it_is_asked_other_things(look: Look) -> None:
    model = TableModel(Given(ROWS), COLUMNS, look)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for asked in (
        Asked(),
        Asked("0001"),
        Asked("nothing"),
        Asked("", {"count": "3"}, "name", descending=True),
        Asked(),
    ):
        model.ask(asked)
        assert model.rowCount() == len(model.source.ids(asked))
    assert tester.model() is model


def test_rows_are_fetched_in_pages_when_they_are_looked_at(look: Look) -> None:
    asked: list[int] = []

    class Counted(Given):
        def rows(self, ids):
            asked.append(len(ids))
            return super().rows(ids)

    model = TableModel(Counted(ROWS), COLUMNS, look)
    model.ask(Asked())
    assert asked == []
    assert model.row(0)["id"] == "r0"
    assert model.row(PAGE - 1)["id"] == f"r{PAGE - 1}"
    assert asked == [PAGE]
    assert model.row(PAGE)["id"] == f"r{PAGE}"
    assert asked == [PAGE, PAGE]


def test_a_row_that_went_away_is_shown_empty(look: Look) -> None:
    source = Given(ROWS)
    model = TableModel(source, COLUMNS, look)
    model.ask(Asked())
    source.rows = lambda ids: []  # pyright: ignore[reportAttributeAccessIssue]
    assert model.data(model.index(3, 0)) == ""
    assert model.row(3) == {}


def test_typing_filters_and_the_foot_says_how_many_and_by_what(panel: TablePanel, qtbot: QtBot) -> None:
    assert "450" in panel.foot.text()
    type_text(panel, "sample.search", "0007")
    qtbot.waitUntil(lambda: panel.table.rows.rowCount() == 1, timeout=HANGS_MS)
    assert "0007" in panel.foot.text()
    type_text(panel, "sample.search", "没有这个")
    qtbot.waitUntil(lambda: panel.table.rows.rowCount() == 0, timeout=HANGS_MS)
    assert "没有这个" in find(panel, "sample.empty").text()  # pyright: ignore[reportAttributeAccessIssue]


def test_a_click_on_a_heading_sorts_up_then_down_then_not(panel: TablePanel) -> None:
    header = panel.table.horizontalHeader()
    place = QPoint(header.sectionPosition(1) + 10, 10)
    orders = []
    for _ in range(3):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        orders.append((panel.table.rows.asked.sort, panel.table.rows.asked.descending))
    assert orders == [("count", False), ("count", True), ("", False)]


def test_everything_selected_is_one_range_and_copies_as_a_table(panel: TablePanel) -> None:
    panel.table.setFocus()
    QTest.keySequence(panel.table, "Ctrl+A")
    assert panel.table.ranges() == [range(450)]
    assert panel.table.count_selected() == 450
    QTest.keySequence(panel.table, "Ctrl+C")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "名称\t件数\t编号"
    assert lines[1] == "样例联盟0000\t0\tr0"
    assert len(lines) == 451


def test_enter_opens_the_row_at_the_cursor(panel: TablePanel, qtbot: QtBot) -> None:
    panel.table.setFocus()
    panel.table.choose(5)
    with qtbot.waitSignal(panel.table.entered, timeout=HANGS_MS) as caught:
        QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert caught.args is not None
    assert caught.args[0]["id"] == "r5"


def test_ctrl_f_goes_to_the_search_and_enter_back_to_the_first_row(panel: TablePanel, qtbot: QtBot) -> None:
    panel.activateWindow()
    panel.table.setFocus()
    panel.to_search()
    assert panel.search.hasFocus()
    type_text(panel, "sample.search", "00")
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    assert panel.table.hasFocus()
    assert panel.table.currentIndex().row() == 0


def test_widths_and_order_are_there_again_at_the_next_start(panel: TablePanel, seat: Seat, qtbot: QtBot) -> None:
    panel.table.setColumnWidth(0, 333)
    panel.table.horizontalHeader().moveSection(1, 0)
    panel.table.remember()
    qtbot.waitUntil(lambda: not seat.operations.busy, timeout=HANGS_MS)
    again = TablePanel(seat, "sample", Given(ROWS), COLUMNS, title="样例", empty="")
    qtbot.addWidget(again)
    assert again.table.columnWidth(0) == 333
    assert again.table.shown_columns() == [1, 0, 2]


def test_a_column_that_grows_takes_the_room_to_spare_until_a_person_gives_it_a_width(seat: Seat, qtbot: QtBot) -> None:
    columns = [Column("id", "编号", 80), Column("name", "名称", 200, most=400), Column("count", "件数", 80, right=True)]

    def made(width: int) -> TablePanel:
        one = TablePanel(seat, "growing", Given(ROWS), columns, title="样例", empty="")
        one.resize(width, 400)
        one.fill()
        one.show()
        qtbot.addWidget(one)
        qtbot.waitExposed(one)
        return one

    panel = made(500)
    table = panel.table
    assert 300 < table.columnWidth(1) < 400
    qtbot.waitUntil(lambda: not table.horizontalScrollBar().isVisible())
    panel.resize(900, 400)
    qtbot.waitUntil(lambda: table.columnWidth(1) == 400)
    panel.resize(360, 400)  # gives way a little, so that nothing has to be scrolled
    qtbot.waitUntil(lambda: table.columnWidth(1) < 200)
    qtbot.waitUntil(lambda: not table.horizontalScrollBar().isVisible())
    panel.resize(240, 400)  # there is too little anyway
    qtbot.waitUntil(lambda: table.columnWidth(1) == 200)
    table.remember()
    qtbot.waitUntil(lambda: not seat.operations.busy)
    again = made(900).table
    assert again.columnWidth(1) == 400
    again.setColumnWidth(1, 222)
    again.remember()
    qtbot.waitUntil(lambda: not seat.operations.busy)
    assert made(900).table.columnWidth(1) == 222


def test_what_is_shown_is_exported_as_a_workbook_as_it_is_shown(window_on, tmp_path: Path, qtbot: QtBot) -> None:
    import openpyxl

    make_office(tmp_path / "desk", COUNTY).close()
    window = window_on(tmp_path / "desk")
    settle(qtbot, window)
    made = TablePanel(window.seat, "other", Given(ROWS), COLUMNS, title="样例", empty="", parent=window)
    made.fill()
    made.search.setText("000")
    made.ask()
    made._export()
    target = tmp_path / "样例表.xlsx"
    type_text(window.drawer, "table.export.path", str(target))
    click(window.drawer, "drawer.submit")
    settle(qtbot, window)
    rows = list(openpyxl.load_workbook(target).worksheets[0].iter_rows(values_only=True))
    flat = [row for row in rows if row[0] and str(row[0]).startswith("样例联盟")]
    assert len(flat) == 10
    assert window.strip.text.text().count("10") >= 1
