import hashlib
import hmac
from itertools import combinations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance_desk import canonical
from alliance_desk.errors import Refused
from alliance_desk.experts.draw import Draw, draw, freeze, holds, order_of, replace, replay
from alliance_desk.experts.panel import NoPanel, check
from alliance_desk.experts.people import Expert, Kind, PanelRule
from alliance_desk.experts.seating import Candidate

NUMBER = st.from_regex(r"[0-9]{4,8}", fullmatch=True)


def candidates(n: int = 20) -> list[Candidate]:
    return [
        Candidate(
            f"e{i:02d}", f"unit{i % 12}", ("technical", "technical", "management", "finance")[i % 4], local=i % 3 == 0
        )
        for i in range(n)
    ]


RULE = PanelRule(size=5, kinds=((Kind.FINANCE, 1), (Kind.MANAGEMENT, 1)), local=("2103",), max_local_percent=40)
POOL = [Expert(id=one.id, name="甲") for one in candidates()]


def frozen(rule: PanelRule = RULE, people=None, confirmed=()):
    return freeze(POOL, candidates() if people is None else people, [], rule, confirmed)


@settings(max_examples=60, deadline=None)
@given(NUMBER, NUMBER)
def test_every_draw_keeps_the_rule_and_can_be_repeated(operator, supervisor):
    record = draw(frozen(), operator, supervisor)
    assert check(record.members, candidates(), RULE) == ()
    assert len(record.reserves) == RULE.reserves
    assert not set(record.reserves) & set(record.members)
    assert holds(record)
    # The order of rows in the pool and among the candidates plays no part.
    assert draw(freeze(POOL[::-1], candidates()[::-1], [], RULE), operator, supervisor) == record


def test_the_order_and_seed_are_what_the_description_says():
    snapshot = frozen()
    record = draw(snapshot, "1234", "987654")
    lines = f"alliance-desk/draw/1\n1234\n987654\n{canonical.digest(msgspec.to_builtins(snapshot))}\n"
    seed = hashlib.sha256(lines.encode()).digest()
    assert record.seed == seed.hex()
    macs = {one.id: hmac.new(seed, one.id.encode(), "sha256").hexdigest() for one in candidates()}
    assert [expert for _, expert, _ in order_of(record.seed, candidates())] == sorted(macs, key=macs.__getitem__)
    assert [step.mac for step in record.walk] == [macs[step.expert] for step in record.walk]


def by_hand(record: Draw) -> list[str]:
    """The walk as a person does it: take the next one if some whole panel holds all those taken and this one."""
    panels = [
        {one.id for one in panel}
        for panel in combinations(candidates(14), RULE.size)
        if not check([one.id for one in panel], candidates(14), RULE)
    ]
    taken: list[str] = []
    for _, expert, _ in order_of(record.seed, candidates(14)):
        if len(taken) < RULE.size and any({*taken, expert} <= panel for panel in panels):
            taken.append(expert)
    return taken


@pytest.mark.parametrize("number", ["0001", "0002", "0003"])
def test_a_walk_by_hand_gives_the_same_panel(number):
    record = draw(frozen(people=candidates(14)), number, "5555")
    assert by_hand(record) == list(record.members)


def test_a_last_seat_is_kept_for_the_kind_that_is_still_missing():
    people = [Candidate(f"t{i}", f"T{i}", "technical", local=False) for i in range(9)] + [
        Candidate("f", "F", "finance", local=False)
    ]
    rule = PanelRule(size=3, kinds=((Kind.FINANCE, 1),))
    skipped = False
    for n in range(30):
        record = draw(frozen(rule, people), f"{n:04d}", "0000")
        assert "f" in record.members
        skipped |= any(step.why == "completable" for step in record.walk)
    assert skipped


@settings(max_examples=60, deadline=None)
@given(NUMBER, st.data())
def test_replacements_go_strictly_by_reserve_order_and_are_replayed(operator, data):
    record = draw(frozen(), operator, "4321")
    for day in range(3):
        declined = data.draw(st.sampled_from(record.members))
        before = record
        try:
            record = replace(record, declined, "出差", f"2026-11-{day + 1:02d}")
        except NoPanel:
            break
        done = record.replacements[-1]
        assert declined not in record.members
        assert check(record.members, candidates(), RULE) == ()
        assert done.walk[-1].expert == done.taken
        tried = [step.expert for step in done.walk]
        assert tried[: len(before.reserves)] == list(before.reserves)[: len(tried)]
        kept = [one for one in before.members if one != declined]
        for one in tried[:-1]:
            assert check([*kept, one], candidates(), RULE), "who was passed over would have broken a rule"
    assert holds(record)
    assert replay(record) == record


def test_who_declined_is_never_asked_again_and_an_empty_pool_is_told():
    people = [Candidate(f"e{i}", f"U{i}", "technical", local=False) for i in range(4)]
    record = draw(frozen(PanelRule(size=3), people), "1111", "2222")
    assert len(record.reserves) == 1
    first, second = record.members[:2]
    record = replace(record, first, "有事", "2026-11-01")
    with pytest.raises(NoPanel) as refused:
        replace(record, second, "有事", "2026-11-02")
    assert "缺 1 人" in refused.value.text()
    with pytest.raises(ValueError, match="not a member"):
        replace(record, first, "又有事", "2026-11-02")


def test_confirmed_people_sit_before_the_lot_is_drawn():
    record = draw(frozen(confirmed=["e03", "e04"]), "1111", "2222")
    assert record.members[:2] == ("e03", "e04")
    assert not {"e03", "e04"} & {step.expert for step in record.walk}
    assert holds(record)


@pytest.mark.parametrize(
    "change",
    [
        {"operator": "9999"},
        {"supervisor": "99"},
        {"seed": "00" * 32},
        {"members": ("e00", "e01", "e02", "e03", "e04")},
        {"reserves": ()},
        {"walk": ()},
        {"snapshot": frozen(PanelRule(size=3))},
        {"snapshot": frozen(people=candidates(19))},
    ],
)
def test_a_record_changed_in_any_part_does_not_hold(change):
    assert not holds(msgspec.structs.replace(draw(frozen(), "1111", "2222"), **change))


def test_a_record_survives_being_kept_as_canonical_json():
    record = replace(draw(frozen(), "1111", "2222"), draw(frozen(), "1111", "2222").members[0], "生病", "2026-11-20")
    kept = canonical.decode(canonical.encode(msgspec.to_builtins(record)))
    assert msgspec.convert(kept, Draw) == record
    assert holds(msgspec.convert(kept, Draw))


def test_the_hash_covers_pool_candidates_exclusions_and_rule():
    base = frozen().hash
    other_pool = [*POOL[1:], Expert(id="e00", name="改名")]
    assert freeze(other_pool, candidates(), [], RULE).hash != base
    assert frozen(PanelRule(size=5)).hash != base
    assert frozen(people=candidates(19)).hash != base
    assert frozen(confirmed=["e03"]).hash != base


@pytest.mark.parametrize("number", ["", "123", "12 34", "１２３４", "12345a", "1" * 33])
def test_a_number_that_is_none_is_refused(number):
    with pytest.raises(Refused) as refused:
        draw(frozen(), number, "1234")
    assert refused.value.code == "experts.bad-number"


def test_nothing_is_drawn_when_no_panel_exists():
    with pytest.raises(NoPanel) as refused:
        draw(frozen(people=[one for one in candidates() if one.kind != "finance"]), "1111", "2222")
    assert "财务专家最低人数为 1 人，可用 0 人，缺 1 人" in refused.value.text()


def test_every_step_of_the_walk_has_its_wording():
    texts = {
        step.why or step.outcome: step.text({}) for n in range(40) for step in draw(frozen(), f"{n:04d}", "7777").walk
    }
    assert {"seat", "reserve", "unit", "local"} <= set(texts)
    assert texts["seat"].endswith("抽中")
    named = draw(frozen(), "1111", "2222").walk[0]
    assert "赵示例" in named.text({named.expert: "赵示例"})
