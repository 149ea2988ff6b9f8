"""A policy that files (备案) without experts, meeting or notice, played on a real desk with the pack that comes with the program.

Its good case is that of the scenarios, so what the verbs ask and what the scenarios play cannot drift apart.
"""

import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from alliance_desk.canonical import Json
from alliance_desk.care import events, exits, support
from alliance_desk.care.changes import Asked
from alliance_desk.cases import conditions, continuing, lists, moves, recognition
from alliance_desk.cases.moves import ConditionsOpen
from alliance_desk.cases.views import status
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.compose import rules_bytes, rules_hash
from alliance_desk.register.asof import register
from tests.helpers.desks import SAMPLE, make_office
from tests.packs.scenario import good_case, pack_of, rules_for

PACK = "baoding-2018"
FILED = date(2023, 5, 8)
LETTER = "收到县级推荐公函"


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    """The deciding office, which also enters for its counties."""
    with make_office(tmp_path / "city", "保定市科学技术局", "市", "130600", FixedClock(FILED)) as made:
        yield made


def on(desk: Desk, day: date) -> None:
    """Let it be another day."""
    desk.clock = FixedClock(day)


def opened(desk: Desk, **alliance: str) -> Folded:
    """A good case of the pack on this desk, nothing judged in it yet. alliance: what is different in it."""
    rules, own, today = desk.policy_for(PACK), desk.settings["office"], desk.clock.today().isoformat()
    document: Json = good_case(PACK, rules_for(PACK, {}), {})
    del document["attest"]
    blob = desk.blobs.put(SAMPLE)
    document["papers"] = {
        key: {"paper": key.partition(".")[0], "order": n, "name": f"{key}.pdf", "size": len(SAMPLE), "blob": blob}
        for n, key in enumerate(document["papers"], 1)
    }
    document["case"] |= {
        "number": uuid.uuid4().hex[:8],
        "pack_version": rules.pack.version,
        "opened": today,
        "rules": rules_hash(rules),
    }
    document["alliance"] |= {"id": uuid.uuid4().hex, "initials": "ylqc", **alliance}
    document["application"]["filed"] = today
    document["offices"] = {
        "recommender": own["id"],
        "decider": own["id"],
        "names": {own["id"]: {"name": own["name"], "level": own["level"]}},
        "on_behalf": "徐水区科学技术局",
    }
    document["custody"] = {"state": "held", "holder": own["id"]}
    document["stages"] = {"intake": {"outcome": "accepted", "on": today, "office": desk.office}}
    stream = uuid.uuid4().hex
    desk.commit(
        [Draft(stream=stream, stream_kind="case", kind="case.opened", patch=document)], rules=[rules_bytes(rules)]
    )
    return desk.case(stream)


def judged(desk: Desk, case: Folded, *, but: str = "") -> None:
    """Judge everything that a person judges, but for one condition by its title."""
    for finding in conditions.findings(desk, desk.case(case.stream)):
        for key in finding.keys if finding.title != but else ():
            conditions.attest(desk, case.stream, key, holds=True, note="已核对")


def recommended(desk: Desk, **alliance: str) -> Folded:
    """A case that the county has recommended and the city has judged."""
    case = opened(desk, **alliance)
    judged(desk, case)
    scan = desk.place.root / "opinion.pdf"
    scan.write_bytes(SAMPLE)
    moves.recommend(desk, case.stream, "同意推荐备案", letter="徐科函〔2023〕2号", scan=scan)
    return desk.case(case.stream)


def filed(desk: Desk, **alliance: str) -> str:
    """The id of an alliance that was filed."""
    case = recommended(desk, **alliance)
    moves.formal_check(desk, case.stream, "passed")
    recognition.recognise(desk, case.stream, "", desk.clock.today())
    return str(case.open["alliance"]["id"])


def text_of(path: Path) -> str:
    """What a letter says, its tables included."""
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_file_goes_from_county_to_filing_without_experts_meeting_or_notice(city: Desk, tmp_path: Path) -> None:
    case = opened(city)
    judged(city, case, but=LETTER)
    scan = tmp_path / "opinion.pdf"
    scan.write_bytes(SAMPLE)
    # The county writes its letter with the recommendation; whether it came is the city's to say.
    letter = text_of(moves.recommend(city, case.stream, "同意推荐备案", letter="徐科函〔2023〕2号", scan=scan).files[0])
    assert "保定市产业创新战略联盟备案申请" in letter
    assert "徐科函〔2023〕2号" in letter
    with pytest.raises(ConditionsOpen, match=LETTER):
        moves.formal_check(city, case.stream, "passed")
    judged(city, case)
    accepted = text_of(moves.formal_check(city, case.stream, "passed").files[0])
    assert "备案申请" in accepted
    said = recognition.recognise(city, case.stream, "", FILED)
    approval = text_of(said.files[0])
    for part in (
        "关于备案2023年度保定市产业创新战略联盟的通知",
        "保科备〔2023〕1号",
        "县级初审推荐、市级审核",
        "样例车桥公司",
    ):
        assert part in approval
    assert "有效期" not in approval
    assert not any("认定" in paper for paper in (letter, accepted, approval))
    (line,) = register(city)
    assert (line.act, line.title, line.category) == ("备案", "保定市产业创新战略联盟", "二类：产业创新联盟")
    assert (line.valid_to, line.doc_no) == ("", "保科备〔2023〕1号")
    assert status(city.policy_for(PACK), city.case(case.stream)) == "已备案"
    listed = load_workbook(lists.register(city, [line], tmp_path / "register.xlsx")).worksheets[0]
    heads = [cell.value for row in listed.iter_rows(max_row=5) for cell in row]
    assert "备案日期" in heads


def test_not_filing_is_told_in_the_policys_own_word(city: Desk) -> None:
    case = recommended(city)
    moves.formal_check(city, case.stream, "passed")
    said = recognition.refuse(city, case.stream, "构建任务不明确")
    letter = text_of(said.files[0])
    assert "不予备案" in letter
    assert "构建任务不明确" in letter
    assert "认定" not in letter
    assert "备案" in said.text()
    assert register(city) == []


def test_when_the_policy_has_ended_nothing_new_is_filed_without_its_ground(city: Desk, tmp_path: Path) -> None:
    scan = tmp_path / "opinion.pdf"
    scan.write_bytes(SAMPLE)
    on(city, date(2023, 9, 18))
    last = recommended(city, name="末日样例联盟")
    on(city, date(2023, 9, 19))
    # What was filed in time goes on.
    moves.formal_check(city, last.stream, "passed")
    recognition.recognise(city, last.stream, "", date(2023, 9, 19))
    late = opened(city, name="次日样例联盟")
    judged(city, late)
    with pytest.raises(ConditionsOpen, match="第十八条"):
        moves.recommend(city, late.stream, "同意推荐备案", scan=scan)
    # What only happened is still recorded; money needs the ground.
    alliance = str(last.open["alliance"]["id"])
    events.record_event(city, alliance, "seminar", date(2023, 9, 19), "样例研讨会")
    with pytest.raises(Refused, match="2023-09-18"):
        support.grant(
            city, alliance, "subsidy", "保科财〔2023〕1号", date(2023, 9, 19), amount=20_000_000, review="评审意见1号"
        )
    continuing.record(city, PACK, "保政办发〔2023〕9号", "市政府")
    moves.recommend(city, late.stream, "同意推荐备案", scan=scan)


def test_a_ground_of_two_parts_asks_for_both(city: Desk) -> None:
    alliance = filed(city)
    ground = pack_of(PACK).ground["dispute"]
    number = str(exits.open_exit(city, alliance, "dispute", "成员之间诉讼，活动停止").facts["number"])
    exits.skip_hearing(city, number, "联盟书面放弃")
    for part in ((), ground.asks[:1], ground.asks[1:]):
        with pytest.raises(Refused, match=ground.asks[1] if part == ground.asks[:1] else ground.asks[0]):
            exits.decide(city, number, "保科备〔2023〕8号", FILED, "查实", attested=part)
    assert register(city)[0].status == "valid"
    exits.decide(city, number, "保科备〔2023〕8号", FILED, "查实", attested=ground.asks)
    (line,) = register(city)
    assert (line.status, line.leaves) == ("exited", "取消")


def test_a_subsidy_keeps_its_bounds_and_rests_on_a_review(city: Desk) -> None:
    alliance = filed(city)
    for amount in (9_999_999, 50_000_001):
        with pytest.raises(Refused, match="50"):
            support.grant(city, alliance, "subsidy", "保科财〔2023〕1号", FILED, amount=amount, review="评审意见1号")
    with pytest.raises(Refused, match="评审意见"):
        support.grant(city, alliance, "subsidy", "保科财〔2023〕1号", FILED, amount=10_000_000)
    for amount in (10_000_000, 50_000_000):
        said = support.grant(
            city, alliance, "subsidy", f"保科财〔2023〕{amount}号", FILED, amount=amount, review="评审意见1号"
        )
        assert str(amount // 1_000_000) in said.text()


def test_a_report_of_what_changed_changes_the_register_at_once(city: Desk) -> None:
    alliance = filed(city)
    events.report_matter(city, alliance, [Asked("office", after="新址2号")], FILED)
    record = {"name": "新样例公司", "kind": "enterprise", "registered": "130602", "legal_person": True}
    events.report_matter(city, alliance, [Asked("member-in", record=record)], FILED)
    assert register(city)[0].members == 6
    branch = {**record, "name": "样例分公司", "legal_person": False}
    events.report_matter(city, alliance, [Asked("member-in", record=branch)], FILED)
    assert register(city)[0].members == 6  # a reason is asked for first (核实)
    with pytest.raises(Refused):
        events.report_matter(city, alliance, [Asked("office", after="新址3号")], date(2023, 5, 9))
