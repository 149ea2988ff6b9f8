"""Papers taken in one by one, and the matrix of what is asked of whom."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alliance_desk import doctor
from alliance_desk.cases import conditions, editing, undo
from alliance_desk.cases.editing import EditFaults, missing_papers
from alliance_desk.cases.paper_matrix import LACKING, MISSING, OPTIONAL, THERE, PaperMatrix, matrix
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.errors import Damaged, Refused
from alliance_desk.policy.findings import Outcome
from tests.helpers.desks import TODAY, make_office
from tests.samples.scans import scan
from tests.samples.units import unit_code

FULL = "jinzhong-2023"
NAME = "晋中市样例产业技术创新战略联盟"


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    with make_office(tmp_path / "full", "晋中市科学技术局", "市", "140700") as made:
        yield made


@pytest.fixture
def case(city: Desk) -> str:
    """A case with a lead, a young enterprise and a university."""
    number = editing.open_blank(city, FULL, NAME, on_behalf="样例县科技局").streams[0]
    members = {
        "a": {"name": "甲公司", "role": "lead", "kind": "enterprise", "code": unit_code("enterprise", "140702", 1)},
        "b": {"name": "乙公司", "role": "core", "kind": "enterprise", "founded": "2023-03-01"},
        "c": {"name": "丙大学", "role": "core", "kind": "university", "code": unit_code("university", "140702", 2)},
    }
    editing.edit(city, number, {"members": members})
    return number


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "执照.pdf"
    path.write_bytes(scan("营业执照", ["第一页"]))
    return path


def shown(city: Desk, number: str) -> PaperMatrix:
    case = city.case(number)
    return matrix(city.rules_of(case), case.open)


def cell(found: PaperMatrix, member: str, paper: str, year: str = "") -> Any:
    place = next(i for i, column in enumerate(found.columns) if (column.paper, column.year) == (paper, year))
    return next(row for row in found.rows if row.member == member).cells[place]


# Taking in


def test_a_scan_is_kept_with_its_pages_and_what_was_said_of_it(city: Desk, case: str, paper: Path) -> None:
    said = editing.add_paper(city, case, paper, "licence", "a", sealed=True, copies=2)
    record = city.case(case).open["papers"]["licence.a"]
    assert {key: record[key] for key in ("paper", "member", "name", "pages", "sealed", "copies", "order")} == {
        "paper": "licence", "member": "a", "name": "执照.pdf", "pages": 1, "sealed": True, "copies": 2, "order": 1,
    }  # fmt: skip
    assert city.blobs.read(record["blob"]) == paper.read_bytes()
    assert record["size"] == len(paper.read_bytes())
    assert said.text() == "办件 140700-2024-0001 已收取“营业执照”：执照.pdf"
    assert doctor.examine(city).faults == ()


def test_a_paper_in_the_same_place_gives_way_and_its_file_stays(city: Desk, case: str, paper: Path) -> None:
    editing.add_paper(city, case, paper, "licence", "a", sealed=True)
    before = city.case(case).open["papers"]["licence.a"]
    with pytest.raises(Refused, match="没有改动"):
        editing.add_paper(city, case, paper, "licence", "a", sealed=True)
    paper.write_bytes(scan("营业执照", ["换发"]))
    said = editing.add_paper(city, case, paper, "licence", "a", sealed=False)
    after = city.case(case).open["papers"]["licence.a"]
    assert said.text().endswith("的“营业执照”已换为 执照.pdf")
    assert (after["order"], after["sealed"]) == (before["order"], False)
    assert city.blobs.has(before["blob"])
    assert city.blobs.has(after["blob"])
    undo.undo(city)
    assert city.case(case).open["papers"]["licence.a"] == before


def test_a_paper_is_taken_out_again(city: Desk, case: str, paper: Path) -> None:
    editing.add_paper(city, case, paper, "charter")
    assert editing.remove_paper(city, case, "charter").text() == "办件 140700-2024-0001 已去掉“章程”。"
    assert city.case(case).open["papers"] == {}
    with pytest.raises(Refused, match="没有这份材料"):
        editing.remove_paper(city, case, "charter")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("none",), "没有规定 none 这种材料"),
        (("licence",), "“营业执照”按成员单位收取"),
        (("licence", "z"), "“营业执照”按成员单位收取"),
        (("licence", "a", "2023"), "“营业执照”不分年度"),
        (("charter", "a"), "“章程”是联盟的材料"),
        (("operations", "a"), "“经营状况”按年度收取"),
        (("operations", "a", "去年"), "“经营状况”按年度收取"),
    ],
)
def test_a_paper_that_is_asked_of_nobody_is_not_taken(
    city: Desk, case: str, paper: Path, asked: tuple[str, ...], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        editing.add_paper(city, case, paper, *asked)
    assert list(city.blobs.all()) == []


def test_what_is_no_scan_is_not_taken(city: Desk, case: str, tmp_path: Path) -> None:
    strange = {
        "照.pdf": (b"MZ\x90 a program", "不是 PDF"),
        "照.jpg": (scan("x", ["y"]), "扩展名与内容不符"),
        "空.pdf": (b"", "不是 PDF"),
        "con.pdf": (scan("x", ["y"]), "文件名含有特殊字符"),
    }
    for name, (data, said) in strange.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(Refused, match=said):
            editing.add_paper(city, case, tmp_path / name, "licence", "a")
    with pytest.raises(Damaged):
        editing.add_paper(city, case, tmp_path / "none.pdf", "licence", "a")
    assert list(city.blobs.all()) == []
    assert "papers" not in city.case(case).open


@pytest.mark.parametrize("copies", [0, -1, 100])
def test_copies_are_a_number_a_person_can_count(city: Desk, case: str, paper: Path, copies: int) -> None:
    with pytest.raises(EditFaults, match="应填整数"):
        editing.add_paper(city, case, paper, "licence", "a", copies=copies)
    assert list(city.blobs.all()) == []


def test_copies_and_seal_are_changed_without_the_file(city: Desk, case: str, paper: Path) -> None:
    editing.add_paper(city, case, paper, "licence", "a")
    editing.edit(city, case, {"papers": {"licence.a": {"sealed": True, "copies": 3}}})
    record = city.case(case).open["papers"]["licence.a"]
    assert (record["sealed"], record["copies"], record["name"]) == (True, 3, "执照.pdf")


# The matrix


def test_the_matrix_asks_each_unit_for_what_it_owes(city: Desk, case: str) -> None:
    found = shown(city, case)
    assert [row.name for row in found.rows] == [NAME, "甲公司", "乙公司", "丙大学"]
    assert {column.paper for column in found.columns} == set(city.rules_for(FULL).paper)
    assert all(len(row.cells) == len(found.columns) for row in found.rows)
    assert cell(found, "", "charter").state == MISSING
    assert cell(found, "a", "charter") is None
    assert cell(found, "", "licence") is None
    assert cell(found, "a", "licence").key == "licence.a"
    assert cell(found, "c", "legal-cert").state == OPTIONAL
    assert [cell(found, "a", "operations", str(year)).key for year in (2021, 2022, 2023)] == [
        "operations.a.2021",
        "operations.a.2022",
        "operations.a.2023",
    ]
    # A unit founded in 2023 accounts for 2023 only.
    assert [cell(found, "b", "operations", str(year)) is None for year in (2021, 2022, 2023)] == [True, True, False]
    title = next(column for column in found.columns if column.year == "2023" and column.paper == "operations").title()
    assert title == "经营状况（2023年）"


def test_a_substitute_is_shown_as_one(city: Desk, case: str, paper: Path) -> None:
    editing.add_paper(city, case, paper, "legal-cert", "c")
    found = shown(city, case)
    licence, code = cell(found, "c", "licence"), cell(found, "c", "code-cert")
    assert (licence.state, licence.at, licence.file) == (THERE, "legal-cert.c", "执照.pdf")
    assert licence.text() == "已收（以“法人证书（高校、院所、社会组织等代替营业执照）”代替）"
    assert code.state == THERE  # an 18-character code stands on the certificate
    editing.add_paper(city, case, paper, "licence", "b")
    assert cell(shown(city, case), "b", "code-cert").state == MISSING  # this unit has none


def test_a_paper_nobody_is_asked_for_is_not_hidden(city: Desk, case: str, paper: Path) -> None:
    editing.add_paper(city, case, paper, "operations", "a", "2019")
    assert [one.key for one in shown(city, case).others] == ["operations.a.2019"]


def test_what_is_missing_is_what_the_condition_says(city: Desk, case: str, paper: Path) -> None:
    def condition() -> Any:
        return next(f for f in conditions.findings(city, city.case(case)) if f.check == _papers(city))

    lacking = missing_papers(city, city.case(case))
    assert condition().facts["short"] == len(lacking)
    assert {f"papers.{one.key}" for one in lacking} == set(condition().paths)
    assert all(one.required and not one.there for one in lacking)
    for one in lacking:
        editing.add_paper(city, case, paper, one.paper, one.member, one.year, sealed=True, copies=9)
    assert missing_papers(city, city.case(case)) == []
    assert condition().outcome is Outcome.PASS


def _papers(desk: Desk) -> str:
    return next(key for key, check in desk.rules_for(FULL).check.items() if type(check).__name__ == "Papers")


def test_a_paper_without_its_seal_or_copies_is_there_and_not_in_order(tmp_path: Path, paper: Path) -> None:
    with make_office(tmp_path / "seal", "鞍山市科学技术局", "市", "210300") as desk:
        pack = next(
            name
            for name in ("anshan-2016",)
            if any(p.sealed or p.copies > 1 for p in desk.rules_for(name).paper.values())
        )
        number = editing.open_blank(desk, pack, "鞍山样例产业技术创新战略联盟", on_behalf="县局").streams[0]
        editing.edit(desk, number, {"members": {"a": {"name": "甲公司", "role": "lead"}}})
        key, item = next(
            (k, p) for k, p in desk.rules_for(pack).paper.items() if (p.sealed or p.copies > 1) and p.required
        )
        member = "" if item.scope == "alliance" else "a"
        year = str(TODAY.year - 1) if item.years else ""
        editing.add_paper(desk, number, paper, key, member, year)
        found = shown(desk, number)
        one = cell(found, member, key, year)
        assert one.state == LACKING
        assert one.text() in ("未加盖公章", "份数不足")
        assert any(m.there and m.what for m in missing_papers(desk, desk.case(number)))


def test_years_follow_the_application_not_today(city: Desk, case: str) -> None:
    city.clock = FixedClock(date(2027, 1, 1))
    assert {column.year for column in shown(city, case).columns} == {"", "2021", "2022", "2023"}
