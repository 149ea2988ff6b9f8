"""A story: the main job as data (``resources/samples/story-*.toml``), played through the command line."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from alliance_desk import words
from alliance_desk.cli.session import PASSPHRASE, day
from alliance_desk.desk.sample import SECRET, mark
from alliance_desk.paths import RESOURCES


class Office(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One office of a story. peer: the other office's id in the story; relation: what that one is to this."""

    name: str
    level: str
    division: str
    person: str
    peer: str
    relation: str


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step: a command of one office on one day.

    run: arguments with ``{name}`` for what earlier steps kept. keep: name → key in the command's JSON. settle: the case whose open
    conditions a person now judges or explains. scores: session and case whose seated experts hand in their sheets.
    refused: the code with which the program must say no here.
    """

    office: str
    day: str
    say: str
    run: list[str] = []
    keep: dict[str, str] = {}
    settle: str = ""
    scores: list[str] = []
    refused: str = ""


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A story: its offices and steps; points: score line → points that the experts of the sample give."""

    title: str
    office: dict[str, Office]
    step: list[Step]
    points: dict[str, str] = {}


class Player:
    """Plays one story in a folder."""

    def __init__(
        self, path: Path, folder: Path, tell: Callable[[str], None], before: Callable[[Step], bool] | None = None
    ) -> None:
        """Play the story at ``path``; tell: called with each line. before: asked ahead of each step, False ends the play there."""
        self._before = before
        self.story = msgspec.convert(tomllib.loads(path.read_text(encoding="utf8")), Story)
        self.folder = folder / path.stem.removeprefix("story-")
        self.tell = tell
        self.kept: dict[str, str] = {"samples": str(RESOURCES / "samples"), "stick": str(self.folder / "usb")}
        self.files: list[str] = []

    def play(self) -> list[str]:
        """Play every step; returns what was made. Raises RuntimeError when a step does not come out as the story says."""
        self.tell(words.text("cli.demo-story", {"title": self.story.title}))
        self._found()
        for step in self.story.step:
            if self._before is not None and not self._before(step):
                return self._marked(step.day)
            self.tell(f"{step.day}  {self.story.office[step.office].name}：{step.say}")
            if step.settle:
                self._settle(step, self._filled(step.settle))
            if step.scores:
                self._scores(step, *map(self._filled, step.scores))
            if step.run:
                answer = self._command(
                    step.office, step.day, [self._filled(word) for word in step.run], refused=step.refused
                )
                self.kept |= {name: str(_at(answer, key)) for name, key in step.keep.items()}
                for line in str(answer.get("text", "")).splitlines():
                    self.tell(f"            {line}")
        return self._marked(self.story.step[-1].day)

    def _marked(self, at: str) -> list[str]:
        """Every workspace of the story says that it is a sample, and on which day it goes on."""
        for name in self.story.office:
            mark(self.folder / name, day(at))
        return self.files

    def _found(self) -> None:
        """Workspaces, keys, and each office's key entered at the other under the fingerprint from its letter."""
        first = self.story.step[0].day
        cards: dict[str, str] = {}
        for key, office in self.story.office.items():
            about = [
                "--name",
                office.name,
                "--level",
                office.level,
                "--division",
                office.division,
                "--person",
                office.person,
            ]
            made = self._command(key, first, ["init", *about])
            self.kept |= {
                f"{key}.office": made["office"],
                f"{key}.fingerprint": made["fingerprint"],
                f"{key}.workspace": made["workspace"],
            }
            cards[key] = self._command(key, first, ["office", "card", str(self.folder / "cards")])["files"][0]
        for key, office in self.story.office.items():
            if office.peer:
                entered = ["--fingerprint", self.kept[f"{office.peer}.fingerprint"], "--relation", office.relation]
                self._command(key, first, ["office", "peer", cards[office.peer], *entered])

    def _settle(self, step: Step, case: str) -> None:
        """The clerk judges what only a person can judge, and explains what the policy lets pass with a reason."""
        conditions = self._command(step.office, step.day, ["check", case])["conditions"]
        keys = [key for found in conditions if found["outcome"] == "manual" for key in found["keys"]]
        if keys:
            self._command(step.office, step.day, ["attest", case, *keys, "--pass", "--note", step.say])
        for found in conditions:
            if found["outcome"] == "explain":
                self._command(step.office, step.day, ["override", case, found["check"], "--reason", step.say])

    def _scores(self, step: Step, session: str, case: str) -> None:
        """Every seated expert hands in a sheet; the sample's experts differ by a point or two."""
        seats = [
            seat
            for seat in self._command(step.office, step.day, ["panel", "show", session])["seats"]
            if seat["state"] == "seated"
        ]
        for order, seat in enumerate(seats):
            lines = [
                f"{line}={int(points) - (order + place) % 3}"
                for place, (line, points) in enumerate(self.story.points.items())
            ]
            self._command(
                step.office, step.day, ["score", "enter", session, case, seat["expert"], *lines, "--recommend", "yes"]
            )

    def _command(self, office: str, day: str, arguments: list[str], *, refused: str = "") -> dict[str, Any]:
        """One command in a process of its own."""
        workspace = self.folder / office
        whole = [
            sys.executable,
            "-m",
            "alliance_desk",
            "--workspace",
            str(workspace),
            "--json",
            "--clock",
            day,
            *arguments,
        ]
        done = subprocess.run(
            whole,
            capture_output=True,
            text=True,
            encoding="utf8",
            check=False,
            env={**os.environ, PASSPHRASE: SECRET, "PYTHONUTF8": "1"},
        )
        if refused:
            answer: dict[str, Any] = msgspec.json.decode(done.stderr) if done.returncode == 1 else {}
            if answer.get("refused") != refused:
                raise RuntimeError(f"{arguments}: expected {refused}, got {done.returncode} {done.stdout}{done.stderr}")
            return answer
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.returncode} {done.stderr}")
        answer = msgspec.json.decode(done.stdout)
        self.files += [file for file in answer.get("files", []) if file not in self.files]
        return answer

    def _filled(self, text: str) -> str:
        for name, value in self.kept.items():
            text = text.replace("{" + name + "}", value)
        return text


def _at(answer: Any, key: str) -> Any:
    """A value in a JSON answer by a dotted key; whole numbers are places in a list."""
    for part in key.split("."):
        answer = answer[int(part)] if part.isdigit() else answer[part]
    return answer
