"""A value against a JSON Schema, as far as ours go (draft 2020-12): enough to hold packs against what editors are given."""

import re
from collections.abc import Iterator
from typing import Any

KNOWN = {
    *("$ref", "type", "enum", "const", "anyOf", "pattern", "minimum", "maximum", "items", "properties", "required"),
    *("additionalProperties", "propertyNames", "title", "description", "default", "discriminator", "$schema", "$defs"),
}
_TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None)}


def errors(value: Any, root: dict[str, Any], schema: dict[str, Any] | None = None, path: str = "") -> list[str]:
    """Everything that is wrong with a value. Raises AssertionError for a keyword this does not know."""
    schema = root if schema is None else schema
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    return list(_errors(value, root, schema, path))


def _errors(value: Any, root: dict[str, Any], schema: dict[str, Any], path: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from errors(value, root, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], path)
    if "type" in schema and type(value) is not _TYPES[schema["type"]]:
        yield f"{path}: {value!r} is no {schema['type']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is none of {schema['enum'][:9]}"
    if "const" in schema and value != schema["const"]:
        yield f"{path}: {value!r} is not {schema['const']!r}"
    if "anyOf" in schema:
        tried = [errors(value, root, one, path) for one in schema["anyOf"]]
        if all(tried):
            yield min(tried, key=len)[0]
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{path}: {value!r} does not match {schema['pattern']}"
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{path}: {value} is out of bounds"
    if isinstance(value, list) and "items" in schema:
        for number, inner in enumerate(value):
            yield from errors(inner, root, schema["items"], f"{path}[{number}]")
    if isinstance(value, dict):
        yield from _table(value, root, schema, path)


def _table(value: dict[str, Any], root: dict[str, Any], schema: dict[str, Any], path: str) -> Iterator[str]:
    known = schema.get("properties", {})
    yield from (f"{path}: {key} is missing" for key in schema.get("required", []) if key not in value)
    for key, inner in value.items():
        if "propertyNames" in schema:
            yield from errors(key, root, schema["propertyNames"], f"{path}.{key}")
        other = schema.get("additionalProperties", True)
        if key in known:
            yield from errors(inner, root, known[key], f"{path}.{key}")
        elif other is False:
            yield f"{path}.{key}: unknown"
        elif other is not True:
            yield from errors(inner, root, other, f"{path}.{key}")
