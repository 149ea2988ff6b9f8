from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk import words
from alliance_desk.cases import recognition
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.ledger.kinds import KINDS
from alliance_desk.policy.vocabulary import CHANGES
from alliance_desk.register.alliance import Alliance, alliance
from alliance_desk.register.asof import register
from alliance_desk.register.standing import Standing, standing, tally
from tests.helpers.desks import CITY, advance, make_office, member, open_sample_case
from tests.helpers.life import LIFE, close, effect, open_affair

DAY = date(2024, 10, 8)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with make_office(tmp_path / "city", CITY, "市", "210300") as made:
        yield made


@pytest.fixture
def recognised(desk: Desk) -> str:
    """The id of an alliance recognised on one day and recorded on a later one."""
    case = open_sample_case(desk)
    advance(desk, case.stream, "recognition")
    desk.clock = FixedClock(date(2024, 10, 20))
    recognition.recognise(desk, case.stream, "样科发〔2024〕9号", DAY)
    return str(case.open["alliance"]["id"])


def test_one_alliance_has_its_line_members_history_and_cases(desk: Desk, recognised: str) -> None:
    found = alliance(desk, recognised)
    assert found is not None
    assert (found.entry.name, found.entry.valid_to) == ("样例联盟", "2027-10-08")
    assert [(member.name, member.role, member.since) for member in found.members][:2] == [
        ("样例单位1", "lead", "2024-10-08"),
        ("样例单位2", "ordinary", "2024-10-08"),
    ]
    assert [(one.kind, one.on, one.paper, one.recorded[:10]) for one in found.history] == [
        ("recognised", "2024-10-08", "样科发〔2024〕9号", "2024-10-20")
    ]
    assert [case.number for case in found.cases] == ["210300-2024-0001"]
    assert found.papers == []


def test_an_alliance_is_not_there_before_its_day_nor_before_it_was_recorded(desk: Desk, recognised: str) -> None:
    assert alliance(desk, recognised, "2024-10-07") is None
    assert alliance(desk, recognised, "2024-10-08") is not None
    assert alliance(desk, recognised, "2024-10-20", "2024-10-19T15:59:59Z") is None


def test_the_last_day_of_a_validity_still_counts() -> None:
    on = date(2027, 10, 8)
    assert standing("valid", "2027-10-08", on) is Standing.ENDING
    assert standing("valid", "2027-10-07", on) is Standing.ENDED
    assert standing("valid", "2028-04-05", on) is Standing.ENDING
    assert standing("valid", "2028-04-06", on) is Standing.VALID
    assert standing("valid", "", on) is Standing.VALID
    assert standing("exited", "2020-01-01", on) is Standing.EXITED


def test_the_tally_counts_every_alliance_once(desk: Desk, recognised: str) -> None:
    assert tally(desk) == {Standing.VALID: 1}
    desk.clock = FixedClock(date(2027, 10, 9))
    assert tally(desk) == {Standing.ENDED: 1}


# What comes after the recognition


def decided(desk: Desk, key: str, procedure: str, on: str, *said: dict[str, object]) -> str:
    """Play a case of a procedure whose last effects say so; its stream."""
    stream, left = open_affair(desk, procedure, alliance=key), list(said)
    for kind, outcome, effects in LIFE[procedure]:
        close(desk, stream, kind, outcome, [effect(one, key, on, **(left.pop(0) if left else {})) for one in effects])
    return stream


def told(found: Alliance | None) -> list[tuple[str, str, str]]:
    assert found is not None
    return [(one.kind, one.what, one.about) for one in found.history[1:]]


def test_what_was_decided_of_an_alliance_is_told_in_order_and_by_its_names(desk: Desk, recognised: str) -> None:
    desk.clock = FixedClock(date(2026, 1, 5))
    decided(desk, recognised, "assess", "2025-03-01")
    order = open_affair(desk, "rectify", alliance=recognised)
    close(desk, order, "measure", "imposed", [effect("sanction-opened", recognised, "2025-03-10", id=order)])
    close(desk, order, "acceptance", "accepted", [effect("sanction-closed", recognised, "2025-12-01", id=order)])
    decided(
        desk,
        recognised,
        "change",
        "2025-04-01",
        {"what": "member_renamed", "after": "样例新名", "member": "m2", "before": ""},
    )
    decided(desk, recognised, "moves", "2025-05-01", {}, {"member": "m2"})
    decided(desk, recognised, "subsidy", "2025-06-01", {"doc_no": "样科发〔2025〕3号"})
    decided(desk, recognised, "exit", "2025-12-31")
    found = alliance(desk, recognised)
    assert told(found) == [
        ("graded", "2024 较差", ""),
        ("sanction-opened", "限期整改", ""),
        ("changed", "样例新名", "member_renamed"),
        ("member-in", "后来的单位", ""),
        ("member-out", "样例新名", ""),
        ("supported", "运行补贴", ""),
        ("sanction-closed", "限期整改", "accepted"),
        ("exited", "取消", ""),
        ("papers-returned", "", ""),
    ]
    assert found is not None
    changed = next(one for one in found.history if one.kind == "changed")
    supported = next(one for one in found.history if one.kind == "supported")
    assert (changed.before, supported.amount, supported.paper) == ("样例单位2", 30_000_000, "样科发〔2025〕3号")
    assert [(one.name, one.subject, one.on) for one in found.grades] == [("较差", "2024", "2025-03-01")]
    assert [(one.kind, one.opened, one.closed, one.outcome) for one in found.sanctions] == [
        ("限期整改", "2025-03-10", "2025-12-01", "accepted")
    ]
    assert [one.name for one in found.members] == ["样例单位1", "样例单位3", "后来的单位"]
    assert (found.entry.status, found.entry.leaves, found.entry.exited) == ("exited", "取消", "2025-12-31")
    assert {(one.kind, one.affair) for one in found.cases} >= {
        ("application", ""),
        ("rectification", "限期整改"),
        ("exit", "退出"),
    }


def test_the_register_of_a_day_knows_nothing_of_later_decisions(desk: Desk, recognised: str) -> None:
    desk.clock = FixedClock(date(2026, 1, 5))
    decided(desk, recognised, "assess", "2025-03-01")
    order = open_affair(desk, "rectify", alliance=recognised)
    close(desk, order, "measure", "imposed", [effect("sanction-opened", recognised, "2025-03-10", id=order)])
    decided(desk, recognised, "exit", "2025-12-31")

    def seen(on: str) -> tuple[str, str, str]:
        (entry,) = register(desk, on)
        page = alliance(desk, recognised, on)
        assert page is not None
        assert page.entry == entry
        return entry.status, entry.grade, entry.sanctions

    assert register(desk, "2024-10-07") == []
    assert seen("2025-02-28") == ("valid", "", "")
    assert seen("2025-03-01") == ("valid", "较差", "")
    assert seen("2025-03-10") == ("valid", "较差", "限期整改")
    assert seen("2025-12-30") == ("valid", "较差", "限期整改")
    assert seen("2025-12-31") == ("exited", "较差", "")
    assert register(desk, "2026-01-05", "2026-01-04T15:59:59Z")[0].status == "valid"


def test_who_is_recognised_anew_stands_there_with_a_clean_sheet(desk: Desk, recognised: str) -> None:
    desk.clock = FixedClock(date(2026, 1, 5))
    decided(desk, recognised, "assess", "2025-03-01")
    decided(desk, recognised, "exit", "2025-12-31")
    decided(desk, recognised, "history", "2026-01-05", {"members": {"m1": member(1, "lead")}})
    found = alliance(desk, recognised)
    assert found is not None
    assert (found.entry.status, found.entry.grade, found.entry.exited, found.entry.members) == ("valid", "", "", 1)
    assert [one.name for one in found.grades] == ["较差"]


def test_everything_that_can_happen_to_an_alliance_has_its_words() -> None:
    known = words.catalogue()
    carried = {kind for rule in KINDS.values() for kind in rule.effects}
    assert {f"ui.register.effect.{kind}" for kind in carried} <= known.keys()
    assert {f"change-what.{what}" for what in CHANGES} <= known.keys()
    assert {f"sanction-outcome.{outcome}" for outcome in ("accepted", "failed", "lapsed")} <= known.keys()
