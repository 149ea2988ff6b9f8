"""Beside the paper: its number, what it rests on, whether its names and characters are right, and what can be done with it."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from alliance_desk.cases.certified import Shown
from alliance_desk.cases.names import difference
from ui.action import Action, button
from ui.language import tr
from ui.pages.certificate.lists import kind_words
from ui.pieces import clear, facts, label, renewed, scrolled
from ui.seat import Seat
from ui.theme import measures
from ui.theme.colours import Tone


class Side(QWidget):
    """What stands beside the picture of a paper. pane: what it scrolls in."""

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        super().__init__()
        self._seat = seat
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(measures.GRID, 0, measures.GRID, 0)
        self._column.setSpacing(measures.GRID)
        self.pane = scrolled(self, parent)

    def empty(self) -> None:
        """Nothing is chosen, or it is not drawn yet."""
        clear(self._column)

    def show_paper(self, paper: Shown, actions: Sequence[Action], printed: Sequence[str]) -> None:
        """A paper. printed: what is known of its printing, a line each."""
        with renewed(self, self.pane):
            clear(self._column)
            self._write(paper, actions, printed)

    def _write(self, paper: Shown, actions: Sequence[Action], printed: Sequence[str]) -> None:
        code = "ui.certificates.heading-issued" if paper.issued else "ui.certificates.heading-waiting"
        self._add(label(tr(code, kind=kind_words(paper.kind)), "quiet", self))
        self._add(label(paper.number, "number", self, name="certificate.number"))
        if not paper.issued:
            self._add(label(tr("ui.certificates.will-use"), "small", self))
        self._buttons(actions)
        for line in printed:
            self._add(label(line, "small", self))
        self._add(facts(self._facts(paper), self))
        self._section(tr("ui.certificates.names"), self._names(paper))
        self._section(tr("ui.certificates.characters"), self._characters(paper))
        self._column.addStretch(1)

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def _buttons(self, actions: Sequence[Action]) -> None:
        grid = QGridLayout()
        grid.setSpacing(measures.GRID)
        for at, action in enumerate(actions):
            made = button(action, self._seat.look, self, main=at == 0)
            if at == 0:
                grid.addWidget(made, 0, 0, 1, 2)
                if why := action.why_not():
                    grid.addWidget(label(why, "small", self, name="certificate.why"), 1, 0, 1, 2)
            else:
                grid.addWidget(made, 2 + (at - 1) // 2, (at - 1) % 2)
        self._column.addLayout(grid)

    def _facts(self, paper: Shown) -> list[tuple[str, str]]:
        return [
            (tr("ui.certificates.alliance"), paper.alliance),
            (tr("ui.certificates.issued"), paper.issued),
            (tr("ui.certificates.document", act=paper.act), paper.document),
            (tr("ui.certificates.valid-to"), paper.valid_to),
            (tr("ui.certificates.layout"), paper.layout),
            (tr("ui.certificates.basis"), paper.basis),
        ]

    def _section(self, title: str, lines: Iterable[tuple[Tone, str, str]]) -> None:
        self._add(label(title, "section", self))
        for tone, icon, text in lines:
            row = QHBoxLayout()
            row.setSpacing(6)
            picture = QLabel(self)
            picture.setPixmap(self._seat.look.icon(icon, tone, measures.ICON).pixmap(16, 16))
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(text, "", self), 1)
            self._column.addLayout(row)

    # Names

    def _names(self, paper: Shown) -> Iterable[tuple[Tone, str, str]]:
        for field in ("alliance", "lead"):
            what = tr(f"ui.certificates.name.{field}", applicant=paper.applicant)
            places = [tr(f"ui.certificates.place.{one.place}", act=paper.act) for one in paper.names]
            names = [str(getattr(one, field)) for one in paper.names]
            yield from self._compared(what, list(zip(places, names, strict=True)))

    def _compared(self, what: str, written: Sequence[tuple[str, str]]) -> Iterable[tuple[Tone, str, str]]:
        """One line where all places agree; else one for each that differs from the first."""
        if len(written) < 2:
            return
        (first, name), *others = written
        differing = [(place, text) for place, text in others if difference(name, text)]
        if not differing:
            places = tr("ui.list-sign").join(place for place, _ in written)
            yield Tone.PASS, "pass", tr("ui.certificates.names-equal", what=what, places=places)
        for place, text in differing:
            found = difference(name, text)
            if found is not None:
                said = {"at": found.at, "here": _named(found.here), "there": _named(found.there)}
                code = "ui.certificates.names-differ"
                yield Tone.BLOCK, "block", tr(code, what=what, first=first, other=place, text=text, **said)

    # Characters

    def _characters(self, paper: Shown) -> Iterable[tuple[Tone, str, str]]:
        if paper.problem:
            yield Tone.BLOCK, "block", paper.problem
            return
        if paper.rare:
            rare = tr("ui.list-sign").join(paper.rare)
            yield Tone.WARN, "warn", tr("ui.certificates.rare", characters=rare)
        else:
            yield Tone.PASS, "pass", tr("ui.certificates.covered")
        for warning in paper.warnings:
            yield Tone.WARN, "warn", warning
        if paper.issued and paper.mine and not paper.same:
            yield Tone.WARN, "warn", tr("ui.certificates.otherwise")


def _named(char: str) -> str:
    """A character with its code point; its absence in words."""
    return tr("ui.certificates.char", char=char, point=f"U+{ord(char):04X}") if char else tr("ui.certificates.no-char")
