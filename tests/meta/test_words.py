"""The catalogue of wordings and the code that asks for them agree, in both directions and down to the facts."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

from alliance_desk import words
from tests.helpers.sources import ROOT, files, modules, name, tree

CODE = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9_-]+)+")
SPEAKERS = {"words.text", "text", "Refused", "Damaged", "errors.Refused", "errors.Damaged", "say"}
"""Calls whose first argument is a wording code."""

INTERNAL = "本局内部环节"
"""What a pack writes as the basis of a step that no article asks for: quoted as it stands there."""

VOCABULARY = ROOT / "resources" / "words" / "zh_CN" / "vocabulary.toml"
"""Labels of closed vocabularies, looked up by ids that stand in packs and documents; they need no mention in code."""


def test_every_wording_that_is_asked_for_exists() -> None:
    known = words.catalogue()
    missing = [f"{where}: {code}" for where, code, _ in asked() if code not in known]
    assert not missing, "\n".join(missing)


def test_every_wording_gets_the_facts_it_names() -> None:
    known = words.catalogue()
    short = {
        f"{where}: {code} wants {', '.join(sorted(lacking))}"
        for where, code, facts in asked()
        if facts is not None and code in known and (lacking := placeholders(known[code]) - facts)
    }
    assert not short, "\n".join(sorted(short))


def test_every_wording_is_used() -> None:
    labels = {code for code, _ in words_of(VOCABULARY)} if VOCABULARY.exists() else set[str]()
    said, begun = spoken()
    begun |= {f"{code}." for code in said}  # a whole table of labels is asked for by its name
    unused = [c for c in words.catalogue() if c not in said and c not in labels and not c.startswith(tuple(begun))]
    assert not unused, "\n".join(unused)


def test_our_own_office_is_called_by_one_name() -> None:
    """Letters and packs speak as officials write; whatever the program itself says calls the office at this desk the same."""
    others = re.compile("本机关|本局|我局|我单位|我们单位")
    mixed = {code: said for code, said in words.catalogue().items() if others.search(said.replace(INTERNAL, ""))}
    assert not mixed, "\n".join(mixed)


def test_the_languages_have_the_same_codes_and_facts() -> None:
    chinese = words.catalogue()
    for folder in sorted((ROOT / "resources" / "words").iterdir()):
        other = words.catalogue(folder.name)
        assert set(other) == set(chinese)
        assert {c: placeholders(w) for c, w in other.items()} == {c: placeholders(w) for c, w in chinese.items()}


def asked() -> Iterator[tuple[str, str, set[str] | None]]:
    """Where each literal code is asked for, and the facts handed over (None where they are not literal)."""
    rooms = {code.partition(".")[0] for code in words.catalogue()}
    for path in [*modules(), *(p for p in files() if p.match("installer/*.py"))]:
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            where = f"{name(path)}:{node.lineno}"
            speaks = ast.unparse(node.func) in SPEAKERS or ast.unparse(node.func).endswith(
                ("Fault", "Refused", "Damaged")
            )
            if speaks and node.args and (code := literal(node.args[0])) and CODE.fullmatch(code):
                yield where, code, facts_of(node)
            for keyword in node.keywords:
                code = literal(keyword.value)
                if keyword.arg == "code" and code and CODE.fullmatch(code) and code.partition(".")[0] in rooms:
                    yield where, code, None


def facts_of(call: ast.Call) -> set[str] | None:
    """The names of the facts of a call, None when some are only known at run time."""
    function = ast.unparse(call.func)
    if function in {"words.text", "text"}:
        if len(call.args) < 2 and not call.keywords:
            return set()
        facts = call.args[1] if len(call.args) > 1 else call.keywords[0].value
        if not isinstance(facts, ast.Dict) or None in facts.keys:
            return set() if len(call.args) < 2 and call.keywords[0].arg == "language" else None
        return {key for each in facts.keys if each and (key := literal(each))}
    if function.endswith("Fault") or any(keyword.arg is None for keyword in call.keywords):
        return None
    return {keyword.arg for keyword in call.keywords if keyword.arg}


def spoken() -> tuple[set[str], set[str]]:
    """Every literal that looks like a code, and the fixed beginnings of codes that are put together at run time."""
    said: set[str] = set()
    begun: set[str] = set()
    for path in [*modules(), *(p for p in files() if p.match("installer/*.py"))]:
        for node in ast.walk(tree(path)):
            if (code := literal(node)) and CODE.fullmatch(code.rstrip(".")):
                (begun if code.endswith(".") else said).add(code)
            elif isinstance(node, ast.JoinedStr) and node.values and (start := literal(node.values[0])):
                begun |= {start} if re.fullmatch(r"[a-z][a-z0-9-]*\.[a-z0-9.-]*", start) else set()
    return said, begun


def literal(node: ast.AST) -> str:
    """The text of a string constant, else empty."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def placeholders(wording: str) -> set[str]:
    """The facts that a wording names."""
    return {field.partition(".")[0].partition("[")[0] for _, field, _, _ in string.Formatter().parse(wording) if field}


def words_of(path: Path) -> Iterator[tuple[str, str]]:
    """The codes and wordings of one room."""
    import tomllib

    return iter(words._flat("", tomllib.loads(path.read_text(encoding="utf8"))))
