"""What is done with the papers of a case: taken in one by one or as a heap, sealed and counted, taken out, saved, opened elsewhere."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from alliance_desk import files
from alliance_desk.cases.editing import add_paper, edit, remove_paper
from alliance_desk.cases.paper_edits import NewPaper, add_papers
from alliance_desk.cases.paper_matrix import PaperCell, PaperMatrix
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.pack import Pack
from alliance_desk.progress import Progress
from ui.language import tr
from ui.pages.case.papers_model import Place
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.papers_match import propose, slots

_YES, _NO = "yes", "no"


def seen(case: Folded) -> dict[str, int]:
    """The head of the case that the person has before their eyes."""
    return {case.stream: case.seq}


def file_types() -> str:
    """What a paper may come as, for the system's file dialog."""
    return tr("ui.papers.types")


def attach(seat: Seat, case: Folded, rules: Pack, place: Place, path: Path | None = None) -> None:
    """Take a file in as one paper. With a file at hand and nothing more to ask it is done at once; it can be undone."""
    paper = rules.paper[place.column.paper] if place.column is not None else None
    if paper is None or place.column is None:
        return
    which, year = place.column.paper, place.column.year
    if path is not None and not paper.sealed and paper.copies <= 1:
        add = partial(_add, stream=case.stream, file=path, paper=which, member=place.member, year=year)
        seat.run(tr("ui.papers.attaching", name=path.name), add, seen=seen(case))
        return

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        sealed = {_YES: True, _NO: False}.get(values.get("sealed", ""))
        return add_paper(
            desk, case.stream, values["file"], which, place.member, year, sealed=sealed, copies=values.get("copies")
        )

    there = place.cell.at == place.cell.key
    ask = Ask(
        "file",
        tr("ui.papers.file"),
        Kind.FILE,
        required=True,
        usual=path,
        file_types=file_types(),
        hint=tr("ui.papers.file-hint"),
    )
    seat.ask(
        Task(
            id=f"papers.attach.{place.cell.key}",
            title=tr("ui.papers.replace-title" if there else "ui.papers.attach-title", paper=place.words),
            basis=place.column.basis,
            submit=tr("ui.papers.replace-submit" if there else "ui.papers.attach-submit"),
            fields=[ask, *_flags(place.cell)],
            work=work,
            stream=case.stream,
            seen=seen(case),
        )
    )


def _add(desk: Desk, _step: Progress, *, stream: str, file: Path, paper: str, member: str, year: str) -> Changes:
    return add_paper(desk, stream, file, paper, member, year)


def _flags(cell: PaperCell) -> list[Ask]:
    sealed = {True: _YES, False: _NO}.get(cell.sealed) if cell.sealed is not None else None
    answers = [(_YES, tr("ui.papers.sealed")), (_NO, tr("ui.papers.unsealed"))]
    return [
        Ask("sealed", tr("ui.papers.seal"), Kind.CHOICE, choices=answers, usual=sealed),
        Ask("copies", tr("ui.papers.copies"), Kind.NUMBER, usual=cell.copies or None),
    ]


def flags(seat: Seat, case: Folded, place: Place) -> None:
    """Whether a paper is sealed, and in how many copies it lies there."""
    key = place.cell.at

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        sealed = {_YES: True, _NO: False}.get(values.get("sealed", ""))
        return edit(desk, case.stream, {"papers": {key: {"sealed": sealed, "copies": values.get("copies")}}})

    seat.ask(
        Task(
            id=f"papers.flags.{key}",
            title=tr("ui.papers.flags-title", paper=place.words),
            submit=tr("ui.papers.flags-submit"),
            fields=_flags(place.cell),
            work=work,
            stream=case.stream,
            seen=seen(case),
        )
    )


def attach_many(seat: Seat, case: Folded, rules: Pack, matrix: PaperMatrix, paths: Sequence[Path]) -> None:
    """Take a heap of files in: each with the place it seems to belong to, for the person to put right."""
    found = [path for given in paths for path in _inside(given)]
    if not found:
        seat.say(tr("ui.papers.no-files"), "warn")
        return
    places = slots(matrix)
    by_key = {slot.key: slot for slot in places}
    choices = [(slot.key, slot.words) for slot in sorted(places, key=lambda slot: not slot.wanted)]
    proposed = propose(found, places)
    by_field = {f"file{at}": path for at, path in enumerate(found)}
    asks = [
        Ask(
            name,
            path.name,
            Kind.CHOICE,
            choices=choices,
            usual=proposed.get(path),
            hint="" if path in proposed else tr("ui.papers.not-known"),
        )
        for name, path in by_field.items()
    ]
    seal = any(paper.sealed for paper in rules.paper.values())
    if seal:
        asks.append(Ask("sealed", tr("ui.papers.seal"), Kind.YES, hint=tr("ui.papers.all-sealed")))

    def work(desk: Desk, values: Values, step: Progress) -> Changes:
        taken = [(path, by_key[values[name]]) for name, path in by_field.items() if name in values]
        sealed = {
            which: True if values.get("sealed") and paper.sealed else None for which, paper in rules.paper.items()
        }
        new = [NewPaper(path, slot.paper, slot.member, slot.year, sealed[slot.paper]) for path, slot in taken]
        return add_papers(desk, case.stream, new, step)

    def check(values: Values) -> list[tuple[str, str]]:
        taken: dict[str, str] = {}
        wrong: list[tuple[str, str]] = []
        for name in by_field:
            key = values.get(name, "")
            if key and key in taken:
                wrong.append((name, tr("ui.papers.twice", name=by_field[taken[key]].name)))
            taken.setdefault(key, name)
        return wrong or ([] if any(taken) else [("", tr("ui.papers.none-chosen"))])

    seat.ask(
        Task(
            id="papers.attach-many",
            title=tr("ui.papers.many-title", count=len(found)),
            intro=tr("ui.papers.many-intro", known=len(proposed), count=len(found)),
            submit=tr("ui.papers.many-submit"),
            fields=asks,
            work=work,
            check=check,
            stream=case.stream,
            seen=seen(case),
        )
    )


def _inside(path: Path) -> list[Path]:
    """A file, or the files of a folder; what systems leave there by themselves is passed over."""
    if not path.is_dir():
        return [path]
    litter = {"thumbs.db", "desktop.ini", ".ds_store"}
    return sorted(one for one in path.iterdir() if one.is_file() and one.name.lower() not in litter)


def remove(seat: Seat, case: Folded, place: Place) -> None:
    """Take a paper out; the file stays in the history, and it can be undone."""
    key = place.cell.at
    seat.run(
        tr("ui.papers.removing", paper=place.words),
        lambda desk, _step: remove_paper(desk, case.stream, key),
        seen=seen(case),
    )


def save_copy(seat: Seat, place: Place) -> None:
    """Write a copy of a paper where the person wants it."""
    blob, name = place.cell.blob, place.cell.file

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        path: Path = values["path"]
        files.write(path, desk.blobs.read(blob))
        return Changes(code="ui.papers.saved", facts={"path": str(path)}, files=(path,))

    where = Ask("path", tr("ui.papers.save-path"), Kind.SAVE, required=True, usual=Path.home() / name)
    seat.ask(
        Task(
            id="papers.save",
            title=tr("ui.papers.save-title", paper=place.words),
            submit=tr("ui.papers.save-submit"),
            fields=[where],
            work=work,
        )
    )


def open_outside(seat: Seat, blob: str, name: str) -> None:
    """Open a paper with the system's program: a copy that bears its name, in the folder that is emptied at the next start."""

    def work(desk: Desk, _step: Progress) -> Path:
        return files.write(desk.place.scratch / f"{blob[:8]}-{name}", desk.blobs.read(blob))

    seat.run(
        tr("ui.papers.opening", name=name),
        work,
        done=lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
    )
