import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import Workbook

from alliance_desk import words
from alliance_desk.canonical import encode
from alliance_desk.errors import Refused
from alliance_desk.policy.pack import Header, Pack
from alliance_desk.policy.vocabulary import MEMBER_KINDS
from alliance_desk.sheets.form import write_form
from alliance_desk.sheets.read import WorkbookFaults
from tests.sheets.data import CORE, DIVISIONS, DOCUMENT, LEAD, OTHER, PRIVATE, TODAY, faults, read

Write = Callable[..., Path]
At = Callable[[str, str, str], str]
KINDS = [words.text(f"member-kind.{kind}") for kind in MEMBER_KINDS]
ID_NUMBER = "11010519491231002X"  # the example of the ID-card standard


def test_what_was_written_is_read_back(workbook: Write, rules: Pack) -> None:
    filled = read(workbook(), rules)
    expected = {key: value for key, value in DOCUMENT.items() if key != "papers"}
    expected["alliance"] = {key: value for key, value in DOCUMENT["alliance"].items() if key != "id"}
    assert filled.document == expected
    assert filled.private == PRIVATE
    assert filled.alliance == "alliance-7"
    assert filled.kept == dict.fromkeys((LEAD, CORE, OTHER, "person-1", "person-2"), True)
    assert encode(filled.document)


def test_attachments_carry_their_place_in_the_document(workbook: Write, rules: Pack) -> None:
    found = {
        a.key: (a.paper, a.member, a.year, a.file_name, a.copies, a.sealed) for a in read(workbook(), rules).attachments
    }
    assert found == {
        "agreement": ("agreement", "", "", "协议.pdf", 2, True),
        f"credit.{LEAD}": ("credit", LEAD, "", "信用.pdf", None, None),
        f"licence.{CORE}": ("licence", CORE, "", "执照.pdf", None, True),
        f"operation.{CORE}.2023": ("operation", CORE, "2023", "经营2023.pdf", None, None),
    }


def test_writing_again_what_was_read_keeps_ids_and_values(workbook: Write, rules: Pack) -> None:
    first = read(workbook(), rules)
    again = read(workbook(document=first.document, private=first.private), rules)
    assert (again.document, again.private, again.kept) == (first.document, first.private, first.kept)


def test_an_empty_form_says_what_must_be_filled(rules: Pack, tmp_path: Path) -> None:
    path = write_form(rules, tmp_path / "a.xlsx", divisions=DIVISIONS, today=TODAY)
    assert faults(path, rules) == [("基本情况", "C4", "required"), ("成员单位", "", "no-members")]


def test_all_faults_are_told_at_once_by_sheet_and_cell(workbook: Write, rules: Pack) -> None:
    path = workbook(
        ("基本情况", "C7", "去年"),
        ("成员单位", "C7", None),
        ("成员单位", "F8", "公司"),
        ("成员单位", "E8", "123"),
        ("协议与签署", "C6", "八月一日"),
    )
    with pytest.raises(WorkbookFaults) as refused:
        read(path, rules)
    assert [fault.text() for fault in refused.value.faults] == [
        "《基本情况》C7：无法识别为日期。请写作 2024-09-01。",
        "《成员单位》C7：这一行有内容，但没有单位名称。请补填名称，或清空整行。",
        "《成员单位》E8：统一社会信用代码应为18位数字和大写字母（不含 I、O、S、V、Z），这里是 3 位或含有其他字符。请对照证照核对。",
        "《成员单位》F8：“公司”不在可选内容中。请从下拉列表中选择：" + "、".join(KINDS) + "。",
        "《协议与签署》C6：无法识别为日期。请写作 2024-09-01。",
    ]


def test_a_workbook_of_somebody_else_is_refused(rules: Pack, tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Refused, match=r"不是用本程序导出的申报书"):
        read(tmp_path / "a.xlsx", rules)


def other(rules: Pack, **changes: Any) -> Pack:
    header: Header = replace(rules.pack, **changes)
    return replace(rules, pack=header)


def test_another_policys_workbook_is_refused_by_name(workbook: Write, rules: Pack) -> None:
    with pytest.raises(Refused, match=r"《样例市产业联盟管理办法》的申报书，不能用于《另一办法》"):
        read(workbook(), other(rules, id="other", title="另一办法"))


def test_an_older_structure_is_refused_with_its_version(workbook: Write, rules: Pack) -> None:
    newer = replace(other(rules, version=4), clause={"goals": rules.clause["goals"]})
    with pytest.raises(Refused, match=r"规则第 3 版") as refused:
        read(workbook(), newer)
    assert refused.value.code == "sheets.old-template"


def test_a_newer_policy_version_of_the_same_structure_is_read(workbook: Write, rules: Pack) -> None:
    assert read(workbook(), other(rules, version=9)).document["members"]


def test_a_newer_format_and_a_broken_marker_are_refused(workbook: Write, rules: Pack) -> None:
    for format_, code in (("2", "sheets.newer-format"), ("x", "sheets.newer-format")):
        with pytest.raises(Refused) as refused:
            read(workbook(("_desk", "B2", format_)), rules)
        assert refused.value.code == code


def test_formulas_and_error_values_are_refused_with_their_cell(workbook: Write, rules: Pack) -> None:
    path = workbook(("成员单位", "C7", '="龘"&"公司"'), ("成员单位", "J6", "#N/A"), ("基本情况", "C4", "=A1"))
    assert faults(path, rules) == [
        ("基本情况", "C4", "formula"),
        ("成员单位", "J6", "error"),
        ("成员单位", "C7", "formula"),
    ]


def test_repeated_names_and_codes_are_faults_that_name_the_first(workbook: Write, rules: Pack) -> None:
    path = workbook(("成员单位", "C8", "龘 示例公司"), ("成员单位", "E8", "911101066976941872"))
    with pytest.raises(WorkbookFaults) as refused:
        read(path, rules)
    assert [(f.cell, f.code, f.facts["cell"]) for f in refused.value.faults] == [
        ("C8", "same-name", "C7"),
        ("E8", "same-code", "E7"),
    ]


def test_there_must_be_exactly_one_lead(workbook: Write, rules: Pack, at: At) -> None:
    role = at("成员单位", LEAD, "members.role")
    second = role.replace("6", "7")
    assert faults(workbook(("成员单位", role, "普通成员")), rules)[0] == ("成员单位", "", "no-lead")
    assert faults(workbook(("成员单位", second, "牵头单位")), rules) == [("成员单位", second, "second-lead")]


def test_signatures_follow_the_name_that_is_shown(workbook: Write, rules: Pack, at: At) -> None:
    cell = at("协议与签署", OTHER, "members.signed")
    filled = read(workbook(("协议与签署", cell, "2024-08-03")), rules)
    assert filled.document["members"][OTHER]["signed"] == "2024-08-03"
    moved = workbook(("协议与签署", cell, "2024-08-03"), ("协议与签署", cell.replace("C", "B"), "鿏样本公司"))
    assert read(moved, rules).document["members"][OTHER]["signed"] == "2024-08-03"


def test_signatures_of_nobody_or_of_one_twice_are_faults(workbook: Write, rules: Pack, at: At) -> None:
    cell = at("协议与签署", OTHER, "members.signed")
    name, below = cell.replace("C", "B"), f"C{int(cell[1:]) + 1}"
    assert faults(workbook(("协议与签署", below, "2024-08-03")), rules) == [
        ("协议与签署", below.replace("C", "B"), "row-without-member")
    ]
    assert faults(workbook(("协议与签署", cell, "2024-08-03"), ("协议与签署", name, "谁")), rules) == [
        ("协议与签署", name, "unknown-member")
    ]
    assert faults(workbook(("协议与签署", cell, "2024-08-03"), ("协议与签署", name, "龘示例公司")), rules) == [
        ("协议与签署", name, "twice-member")
    ]
    assert faults(workbook(("协议与签署", cell, "2024-08-03"), ("协议与签署", name, "=#REF!")), rules) == [
        ("协议与签署", name, "row-shifted")
    ]


def test_a_copied_row_gets_an_id_of_its_own(workbook: Write, rules: Pack, at: At) -> None:
    filled = read(
        workbook(
            ("成员单位", "A9", CORE),
            ("成员单位", "C9", "新增公司"),
            ("成员单位", at("成员单位", CORE, "members.tasks").replace("7", "9"), "试验"),
        ),
        rules,
    )
    new = next(key for key, member in filled.document["members"].items() if member["name"] == "新增公司")
    assert new != CORE
    assert filled.kept[new] is False
    assert filled.kept[CORE] is True


def test_moved_columns_and_an_added_row_are_found_by_their_keys(workbook: Write, rules: Pack) -> None:
    def shift(book: Any) -> None:
        book["机构与人员"].insert_rows(6)
        book["机构与人员"]["C6"] = "理事会"
        book["机构与人员"]["D6"] = "新示例"

    filled = read(workbook(change=shift), rules)
    people = filled.document["bodies"]["council"]["people"]
    assert [person["name"] for person in people.values()] == ["新示例", "李𫖯例"]
    assert sorted(filled.kept.values()) == [False, *[True] * 5]


def test_papers_need_a_harmless_file_name(workbook: Write, rules: Pack, at: At) -> None:
    cell = at("材料清单", "agreement", "papers.file")
    for name in ("..", "a/b.pdf", "CON.pdf", "x.pdf ."):
        assert faults(workbook(("材料清单", cell, name)), rules) == [("材料清单", cell, "file-name")]
    assert faults(workbook(("材料清单", cell, None)), rules) == [("材料清单", cell, "no-file")]


def test_what_stands_outside_the_tables_is_not_lost_silently(workbook: Write, rules: Pack) -> None:
    path = workbook(("成员单位", "Z7", "备注"), change=lambda book: book.create_sheet("我的表").append(["内容"]))
    assert faults(path, rules) == [("成员单位", "Z7", "outside"), ("我的表", "", "extra-sheet")]


def test_a_missing_sheet_or_column_is_told(workbook: Write, rules: Pack) -> None:
    found = faults(workbook(change=lambda book: book.remove(book["机构与人员"])), rules)
    assert ("机构与人员", "", "missing-sheet") in found
    found = faults(workbook(change=lambda book: book["成员单位"].delete_cols(6)), rules)
    assert ("成员单位", "", "broken-sheet") in found


def test_a_form_of_another_year_is_told(workbook: Write, rules: Pack, at: At) -> None:
    cell = at("基本情况", "application.filed", "value")
    assert faults(workbook(("基本情况", cell, "2025-01-06")), rules) == [("基本情况", cell, "other-year")]


def test_a_term_that_ends_before_it_starts_is_told(workbook: Write, rules: Pack, at: At) -> None:
    cell = at("协议与签署", "agreement.end", "value")
    assert faults(workbook(("协议与签署", cell, "2024-07-31")), rules) == [("协议与签署", cell, "end-before-start")]


def test_a_corrected_workbook_keeps_the_ids_of_renamed_members(workbook: Write, rules: Pack) -> None:
    filled = read(workbook(("成员单位", "C7", "龘示例集团公司")), rules)
    assert filled.document["members"][CORE]["name"] == "龘示例集团公司"
    expected = copy.deepcopy(DOCUMENT["members"])
    expected[CORE]["name"] = "龘示例集团公司"
    assert filled.document["members"] == expected


def test_the_host_may_be_named_by_a_former_name(workbook: Write, rules: Pack, at: At) -> None:
    cell = at("基本情况", "alliance.host", "value")
    assert read(workbook(("基本情况", cell, "样例学院")), rules).document["alliance"]["host"] == LEAD
    assert faults(workbook(("基本情况", cell, "别家")), rules) == [("基本情况", cell, "unknown-member")]
