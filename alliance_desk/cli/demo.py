"""``demo``: the whole job played on the samples, every office in a process and a workspace of its own."""

import queue
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import typer

from alliance_desk import files, words
from alliance_desk.cli.session import Session
from alliance_desk.cli.story import Player
from alliance_desk.errors import Refused
from alliance_desk.paths import RESOURCES

_MARK = "demo.json"
_ORDER = ("certificate", "plaque", "package", "list", "letter", "form", "card")


def attach(app: typer.Typer) -> None:
    """Hang this room's command into the tree."""
    app.command("demo", help=words.text("cli.help.demo"))(demo)


def demo(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", help=words.text("cli.help.demo-out"))] = Path("out"),
    window: Annotated[bool, typer.Option("--window/--no-window", help=words.text("cli.help.no-window"))] = True,
) -> None:
    """Play the stories of ``resources/samples`` and say where everything lies."""
    session: Session = context.obj
    del window  # there is no window yet: the stories are played without one either way
    folder = out.resolve()
    _make_room(folder)
    stories = sorted((RESOURCES / "samples").glob("story-*.toml"))
    made: dict[str, list[str]] = {}
    with ThreadPoolExecutor(max_workers=len(stories)) as pool:
        playing = [(path, *_begin(pool, path, folder)) for path in stories]
        for path, told, result in playing:
            for line in told:
                if not session.as_json:
                    print(line, flush=True)
            made[path.stem.removeprefix("story-")] = result.result()
    paths = sorted((_ORDER.index(_kind(p)), p) for found in made.values() for p in map(Path, found))
    lines = [words.text("cli.demo-where", {"folder": str(folder)})]
    lines += [f"  {words.text(f'cli.demo-file.{_ORDER[place]}')}\t{path.relative_to(folder)}" for place, path in paths]
    session.show({"folder": str(folder), "stories": made}, lines)


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


def _make_room(folder: Path) -> None:
    """An empty folder, or one that an earlier demo made: anything else is somebody's own."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / _MARK).is_file():
            raise Refused("cli.demo-folder", path=str(folder))
        shutil.rmtree(folder)
    files.write(folder / _MARK, b"{}\n")
