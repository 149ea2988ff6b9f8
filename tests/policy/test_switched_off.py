"""What a call switched off stays told in the rules that cases are pinned to, by name and article, whatever becomes of the parent."""

from alliance_desk.policy.compose import compose, rules_bytes, rules_from, rules_hash
from alliance_desk.policy.difference import differences
from alliance_desk.policy.load import load_layers, received_rules, shipped_layers, shipped_pack
from alliance_desk.policy.overlay import Written, layers
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.procedures import within
from alliance_desk.policy.rulebook import rulebook
from tests.helpers.calls import CALL, PARENT, both, parent

ROUND = """
[pack]
id = "round-2024"
version = 1
title = "样例第二批通知"
doc_no = ""
parent = "call-2024"

[check.signatures]
kind = "signatures"
title = "全体签署"
sealed = true
basis = "二批一"

[check.unit-codes]
off = true
basis = "二批二"

[field.hydrogen]
off = true
basis = "二批三"
"""


def rules(call: str = CALL) -> Pack:
    return compose(load_layers(both(call)), {})


def text_of(book) -> str:
    return "\n".join(
        part if isinstance(part, str) else "\n".join("｜".join(row) for row in part.rows)
        for chapter in book.chapters
        for part in (chapter.title, *chapter.parts)
    )


def test_the_pin_keeps_name_article_and_whose_rule_it_was() -> None:
    above = shipped_pack(parent().text)
    off = rules().off
    assert list(off) == ["check.signatures", "reading.agent-signature", "field.traditional"], "in the order of the call"
    one = off["check.signatures"]
    assert (one.name, one.article) == (above.check["signatures"].title, above.check["signatures"].basis)
    assert (one.parent, one.title, one.basis) == (PARENT, above.pack.title, "通知三")
    assert off["reading.agent-signature"].name == above.reading["agent-signature"].question


def test_the_pin_is_deterministic_and_read_back_as_it_was() -> None:
    pinned = rules()
    data = rules_bytes(pinned)
    assert rules_hash(pinned) == rules_hash(compose(shipped_layers(both()), {})) == rules_hash(rules())
    assert rules_from(data) == pinned
    assert received_rules(data, "x") == pinned, "it may come in a package"
    assert list(rules_from(data).off) == list(pinned.off)


def test_a_call_that_switches_other_things_off_is_another_pin() -> None:
    other = CALL.replace('[field.traditional]\noff = true\nbasis = "通知一"\n', "")
    assert rules_hash(rules(other)) != rules_hash(rules())
    said = [one.text() for one in differences(rules(other), rules()) if one.table == "off"]
    assert len(said) == 1
    assert "停用的上位规定" in said[0]


def test_what_lies_over_nothing_is_pinned_as_before() -> None:
    plain = compose(shipped_pack(parent().text), {})
    assert plain.off == {}
    assert b'"off"' not in rules_bytes(plain)


def test_a_call_over_a_call_may_bring_back_and_switch_off_more() -> None:
    known = {one.id: one for one in both()}
    made = load_layers(layers(Written("round-2024", "round-2024.toml", ROUND), known.get))
    assert "check.signatures" not in made.off, "it is asked again"
    assert made.off["field.hydrogen"].parent == "call-2024"
    assert made.off["check.unit-codes"].parent == PARENT, "the call in between left it as it was"
    assert made.off["field.traditional"].parent == PARENT


def test_the_rule_book_and_the_rules_of_a_procedure_tell_it() -> None:
    pinned = rules()
    said = text_of(rulebook(pinned))
    one = pinned.off["check.signatures"]
    assert "停用的上位规定" in said
    assert f"条件｜{one.name}｜《{one.title}》{one.article}｜通知三" in said
    assert within(pinned, "").off == pinned.off
    assert "停用的上位规定" not in text_of(rulebook(shipped_pack(parent().text)))
