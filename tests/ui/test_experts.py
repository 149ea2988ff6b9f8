from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from alliance_desk.experts.pool_sheet import read_pool
from tests.helpers.drawers import Hand
from tests.helpers.reviews import POOL, city, drawn, seated
from tests.helpers.walk import faults
from tests.helpers.windows import choose, click, find, type_text
from ui.pages.experts import Experts
from ui.pages.review.pool_tasks import entries

Open = Callable[..., Hand]


def page(hand: Hand) -> Experts:
    hand.window.go("experts")
    hand.wait()
    found = hand.window.pages["experts"]
    assert isinstance(found, Experts)
    return found


def pool_of(shown: Experts) -> list[str]:
    assert shown.pool is not None
    rows = shown.pool.list.table.rows
    return [str(rows.row(at)["name"]) for at in range(rows.rowCount())]


def words(shown: QWidget, name: str) -> str:
    found = find(shown, name).findChildren(QLabel)
    return "\n".join(label.text() for label in found if label.isVisible())


def changed(path: Path, *cells: tuple[str, str, str]) -> Path:
    """The sample workbook with some cells written anew: (name of the expert, heading, text)."""
    book = load_workbook(POOL)
    sheet = book.worksheets[0]
    lines = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
    heads = lines[2]
    for name, head, text in cells:
        row = next(at for at, line in enumerate(lines, 1) if name in line)
        sheet.cell(row, heads.index(head) + 1, text)
    book.save(path)
    book.close()
    return path


@pytest.fixture
def empty(hand_on: Open, tmp_path: Path) -> Hand:
    city(tmp_path / "w", filled=False).close()
    return hand_on(tmp_path / "w")


@pytest.fixture
def filled(hand_on: Open, tmp_path: Path) -> Hand:
    city(tmp_path / "w").close()
    return hand_on(tmp_path / "w")


def test_an_empty_pool_says_how_it_fills_and_takes_a_workbook(empty: Hand) -> None:
    shown = page(empty)
    assert "导入专家库" in find(shown, "experts.empty", QLabel).text()
    assert find(shown, "experts.workbook", QPushButton).toolTip().endswith("专家库还是空的")
    click(shown, "experts.import")
    empty.fill(path=POOL)
    assert empty.submit().startswith("已从工作簿读入 42 人：新增 42 人，变动 0 人，未变 0 人")
    assert len(pool_of(shown)) == 42


def test_a_second_import_names_what_changed_and_what_it_did_not_list(filled: Hand, tmp_path: Path) -> None:
    shown = page(filled)
    names = pool_of(shown)
    book = changed(tmp_path / "pool.xlsx", (names[0], "工作单位", "样例大学"), (names[1], "职称或职务", "样例职称"))
    click(shown, "experts.import")
    filled.fill(path=book)
    said = filled.submit()
    assert "新增 0 人，变动 2 人" in said
    assert names[0] in said
    assert "未变 40 人；另有 0 人" in said
    assert [entry["unit"] for entry in entries(filled.seat.reader).values() if entry["name"] == names[0]] == [
        "样例大学"
    ]


def test_a_faulty_workbook_is_told_cell_by_cell_and_nothing_of_it_is_taken(filled: Hand, tmp_path: Path) -> None:
    shown = page(filled)
    before = entries(filled.seat.reader)
    names = pool_of(shown)
    cells = [(name, "类别", "厨师") for name in names[:20]]
    click(shown, "experts.import")
    filled.fill(path=changed(tmp_path / "pool.xlsx", *cells))
    filled.submit()
    assert "20 处" in filled.problems
    assert filled.words("drawer.faults").count("类别无法识别") == 20
    assert entries(filled.seat.reader) == before
    one = changed(tmp_path / "one.xlsx", (names[0], "职称或职务", "11010519491231002X"))
    filled.fill(path=one)
    filled.submit()
    assert "疑似身份证号" in filled.words("drawer.faults")
    assert "11010519491231002X" not in filled.words("drawer.faults") + filled.problems


def test_the_workbook_that_is_written_can_be_taken_in_again_without_a_change(filled: Hand, tmp_path: Path) -> None:
    shown = page(filled)
    click(shown, "experts.workbook")
    filled.fill(path=tmp_path / "out.xlsx")
    assert "已写出 42 名专家" in filled.submit()
    click(shown, "experts.import")
    filled.fill(path=tmp_path / "out.xlsx")
    assert "新增 0 人，变动 0 人，未变 42 人" in filled.submit()
    click(shown, "experts.template")
    filled.fill(path=tmp_path / "form.xlsx")
    filled.submit()
    assert read_pool(tmp_path / "form.xlsx", lambda: "new") == ()


def test_the_details_follow_the_cursor_and_hold_no_number_of_a_person(filled: Hand) -> None:
    shown = page(filled)
    assert shown.pool is not None
    assert "选一名专家" in words(shown, "experts.details")
    key = next(key for key, entry in entries(filled.seat.reader).items() if entry.get("former_units"))
    entry = entries(filled.seat.reader)[key]
    filled.window.go("experts", key)
    QTest.qWait(20)
    told = words(shown, "experts.details")
    for part in (entry["name"], entry["unit"], entry["former_units"][0]["unit"], "回避声明", "没有登记"):
        assert part in told
    assert "身份证" not in told
    assert "银行" not in told


def test_who_sat_this_year_is_counted_and_the_details_lead_to_the_session(hand_on: Open, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        made = drawn(desk, "甲联盟")
        expert = seated(desk, made)[0]
    hand = hand_on(tmp_path / "w")
    shown = page(hand)
    hand.window.go("experts", expert)
    QTest.qWait(20)
    assert shown.pool is not None
    at = shown.pool.list.table.rows.place(expert)
    assert shown.pool.list.table.rows.cells(at)[4].text == "1"
    click(shown, f"experts.seat.{made}")
    QTest.qWait(20)
    assert shown.session is not None
    assert shown.session.picture is not None
    assert shown.session.picture.stream == made


def test_the_pool_is_searched_filtered_and_the_tab_is_remembered(filled: Hand, tmp_path: Path) -> None:
    shown = page(filled)
    choose(shown, "experts.filter.kind", "财务专家")
    assert 0 < len(pool_of(shown)) < 42
    choose(shown, "experts.filter.kind", "全部")
    type_text(shown, "experts.search", "哈尔滨")
    QTest.qWait(150)
    assert len(pool_of(shown)) == 1
    shown.bar.setCurrentIndex(1)
    filled.wait()
    assert filled.seat.state("experts.tab") == "rounds"


@pytest.mark.parametrize("size", [(1280, 760), (1100, 680)])
def test_nothing_of_the_pool_is_cut_unnamed_or_pale(filled: Hand, size: tuple[int, int]) -> None:
    filled.window.resize(*size)
    shown = page(filled)
    assert shown.pool is not None
    shown.pool.list.table.choose(3)
    QTest.qWait(60)
    assert not faults(filled.window)
