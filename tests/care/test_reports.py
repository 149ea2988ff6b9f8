"""What is handed in: received on a day, seen by the county, kept by the city; late is told, nothing else follows by itself."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from alliance_desk.care import events, reports
from alliance_desk.cases import editing, paper_edits, undo
from alliance_desk.cases.paper_edits import NewPaper
from alliance_desk.desk import Desk
from alliance_desk.exchange import export
from alliance_desk.progress import Cancelled
from alliance_desk.register import duties
from tests.exchange.workspaces import copied, sound
from tests.helpers import cared, handing
from tests.helpers.care import refused, shown
from tests.helpers.desks import PACK_ID, Pair
from tests.helpers.handing import both_on, commits, kinds, on, papers, scan, send


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("offices")
    return folder, handing.recognised(folder)


class Two(NamedTuple):
    pair: Pair
    alliance: str

    @property
    def county(self) -> Desk:
        return self.pair.county

    @property
    def city(self) -> Desk:
        return self.pair.city


@pytest.fixture
def two(made: tuple[Path, str], tmp_path: Path) -> Iterator[Two]:
    """A county and a city that both know one alliance."""
    pair = copied(made[0], tmp_path)
    yield Two(pair, made[1])
    pair.close()


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    """A city that enters for its counties."""
    with handing.city(tmp_path / "city") as desk:
        yield desk


@pytest.fixture
def alone(city: Desk) -> str:
    """The one alliance of that city."""
    return handing.known(city, "甲联盟", "2022-03-01")


def owed(desk: Desk, duty: str, subject: str, alliance: str) -> tuple[str, int]:
    """How one duty of one alliance stands, and by how many days it is late."""
    found = next(one for one in duties.owed(desk, PACK_ID, duty, subject) if one.alliance == alliance)
    return found.state.value, found.days


def test_a_report_goes_from_the_county_to_the_city_which_keeps_it(two: Two, tmp_path: Path) -> None:
    both_on(two.pair, "2024-12-30")
    county, city = two.pair
    number = reports.open_report(county, two.alliance, "papers", "2024").streams[0]
    assert county.case(number).open["case"]["subject"] == "2024"
    with refused("cases.conditions-open"):
        reports.receive(county, number, date(2024, 12, 28))
    paper_edits.add_paper(county, number, scan(tmp_path), "papers-report")
    said = reports.receive(county, number, date(2024, 12, 28))
    assert (said.code, said.facts["late"]) == ("care.report.received", 0)
    assert county.case(number).open["matter"]["received"] == "2024-12-28"
    with refused("exchange.not-yet"):
        export.hand_over(county, number, tmp_path / "stick")
    with refused("cases.opinion-needed"):
        reports.sign_opinion(county, number, " ")
    reports.sign_opinion(county, number, "情况属实", letter="样科〔2024〕30号")
    opinion = county.case(number).open["opinion"]
    assert (opinion["text"], opinion["letter"], opinion["office"]) == ("情况属实", "样科〔2024〕30号", county.office)
    with refused("cases.not-your-stage"):
        events.record(county, number)
    send(county, city, number, tmp_path)
    assert city.blobs.has(city.case(number).open["papers"]["papers-report"]["blob"])
    events.record(city, number, "归档")
    assert owed(city, "papers", "2024", two.alliance) == ("met", 0)
    assert city.raw.execute("SELECT outcome FROM index_case WHERE stream = ?", (number,)).fetchone() == ("done",)
    assert not shown(city, two.alliance).grades
    sound(county, city)


def test_papers_that_come_late_are_told_with_their_days_and_change_nothing(
    city: Desk, alone: str, tmp_path: Path
) -> None:
    on(city, "2025-01-31")
    assert owed(city, "papers", "2024", alone) == ("late", 31)
    said = reports.hand_in(city, alone, "papers", "2024", date(2025, 1, 20), papers(tmp_path / "in", "papers-report"))
    assert (said.code, said.facts["late"]) == ("care.report.handed-in-late", 20)
    assert "迟 20 天" in said.text()
    assert owed(city, "papers", "2024", alone) == ("met", 20)
    entry = shown(city, alone).entry
    assert (entry.status, entry.sanctions) == ("valid", "")


def test_handing_in_opens_keeps_and_receives_in_one_commit(city: Desk, alone: str, tmp_path: Path) -> None:
    before = commits(city)
    number = reports.hand_in(
        city, alone, "papers", "2024", date(2024, 9, 1), papers(tmp_path / "in", "papers-report")
    ).streams[0]
    assert commits(city) == before + 1
    assert kinds(city, number) == ["affair.opened", "stage.submission"]
    document = city.case(number).open
    assert document["papers"]["papers-report"]["name"] == "papers-report.pdf"
    assert city.blobs.has(document["papers"]["papers-report"]["blob"])
    sound(city)


def test_a_hand_in_that_is_refused_leaves_no_number_no_file_and_no_case(city: Desk, alone: str, tmp_path: Path) -> None:
    before, blobs = commits(city), list(city.blobs.all())
    for papers_in, on_day, code in (
        ([], date(2024, 9, 1), "cases.conditions-open"),
        (papers(tmp_path / "in", "papers-report"), date(2024, 9, 28), "cases.date-ahead"),
        (papers(tmp_path / "in", "exam-self"), date(2024, 9, 1), "cases.paper-unknown"),
    ):
        with refused(code):
            reports.hand_in(city, alone, "papers", "2024", on_day, papers_in)
    assert (commits(city), list(city.blobs.all())) == (before, blobs)
    last = reports.open_report(city, alone, "papers", "2024")
    assert str(last.facts["number"]).endswith("-0002")


def test_a_year_is_handed_in_once_and_only_under_its_own_year(city: Desk, alone: str, tmp_path: Path) -> None:
    files = papers(tmp_path / "in", "papers-report")
    reports.hand_in(city, alone, "papers", "2024", date(2024, 9, 1), files)
    with refused("care.runs-already"):
        reports.hand_in(city, alone, "papers", "2024", date(2024, 9, 1), files)
    reports.hand_in(city, alone, "papers", "2023", date(2024, 9, 1), files)
    with refused("care.subject-needed"):
        reports.open_report(city, alone, "papers", "去年")
    with refused("care.report.none"):
        reports.open_report(city, alone, "exam", "2024")
    with refused("care.no-such-procedure"):
        reports.open_report(city, alone, "nothing", "2024")


def test_an_office_that_enters_for_another_needs_the_signed_opinion(city: Desk, alone: str, tmp_path: Path) -> None:
    files = papers(tmp_path / "in", "papers-report")
    number = reports.hand_in(city, alone, "papers", "2024", date(2024, 9, 1), files).streams[0]
    with refused("cases.scan-needed"):
        reports.sign_opinion(city, number, "属实")
    strange = tmp_path / "text.txt"
    strange.write_text("no scan")
    with refused("cases.strange-file"):
        reports.sign_opinion(city, number, "属实", scan=strange)
    signed = scan(tmp_path, "意见.pdf")
    reports.sign_opinion(city, number, "属实", scan=signed)
    assert city.case(number).open["opinion"]["scan_name"] == "意见.pdf"
    events.record(city, [number])
    assert city.case(number).open["stages"]["papers-kept"]["outcome"] == "recorded"


def test_what_is_sent_back_for_more_stays_open(city: Desk, alone: str, tmp_path: Path) -> None:
    files = papers(tmp_path / "in", "papers-report")
    number = reports.hand_in(city, alone, "papers", "2024", date(2024, 9, 1), files).streams[0]
    reports.sign_opinion(city, number, "缺数据", holds=False)
    entry = city.case(number).open["stages"]["papers-opinion"]
    assert (entry["outcome"], entry["note"]) == ("returned", "缺数据")
    paper_edits.add_paper(city, number, scan(tmp_path, "新.pdf"), "papers-report")
    reports.sign_opinion(city, number, "属实", scan=scan(tmp_path, "意见.pdf"))
    assert "note" not in city.case(number).open["stages"]["papers-opinion"]


def test_nothing_handed_in_is_a_fact_with_a_reason_and_no_more(city: Desk, alone: str) -> None:
    on(city, "2025-02-01")
    number = reports.open_report(city, alone, "papers", "2024").streams[0]
    with refused("cases.reason-needed"):
        reports.mark_absent(city, number, " ")
    reports.mark_absent(city, number, "两次催报未交")
    assert city.raw.execute("SELECT outcome FROM index_affair WHERE stream = ?", (number,)).fetchone() == ("absent",)
    assert owed(city, "papers", "2024", alone)[0] == "absent"
    assert shown(city, alone).entry.status == "valid"
    with refused("cases.affair-over"):
        editing.edit(city, number, {"matter": {"note": "补充"}})
    sound(city)


def test_statistics_need_no_opinion_and_come_to_whoever_takes_them(two: Two, tmp_path: Path) -> None:
    files = papers(tmp_path / "in", "figures-table")
    with refused("cases.not-your-stage"):
        reports.hand_in(two.county, two.alliance, "figures", "2024", date(2024, 9, 1), files)
    number = reports.hand_in(two.city, two.alliance, "figures", "2024", date(2024, 9, 1), files).streams[0]
    assert two.city.raw.execute("SELECT finished FROM index_affair WHERE stream = ?", (number,)).fetchone() == (1,)


def test_papers_and_matter_may_be_changed_by_the_office_whose_stage_it_is(two: Two, tmp_path: Path) -> None:
    county, city = two.pair
    number = reports.open_report(county, two.alliance, "papers", "2024").streams[0]
    paper_edits.add_papers(county, number, papers(tmp_path / "in", "papers-report"))
    said = editing.edit(
        county, number, {"matter": {"note": "含附件", "copies": 2}, "papers": {"papers-report": {"copies": 3}}}
    )
    assert said.facts["changes"] == (
        "办件：说明 （空） → 含附件",
        "办件：份数 （空） → 2",
        "材料“年度报告”：份数 （空） → 3",
    )
    assert kinds(county, number)[-2:] == ["affair.edited", "affair.edited"]
    undo.undo(county)
    assert "note" not in county.case(number).open.get("matter", {})
    with pytest.raises(editing.EditFaults) as faulty:
        editing.edit(
            county, number, {"alliance": {"name": "别名"}, "matter": {"copies": "两份", "received": "2024-09-01"}}
        )
    assert {fault.path for fault in faulty.value.faults} == {"alliance", "matter.copies", "matter.received"}
    reports.receive(county, number, date(2024, 9, 27))
    reports.sign_opinion(county, number, "属实")
    with refused("cases.not-your-stage"):
        paper_edits.remove_paper(county, number, "papers-report")
    send(county, city, number, tmp_path)
    paper_edits.add_paper(city, number, scan(tmp_path, "重交.pdf"), "papers-report")
    assert city.case(number).open["papers"]["papers-report"]["name"] == "重交.pdf"
    with refused("cases.not-your-stage"):
        paper_edits.add_paper(county, number, scan(tmp_path, "再交.pdf"), "papers-report")
    sound(county, city)


def test_what_was_received_can_be_taken_back_until_something_rests_on_it(two: Two, tmp_path: Path) -> None:
    county = two.county
    number = reports.open_report(county, two.alliance, "papers", "2024").streams[0]
    paper_edits.add_paper(county, number, scan(tmp_path), "papers-report")
    reports.receive(county, number, date(2024, 9, 27))
    undo.undo(county)
    assert "received" not in county.case(number).open.get("matter", {})
    reports.receive(county, number, date(2024, 9, 26))
    reports.sign_opinion(county, number, "属实")
    undo.undo(county)
    assert "papers-opinion" not in county.case(number).open["stages"]
    reports.sign_opinion(county, number, "属实")
    send(county, two.city, number, tmp_path)
    with refused("undo.refused"):
        undo.undo(county)


def test_reports_go_on_under_an_expired_policy(tmp_path: Path) -> None:
    ended = ("[pack.jurisdiction]\n", "[pack.until]\nyears = 3\n\n[pack.jurisdiction]\n")
    with handing.city(tmp_path / "city", ended) as city:
        alliance = handing.known(city, "甲联盟", "2019-03-01")
        reports.hand_in(city, alliance, "papers", "2023", date(2024, 9, 1), papers(tmp_path / "in", "papers-report"))
        sound(city)


def test_the_same_file_twice_is_kept_once(city: Desk, alone: str, tmp_path: Path) -> None:
    one, two = scan(tmp_path, "a.pdf"), tmp_path / "b.pdf"
    shutil.copyfile(one, two)
    reports.hand_in(city, alone, "papers", "2023", date(2024, 9, 1), [NewPaper(one, "papers-report")])
    kept = list(city.blobs.all())
    reports.hand_in(city, alone, "papers", "2024", date(2024, 9, 1), [NewPaper(two, "papers-report")])
    assert list(city.blobs.all()) == kept


def test_opening_many_tells_how_far_it_is_and_leaves_nothing_when_it_is_stopped(tmp_path: Path) -> None:
    desk, made = cared.city(tmp_path / "many")
    told: list[tuple[int, int, str]] = []

    def step(done: int, total: int, code: str) -> None:
        told.append((done, total, code))
        if done:
            raise Cancelled

    with desk:
        procedure = desk.policy_for(PACK_ID).duty["figures"].procedure
        before = desk.raw.execute("SELECT count(*) FROM ledger_event").fetchone()
        desk.progress = step
        with pytest.raises(Cancelled):
            reports.open_report(desk, [made[name] for name in ("甲联盟", "乙联盟")], procedure, "2025")
        assert told == [(0, 2, "care.opening"), (1, 2, "care.opening")]
        assert desk.raw.execute("SELECT count(*) FROM ledger_event").fetchone() == before
