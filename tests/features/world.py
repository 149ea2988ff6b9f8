"""The world a story plays in: offices as separate processes, real workspaces, a stick that is carried between them."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from alliance_desk import files
from alliance_desk.desk.divisions import division_names
from alliance_desk.keys.office import OfficeKey
from alliance_desk.keys.sealed import Cost
from alliance_desk.paths import RESOURCES
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.procedures import within
from alliance_desk.sheets.form import write_form
from tests.helpers.sources import ROOT
from tests.samples.alliances import Alliance
from tests.samples.make import FORM, PAPERS, document, papers
from tests.samples.units import stable_id

SAMPLES = RESOURCES / "samples"
PASSPHRASE = "correct horse battery"


@dataclass
class Answer:
    """What a command said. told: its JSON, or the refusal's. heeded: whether the story has looked at a refusal."""

    code: int
    told: dict[str, Any]
    heeded: bool = False


@dataclass
class World:
    """One story. day: the desk clock of everybody. cases: number by the name the story gives; kept: ids by name."""

    folder: Path
    day: str = "2024-09-27"
    cases: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    packages: list[Path] = field(default_factory=list)
    last: Answer = field(default_factory=lambda: Answer(0, {}))
    before: dict[str, Any] = field(default_factory=dict)

    def ctl(self, office: str, *arguments: object, operator: str = "") -> Answer:
        """Run one command of one office in a process of its own; a refusal that the story did not expect fails here."""
        self.settle()
        command = [
            sys.executable,
            "-m",
            "alliance_desk",
            "-w",
            str(self.folder / office),
            "--json",
            "--clock",
            self.day,
        ]
        command += ["--operator", operator] if operator else []
        done = subprocess.run(
            [*command, *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "ALLIANCE_DESK_PASSPHRASE": PASSPHRASE, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf8",
        )
        text = done.stderr if done.returncode and not done.stdout else done.stdout
        try:
            told = json.loads(text)
        except ValueError:
            raise AssertionError(f"{arguments}: {done.returncode}, no JSON: {done.stdout}{done.stderr}") from None
        assert done.returncode or not done.stderr, done.stderr
        self.last = Answer(done.returncode, told)
        return self.last

    def do(self, office: str, *arguments: object) -> dict[str, Any]:
        """Run a command that must succeed."""
        answer = self.ctl(office, *arguments)
        self.settle()
        return answer.told

    def settle(self) -> None:
        """The last command succeeded, or the story has looked at its refusal."""
        assert not self.last.code or self.last.heeded, self.last.told

    def refused(self, *parts: str) -> None:
        """The last command was refused, and its text names these parts."""
        assert self.last.code == 1, self.last
        text = self.last.told["text"]
        assert all(part in text for part in parts), text
        self.last.heeded = True

    def number(self, name: str) -> str:
        """The number of a case by the name the story gives it."""
        return self.cases[name]

    def show(self, office: str, name: str) -> dict[str, Any]:
        """A case whole, as an office sees it."""
        return self.do(office, "show", self.number(name))

    def conditions(self, office: str, name: str) -> dict[str, dict[str, Any]]:
        """The conditions of a case by check id."""
        return {row["check"]: row for row in self.do(office, "check", self.number(name))["conditions"]}

    def judge(self, office: str, name: str) -> None:
        """Attest what waits for a person, and give a reason for what asks for one."""
        waiting = self.conditions(office, name)
        keys = [key for row in waiting.values() if row["outcome"] == "manual" for key in row["keys"]]
        if keys:
            self.do(office, "attest", self.number(name), *keys, "--pass", "--note", "已核对材料")
        for check, row in waiting.items():
            if row["outcome"] == "explain":
                self.do(office, "override", self.number(name), check, "--reason", "已核对证照原件")

    def sample(self, name: str) -> Path:
        """The folder of a sample: shipped, or made for this story."""
        made = self.folder / "made" / name
        found = made if made.exists() else next(SAMPLES.glob(f"*/{name}"))
        return found

    def make(self, alliance: Alliance) -> Path:
        """Make one more sample for this story."""
        pack = RESOURCES / "packs" / f"{alliance.pack}.toml"
        rules = within(load_pack(pack.read_text(encoding="utf8"), pack.name), "")
        folder = self.folder / "made" / alliance.folder
        opened, private = document(alliance, rules)
        listed, scans = papers(alliance, rules)
        numbers = iter(range(10_000))
        write_form(
            rules,
            folder / FORM,
            divisions=division_names(),
            today=date.fromisoformat(alliance.filed),
            document=opened | {"papers": listed},
            private=private,
            new_id=lambda: stable_id(alliance.identity, "empty", str(next(numbers))),
        )
        for name, data in scans.items():
            files.write(folder / PAPERS / name, data)
        return folder

    def state(self, office: str) -> dict[str, Any]:
        """Every row of an office's database and the names of its attachments."""
        raw = sqlite3.connect(f"file:{self.folder / office / 'desk.db'}?mode=ro", uri=True)
        try:
            names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
            rows: dict[str, Any] = {name: raw.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
        finally:
            raw.close()
        return rows | {"blobs": sorted(path.name for path in (self.folder / office / "blobs").rglob("*"))}

    def database(self, office: str) -> bytes:
        """Every byte of an office's database and what stands beside it."""
        found = sorted((self.folder / office).glob("desk.db*"))
        return b"".join(path.read_bytes() for path in found)


OFFICES = {
    "鞍山": {
        "铁西区局": ("鞍山市铁西区科学技术局", "县", "210303", "王示范"),
        "市局": ("鞍山市科学技术局", "市", "210300", "李示范"),
    },
    "晋中": {
        "榆次区局": ("晋中市榆次区科学技术局", "县", "140702", "张示范"),
        "太谷区局": ("晋中市太谷区科学技术局", "县", "140703", "孙示范"),
        "市局": ("晋中市科学技术局", "市", "140700", "刘示范"),
    },
}
"""Offices of the stories by the names the stories use; the city is 市局."""


def found_offices(folder: Path, place: str) -> None:
    """Workspaces, keys, and every key entered under the fingerprint from the letter, as on the first day."""
    world = World(folder, day="2024-09-02")
    made = {
        office: world.do(office, "init", "--name", name, "--level", level, "--division", division, "--person", person)
        for office, (name, level, division, person) in OFFICES[place].items()
    }
    cards = {office: world.do(office, "office", "card", folder / "letters")["files"][0] for office in made}
    for office in made:
        for other in made:
            if office != other and "市局" in (office, other):
                relation = "superior" if other == "市局" else "subordinate"
                entered = ("--fingerprint", made[other]["fingerprint"], "--relation", relation)
                world.do(office, "office", "peer", cards[other], *entered)
    for office in made:
        _cheapen(folder / office / "keys" / "office.key")


def _cheapen(path: Path) -> None:
    """The same key under the same passphrase, sealed at a cost that hundreds of processes can pay."""
    key = OfficeKey.unseal(path.read_bytes(), PASSPHRASE, path.name)
    path.write_bytes(key.seal(PASSPHRASE, cost=Cost(memory=8, passes=1, lanes=1)))


def copied(source: Path, target: Path, make: Callable[[Path], None]) -> Path:
    """A copy of a folder that is made once."""
    if not source.exists():
        draft = source.with_suffix(".part")
        draft.mkdir(parents=True)
        make(draft)
        draft.rename(source)
    shutil.copytree(source, target)
    return target
