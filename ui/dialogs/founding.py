"""Making a workspace in the background: an office of one's own, the sample to try, or what a backup holds."""

import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alliance_desk import files
from alliance_desk.clock import Clock
from alliance_desk.desk import backup_state, found
from alliance_desk.desk.found import Founding
from alliance_desk.desk.sample import marked
from alliance_desk.exchange import trust
from alliance_desk.progress import Progress
from ui.operation import Operations, Running
from ui.task import Values
from ui.tasks import restoring


@dataclass(frozen=True)
class Answers:
    """What the wizard asked for an office of one's own."""

    name: str
    level: str
    operator: str
    passphrase: str
    folder: str
    division: str = ""
    card: Path | None = None
    fingerprint: str = ""
    backups: Path | None = None


class Founder:
    """One making. ``run`` hands the finished workspace's folder over; what fails or is cancelled leaves nothing behind."""

    def __init__(self, work: Callable[[Progress], Path]) -> None:
        self.operations = Operations(None)
        self._work = work

    def run(self, done: Callable[[Path], None], failed: Callable[[Exception], bool]) -> Running:
        """Begin; one of the two is called in the window's thread."""
        return self.operations.run("", lambda _desk, step: self._work(step), done=done, failed=failed)

    @classmethod
    def office(cls, answers: Answers, clock: Clock) -> "Founder":
        """An office of one's own: founded, its superior's card entered, its backups' folder kept."""
        root = Path(answers.folder).expanduser()

        def work(step: Progress) -> Path:
            step(0, 0, "ui.wizard.making")
            stood = root.exists()
            about = Founding(
                name=answers.name, level=answers.level, division=answers.division, operator=answers.operator
            )
            with found(root, about, lambda: answers.passphrase, clock=clock) as desk:
                try:
                    if answers.card is not None:
                        trust.enter_peer(desk, answers.card, answers.fingerprint, "superior")
                    if answers.backups is not None:
                        backup_state.set_folder(desk, answers.backups)
                    step(0, 0, "ui.wizard.making")
                except BaseException:
                    desk.close()
                    _remove(root, itself=not stood)
                    raise
            return root

        return cls(work)

    @classmethod
    def restored(cls, values: Values) -> "Founder":
        """What a backup holds, in a new folder."""
        return cls(lambda step: restoring.restored(values, step))

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

        def work(step: Progress) -> Path:
            played = 0

            class Stoppable(Player):
                """Can be cancelled between any two commands, also within a step."""

                def _command(self, *arguments: Any, **more: Any) -> dict[str, Any]:
                    step(min(played, total), total, "ui.wizard.making-sample")
                    return super()._command(*arguments, **more)

            def before(_step: Step) -> bool:
                nonlocal played
                played += 1
                return played <= total

            if marked(made / office) is not None:
                return made / office
            shutil.rmtree(made, ignore_errors=True)  # what an earlier try left unfinished bears no mark
            try:
                Stoppable(path, folder, lambda _line: None, before).play()
            except BaseException:
                shutil.rmtree(made, ignore_errors=True)
                raise
            return made / office

        return cls(work)


def _remove(root: Path, *, itself: bool) -> None:
    """Take away what was founded; the folder itself only where it was not there before."""
    for path in [root] if itself else list(root.iterdir()):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            files.remove(path)


def _issues(step: dict[str, Any]) -> bool:
    return step.get("run", [""])[0] == "issue"
