"""The committed samples are what their makers say, and what samples.toml says they show."""

import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from alliance_desk.paths import RESOURCES
from alliance_desk.policy.checks import Others, evaluate
from alliance_desk.policy.compose import compose
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.procedures import within
from alliance_desk.policy.regions import Divisions, read_divisions
from alliance_desk.sheets.attachments import Plan, plan
from alliance_desk.sheets.divisions import division_names
from alliance_desk.sheets.read import Filled, read_form
from tests.samples.make import FORM, PAPERS, make

SAMPLES = RESOURCES / "samples"
MANIFEST: dict[str, Any] = tomllib.loads((SAMPLES / "samples.toml").read_text(encoding="utf8"))


@pytest.fixture(scope="module")
def divisions() -> Divisions:
    return read_divisions((RESOURCES / "regions" / "divisions.json").read_bytes())


@pytest.fixture(scope="module")
def read(divisions: Divisions) -> dict[str, tuple[Filled, Plan]]:
    found: dict[str, tuple[Filled, Plan]] = {}
    for name, sample in MANIFEST.items():
        pack = RESOURCES / "packs" / f"{sample['pack']}.toml"
        rules = within(compose(load_pack(pack.read_text(encoding="utf8"), pack.name), {}), "")
        filled = read_form(SAMPLES / sample["folder"] / FORM, rules, divisions=division_names(divisions))
        found[name] = filled, plan(SAMPLES / sample["folder"] / PAPERS, filled.attachments)
    return found


@pytest.mark.parametrize("name", MANIFEST)
def test_each_sample_comes_out_as_its_manifest_says(
    name: str, read: dict[str, tuple[Filled, Plan]], divisions: Divisions
) -> None:
    sample, (filled, found) = MANIFEST[name], read[name]
    assert (found.missing, found.superfluous, found.faults) == ([], [], [])
    assert filled.document["alliance"]["name"] == sample["title"]
    assert len(filled.document["members"]) == sample["members"]
    pack = RESOURCES / "packs" / f"{sample['pack']}.toml"
    rules = within(compose(load_pack(pack.read_text(encoding="utf8"), pack.name), {}), "")
    papers = {
        a.key: {
            key: value
            for key, value in (("paper", a.paper), ("member", a.member), ("year", a.year), ("sealed", a.sealed))
            if value
        }
        for a in filled.attachments
    }
    document = filled.document | {"papers": papers, "case": {"kind": "application", "pack": sample["pack"]}}
    outcomes = {f.check: f.outcome.value for f in evaluate(rules, document, Others(divisions=divisions))}
    assert {key for key, outcome in outcomes.items() if outcome == "fail"} == set(sample["fails"])
    assert {key for key, outcome in outcomes.items() if outcome == "explain"} == set(sample["explains"])
    assert set(outcomes.values()) <= {"pass", "fail", "explain", "manual"}


def test_one_command_makes_the_same_samples(tmp_path: Path) -> None:
    make(tmp_path)

    def contents(root: Path) -> dict[str, dict[str, bytes] | None]:
        found: dict[str, dict[str, bytes] | None] = {}
        for path in sorted(p for p in root.glob("*/*/**/*") if p.is_file()):
            found[path.relative_to(root).as_posix()] = None
            if path.suffix == ".xlsx":
                # Packed bytes depend on the zlib of the machine, what is packed does not.
                with zipfile.ZipFile(path) as archive:
                    found[path.relative_to(root).as_posix()] = {name: archive.read(name) for name in archive.namelist()}
        return found

    assert contents(tmp_path) == contents(SAMPLES)


def test_the_corrected_file_speaks_of_the_same_members(read: dict[str, tuple[Filled, Plan]]) -> None:
    first, corrected = read["casting"][0].document, read["casting-corrected"][0].document
    assert corrected["members"].keys() < first["members"].keys()
    assert corrected["bodies"] == first["bodies"]


def test_rare_characters_stand_in_names(read: dict[str, tuple[Filled, Plan]]) -> None:
    said = "".join(
        f"{filled.document['alliance']['name']}{member['name']}{member['legal_rep']}"
        for filled, _ in read.values()
        for member in filled.document["members"].values()
    )
    assert set("㛃𫖯䶮𬭚𠅤鿏龘") <= set(said)


def test_samples_are_small() -> None:
    sizes = [path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()]
    assert sum(sizes) < 3_000_000
