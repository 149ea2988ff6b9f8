import msgspec
import pytest

from alliance_desk.errors import Refused
from alliance_desk.experts.parties import counties_of, review_of
from alliance_desk.experts.people import Kind, PanelRule, rule_of
from alliance_desk.policy.pack import Pack

HEAD = {
    "id": "x",
    "version": 1,
    "title": "某办法",
    "issuer": "某局",
    "doc_no": "无",
    "status": "在用",
    "effective": "2024-01-01",
    "words": {"act": "认定", "applicant": "牵头单位", "alliance": "联盟", "title": "联盟"},
    "jurisdiction": {"include": ["2103"]},
}
SIZE = {
    "question": "人数",
    "options": {"5": "5人", "six": "6人", "seven": "7人"},
    "default": "seven",
    "basis": "第一条",
}


def rules(chosen: dict[str, str] | None = None, **facts) -> Pack:
    panel = {"review": {"basis": "第一条", **facts}}
    whole = {"pack": HEAD, "role": {}, "stage": {}, "check": {}, "panel": panel}
    return msgspec.convert({**whole, "reading": {"panel-size": SIZE}, "chosen": chosen or {}}, Pack)


def test_the_size_is_a_number_or_the_chosen_option_of_a_reading():
    assert rule_of(rules(size="panel-size"), "review", []).size == 7
    rule = rule_of(
        rules({"panel-size": "5"}, size="panel-size", kinds={"finance": 1}), "review", ["210303", "", "210303"]
    )
    assert rule == PanelRule(size=5, kinds=((Kind.FINANCE, 1),), local=("210303",), basis="第一条")
    assert rule_of(rules(size="9"), "review", []).size == 9


@pytest.mark.parametrize(
    ("facts", "chosen", "code"),
    [
        ({"size": "panel-size"}, {"panel-size": "six"}, "experts.bad-size"),
        ({"size": "some"}, {}, "experts.bad-size"),
        ({"size": "0", "odd": False}, {}, "experts.bad-size"),
        ({"size": "3", "kinds": {"finance": 2, "technical": 2}}, {}, "experts.bad-kinds"),
    ],
)
def test_a_size_that_cannot_be_is_refused_with_its_article(facts, chosen, code):
    with pytest.raises(Refused) as refused:
        rule_of(rules(chosen, **facts), "review", [])
    assert (refused.value.code, refused.value.basis) == (code, "第一条")
    assert "review" in refused.value.text()


def test_an_even_size_is_allowed_where_the_pack_does_not_ask_for_odd():
    assert rule_of(rules(size="6", odd=False), "review", []).size == 6


def test_the_local_share_is_rounded_down_to_whole_seats():
    assert PanelRule(size=7, local=("1",), max_local_percent=33).max_local == 2
    assert PanelRule(size=5, local=("1",), max_local_percent=60).max_local == 3
    assert PanelRule(size=5, max_local_percent=20).max_local == 5, "no applicants' counties, no cap"


def test_a_review_is_read_from_the_documents_of_its_cases():
    document = {
        "alliance": {"name": "甲联盟"},
        "offices": {"names": {"o1": {"name": "铁西区科学技术局", "level": "县"}}},
        "members": {
            "m2": {"order": 2, "name": "乙校", "former_names": ["老乙校", "none"], "code": "none", "role": "core"},
            "m1": {"order": 1, "name": "甲厂", "role": "lead", "legal_rep": "示例", "seated": "210303"},
        },
        "bodies": {"advisory": {"people": {"r1": {"order": 1, "name": "钱虚构", "unit": "none"}, "r2": {"order": 2}}}},
    }
    review = review_of([document])
    assert [unit.name for unit in review.units] == ["甲厂", "乙校"]
    assert (review.units[1].former_names, review.units[1].code) == (("老乙校",), "")
    assert review.units[0].legal_rep == "示例"
    assert [(one.name, one.unit, one.body) for one in review.rosters] == [("钱虚构", "", "advisory")]
    assert [office.name for office in review.offices] == ["铁西区科学技术局"]
    assert counties_of([document, document]) == ("210303",)
