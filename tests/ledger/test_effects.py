"""Each kind of effect folds into an alliance's line as it says, in the order of its days; what does not say enough is refused."""

import pytest

from alliance_desk import canonical
from alliance_desk.canonical import Json
from alliance_desk.errors import Refused
from alliance_desk.ledger import effects, kinds
from alliance_desk.ledger.effects import LAPSED, Effect, Line, fold, refuse_unsound
from tests.helpers.desks import member
from tests.helpers.life import SAID, effect

STREAM = "c" * 32
MEMBERS = {"m1": member(1, "lead"), "m2": member(2), "m3": member(3)}


def recorded(content: Json, seq: int, *, stream: str = STREAM, at: str = "") -> Effect:
    """An effect as it stands in the ledger. at: recorded, UTC."""
    at = at or f"{content['on']}T01:00:00Z"
    data = canonical.encode(content)
    return Effect(stream, seq, 0, content["alliance"], content["kind"], content["on"], at, data, seq)


def line(*contents: Json) -> Line:
    """The line of an alliance recognised on 2024-01-01 and what came after, each recorded in this order."""
    entered = effect(
        "recognised", "a", "2024-01-01", members=MEMBERS, name="样例联盟", lead="样例单位1", valid_to="2027-01-01"
    )
    folded = fold([recorded(content, seq) for seq, content in enumerate((entered, *contents), 1)])
    assert folded is not None
    return folded


def after(kind: str, on: str = "2024-06-30", **more: object) -> Json:
    return effect(kind, "a", on, **more)


def test_an_alliance_stands_as_it_was_entered() -> None:
    found = line()
    assert {key: found.head[key] for key in ("name", "lead", "status", "recognised", "first", "case")} == {
        "name": "样例联盟",
        "lead": "样例单位1",
        "status": "valid",
        "recognised": "2024-01-01",
        "first": "2024-01-01",
        "case": STREAM,
    }
    assert {key: record["since"] for key, record in found.members.items()} == dict.fromkeys(MEMBERS, "2024-01-01")
    assert (found.grades, found.last, found.sanctions, found.running) == ([], {}, {}, [])


def test_a_grade_is_kept_and_the_last_one_counts() -> None:
    found = line(
        after("graded", "2025-03-01", subject="2024", grade="good", name="良好", rank=1, passed=True, score="86.5"),
        after("graded", "2026-03-01", subject="2025"),
    )
    assert [(grade["subject"], grade["grade"], grade["on"]) for grade in found.grades] == [
        ("2024", "good", "2025-03-01"),
        ("2025", "poor", "2026-03-01"),
    ]
    assert found.grades[0]["score"] == "86.5"
    assert (found.last["name"], found.last["case"]) == ("较差", STREAM)
    assert found.head["valid_to"] == "2027-01-01"


def test_of_two_grades_on_one_day_the_later_year_is_the_last() -> None:
    days = [after("graded", "2026-03-01", subject=year) for year in ("2025", "2024")]
    assert line(*days).last["subject"] == "2025"


def test_a_grade_may_prolong_the_title() -> None:
    assert line(after("graded", valid_to="2032-01-01")).head["valid_to"] == "2032-01-01"
    assert line(after("graded", valid_to="")).head["valid_to"] == "2027-01-01"


@pytest.mark.parametrize("outcome", ["accepted", "failed"])
def test_a_flag_runs_until_it_is_closed(outcome: str) -> None:
    opened = after("sanction-opened", "2024-05-01")
    running = line(opened)
    assert [(one["sanction"], one["due"], one["on"]) for one in running.running] == [
        ("限期整改", "2025-10-08", "2024-05-01")
    ]
    assert running.head["status"] == "valid"
    closed = line(opened, after("sanction-closed", "2025-04-30", outcome=outcome))
    assert closed.running == []
    assert (closed.sanctions["s1"]["closed"], closed.sanctions["s1"]["outcome"]) == ("2025-04-30", outcome)
    assert closed.sanctions["s1"]["measure"] == "rectify"


def test_flags_run_side_by_side_and_each_is_closed_by_its_own_id() -> None:
    two = [
        after("sanction-opened", "2024-05-01", id=name, sanction=word)
        for name, word in (("s1", "告诫"), ("s2", "黄牌"))
    ]
    found = line(*two, after("sanction-closed", id="s1"), after("sanction-closed", id="s9"))
    assert [one["sanction"] for one in found.running] == ["黄牌"]
    assert set(found.sanctions) == {"s1", "s2"}


def test_what_is_closed_is_not_closed_again() -> None:
    found = line(
        after("sanction-opened", "2024-05-01"),
        after("sanction-closed", "2024-06-01", outcome="failed"),
        after("sanction-closed", "2024-07-01", outcome="accepted"),
    )
    assert (found.sanctions["s1"]["closed"], found.sanctions["s1"]["outcome"]) == ("2024-06-01", "failed")


@pytest.mark.parametrize("what", ["name", "host", "liable_body", "office", "field"])
def test_a_change_stands_in_the_line(what: str) -> None:
    found = line(after("changed", what=what, after="样例新值"))
    assert found.head[what] == "样例新值"
    assert found.members == line().members


@pytest.mark.parametrize("what", ["persons", "charter", "other"])
def test_a_change_of_what_the_line_does_not_have_changes_nothing_there(what: str) -> None:
    assert line(after("changed", what=what)).head == line().head


def roles(found: Line) -> dict[str, str]:
    return {key: record["role"] for key, record in found.members.items()}


def test_a_new_lead_takes_the_place_of_the_old_one() -> None:
    found = line(after("changed", what="lead", after="样例单位2", member="m2"))
    assert roles(found) == {"m1": "ordinary", "m2": "lead", "m3": "ordinary"}
    assert found.head["lead"] == "样例单位2"
    kept = line(after("changed", what="lead", after="样例单位2", member="m2", former_role="core"))
    assert roles(kept)["m1"] == "core"


def test_a_lead_that_joins_with_the_same_decision_takes_over() -> None:
    found = line(after("member-in"), after("changed", what="lead", after="后来的单位", member="m9"))
    assert roles(found) == {"m1": "ordinary", "m2": "ordinary", "m3": "ordinary", "m9": "lead"}


@pytest.mark.parametrize("member_id", ["", "m8"])
def test_without_a_known_member_nobody_loses_the_lead(member_id: str) -> None:
    found = line(after("changed", what="lead", after="样例单位2", member=member_id))
    assert roles(found) == roles(line())
    assert found.head["lead"] == "样例单位2"


def test_a_member_under_a_new_name_stays_who_it_is() -> None:
    found = line(after("changed", what="member_renamed", after="样例更名单位", member="m2"))
    assert {key: record["name"] for key, record in found.members.items()} == {
        "m1": "样例单位1",
        "m2": "样例更名单位",
        "m3": "样例单位3",
    }
    assert found.members["m2"]["since"] == "2024-01-01"
    assert found.head["lead"] == "样例单位1"


def test_a_renamed_lead_is_renamed_in_the_line_too() -> None:
    assert (
        line(after("changed", what="member_renamed", after="样例更名单位", member="m1")).head["lead"] == "样例更名单位"
    )
    assert line(after("changed", what="member_renamed", after="x", member="m8")).members == line().members


def test_members_come_and_go() -> None:
    found = line(after("member-in", "2024-05-01"), after("member-out", member="m3"), after("member-out", member="m8"))
    assert set(found.members) == {"m1", "m2", "m9"}
    assert (found.members["m9"]["since"], found.members["m9"]["name"]) == ("2024-05-01", "后来的单位")


def test_who_has_left_stays_told_and_leaves_no_flag_open() -> None:
    found = line(after("sanction-opened", "2024-05-01"), after("exited", "2024-09-01"))
    assert {key: found.head[key] for key in ("status", "exited", "leaves", "ground", "recognised")} == {
        "status": "exited",
        "exited": "2024-09-01",
        "leaves": "取消",
        "ground": "poor-twice",
        "recognised": "2024-01-01",
    }
    assert found.running == []
    assert (found.sanctions["s1"]["closed"], found.sanctions["s1"]["outcome"]) == ("2024-09-01", LAPSED)
    late = line(
        after("sanction-opened", "2024-05-01"), after("exited", "2024-09-01"), after("sanction-closed", "2024-10-01")
    )
    assert late.sanctions["s1"]["outcome"] == LAPSED


def test_who_is_recognised_anew_begins_anew_and_keeps_its_history() -> None:
    again = effect("recognised", "a", "2026-01-01", members={"m1": member(1, "lead")}, name="样例联盟（二期）")
    found = line(
        after("graded", "2025-03-01"),
        after("sanction-opened", "2025-04-01"),
        after("exited", "2025-09-01"),
        again,
    )
    assert {key: found.head.get(key) for key in ("status", "recognised", "first", "name", "exited", "leaves")} == {
        "status": "valid",
        "recognised": "2026-01-01",
        "first": "2024-01-01",
        "name": "样例联盟（二期）",
        "exited": None,
        "leaves": None,
    }
    assert set(found.members) == {"m1"}
    assert [grade["on"] for grade in found.grades] == ["2025-03-01"]
    assert (found.last, found.running) == ({}, [])


def test_a_renewed_title_leaves_no_flag_of_the_old_one_open() -> None:
    again = effect("recognised", "a", "2026-01-01", members=MEMBERS)
    found = line(
        after("graded", "2025-03-01"),
        after("sanction-opened", "2025-04-01"),
        again,
        after("graded", "2026-03-01", subject="2025"),
    )
    assert found.sanctions["s1"]["closed"] == "2026-01-01"
    assert found.last["subject"] == "2025"


def test_what_came_before_the_alliance_was_entered_hangs_in_the_air() -> None:
    early = [after(kind, "2023-12-31") for kind in ("graded", "sanction-opened", "changed", "member-in", "exited")]
    assert line(*early) == line()
    assert fold([recorded(one, seq) for seq, one in enumerate(early, 1)]) is None


def test_effects_take_hold_by_their_days_and_not_as_they_were_recorded() -> None:
    entered = recorded(effect("recognised", "a", "2024-01-01", members=MEMBERS), 1)
    later = recorded(after("changed", "2025-06-01", after="后名"), 2, at="2025-06-01T01:00:00Z")
    earlier = recorded(after("changed", "2025-01-01", after="先名"), 3, at="2025-07-01T01:00:00Z")
    folded = fold([later, earlier, entered])
    assert folded is not None
    assert folded.head["name"] == "后名"


def test_within_one_second_the_order_of_the_commits_decides() -> None:
    """The streams have random names; what was decided first is not to depend on them."""
    for first, second in (("a", "b"), ("b", "a")):
        entered = recorded(effect("recognised", "x", "2024-01-01", members=MEMBERS), 1, stream=first)
        gone = recorded(effect("exited", "x", "2024-01-01"), 2, stream=second)
        folded = fold([gone, entered])
        assert folded is not None
        assert folded.head["status"] == "exited"


@pytest.mark.parametrize("kind", ["supported", "papers-returned", "certificate-issued", "plaque-issued"])
def test_what_is_only_told_changes_no_line(kind: str) -> None:
    assert line(after(kind)) == line()


def test_every_kind_of_effect_has_its_sample_here_and_is_sound() -> None:
    carried = {kind for rule in kinds.KINDS.values() for kind in rule.effects}
    assert carried == set(SAID)
    for kind in SAID:
        refuse_unsound(effect(kind, "a"))


LACKING = [
    (kind, key) for kind, shape in effects._SHAPES.items() for key in shape.__struct_fields__ if key in SAID[kind]
]


@pytest.mark.parametrize(("kind", "key"), LACKING)
def test_a_value_of_the_wrong_type_is_refused(kind: str, key: str) -> None:
    for wrong in (None, [], 1.5):
        with pytest.raises(Refused) as refusal:
            refuse_unsound({**effect(kind, "a"), key: wrong})
        assert refusal.value.code == "ledger.bad-effect"


NEEDED = {
    "recognised": ("name", "members"),
    "graded": ("procedure", "subject", "grade", "name", "rank", "passed"),
    "sanction-opened": ("id", "sanction", "name"),
    "sanction-closed": ("id", "outcome"),
    "exited": ("leaves", "ground"),
    "changed": ("what", "after"),
    "member-in": ("member", "record"),
    "member-out": ("member",),
    "supported": ("support", "name"),
    "papers-returned": (),
}


@pytest.mark.parametrize("kind", NEEDED)
def test_an_effect_that_does_not_say_what_it_must_is_refused(kind: str) -> None:
    for key in ("alliance", "on", *NEEDED[kind]):
        said = effect(kind, "a")
        del said[key]
        with pytest.raises(Refused):
            refuse_unsound(said)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("graded", {"on": "2024-02-30"}),
        ("graded", {"on": "heute"}),
        ("graded", {"valid_to": "bald"}),
        ("graded", {"rank": "1"}),
        ("sanction-opened", {"due": "2024-1-1"}),
        ("sanction-closed", {"outcome": "lapsed"}),
        ("recognised", {"valid_to": "2024"}),
        ("recognised", {"members": {"m1": {"order": "first"}}}),
        ("recognised", {"members": {"m1": "x"}}),
        ("recognised", {"lead": {"x": 1}}),
        ("member-in", {"record": {"founded": "x"}}),
        ("supported", {"amount": "300000"}),
    ],
)
def test_a_value_that_the_register_could_not_show_is_refused(kind: str, change: Json) -> None:
    with pytest.raises(Refused):
        refuse_unsound(effect(kind, "a", **change))
