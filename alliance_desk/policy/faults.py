"""A fault of a pack: in which file and line, at which key, what is wrong and what to write instead."""

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from msgspec import Struct

from alliance_desk import words
from alliance_desk.errors import Fact

_HEADER = re.compile(r"\s*\[([^\[\]]+)\]\s*(#.*)?$")
_KEY = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")


class Fault(Struct, frozen=True):
    """One fault. line: from 1; key: dotted path in the file; code: wording in the tables ``fault`` and ``remedy``."""

    file: str
    line: int
    key: str
    code: str
    facts: Mapping[str, Fact] = {}

    def what(self, language: str = "zh_CN") -> str:
        """What is wrong."""
        return words.text(f"fault.{self.code}", {"key": self.key, **self.facts}, language)

    def remedy(self, language: str = "zh_CN") -> str:
        """What to write instead, with the allowed word that looks most like the one written."""
        said = words.text(f"remedy.{self.code}", {"key": self.key, **self.facts}, language)
        return said + words.text("fault.nearest", {"near": self.near}, language) if self.near else said

    @property
    def near(self) -> str:
        """The allowed word that looks most like what was written; empty where none does."""
        allowed = self.facts.get("allowed")
        if not isinstance(allowed, tuple):
            return ""
        unknown = self.code in {"unknown-key", "unknown-table"}
        written = self.key.rpartition(".")[2] if unknown else str(self.facts.get("value", ""))
        return next(iter(get_close_matches(written, allowed, 1)), "") if written else ""

    def text(self, language: str = "zh_CN") -> str:
        """Place, fault and remedy in one line."""
        place = {"file": self.file, "line": self.line, "key": self.key or "—"}
        return words.text(
            "fault.shown", {**place, "what": self.what(language), "remedy": self.remedy(language)}, language
        )


class Lines:
    """Where in a TOML text a dotted key stands: its own line, else the nearest table above it."""

    def __init__(self, text: str) -> None:
        self._lines: dict[str, int] = {}
        table, inside = "", ""
        for number, line in enumerate(text.splitlines(), 1):
            if inside:
                inside = "" if inside in line else inside
                continue
            if header := _HEADER.match(line):
                table = _dotted(f"[{header[1]}]")
                keys = table.split(".")
                # The tables above it stand where the first of their items does.
                for depth in range(len(keys)):
                    self._lines.setdefault(".".join(keys[: depth + 1]), number)
            elif key := _KEY.match(line):
                self._lines.setdefault(_joined(table, _dotted(f"{key[1]} = 1")), number)
            for quotes in ('"""', "'''"):
                if line.count(quotes) % 2:
                    inside = quotes

    def of(self, key: str) -> int:
        """The line of a key; 1 for what is nowhere."""
        while key and key not in self._lines:
            key = key.rpartition(".")[0]
        return self._lines.get(key, 1)


def _joined(table: str, key: str) -> str:
    return f"{table}.{key}" if table else key


def _dotted(text: str) -> str:
    """The dotted path of a header or key, unquoted by the TOML reader itself."""
    try:
        here: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return ""
    keys: list[str] = []
    while isinstance(here, dict) and here:
        key, here = next(iter(here.items()))  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        keys.append(str(key))  # pyright: ignore[reportUnknownArgumentType]
    return ".".join(keys)
