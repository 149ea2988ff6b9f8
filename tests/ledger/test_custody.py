import itertools

import pytest

from alliance_desk.errors import Refused
from alliance_desk.ledger import custody

OFFICES = {"recommender": "county", "decider": "city"}
HELD_COUNTY = {"state": "held", "holder": "county"}
HELD_CITY = {"state": "held", "holder": "city"}
UP = {"state": "offered", "holder": "county", "to": "city"}
DOWN = {"state": "offered", "holder": "city", "to": "county"}
STATES = {"nowhere": {}, "at county": HELD_COUNTY, "at city": HELD_CITY, "on its way up": UP, "on its way down": DOWN}

ALLOWED = {
    ("at county", custody.OFFER, "county", "city"): UP,
    ("at city", custody.OFFER, "city", "county"): DOWN,
    ("on its way up", custody.ACCEPT, "city", ""): HELD_CITY,
    ("on its way up", custody.DECLINE, "city", ""): {**HELD_COUNTY, "ground": "缺页"},
    ("on its way up", custody.WITHDRAW, "county", ""): {**HELD_COUNTY, "ground": "缺页"},
    ("on its way down", custody.ACCEPT, "county", ""): HELD_COUNTY,
    ("on its way down", custody.DECLINE, "county", ""): {**HELD_CITY, "ground": "缺页"},
    ("on its way down", custody.WITHDRAW, "city", ""): {**HELD_CITY, "ground": "缺页"},
}
"""Everything that may happen; whatever is not here is refused."""

EVERYTHING = [
    (state, kind, office, to)
    for state, kind, office in itertools.product(STATES, custody.EVENTS, ("county", "city", "stranger", ""))
    for to in (("county", "city", "stranger", "") if kind == custody.OFFER else ("",))
]


def moved(state, kind, office, to, ground="缺页"):
    return custody.after({"offices": OFFICES, "custody": STATES[state]}, kind, office, to, ground)


@pytest.mark.parametrize("move", ALLOWED, ids=" ".join)
def test_what_may_happen_to_a_case_leads_where_it_should(move):
    assert moved(*move) == ALLOWED[move]


def test_everything_else_is_refused():
    for move in EVERYTHING:
        if move not in ALLOWED:
            with pytest.raises(Refused) as refusal:
                moved(*move)
            assert refusal.value.code == "ledger.custody", move


@pytest.mark.parametrize("move", [m for m in ALLOWED if m[1] in (custody.DECLINE, custody.WITHDRAW)], ids=" ".join)
def test_declining_and_withdrawing_need_a_ground(move):
    with pytest.raises(Refused):
        moved(*move, ground="  ")


def test_only_the_holder_works_on_a_case_and_only_while_it_lies_there():
    works = {(state, office) for state in STATES for office in ("county", "city") if may_work(state, office)}
    assert works == {("at county", "county"), ("at city", "city")}


def may_work(state, office):
    return custody.may_work({"custody": STATES[state]}, office)
