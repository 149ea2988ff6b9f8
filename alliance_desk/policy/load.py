"""A policy pack from its TOML text: whole and sound, or not at all."""

import tomllib
from collections.abc import Collection, Sequence

import msgspec

from alliance_desk import canonical
from alliance_desk.errors import Refused
from alliance_desk.policy.compose import rules_from
from alliance_desk.policy.faults import Fault
from alliance_desk.policy.lint import faults, faults_of_rules
from alliance_desk.policy.overlay import Written, composed, faults_over
from alliance_desk.policy.pack import Pack


def load_pack(text: str, file: str, layouts: Collection[str] | None = None) -> Pack:
    """The pack. Raises Refused ``policy.faults`` with every fault numbered: place, what is wrong, what to write instead."""
    found = faults(text, file, layouts)
    _refuse(found, file)
    return msgspec.convert(tomllib.loads(text), Pack)


def load_layers(written: Sequence[Written], layouts: Collection[str] | None = None) -> Pack:
    """A pack over its parents, as ``overlay.layers`` gives them. Raises Refused ``policy.faults``, naming the file that is at fault."""
    found = faults_over(written, layouts)
    _refuse(found, found[0].file if found else "")
    return shipped_layers(written)


def shipped_pack(text: str) -> Pack:
    """A pack that comes with the program: the test suite has held it against all rules, so it is only read."""
    return msgspec.convert(tomllib.loads(text), Pack)


def shipped_layers(written: Sequence[Written]) -> Pack:
    """A pack over its parents, all of which have been held against all rules before."""
    return msgspec.convert(composed(written), Pack)


def received_rules(data: bytes, file: str) -> Pack:
    """Effective rules from another office, held against all that a pack is held against. file: where they came from.

    Raises Refused ``policy.unreadable-rules`` or ``policy.faults``.
    """
    rules = rules_from(data)
    _refuse(faults_of_rules(canonical.decode(data), rules.chosen, file), file)
    return rules


def _refuse(found: list[Fault], file: str) -> None:
    if found:
        numbered = "\n".join(f"{number}. {fault.text()}" for number, fault in enumerate(found, 1))
        raise Refused("policy.faults", file=file, count=len(found), faults=numbered)
