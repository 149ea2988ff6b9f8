from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from alliance_desk import words
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.vocabulary import MEMBER_KINDS
from alliance_desk.sheets.read import WorkbookFaults
from tests.sheets.data import CORE, faults, read

Write = Callable[..., Path]
At = Callable[[str, str, str], str]
KINDS = [words.text(f"member-kind.{kind}") for kind in MEMBER_KINDS]
ID_NUMBER = "11010519491231002X"  # the example of the ID-card standard


@pytest.mark.parametrize(
    "typed", [ID_NUMBER, ID_NUMBER.lower(), f" {ID_NUMBER[:6]} {ID_NUMBER[6:]}", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_an_id_number_in_a_code_cell_is_refused_and_said_nowhere(
    workbook: Write, rules: Pack, at: At, typed: str
) -> None:
    cell = at("成员单位", CORE, "members.code")
    path = workbook(("成员单位", cell, typed))
    with pytest.raises(WorkbookFaults) as refused:
        read(path, rules)
    assert [(f.cell, f.code, dict(f.facts)) for f in refused.value.faults] == [(cell, "id-card-in-code", {})]
    assert "1949" not in repr(refused.value.facts) + str(refused.value)


@pytest.mark.parametrize(
    ("sheet", "row", "column"),
    [
        ("基本情况", "alliance.goals", "value"),
        ("基本情况", "contacts.name", "value"),
        ("成员单位", CORE, "members.registered"),
        ("成员单位", CORE, "members.kind"),
        ("机构与人员", "person-1", "people.name"),
        ("材料清单", "agreement", "papers.file"),
    ],
)
def test_an_id_number_anywhere_is_refused_and_said_nowhere(
    workbook: Write, rules: Pack, at: At, sheet: str, row: str, column: str
) -> None:
    cell = at(sheet, row, column)
    path = workbook((sheet, cell, f"身份证{ID_NUMBER}号"))
    with pytest.raises(WorkbookFaults) as refused:
        read(path, rules)
    assert [(f.sheet, f.cell, f.code) for f in refused.value.faults] == [(sheet, cell, "id-card")]
    assert "1949" not in str(refused.value)


def test_an_id_number_typed_over_a_mirrored_name_is_said_nowhere(workbook: Write, rules: Pack, at: At) -> None:
    cell = at("材料清单", CORE, "licence..file").replace("C", "B")
    with pytest.raises(WorkbookFaults) as refused:
        read(workbook(("材料清单", cell, ID_NUMBER)), rules)
    assert [f.code for f in refused.value.faults] == ["id-card"]
    assert "1949" not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2024-9-1", "2024-09-01"),
        ("2024.9.1", "2024-09-01"),
        ("2024/09/01", "2024-09-01"),
        ("20240901", "2024-09-01"),
        (20240901, "2024-09-01"),
        ("2024年9月1日", "2024-09-01"),
        (" ２０２４ 年 9 月 1 日 ", "2024-09-01"),
        (datetime(2024, 9, 1, 15, 30), "2024-09-01"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_dates_are_read_however_they_are_typed(workbook: Write, rules: Pack, at: At, typed: Any, stored: str) -> None:
    cell = at("基本情况", "alliance.founded", "value")
    assert read(workbook(("基本情况", cell, typed)), rules).document["alliance"]["founded"] == stored


@pytest.mark.parametrize(
    "typed", ["2023-02-29", "2024-13-01", "2024", "9月1日", 45536, "2024-9", "24-9-1", "0001-01-01", "9999-12-31", True]
)
def test_what_is_no_date_is_a_fault(workbook: Write, rules: Pack, at: At, typed: Any) -> None:
    cell = at("基本情况", "alliance.founded", "value")
    (found,) = faults(workbook(("基本情况", cell, typed)), rules)
    assert found[:2] == ("基本情况", cell)
    assert found[2] in {"date", "date-range"}


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        (0, 0), (1, 1_000_000), (123.4567, 123_456_700), ("1,234.5", 1_234_500_000), ("１２．５", 12_500_000),
        (0.30000000000000004, 300_000), (0.000001, 1), (99_999_999.999999, 99_999_999_999_999),
    ],
)  # fmt: skip
def test_amounts_become_whole_fen_exactly(workbook: Write, rules: Pack, at: At, typed: Any, fen: int) -> None:
    cell = at("成员单位", CORE, "members.rd.2023")
    assert read(workbook(("成员单位", cell, typed)), rules).document["members"][CORE]["rd"] == {"2023": fen}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (-1, "negative"),
        (0.0000001, "fraction"),
        ("12万", "number"),
        (1e9, "too-large"),
        ("NaN", "number"),
        ("Infinity", "number"),
        (True, "number"),
    ],
)
def test_what_is_no_amount_is_a_fault(workbook: Write, rules: Pack, at: At, typed: Any, code: str) -> None:
    cell = at("成员单位", CORE, "members.rd.2023")
    assert faults(workbook(("成员单位", cell, typed)), rules) == [("成员单位", cell, code)]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("９１11 0106-6976941872", "911101066976941872"),
        ("9135O211MOOOOXUF46", "91350211M0000XUF46"),
        ("91110000101623741k", "91110000101623741K"),
    ],
)
def test_codes_are_normalised_and_wrong_check_characters_pass(
    workbook: Write, rules: Pack, at: At, typed: str, stored: str
) -> None:
    cell = at("成员单位", CORE, "members.code")
    assert read(workbook(("成员单位", cell, typed)), rules).document["members"][CORE]["code"] == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [(911101066976941872, "code-number"), ("91110106697694187", "code-form"), ("9111010669769418SV", "code-form")],
)
def test_numbers_and_broken_codes_are_faults(workbook: Write, rules: Pack, at: At, typed: Any, code: str) -> None:
    cell = at("成员单位", CORE, "members.code")
    assert faults(workbook(("成员单位", cell, typed)), rules) == [("成员单位", cell, code)]


@pytest.mark.parametrize("char", ["\u202e", "\u200b", "\u0007", "\ufeff", "_x0007_"])
def test_hidden_characters_are_faults(workbook: Write, rules: Pack, char: str) -> None:
    if char == "\u0007":
        char = "_x0007_"  # how a workbook carries it
    assert faults(workbook(("成员单位", "C7", f"龘{char}公司")), rules) == [("成员单位", "C7", "control")]


def test_own_made_characters_and_long_texts_are_faults(workbook: Write, rules: Pack) -> None:
    path = workbook(("成员单位", "C7", "\ue863公司"), ("成员单位", "C8", "长" * 201))
    assert faults(path, rules) == [("成员单位", "C7", "private-use"), ("成员单位", "C8", "too-long")]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("140702", "140702"),
        (140702, "140702"),
        ("榆次区", "140702"),
        ("140702 榆次", "140702"),
        ("山西省晋中市太谷区", "140703"),
        ("140000", "140000"),
        ("晋中市", "140700"),
    ],
)
def test_divisions_are_found_by_code_or_name(workbook: Write, rules: Pack, at: At, typed: Any, stored: str) -> None:
    cell = at("成员单位", CORE, "members.registered")
    assert read(workbook(("成员单位", cell, typed)), rules).document["members"][CORE]["registered"] == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [("999999", "division"), ("不存在县", "division"), ("鼓楼区", "division-many"), ("区", "division")],
)
def test_unknown_divisions_are_faults(workbook: Write, rules: Pack, at: At, typed: str, code: str) -> None:
    cell = at("成员单位", CORE, "members.registered")
    assert faults(workbook(("成员单位", cell, typed)), rules) == [("成员单位", cell, code)]


def test_flags_take_their_short_names_and_none(workbook: Write, rules: Pack, at: At) -> None:
    cell = at("成员单位", CORE, "members.flags")
    filled = read(workbook(("成员单位", cell, "规上，高企;专精特新企业、规上")), rules)
    assert filled.document["members"][CORE]["flags"] == ["above_scale", "high_tech", "specialised"]
    assert read(workbook(("成员单位", cell, "无")), rules).document["members"][CORE]["flags"] == []
