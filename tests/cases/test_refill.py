from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alliance_desk.canonical import Json
from alliance_desk.cases import corrections, intake, refill
from alliance_desk.cases.comparing import compare
from alliance_desk.cases.matching import identities, paper_key, with_ids
from alliance_desk.desk import Desk
from alliance_desk.desk.divisions import division_names
from alliance_desk.errors import Refused
from alliance_desk.sheets.form import write_form
from tests.helpers.desks import CITY, PACK_ID, SAMPLE, TODAY, make_office
from tests.samples.units import unit_code

UNITS = {f"unit-{n}": unit_code("enterprise", "210303", 800 + n) for n in range(1, 4)}


def members(**changes: Any) -> Json:
    """Three members by id."""
    made = {
        key: {
            "order": n,
            "name": f"样例单位{n}",
            "code": code,
            "kind": "enterprise",
            "role": "lead" if n == 1 else "ordinary",
            "tasks": "样例任务",
        }
        for n, (key, code) in enumerate(UNITS.items(), 1)
    }
    for key, change in changes.items():
        made[key.replace("_", "-")] |= change
    return made


def workbook(desk: Desk, path: Path, rows: Json, **alliance: str) -> Path:
    """A filled workbook of the trial policy."""
    document = {
        "alliance": {"name": "样例联盟", "goals": "样例目标", **alliance},
        "application": {"filed": "2024-09-20"},
        "members": rows,
        "papers": {"agreement": {"name": "协议.pdf"}},
    }
    private = {"contacts": {"lead": {"name": "样例乙", "phone": "0412-1234567"}}}
    return write_form(
        desk.rules_for(PACK_ID), path, divisions=division_names(), today=TODAY, document=document, private=private
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Attachments: the agreement."""
    made = tmp_path / "附件"
    made.mkdir()
    (made / "协议.pdf").write_bytes(SAMPLE)
    return made


@pytest.fixture
def opened(desk: Desk, tmp_path: Path, folder: Path) -> str:
    """The number of a case taken in from a workbook by the city for a county."""
    path = workbook(desk, tmp_path / "a.xlsx", members())
    said = intake.open_case(desk, path, PACK_ID, folder=folder, on_behalf="样例县科学技术局")
    return str(said.facts["number"])


def test_the_city_enters_only_for_a_named_county(desk: Desk, tmp_path: Path, folder: Path) -> None:
    path = workbook(desk, tmp_path / "a.xlsx", members())
    with pytest.raises(Refused, match="代哪个单位录入"):
        intake.open_case(desk, path, PACK_ID, folder=folder)
    assert list(desk.blobs.all()) == []


def test_a_county_without_its_superior_does_not_know_where_to_send(tmp_path: Path, folder: Path) -> None:
    with make_office(tmp_path / "county") as county:
        path = workbook(county, tmp_path / "a.xlsx", members())
        with pytest.raises(Refused, match="尚未登记上级机关"):
            intake.open_case(county, path, PACK_ID, folder=folder)
    with make_office(tmp_path / "zone", "样例开发区科技局", "开发区", "") as zone:
        path = workbook(zone, tmp_path / "b.xlsx", members())
        with pytest.raises(Refused, match="不由开发区级机关受理"):
            intake.open_case(zone, path, PACK_ID, folder=folder)


def test_the_application_date_is_neither_ahead_nor_forgotten(desk: Desk, tmp_path: Path, folder: Path) -> None:
    path = workbook(desk, tmp_path / "a.xlsx", members())
    for filed, day in ((None, "2024-09-20"), (date(2024, 9, 25), "2024-09-25")):
        said = intake.open_case(desk, path, PACK_ID, folder=folder, filed=filed, on_behalf="县局")
        assert desk.case(said.streams[0]).open["application"]["filed"] == day
    with pytest.raises(Refused, match="2024-09-28 还没有到"):
        intake.open_case(desk, path, PACK_ID, folder=folder, filed=date(2024, 9, 28), on_behalf="县局")


def test_an_office_without_a_division_numbers_its_cases_by_its_initials(tmp_path: Path, folder: Path) -> None:
    with make_office(tmp_path / "city", CITY, "市", "") as desk:
        path = workbook(desk, tmp_path / "a.xlsx", members())
        said = intake.open_case(desk, path, PACK_ID, folder=folder, on_behalf="县局")
        assert said.facts["number"] == "ASSKXJSJ-2024-0001"


def test_a_preview_tells_and_changes_nothing(desk: Desk, opened: str, tmp_path: Path) -> None:
    path = workbook(desk, tmp_path / "b.xlsx", members(unit_2={"tasks": "新任务"}), goals="新目标")
    before = desk.case(opened)
    said = refill.refill(desk, opened, path, preview=True)
    assert said.facts["changes"] == (
        "联盟：目标和任务 样例目标 → 新目标",
        "成员单位“样例单位2”：承担的任务 样例任务 → 新任务",
    )
    assert "尚缺 0 份（未作任何改动）" in said.text()
    assert desk.case(opened) == before
    assert refill.refill(desk, opened, path).facts["changes"] == said.facts["changes"]
    with pytest.raises(Refused, match="内容相同"):
        refill.refill(desk, opened, path)


def test_a_correction_is_answered_by_the_corrected_workbook(desk: Desk, opened: str, tmp_path: Path) -> None:
    on_city = desk.case(opened)
    corrections.ask_correction(desk, opened, TODAY, "请补充")
    path = workbook(desk, tmp_path / "b.xlsx", members(unit_3={"tasks": "新任务"}))
    refill.refill(desk, opened, path)
    after = desk.case(opened).open
    assert after["corrections"]["r1"]["answered"] == "2024-09-27"
    assert after["application"]["filed"] == "2024-09-20"
    assert after["alliance"]["id"] == on_city.open["alliance"]["id"]
    assert after["papers"] == on_city.open["papers"]


def test_a_workbook_typed_afresh_keeps_members_by_code_and_name(desk: Desk, opened: str, tmp_path: Path) -> None:
    fresh = {f"new-{key}": record for key, record in members(unit_3={"code": UNITS["unit-1"][:-1] + "0"}).items()}
    fresh["new-unit-2"]["name"] = "样例单位二"
    fresh["new-unit-3"].pop("code")
    said = refill.refill(desk, opened, workbook(desk, tmp_path / "b.xlsx", fresh))
    assert set(desk.case(opened).open["members"]) == set(UNITS)
    assert "成员单位“样例单位二”：成员单位名称 样例单位2 → 样例单位二" in said.facts["changes"]  # type: ignore[operator]


def test_a_new_contact_is_told_without_its_numbers(desk: Desk, opened: str, tmp_path: Path) -> None:
    path = workbook(desk, tmp_path / "b.xlsx", members())
    from openpyxl import load_workbook

    book = load_workbook(path)
    cell = next(c for row in book["基本情况"].iter_rows() for c in row if c.value == "0412-1234567")
    cell.value = "0412-7654321"
    book.save(path)
    book.close()
    said = refill.refill(desk, opened, path)
    assert said.facts["changes"] == ("更新联系人信息",)
    assert "7654321" not in said.text()
    assert desk.case(opened).private["contacts"]["lead"]["phone"] == "0412-7654321"


def test_who_is_who_follows_row_id_then_code_then_name() -> None:
    old = {
        "members": {
            "a": {"code": "1", "name": "甲"},
            "b": {"code": "2", "name": "乙"},
            "c": {"code": "3", "name": "丙"},
        }
    }
    new = {
        "members": {
            "a": {"code": "9", "name": "乙"},  # keeps its row id, whatever stands in it
            "x": {"code": "2", "name": "丙"},  # the code outweighs the name
            "y": {"name": "丙"},
            "z": {"code": "7", "name": "丁"},
        }
    }
    assert identities(old, new) == {"x": "b", "y": "c"}


def test_two_units_of_one_name_are_not_guessed_at() -> None:
    old = {"members": {"a": {"name": "甲"}, "b": {"name": "甲"}}}
    assert identities(old, {"members": {"x": {"name": "甲"}}}) == {}


def test_ids_are_exchanged_in_keys_values_and_paper_keys() -> None:
    document = {
        "members": {"x": {"name": "甲"}},
        "alliance": {"host": "x"},
        "papers": {"licence.x.2023": {"member": "x"}},
    }
    after = with_ids(document, {"x": "a"})
    assert after == {
        "members": {"a": {"name": "甲"}},
        "alliance": {"host": "a"},
        "papers": {"licence.a.2023": {"member": "a"}},
    }
    assert paper_key("licence.x", {"x": "a"}) == "licence.a"


def test_every_kind_of_change_reads_as_a_clerk_would_say_it(desk: Desk) -> None:
    rules = desk.rules_for("jinzhong-2023")
    before = {
        "alliance": {"id": "i", "name": "旧名", "field": "traditional", "host": "m1", "legal_person": False},
        "members": {
            "m1": {"name": "甲单位", "role": "lead", "flags": ["leading"], "rd": {"2022": 100_000_00, "2023": 5}},
            "m2": {"name": "乙单位", "role": "core", "registered": "140702"},
        },
        "bodies": {"council": {"people": {"p1": {"name": "张样本", "full_time": False}}}},
        "agreement": {"end": "2026-08-25", "clauses": {"goals": False}},
        "papers": {
            "charter": {"paper": "charter", "blob": "1", "name": "章程.pdf"},
            "licence.m2": {"paper": "licence", "member": "m2", "blob": "2", "name": "照.pdf"},
        },
    }
    after = {
        "alliance": {"id": "i", "name": "新名", "field": "emerging", "host": "m3", "legal_person": True},
        "members": {
            "m1": {"name": "甲单位", "role": "lead", "flags": ["leading", "high_tech"], "rd": {"2022": 100_000_00}},
            "m3": {"name": "丙单位", "role": "core"},
        },
        "bodies": {"council": {"people": {"p1": {"name": "张样本", "full_time": True}, "p2": {"name": "李样本"}}}},
        "agreement": {"end": "2027-08-25", "clauses": {"goals": True}},
        "papers": {
            "charter": {"paper": "charter", "blob": "9", "name": "章程新.pdf", "copies": 2},
            "operations.m1.2023": {
                "paper": "operations",
                "member": "m1",
                "year": "2023",
                "blob": "3",
                "name": "营.pdf",
            },
        },
    }
    lines = [change.text() for change in compare(before, after, rules, division_names())]
    assert lines == [
        "联盟：联盟名称 旧名 → 新名",
        "联盟：所属领域 传统优势产业改造提升 → 新兴产业培育发展",
        "联盟：常设执行机构依托单位 甲单位 → 丙单位",
        "联盟：是否法人登记 否 → 是",
        "成员单位“甲单位”：单位标记 龙头企业 → 龙头企业、高新技术企业",
        "成员单位“甲单位”：研发投入（2023年） 0.05 元 → （空）",
        "新增成员单位“丙单位”",
        "去掉成员单位“乙单位”",
        "理事会成员“张样本”：是否专职 否 → 是",
        "新增理事会成员“李样本”",
        "协议：协议期止 2026-08-25 → 2027-08-25",
        "协议：技术创新目标 否 → 是",
        "更换材料“章程”：章程.pdf → 章程新.pdf",
        "材料“章程”：份数 （空） → 2",
        "新增“甲单位”的材料“经营状况”（2023年）",
        "去掉“乙单位”的材料“营业执照”",
    ]
    assert compare(before, before, rules, division_names()) == []
