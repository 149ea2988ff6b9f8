"""What happened to an alliance: recorded with its day and its evidence, and in the register where it changes something there."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.care import events
from alliance_desk.care.changes import Asked
from alliance_desk.cases import conditions, undo
from alliance_desk.desk import Desk
from alliance_desk.exchange import export, intake
from alliance_desk.register import duties
from tests.exchange.workspaces import copied, sound
from tests.helpers import handing
from tests.helpers.care import refused, shown
from tests.helpers.desks import PACK_ID, Pair
from tests.helpers.handing import commits, kinds, on, papers, send

JOINS = {"name": "样例单位9", "kind": "university", "code": "", "registered": "210303"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("offices")
    return folder, handing.recognised(folder)


@pytest.fixture
def pair(made: tuple[Path, str], tmp_path: Path) -> Iterator[Pair]:
    both = copied(made[0], tmp_path)
    yield both
    both.close()


@pytest.fixture
def alliance(made: tuple[Path, str]) -> str:
    """The alliance that both offices know."""
    return made[1]


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    with handing.city(tmp_path / "city") as desk:
        yield desk


@pytest.fixture
def alone(city: Desk) -> str:
    return handing.known(city, "甲联盟", "2022-03-01")


def names(desk: Desk, alliance: str, day: str = "") -> set[str]:
    return {one.name for one in shown(desk, alliance, day).members}


def test_an_activity_is_one_commit_and_counts_in_its_year(city: Desk, alone: str, tmp_path: Path) -> None:
    before = commits(city)
    said = events.record_event(
        city,
        alone,
        "seminar",
        date(2024, 5, 6),
        "镁材料研讨会",
        place="市宾馆",
        papers=papers(tmp_path / "in", "seminar-proof"),
    )
    assert (said.code, commits(city)) == ("care.event.recorded", before + 1)
    assert kinds(city, said.streams[0]) == ["affair.opened", "stage.record"]
    matter = city.case(said.streams[0]).open["matter"]
    assert matter == {"activity": "seminar", "on": "2024-05-06", "title": "镁材料研讨会", "place": "市宾馆"}
    on(city, "2025-01-02")
    stands = {one.subject: one.state.value for one in duties.of_alliance(city, alone) if one.duty == "seminar"}
    assert (stands["2024"], stands["2025"]) == ("met", "open")
    sound(city)


def test_without_its_evidence_nothing_is_recorded(city: Desk, alone: str) -> None:
    before = commits(city)
    with refused("cases.conditions-open"):
        events.record_event(city, alone, "seminar", date(2024, 5, 6), "研讨会")
    with refused("care.event.title-needed"):
        events.record_event(city, alone, "fair", date(2024, 5, 6), " ")
    with refused("cases.date-ahead"):
        events.record_event(city, alone, "fair", date(2024, 9, 28), "对接会")
    with refused("care.event.unknown"):
        events.record_event(city, alone, "dance", date(2024, 5, 6), "晚会")
    assert commits(city) == before
    events.record_event(city, alone, "fair", date(2024, 5, 6), "对接会")
    assert commits(city) == before + 1


def test_what_a_person_has_to_judge_waits_for_it(city: Desk, alone: str) -> None:
    said = events.record_event(city, alone, "platform", date(2024, 5, 6), "检测平台")
    assert (said.code, said.facts["titles"]) == ("care.event.to-judge", ("平台对外开放",))
    number = said.streams[0]
    with refused("cases.conditions-open"):
        events.record(city, number)
    conditions.attest(city, number, "platform-shared", holds=True)
    events.record(city, number)
    assert city.case(number).open["stages"]["platform-kept"]["outcome"] == "recorded"
    sound(city)


def test_what_the_county_reports_the_city_records_several_at_once(pair: Pair, alliance: str, tmp_path: Path) -> None:
    files = papers(tmp_path / "in", "seminar-proof")
    opened = [
        events.record_event(pair.county, alliance, "seminar", date(2024, 5, day), f"研讨会{day}", papers=files)
        for day in (6, 7)
    ]
    assert {said.code for said in opened} == {"care.event.to-record"}
    assert "下一步：登记" in opened[0].text()
    numbers = [said.streams[0] for said in opened]
    with refused("cases.not-your-stage"):
        events.record(pair.county, numbers[0])
    with refused("cases.batch-empty"):
        events.record(pair.city, [])
    for number in numbers:
        send(pair.county, pair.city, number, tmp_path)
    before = commits(pair.city)
    said = events.record(pair.city, numbers, "已核")
    assert (said.facts["count"], commits(pair.city)) == (2, before + 1)
    assert said.kinds == frozenset({"case"})
    sound(pair.county, pair.city)


def test_a_county_keeps_what_it_may_record_itself_and_sends_it_up(pair: Pair, alliance: str, tmp_path: Path) -> None:
    said = events.record_event(pair.county, alliance, "fair", date(2024, 5, 6), "对接会")
    assert said.code == "care.event.recorded"
    send(pair.county, pair.city, said.streams[0], tmp_path)
    assert pair.city.case(said.streams[0]).open["matter"]["title"] == "对接会"
    sound(pair.county, pair.city)


def test_members_come_and_go_in_the_register_from_the_day_of_the_event(city: Desk, alone: str) -> None:
    asked = [Asked(change="member-in", record=JOINS), Asked(change="member-out", member="m3")]
    said = events.report_matter(city, alone, asked, date(2024, 6, 1), "理事会决议")
    assert said.code == "care.event.recorded"
    assert kinds(city, said.streams[0]) == ["affair.opened", "stage.record"]
    assert names(city, alone) == {"样例单位1", "样例单位2", "样例单位9"}
    assert names(city, alone, "2024-06-01") == names(city, alone)
    assert names(city, alone, "2024-05-31") == {"样例单位1", "样例单位2", "样例单位3"}
    assert [one.kind for one in shown(city, alone).history] == ["recognised", "member-in", "member-out"]
    with refused("undo.refused"):
        undo.undo(city)
    sound(city)


def test_a_countys_report_changes_the_register_only_when_the_city_records_it(
    pair: Pair, alliance: str, tmp_path: Path
) -> None:
    on(pair.county, "2024-10-08")
    on(pair.city, "2024-10-08")
    asked = [Asked(change="member-out", member="m3")]
    number = events.report_matter(pair.county, alliance, asked, date(2024, 10, 1)).streams[0]
    send(pair.county, pair.city, number, tmp_path)
    assert "样例单位3" in names(pair.city, alliance)
    said = events.record(pair.city, number)
    assert said.kinds == frozenset({"case", "register"})
    assert "样例单位3" not in names(pair.city, alliance)
    copy = export.copy_to(pair.city, [number], pair.county.office, tmp_path / "stick").files[0]
    intake.take_in(pair.county, copy)
    assert "样例单位3" not in names(pair.county, alliance)
    sound(pair.county, pair.city)


def test_what_the_policy_decides_is_not_merely_recorded(city: Desk, alone: str) -> None:
    renamed, leaves = Asked(change="name", after="新名"), Asked(change="member-out", member="m3")
    with refused("care.event.decided"):
        events.report_matter(city, alone, [renamed], date(2024, 6, 1))
    for asked in ([renamed, leaves], [Asked(change="nothing")], []):
        with refused("care.event.mixed"):
            events.report_matter(city, alone, asked, date(2024, 6, 1))
    with refused("cases.date-ahead"):
        events.report_matter(city, alone, [leaves], date(2024, 9, 28))
    with refused("care.change.incomplete"):
        events.report_matter(city, alone, [Asked(change="member-out", member="m7")], date(2024, 6, 1))


def test_events_go_on_under_an_expired_policy_and_end_with_the_title(tmp_path: Path) -> None:
    ended = ("[pack.jurisdiction]\n", "[pack.until]\nyears = 3\n\n[pack.jurisdiction]\n")
    with handing.city(tmp_path / "city", ended) as city:
        alliance = handing.known(city, "甲联盟", "2019-03-01")
        events.record_event(city, alliance, "fair", date(2024, 5, 6), "对接会")
        assert duties.owed(city, PACK_ID, "papers", "2024")
        sound(city)
