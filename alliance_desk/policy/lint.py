"""Everything that is wrong with a pack, all at once: its syntax, its shape, and what the shape alone cannot say."""

import re
import tomllib
from collections.abc import Collection, Mapping
from typing import Any, cast

import msgspec

from alliance_desk.policy.faults import Fault, Lines
from alliance_desk.policy.lint_after import lint_after
from alliance_desk.policy.lint_checks import lint_checks
from alliance_desk.policy.lint_more import lint_more
from alliance_desk.policy.lint_shape import shape
from alliance_desk.policy.lint_stages import lint_stages
from alliance_desk.policy.lint_tables import Draft, lint_tables
from alliance_desk.policy.pack import COMPOSED, Pack

__all__ = ["Fault", "faults"]


def faults(text: str, file: str, layouts: Collection[str] | None = None) -> list[Fault]:
    """All faults of a pack's TOML text in line order; empty when it may be loaded.

    file: its name for the messages. layouts: names of the layouts there are; None leaves that unchecked.
    """
    raw = parsed(text, file)
    return [raw] if isinstance(raw, Fault) else faults_in(Draft(file, Lines(text), raw), layouts)


def parsed(text: str, file: str) -> dict[str, Any] | Fault:
    """The tables of a TOML text, or the fault that keeps it from being read."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        line = re.search(r"at line (\d+)", said)
        number = int(line[1]) if line else len(text.splitlines())
        return Fault(file, number, "", "syntax", {"why": said})
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets without end
        return Fault(file, 1, "", "syntax", {"why": str(error)})


def faults_of_rules(raw: dict[str, Any], chosen: Mapping[str, str], file: str) -> list[Fault]:
    """All faults of effective rules that came from elsewhere, without lines; ``raw`` as decoded from their bytes."""
    draft = Draft(file, Lines(""), {table: rows for table, rows in raw.items() if table not in COMPOSED})
    found = faults_in(draft, None)
    for key, reading in draft.items.get("reading", {}).items():
        option, allowed = chosen.get(key, ""), tuple(reading.options)
        if option not in allowed:
            found.append(Fault(file, 1, f"chosen.{key}", "not-allowed", {"value": option, "allowed": allowed}))
    return found


def faults_in(draft: Draft, layouts: Collection[str] | None) -> list[Fault]:
    """All faults of a draft, those noted before among them, in line order."""
    for written in sorted(COMPOSED & draft.raw.keys()):
        draft.add(written, "composed-only")
        del draft.raw[written]
    shape(draft.raw, draft.add)
    _convert(draft)
    lint_tables(draft, layouts)
    lint_stages(draft)
    lint_after(draft)
    lint_checks(draft)
    lint_more(draft)
    return sorted(_once(draft.found), key=lambda fault: (fault.line, fault.key, fault.code))


def _once(found: list[Fault]) -> list[Fault]:
    """Faults without repetition."""
    return list({(fault.line, fault.key, fault.code, str(fault.facts)): fault for fault in found}.values())


def _convert(draft: Draft) -> None:
    """Every item that has its shape, so that the sound ones are still looked at when others are not."""
    for field in msgspec.structs.fields(Pack):
        rows = draft.raw.get(field.encode_name)
        if not isinstance(rows, dict):
            continue
        table = cast("dict[str, Any]", rows)
        if getattr(field.type, "__origin__", None) is not dict:
            draft.single[field.encode_name] = _item(table, field.type)
            continue
        item_type = field.type.__args__[1]
        found = {key: _item(value, item_type) for key, value in table.items()}
        draft.items[field.encode_name] = {key: item for key, item in found.items() if item is not None}


def _item(value: object, item_type: Any) -> Any:
    try:
        return msgspec.convert(value, item_type)
    except msgspec.ValidationError:
        # The shape check has said why.
        return None
