"""All wording for users, looked up by code in ``resources/words/<language>/*.toml``.

Each file is one room of the house (``policy.toml``, ``sheets.toml`` …); its table names and keys make the code:
``[sheets] wrong-pack = "…"`` is ``sheets.wrong-pack``.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import cast

from alliance_desk.paths import RESOURCES


@cache
def catalogue(language: str = "zh_CN") -> Mapping[str, str]:
    """Every wording of one language by its dotted code. Raises ValueError on a code written twice."""
    found: dict[str, str] = {}
    for path in sorted((RESOURCES / "words" / language).glob("*.toml")):
        for code, wording in _flat("", tomllib.loads(path.read_text(encoding="utf8"))):
            if code in found:
                raise ValueError(f"wording {code} stands twice ({path.name})")
            found[code] = wording
    return found


def _flat(prefix: str, table: Mapping[str, object]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in table.items():
        code = f"{prefix}.{key}" if prefix else key
        if isinstance(value, dict):
            rows += _flat(code, value)  # pyright: ignore[reportUnknownArgumentType]
        else:
            rows.append((code, str(value)))
    return rows


def text(code: str, facts: Mapping[str, object] | None = None, language: str = "zh_CN") -> str:
    """The wording of a code with its facts filled in; lists are ``joined``. Raises KeyError for an unknown code."""
    return catalogue(language)[code].format(**{name: _shown(value, language) for name, value in (facts or {}).items()})


def _shown(value: object, language: str) -> object:
    many = isinstance(value, tuple | list)
    return joined(map(str, cast("Iterable[object]", value)), language) if many else value


def joined(names: Iterable[str], language: str = "zh_CN") -> str:
    """Names one after another, with the sign that the language has between them."""
    return catalogue(language)["list-joiner.sign"].join(names)
