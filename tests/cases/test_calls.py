"""A batch under a call (申报通知): what it recognises stands under the policy above it, and nobody is recognised twice."""

from collections.abc import Callable
from datetime import date

import pytest
from docx import Document

from alliance_desk.cases import conditions, editing, notice, recognition
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.findings import Outcome
from alliance_desk.register.alliance import alliance
from tests.cases.conftest import ROUTE, on
from tests.helpers.desks import PACK_ID, TODAY

CaseAt = Callable[..., Folded]
ROOT, NEXT = "rule-2024", "next-2025"


@pytest.fixture(autouse=True)
def calls(desk: Desk) -> None:
    """The trial policy under another id, and two calls over it: the one that the sample cases go by, and the next year's."""
    whole = ROUTE.read_text("utf8").replace(f'id = "{PACK_ID}"', f'id = "{ROOT}"')
    duplicate = '\n[check.no-duplicate]\nkind = "no_duplicate"\ntitle = "没有同名的联盟"\nbasis = "第五条"\n'
    (desk.place.packs / f"{ROOT}.toml").write_text(whole + duplicate, encoding="utf8")
    for name in (PACK_ID, NEXT):
        header = f'[pack]\nid = "{name}"\nversion = 1\ntitle = "{name}申报通知"\ndoc_no = ""\nstatus = "在用"\nparent = "{ROOT}"\n'
        item = '[check.members]\ntitle = "成员不少于三家"\nmin = 3\nbasis = "通知一"\n'
        (desk.place.packs / f"{name}.toml").write_text(header + item, encoding="utf8")


def recognised(desk: Desk, case_at: CaseAt) -> Folded:
    case = case_at("notice", "甲联盟")
    said = notice.publish(desk, [case.stream], TODAY, "网站")
    on(desk, "2024-10-08")
    notice.close(desk, said.streams[0])
    recognition.recognise(desk, case.stream, "样科发〔2024〕9号", date(2024, 10, 8))
    return desk.case(case.stream)


def test_what_a_call_recognises_stands_under_its_policy(desk: Desk, case_at: CaseAt) -> None:
    case = recognised(desk, case_at)
    assert case.open["case"]["pack"] == PACK_ID
    found = alliance(desk, case.open["alliance"]["id"])
    assert found is not None
    assert found.entry.pack == ROOT
    # The document lists what it recognised, although the register keeps it under the policy's name.
    paper = next(desk.place.papers.glob("approval-*.docx"))
    assert [row.cells[1].text for row in Document(str(paper)).tables[0].rows[1:]] == ["甲联盟"]


def test_neither_a_recognised_alliance_nor_a_running_one_applies_under_the_next_call(
    desk: Desk, case_at: CaseAt
) -> None:
    recognised(desk, case_at)
    editing.open_blank(desk, ROOT, "在办联盟", on_behalf="样例县局")
    outcomes = {}
    for name in ("甲联盟", "在办联盟", "新联盟"):
        case = desk.case(editing.open_blank(desk, NEXT, name, on_behalf="样例县局").streams[0])
        outcomes[name] = next(f.outcome for f in conditions.findings(desk, case) if f.check == "no-duplicate")
    assert outcomes == {"甲联盟": Outcome.FAIL, "在办联盟": Outcome.FAIL, "新联盟": Outcome.PASS}
