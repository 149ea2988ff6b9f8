"""Digests that bind judgements to their subject, and the typed view over a document."""

import pytest

from alliance_desk.canonical import Json
from alliance_desk.errors import Refused
from alliance_desk.policy.facts import digest_of, facts_of, path_type, value_at
from alliance_desk.policy.pack import Attest

DOCUMENT: Json = {
    "alliance": {"name": "样例", "goals": "目标"},
    "members": {
        "m1": {"order": 1, "name": "甲", "role": "lead", "tasks": "一"},
        "m2": {"order": 2, "name": "乙", "role": "core", "tasks": "二"},
    },
    "papers": {"licence.m1": {"blob": "aa", "order": 3}, "rules": {"blob": "bb"}},
}


def changed(path: str, value: object) -> Json:
    import copy

    document = copy.deepcopy(DOCUMENT)
    *above, last = path.split("/")
    here = document
    for key in above:
        here = here[key]
    here[last] = value
    return document


def attest(scope: str, *about: str) -> Attest:
    return Attest(title="x", scope=scope, about=list(about))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("alliance.goals", "目标"),
        ("papers.licence.m1", {"blob": "aa", "order": 3}),
        ("papers.licence.m1.blob", None),
        ("members.*.tasks", {"m1": "一", "m2": "二"}),
        ("lead.name", {"m1": "甲"}),
        ("lead", {"m1": DOCUMENT["members"]["m1"]}),
        ("alliance.none.deeper", None),
        ("visit", None),
    ],
)
def test_values_are_found_by_dotted_path(path: str, value: object) -> None:
    assert value_at(DOCUMENT, path) == value


@pytest.mark.parametrize(
    ("check", "member", "path", "value", "lapses"),
    [
        (attest("case", "alliance.goals"), None, "alliance/goals", "别的", True),
        (attest("case", "alliance.goals"), None, "alliance/name", "别的", False),
        (attest("case", "members.*.tasks"), None, "members/m2/tasks", "别的", True),
        (attest("case", "members.*.tasks"), None, "members/m2/name", "别的", False),
        (attest("case", "lead"), None, "members/m2/tasks", "别的", False),
        (attest("case", "lead"), None, "members/m2/role", "lead", True),
        (attest("case", "papers.rules"), None, "papers/rules", {"blob": "cc"}, True),
        (attest("member"), "m1", "members/m1/tasks", "别的", True),
        (attest("member"), "m1", "members/m1/order", 9, False),
        (attest("member"), "m1", "members/m2/tasks", "别的", False),
        (attest("member", "name"), "m1", "members/m1/tasks", "别的", False),
        (attest("member", "name"), "m1", "members/m1/name", "别的", True),
    ],
)
def test_a_judgement_lapses_when_its_subject_changes_and_only_then(
    check: Attest, member: str | None, path: str, value: object, lapses: bool
) -> None:
    before, after = digest_of(check, DOCUMENT, member), digest_of(check, changed(path, value), member)
    assert (before != after) == lapses


def test_fields_of_a_later_version_are_passed_over() -> None:
    facts = facts_of(DOCUMENT | {"later": {"x": 1}, "alliance": {"name": "样例", "later": 1}})
    assert facts.alliance.name == "样例"


def test_a_value_of_the_wrong_type_is_refused_with_its_place() -> None:
    with pytest.raises(Refused) as caught:
        facts_of(changed("members/m1/founded", "2023-02-30"))
    assert "members" in caught.value.text()


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("alliance.founded", True),
        ("members.*.rd", True),
        ("lead.tasks", True),
        ("papers.rules", True),
        ("bodies", True),
        ("lead.taks", False),
        ("alliance.colour", False),
        ("alliance.name.deeper", False),
        ("nowhere", False),
    ],
)
def test_paths_that_a_pack_may_name(path: str, known: bool) -> None:
    assert (path_type(path) is not None) == known
