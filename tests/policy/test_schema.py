"""The schemas for editors are those of this program, take every pack that is sound, and refuse what an editor can see is wrong."""

import tomllib
from typing import Any

import pytest

from alliance_desk.paths import RESOURCES
from alliance_desk.policy.pack import COMPOSED, Pack
from alliance_desk.policy.schema import pack_schema, schema_text
from tests.helpers.schemas import errors
from tests.helpers.sources import ROOT

PACKS = [*sorted((RESOURCES / "packs").glob("*.toml")), ROOT / "tests" / "helpers" / "trial.toml"]
TRIAL = (ROOT / "tests" / "helpers" / "trial.toml").read_text("utf8")


@pytest.mark.parametrize("call", [False, True])
def test_the_file_that_is_shipped_is_current(call: bool) -> None:
    path = RESOURCES / "schema" / f"{'call' if call else 'pack'}.schema.json"
    assert path.read_text("utf8") == schema_text(call=call), (
        "write it anew: alliance-deskctl policy schema --out resources/schema"
    )


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_sound_pack_is_valid(path) -> None:
    assert errors(tomllib.loads(path.read_text("utf8")), pack_schema()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind = "member_count"', 'kind = "member_cuont"'),
        ('kind = "recommend"', 'kind = "recomend"'),
        ('levels = ["县"]', 'levels = ["村"]'),
        ('where = { kinds = ["enterprise"] }', 'where = { kinds = ["factory"] }'),
        ('severity = "核实"', 'severity = "严格"'),
        ('about = ["alliance.goals"]', 'about = ["alliance.gaols"]'),
        ('effective = "2024-01-01"', 'effective = "2024-1-1"'),
        ("[check.members]", "[check.Members]"),
        ('unit = "自然日"', 'unit = "天"'),
        ("min = 2", 'min = "2"'),
        ("version = 1", "version = 0"),
        ('title = "成员不少于两家"\n', ""),
        ("[scoring]", "[scorings]"),
        ("min = 2", "minimum = 2"),
        ("YL-{year}-{serial:03d}", "YL-{year}"),
        ('mode = "own"', 'mode = "none"'),
    ],
)
def test_what_an_editor_can_see_is_refused(old: str, new: str) -> None:
    assert old in TRIAL
    assert errors(tomllib.loads(TRIAL.replace(old, new, 1)), pack_schema()) != []


def test_a_call_may_hold_parts_of_items_and_take_others_away() -> None:
    call = """
[pack]
id = "trial-call"
version = 1
parent = "trial-2024"
closes = "2024-12-01"
[check.members]
min = 3
basis = "通知第一条"
[check.level]
off = true
basis = "通知第二条"
"""
    assert errors(tomllib.loads(call), pack_schema(call=True)) == []
    assert errors(tomllib.loads(call), pack_schema()) != []
    assert errors(tomllib.loads(call.replace("off = true", "off = false")), pack_schema(call=True)) != []
    assert errors(tomllib.loads(call.replace("min = 3", "minimum = 3")), pack_schema(call=True)) != []


def test_every_table_is_described_and_every_field_has_a_label() -> None:
    schema = pack_schema()
    assert set(schema["$defs"]["Pack"]["properties"]) == {f for f in _tables() if f not in COMPOSED}
    for name, table in schema["$defs"].items():
        if table.get("type") == "object":
            assert table["description"], name
            assert "\n    " not in table["description"], name
            assert all(rule["title"] for rule in table["properties"].values()), name


def _tables() -> list[str]:
    import msgspec

    return [field.encode_name for field in msgspec.structs.fields(Pack)]


def test_labels_come_in_the_language_asked_for() -> None:
    english: Any = pack_schema(language="en")
    assert english["$defs"]["Stage"]["properties"]["actor"]["title"] == "Done by"
    assert pack_schema()["$defs"]["Stage"]["properties"]["actor"]["title"] == "办理单位"
