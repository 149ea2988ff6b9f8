"""What the ledger itself accepts as an undo, whatever a program asks of it."""

import pytest

from alliance_desk.cases import conditions, moves
from alliance_desk.ledger import streams, undoing
from tests.helpers.desks import make_office, open_sample_case, settle


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with make_office(tmp_path_factory.mktemp("undoing") / "office") as office:
        yield office


@pytest.fixture
def undo(desk, draft, attempt):
    """Tries the exact inverse of one event of a case."""

    def code(stream, seq, **changes):
        chain = streams.events(desk.raw, stream)
        open_patch, private = undoing.inverse(chain[seq - 1], chain)
        made = draft("case.undone", stream, {**open_patch, **changes}, private=private, undoes=seq)
        return attempt(desk, made)

    return code


@pytest.fixture
def case(desk):
    return open_sample_case(desk).stream


def test_the_exact_inverse_is_accepted_and_nothing_else(desk, case, undo):
    conditions.attest(desk, case, "level", holds=True)
    assert undo(case, 2) == ""
    assert undo(case, 2, override={"x": {"reason": "y"}}) == "ledger.foreign-undo"
    assert undo(case, 2, attest={"level": {"outcome": "fail"}}) == "ledger.foreign-undo"


def test_what_opened_a_case_is_not_undone(case, undo):
    assert undo(case, 1) == "ledger.foreign-undo"


def test_what_a_later_event_touched_is_not_undone(desk, case, undo):
    conditions.attest(desk, case, "level", holds=True)
    conditions.attest(desk, case, "level", holds=False, note="再看")
    assert (undo(case, 2), undo(case, 3)) == ("ledger.foreign-undo", "")


def test_what_a_later_step_of_the_case_rests_on_is_not_undone(desk, case, undo):
    settle(desk, case)
    moves.recommend(desk, case, "同意")
    assert (undo(case, 2), undo(case, 3)) == ("ledger.foreign-undo", "ledger.foreign-undo")
    assert undo(case, 4) == ""


def test_once_the_later_event_is_undone_itself_the_earlier_one_may_be(desk, case, undo, draft):
    settle(desk, case)
    moves.recommend(desk, case, "同意")
    chain = streams.events(desk.raw, case)
    back, _ = undoing.inverse(chain[3], chain)
    desk.commit([draft("case.undone", case, back, undoes=4)])
    assert (undo(case, 3), undo(case, 2)) == ("", "")
    assert undo(case, 4) == "ledger.foreign-undo"
    assert undo(case, 5) == "ledger.foreign-undo"


def test_only_an_undo_names_what_it_undoes(desk, case, draft, attempt):
    stray = draft("case.checked", case, {"checks": {}}, undoes=1)
    assert attempt(desk, stray) == "ledger.foreign-undo"


def test_the_first_event_of_the_pool_is_undone_to_an_empty_one(desk, draft, attempt):
    saved = draft("pool.saved", "a" * 32, {"experts": {"e1": {"name": "样例", "unit": "x", "kind": "technical"}}})
    back = draft("pool.undone", "a" * 32, {"experts": None}, undoes=1)
    assert attempt(desk, saved, back) == ""
