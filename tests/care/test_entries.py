"""Entering older and equal alliances: all or none, in the register as of their own day."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from alliance_desk.care import entries
from alliance_desk.care.history_sheet import HistoryFaults, read_history, write_history
from alliance_desk.desk import Desk
from alliance_desk.doctor import examine
from alliance_desk.errors import Refused
from alliance_desk.progress import Cancelled
from alliance_desk.register.asof import register
from tests.helpers.care import record, refused
from tests.helpers.desks import PACK_ID, make_office


def test_hundreds_at_once_each_with_a_case_of_its_own(city: Desk) -> None:
    many = [record(f"样例联盟{n}", date(2010 + n % 12, 6, 30)) for n in range(300)]
    made = entries.enter(city, PACK_ID, "history", many)
    assert len(made.streams) == 300
    assert len(register(city)) == 300
    assert len(register(city, "2015-06-30")) == sum(one.recognised <= date(2015, 6, 30) for one in many)
    assert {entry.source for entry in register(city)} == {"history"}
    assert not examine(city).faults


def test_what_was_recorded_later_was_not_known_before(city: Desk) -> None:
    entries.enter(city, PACK_ID, "history", [record()])
    assert register(city, "2022-06-01", recorded="2023-01-01T00:00:00Z") == []
    assert [entry.name for entry in register(city, "2022-06-01")] == ["样例联盟"]


def test_an_equal_one_is_called_so_and_has_no_end(city: Desk) -> None:
    entries.enter(city, PACK_ID, "equal", [record()], on=date(2023, 1, 1))
    (found,) = register(city)
    assert (found.act, found.recognised, found.valid_to, found.source) == ("等同", "2023-01-01", "", "equal")


def test_numbers_of_old_papers_stand_in_the_list_and_cannot_be_drawn(city: Desk) -> None:
    from alliance_desk.cases import issue

    made = entries.enter(city, PACK_ID, "history", [record(certificate="旧证1号", plaque="旧牌1号")])
    assert city.raw.execute("SELECT kind, number FROM index_certificate ORDER BY 1").fetchall() == [
        ("certificate", "旧证1号"),
        ("plaque", "旧牌1号"),
    ]
    with refused("cases.paper-of-old"):
        issue.again(city, made.streams[0], "certificate")


def test_one_wrong_line_enters_none(city: Desk) -> None:
    with refused("cases.date-ahead"):
        entries.enter(city, PACK_ID, "history", [record(), record("另一联盟", date(2030, 1, 1))])
    with refused("care.entry.known"):
        entries.enter(city, PACK_ID, "history", [record(), record("样例 联盟")])
    assert register(city) == []
    entries.enter(city, PACK_ID, "history", [record()])
    with refused("care.entry.known"):
        entries.enter(city, PACK_ID, "history", [record()])


def test_cancelled_midway_nothing_is_entered(city: Desk) -> None:
    def stop(done: int, _total: int, _code: str) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        entries.enter(city, PACK_ID, "history", [record(f"样例联盟{n}") for n in range(5)], step=stop)
    assert register(city) == []


def test_a_county_enters_nothing(tmp_path: Path) -> None:
    with make_office(tmp_path / "county") as county, refused("care.not-yours-to-open"):
        entries.enter(county, PACK_ID, "history", [record()])


def test_another_procedure_is_no_entry(city: Desk) -> None:
    with refused("care.no-such-procedure"):
        entries.enter(city, PACK_ID, "yearly", [record()])


def filled(desk: Desk, path: Path, alliances: list[list[str | date]], members: list[list[str | date]]) -> Path:
    """The policy's workbook with these lines."""
    write_history(path, desk.policy_for(PACK_ID))
    book = load_workbook(path)
    for sheet, lines in zip(book.worksheets, (alliances, members), strict=True):
        for row, line in enumerate(lines, start=4):
            for column, value in enumerate(line, start=1):
                sheet.cell(row, column, value)
    book.save(path)
    return path


def test_a_filled_workbook_comes_back_as_it_was_meant(city: Desk, tmp_path: Path) -> None:
    code = "91110000101623741K"
    path = filled(
        city,
        tmp_path / "old.xlsx",
        [
            [
                "甲联盟",
                date(2019, 6, 30),
                "样科〔2019〕3号",
                "样例市科学技术局",
                "样例县科技局",
                "牵头公司",
                code,
                "企业",
            ],
            ["乙联盟", "2020.1.5", "4号", "", "乙县", "乙公司"],
        ],
        [["甲联盟", "牵头公司", "", "", "", "210303"], ["甲联盟", "样例大学", "", "高", "普通成员"]],
    )
    one, two = read_history(path, city.policy_for(PACK_ID))
    assert (one.name, one.recognised, two.recognised) == ("甲联盟", date(2019, 6, 30), date(2020, 1, 5))
    assert one.members["m1"] == {
        "order": 1,
        "name": "牵头公司",
        "code": code,
        "kind": "enterprise",
        "role": "lead",
        "registered": "210303",
    }
    assert [member["kind"] for member in one.members.values()] == ["enterprise", "university"]
    entries.enter(city, PACK_ID, "history", [one, two])
    assert [entry.lead for entry in register(city)] == ["乙公司", "牵头公司"]
    (case,) = [entry.id for entry in register(city) if entry.name == "甲联盟"]
    row = city.raw.execute('SELECT "case" FROM index_alliance WHERE id = ?', (case,)).fetchone()
    matter = city.case(row[0]).open["matter"]
    assert (matter["issuer"], matter["document"]) == ("样例市科学技术局", "样科〔2019〕3号")
    assert (one.issuer, two.issuer) == ("样例市科学技术局", "")


def test_a_workbook_given_out_before_there_was_a_column_for_the_issuer_is_read(city: Desk, tmp_path: Path) -> None:
    path = filled(city, tmp_path / "old.xlsx", [["乙联盟", "2020.1.5", "4号", "", "乙县", "乙公司"]], [])
    book = load_workbook(path)
    for sheet in book.worksheets:
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
    book.worksheets[0].delete_cols(4)
    book.save(path)
    (one,) = read_history(path, city.policy_for(PACK_ID))
    assert (one.document, one.issuer, one.county) == ("4号", "", "乙县")


def test_every_fault_is_told_by_its_cell(city: Desk, tmp_path: Path) -> None:
    path = filled(
        city,
        tmp_path / "bad.xlsx",
        [
            ["", "2019-02-30", "3号", "=A1", "县", "公司", "123", "飞船"],
            ["乙联盟", "=1+1", "4号", "", "乙县", "11010519491231002X"],
        ],
        [["丙联盟", "样例大学"], ["乙联盟", "另一个", "", "", "牵头单位"]],
    )
    with pytest.raises(HistoryFaults) as told:
        read_history(path, city.policy_for(PACK_ID))
    found = {(fault.cell, fault.code) for fault in told.value.faults}
    assert found >= {
        ("A4", "empty"),
        ("B4", "date"),
        ("D4", "formula"),
        ("G4", "unit-code"),
        ("H4", "choice"),
        ("B5", "formula"),
        ("F5", "id-number"),
        ("A4", "stranger"),
        ("E5", "two-leads"),
    }
    assert "11010519491231002X" not in told.value.text()


def test_another_workbook_is_refused_by_what_it_lacks(city: Desk, tmp_path: Path) -> None:
    from alliance_desk.experts.pool_sheet import write_pool

    with pytest.raises(Refused) as told:
        read_history(write_pool(tmp_path / "pool.xlsx"), city.policy_for(PACK_ID))
    assert told.value.code == "care.history.wrong-workbook"
    with refused("care.history.empty"):
        read_history(filled(city, tmp_path / "empty.xlsx", [], []), city.policy_for(PACK_ID))
