"""The shape of a pack against the types in ``pack.py``: every wrong, missing and unknown key, not only the first."""

from typing import Any, Protocol, cast

import msgspec.inspect as mi

from alliance_desk import words
from alliance_desk.errors import Fact
from alliance_desk.policy.pack import COMPOSED, Pack


class Add(Protocol):
    """Notes a fault at a dotted key."""

    def __call__(self, key: str, code: str, **facts: Fact) -> None: ...


_PLAIN: dict[type[mi.Type], tuple[type, str]] = {
    mi.StrType: (str, "str"),
    mi.IntType: (int, "int"),
    mi.BoolType: (bool, "bool"),
}


_MOST = 2**53 - 1
"""What a whole number may be at most, so that rules have one canonical form (RFC 8785)."""
_SHOWN = 40


def shape(raw: dict[str, Any], add: Add) -> None:
    """Hold a parsed TOML document against the type of a pack."""
    _check(raw, mi.type_info(Pack), "", add)


def _check(value: Any, kind: mi.Type, path: str, add: Add) -> None:
    if isinstance(kind, mi.UnionType):
        _union(value, kind, path, add)
    elif isinstance(kind, mi.StructType):
        _struct(value, kind, path, add)
    elif isinstance(kind, mi.DictType):
        if _is(value, dict, kind, path, add):
            for key, inner in value.items():
                _check(inner, kind.value_type, _join(path, key), add)
    elif isinstance(kind, mi.ListType):
        if _is(value, list, kind, path, add):
            for inner in value:
                _check(inner, kind.item_type, path, add)
    elif isinstance(kind, mi.EnumType):
        allowed = tuple(member.value for member in kind.cls)
        if value not in allowed:
            add(path, "not-allowed", value=str(value), allowed=allowed)
    else:
        _is(value, _PLAIN[type(kind)][0], kind, path, add)


def _is(value: Any, wanted: type, kind: mi.Type, path: str, add: Add) -> bool:
    if type(value) is wanted:
        if wanted is int and abs(value) > _MOST:
            add(path, "out-of-bounds", value=str(value)[:_SHOWN], allowed=f"≤ {_MOST}")
            return False
        return True
    add(path, "wrong-type", value=str(value), wanted=_wanted(kind))
    return False


def _union(value: Any, kind: mi.UnionType, path: str, add: Add) -> None:
    types = [t for t in kind.types if not isinstance(t, mi.NoneType)]
    if len(types) == 1:
        _check(value, types[0], path, add)
        return
    tagged = {t.tag: t for t in types if isinstance(t, mi.StructType)}
    table = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    tag = table.get("kind")
    if isinstance(tag, str) and tag in tagged:
        _struct(value, tagged[tag], path, add)
    elif tag is None:
        add(path, "no-kind", allowed=tuple(str(t) for t in tagged))
    else:
        add(_join(path, "kind"), "not-allowed", value=str(tag), allowed=tuple(str(t) for t in tagged))


def _struct(value: Any, kind: mi.StructType, path: str, add: Add) -> None:
    if not _is(value, dict, kind, path, add):
        return
    fields = {field.encode_name: field for field in kind.fields}
    allowed = tuple(name for name in fields if name not in COMPOSED)
    for key in value:
        if key not in fields and key != kind.tag_field:
            add(_join(path, key), "unknown-key" if path else "unknown-table", allowed=allowed)
    for key, field in fields.items():
        if key in value:
            _check(value[key], field.type, _join(path, key), add)
        elif field.required:
            add(_join(path, key), "missing-key" if path else "missing-table", wanted=_wanted(field.type))


def _wanted(kind: mi.Type) -> str:
    name = "list" if isinstance(kind, mi.ListType) else _PLAIN[type(kind)][1] if type(kind) in _PLAIN else "table"
    if isinstance(kind, mi.EnumType):
        return "、".join(str(member.value) for member in kind.cls)
    return words.text(f"type.{name}")


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
