from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance_desk.experts import seating
from alliance_desk.experts.panel import NoPanel, candidates_of, check, choose, completable
from alliance_desk.experts.people import Expert, Kind, PanelRule, Seat, Unit
from alliance_desk.experts.seating import Candidate, Limits
from alliance_desk.experts.units import UnitBook

KINDS = st.sampled_from(["technical", "management", "finance"])


@st.composite
def instances(draw):
    """A small pool and a rule: enough to meet every limit, few enough to try every subset."""
    n = draw(st.integers(0, 8))
    people = [
        Candidate(
            f"e{i}", draw(st.sampled_from("ABCDE")), draw(KINDS), draw(st.booleans()), draw(st.integers(0, 3)) * 10
        )
        for i in range(n)
    ]
    size = draw(st.integers(1, 5))
    finance, technical = draw(st.integers(0, min(2, size))), draw(st.integers(0, 2))
    kinds = ((Kind.FINANCE, finance), (Kind.TECHNICAL, min(technical, size - finance)))
    rule = PanelRule(
        size=size,
        one_per_unit=draw(st.booleans()),
        kinds=tuple((kind, least) for kind, least in kinds if least),
        local=("1",),
        max_local_percent=draw(st.sampled_from([0, 40, 100])),
    )
    return people, rule


def valid(panel, rule: PanelRule) -> bool:
    """The rule once more, in the plainest words."""
    units = [one.unit for one in panel]
    return (
        len(panel) == rule.size
        and (not rule.one_per_unit or len(set(units)) == len(units))
        and sum(one.local for one in panel) <= rule.size * rule.max_local_percent // 100
        and all(sum(one.kind == kind for one in panel) >= least for kind, least in rule.kinds)
    )


def every(people, rule):
    return [panel for panel in combinations(people, rule.size) if valid(panel, rule)]


@settings(max_examples=300, deadline=None)
@given(instances(), st.randoms())
def test_the_chosen_panel_is_the_best_of_all_subsets_whatever_the_order_of_rows(instance, random):
    people, rule = instance
    panels = every(people, rule)
    shuffled = random.sample(people, len(people))
    if not panels:
        with pytest.raises(NoPanel) as refused:
            choose(people, rule)
        assert refused.value.shortages
        assert all(one.short > 0 for one in refused.value.shortages)
        assert "缺" in refused.value.text()
        return
    chosen = choose(people, rule, session="s")
    assert chosen.fit == chosen.bound == max(sum(one.fit for one in panel) for panel in panels)
    assert set(chosen.members) in [{one.id for one in panel} for panel in panels]
    assert choose(shuffled, rule, session="s") == chosen


@settings(max_examples=300, deadline=None)
@given(instances(), st.data())
def test_completable_is_exact(instance, data):
    people, rule = instance
    partial = data.draw(st.sets(st.sampled_from([one.id for one in people]), max_size=3)) if people else set()
    expected = any(partial <= {one.id for one in panel} for panel in every(people, rule))
    assert completable(partial, people, rule) is expected


@settings(max_examples=200, deadline=None)
@given(instances(), st.data())
def test_confirmed_people_sit_and_declined_ones_do_not(instance, data):
    people, rule = instance
    ids = [one.id for one in people]
    states = data.draw(st.dictionaries(st.sampled_from(ids), st.sampled_from(["confirmed", "declined"]))) if ids else {}
    seats = [Seat(expert=one, state=state) for one, state in states.items()]
    fixed = {one for one, state in states.items() if state == "confirmed"}
    out = {one for one, state in states.items() if state == "declined"}
    panels = [p for p in every(people, rule) if fixed <= {one.id for one in p} and not out & {one.id for one in p}]
    if panels:
        assert choose(people, rule, seats).fit == max(sum(one.fit for one in panel) for panel in panels)
    else:
        with pytest.raises(NoPanel) as refused:
            choose(people, rule, seats)
        assert refused.value.shortages or refused.value.breaches
        assert "{" not in refused.value.text()


@settings(max_examples=200, deadline=None)
@given(instances())
def test_the_reasons_are_irreducible_and_the_number_short_is_exact(instance):
    people, rule = instance
    for found in seating.shortages(people, rule, frozenset()):
        limits = Limits.of(rule, found.rules)

        def filled(chosen, limits=limits):
            """Seats a set of people fills, with the seats reserved for a kind kept for that kind."""
            units = [one.unit for one in chosen]
            if (limits.unit and len(set(units)) < len(units)) or sum(one.local for one in chosen) > limits.local:
                return 0
            reserved = sum(min(least, sum(one.kind == kind for one in chosen)) for kind, least in limits.kinds)
            free = limits.size - sum(least for _, least in limits.kinds)
            return reserved + min(free, len(chosen) - reserved)

        sets = [chosen for n in range(rule.size + 1) for chosen in combinations(people, n)]
        assert found.short == rule.size - max(filled(chosen) for chosen in sets)
        for without in found.rules:
            rest = Limits.of(rule, set(found.rules) - {without})
            assert seating.completable(people, rest, frozenset()), "a smaller set of rules would be a reason already"


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 7), st.integers(3, 30))
def test_on_larger_pools_the_solver_and_exact_counting_agree(random, size, units):
    people = [
        Candidate(
            f"e{i}",
            f"u{random.randrange(units)}",
            random.choice(list(Kind)),
            random.random() < 0.4,
            random.randrange(12),
        )
        for i in range(60)
    ]
    kinds = ((Kind.FINANCE, size // 3), (Kind.MANAGEMENT, size // 4))
    rule = PanelRule(size=size, kinds=kinds, local=("1",), max_local_percent=30)
    try:
        chosen = choose(people, rule)  # raises AssertionError when the two disagree
    except NoPanel:
        assert units < size or not completable([], people, rule)
    else:
        assert choose(random.sample(people, len(people)), rule) == chosen


def test_the_only_valid_panel_lacks_the_five_best():
    best = [Candidate(f"best{i}", "某大学", "technical", local=False, fit=100 - i) for i in range(4)]
    best.append(Candidate("best4", "乙所", "technical", local=True, fit=95))
    others = [Candidate(f"only{i}", f"单位{i}", "technical", local=False, fit=10) for i in range(3)]
    others += [
        Candidate("only3", "某大学", "finance", local=False, fit=1),
        Candidate("only4", "乙所", "management", local=False, fit=2),
    ]
    rule = PanelRule(size=5, kinds=((Kind.FINANCE, 1), (Kind.MANAGEMENT, 1)), local=("2103",), max_local_percent=0)
    people = best + others
    assert len(every(people, rule)) == 1
    chosen = choose(people, rule)
    assert set(chosen.members) == {one.id for one in others}
    assert chosen.fit == chosen.bound == 33


def pool(*units: str, kind: str = "technical") -> list[Candidate]:
    return [Candidate(f"{unit}{i}", unit, kind, local=False) for i, unit in enumerate(units)]


@pytest.mark.parametrize(
    ("people", "rule", "rules", "short", "words"),
    [
        (pool(*"ABC"), PanelRule(size=7), (), 4, "需要 7 人，可用专家只有 3 人，缺 4 人"),
        (pool(*"AABBCCDDE"), PanelRule(size=7), ("unit",), 2, "只来自 5 个单位，需要 7 人，缺 2 人"),
        (
            pool(*"ABCDEFG"),
            PanelRule(size=5, kinds=((Kind.FINANCE, 1),)),
            ("finance",),
            1,
            "财务专家最低人数为 1 人，可用 0 人，缺 1 人",
        ),
        (
            [Candidate(c, c, "technical", local=c < "E") for c in "ABCDEFG"],
            PanelRule(size=5, local=("1",), max_local_percent=20),
            ("local",),
            1,
            "外地专家至少需要 4 人，可用 3 人，缺 1 人",
        ),
        (
            [*pool(*"ABCDE"), *pool("X", kind="finance"), *[Candidate("m", "X", "management", local=False)]],
            PanelRule(size=5, kinds=((Kind.FINANCE, 1), (Kind.MANAGEMENT, 1))),
            ("finance", "management", "unit"),
            1,
            "财务专家最低人数、管理专家最低人数、每个单位至多 1 人不能同时满足，缺 1 人",
        ),
    ],
)
def test_no_panel_names_the_rule_and_the_number_short(people, rule, rules, short, words):
    with pytest.raises(NoPanel) as refused:
        choose(people, rule)
    assert [(one.rules, one.short) for one in refused.value.shortages] == [(rules, short)]
    assert words in refused.value.text()
    assert refused.value.facts["rules"] == rules


def test_two_independent_shortages_are_both_told():
    with pytest.raises(NoPanel) as refused:
        choose(pool(*"ABCDEFG"), PanelRule(size=5, kinds=((Kind.FINANCE, 2), (Kind.MANAGEMENT, 1))))
    assert [(one.rules, one.short) for one in refused.value.shortages] == [(("finance",), 2), (("management",), 1)]


def test_a_unit_under_its_former_name_takes_only_one_seat():
    book = UnitBook([Unit(name="辽宁科技大学", former_names=("鞍山钢铁学院",))])
    names = ["辽宁科技大学", "鞍山钢铁学院", "辽宁科技大学（校本部）", "大连理工大学", "东北大学"]
    people = [Expert(id=f"e{i}", name="甲", unit=unit) for i, unit in enumerate(names)]
    rule = PanelRule(size=5)
    with pytest.raises(NoPanel) as refused:
        choose(candidates_of(people, rule, book.keys(people)), rule)
    assert refused.value.shortages[0].rules == ("unit",)
    assert refused.value.shortages[0].have == 4, "the bracketed name is another one until the directory says otherwise"


def test_confirmed_seats_that_break_the_rule_are_named():
    people = pool("A", "A", "B", "C")
    seats = [Seat(expert=one.id, state="confirmed") for one in people[:2]]
    with pytest.raises(NoPanel) as refused:
        choose(people, PanelRule(size=3), seats)
    assert "同一单位至多 1 人，现有 2 人" in refused.value.text()
    with pytest.raises(ValueError, match="not among the candidates"):
        choose(people, PanelRule(size=3), [Seat(expert="nobody", state="confirmed")])


def test_confirmed_seats_that_leave_no_room_for_a_kind_are_told_apart_from_a_pool_without_it():
    people = [*pool(*"ABC"), Candidate("f", "F", "finance", local=False)]
    seats = [Seat(expert=one.id, state="confirmed") for one in people[:3]]
    with pytest.raises(NoPanel) as refused:
        choose(people, PanelRule(size=3, kinds=((Kind.FINANCE, 1),)), seats)
    assert refused.value.shortages[0].rules == ("finance", "confirmed")
    assert "财务专家最低人数、已确认的人选不能同时满足，缺 1 人" in refused.value.text()


def test_equal_experts_take_turns_from_session_to_session():
    people = pool(*"ABCDEFGHIJ")
    sat = {one for n in range(20) for one in choose(people, PanelRule(size=3), session=str(n)).members}
    assert len(sat) == len(people)


def test_any_panel_can_be_checked_and_every_breach_is_told():
    people = [Candidate("a", "A", "technical", local=True), Candidate("b", "A", "technical", local=True), *pool("C")]
    rule = PanelRule(size=5, kinds=((Kind.FINANCE, 1),), local=("1",), max_local_percent=20)
    found = check(["a", "b", "C0"], people, rule)
    assert [(one.rule, one.limit, one.have) for one in found] == [
        ("size", 5, 3),
        ("unit", 1, 2),
        ("local", 1, 2),
        ("finance", 1, 0),
    ]
    assert found[3].text() == "财务专家最低人数为 1 人，现有 0 人"


def test_an_expert_without_a_county_counts_as_local():
    people = [Expert(id=i, name="甲", county=county) for i, county in (("a", ""), ("b", "210303"), ("c", "110108"))]
    units = {"a": "A", "b": "B", "c": "C"}
    rule = PanelRule(size=3, local=("210303",), max_local_percent=33)
    assert [one.local for one in candidates_of(people, rule, units)] == [True, True, False]


@pytest.mark.timeout(120)
def test_a_pool_of_a_thousand_is_no_trouble():
    people = [
        Candidate(
            f"e{i}",
            f"u{i * 7 % 400}",
            ("technical", "management", "finance")[i % 11 % 3],
            local=i % 5 == 0,
            fit=i * 37 % 101,
        )
        for i in range(1000)
    ]
    rule = PanelRule(size=9, kinds=((Kind.FINANCE, 2), (Kind.MANAGEMENT, 2)), local=("1",), max_local_percent=33)
    chosen = choose(people, rule)
    assert check(chosen.members, people, rule) == ()
