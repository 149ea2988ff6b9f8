"""Certificates and plaques as they are looked at: nothing is spent by looking, and the names of all papers are held together."""

from collections.abc import Callable

import pytest

from alliance_desk.cases import certified, issue, names, notice, numbering, recognition
from alliance_desk.desk import Desk, marks
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded
from tests.cases.conftest import on
from tests.helpers.desks import PACK_ID

CaseAt = Callable[..., Folded]


@pytest.fixture
def recognised(desk: Desk, case_at: CaseAt) -> Folded:
    case = case_at("notice")
    stream = str(notice.publish(desk, [case.stream], desk.clock.today(), "网站").facts["notice"])
    on(desk, "2024-10-08")
    notice.close(desk, stream)
    recognition.recognise(desk, case.stream, "样科发〔2024〕1号", desk.clock.today())
    return desk.case(case.stream)


def test_looking_at_a_paper_spends_no_number_and_says_which_comes_next(desk: Desk, recognised: Folded) -> None:
    before = marks.load(desk.place.marks)
    shown = certified.shown(desk, recognised.stream, "certificate")
    assert shown.path is not None
    assert shown.path.parent == desk.place.scratch
    assert marks.load(desk.place.marks) == before
    assert shown.number == issue.issue(desk, recognised.stream, "certificate").facts["number"]
    after = certified.shown(desk, recognised.stream, "certificate")
    assert (after.number, after.issued, after.same) == (shown.number, "2024-10-08", True)
    assert after.path is not None
    assert after.path.parent == desk.place.papers


def test_the_next_number_is_the_one_that_is_taken_also_behind_a_gap(desk: Desk) -> None:
    rule = desk.rules_for(PACK_ID).number["certificate"]
    series = f"{PACK_ID}.certificate"
    known = marks.load(desk.place.marks)
    assert known is not None
    known.series[f"{series}/2024"] = 6
    marks.save(desk.place.marks, known)
    assert numbering.upcoming(desk, series, rule) == "YL-2024-007"
    assert numbering.take(desk, series, rule, "样例").number == "YL-2024-007"


def test_what_waits_is_told_by_kind_until_it_is_made(desk: Desk, recognised: Folded) -> None:
    assert [one.kind for one in certified.waiting(desk)] == ["certificate", "plaque"]
    assert all(one.mine and one.since == "2024-10-08" for one in certified.waiting(desk))
    issue.issue(desk, recognised.stream, "certificate")
    assert [one.kind for one in certified.waiting(desk)] == ["plaque"]
    assert certified.without(desk) == []


def test_a_changed_file_is_not_taken_for_the_issued_one(desk: Desk, recognised: Folded) -> None:
    path = issue.issue(desk, recognised.stream, "certificate").files[0]
    path.write_bytes(path.read_bytes() + b"\n")
    shown = certified.shown(desk, recognised.stream, "certificate")
    assert shown.path != path
    assert shown.same, "drawn again from the ledger it is the issued one"


def test_a_further_copy_says_that_it_is_one(desk: Desk, recognised: Folded) -> None:
    with pytest.raises(Refused, match="尚未发证"):
        issue.reprint(desk, recognised.stream, "certificate")
    first = issue.issue(desk, recognised.stream, "certificate").files[0].read_bytes()
    copy = issue.reprint(desk, recognised.stream, "certificate").files[0]
    assert copy.name == "certificate-YL-2024-001-reprint.pdf"
    assert copy.read_bytes() != first


def test_every_place_that_names_an_alliance_is_held_beside_the_decision(desk: Desk, recognised: Folded) -> None:
    assert [one.place for one in names.named(desk, recognised)] == ["decision", "register", "notice", "draft"]
    issue.issue(desk, recognised.stream, "certificate")
    found = names.named(desk, desk.case(recognised.stream))
    assert [one.place for one in found] == ["decision", "register", "notice", "certificate"]
    assert {(one.alliance, one.lead) for one in found} == {("样例联盟", "样例单位1")}


@pytest.mark.parametrize(
    ("here", "there", "at", "chars"),
    [
        ("甲乙", "甲丙", 2, ("乙", "丙")),
        ("甲（乙）", "甲(乙)", 2, ("（", "(")),
        ("甲", "甲乙", 2, ("", "乙")),
        ("甲乙", "甲", 2, ("乙", "")),
        ("戶", "户", 1, ("戶", "户")),
    ],
)
def test_the_first_difference_of_two_names_is_found(here: str, there: str, at: int, chars: tuple[str, str]) -> None:
    found = names.difference(here, there)
    assert found is not None
    assert (found.at, (found.here, found.there)) == (at, chars)
    assert names.difference(here, here) is None
