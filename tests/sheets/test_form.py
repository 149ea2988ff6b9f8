import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from alliance_desk.policy.pack import FormField, Pack
from alliance_desk.sheets.form import write_form
from alliance_desk.sheets.template import template_of
from tests.sheets.data import CORE, DIVISIONS, LEAD, TODAY

Write = Callable[..., Path]


def column_of(sheet: Any, key: str) -> int:
    """The column under a hidden key."""
    return next(cell.column for row in sheet.iter_rows(max_row=40) for cell in row if cell.value == key)


def test_the_same_content_gives_the_same_bytes(workbook: Write) -> None:
    ids = iter(map(str, range(10_000)))
    first = workbook(new_id=lambda: next(ids)).read_bytes()
    ids = iter(map(str, range(10_000)))
    assert workbook(new_id=lambda: next(ids)).read_bytes() == first


def test_sheets_stand_in_order_with_lists_and_marker_hidden(workbook: Write) -> None:
    book = load_workbook(workbook())
    assert book.sheetnames == [
        "填写说明",
        "基本情况",
        "成员单位",
        "机构与人员",
        "协议与签署",
        "材料清单",
        "选项",
        "_desk",
    ]
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible"] * 6 + ["hidden", "veryHidden"]
    book.close()


def test_headings_are_locked_and_inputs_are_open(workbook: Write) -> None:
    book = load_workbook(workbook())
    members = book["成员单位"]
    name = column_of(members, "members.name")
    assert all(sheet.protection.sheet for sheet in book.worksheets)
    assert members.cell(4, name).protection.locked
    assert not members.cell(6, name).protection.locked
    assert not members.cell(65, name).protection.locked
    assert members.column_dimensions["A"].hidden
    assert members.row_dimensions[3].hidden
    assert members.freeze_panes == "D6"
    book.close()


def test_pages_are_a4_landscape_one_page_wide(workbook: Write) -> None:
    book = load_workbook(workbook())
    for sheet in book.worksheets[:6]:
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        pages = sheet.sheet_properties.pageSetUpPr
        assert pages
        assert pages.fitToPage
        assert str(sheet.page_setup.fitToHeight) == "0"
    book.close()


def test_drop_downs_come_from_the_hidden_sheet_and_prompts_name_the_article(workbook: Write) -> None:
    book = load_workbook(workbook())
    rules = {str(rule.sqref): rule for rule in book["成员单位"].data_validations.dataValidation}
    kind = next(rule for rule in rules.values() if rule.promptTitle == "单位类型")
    assert "选项" in kind.formula1
    assert kind.errorStyle in {None, "stop"}
    tasks = next(rule for rule in rules.values() if rule.promptTitle == "承担的任务＊")
    assert "第六条" in tasks.prompt
    lists = [[cell.value for cell in column if cell.value] for column in book["选项"].iter_cols()]
    assert ["高端装备制造", "新材料"] in lists
    assert next(c for c in lists if "140700 山西省晋中市" in c)[:2] == [
        "140700 山西省晋中市",
        "140702 山西省晋中市榆次区",
    ]
    book.close()


def test_text_never_becomes_a_formula(workbook: Write, document: dict[str, Any]) -> None:
    for number, text in enumerate(("=1+1", "+86", "-1", "@SUM(A1)")):
        document["members"][f"extra-{number}"] = {"order": 10 + number, "name": text, "tasks": text}
    path = workbook(document=document)
    with zipfile.ZipFile(path) as archive:
        formulas = {
            f for n in archive.namelist() if "worksheets" in n for f in re.findall(rb"<f>(.*?)</f>", archive.read(n))
        }
    assert formulas
    assert all(f.startswith("IF('成员单位'!$C$".encode()) for f in formulas)


def test_only_what_the_policy_uses_is_asked(rules: Pack, tmp_path: Path) -> None:
    hidden = {"members.rd": FormField(hidden=True), "alliance.office": FormField(hidden=True)}
    small = replace(rules, field_={}, body={}, clause={}, paper={}, form=hidden)
    book = load_workbook(write_form(small, tmp_path / "a.xlsx", divisions=DIVISIONS, today=TODAY))
    assert book.sheetnames == ["填写说明", "基本情况", "成员单位", "协议与签署", "选项", "_desk"]
    keys = {str(row[0].value) for row in book["基本情况"].iter_rows(max_col=1)}
    assert {"alliance.name", "alliance.goals"} <= keys
    assert keys.isdisjoint({"alliance.field", "alliance.category", "alliance.office"})
    columns = {str(cell.value) for cell in book["成员单位"][3]}
    assert "members.revenue.2023" in columns
    assert not any(column.startswith("members.rd") for column in columns)
    book.close()


def test_row_ids_are_those_of_the_document_and_empty_rows_have_their_own(workbook: Write) -> None:
    book = load_workbook(workbook())
    ids = [row[0].value for row in book["成员单位"].iter_rows(min_row=6, max_row=65, max_col=1)]
    assert ids[:2] == [LEAD, CORE]
    assert len(ids) == len(set(ids)) == 60
    book.close()


def test_more_members_than_prepared_rows_find_room(workbook: Write, document: dict[str, Any]) -> None:
    for number in range(70):
        document["members"][f"m-{number}"] = {"order": 10 + number, "name": f"样例{number}公司", "tasks": "应用"}
    book = load_workbook(workbook(document=document))
    assert book["成员单位"].cell(6 + 72, 3).value == "样例69公司"
    assert "$C$88" in next(
        r.formula1 for r in book["基本情况"].data_validations.dataValidation if "成员单位" in str(r.formula1)
    )
    book.close()


def test_a_mirrored_name_is_shown_even_where_nothing_computes(workbook: Write) -> None:
    book = load_workbook(workbook(), data_only=True)
    names = [row[1].value for row in book["协议与签署"].iter_rows(max_col=2)]
    assert {"样例𠅤大学", "龘示例公司", "鿏样本公司"} <= set(names)
    book.close()


@pytest.mark.parametrize(
    "change",
    [{"clause": {}}, {"paper": {}}, {"body": {}}, {"form": {"members.code": FormField(hidden=True)}}],
    ids=str,
)
def test_the_template_id_follows_the_structure(rules: Pack, change: dict[str, Any]) -> None:
    assert template_of(replace(rules, **change), 2024).id != template_of(rules, 2024).id


def test_the_template_id_does_not_follow_wording_or_readings(rules: Pack) -> None:
    other = replace(rules, form={"alliance.name": FormField(hint="别的提示")}, chosen={"a": "b"})
    assert template_of(other, 2024).id == template_of(rules, 2024).id


def test_years_are_the_closed_ones_before_the_application(rules: Pack, tmp_path: Path) -> None:
    path = write_form(rules, tmp_path / "a.xlsx", divisions=DIVISIONS, today=date(2026, 1, 2))
    book = load_workbook(path)
    years = [str(c.value)[-4:] for c in book["成员单位"][3] if str(c.value).startswith("members.rd.")]
    assert years == ["2025", "2024", "2023"]
    book.close()
