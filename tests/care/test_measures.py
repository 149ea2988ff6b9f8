"""Measures: imposed by a person with paper and day, flags beneath a valid title, acceptance, and what is not taken."""

from datetime import date

from alliance_desk.care import measures
from alliance_desk.cases import editing
from alliance_desk.cases.steps import next_steps
from alliance_desk.desk import Desk
from alliance_desk.doctor import examine
from tests.helpers.care import at, refused, shown
from tests.helpers.desks import PACK_ID, TODAY


def imposed(desk: Desk, known: str, **more: object) -> str:
    """The stream of a rectification."""
    made = measures.impose(desk, known, "rectify", "样科〔2024〕9号", TODAY, reason="考核较差", **more)  # pyright: ignore[reportArgumentType]
    return made.streams[0]


def test_a_flag_lies_over_a_title_that_stays_valid_until_it_is_accepted(city: Desk, known: str) -> None:
    number = imposed(city, known)
    found = shown(city, known)
    assert (found.entry.status, found.entry.sanctions) == ("valid", "限期整改")
    assert [(one.opened, one.due, one.closed) for one in found.sanctions] == [("2024-09-27", "2025-09-27", "")]
    at(city, date(2025, 9, 20))
    with refused("care.measure.note-needed"):
        measures.accept(city, number, date(2025, 9, 20), " ")
    measures.accept(city, number, date(2025, 9, 20), "已整改到位")
    found = shown(city, known)
    assert (found.entry.status, found.entry.sanctions) == ("valid", "")
    assert [(one.closed, one.outcome) for one in found.sanctions] == [("2025-09-20", "accepted")]
    assert not examine(city).faults


def test_the_period_follows_the_reading_and_a_typed_day_stands_before_it(city: Desk, known: str) -> None:
    from alliance_desk.cases.office import choose_reading

    choose_reading(city, PACK_ID, "rectify-length", "6")
    number = imposed(city, known)
    assert city.case(number).open["matter"]["due"] == "2025-03-27"
    measures.accept(city, number, TODAY, "已整改到位")
    other = imposed(city, known, due=date(2024, 12, 1))
    assert city.case(other).open["matter"]["due"] == "2024-12-01"


def test_a_day_that_is_not_later_than_the_receipt_is_refused(city: Desk, known: str) -> None:
    with refused("care.measure.due-past"):
        imposed(city, known, due=TODAY)


def test_one_that_fails_closes_its_flag_with_that_outcome(city: Desk, known: str) -> None:
    number = imposed(city, known)
    measures.accept(city, number, TODAY, "未整改", holds=False)
    assert [(one.outcome, one.kind) for one in shown(city, known).sanctions] == [("failed", "限期整改")]
    assert city.raw.execute("SELECT outcome FROM index_affair WHERE stream = ?", (number,)).fetchone() == ("failed",)


def test_nothing_is_imposed_without_paper_ground_or_from_an_exit(city: Desk, known: str) -> None:
    with refused("cases.document-needed"):
        measures.impose(city, known, "rectify", " ", TODAY, reason="x")
    with refused("cases.reason-needed"):
        measures.impose(city, known, "rectify", "1号", TODAY)
    with refused("cases.date-ahead"):
        measures.impose(city, known, "rectify", "1号", date(2024, 9, 28), reason="x")
    with refused("care.measure.is-exit"):
        measures.impose(city, known, "cancel", "1号", TODAY, reason="x")
    with refused("care.measure.unknown"):
        measures.impose(city, known, "nothing", "1号", TODAY, reason="x")
    assert shown(city, known).sanctions == []


def test_what_a_measure_rests_on_stands_in_its_case_and_in_the_flag(city: Desk, known: str) -> None:
    made = measures.impose(city, known, "rectify", "1号", TODAY, consequence="poor", facts=["a" * 32])
    row = city.raw.execute(
        "SELECT what, consequence, facts FROM index_affair WHERE stream = ?", made.streams
    ).fetchone()
    assert row == ("rectify", "poor", "a" * 32)


def test_a_measure_that_is_not_taken_is_recorded_with_its_reason_and_changes_nothing(city: Desk, known: str) -> None:
    for measure in ("rectify", "cancel"):
        with refused("cases.reason-needed"):
            measures.dismiss(city, known, measure, " ")
        made = measures.dismiss(city, known, measure, "情况已说明", consequence="poor", facts=["b" * 32])
        row = city.raw.execute("SELECT outcome FROM index_case WHERE stream = ?", made.streams).fetchone()
        assert row[0] in {"dropped", "withdrawn"}
    assert shown(city, known).entry.status == "valid"
    assert shown(city, known).sanctions == []


def test_what_a_decision_rests_on_is_not_changed_afterwards(city: Desk, known: str) -> None:
    number = imposed(city, known)
    with refused("cases.affair-decided"):
        editing.edit(city, number, {"matter": {"note": "另一个理由"}})
    assert city.case(number).open["matter"]["note"] == "考核较差"
    (step,) = [one for one in next_steps(city, city.case(number)) if one.id == "edit-matter"]
    assert (step.enabled, step.why) == (False, "steps.matter-decided")
    measures.accept(city, number, TODAY, "已整改到位")
    with refused("cases.affair-over"):
        editing.edit(city, number, {"matter": {"note": "另一个理由"}})
