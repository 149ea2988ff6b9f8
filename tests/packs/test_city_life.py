"""The life of a recognised alliance under a policy with yearly papers, grades and changes, on a real desk with the pack that ships."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.care import changes, entries, events, exits, grading, measures, reports, rounds, scoring
from alliance_desk.care.changes import Asked
from alliance_desk.care.entries import Record
from alliance_desk.cases import conditions, continuing, intake, office, paper_edits
from alliance_desk.cases.paper_edits import NewPaper
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.paths import RESOURCES
from alliance_desk.register import duties
from alliance_desk.register.alliance import Alliance, alliance
from tests.helpers.desks import SAMPLE, make_office
from tests.packs.scenario import base_of, good_case, pack_of, rules_for

PACK = "jinzhong-2023"
RECOGNISED = date(2023, 6, 20)
YEARLY = ("yearly-strategy", "yearly-summary", "yearly-plan")
FULL = {
    "assess-goals": 15,
    "assess-running": 20,
    "assess-research": 25,
    "assess-transfer": 20,
    "assess-exchange": 10,
    "assess-talent": 10,
}


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    """The deciding office, which also enters for its counties."""
    with make_office(tmp_path / "city", "晋中市科学技术局", "市", "140700", FixedClock(RECOGNISED)) as made:
        yield made


@pytest.fixture
def known(city: Desk) -> str:
    """The id of the one alliance in the register: that of the scenarios' good case."""
    base = good_case(PACK, rules_for(PACK, {}), {})
    kept = ("order", "name", "code", "role", "kind", "registered", "seated", "legal_person")
    record = Record(
        name=base["alliance"]["name"],
        recognised=RECOGNISED,
        document="市科发〔2023〕8号",
        county="榆次区科技局",
        members={key: {name: member[name] for name in kept} for key, member in base["members"].items()},
        field="emerging",
    )
    made = entries.enter(city, PACK, "history", [record])
    return str(city.case(made.streams[0]).open["alliance"]["id"])


def on(desk: Desk, *day: int) -> date:
    """Let it be another day."""
    desk.clock = FixedClock(date(*day))
    return date(*day)


def shown(desk: Desk, key: str) -> Alliance:
    found = alliance(desk, key)
    assert found is not None
    return found


def paper(desk: Desk, name: str) -> NewPaper:
    file = desk.place.root / f"{name}.pdf"
    file.write_bytes(SAMPLE)
    return NewPaper(file=file, paper=name)


def judged(desk: Desk, number: str) -> None:
    for finding in conditions.findings(desk, desk.case(number)):
        for key in finding.keys:
            conditions.attest(desk, number, key, holds=True, note="已核对")


def state(desk: Desk, known: str, duty: str, subject: str) -> tuple[str, int]:
    """How a duty stands, and how many days late."""
    (one,) = (one for one in duties.of_alliance(desk, known) if (one.duty, one.subject) == (duty, subject))
    return str(one.state), one.days


def handed_in(desk: Desk, known: str, subject: str, day: date) -> str:
    """The case of the yearly papers, come in on a day."""
    made = reports.hand_in(desk, known, "yearly", subject, day, [paper(desk, name) for name in YEARLY])
    return made.streams[0]


def signed(desk: Desk, number: str) -> None:
    reports.sign_opinion(desk, number, "同意", scan=paper(desk, "opinion").file)


def graded(desk: Desk, known: str, subject: str, grade: str, points: Mapping[str, int] = FULL) -> str:
    """The case of an assessment that came out so."""
    made = rounds.open_round(desk, PACK, "assess", subject, f"{subject}年度考核", desk.clock.today(), [known])
    number = made.streams[1]
    paper_edits.add_papers(desk, number, [paper(desk, "assess-self")])
    reports.receive(desk, number, desk.clock.today())
    scoring.take_scores(desk, number, "expert", {line: str(value) for line, value in points.items()})
    scoring.evaluate(desk, number)
    grading.grade(desk, number, grade, on=desk.clock.today())
    return number


def test_yearly_papers_go_through_the_county_and_are_kept_by_the_city(city: Desk, known: str) -> None:
    on(city, 2023, 12, 28)
    assert state(city, known, "yearly", "2023") == ("open", 0)
    number = handed_in(city, known, "2023", date(2023, 12, 27))
    assert state(city, known, "yearly", "2023") == ("met", 0)
    with pytest.raises(Refused, match="组织单位签署审核意见"):
        events.record(city, number)
    signed(city, number)
    with pytest.raises(Refused, match="第二十四条"):
        events.record(city, number)
    judged(city, number)
    events.record(city, number)
    assert city.raw.execute("SELECT outcome FROM index_case WHERE stream = ?", (number,)).fetchone() == ("done",)


def test_by_the_other_reading_the_day_counts_on_which_the_county_signed(city: Desk, known: str) -> None:
    office.choose_reading(city, PACK, "year-end", "forwarded")
    on(city, 2024, 1, 5)
    number = handed_in(city, known, "2023", date(2023, 12, 27))
    assert state(city, known, "yearly", "2023") == ("late", 3)
    signed(city, number)
    assert state(city, known, "yearly", "2023") == ("met", 3)


def test_one_meeting_a_year_with_its_proof_is_enough(city: Desk, known: str) -> None:
    day = on(city, 2024, 12, 31)
    with pytest.raises(Refused, match="活动证明"):
        events.record_event(city, known, "transfer", day, "样例成果对接会")
    events.record_event(city, known, "transfer", day, "样例成果对接会", papers=[paper(city, "activity-proof")])
    on(city, 2025, 1, 1)
    assert state(city, known, "transfer", "2024") == ("met", 0)
    assert state(city, known, "exchange", "2024") == ("late", 1)


def test_the_year_of_the_recognition_is_not_assessed(city: Desk, known: str) -> None:
    on(city, 2024, 1, 10)
    assert known not in rounds.field(city, PACK, "assess", "2023").taking
    office.choose_reading(city, PACK, "first-assessment", "yes")
    assert known in rounds.field(city, PACK, "assess", "2023").taking


@pytest.mark.parametrize(
    ("option", "asked", "given"), [("no", "poor", "poor"), ("no", "good", "good"), ("yes", "", "excellent")]
)
def test_the_reading_says_whether_points_decide_the_grade(
    city: Desk, known: str, option: str, asked: str, given: str
) -> None:
    office.choose_reading(city, PACK, "grade-by-points", option)
    on(city, 2024, 12, 20)
    graded(city, known, "2024", asked)
    assert [(one.subject, one.grade) for one in shown(city, known).grades] == [("2024", given)]


@pytest.mark.parametrize(("points", "given"), [((15, 20, 25, 16, 5, 5), "excellent"), ((15, 20, 25, 15, 5, 5), "good"), ((15, 20, 20, 10, 5, 5), "good"), ((15, 20, 20, 9, 5, 5), "qualified"), ((15, 20, 15, 5, 5, 5), "qualified"), ((15, 20, 15, 4, 5, 5), "poor")])  # fmt: skip
def test_the_bands_bind_at_86_75_and_65(city: Desk, known: str, points: tuple[int, ...], given: str) -> None:
    office.choose_reading(city, PACK, "grade-by-points", "yes")
    on(city, 2024, 12, 20)
    graded(city, known, "2024", "", dict(zip(FULL, points, strict=True)))
    assert [one.grade for one in shown(city, known).grades] == [given]


def test_poor_twice_loses_the_title_only_by_a_decision_after_a_hearing(city: Desk, known: str) -> None:
    day = on(city, 2024, 12, 20)
    first = graded(city, known, "2024", "poor")
    order = measures.impose(city, known, "rectify-year", "市科函〔2024〕9号", day, consequence="poor", facts=[first])
    (flag,) = shown(city, known).sanctions
    assert (flag.name, flag.due, shown(city, known).entry.status) == ("整改一年", "2025-12-20", "valid")
    day = on(city, 2025, 12, 22)
    with pytest.raises(Refused, match="2025-01-21"):
        graded(city, known, "2025", "poor")
    continuing.record(city, PACK, "市科函〔2025〕1号", "局党组会")
    second = graded(city, known, "2025", "poor")
    measures.accept(city, order.streams[0], day, "次年度考核仍为较差", holds=False)
    number = exits.open_exit(
        city, known, "poor-twice", "连续两年较差", consequence="poor-again", facts=[first, second]
    ).streams[0]
    with pytest.raises(Refused, match="陈述申辩"):
        exits.decide(
            city, number, "市科发〔2025〕20号", day, "连续两年较差", attested=pack_of(PACK).ground["poor-twice"].asks
        )
    exits.skip_hearing(city, number, "联盟书面放弃陈述申辩")
    assert shown(city, known).entry.status == "valid"
    exits.decide(
        city, number, "市科发〔2025〕20号", day, "连续两年较差", attested=pack_of(PACK).ground["poor-twice"].asks
    )
    line = shown(city, known).entry
    assert (line.status, line.leaves) == ("exited", "取消")


def test_not_taking_part_is_a_giving_up(city: Desk, known: str) -> None:
    day = on(city, 2024, 12, 20)
    made = rounds.open_round(city, PACK, "assess", "2024", "2024年度考核", day, [known])
    reports.mark_absent(city, made.streams[1], "通知后仍未提交")
    number = exits.open_exit(
        city, known, "give-up", "未参加考核", consequence="absent", facts=[made.streams[1]]
    ).streams[0]
    exits.hear(city, number, date(2024, 12, 10), date(2024, 12, 16), "不再参加", date(2024, 12, 12))
    exits.decide(city, number, "市科发〔2024〕30号", day, "未参加考核", attested=pack_of(PACK).ground["give-up"].asks)
    assert shown(city, known).entry.leaves == "视为自动放弃"


def test_a_new_lead_from_elsewhere_is_not_let_through(city: Desk, known: str) -> None:
    on(city, 2024, 3, 1)
    number = changes.open_change(city, known, [Asked("lead", member="m6")], "原牵头单位调整").streams[0]
    judged(city, number)
    with pytest.raises(Refused, match="第五条（一）"):
        reports.sign_opinion(city, number, "同意", scan=paper(city, "opinion").file)


def test_a_change_of_the_lead_needs_county_and_experts(city: Desk, known: str) -> None:
    day = on(city, 2024, 3, 1)
    number = changes.open_change(city, known, [Asked("lead", member="m4")], "原牵头单位调整").streams[0]
    judged(city, number)
    # The former lead is an ordinary member now: one core member too few, which here asks for a reason and no more.
    conditions.override(city, number, "core-min", "原牵头单位仍为核心成员，协议正在修订")
    reports.sign_opinion(city, number, "同意", scan=paper(city, "opinion").file)
    with pytest.raises(Refused, match="专家论证"):
        changes.handle(city, number, "市科函〔2024〕3号", day)
    changes.argue(city, number, "supported", ["样例专家"], "同意", day)
    changes.handle(city, number, "市科函〔2024〕3号", day)
    assert shown(city, known).entry.lead == base_of(PACK)["document"]["members"]["m4"]["name"]


@pytest.mark.parametrize(("option", "waits"), [("no", False), ("yes", True)])
def test_the_reading_says_whether_experts_argue_about_a_member(
    city: Desk, known: str, option: str, waits: bool
) -> None:
    office.choose_reading(city, PACK, "member-major", option)
    day = on(city, 2024, 3, 1)
    record = {"name": "样例新公司", "kind": "enterprise", "registered": "140702", "legal_person": True}
    number = events.report_matter(city, known, [Asked("member-in", record=record)], day).streams[0]
    assert len(shown(city, known).members) == (6 if waits else 7)
    if waits:
        judged(city, number)
        events.record(city, number)
    assert len(shown(city, known).members) == 7


@pytest.mark.parametrize(("option", "filed"), [("lead", "2024-09-04"), ("organiser", "2024-09-20")])
def test_the_reading_says_which_day_the_application_has(city: Desk, option: str, filed: str) -> None:
    office.choose_reading(city, PACK, "filing-date", option)
    on(city, 2024, 9, 20)
    folder = RESOURCES / "samples" / PACK / "valves"
    made = intake.open_case(city, folder / "申报书.xlsx", PACK, folder=folder / "附件", on_behalf="榆次区科技局")
    assert city.case(made.streams[0]).open["application"]["filed"] == filed
