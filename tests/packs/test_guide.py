"""The guide is right: its example, put together from its own blocks, is sound, prints, is walked to its end, and can be added."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.cases import packs
from alliance_desk.cli import policy_tools
from alliance_desk.desk.divisions import divisions
from alliance_desk.paths import RESOURCES
from alliance_desk.policy.compose import compose
from alliance_desk.policy.conditions import AnyCheck
from alliance_desk.policy.findings import Others
from alliance_desk.policy.holidays import Calendar
from alliance_desk.policy.lint import faults
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.pack import COMPOSED, Pack, Severity
from alliance_desk.policy.rehearsal import rehearse
from alliance_desk.policy.rulebook import rulebook
from alliance_desk.policy.schema import pack_schema
from alliance_desk.policy.stages import OUTCOMES
from alliance_desk.policy.vocabulary import FLAGS, MEMBER_KINDS, MEMBER_ROLES
from tests.helpers.desks import CITY, make_office
from tests.helpers.schemas import errors

GUIDE = (RESOURCES / "guide" / "pack-guide.md").read_text("utf8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
EXAMPLE = "\n".join(BLOCKS)
LAYOUTS = [path.stem for path in (RESOURCES / "layouts").glob("*.toml")]


@pytest.fixture(scope="module")
def example() -> Pack:
    return load_pack(EXAMPLE, "yunzhou-2025.toml", LAYOUTS)


def test_the_example_is_sound_and_valid_for_editors() -> None:
    assert [fault.text() for fault in faults(EXAMPLE, "yunzhou-2025.toml", LAYOUTS)] == []
    assert errors(tomllib.loads(EXAMPLE), pack_schema()) == []
    assert EXAMPLE.startswith("#:schema ./pack.schema.json\n")


def test_every_article_that_asks_for_something_has_a_rule(example: Pack) -> None:
    """Article 1, the purpose, is information; each of the others stands behind some rule."""
    tables = [getattr(example, name) for name in Pack.__struct_fields__]
    items = [item for table in tables for item in (table.values() if isinstance(table, dict) else [table])]
    bases = " ".join(getattr(item, "basis", "") for item in items)
    numerals = ["二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五"]
    assert not [n for n in numerals if f"第{n}条" not in bases]


def test_severities_follow_the_words_of_the_text(example: Pack) -> None:
    assert example.check["total-min"].severity is Severity.BLOCK
    assert example.check["host"].severity is Severity.VERIFY
    assert example.check["lead-level"].severity is Severity.MANUAL
    assert not any("金融" in check.title for check in example.check.values()), "what is encouraged bars nobody"


def test_the_example_is_walked_to_its_end_and_printed(example: Pack) -> None:
    rules = compose(example, {})
    found = rehearse(rules, Others(divisions=divisions()), Calendar([]), date(2026, 3, 2))
    assert found.sound
    assert {one.procedure for one in found.played} == {"", *example.procedure}
    titles = [chapter.title for chapter in rulebook(rules).chapters if chapter.level == 1]
    assert len(titles) >= 20


def test_the_example_uses_every_table_but_categories_and_certificates(example: Pack) -> None:
    unused = {name for name in Pack.__struct_fields__ if not getattr(example, name)}
    assert unused <= {"field_", "category", "certificate", "scoring", *COMPOSED}


def test_the_example_can_be_added_to_an_office(tmp_path: Path) -> None:
    path = tmp_path / "yunzhou-2025.toml"
    path.write_text(EXAMPLE, encoding="utf8")
    with make_office(tmp_path / "city", CITY, "市", "131100") as desk:
        assert packs.add(desk, path).code == "packs.added"
        assert desk.policy_for("yunzhou-2025").pack.title == "云州市产业创新联合体管理办法"


def test_every_kind_of_condition_stage_and_filter_is_explained() -> None:
    kinds = [kind.__struct_config__.tag for kind in AnyCheck.__args__]
    assert not [kind for kind in kinds if f"`{kind}`" not in GUIDE]
    assert not [kind for kind in OUTCOMES if f"`{kind}`" not in GUIDE]
    words = set(re.findall(r"[a-z_]+", GUIDE))
    assert not {*MEMBER_ROLES, *MEMBER_KINDS, *FLAGS} - words


def test_every_command_of_the_guide_exists() -> None:
    used = set(re.findall(r"policy ([a-z-]+)", GUIDE))
    known = {command.name for command in _commands()}
    assert used <= known
    assert {"new", "check", "print", "dry-run", "add", "diff", "list", "read", "take", "send", "decline"} <= used


def _commands():
    import typer

    from alliance_desk.cli import policy

    app = typer.Typer()
    policy_tools.attach(app)
    return [*app.registered_commands, *policy._policy.registered_commands]


def test_links_inside_the_guide_lead_somewhere() -> None:
    heads = {
        re.sub(r"[、：，]", "", line.lstrip("# ").strip()) for line in GUIDE.splitlines() if line.startswith("## ")
    }
    targets = re.findall(r"\]\(#(.+?)\)", GUIDE)
    assert targets
    assert not [target for target in targets if target not in {head.replace(" ", "-") for head in heads}]
