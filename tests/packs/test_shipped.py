"""Packs that come with the program are read without being linted at each start; here they are."""

import pytest

from alliance_desk.paths import RESOURCES
from alliance_desk.policy.lint import faults
from alliance_desk.policy.load import load_pack, shipped_pack

PACKS = sorted((RESOURCES / "packs").glob("*.toml"))


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_shipped_pack_has_no_fault_and_reads_the_same_either_way(path) -> None:
    text = path.read_text(encoding="utf8")
    assert faults(text, path.name) == []
    assert shipped_pack(text) == load_pack(text, path.name)
