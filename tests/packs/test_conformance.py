"""Article by article: what a policy asks, which rule of the pack does it, what the product does, and the test that shows it.

``tests/packs/articles/<pack>.toml`` is the oracle, read from the policy's text: ``articles`` (how many there are) or ``clauses`` (their
numbers, where they have their own), and ``[[row]]`` with article, marks (letters E W M S P R I) and says.
``resources/packs/conformance/<pack>.toml`` stands beside the pack: ``[[row]]`` with article, rules, does, tests.
"""

import importlib.util
import re
import tomllib
from functools import cache
from typing import Any

import pytest

from alliance_desk.policy.after import Prompt
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.procedures import within
from tests.helpers.sources import ROOT
from tests.packs.concerns import about, item_of, kind_of, reach
from tests.packs.scenario import PACKS, SCENARIOS, pack_of, table_of

ARTICLES = ROOT / "tests" / "packs" / "articles"
CONFORMANCE = PACKS / "conformance"
SHIPPED = sorted(path.stem for path in PACKS.glob("*.toml"))
TOLD = [name for name in SHIPPED if (CONFORMANCE / f"{name}.toml").is_file()]
BINDING = set("EWMSPR")
INTERNAL = "本局内部环节"
LABELS = {"reading", "role", "form", "unknown"}
"""Tables whose items are not asked of anybody by themselves."""
RULES = (
    "check",
    "stage",
    "duty",
    "consequence",
    "measure",
    "ground",
    "change",
    "procedure",
    "period",
    "activity",
    "support",
    "paper",
)
"""Tables of which every item stands in the table of conformance or is the office's own."""
HEADER = {
    "until",
    "effective",
    "status",
    "words",
    "jurisdiction",
    "parent",
    "closes",
    "remark",
    "issuer",
    "title",
    "doc_no",
    "issued",
}
ENGINE = {
    "as-of": "alliance_desk.register.asof",
    "batch": "alliance_desk.cases.batch",
    "changes": "alliance_desk.care.changes",
    "continuing": "alliance_desk.cases.continuing",
    "corrections": "alliance_desk.cases.corrections",
    "custody": "alliance_desk.ledger.custody",
    "duties": "alliance_desk.register.duties",
    "entries": "alliance_desk.care.entries",
    "events": "alliance_desk.care.events",
    "exchange": "alliance_desk.exchange.export",
    "exits": "alliance_desk.care.exits",
    "guard": "alliance_desk.ledger.case_guard",
    "intake": "alliance_desk.cases.intake",
    "issue": "alliance_desk.cases.issue",
    "ledger": "alliance_desk.ledger.append",
    "letters": "alliance_desk.cases.letters",
    "measures": "alliance_desk.care.measures",
    "meeting": "alliance_desk.cases.meeting",
    "notice": "alliance_desk.cases.notice",
    "recognition": "alliance_desk.cases.recognition",
    "register": "alliance_desk.register.alliance",
    "reports": "alliance_desk.care.reports",
    "review": "alliance_desk.review.sessions",
    "rounds": "alliance_desk.care.rounds",
    "select": "alliance_desk.cases.selecting",
    "support": "alliance_desk.care.support",
    "upward": "alliance_desk.care.upward",
    "workbook": "alliance_desk.sheets.form",
}
"""What the engine does for every policy, and the module that does it."""
DIGITS = "一二三四五六七八九"


@cache
def read(path: Any) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf8"))


def articles_of(name: str) -> list[dict[str, Any]]:
    return read(ARTICLES / f"{name}.toml")["row"]


def conformance_of(name: str) -> list[dict[str, Any]]:
    return read(CONFORMANCE / f"{name}.toml")["row"]


def test_every_policy_that_comes_with_the_program_has_its_tables() -> None:
    lacking = [
        str(path.relative_to(ROOT))
        for name in SHIPPED
        for path in (
            ARTICLES / f"{name}.toml",
            CONFORMANCE / f"{name}.toml",
            SCENARIOS / f"{name}.toml",
            SCENARIOS / f"{name}.base.toml",
        )
        if not path.is_file()
    ]
    assert not lacking
    stray = [path.name for folder in (ARTICLES, CONFORMANCE) for path in folder.iterdir() if path.stem not in SHIPPED]
    assert not stray


@pytest.mark.parametrize("name", TOLD)
def test_every_article_is_read(name: str) -> None:
    table = read(ARTICLES / f"{name}.toml")
    rows = table["row"]
    for row in rows:
        assert set(row) == {"article", "marks", "says"}, row
        assert row["marks"], row
        assert set(row["marks"]) <= BINDING | {"I"}, row
        assert row["says"].strip(), row
    articles = [row["article"] for row in rows]
    assert len(articles) == len(set(articles)), [a for a in articles if articles.count(a) > 1]
    wanted = [str(n) for n in range(1, table["articles"] + 1)] if "articles" in table else table["clauses"]
    missing = [
        each for each in wanted if not any(re.match(rf"{re.escape(each)}(?!\d)", article) for article in articles)
    ]
    assert not missing, f"{name}: no row for article {missing}"


@pytest.mark.parametrize("name", TOLD)
def test_every_binding_row_has_a_rule_what_it_does_and_a_test(name: str) -> None:
    rows = {row["article"]: row for row in conformance_of(name)}
    assert len(rows) == len(conformance_of(name)), "an article stands twice"
    wrong = [
        f"{row['article']}: not in the table"
        for row in articles_of(name)
        if BINDING & set(row["marks"]) and row["article"] not in rows
    ]
    wrong += [
        f"{article}: no such article"
        for article in rows
        if article not in {row["article"] for row in articles_of(name)}
    ]
    ids = {row["id"] for table in table_of(name).values() for row in table}
    for article, row in rows.items():
        if set(row) != {"article", "rules", "does", "tests"}:
            wrong.append(f"{article}: has {sorted(row)}")
            continue
        if not row["rules"] or not row["tests"] or not re.search("[\u4e00-\u9fff]", row["does"]):
            wrong.append(f"{article}: needs rules, tests and what is done in Chinese")
        wrong += [f"{article}: no rule {rule}" for rule in row["rules"] if not is_there(pack_of(name), rule)]
        wrong += [f"{article}: no test {test}" for test in row["tests"] if test not in ids and not is_test(test)]
        wrong += _cites(name, article, row["rules"])
    assert not wrong, f"{name}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("name", TOLD)
def test_every_rule_stands_in_the_table_or_is_the_offices_own(name: str) -> None:
    pack = pack_of(name)
    named = {rule for row in conformance_of(name) for rule in row["rules"]}
    idle = [
        f"{table}.{key} ({item.basis})"
        for table in RULES
        for key, item in getattr(pack, table).items()
        if f"{table}.{key}" not in named and not own(item.basis)
    ]
    for ladder in {grade.ladder for grade in pack.grade.values()}:
        rungs = [key for key, grade in pack.grade.items() if grade.ladder == ladder and not own(grade.basis)]
        if rungs and not any(f"grade.{key}" in named for key in rungs):
            idle.append(f"ladder {ladder}: {rungs}")
    assert not idle, f"{name}: no row names\n" + "\n".join(idle)


@pytest.mark.parametrize("name", TOLD)
def test_every_condition_is_played_in_every_way_it_may_come_out(name: str) -> None:
    played: dict[str, set[str]] = {}
    short: list[str] = []
    for row in table_of(name).get("check", []):
        key = row["rule"].removeprefix("check.")
        played.setdefault(key, set()).add(row["edge"])
        allowed = ALLOWED[row["edge"]]
        if row["outcome"] not in allowed:
            short.append(f"{row['id']}: {row['edge']} cannot be {row['outcome']}")
    for key, check in pack_of(name).check.items():
        wanted = {"pass", "fail", "missing"} | ({"edge"} if has_bound(check) else set())
        if lacking := wanted - played.get(key, set()) - spared(pack_of(name), check):
            short.append(f"check.{key}: not played: {sorted(lacking)}")
    assert not short, f"{name}:\n" + "\n".join(short)


@pytest.mark.parametrize("name", TOLD)
def test_every_stage_period_duty_and_consequence_is_played(name: str) -> None:
    pack, table = pack_of(name), table_of(name)
    walked = {
        key
        for row in table.get("stage", [])
        for key in (*row.get("done", {}), *row.get("open", []), *row.get("shut", []))
    }
    entered = {row.get("procedure", "") for row in table.get("stage", [])}
    short = [f"stage.{key}" for key in pack.stage if key not in walked]
    short += [f"procedure.{key}" for key in pack.procedure if key not in entered]
    counted = {row["period"] for row in table.get("period", [])}
    short += [f"period.{key}" for key in pack.period if key not in counted]
    due = {each[0] for row in table.get("due", []) for each in row["expect"]}
    # What is owed promptly is told by its cases alone: a row of the table names the test that plays them.
    short += [f"duty.{key}" for key, duty in pack.duty.items() if key not in due and not isinstance(duty, Prompt)]
    follows = {key for row in table.get("consequence", []) for key in row.get("expect", [])}
    spared_ = {key for row in table.get("consequence", []) for key in row.get("not", [])}
    short += [f"consequence.{key}" for key in pack.consequence if key not in follows]
    short += [f"consequence.{key}: never spared" for key in pack.consequence if key not in spared_]
    assert not short, f"{name}: no scenario of\n" + "\n".join(short)


@pytest.mark.parametrize("name", TOLD)
def test_a_row_cites_tests_of_its_own_rules(name: str) -> None:
    pack = pack_of(name)
    played = {row["id"]: about(pack, kind, row) for kind, table in table_of(name).items() for row in table}
    strange = [
        f"{row['article']}: {row['tests']} show none of {row['rules']}"
        for row in conformance_of(name)
        if not any(
            "::" in test or played.get(test, set()) & reach(pack, rule)
            for test in row["tests"]
            for rule in row["rules"]
        )
    ]
    assert not strange, f"{name}:\n" + "\n".join(strange)


@pytest.mark.parametrize("name", TOLD)
def test_every_option_of_every_reading_is_played(name: str) -> None:
    """In a scenario, or in the test of the engine that a row with this reading names; the default is what all others play."""
    chosen = {
        choice for table in table_of(name).values() for row in table for choice in row.get("readings", {}).items()
    }
    coded = {
        rule for row in conformance_of(name) if any("::" in test for test in row["tests"]) for rule in row["rules"]
    }
    idle = [
        f"reading.{key} = {option}"
        for key, reading in pack_of(name).reading.items()
        if not own(reading.basis) and f"reading.{key}" not in coded
        for option in reading.options
        if option != reading.default and (key, option) not in chosen
    ]
    assert not idle, f"{name}: not played\n" + "\n".join(idle)


ALLOWED = {
    "pass": {"pass", "na"},
    "fail": {"fail", "explain", "manual"},
    "edge": {"pass", "fail", "explain", "missing", "manual", "na"},
    "missing": {"missing", "manual"},
}
"""Edge of a scenario → what may come of it."""


def has_bound(check: object) -> bool:
    """Whether a number or a date decides."""
    bounds = ("min", "max", "min_percent", "months", "min_people", "min_full_time", "opens", "day", "years")
    return kind_of(check) == "policy_in_force" or any(getattr(check, bound, None) for bound in bounds)


def spared(pack: Pack, check: object) -> set[str]:
    """What cannot happen: a draft policy looks at no date of the case; papers that need neither seal nor copies are there or missing."""
    if kind_of(check) == "papers":
        asked = [paper for paper in within(pack, getattr(check, "of", "")).paper.values() if paper.required]
        return set() if any(paper.sealed or paper.copies > 1 for paper in asked) else {"fail"}
    return {"missing", "edge"} if kind_of(check) == "policy_in_force" and pack.pack.status == "草案" else set()


def own(basis: str) -> bool:
    """Whether something rests on no article of the policy: the office's own step, or a standard."""
    return basis == INTERNAL or basis.startswith("GB")


def is_there(pack: Pack, rule: str) -> bool:
    """Whether a name of the table stands for something: an item, a fact of the header, a part of the engine."""
    table, _, key = rule.partition(".")
    if table == "engine":
        return key in ENGINE and importlib.util.find_spec(ENGINE[key]) is not None
    if table == "pack":
        return key in HEADER and bool(getattr(pack.pack, key))
    if table in {"recognition", "scoring", "certificate", "plaque"}:
        return not key and getattr(pack, table) is not None
    return key in getattr(pack, "field_" if table == "field" else table, {})


def is_test(test: str) -> bool:
    """Whether ``tests/…/test_x.py::test_name`` exists."""
    file, _, function = test.partition("::")
    path = ROOT / file
    return file.startswith("tests/") and path.is_file() and f"def {function}(" in path.read_text(encoding="utf8")


def _cites(name: str, article: str, rules: list[str]) -> list[str]:
    """A rule named for an article rests on it: at least one of a row's rules cites the row's article."""
    number = re.match(r"\d+", article)
    if "articles" not in read(ARTICLES / f"{name}.toml") or not number:
        return []
    bases = [item.basis for rule in rules if (item := item_of(pack_of(name), rule)) and not own(item.basis)]
    wanted = f"第{chinese(int(number[0]))}条"
    return (
        []
        if not bases or any(wanted in basis for basis in bases)
        else [f"{article}: no rule rests on {wanted}: {bases}"]
    )


def chinese(number: int) -> str:
    """A number below one hundred as articles are numbered."""
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{DIGITS[tens - 1]}十") + (DIGITS[ones - 1] if ones else "")


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (15, "十五"), (20, "二十"), (30, "三十"), (28, "二十八")]
)
def test_articles_are_numbered_as_policies_do(number: int, said: str) -> None:
    assert chinese(number) == said
