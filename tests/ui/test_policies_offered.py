"""A policy pack sent from the window of one office, taken in, looked at, added or declined in the window of another."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from alliance_desk.cases import packs
from alliance_desk.exchange import export, intake, offers
from alliance_desk.policy.compose import compose
from alliance_desk.policy.difference import differences
from tests.helpers.desks import PACK_ID, reopen, two_offices
from tests.helpers.policies import TITLE, Open, checked, root, second, sit, trial
from tests.helpers.windows import click, find
from ui.pages.policies_page.offered import Offered
from ui.pages.today_page.lines import Lines
from ui.tables.view import Table
from ui.tasks.exchange import take_in

__all__ = ["root", "sit"]


@pytest.fixture
def both(tmp_path: Path) -> Path:
    """A county and its city; the city has the second version of the policy."""
    offices = two_offices(tmp_path)
    packs.add(offices.city, second(tmp_path / "city", tmp_path / "second.toml"))
    offices.close()
    return tmp_path


def brought(both: Path) -> None:
    """The package has been taken in at the county."""
    with reopen(both / "city") as city, reopen(both / "county") as county:
        package = export.send_pack(city, PACK_ID, county.office, both / "stick").files[0]
        assert intake.take_in(county, package).code == "exchange.packs-offered"


def test_a_pack_is_sent_from_the_window_and_arrives(sit: Open, both: Path) -> None:
    seat = sit(both / "city")
    seat.look_at(TITLE)
    (both / "stick").mkdir()
    click(seat.window, "policies.send")
    assert "看过与其现有版本的不同" in seat.intro
    seat.fill(folder=both / "stick")
    seat.submit()
    assert "已生成发往" in seat.said
    (package,) = (both / "stick").glob("*.deskpack")
    with reopen(both / "county") as county:
        assert intake.take_in(county, package).code == "exchange.packs-offered"
        assert [(one.id, one.version) for one in offers.offered(county)] == [(PACK_ID, 2)]


def test_a_package_with_a_pack_is_taken_in_and_leads_to_what_waits(sit: Open, both: Path) -> None:
    with reopen(both / "city") as city:
        county = next(iter(city.settings["peers"].values()))["office"]
        package = export.send_pack(city, PACK_ID, county, both / "stick").files[0]
    seat = sit(both / "county")
    take_in(seat.seat, package)
    seat.wait()
    card = find(seat.window, "take-in.pack")
    assert any("取代第 1 版" in one.text() for one in card.findChildren(QLabel))
    seat.submit()
    assert "待加入" in seat.said
    assert isinstance(seat.page._beside(), Offered)


def test_what_waits_stands_first_with_its_difference_and_is_added(sit: Open, both: Path) -> None:
    brought(both)
    seat = sit(both / "county")
    first, *_ = seat.cells("policies.packs")
    assert (first[0], first[1]) == (TITLE, "待加入")
    find(seat.window, "policies.packs", Table).choose(0)
    assert "市科学技术局发来" in seat.text("policies.offered.told")
    assert "取代第 1 版" in seat.text("policies.offered.told")
    with reopen(both / "city", readonly=True) as city, reopen(both / "county", readonly=True) as county:
        found = differences(compose(county.pack(PACK_ID), {}), compose(city.pack(PACK_ID), {}))
    assert len(seat.cells("policies.offered.differences")) == len(found) == 2
    click(seat.window, "policies.offered.add")
    assert "取代第 1 版，有 2 处不同" in seat.intro
    seat.submit()
    assert "取代第 1 版" in seat.said
    row = seat.pack(TITLE)
    assert (row[1], row[4]) != ("待加入", "1")
    assert "发来" in row[-1]
    assert seat.page._beside() is seat.page.chosen


def test_what_waits_is_declined_with_a_ground(sit: Open, both: Path) -> None:
    brought(both)
    seat = sit(both / "county")
    seat.page.open("offered")
    click(seat.window, "policies.offered.decline")
    seat.fill(note="等正式印发件")
    seat.submit()
    assert "未采用" in seat.said
    assert "待加入" not in {row[1] for row in seat.cells("policies.packs")}
    with reopen(both / "county", readonly=True) as county:
        assert county.pack(PACK_ID).pack.version == 1


def test_an_office_that_knows_nobody_is_told_why_it_cannot_send(sit: Open, root: Path) -> None:
    seat = sit(root)
    seat.look_at(TITLE)
    assert not find(seat.window, "policies.send").isEnabled()
    assert "数据交换" in find(seat.window, "policies.send").toolTip()


def test_a_broken_file_is_listed_among_the_others_and_replaced_from_the_page(
    sit: Open, root: Path, tmp_path: Path
) -> None:
    path = second(root, tmp_path / "second.toml")
    good = trial(root)
    (root / "packs" / f"{PACK_ID}.toml").write_text(good.replace("min = 2", 'min = "x"', 1), "utf8")
    seat = sit(root)
    assert seat.pack(f"{PACK_ID}.toml")[1] == "有误"
    assert "随程序提供" in {row[-1] for row in seat.cells("policies.packs")}
    seat.look_at(f"{PACK_ID}.toml")
    assert "check.members.min" in {row[1] for row in seat.cells("policies.unsound.faults")}
    assert "用正确的文件取代" in seat.text("policies.unsound.told")
    checked(seat, path, "policies.add")
    assert find(seat.window, "policies.file.add").isEnabled()
    click(seat.window, "policies.file.add")
    assert "由这个文件取代" in seat.intro
    seat.submit()
    assert "换下了有误的文件" in seat.said
    assert seat.pack(TITLE)[4] == "2"


def test_a_draft_that_waits_is_called_one(sit: Open, both: Path, tmp_path: Path) -> None:
    with reopen(both / "city") as city, reopen(both / "county") as county:
        draft = tmp_path / "draft.toml"
        text = (city.place.packs / f"{PACK_ID}.toml").read_text("utf8")
        draft.write_text(text.replace("version = 2", "version = 3", 1).replace('"在用"', '"草案"', 1), "utf8")
        packs.add(city, draft)
        intake.take_in(county, export.send_pack(city, PACK_ID, county.office, both / "stick").files[0])
    seat = sit(both / "county")
    seat.page.open("offered")
    assert "只能演练" in seat.text("policies.offered.told")


def test_the_workbench_tells_of_what_waits(sit: Open, both: Path) -> None:
    brought(both)
    seat = sit(both / "county")
    seat.window.go("today")
    seat.wait()
    (line,) = find(seat.window, "today.transit", Lines).lines()
    assert line.title == TITLE
    assert "待看过加入" in line.detail
    line.run()
    seat.wait()
    assert isinstance(seat.page._beside(), Offered)
