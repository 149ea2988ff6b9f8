"""What the tree looks like, and what may stand in no file of it."""

import ast
import re
from pathlib import Path

import pytest

from tests.helpers.sources import PACKAGES, ROOT, files, literals, modules, name, texts, tree

TOP_LEVEL = {
    *(".ci", ".gitattributes", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml"),
    *("alliance_desk", "db", "installer", "resources", "tests", "ui"),
}
LONGEST = 400
"""Lines of a module; past it, split."""

POLICIES = re.compile("鞍山|晋中|山西|黑龙江|保定|anshan|jinzhong|shanxi|heilongjiang|baoding", re.IGNORECASE)

ADDRESSES = re.compile(
    r"pypi[.]org|pythonhosted[.]|registry[.]npm|npmjs[.]|deb[.]debian|debian[.]org|(?<![\w.~])/(roo[t]|wor[k]|hom[e]|op[t])/"
)
"""Registry hosts and folders of a machine."""

HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
SENTENCE = re.compile(f"{HAN}[，。；！？：]|[，。；！？：]{HAN}|{HAN}{{7,}}")
"""A term of a closed vocabulary may stand in a module, six Chinese characters in a row; a sentence may not."""

TERMS = {
    "〇一二三四五六七八九": "the digits of a Chinese date",
    "年月日号时分秒条款项家个名人元万亿届期": "measure words that stay on the line of their number",
    "省直辖县级行政区划": "an entry of GB/T 2260",
    "自治区直辖县级行政区划": "an entry of GB/T 2260",
}
"""Longer terms that a module needs, each with the reason."""

WRITING = {"write_text", "write_bytes", "touch", "unlink", "rename", "hardlink_to", "symlink_to"}
"""Methods of Path that change the disk (``replace`` is also a method of str and dates, so os.replace is looked for)."""

FILE_MODULES = {"os", "io", "pathlib", "shutil", "tempfile", "subprocess", "sqlite3", "pysqlite3", "zipfile", "socket"}


def test_the_top_level_holds_only_what_the_house_plan_names() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in files()} <= TOP_LEVEL


def test_tests_are_no_package() -> None:
    assert not [name(path) for path in files() if path.name == "__init__.py" and "tests" in path.parts]


def test_no_module_is_longer_than_the_limit() -> None:
    long = {name(p): n for p in files() if p.suffix == ".py" and (n := len(p.read_text("utf8").splitlines())) > LONGEST}
    assert not long


def test_no_module_names_a_policy_or_its_city() -> None:
    assert not [f"{name(path)}: {found[0]}" for path in modules() if (found := POLICIES.search(path.read_text("utf8")))]


def test_no_file_names_a_registry_host_or_a_folder_of_a_machine() -> None:
    assert not [f"{file}: {found[0]}" for file, text in texts() if (found := ADDRESSES.search(text))]


def test_no_chinese_sentence_stands_in_a_module() -> None:
    long = [
        f"{name(path)}:{line}: {text}"
        for path in modules()
        for line, text in literals(path)
        if SENTENCE.search(text) and text not in TERMS
    ]
    assert not long, "wording belongs into resources/words:\n" + "\n".join(long)


def test_policy_touches_no_file() -> None:
    assert not [
        f"{name(path)}:{line}: {what}"
        for path in modules()
        if "policy" in path.relative_to(ROOT / path.relative_to(ROOT).parts[0]).parts
        for line, what in [*imported(path, FILE_MODULES), *disk_calls(path)]
    ]


def test_own_disk_writes_go_through_files() -> None:
    stray = [
        f"{name(path)}:{line}: {what}"
        for path in modules()
        if path.relative_to(ROOT).parts[0] != "db" and name(path) != "alliance_desk/files.py"
        for line, what in disk_calls(path)
        if what != "open for reading"
    ]
    assert not stray


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_says_what_it_is(package: str) -> None:
    bare = [
        name(path)
        for path in modules()
        if package in path.relative_to(ROOT).parts[:1] and not ast.get_docstring(tree(path))
    ]
    assert not bare


def imported(path: Path, unwanted: set[str]) -> list[tuple[int, str]]:
    """Line and name of each import of an unwanted library."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            found += [(node.lineno, each) for each in names if each.partition(".")[0] in unwanted]
    return found


def disk_calls(path: Path) -> list[tuple[int, str]]:
    """Line and name of each call that opens or changes a file."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        last = called.rpartition(".")[2]
        if last in WRITING or called in {"os.replace", "os.remove", "shutil.copy", "shutil.copyfile", "shutil.move"}:
            found.append((node.lineno, called))
        elif called == "open" or (last == "open" and called not in {"os.open", "webbrowser.open"}):
            given = [*node.args, *(k.value for k in node.keywords if k.arg == "mode")]
            modes = {a.value for a in given if isinstance(a, ast.Constant) and isinstance(a.value, str)}
            writes = any(re.fullmatch("[rbt]*[wax+][wxabt+]*", mode) for mode in modes)
            found.append((node.lineno, called if writes else "open for reading"))
        elif last in {"read_text", "read_bytes"}:
            found.append((node.lineno, "open for reading"))
    return found
