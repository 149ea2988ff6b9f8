import itertools
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance_desk.errors import Refused
from alliance_desk.experts.conflicts import Session, funnel
from alliance_desk.experts.draw import draw, freeze, holds
from alliance_desk.experts.panel import candidates_of, check
from alliance_desk.experts.people import Employment, Expert, Kind, Organisation, PanelRule, Review, Unit
from alliance_desk.experts.pool_sheet import COLUMNS, PoolFaults, read_pool, write_pool
from alliance_desk.paths import RESOURCES
from tests.samples.make_experts import experts

SAMPLE = RESOURCES / "samples" / "experts.xlsx"
ID_NUMBER = "21030319700101100X"


def mint():
    count = itertools.count(1)
    return lambda: f"new-{next(count)}"


@pytest.fixture
def fill(tmp_path):
    """Writes an empty pool workbook, sets cells by address, and reads it back."""

    def run(cells: dict[str, Any], known=()):
        path = write_pool(tmp_path / "pool.xlsx")
        book = openpyxl.load_workbook(path)
        for at, value in cells.items():
            book.worksheets[0][at] = value
        book.save(path)
        return read_pool(path, mint(), known)

    return run


GOOD = {"B4": "赵示例", "C4": "辽宁科技大学", "F4": "技术专家"}


def test_what_is_written_is_read_back_and_the_bytes_are_the_same(tmp_path):
    path = write_pool(tmp_path / "a.xlsx", experts())
    assert read_pool(path, mint()) == tuple(experts())
    assert path.read_bytes() == write_pool(tmp_path / "b.xlsx", experts()).read_bytes()


def test_the_sample_pool_is_what_its_maker_writes(tmp_path):
    assert SAMPLE.read_bytes() == write_pool(tmp_path / "x.xlsx", experts()).read_bytes()
    found = read_pool(SAMPLE, mint())
    assert len(found) >= 40
    assert len({one.name for one in found}) == len(found)
    assert {one.kind for one in found} == set(Kind)


@pytest.mark.parametrize(
    ("members", "directory", "counties", "out"),
    [
        (
            ("鞍钢集团有限公司", "辽宁科技大学", "中国科学院金属研究所"),
            Organisation(name="辽宁科技大学", former_names=("鞍山钢铁学院", "鞍山科技大学")),
            ("210303",),
            {"expert-01", "expert-02", "expert-03", "expert-04", "expert-06"},
        ),
        (
            ("太原理工大学", "晋中学院", "山西农业大学"),
            Organisation(name="太原理工大学", former_names=("太原工业大学",)),
            ("140702",),
            {"expert-20", "expert-23", "expert-25"},
        ),
    ],
)
def test_the_sample_pool_carries_a_session_from_conflicts_to_a_drawn_panel(members, directory, counties, out):
    pool = read_pool(SAMPLE, mint())
    units = tuple(Unit(name=name, alliance="示范联盟", role="core") for name in members)
    rule = PanelRule(size=7, kinds=((Kind.FINANCE, 1), (Kind.MANAGEMENT, 1)), local=counties, max_local_percent=33)
    session = Session(Review(units=units, directory=(directory,)), rule, date(2026, 11, 20))
    found = funnel(pool, session)
    assert out <= {one.expert for one in found.exclusions}
    people = candidates_of(found.eligible, rule, session.book.keys(pool))
    record = draw(freeze(pool, people, found.exclusions, rule), "20261120", "314159")
    assert check(record.members, people, rule) == ()
    assert holds(record)


def test_former_units_dates_and_numbers_are_read_however_they_are_typed(fill):
    (one,) = fill(
        GOOD
        | {
            "E4": "鞍钢集团有限公司 / 2021年6月；东北大学/1990.7.1\n大连理工大学",
            "H4": "冶金、材料，化工",
            "I4": 210302,
            "J4": datetime(2027, 12, 31),
        }
    )
    assert one == Expert(
        id="new-1",
        name="赵示例",
        unit="辽宁科技大学",
        former_units=(
            Employment("鞍钢集团有限公司", "", "2021-06-30"),
            Employment("东北大学", "", "1990-07-01"),
            Employment("大连理工大学"),
        ),
        fields=("冶金", "材料", "化工"),
        county="210302",
        active_until="2027-12-31",
    )


def test_every_fault_is_told_by_cell_and_nothing_is_taken(fill):
    with pytest.raises(PoolFaults) as refused:
        fill(
            GOOD
            | {"B5": "钱样本", "D5": "91210300", "F5": "法律", "E5": "甲 / 乙 / 丙 / 2020", "I5": "2103", "J5": "明年"}
            | {
                "C6": "清华大学",
                "F6": "技术专家",
                "B7": "=1+1",
                "B8": "孙假名\u202e",
                "C8": "清华大学",
                "F8": "技术专家",
                "K9": "备" * 600,
            }
        )
    found = {(fault.cell, fault.code) for fault in refused.value.faults}
    assert found == {
        ("C5", "empty"),
        ("D5", "unit-code"),
        ("F5", "kind"),
        ("E5", "former-unit"),
        ("I5", "county"),
        ("J5", "date"),
        ("B6", "empty"),
        ("B7", "formula"),
        ("B8", "hidden"),
        ("K9", "too-long"),
    }
    text = refused.value.text()
    assert text.count("\n") == len(refused.value.faults)
    assert "专家库 B6：“姓名”不能为空，请补填。" in text
    assert "{" not in text


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("D4", ID_NUMBER, "id-number"),
        ("D4", "210303197001011009", "id-number"),
        ("B4", f"赵示例 {ID_NUMBER}", "id-number"),
        ("K4", "２１０３０３１９７００１０１１００Ｘ", "id-number"),
        ("G4", "210303700101100", "id-number"),
        ("A4", ID_NUMBER, "id-number"),
        ("L4", "6222 0200 1111 6245 009", "bank-number"),
        ("H4", 4111111111111111, "bank-number"),
    ],
)
def test_id_and_bank_numbers_are_refused_in_any_cell_and_never_repeated(fill, cell, value, code):
    with pytest.raises(PoolFaults) as refused:
        fill(GOOD | {cell: value})
    assert [(fault.cell, fault.code) for fault in refused.value.faults] == [(cell, code)]
    assert "2103" not in refused.value.text()
    assert "1111" not in refused.value.text()


def test_a_unit_code_and_a_phone_number_are_neither_id_nor_bank_numbers(fill):
    (one,) = fill(GOOD | {"D4": "91350100m000100y43", "K4": "13800138000"})
    assert one.unit_code == "91350100M000100Y43"


def test_a_row_without_an_id_takes_that_of_the_known_expert_of_its_name_and_unit(fill):
    rows = GOOD | {
        "B5": "赵示例",
        "C5": "东北大学",
        "F5": "技术专家",
        "A6": "kept",
        "B6": "李虚构",
        "C6": "清华大学",
        "F6": "管理",
    }
    known = [Expert(id="old", name="赵示例", unit="辽宁科技 大学"), Expert(id="x", name="赵示例", unit="大连理工大学")]
    assert [one.id for one in fill(rows, known)] == ["old", "new-1", "kept"]


def test_a_copied_row_with_its_hidden_id_is_a_fault(fill):
    with pytest.raises(PoolFaults) as refused:
        fill(GOOD | {"A4": "e-1", "A5": "e-1", "B5": "钱样本", "C5": "清华大学", "F5": "财务专家"})
    assert [(fault.cell, fault.code) for fault in refused.value.faults] == [("A5", "same-id")]


def test_columns_may_be_moved_but_not_missing(tmp_path):
    path = tmp_path / "moved.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    headings = [
        "姓名",
        "类别",
        "工作单位",
        "统一社会信用代码",
        "曾任职单位及离任日期",
        "职称或职务",
        "专业领域",
        "县区代码",
        "入库有效期至",
    ]
    sheet.append(headings)
    sheet.append(["赵示例", "财务专家", "清华大学"])
    book.save(path)
    (one,) = read_pool(path, mint())
    assert (one.name, one.kind, one.unit) == ("赵示例", Kind.FINANCE, "清华大学")
    sheet["C1"] = "单位"
    book.save(path)
    with pytest.raises(Refused) as refused:
        read_pool(path, mint())
    assert refused.value.facts["missing"] == ("工作单位",)


def test_other_workbooks_and_files_that_are_none_are_refused_before_they_are_read(tmp_path):
    path = tmp_path / "x.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(Refused) as refused:
        read_pool(path, mint())
    assert refused.value.code == "experts.wrong-workbook"
    missing = refused.value.facts["missing"]
    assert isinstance(missing, tuple)
    assert len(missing) == len(COLUMNS)
    path.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(Refused) as refused:
        read_pool(path, mint())
    assert refused.value.code.startswith("sheets.scan.")


def test_a_cell_far_below_the_others_is_still_read(fill):
    assert len(fill(GOOD | {"B9000": "钱样本", "C9000": "清华大学", "F9000": "技术专家"})) == 2


TEXT = st.text(alphabet="甲乙丙=+-@'\"<&㛃𫖯䶮龘 ab1", min_size=1, max_size=12).map(str.strip).filter(bool)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=5))
def test_any_text_survives_and_none_becomes_a_formula(tmp_path_factory, rows):
    people = tuple(Expert(id=f"e-{i}", name=name, unit=unit, title=title) for i, (name, unit, title) in enumerate(rows))
    path = write_pool(tmp_path_factory.mktemp("pool") / "x.xlsx", people)
    assert read_pool(path, mint()) == people
