"""Notices as they are looked at: the same days, states and objections that the verbs go by."""

from collections.abc import Callable
from datetime import date

from alliance_desk.cases import notice, noticed
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from tests.cases.conftest import on
from tests.helpers.desks import TODAY

CaseAt = Callable[..., Folded]


def publish(desk: Desk, *cases: Folded) -> str:
    return str(notice.publish(desk, [case.stream for case in cases], desk.clock.today(), "网站").facts["notice"])


def test_a_notice_is_running_then_due_then_closed(desk: Desk, case_at: CaseAt) -> None:
    stream = publish(desk, case_at("notice"))
    view = noticed.view(desk, stream)
    assert (view.state, view.start, view.end) == ("running", TODAY, date(2024, 10, 2))
    assert [other.end for other in view.others] == [
        other.end for other in notice.plan(desk, desk.rules_of(desk.case(view.cases[0].case)), view.stage, TODAY).others
    ]
    on(desk, "2024-10-03")
    assert noticed.view(desk, stream).state == "due"
    notice.close(desk, stream)
    view = noticed.view(desk, stream)
    assert (view.state, view.cases[0].state) == ("closed", "clear")
    (line,) = noticed.lines(desk)
    assert (line.active, line.clear, line.end) == (0, 1, "2024-10-02")


def test_only_the_office_that_published_knows_who_objected(desk: Desk, case_at: CaseAt) -> None:
    first, second = case_at("notice"), case_at("notice", "样例乙联盟")
    stream = publish(desk, first, second)
    notice.object_to(desk, stream, first.stream, "某甲", "不实", TODAY)
    notice.object_to(desk, stream, second.stream, "某乙", "不实", TODAY, named=False)
    view = noticed.view(desk, stream)
    assert [(one.name, one.objector, one.state, one.ground) for one in view.objections] == [
        ("样例联盟", "某甲", "open", ""),
        ("样例乙联盟", "某乙", "not_accepted", "unsigned"),
    ]
    assert [one.id for one in view.unanswered] == ["o1"]
    assert view.state == "running", "the other case goes on"
    on(desk, "2024-10-03")
    notice.close(desk, stream)
    assert noticed.view(desk, stream).state == "suspended"
    (line,) = noticed.lines(desk)
    assert (line.active, line.objections, line.unanswered) == (1, 2, 1)


def test_the_letter_of_a_notice_is_written_through_one_of_its_cases(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("notice")
    older = publish(desk, case)
    assert noticed.view(desk, older).letter_case == case.stream
