"""Policies that are not plainly in force: a draft is rehearsed and marked, a call closes, an upward policy needs no key of its superior."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from alliance_desk import files
from alliance_desk.cases import batch, continuing, editing, issue, letters, notice, recognition
from alliance_desk.desk import Desk, sample
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.pack import Status
from tests.cases.conftest import ROUTE, on, policy
from tests.helpers.desks import PACK_ID, TODAY

CaseAt = Callable[..., Folded]
DRAFT = ('status = "在用"', 'status = "草案"')
MARK = "演练"


def blank(desk: Desk, name: str = "样例联盟", filed: date | None = None, pack: str = PACK_ID) -> Folded:
    return desk.case(editing.open_blank(desk, pack, name, filed=filed, on_behalf="样例县局").streams[0])


def test_nothing_is_opened_under_a_draft_and_the_message_says_what_to_do(desk: Desk) -> None:
    policy(desk, DRAFT)
    with pytest.raises(Refused, match=r"还是草案.*没有建立任何内容.*示例工作区里演练.*正式印发后") as refused:
        blank(desk)
    assert "样例市产业联盟试行办法" in refused.value.text()
    assert desk.raw.execute("SELECT count(*) FROM index_case").fetchone() == (0,)
    with pytest.raises(Refused, match="还是草案"):
        continuing.refuse_expired(desk, desk.rules_for(PACK_ID))


def test_a_sample_workspace_rehearses_a_draft(desk: Desk) -> None:
    policy(desk, DRAFT)
    sample.mark(desk.place.root, TODAY)
    assert blank(desk).open["alliance"]["name"] == "样例联盟"
    continuing.refuse_expired(desk, desk.rules_for(PACK_ID))


def test_a_case_that_runs_is_not_stopped_by_a_later_draft_but_nothing_new_begins(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("review")
    policy(desk, DRAFT)
    assert desk.rules_of(case).pack.status is Status.IN_FORCE
    assert letters.write(desk, "acceptance", case.stream).is_file()
    with pytest.raises(Refused, match="还是草案"):
        batch.open_batch(desk, "第一批", PACK_ID, [case.stream])


@pytest.mark.parametrize("draft", [True, False])
def test_every_paper_under_a_draft_bears_its_mark(desk: Desk, case_at: CaseAt, draft: bool) -> None:
    sample.mark(desk.place.root, TODAY)
    if draft:
        policy(desk, DRAFT)
    waiting = case_at("review", "批次联盟")
    summary = load_workbook(batch.open_batch(desk, "第一批", PACK_ID, [waiting.stream]).files[0])
    told = [str(cell.value) for row in summary.worksheets[0].iter_rows() for cell in row if cell.value]
    summary.close()
    assert any(MARK in value for value in told) is draft
    case = case_at("notice", "甲联盟")
    said = notice.publish(desk, [case.stream], TODAY, "网站")
    on(desk, "2024-10-08")
    notice.close(desk, said.streams[0])
    approval = recognition.recognise(desk, case.stream, "样科发〔2024〕9号", date(2024, 10, 8)).files[0]
    written = [
        approval,
        *(letters.write(desk, kind, case.stream) for kind in ("acceptance", "recommendation")),
    ]
    for path in written:
        assert (MARK in headed(path)) is draft, path.name
    for kind in issue.KINDS:
        pdf = issue.issue(desk, case.stream, kind).files[0]
        assert (MARK in printed(files.read(pdf, 1 << 24))) is draft, kind
        before = pdf.read_bytes()
        assert issue.again(desk, case.stream, kind).code == "cases.rendered-again"
        assert pdf.read_bytes() == before
        assert (MARK in printed(issue.reprint(desk, case.stream, kind).files[0].read_bytes())) is draft


def headed(path: Path) -> str:
    """What stands at the head of the first page and of the others."""
    section = Document(str(path)).sections[0]
    heads = (section.header, section.first_page_header, section.even_page_header)
    texts = ["\n".join(line.text for line in head.paragraphs) for head in heads]
    assert len({MARK in text for text in texts}) == 1
    return texts[0]


def printed(pdf: bytes) -> str:
    return PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_the_same_letter_under_a_draft_is_the_same_file(desk: Desk, case_at: CaseAt) -> None:
    sample.mark(desk.place.root, TODAY)
    policy(desk, DRAFT)
    path = letters.write(desk, "acceptance", case_at("review").stream)
    before = path.read_bytes()
    letters.write(desk, "acceptance", "210300-2024-0001")
    assert path.read_bytes() == before


@pytest.mark.parametrize(("days", "well"), [(-1, True), (0, True), (1, False)])
def test_after_the_last_day_of_a_call_nothing_is_taken_in(desk: Desk, days: int, well: bool) -> None:
    policy(desk, ('effective = "2024-01-01"', 'effective = "2024-01-01"\ncloses = "2024-09-20"'))
    filed = date(2024, 9, 20) + timedelta(days=days)
    if well:
        # Typed in a week later: what counts is the day on which the file came.
        assert blank(desk, filed=filed).open["application"]["filed"] == filed.isoformat()
        return
    with pytest.raises(Refused, match="已于 2024-09-20 截止，申报日 2024-09-21 在此之后，逾期不予受理"):
        blank(desk, filed=filed)


def test_a_closed_call_lets_what_was_taken_in_go_on(desk: Desk, case_at: CaseAt) -> None:
    policy(desk, ('effective = "2024-01-01"', 'effective = "2024-01-01"\ncloses = "2024-09-27"'))
    case = case_at("review")
    on(desk, "2024-10-30")
    batch.open_batch(desk, "第一批", PACK_ID, [case.stream])
    with pytest.raises(Refused, match="逾期不予受理"):
        blank(desk, "迟来联盟")


def test_a_draft_without_a_day_of_its_own_has_no_end() -> None:
    text = ROUTE.read_text("utf8").replace(*DRAFT).replace('effective = "2024-01-01"', 'effective = ""')
    rules = load_pack(text, "x.toml")
    assert continuing.expires(rules) is None
    assert continuing.rehearsal_mark(rules) == MARK
