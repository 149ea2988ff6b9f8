"""``demo``: the whole job played on the samples, every office in a process and a workspace of its own; then the window."""

import os
import queue
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from alliance_desk import files, words
from alliance_desk.cli.session import Session
from alliance_desk.cli.story import Player
from alliance_desk.desk.sample import SECRET
from alliance_desk.desk.workspace import Workspace
from alliance_desk.errors import Damaged, Refused
from alliance_desk.paths import RESOURCES

_MARK = "demo.json"
_ORDER = ("certificate", "plaque", "package", "list", "letter", "form", "card")
_WINDOW = ("-P", "-m", "ui.app", "--workspace")
"""How the window is started on a workspace: a process of its own, since nothing below the window knows it."""


class _Mark(msgspec.Struct):
    """What ``demo.json`` says in a folder of ours: story → files made, by paths from the folder; none before it is finished."""

    stories: dict[str, list[str]] = {}


def attach(app: typer.Typer) -> None:
    """Hang this room's command into the tree."""
    app.command("demo", help=words.text("cli.help.demo"))(demo)


def demo(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", help=words.text("cli.help.demo-out"))] = Path("out"),
    window: Annotated[bool, typer.Option("--window/--no-window", help=words.text("cli.help.no-window"))] = True,
    again: Annotated[bool, typer.Option("--again", help=words.text("cli.help.demo-again"))] = False,
) -> None:
    """Play the stories of ``resources/samples``, say where everything lies, open the window on the first story's city.

    A finished play is kept, with what somebody did in its offices since, unless ``--again`` asks for a new one.
    """
    session: Session = context.obj
    folder = out.resolve()
    office = _city(folder)
    made = _finished(folder) if not again and (office / "desk.db").is_file() else {}
    lines = [words.text("cli.demo-kept" if made else "cli.demo-where", {"folder": str(folder)})]
    made = made or _play(session, folder)
    paths = sorted((_ORDER.index(_kind(p)), p) for found in made.values() for p in map(Path, found))
    lines += [f"  {words.text(f'cli.demo-file.{_ORDER[place]}')}\t{path}" for place, path in paths]
    opens = window and _screen()
    told = {"workspace": str(office), "passphrase": SECRET}
    lines.append(words.text("cli.demo-window" if opens else "cli.demo-office", told))
    stories = {name: [str(folder / path) for path in found] for name, found in made.items()}
    session.show({"folder": str(folder), "stories": stories, **told, "window": opens}, lines)
    if opens:
        sys.stdout.flush()
        raise typer.Exit(subprocess.run([sys.executable, *_WINDOW, str(office)], check=False).returncode)


def _play(session: Session, folder: Path) -> dict[str, list[str]]:
    """Play every story; what each made, by paths from the folder."""
    _make_room(folder)
    stories = _stories()
    made: dict[str, list[str]] = {}
    with ThreadPoolExecutor(max_workers=len(stories)) as pool:
        playing = [(path, *_begin(pool, path, folder)) for path in stories]
        for path, told, result in playing:
            for line in told:
                if not session.as_json:
                    print(line, flush=True)
            made[path.stem.removeprefix("story-")] = [str(Path(p).relative_to(folder)) for p in result.result()]
    files.write(folder / _MARK, msgspec.json.encode(_Mark(made)) + b"\n")
    return made


def _stories() -> list[Path]:
    """The stories of the samples, in the order in which they are told."""
    return sorted((RESOURCES / "samples").glob("story-*.toml"))


def _city(folder: Path) -> Path:
    """The workspace of the first story's city: the office that has the whole job before it."""
    players = (Player(path, folder, print) for path in _stories())
    return next(p.folder / key for p in players for key, office in p.story.office.items() if office.level == "市")


def _screen() -> bool:
    """Whether somebody could see a window."""
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _begin(pool: ThreadPoolExecutor, path: Path, folder: Path) -> tuple[Iterator[str], "Future[list[str]]"]:
    """Play a story beside the others; its lines come one after another, so that two stories are never mixed."""
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def play() -> list[str]:
        try:
            return Player(path, folder, lines.put).play()
        finally:
            lines.put(None)

    return iter(lines.get, None), pool.submit(play)


def _kind(path: Path) -> str:
    """What a file of the demo is, by its name: certificate, plaque, list, letter, package, form or card."""
    if path.suffix == ".pdf":
        return path.stem.partition("-")[0]
    by_suffix = {".docx": "letter", ".deskpack": "package", ".deskkey": "card"}
    return by_suffix.get(path.suffix) or ("form" if path.parent.name == "usb" else "list")


def _finished(folder: Path) -> dict[str, list[str]]:
    """What a finished demo in this folder made; empty when there is none."""
    mark = folder / _MARK
    try:
        return msgspec.json.decode(files.read(mark, 1_000_000), type=_Mark).stories if mark.is_file() else {}
    except msgspec.DecodeError:
        return {}


def _make_room(folder: Path) -> None:
    """An empty folder, or one that an earlier demo made: anything else is somebody's own.

    Raises Refused for that, and while a window or another program has one of the sample offices open.
    """
    if folder.exists() and any(folder.iterdir()):
        if not (folder / _MARK).is_file():
            raise Refused("cli.demo-folder", path=str(folder))
        for database in sorted(folder.glob("*/*/desk.db")):
            Workspace(database.parent).lock(0.2).release()
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise Damaged("files.cannot-write", path=str(folder), why=files.reason(error)) from error
    files.write(folder / _MARK, b"{}\n")
