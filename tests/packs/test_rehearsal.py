"""A draft policy rehearsed from the application to the loss of the title, on a real desk with the pack that ships; never in earnest."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from alliance_desk import doctor
from alliance_desk.care import entries, events, exits, grading, measures, reports, rounds, scoring, support
from alliance_desk.care.entries import Record
from alliance_desk.cases import conditions, editing, intake, meeting, notice, office, paper_edits, recognition
from alliance_desk.cases.intake import FILE
from alliance_desk.cases.paper_edits import NewPaper
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk, sample
from alliance_desk.errors import Refused
from alliance_desk.experts.panel import check
from alliance_desk.experts.people import rule_of
from alliance_desk.experts.seating import Candidate
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.consequences import Fact, proposals
from alliance_desk.register.alliance import Alliance, alliance
from alliance_desk.sheets.attachments import Plan
from tests.helpers import care
from tests.helpers.desks import SAMPLE, advance, make_office
from tests.packs.scenario import good_case, pack_of, rules_for

PACK = "heilongjiang-draft"
FILED = date(2024, 5, 6)
FULL = {"assess-organisation": 30, "assess-activities": 20, "assess-effect": 40}


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Desk]:
    """The deciding office, which also enters for those who recommend."""
    with make_office(tmp_path / "province", "黑龙江省科学技术厅", "省", "230000", FixedClock(FILED)) as made:
        yield made


@pytest.fixture
def stage(province: Desk) -> Desk:
    """The same office in a sample workspace."""
    sample.mark(province.place.root, FILED)
    return province


@pytest.fixture
def known(stage: Desk) -> str:
    """The id of an alliance that was entered in the rehearsal."""
    on(stage, 2023, 3, 1)
    made = entries.enter(stage, PACK, "history", [record()])
    on(stage, 2024, 5, 6)
    return str(stage.case(made.streams[0]).open["alliance"]["id"])


def record() -> Record:
    base = good_case(PACK, rules_for(PACK, {}), {})
    kept = ("order", "name", "code", "role", "kind", "registered", "seated", "legal_person")
    members = {key: {name: one[name] for name in kept} for key, one in base["members"].items()}
    name = base["alliance"]["name"]
    return Record(
        name=name, recognised=date(2023, 3, 1), document="样备〔2023〕1号", county="哈尔滨市科技局", members=members
    )


def on(desk: Desk, *day: int) -> date:
    """Let it be another day."""
    desk.clock = FixedClock(date(*day))
    return date(*day)


def shown(desk: Desk, key: str) -> Alliance:
    found = alliance(desk, key)
    assert found is not None
    return found


def taken_in(desk: Desk) -> Folded:
    """The good application, opened as from a workbook."""
    rules = desk.rules_for(PACK)
    document = {key: value for key, value in good_case(PACK, rules, {}).items() if key in FILE}
    blob = desk.blobs.put(SAMPLE)
    for paper in document["papers"].values():
        paper["blob"] = blob
    document["offices"] = intake.offices_of(desk, rules, "哈尔滨市科技局")
    return desk.case(intake.begin(desk, rules, document, None, found=Plan([], [], [], [])).streams[0])


def judged(desk: Desk, number: str) -> None:
    for finding in conditions.findings(desk, desk.case(number)):
        for key in finding.keys:
            conditions.attest(desk, number, key, holds=True, note="已核对")


def paper(desk: Desk, name: str) -> NewPaper:
    file = desk.place.root / f"{name}.pdf"
    file.write_bytes(SAMPLE)
    return NewPaper(file=file, paper=name)


def graded(desk: Desk, known: str, subject: str, grade: str) -> str:
    """The case of an evaluation that came out so: experts, meeting of the department, notice, and only then the grade."""
    made = rounds.open_round(desk, PACK, "assess", subject, f"{subject}年活跃度评价", desk.clock.today(), [known])
    number = made.streams[1]
    paper_edits.add_papers(desk, number, [paper(desk, "assess-self"), paper(desk, "assess-proof")])
    reports.receive(desk, number, desk.clock.today())
    scoring.take_scores(desk, number, "expert", {line: str(value) for line, value in FULL.items()})
    scoring.evaluate(desk, number)
    meeting.hold(desk, {number: "passed"}, "厅会议纪要3号", desk.clock.today())
    published = notice.publish(desk, [number], desk.clock.today(), "省科技厅网站")
    with pytest.raises(Refused, match="公示评价结果"):
        grading.grade(desk, number, grade, on=desk.clock.today())
    desk.clock = FixedClock(date.fromisoformat(str(published.facts["end"])))
    desk.clock = FixedClock(date.fromordinal(desk.clock.today().toordinal() + 1))
    notice.close(desk, published.streams[0])
    grading.grade(desk, number, grade, on=desk.clock.today())
    return number


def test_no_case_of_any_kind_is_opened_in_earnest(province: Desk) -> None:
    for attempt in (
        lambda: taken_in(province),
        lambda: editing.open_blank(province, PACK, "黑龙江省样例产业技术创新联盟", on_behalf="哈尔滨市科技局"),
        lambda: entries.enter(province, PACK, "history", [record()]),
    ):
        with pytest.raises(Refused, match="还是草案"):
            attempt()
    assert province.raw.execute("SELECT count(*) FROM index_case").fetchone() == (0,)


def test_what_was_rehearsed_cannot_go_on_in_earnest(stage: Desk, known: str) -> None:
    """The mark of the workspace is gone: even handing in a report, which an expired policy would not stop, is refused."""
    (stage.place.root / "sample.json").unlink()
    day = on(stage, 2025, 1, 10)
    with pytest.raises(Refused, match="还是草案"):
        reports.hand_in(stage, known, "yearly", "2024", day, [paper(stage, "yearly-report")])
    with pytest.raises(Refused, match="还是草案"):
        events.record_event(stage, known, "annual-meeting", day, "样例年会")


def test_a_filing_is_rehearsed_to_the_register_and_every_letter_says_so(stage: Desk) -> None:
    number = taken_in(stage).stream
    judged(stage, number)
    advance(stage, number, "public_notice")
    said = notice.publish(stage, [number], FILED, "省科技厅网站")
    assert said.facts["end"] == "2024-05-11"  # a Saturday on which people worked
    on(stage, 2024, 5, 14)
    notice.close(stage, said.streams[0])
    made = recognition.recognise(stage, number, "样科发〔2024〕3号", date(2024, 5, 14))
    header = Document(str(made.files[0])).sections[0].header
    assert any("演练" in line.text for line in header.paragraphs)
    line = shown(stage, stage.case(number).open["alliance"]["id"])
    assert (line.entry.act, line.entry.title) == ("备案", "黑龙江省省级备案产业技术创新联盟")
    assert (line.entry.valid_to, line.entry.field) == ("", "农机装备")
    assert doctor.examine(stage).faults == ()


@pytest.mark.parametrize(("option", "filed"), [("lead", "2024-05-01"), ("organiser", "2024-05-06")])
def test_the_reading_says_which_day_the_application_has(stage: Desk, option: str, filed: str) -> None:
    office.choose_reading(stage, PACK, "filing-date", option)
    rules = stage.rules_for(PACK)
    document = {"alliance": {"id": "a", "name": "样例"}, "application": {"filed": "2024-05-01"}}
    document["offices"] = intake.offices_of(stage, rules, "哈尔滨市科技局")
    made = intake.begin(stage, rules, document, None, found=Plan([], [], [], []))
    assert stage.case(made.streams[0]).open["application"]["filed"] == filed


def test_the_draft_says_what_it_rests_on() -> None:
    header = pack_of(PACK).pack
    assert (header.status, header.effective, header.until) == ("草案", "", None)
    for said in ("国科发政〔2009〕648号", "尚未施行", "黑科规〔2022〕8号"):
        assert said in header.remark


def test_a_consultation_needs_experts_of_both_kinds() -> None:
    rule = rule_of(rules_for(PACK, {}), "consultation", [])
    everybody = [Candidate(f"t{n}", f"u{n}", "technical", local=False) for n in range(8)]
    everybody += [Candidate(f"m{n}", f"v{n}", "management", local=False) for n in range(8)]
    mixed = ["t0", "t1", "t2", "t3", "m0", "m1", "m2"]
    assert check(mixed, everybody, rule) == ()
    for kind, alone in (("management", "t"), ("technical", "m")):
        assert [one.rule for one in check([f"{alone}{n}" for n in range(7)], everybody, rule)] == [kind]


def test_a_notice_is_never_shorter_than_the_least() -> None:
    pack = pack_of(PACK)
    assert pack.period["notice"].minimum
    assert {int(option) for option in pack.reading["notice-days"].options} == {5, 7, 10}
    assert not pack.period["result"].minimum


def test_a_yellow_card_is_a_flag_without_an_end_or_a_consequence(stage: Desk, known: str) -> None:
    day = on(stage, 2024, 8, 1)
    first = measures.impose(stage, known, "yellow-card", "样科函〔2024〕5号", day, reason="长期没有活动")
    measures.impose(stage, known, "yellow-card", "样科函〔2024〕6号", day, reason="仍然没有活动")
    line = shown(stage, known)
    assert [(flag.kind, flag.due) for flag in line.sanctions] == [("黄牌", ""), ("黄牌", "")]
    assert line.entry.status == "valid"
    on(stage, 2024, 9, 2)
    measures.accept(stage, first.streams[0], date(2024, 9, 1), "活动已经恢复")
    assert len([flag for flag in shown(stage, known).sanctions if not flag.closed]) == 1


@pytest.mark.parametrize(
    ("grade", "may"),
    [
        ("a", {"award", "recommendation", "guide-advice"}),
        ("b", {"guide-advice"}),
        ("c", set[str]()),
        ("d", set[str]()),
    ],
)
def test_grades_open_the_support_that_belongs_to_them(stage: Desk, known: str, grade: str, may: set[str]) -> None:
    on(stage, 2024, 6, 3)
    graded(stage, known, "2024", grade)
    day = stage.clock.today()
    for kind in ("award", "recommendation", "guide-advice"):
        if kind in may:
            support.grant(stage, known, kind, "样科支〔2024〕1号", day)
        else:
            with care.refused("care.support.grade-needed"):
                support.grant(stage, known, kind, "样科支〔2024〕1号", day)
    for kind in ("unit-preference", "sharing-platform", "service-standards", "secretary-training", "finance"):
        support.grant(stage, known, kind, "样科支〔2024〕2号", day)


@pytest.mark.parametrize(("measure", "leaves"), [("rectify", ""), ("revoke", "撤销"), ("cancel-other", "取消")])
def test_grade_d_leaves_the_choice_between_mending_and_leaving(
    stage: Desk, known: str, measure: str, leaves: str
) -> None:
    on(stage, 2024, 6, 3)
    case = graded(stage, known, "2024", "d")
    day = stage.clock.today()
    rules = stage.policy_for(PACK)
    (proposal,) = proposals(rules, [Fact("assess", "2024", "grade", "d", day, case)])
    assert measure in proposal.measures
    item = rules.measure[measure]
    if not leaves:
        with pytest.raises(Refused, match="期限"):
            measures.impose(stage, known, measure, "样科函〔2024〕7号", day, consequence="grade-d", facts=[case])
        measures.impose(
            stage, known, measure, "样科函〔2024〕7号", day, due=date(2024, 12, 31), consequence="grade-d", facts=[case]
        )
        line = shown(stage, known)
        assert (line.entry.status, line.sanctions[0].due) == ("valid", "2024-12-31")
        return
    number = exits.open_exit(stage, known, item.ground, "工作停滞", consequence="grade-d", facts=[case]).streams[0]
    exits.skip_hearing(stage, number, "演练")
    asked = rules.ground[item.ground].asks
    exits.decide(stage, number, "样科发〔2024〕8号", day, "工作停滞", attested=asked)
    line = shown(stage, known).entry
    assert (line.status, line.leaves) == ("exited", leaves)
