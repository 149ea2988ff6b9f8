"""The project's own files, and what stands in its Python sources."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("alliance_desk", "ui", "db")
BINARY = {".ttf", ".pdf", ".png", ".xlsx", ".docx", ".zip", ".db", ".age", ".jpg", ".bin"}
PASSING = {
    ".git",
    ".venv",
    "wheels",
    "out",
    "__pycache__",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
}
"""Folders that git ignores, for a tree without git."""


@cache
def files() -> tuple[Path, ...]:
    """Every file that belongs to the project: what git tracks or would track, or all of it where there is no git."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        command = [git, "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf8").split("\0")
        return tuple(sorted(path for name in listed if name and (path := ROOT / name).is_file()))
    return tuple(
        sorted(path for path in ROOT.rglob("*") if path.is_file() and not PASSING & set(path.relative_to(ROOT).parts))
    )


def texts() -> Iterator[tuple[str, str]]:
    """Each text file of the project: its name from the root, its text."""
    for path in files():
        if path.suffix not in BINARY:
            yield name(path), path.read_text(encoding="utf8")


@cache
def modules() -> tuple[Path, ...]:
    """The Python files of the three packages."""
    return tuple(path for path in files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in PACKAGES)


@cache
def tree(path: Path) -> ast.Module:
    """A module's syntax."""
    return ast.parse(path.read_text(encoding="utf8"), filename=str(path))


def name(path: Path) -> str:
    """A path from the root, with slashes."""
    return path.relative_to(ROOT).as_posix()


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of each string literal of a module, also the fixed parts of f-strings; docstrings are left out."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    module = tree(path)
    notes = {
        id(statement.value)
        for node in ast.walk(module)
        if isinstance(node, documented)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node.lineno, node.value
