"""Reminders: who has not handed in gets a letter, the list says by how many days, and it is on record."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.care import reminders, reports
from alliance_desk.cases import undo
from alliance_desk.cases.office import set_value
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.progress import Cancelled
from tests.exchange.workspaces import sound
from tests.helpers import handing
from tests.helpers.care import refused
from tests.helpers.desks import PACK_ID
from tests.helpers.handing import commits, kinds, on, papers, read, table


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    """A city with three alliances, of which one has handed in."""
    with handing.city(tmp_path / "city") as desk:
        ids = [handing.known(desk, name, "2022-03-01") for name in ("甲联盟", "乙联盟", "丙联盟")]
        files = papers(tmp_path / "in", "papers-report")
        reports.hand_in(desk, ids[0], "papers", "2024", date(2024, 9, 20), files)
        on(desk, "2025-01-12")
        yield desk


def test_one_letter_and_the_list_name_all_who_are_missing(city: Desk) -> None:
    set_value(city, "telephone", "0412-5550123")
    before = commits(city)
    said = reminders.remind(city, PACK_ID, "papers", "2024")
    assert (said.facts["count"], commits(city), len(said.files)) == (2, before + 1, 2)
    rows = table(next(path for path in said.files if path.suffix == ".xlsx"))
    assert [(row[1], row[2], row[3], row[5]) for row in rows] == [
        ("丙联盟", "样例县科技局", "样例单位1", 12),
        ("乙联盟", "样例县科技局", "样例单位1", 12),
    ]
    text = read(next(path for path in said.files if path.suffix == ".docx"))
    for part in (
        "关于报送2024年的年度报告的催报通知",
        "第三十一条",
        "以下2家联盟",
        "2024年12月31日",
        "0412-5550123",
        "2025年1月12日",
    ):
        assert part in text
    assert "甲联盟" not in text
    assert kinds(city, said.streams[0]) == ["duty.reminded"]
    sound(city)


def test_each_gets_a_letter_to_its_lead(city: Desk) -> None:
    said = reminders.remind(city, PACK_ID, "papers", "2024", each=True)
    letters = [read(path) for path in said.files if path.suffix == ".docx"]
    assert len(letters) == 2
    assert "丙联盟应当于2024年12月31日前报送2024年的年度报告" in letters[0]
    assert ("样例单位1：" in letters[0], "现已逾期12天" in letters[0]) == (True, True)


def test_before_the_day_nobody_is_late_and_all_may_be_reminded(city: Desk) -> None:
    on(city, "2024-12-01")
    said = reminders.remind(city, PACK_ID, "papers", "2024", each=True)
    assert not any("逾期" in read(path) for path in said.files if path.suffix == ".docx")
    assert [row[5] for row in table(said.files[0])] == [None, None]


def test_only_some_are_reminded_and_the_record_says_who_and_when(city: Desk) -> None:
    (one, *_) = city.raw.execute("SELECT id FROM index_alliance WHERE name = '乙联盟'").fetchone()
    reminders.remind(city, PACK_ID, "papers", "2024", only=[one])
    on(city, "2025-02-01")
    reminders.remind(city, PACK_ID, "papers", "2024")
    found = reminders.reminders(city, PACK_ID, "papers", "2024")
    assert [(entry.on, set(entry.alliances.values())) for entry in found] == [
        ("2025-02-01", {"乙联盟", "丙联盟"}),
        ("2025-01-12", {"乙联盟"}),
    ]
    assert reminders.reminders(city, duty="exam") == []
    with refused("undo.refused"):
        undo.undo(city)


def test_a_reminder_cancelled_midway_leaves_nothing(city: Desk) -> None:
    before = commits(city)

    def stop(done: int, total: int, what: str) -> None:
        if done:
            raise Cancelled

    city.progress = stop
    with pytest.raises(Cancelled):
        reminders.remind(city, PACK_ID, "papers", "2024", each=True)
    assert (commits(city), list(city.place.papers.glob("reminder*"))) == (before, [])


def test_nobody_is_reminded_of_what_is_in_or_unknown(city: Desk, tmp_path: Path) -> None:
    before = commits(city)
    with refused("care.remind.nobody"):
        reminders.remind(city, PACK_ID, "papers", "2024", only=["nobody"])
    with pytest.raises(Refused):
        reminders.remind(city, PACK_ID, "nothing", "2024")
    assert (commits(city), list(city.place.papers.glob("reminder*"))) == (before, [])


def test_who_is_invited_is_not_reminded(tmp_path: Path) -> None:
    lines = [('procedure = "papers"\nmonth = 12', 'procedure = "papers"\nmonth = 12\ninvited = ["等同"]')]
    with handing.city(tmp_path / "city", *lines) as city:
        handing.known(city, "丁联盟", "2022-03-01", "equal")
        on(city, "2025-01-12")
        with refused("care.remind.nobody"):
            reminders.remind(city, PACK_ID, "papers", "2024")
