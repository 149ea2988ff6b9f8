"""Division codes: the table against another one, names, and what belongs to a jurisdiction."""

import re
from pathlib import Path

import pytest
import stdnum.cn

from alliance_desk.policy.pack import Jurisdiction
from alliance_desk.policy.regions import Division, Divisions, Truth, belongs, read_divisions

HOME = Jurisdiction(include=["1306"], exclude=["130682", "130629", "130632", "130638"])


def other_table() -> dict[str, tuple[int, int, str]]:
    """python-stdnum's table: code → first year, last year (0: none), name; the latest use of a code."""
    found: dict[str, tuple[int, int, str]] = {}
    province = ""
    text = (Path(stdnum.cn.__file__).parent / "loc.dat").read_text(encoding="utf8")
    for line in text.splitlines():
        if head := re.match(r'(\d\d) province="(.*)"', line):
            province = head[1]
        elif row := re.match(r'  (\d{4}) county="(.*)"', line):
            years = re.match(r"(?:\[(\d*)-(\d*)\])?(.*)", row[2].split(",")[-1])
            assert years
            found[province + row[1]] = (int(years[1] or 0), int(years[2] or 0), years[3])
    return found


def test_every_code_in_use_elsewhere_is_known_with_its_years(divisions: Divisions) -> None:
    mainland = {code: row for code, row in other_table().items() if code[:2] < "71" and not code.endswith("00")}
    now = {code for code, (_, until, _) in mainland.items() if not until}
    # Two rows of the other table are slips: these places have had other codes for decades.
    assert now - divisions.by_code.keys() <= {"422921", "429001"}
    late = {code: until for code, (_, until, _) in mainland.items() if until >= 2015}
    assert {code: divisions.by_code[code].until for code in late} == late
    new = {code: since for code, (since, until, _) in mainland.items() if since >= 2015 and not until}
    assert {code: divisions.by_code[code].since for code in new} == new


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("140703", "山西省晋中市太谷区"),
        ("140726", "山西省晋中市太谷县"),
        ("210303", "辽宁省鞍山市铁西区"),
        ("110108", "北京市海淀区"),
        ("140700", "山西省晋中市"),
        ("140000", "山西省"),
        ("653228", "新疆维吾尔自治区和田地区和康县"),
        ("130671", "河北省保定市保定高新技术产业开发区"),
        ("999999", ""),
    ],
)
def test_names_are_given_from_the_province_down(divisions: Divisions, code: str, name: str) -> None:
    assert divisions.name(code) == name


@pytest.mark.parametrize(
    ("code", "truth"),
    [
        ("130602", Truth.YES),
        ("130600", Truth.YES),
        ("130671", Truth.YES),
        ("130682", Truth.DOUBT),
        ("130699", Truth.DOUBT),
        ("130000", Truth.DOUBT),
        ("140702", Truth.NO),
        ("130102", Truth.NO),
        ("999999", Truth.DOUBT),
        ("", Truth.MISSING),
    ],
)
def test_a_code_that_does_not_decide_is_no_plain_no(divisions: Divisions, code: str, truth: Truth) -> None:
    assert belongs(code, ["@"], HOME, divisions) is truth


def test_an_office_may_add_codes() -> None:
    table = read_divisions('[["130000","河北省"]]', [Division("130690", "样例开发区")])
    assert table.name("130690") == "河北省样例开发区"
    assert belongs("130690", ["@"], HOME, table) is Truth.YES
