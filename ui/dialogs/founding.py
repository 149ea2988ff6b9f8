"""Making a workspace in the background: an office of one's own, or the sample to try."""

import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alliance_desk.clock import Clock
from alliance_desk.desk import Desk, found
from alliance_desk.desk.found import Founding
from alliance_desk.desk.sample import marked
from alliance_desk.exchange import trust
from alliance_desk.progress import Progress
from ui.operation import Opener, Operations, Running, Work


@dataclass(frozen=True)
class Answers:
    """What the wizard asked."""

    name: str
    level: str
    operator: str
    passphrase: str
    again: str
    folder: str
    division: str = ""
    card: Path | None = None
    fingerprint: str = ""
    backups: Path | None = None


class Founder:
    """One making. ``run`` hands the finished workspace's folder over."""

    def __init__(self, opener: Opener | None, work: Work) -> None:
        self.operations = Operations(opener)
        self._work = work

    def run(self, done: Callable[[Path], None], failed: Callable[[Exception], bool]) -> Running:
        """Begin; one of the two is called in the window's thread."""
        return self.operations.run("", self._work, done=done, failed=failed)

    @classmethod
    def office(cls, answers: Answers, clock: Clock) -> "Founder":
        """An office of one's own: founded, its superior's card entered, its backups' folder noted."""
        root = Path(answers.folder).expanduser()

        def opener(_ask: Callable[[], str]) -> Desk:
            about = Founding(
                name=answers.name, level=answers.level, division=answers.division, operator=answers.operator
            )
            return found(root, about, lambda: answers.passphrase, clock=clock)

        def work(desk: Desk, _step: Progress) -> Path:
            if answers.card is not None:
                trust.enter_peer(desk, answers.card, answers.fingerprint, "superior")
            return root

        return cls(opener, work)

    @classmethod
    def sample(cls, folder: Path) -> "Founder":
        """The sample: the story that ends in a certificate, played up to the recognition, so that the person goes on from there."""
        from alliance_desk.cli.story import Player, Step
        from alliance_desk.paths import RESOURCES

        stories = sorted((RESOURCES / "samples").glob("story-*.toml"))
        path = next(
            one for one in stories if any(_issues(step) for step in tomllib.loads(one.read_text("utf8"))["step"])
        )
        made = folder / path.stem.removeprefix("story-")
        steps: list[dict[str, Any]] = tomllib.loads(path.read_text("utf8"))["step"]
        total = next(at for at, step in enumerate(steps) if step.get("run", [])[:2] == ["decide", "recognise"])
        office = steps[total]["office"]

        def work(_desk: Desk | None, step: Progress) -> Path:
            played = 0

            def before(_step: Step) -> bool:
                nonlocal played
                step(played, total, "ui.wizard.making-sample")
                played += 1
                return played <= total

            if marked(made / office) is not None:
                return made / office
            shutil.rmtree(made, ignore_errors=True)  # what an earlier try left unfinished bears no mark
            try:
                Player(path, folder, lambda _line: None, before).play()
            except BaseException:
                shutil.rmtree(made, ignore_errors=True)
                raise
            return made / office

        return cls(None, work)


def _issues(step: dict[str, Any]) -> bool:
    return step.get("run", [""])[0] == "issue"
