"""Changes: what is asked, argued, decided, and only then in the register."""

from datetime import date

import pytest

from alliance_desk.care import changes, events
from alliance_desk.care.changes import Asked
from alliance_desk.cases import conditions
from alliance_desk.desk import Desk
from alliance_desk.doctor import examine
from alliance_desk.progress import silent
from tests.helpers.care import refused, shown
from tests.helpers.desks import TODAY

RENAMED = Asked(change="name", after="样例新联盟")


def opened(desk: Desk, known: str, *asked: Asked) -> str:
    """The stream of a change that is asked for, its conditions settled."""
    number = changes.open_change(desk, known, asked or [RENAMED], "工作需要").streams[0]
    for finding in conditions.findings(desk, desk.case(number)):
        for key in finding.keys:
            conditions.attest(desk, number, key, holds=True)
        if finding.overridable and finding.outcome.value == "explain":
            conditions.override(desk, number, finding.check, "已核对")
    return number


def test_nothing_changes_in_the_register_before_the_decision(city: Desk, known: str) -> None:
    number = opened(city, known)
    changes.argue(city, number, "supported", ["样例专家"], "同意", TODAY)
    assert shown(city, known).entry.name == "样例联盟"
    changes.handle(city, number, "样科〔2024〕8号", TODAY)
    assert shown(city, known).entry.name == "样例新联盟"
    assert shown(city, known, "2024-09-26").entry.name == "样例联盟"
    assert city.case(number).open["alliance"]["name"] == "样例新联盟"
    assert not examine(city, silent).faults


def test_a_new_lead_leads_and_the_former_one_stays_a_member(city: Desk, known: str) -> None:
    number = opened(city, known, Asked(change="lead", member="m2"))
    assert city.case(number).open["matter"]["changes"]["c1"]["before"] == "样例单位1"
    roles = {key: one["role"] for key, one in city.case(number).open["members"].items()}
    assert roles == {"m1": "ordinary", "m2": "lead", "m3": "ordinary"}
    changes.handle(city, number, "样科〔2024〕8号", TODAY)
    told = {one.name: one.role for one in shown(city, known).members}
    assert told == {"样例单位1": "ordinary", "样例单位2": "lead", "样例单位3": "ordinary"}
    assert shown(city, known).entry.lead == "样例单位2"


def test_a_refused_change_leaves_the_register_alone(city: Desk, known: str) -> None:
    number = opened(city, known)
    with refused("cases.reason-needed"):
        changes.handle(city, number, "", TODAY, approved=False)
    changes.handle(city, number, "", TODAY, approved=False, reason="名称与他人相同")
    assert shown(city, known).entry.name == "样例联盟"
    assert city.raw.execute("SELECT outcome FROM index_case WHERE stream = ?", (number,)).fetchone() == ("refused",)


def test_the_conditions_that_are_looked_at_again_stop_the_decision(city: Desk, known: str) -> None:
    number = changes.open_change(city, known, [RENAMED], "工作需要").streams[0]
    with refused("cases.conditions-open"):
        changes.handle(city, number, "样科〔2024〕8号", TODAY)


@pytest.mark.parametrize("outcome", ["returned", "not_supported"])
def test_experts_may_send_back_or_end_it(city: Desk, known: str, outcome: str) -> None:
    number = opened(city, known)
    with refused("care.change.argumentation-incomplete"):
        changes.argue(city, number, outcome, [" "], "", TODAY)
    changes.argue(city, number, outcome, ["样例专家"], "材料不足", TODAY)
    if outcome == "returned":
        changes.argue(city, number, "supported", ["样例专家"], "同意", TODAY)
        changes.handle(city, number, "样科〔2024〕8号", TODAY)
    else:
        with refused("cases.stage-not-open"):
            changes.handle(city, number, "样科〔2024〕8号", TODAY)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ([Asked(change="nothing", after="x")], "care.change.unknown"),
        ([], "care.change.mixed"),
        ([RENAMED, Asked(change="member-in", record={"name": "x"})], "care.change.mixed"),
        ([Asked(change="name", after=" ")], "care.change.incomplete"),
        ([Asked(change="lead", member="m9")], "care.change.incomplete"),
    ],
)
def test_what_is_incomplete_or_mixed_is_refused(city: Desk, known: str, asked: list[Asked], code: str) -> None:
    with refused(code):
        changes.open_change(city, known, asked, "工作需要")


def test_a_change_needs_its_reason_its_paper_and_a_day_that_has_come(city: Desk, known: str) -> None:
    with refused("care.change.reason-needed"):
        changes.open_change(city, known, [RENAMED], " ")
    number = opened(city, known)
    with refused("cases.document-needed"):
        changes.handle(city, number, " ", TODAY)
    with refused("cases.date-ahead"):
        changes.handle(city, number, "样科〔2024〕8号", date(2024, 9, 28))


def test_a_second_one_waits_for_the_first(city: Desk, known: str) -> None:
    opened(city, known)
    with refused("care.runs-already"):
        changes.open_change(city, known, [RENAMED], "工作需要")


def test_effects_of_members_who_come_go_and_are_renamed() -> None:
    found = {
        "c1": {"what": "member_in", "member": "m9", "after": "新单位", "record": {"name": "新单位"}},
        "c2": {"what": "member_out", "member": "m3", "before": "样例单位3"},
        "c3": {"what": "member_renamed", "member": "m2", "before": "样例单位2", "after": "改名单位"},
    }
    members = {
        f"m{n}": {"order": n, "name": f"样例单位{n}", "role": "lead" if n == 1 else "ordinary"} for n in (1, 2, 3)
    }
    after = changes.members_after(members, found)
    assert {key: one["name"] for key, one in after.items()} == {"m1": "样例单位1", "m2": "改名单位", "m9": "新单位"}
    made = changes.effects_of(found, "a", "2024-09-27", after)
    assert [one["kind"] for one in made] == ["member-in", "member-out", "changed"]
    assert made[0]["record"] == {"order": 4, "role": "ordinary", "name": "新单位"}
    assert members["m2"]["name"] == "样例单位2", "the members as they were stay as they were"


def test_a_renewed_agreement_has_its_new_last_day_in_the_register(city: Desk, known: str) -> None:
    with refused("care.change.incomplete"):
        events.report_matter(city, known, [Asked(change="renewed", after="2028-02-30")], TODAY)
    events.report_matter(city, known, [Asked(change="renewed", after="2028-02-29")], TODAY)
    assert shown(city, known).entry.agreement_end == "2028-02-29"
