"""A call laid over a policy: what it changes, what it leaves, what it takes away, and whose fault is whose."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from alliance_desk.errors import Refused
from alliance_desk.policy.checks import Finding
from alliance_desk.policy.compose import compose, rules_bytes, rules_from
from alliance_desk.policy.findings import Outcome
from alliance_desk.policy.load import load_layers, load_pack, received_rules, shipped_layers
from alliance_desk.policy.overlay import Written, faults_over, layers, over, parent_of
from alliance_desk.policy.pack import Listed, MemberCount, Pack, Window
from tests.helpers.calls import CALL, PARENT, both, parent


def base() -> Pack:
    return load_pack(parent().text, parent().file)


def test_a_call_replaces_single_keys_and_leaves_the_rest() -> None:
    pack, below = load_layers(both()), base()
    core = pack.check["core-min"]
    assert isinstance(core, MemberCount)
    assert (core.title, core.min, core.basis) == ("核心成员至少八家", 8, "通知二")
    was = below.check["core-min"]
    assert isinstance(was, MemberCount)
    assert (core.where, core.or_where, core.severity) == (was.where, was.or_where, was.severity)
    assert (pack.paper["application-form"].copies, pack.paper["application-form"].name) == (6, "申请表")
    assert pack.stage == below.stage
    assert pack.procedure == below.procedure


def test_a_call_adds_items_at_the_end_and_takes_others_away() -> None:
    pack, below = load_layers(both()), base()
    assert list(pack.field_) == ["emerging", "hydrogen"]
    assert isinstance(pack.check["window"], Window)
    assert list(pack.check)[-2:] == ["field", "window"]
    kept = [key for key in below.check if key != "signatures"]
    assert list(pack.check)[: len(kept)] == kept
    assert set(below.reading) - set(pack.reading) == {"agent-signature"}


def test_the_header_of_a_call_stands_and_no_document_hands_its_own_days_down() -> None:
    header, below = load_layers(both()).pack, base().pack
    assert (header.id, header.title, header.doc_no) == ("call-2024", "样例年度申报通知", "样科函〔2024〕1号")
    assert (header.effective, header.closes, header.parent) == ("2024-02-20", "2024-03-29", PARENT)
    assert below.until is not None
    assert (header.until, header.remark) == (None, "")
    assert (header.words, header.jurisdiction) == (below.words, below.jurisdiction)
    undated = load_layers(both(CALL.replace('effective = "2024-02-20"\n', ""))).pack
    assert (undated.effective, undated.until) == (below.effective, below.until)


def test_an_item_of_another_kind_stands_instead_of_the_parents() -> None:
    other = '\n[check.host]\nkind = "filled"\ntitle = "写明常设机构"\npaths = ["alliance.host"]\nbasis = "通知六"\n'
    host = load_layers(both(CALL + other)).check["host"]
    assert type(host).__struct_config__.tag == "filled"
    assert host.severity == "强制"


def test_one_item_tables_are_laid_over_and_taken_away_alike() -> None:
    plaque = {"layout": "a", "number": "n", "basis": "x"}
    made: dict[str, Any] = over({"plaque": plaque}, {"plaque": {"layout": "b", "basis": "y"}}, refuse)
    assert made == {"plaque": {"layout": "b", "number": "n", "basis": "y"}}
    assert over({"plaque": plaque}, {"plaque": {"off": True, "basis": "y"}}, refuse) == {}
    assert over({"field": {"a": {}}}, {"field": {"a": {"off": True, "basis": "y"}}}, refuse) == {}


def refuse(key: str, code: str, **_: object) -> None:
    raise AssertionError(f"{key}: {code}")


@pytest.mark.parametrize(
    ("filed", "members", "outcomes"),
    [
        (date(2024, 2, 29), 9, ("fail", "pass", "pass")),
        (date(2024, 3, 1), 9, ("pass", "pass", "pass")),
        (date(2024, 3, 29), 9, ("pass", "pass", "pass")),
        (date(2024, 3, 30), 9, ("fail", "pass", "pass")),
    ],
)
def test_the_conditions_of_a_call_are_asked(
    build: Callable[..., Any],
    find: Callable[..., Finding],
    filed: date,
    members: int,
    outcomes: tuple[str, ...],
) -> None:
    rules = compose(load_layers(both()), {})
    case = build(rules, filed=filed, members=members)
    for key in list(case["members"])[1:8]:
        case["members"][key]["role"] = "core"
    case["alliance"]["field"] = "hydrogen"
    found = tuple(find(rules, case, key).outcome.value for key in ("window", "core-min", "field"))
    assert found == outcomes
    case["members"][list(case["members"])[1]]["role"] = "ordinary"
    assert find(rules, case, "core-min").outcome is Outcome.FAIL
    case["alliance"]["field"] = "traditional"
    assert find(rules, case, "field").outcome is Outcome.FAIL
    case["papers"]["application-form"]["copies"] = 5
    assert find(rules, case, "papers").outcome is Outcome.FAIL


def test_what_is_pinned_reads_the_same_again_and_goes_to_other_offices() -> None:
    rules = compose(load_layers(both()), {})
    assert rules_from(rules_bytes(rules)) == rules
    assert received_rules(rules_bytes(rules), "x") == rules


def test_a_parent_that_nobody_knows_leaves_the_call_alone() -> None:
    whole = parent().text.replace('status = "在用"', 'status = "在用"\nparent = "nobody-knows"', 1)
    alone = layers(Written("a", "a.toml", whole), lambda _: None)
    assert [layer.id for layer in alone] == ["a"]
    assert load_layers(alone).stage == base().stage
    found = faults_over(layers(Written("call-2024", "call-2024.toml", CALL), lambda _: None))
    assert ("check.signatures", "off-nothing") in {(fault.key, fault.code) for fault in found}
    assert any(fault.code == "missing-table" for fault in found)


def test_a_call_may_lie_over_a_call() -> None:
    again = '[pack]\nid = "more"\nversion = 1\ntitle = "补充通知"\ndoc_no = ""\nstatus = "在用"\nparent = "call-2024"\n'
    again += '[check.core-min]\nmin = 6\nbasis = "补充一"\n'
    known = {PARENT: parent(), "call-2024": Written("call-2024", "call-2024.toml", CALL)}
    stack = layers(Written("more", "more.toml", again), known.get)
    assert [layer.id for layer in stack] == ["more", "call-2024", PARENT]
    pack = load_layers(stack)
    assert isinstance(pack.check["core-min"], MemberCount)
    assert pack.check["core-min"].min == 6
    assert "signatures" not in pack.check
    assert isinstance(pack.check["field"], Listed)
    assert (pack.pack.issuer, pack.pack.effective, pack.pack.closes) == ("晋中市科学技术局", "2024-02-20", "")
    assert shipped_layers(stack) == pack


def test_parents_in_a_circle_are_refused_by_name() -> None:
    def call(name: str, above: str) -> Written:
        return Written(name, f"{name}.toml", f'[pack]\nid = "{name}"\nparent = "{above}"\n')

    known = {name: call(name, above) for name, above in (("a", "b"), ("b", "c"), ("c", "b"), ("own", "own"))}
    with pytest.raises(Refused, match="b → c → b") as refused:
        layers(known["a"], known.get)
    assert "a.toml" in refused.value.text()
    with pytest.raises(Refused, match="own → own"):
        layers(known["own"], known.get)
    assert parent_of("[pack") == parent_of("[pack]\nparent = 3") == parent_of("pack = 1") == ""


def test_a_parent_at_fault_is_named_before_anything_is_said_of_the_call() -> None:
    broken = Written(PARENT, f"{PARENT}.toml", parent().text.replace("min = 5", "min = -5", 1))
    found = faults_over(
        layers(Written("call-2024", "call-2024.toml", CALL.replace("min = 8", "min = -8")), {PARENT: broken}.get)
    )
    assert {(fault.file, fault.code) for fault in found} == {(f"{PARENT}.toml", "out-of-bounds")}
