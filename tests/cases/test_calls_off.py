"""What a call switched off is told by the rules of its cases years later, also when the policy above is gone or says something else."""

from collections.abc import Callable

import pytest
from docx import Document

from alliance_desk.cases import letters, pack_look
from alliance_desk.desk import Desk, library
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from tests.cases.conftest import ROUTE
from tests.helpers.desks import PACK_ID

CaseAt = Callable[..., Folded]
ROOT = "rule-2024"
HEAD = (
    f'[pack]\nid = "{PACK_ID}"\nversion = 1\ntitle = "样例申报通知"\ndoc_no = ""\nstatus = "在用"\nparent = "{ROOT}"\n'
)


@pytest.fixture(autouse=True)
def calls(desk: Desk) -> None:
    """The trial policy under another id, and a call over it, by the trial policy's id, that asks for one condition less."""
    whole = ROUTE.read_text("utf8").replace(f'id = "{PACK_ID}"', f'id = "{ROOT}"')
    (desk.place.packs / f"{ROOT}.toml").write_text(whole, encoding="utf8")
    call = f'{HEAD}[check.members]\noff = true\nbasis = "通知三"\n'
    (desk.place.packs / f"{PACK_ID}.toml").write_text(call, encoding="utf8")


def test_a_case_says_what_its_call_switched_off_when_the_parent_is_gone(desk: Desk, case_at: CaseAt) -> None:
    above = desk.pack(ROOT).check["members"]
    case = case_at("formal_check")
    pinned = case.open["case"]["rules"]
    for name in (ROOT, PACK_ID):
        (desk.place.packs / f"{name}.toml").unlink()
    (kept,) = streams.policy(desk.raw, pinned).off.values()
    assert (kept.name, kept.article, kept.parent, kept.basis) == (above.title, above.basis, ROOT, "通知三")
    assert desk.rules_of(desk.case(case.stream)).off == {"check.members": kept}
    rules = pack_look.rules_of(desk, case.open["case"]["number"], desk.place.packs)
    assert any("停用的上位规定" in chapter.title for chapter in pack_look.book(rules).chapters)


def test_the_table_of_the_formal_check_tells_it(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("formal_check")
    above = library.find_pack(ROOT, desk.place.packs).check["members"]
    path = letters.write(desk, "checklist", case.open["case"]["number"])
    text = "\n".join(
        "｜".join(cell.text for cell in row.cells) for table in Document(str(path)).tables for row in table.rows
    )
    assert f"{above.title}｜{above.basis}｜不适用｜《样例申报通知》（通知三）停用此条件" in text
