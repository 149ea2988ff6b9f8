"""The samples' stories played quickly, in this process, with a copy of the office at work kept at the moments worth looking at."""

import contextlib
import io
import os
import shutil
import time
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from alliance_desk.cli import main
from alliance_desk.cli.session import PASSPHRASE, day
from alliance_desk.cli.story import Player, Step
from alliance_desk.clock import FixedClock
from alliance_desk.desk import found
from alliance_desk.desk.found import Founding
from alliance_desk.desk.sample import SECRET, mark
from alliance_desk.exchange import trust
from alliance_desk.paths import RESOURCES
from tests.helpers.desks import CHEAP

MOMENTS = {
    "anshan": {
        "recommend": "写明审查意见，推荐",
        "offer": "报送，数据包写到U盘",
        "batch": "建立评审批次",
        "report": "收到第三方评审报告",
        "notice": "公示五个工作日（跨国庆，两个调休上班日）",
        "objection": "核查后答复",
        "recognise": "下达批复，认定",
        "issue": "制发证书",
        "county-end": "签收抄送",
        "done": "检查工作区",
    },
    "jinzhong": {
        "judging": "经核对原件",
        "formal": "形式审查通过（一）",
        "drawing": "抽取专家组",
        "scoring": "录入评分（三）",
        "meeting": "党组会研究：一件通过，一件不予认定",
        "open-notice": "期满无异议，结束公示",
    },
}
"""Story → name of the copy → the words of the step before which the office that takes it is copied; the last such step counts."""


class Quick(Player):
    """Plays a story without a process for each command, with keys that cost next to nothing."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(
            RESOURCES / "samples" / f"story-{name}.toml", folder / "played", lambda _line: None, self._keep
        )
        self._moments: Mapping[str, str] = MOMENTS[name]
        self._to = folder

    def _keep(self, step: Step) -> bool:
        for name, words in self._moments.items():
            if step.say == words:
                shutil.rmtree(self._to / name, ignore_errors=True)
                shutil.copytree(self.folder / step.office, self._to / name, ignore=shutil.ignore_patterns("desk.lock"))
                mark(self._to / name, day(step.day))
        return True

    def _command(self, office: str, day: str, arguments: list[str], *, refused: str = "") -> dict[str, Any]:
        if arguments[0] == "init":
            return self._founded(office, day)
        whole = ["--workspace", str(self.folder / office), "--json", "--clock", day, *arguments]
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(whole)
        answer: dict[str, Any] = msgspec.json.decode(err.getvalue() if refused else out.getvalue())
        assert code == (1 if refused else 0), err.getvalue()
        assert not refused or answer["refused"] == refused
        return answer

    def _founded(self, key: str, at: str) -> dict[str, Any]:
        office, root = self.story.office[key], self.folder / key
        answers = Founding(name=office.name, level=office.level, division=office.division, operator=office.person)
        with found(root, answers, lambda: SECRET, clock=FixedClock(day(at)), cost=CHEAP) as desk:
            fingerprint = trust.own_card(desk).fingerprint
            return {"office": desk.office, "fingerprint": fingerprint, "workspace": str(root)}


def play(folder: Path) -> None:
    """Play both stories; the copies stand under ``folder``."""
    os.environ[PASSPHRASE] = SECRET
    try:
        for name in MOMENTS:
            Quick(name, folder).play()
    finally:
        del os.environ[PASSPHRASE]


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the copies, made once for all the processes of a run; nobody writes into it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "staged"
    with _alone(folder.with_suffix(".lock")):
        if not (folder / "ready").exists():
            play(folder)
            (folder / "ready").touch()
    return folder


@contextlib.contextmanager
def _alone(lock: Path) -> Generator[None]:
    """One process after another."""
    while True:
        try:
            lock.touch(exist_ok=False)
            break
        except FileExistsError:
            time.sleep(0.2)
    try:
        yield
    finally:
        lock.unlink()


def office(staged: Path, name: str, root: Path) -> Path:
    """A copy of one of the copies, to be worked on."""
    return Path(shutil.copytree(staged / name, root))
