"""A third policy nobody has programmed: 备案 in three categories, no experts, no meeting, no notice, no certificate.

Written as TOML into the workspaces' own ``packs`` folder and played from the empty workbook to the register.
"""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from alliance_desk.cli import main
from alliance_desk.clock import FixedClock
from tests.helpers.desks import introduce, make_office, passphrase
from tests.samples.units import unit_code

PACK = """
[pack]
id = "filing-2024"
version = 1
title = "样例市产业创新联盟备案办法"
issuer = "样例市科学技术局"
doc_no = "样政办发〔2024〕18号"
status = "在用"
effective = "2024-03-01"

[pack.words]
act = "备案"
applicant = "牵头单位"
alliance = "产业创新联盟"
title = "样例市产业创新联盟"

[pack.jurisdiction]
include = ["1306"]
exclude = ["130682"]

[role.recommender]
name = "县级科技部门"
levels = ["县"]
basis = "第十一条"

[role.decider]
name = "市科学技术局"
levels = ["市"]
basis = "第十一条"

[category.strategic]
name = "一类：产业技术创新战略联盟"
basis = "第八条"

[category.traditional]
name = "二类：产业创新联盟"
basis = "第八条"

[category.exchange]
name = "三类：创新战略联盟"
basis = "第八条"

[paper.filing-form]
name = "备案申请书"
basis = "第十条"

[paper.agreement]
name = "协议书（章程）"
basis = "第十条"

[body.decision]
name = "决策机构"
basis = "第九条"

[check.category]
kind = "listed"
title = "属于三类联盟之一"
path = "alliance.category"
table = "category"
basis = "第八条"

[check.lead-local]
kind = "unit_eligible"
title = "牵头单位是本市注册的独立法人"
unit = "lead"
any_of = [{ registered = ["@"], legal_person = true }]
basis = "第九条"

[check.frontier]
kind = "attest"
title = "属于战略性新兴产业前沿技术"
about = ["alliance.goals"]
when = ["strategic"]
by = "decider"
basis = "第八条"

[check.speciality]
kind = "member_count"
title = "特色产业联盟有三家以上企业"
where = { kinds = ["enterprise"] }
min = 3
when = ["traditional"]
basis = "第八条"

[check.good-standing]
kind = "attest"
title = "成员单位经营正常"
scope = "member"
about = ["name", "code"]
by = "recommender"
basis = "第九条"

[check.goals]
kind = "filled"
title = "目标任务明确"
paths = ["alliance.goals"]
basis = "第九条"

[check.papers]
kind = "papers"
title = "备案材料齐全"
basis = "第十条"

[stage.intake]
name = "受理"
kind = "intake"
actor = "recommender"
basis = "第十一条"

[stage.recommend]
name = "县级初审推荐"
kind = "recommend"
actor = "recommender"
after = ["intake"]
basis = "第十一条"

[stage.formal]
name = "市级审核"
kind = "formal_check"
actor = "decider"
after = ["recommend"]
basis = "第十一条"

[stage.recognition]
name = "备案"
kind = "recognition"
actor = "decider"
after = ["formal"]
basis = "第十一条"

[recognition]
kind = "备案"
basis = "第十一条"

[form."alliance.category"]
required = true
basis = "第八条"
"""
TODAY = "2024-10-15"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Page >>\nendobj\n"
Ctl = Callable[..., dict[str, Any]]


@pytest.fixture
def ctl(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ctl:
    """Two offices that know the third pack from their own folder; a command of one of them."""
    monkeypatch.setenv("ALLIANCE_DESK_PASSPHRASE", passphrase())
    clock = FixedClock(date.fromisoformat(TODAY))
    county = make_office(tmp_path / "county", "样例区科学技术局", "县", "130602", clock)
    city = make_office(tmp_path / "city", "样例市科学技术局", "市", "130600", clock)
    introduce(county, city, tmp_path / "letters")
    for desk in (county, city):
        desk.close()
        (desk.place.packs / "filing-2024.toml").write_text(PACK, encoding="utf8")

    def command(office: str, *arguments: object, code: int = 0) -> dict[str, Any]:
        capsys.readouterr()
        done = main(["-w", str(tmp_path / office), "--json", "--clock", TODAY, *map(str, arguments)])
        heard = capsys.readouterr()
        assert done == code, heard
        return json.loads(heard.out or heard.err)

    return command


def fill(path: Path, *, category: str = "二类：产业创新联盟", companies: int = 3) -> None:
    """Fill the empty workbook as a person does: beside the labels, below the headings, row by row."""
    book = load_workbook(path)
    where = {sheet.title: _keys(sheet) for sheet in book.worksheets}
    basics = {
        "alliance.name": "样例市刀具产业创新联盟",
        "alliance.category": category,
        "alliance.goals": "三年内制定两项团体标准。",
        "application.filed": "2024-10-10",
    }
    for key, value in basics.items():
        row, columns = where["基本情况"][0][key], where["基本情况"][1]
        book["基本情况"][f"{columns['value']}{row}"] = value
    rows, columns = where["成员单位"]
    free = [row for key, row in sorted(rows.items(), key=lambda item: item[1]) if len(key) > 30]
    kinds = ["企业"] * companies + ["高等学校"]
    for n, (row, kind) in enumerate(zip(free, kinds, strict=False)):
        ident = "enterprise" if kind == "企业" else "university"
        values = {
            "members.name": f"样例刀具单位{n}",
            "members.code": unit_code(ident, "130602", 900 + n),
            "members.kind": kind,
            "members.role": "牵头单位" if n == 0 else "普通成员",
            "members.registered": "130602",
            "members.legal_person": "是",
        }
        for key, value in values.items():
            book["成员单位"][f"{columns[key]}{row}"] = value
    rows, columns = where["材料清单"]
    for key, name in (("filing-form", "申请书.pdf"), ("agreement", "协议.pdf")):
        book["材料清单"][f"{columns['papers.file']}{rows[key]}"] = name
    book.save(path)
    book.close()


def _keys(sheet: Any) -> tuple[dict[str, int], dict[str, str]]:
    """Row numbers by the hidden first column; column letters by the hidden key rows."""
    rows: dict[str, int] = {}
    columns: dict[str, str] = {}
    for line in sheet.iter_rows():
        if line[0].value:
            rows[str(line[0].value)] = line[0].row
        for cell in line[1:]:
            text = str(cell.value or "")
            if sheet.row_dimensions[cell.row].hidden and text:
                columns[text] = cell.column_letter
    return rows, columns


def taken_in(ctl: Ctl, folder: Path, **filled: Any) -> str:
    """A case from the empty workbook; returns its number."""
    path = folder / "申报书.xlsx"
    ctl("county", "template", path, "--pack", "filing-2024")
    fill(path, **filled)
    papers = folder / "附件"
    papers.mkdir(exist_ok=True)
    for name in ("申请书.pdf", "协议.pdf"):
        (papers / name).write_bytes(PDF + name.encode())
    told = ctl("county", "intake", path, "--pack", "filing-2024", "--folder", papers)
    assert told["missing"] == 0
    return told["number"]


def outcomes(ctl: Ctl, office: str, number: str) -> dict[str, str]:
    return {row["check"]: row["outcome"] for row in ctl(office, "check", number)["conditions"]}


def test_the_third_pack_is_sound(ctl: Ctl, tmp_path: Path) -> None:
    assert ctl("county", "policy", "check", tmp_path / "county" / "packs" / "filing-2024.toml") == {"faults": []}


def test_a_filing_goes_from_the_empty_workbook_to_the_register(ctl: Ctl, tmp_path: Path) -> None:
    number = taken_in(ctl, tmp_path)
    seen = outcomes(ctl, "county", number)
    assert seen["frontier"] == "na"
    assert seen["speciality"] == "pass"
    assert seen["good-standing"] == "manual"
    rows = {row["check"]: row for row in ctl("county", "check", number)["conditions"]}
    ctl("county", "attest", number, *rows["good-standing"]["keys"], "--pass")
    ctl("county", "move", number, "recommend", "--note", "同意推荐备案", "--letter", "样科函〔2024〕2号")
    package = ctl("county", "export", tmp_path / "stick", "--case", number)["path"]
    ctl("city", "import", package)
    for arguments in (
        ("panel", "open", number),
        ("decide", "meeting", f"{number}=passed", "--minutes", "1"),
        ("notice", "publish", number, "--channel", "网站"),
        ("notice", "plan", number, "--start", TODAY),
        ("issue", number, "certificate"),
    ):
        assert "样例市产业创新联盟备案办法" in ctl("city", *arguments, code=1)["text"], arguments
    recognise = ("decide", "recognise", number, "--document", "样科备〔2024〕1号")
    assert "当前可办理：市级审核" in ctl("city", *recognise, code=1)["text"]
    ctl("city", "move", number, "pass")
    assert ctl("city", "show", number)["status"] == "待备案"
    ctl("city", "decide", "recognise", number, code=1)
    ctl("city", *recognise)
    assert ctl("city", "show", number)["status"] == "已备案"
    copied = ctl("city", "export", tmp_path / "stick2", "--case", number, "--copy-to", "样例区科学技术局")["path"]
    ctl("county", "import", copied)
    (line,) = ctl("county", "register")["register"]
    assert ctl("city", "register")["register"] == [line]
    assert (line["act"], line["category"], line["valid_to"]) == ("备案", "二类：产业创新联盟", "")
    for office in ("county", "city"):
        assert ctl(office, "doctor")["faults"] == []


def test_each_category_brings_its_own_conditions(ctl: Ctl, tmp_path: Path) -> None:
    number = taken_in(ctl, tmp_path, category="一类：产业技术创新战略联盟", companies=2)
    seen = outcomes(ctl, "county", number)
    assert (seen["frontier"], seen["speciality"]) == ("manual", "na")
    said = ctl("county", "attest", number, "frontier", "--pass", code=1)
    assert "应由市科学技术局判定" in said["text"]
    (tmp_path / "two").mkdir()
    number = taken_in(ctl, tmp_path / "two", companies=2)
    seen = outcomes(ctl, "county", number)
    assert (seen["frontier"], seen["speciality"]) == ("na", "fail")
    (tmp_path / "three").mkdir()
    number = taken_in(ctl, tmp_path / "three", category="三类：创新战略联盟", companies=1)
    seen = outcomes(ctl, "county", number)
    assert (seen["frontier"], seen["speciality"]) == ("na", "na")


def test_a_judgement_kept_for_the_city_does_not_stop_the_county(ctl: Ctl, tmp_path: Path) -> None:
    number = taken_in(ctl, tmp_path, category="一类：产业技术创新战略联盟")
    rows = {row["check"]: row for row in ctl("county", "check", number)["conditions"]}
    ctl("county", "attest", number, *rows["good-standing"]["keys"], "--pass")
    ctl("county", "move", number, "recommend", "--note", "同意推荐备案")
    ctl("city", "import", ctl("county", "export", tmp_path / "stick", "--case", number)["path"])
    assert "前沿技术" in ctl("city", "move", number, "pass", code=1)["text"]
    ctl("city", "attest", number, "frontier", "--pass", "--note", "已核")
    ctl("city", "move", number, "pass")


def test_judgements_of_unchanged_members_stay_and_those_of_changed_ones_lapse(ctl: Ctl, tmp_path: Path) -> None:
    number = taken_in(ctl, tmp_path)
    rows = {row["check"]: row for row in ctl("county", "check", number)["conditions"]}
    assert len(rows["good-standing"]["keys"]) == 4
    ctl("county", "attest", number, *rows["good-standing"]["keys"], "--pass")
    path = tmp_path / "更正.xlsx"
    ctl("county", "template", path, "--case", number)
    book = load_workbook(path)
    letter = _keys(book["成员单位"])[1]["members.name"]
    cell = next(cell for cell in book["成员单位"][letter] if cell.value == "样例刀具单位2")
    cell.value = "样例新刀具单位"
    book.save(path)
    book.close()
    told = ctl("county", "intake", path, "--case", number)
    assert told["changes"] == ["成员单位“样例新刀具单位”：成员单位名称 样例刀具单位2 → 样例新刀具单位"]
    assert told["missing"] == 0
    row = {row["check"]: row for row in ctl("county", "check", number)["conditions"]}["good-standing"]
    assert row["outcome"] == "manual"
    assert len(row["keys"]) == 1
    assert "样例新刀具单位" in row["text"]
    assert len(ctl("county", "show", number)["document"]["papers"]) == 2
    ctl("county", "attest", number, row["keys"][0], "--pass")
    assert outcomes(ctl, "county", number)["good-standing"] == "pass"


def test_an_office_outside_the_policy_is_refused(ctl: Ctl, tmp_path: Path) -> None:
    for name, division in (("样例州科学技术局", "130682"), ("另一县科学技术局", "140702")):
        desk = make_office(tmp_path / division, name, "县", division)
        desk.close()
        (desk.place.packs / "filing-2024.toml").write_text(PACK, encoding="utf8")
        path = tmp_path / f"{division}.xlsx"
        ctl(division, "template", path, "--pack", "filing-2024")
        said = ctl(division, "intake", path, "--pack", "filing-2024", code=1)
        assert division in said["text"]
