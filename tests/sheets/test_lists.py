import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from alliance_desk.errors import Damaged
from alliance_desk.sheets.lists import Heading, Shape, write_list

COLUMNS = [
    Heading("名称", 40),
    Heading("代码", 22),
    Heading("家数", 8, Shape.NUMBER),
    Heading("研发投入（万元）", 14, Shape.MONEY),
    Heading("认定日期", 12, Shape.DATE),
]
ROWS: list[tuple[str | int | bool | None, ...]] = [
    ("=晋中市𬭚源联盟", "911101066976941872", 15, 123_456_700, "2024-09-27"),
    ("+鞍山", "12100000400000624D", None, 0, "1898-07-03"),
    ("@x", "0012", 3, 1, ""),
]


@pytest.mark.parametrize("large", [False, True])
def test_text_and_codes_stay_text_and_numbers_are_numbers(tmp_path: Path, large: bool) -> None:
    path = write_list(tmp_path / "名录.xlsx", "联盟名录[2024]", COLUMNS, ROWS, note="制表：样本", large=large)
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    assert sheet.title == "联盟名录2024"
    assert [c.value for c in sheet[3]] == [c.title for c in COLUMNS]
    assert [[c.value for c in row] for row in sheet.iter_rows(min_row=4)] == [
        ["=晋中市𬭚源联盟", "911101066976941872", 15, 123.4567, datetime(2024, 9, 27)],
        ["+鞍山", "12100000400000624D", None, 0, "1898-07-03"],
        ["@x", "0012", 3, 0.000001, None],
    ]
    assert {c.data_type for row in sheet.iter_rows(min_row=4, max_col=2) for c in row} == {"s"}
    book.close()
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_same_list_gives_the_same_bytes(tmp_path: Path) -> None:
    made = [write_list(tmp_path / f"{n}.xlsx", "名录", COLUMNS, ROWS).read_bytes() for n in range(2)]
    assert made[0] == made[1]


def test_yes_and_no_are_words(tmp_path: Path) -> None:
    path = write_list(tmp_path / "a.xlsx", "x", [Heading("盖章")], [(True,), (False,)])
    book = load_workbook(path)
    assert [row[0].value for row in book.worksheets[0].iter_rows(min_row=4)] == ["是", "否"]
    book.close()


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's full disk")
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "名录.xlsx.part").symlink_to("/dev/full")
    with pytest.raises(Damaged, match="无法写入"):
        write_list(tmp_path / "名录.xlsx", "名录", COLUMNS, ROWS)
    assert not (tmp_path / "名录.xlsx").exists()
