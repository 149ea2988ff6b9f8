from datetime import date

import pytest

from alliance_desk import doctor, words
from alliance_desk.cases import conditions, corrections, moves, notes, office, undo
from alliance_desk.errors import Refused
from alliance_desk.exchange import export, intake
from tests.helpers.desks import make_office, open_sample_case, recommended_case, settle, two_offices


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with make_office(tmp_path_factory.mktemp("undo") / "office") as county:
        yield county


@pytest.fixture
def case(desk):
    return open_sample_case(desk).stream


def refused(desk):
    with pytest.raises(Refused) as refusal:
        undo.undo(desk)
    return refusal.value


def names(desk):
    found = undo.next_undo(desk)
    return found.names if found else ()


def counter(desk):
    """The code and the words with which an undo is refused."""
    refusal = refused(desk)
    return refusal.code, refusal.facts["instead"]


def test_an_undo_says_what_it_takes_back_and_the_judgement_is_really_gone(desk, case):
    before = desk.case(case).open
    conditions.attest(desk, case, "level", holds=True)
    assert names(desk) == (words.text("event.case.attested"),)
    said = undo.undo(desk)
    assert said.code == "undo.done"
    assert words.text("event.case.attested") in said.text()
    assert desk.case(case).open == before
    assert {f.check for f in conditions.findings(desk, desk.case(case)) if f.outcome == "manual"} == {"level"}
    assert doctor.examine(desk).faults == ()


def test_an_undo_brings_back_what_stood_there_before(desk, case):
    conditions.attest(desk, case, "level", holds=True, note="初看")
    before = desk.case(case).open
    conditions.attest(desk, case, "level", holds=False, note="再看")
    undo.undo(desk)
    assert desk.case(case).open == before


def test_two_undos_in_a_row_go_one_further_back(desk, case):
    start = desk.case(case).open
    settle(desk, case)
    assert [undo.undo(desk).facts["what"] for _ in range(2)] == [
        (words.text("event.case.overridden"),),
        (words.text("event.case.attested"),),
    ]
    assert desk.case(case).open == start
    assert counter(desk) == ("undo.refused", words.text("undo.opened"))


def test_after_an_undo_something_new_is_undone_first(desk, case):
    settle(desk, case)
    undo.undo(desk)
    conditions.override(desk, case, "enterprises", "另一个理由")
    assert names(desk) == (words.text("event.case.overridden"),)


def test_a_recommendation_is_taken_back_while_the_case_is_here(desk, case):
    settle(desk, case)
    before = desk.case(case).open
    moves.recommend(desk, case, "同意")
    undo.undo(desk)
    assert desk.case(case).open == before
    conditions.attest(desk, case, "level", holds=True, note="可以再判")


def test_an_office_record_is_taken_back(desk):
    before = desk.settings
    office.save_unit(desk, "样例单位九", former=["旧名"])
    assert undo.undo(desk).facts["what"] == (words.text("event.office.organisation-saved"),)
    assert desk.settings == before
    assert desk.raw.execute("SELECT count(*) FROM index_organisation").fetchone()[0] == 0


def test_what_was_numbered_is_not_undone(desk, case):
    corrections.ask_correction(desk, case, date(2024, 12, 1), "请补正")
    assert counter(desk) == ("undo.refused", words.text("undo.numbered"))


def test_a_note_is_not_undone(desk, case):
    notes.write(desk, case, "样例")
    assert counter(desk) == ("undo.refused", words.text("undo.note"))


def test_a_withdrawn_application_is_not_undone(desk, case):
    moves.withdraw(desk, case, "不再申报")
    assert counter(desk) == ("undo.refused", words.text("undo.withdrawn"))


def test_what_was_handed_over_or_taken_in_is_not_undone(tmp_path):
    pair = two_offices(tmp_path)
    case = recommended_case(pair.county)
    package = export.hand_over(pair.county, case.stream, tmp_path / "stick")
    assert counter(pair.county) == ("undo.refused", words.text("undo.handed-over"))
    intake.take_in(pair.city, package.files[0])
    assert counter(pair.city) == ("undo.refused", words.text("undo.handed-over"))
    moves.formal_check(pair.city, case.stream, "passed")
    undo.undo(pair.city)
    assert "formal" not in pair.city.case(case.stream).open["stages"]
    for desk in pair:
        assert doctor.examine(desk).faults == ()
    pair.close()


def test_a_new_office_has_nothing_to_undo(tmp_path):
    with make_office(tmp_path / "new") as desk:
        assert counter(desk) == ("undo.refused", words.text("undo.outward"))
