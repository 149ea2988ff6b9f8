"""A policy pack from its TOML text: whole and sound, or not at all."""

import tomllib
from collections.abc import Collection

import msgspec

from alliance_desk.errors import Refused
from alliance_desk.policy.lint import faults
from alliance_desk.policy.pack import Pack


def load_pack(text: str, file: str, layouts: Collection[str] | None = None) -> Pack:
    """The pack. Raises Refused ``policy.faults`` with every fault numbered: place, what is wrong, what to write instead."""
    found = faults(text, file, layouts)
    if found:
        numbered = "\n".join(f"{number}. {fault.text()}" for number, fault in enumerate(found, 1))
        raise Refused("policy.faults", file=file, count=len(found), faults=numbered)
    return msgspec.convert(tomllib.loads(text), Pack)
