import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from alliance_desk.cases import batch, continuing, issue, notice, recognition, undo
from alliance_desk.cases.finding import record
from alliance_desk.cases.history import history
from alliance_desk.cases.views import status
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.compose import rules_bytes, rules_hash
from alliance_desk.register.asof import register
from alliance_desk.review import sessions
from tests.cases.conftest import on, policy
from tests.helpers.desks import TODAY, open_sample_case, sample_document

CaseAt = Callable[..., Folded]
DAY = date(2024, 10, 8)


@pytest.fixture
def cleared(desk: Desk, case_at: CaseAt) -> Callable[..., list[Folded]]:
    """Cases whose notice has ended without objection."""

    def bring(*names: str) -> list[Folded]:
        cases = [case_at("notice", name) for name in names]
        said = notice.publish(desk, [case.stream for case in cases], TODAY, "网站")
        on(desk, DAY.isoformat())
        notice.close(desk, said.streams[0])
        return cases

    return bring


def test_several_alliances_are_recognised_by_one_document(desk: Desk, cleared: Callable[..., list[Folded]]) -> None:
    cases = cleared("甲联盟", "乙联盟")
    said = recognition.recognise(desk, [case.open["case"]["number"] for case in cases], "样科发〔2024〕9号", DAY)
    assert "甲联盟、乙联盟" in said.text()
    tables = Document(str(said.files[0])).tables
    assert {row.cells[1].text for row in tables[0].rows[1:]} == {"甲联盟", "乙联盟"}
    lines = register(desk)
    assert {line.name for line in lines} == {"甲联盟", "乙联盟"}
    assert {(line.valid_to, line.doc_no, line.members) for line in lines} == {("2027-10-08", "样科发〔2024〕9号", 3)}
    assert register(desk, on="2024-10-07") == []
    assert len(register(desk, recorded="2024-10-08T01:00:00Z")) == 2
    assert register(desk, recorded="2024-10-07T23:59:59Z") == []


def test_the_day_of_recognition_lies_after_the_notice_and_not_ahead(
    desk: Desk, cleared: Callable[..., list[Folded]]
) -> None:
    (case,) = cleared("甲联盟")
    for day, says in ((date(2024, 10, 2), "2024-10-03"), (date(2024, 10, 9), "还没有到")):
        with pytest.raises(Refused, match=says):
            recognition.recognise(desk, case.stream, "样科发1号", day)
    recognition.recognise(desk, case.stream, "样科发1号", date(2024, 10, 3))
    with pytest.raises(Refused, match="已经办结"):
        recognition.recognise(desk, case.stream, "样科发2号", DAY)


def test_a_document_without_a_number_takes_the_next_of_the_policys_own(
    desk: Desk, cleared: Callable[..., list[Folded]]
) -> None:
    (case,) = cleared("甲联盟")
    with pytest.raises(Refused, match="请写明文件的文号"):
        recognition.recognise(desk, case.stream, " ", DAY)
    on(desk, TODAY.isoformat())
    policy(desk, ("validity = 3", 'validity = 3\nnumbered = "approval"'))
    (case,) = cleared("乙联盟")
    said = recognition.recognise(desk, case.stream, "", DAY)
    assert said.facts["document"] == "样科批〔2024〕1号"
    with pytest.raises(Refused, match="不能撤销"):
        undo.undo(desk)


def test_not_recognising_needs_a_reason_and_brings_a_letter(desk: Desk, cleared: Callable[..., list[Folded]]) -> None:
    (case,) = cleared("甲联盟")
    with pytest.raises(Refused, match="须写明理由"):
        recognition.refuse(desk, case.stream, "")
    said = recognition.refuse(desk, case.stream, "提供虚假材料")
    text = "\n".join(p.text for p in Document(str(said.files[0])).paragraphs)
    assert "不予认定" in text
    assert "提供虚假材料（依据：第十条）" in text
    assert register(desk) == []


def test_certificates_are_numbered_once_and_printed_again_byte_for_byte(
    desk: Desk, cleared: Callable[..., list[Folded]]
) -> None:
    cases = cleared("样例䶮联盟", "乙联盟")
    for kind in ("certificate", "plaque"):
        with pytest.raises(Refused, match="当前可办理：认定"):
            issue.issue(desk, cases[0].stream, kind)
    with pytest.raises(Refused, match="没有 medal 这种证件"):
        issue.issue(desk, cases[0].stream, "medal")
    recognition.recognise(desk, [case.stream for case in cases], "样科发1号", DAY)
    first = issue.issue(desk, cases[0].stream, "certificate")
    assert issue.issue(desk, cases[1].stream, "certificate").facts["number"] == "YL-2024-002"
    with pytest.raises(Refused, match="已经办结"):
        issue.issue(desk, cases[0].stream, "certificate")
    before = first.files[0].read_bytes()
    first.files[0].unlink()
    again = issue.again(desk, cases[0].stream, "certificate")
    assert "逐字节相同" in again.text()
    assert again.files[0].read_bytes() == before
    with pytest.raises(Refused, match="尚未发证"):
        issue.again(desk, cases[0].stream, "plaque")


def test_what_cannot_be_drawn_spends_no_number(desk: Desk, cleared: Callable[..., list[Folded]]) -> None:
    cases = cleared("样例\ue000联盟", "乙联盟")
    recognition.recognise(desk, [case.stream for case in cases], "样科发1号", DAY)
    with pytest.raises(Refused, match="没有的字符"):
        issue.issue(desk, cases[0].stream, "certificate")
    assert issue.issue(desk, cases[1].stream, "certificate").facts["number"] == "YL-2024-001"


def test_cases_of_different_policies_are_kept_apart(desk: Desk, case_at: CaseAt) -> None:
    policy(desk, name="other-2024")
    one = case_at("notice")
    document = sample_document(desk, "外来联盟")
    rules = desk.policy_for("other-2024")
    document["case"] |= {"pack": "other-2024", "rules": rules_hash(rules), "number": "X-1"}
    from alliance_desk.ledger.draft import Draft

    desk.commit(
        [Draft(stream="e" * 32, stream_kind="case", kind="case.opened", patch=document)], rules=[rules_bytes(rules)]
    )
    from tests.cases.conftest import WAY, walk

    report = desk.place.root / "r.pdf"
    report.write_bytes(b"%PDF-1.4\n")
    walk(desk, "X-1", report, WAY[:4])
    review = case_at("review", "乙联盟")
    with pytest.raises(Refused, match="同一政策"):
        sessions.open_session(desk, ["X-1", review.stream], organiser="样例中心", contract="1")
    with pytest.raises(Refused, match="不属于该政策"):
        batch.open_batch(desk, "第一批", "trial-2024", ["X-1"])
    walk(desk, "X-1", report, WAY[4:7])
    with pytest.raises(Refused, match="同一政策"):
        notice.publish(desk, ["X-1", one.stream], TODAY, "网站")


def test_a_batch_holds_cases_that_wait_for_review_and_writes_their_summary(desk: Desk, case_at: CaseAt) -> None:
    case, early = case_at("review"), open_sample_case(desk, "早来联盟")
    for numbers, says in (([], "没有选择办件"), ([early.stream], "不在待评审环节")):
        with pytest.raises(Refused, match=says):
            batch.open_batch(desk, "第一批", "trial-2024", numbers)
    with pytest.raises(Refused, match="没有选择办件"):
        batch.open_batch(desk, " ", "trial-2024", [case.stream])
    said = batch.open_batch(desk, "第一批", "trial-2024", [case.stream])
    book = load_workbook(said.files[0])
    values = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    book.close()
    for value in ("第一批", "样例联盟", "样例单位1", "鞍山市铁西区科学技术局"):
        assert value in values, value
    stream = said.streams[0]
    assert record(desk, "batch", stream[:3]).stream == stream
    with pytest.raises(Refused, match="没有编号以“”开头的评审批次"):
        record(desk, "batch", " ")


def test_ids_with_a_common_beginning_are_refused_with_the_choices(desk: Desk) -> None:
    from alliance_desk.ledger.draft import Draft

    for key in ("abc1" + "0" * 28, "abc2" + "0" * 28):
        patch = {"batch": {"name": "批", "pack": "p", "opened": "2024-09-27", "state": "open"}, "cases": {}}
        desk.commit([Draft(stream=key, stream_kind="batch", kind="batch.opened", patch=patch)])
    with pytest.raises(Refused, match="不止一个：abc20000、abc10000"):
        record(desk, "batch", "ABC")
    assert record(desk, "batch", "abc1").stream.startswith("abc1")


def test_an_expired_policy_opens_no_batch_and_no_session_without_its_ground(desk: Desk, case_at: CaseAt) -> None:
    policy(desk, ('effective = "2024-01-01"', 'effective = "2022-09-28"\nuntil = { years = 2 }'))
    case = case_at("review")
    on(desk, "2024-09-28")
    sessions_before = desk.raw.execute("SELECT count(*) FROM index_session").fetchone()
    on(desk, "2024-09-29")
    for act in (
        lambda: batch.open_batch(desk, "第一批", "trial-2024", [case.stream]),
        lambda: sessions.open_session(desk, [case.stream], organiser="样例中心", contract="1"),
    ):
        with pytest.raises(Refused, match="已于 2024-09-28 届满"):
            act()
    for document, by in (("", "市政府"), ("样政发1号", " ")):
        with pytest.raises(Refused, match="请写明"):
            continuing.record(desk, "trial-2024", document, by)
    continuing.record(desk, "trial-2024", "样政发1号", "市政府")
    batch.open_batch(desk, "第一批", "trial-2024", [case.stream])
    sessions.open_session(desk, [case.stream], organiser="样例中心", contract="1")
    assert sessions_before == (0,)
    undoable = undo.next_undo(desk)
    assert undoable is not None


def test_on_its_last_day_a_policy_still_holds_and_a_repealed_one_does_not(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("review")
    policy(desk, ('effective = "2024-01-01"', 'effective = "2022-09-27"\nuntil = { years = 2 }'))
    batch.open_batch(desk, "第一批", "trial-2024", [case.stream])
    policy(desk, ('status = "在用"', 'status = "废止"'))
    with pytest.raises(Refused, match="已废止"):
        batch.open_batch(desk, "第二批", "trial-2024", [case.stream])


def test_the_history_tells_stages_judgements_letters_and_objections_to_this_case(desk: Desk, case_at: CaseAt) -> None:
    one, other = case_at("notice", "甲联盟"), case_at("notice", "乙联盟")
    said = notice.publish(desk, [one.stream, other.stream], TODAY, "网站")
    notice.object_to(desk, said.streams[0], other.stream, "某甲", "牵头单位有误", TODAY)
    lines = history(desk, one.stream)
    assert lines[0].what == "受理申报，建立办件"
    assert lines[0].basis == "第六条"
    assert any(line.what.startswith("人工审核判定：技术水平领先 符合") and line.basis == "第五条" for line in lines)
    assert any(line.what.startswith("说明理由：成员中有三家企业") and line.note == "样例理由" for line in lines)
    assert {line.operator for line in lines} == {"样例甲"}
    assert not any("牵头单位有误" in line.note for line in lines)
    assert any("牵头单位有误" in line.note for line in history(desk, other.stream))
    assert not any("某甲" in json.dumps(line.note, ensure_ascii=False) for line in history(desk, other.stream))
    assert status(desk.rules_of(other), desk.case(other.stream)) == "异议处理中"


def test_a_paper_that_is_no_letter_is_named(desk: Desk, case_at: CaseAt, tmp_path: Path) -> None:
    from alliance_desk.cases import letters

    case = case_at("formal")
    with pytest.raises(Refused, match="没有 poem 这种文书"):
        letters.write(desk, "poem", case.stream)
    for kind in ("correction", "acceptance", "refusal", "approval", "notice", "reply"):
        with pytest.raises(Refused, match="还没有办到这一步"):
            letters.write(desk, kind, case.stream)
    assert letters.write(desk, "recommendation", case.stream).exists()
