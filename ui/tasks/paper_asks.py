"""Papers as fields of a task: a file for each paper that is asked for, and what else the policy wants to know of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from alliance_desk.cases.paper_edits import NewPaper
from alliance_desk.cases.paper_matrix import PaperMatrix
from alliance_desk.policy.pack import Pack
from ui.language import tr
from ui.task import Ask, Kind, Values


@dataclass(frozen=True)
class PaperAsks:
    """The fields, and which paper each file is. files: the fields of the files alone."""

    fields: Sequence[Ask]
    files: Sequence[Ask]
    papers: dict[str, tuple[str, str, str]]


def paper_asks(matrix: PaperMatrix, rules: Pack, files: Sequence[Path] = (), *, prefix: str = "") -> PaperAsks:
    """The fields for the papers of a matrix. files: at hand already. prefix: parts fields of several matrices in one task."""
    from ui.tasks.papers_match import propose, slots

    places = slots(matrix)
    at_hand = {key: path for path, key in propose(files, places).items()}
    made: list[Ask] = []
    single: list[Ask] = []
    known: dict[str, tuple[str, str, str]] = {}
    for slot in places:
        paper = rules.paper[slot.paper]
        name = ".".join(part for part in ("file", prefix, slot.key) if part)
        hint = tr("ui.duties.paper-needed") if paper.required else tr("ui.duties.paper-free")
        words = slot.words
        ask = Ask(name, words, Kind.FILE, usual=at_hand.get(slot.key), hint=hint, file_types=tr("ui.papers.types"))
        made.append(ask)
        single.append(ask)
        known[name] = (slot.paper, slot.member, slot.year)
        if paper.sealed:
            made.append(Ask(f"sealed.{name}", words, Kind.YES, hint=tr("ui.papers.sealed"), when=_with(name)))
        if paper.copies > 1:
            label = tr("ui.duties.paper-copies", paper=words)
            made.append(Ask(f"copies.{name}", label, Kind.NUMBER, usual=paper.copies, when=_with(name)))
    return PaperAsks(made, single, known)


def papers_in(values: Values, asked: PaperAsks) -> list[NewPaper]:
    """The papers that were given."""
    return [
        NewPaper(
            values[name], paper, member, year,
            sealed=values.get(f"sealed.{name}") or None,
            copies=values.get(f"copies.{name}"),
        )
        for name, (paper, member, year) in asked.papers.items()
        if name in values
    ]  # fmt: skip


def _with(name: str) -> Callable[[Values], bool]:
    return lambda values: bool(values.get(name))
