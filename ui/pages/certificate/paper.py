"""The paper that is looked at: drawn in the background, shown as it is, made, printed, printed again, saved."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from alliance_desk.cases import certified
from alliance_desk.cases import issue as verbs
from alliance_desk.cases.certified import Shown
from alliance_desk.changes import Changes
from alliance_desk.errors import DeskError
from ui.action import Action
from ui.language import said, tr
from ui.pages.certificate import printing
from ui.pages.certificate.lists import kind_words
from ui.pages.certificate.save import save_task
from ui.pages.certificate.side import Side
from ui.preview import Preview
from ui.seat import Seat
from ui.tasks import papers

_MOMENT = 120
"""Milliseconds after which a chosen paper is drawn: whoever runs down the list with the arrow key waits for none of them."""


class Paper(QObject):
    """One paper before the person's eyes, in a preview and in what stands beside it.

    shown: the paper, None while none is drawn. copy: the PDF of a further copy while that one is shown instead.
    """

    def __init__(self, seat: Seat, preview: Preview, side: Side) -> None:
        super().__init__(preview)
        self.shown: Shown | None = None
        self.copy: Path | None = None
        self.drawn = 0
        self._seat, self._preview, self._side = seat, preview, side
        self._wanted = ("", "")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._draw)
        preview.printed.connect(self._printed)

    # What is looked at

    def look_at(self, case: str, kind: str) -> None:
        """Draw a paper a moment from now, unless another is asked for until then."""
        if (case, kind) != self._wanted:
            self._wanted = case, kind
            self._timer.start(_MOMENT)

    def look_again(self) -> None:
        """Something was committed: draw what is looked at anew."""
        if self._wanted[0]:
            self._timer.start(_MOMENT)

    def nothing(self) -> None:
        """No paper is chosen."""
        self._timer.stop()
        self._wanted = ("", "")
        self._blank(tr("ui.certificates.nothing"))

    def _blank(self, words: str) -> None:
        self.shown, self.copy = None, None
        self._preview.nothing = words
        self._preview.show_file(None)
        self._side.empty()

    def _draw(self) -> None:
        """In the background; what comes when another paper is wanted already is thrown away."""
        wanted = self._wanted
        self.drawn += 1
        if self.shown is None or (self.shown.case, self.shown.kind) != wanted:
            self._blank(tr("ui.certificates.drawing"))

        def done(paper: Shown) -> None:
            if wanted == self._wanted:
                self._show(paper)

        def failed(error: Exception) -> bool:
            if isinstance(error, DeskError) and wanted == self._wanted:
                self._blank(said(error))
            return isinstance(error, DeskError)

        self._seat.run("", lambda desk, _step: certified.shown(desk, *wanted), done=done, failed=failed, quiet=True)

    def _show(self, paper: Shown) -> None:
        if paper != self.shown:  # after a commit elsewhere the page that is read stays where it is
            self.shown, self.copy = paper, None
            code = "ui.certificates.file-issued" if paper.issued else "ui.certificates.file-waiting"
            self._preview.nothing = paper.problem
            self._preview.show_file(paper.path, tr(code, kind=kind_words(paper.kind), number=paper.number))
        self._tell()

    def _tell(self) -> None:
        """What stands beside the paper."""
        if self.shown is not None:
            history = printing.printed(self._seat, self.shown.number) if self.shown.issued else []
            self._side.show_paper(self.shown, self.commands(), history)

    # What can be done

    def commands(self) -> list[Action]:
        """The buttons beside the paper, the main one first."""
        paper = self.shown
        if paper is None:
            return []
        if not paper.issued:
            text = tr("ui.certificates.issue", kind=kind_words(paper.kind))
            return [Action("certificate.issue", text, self._issue, self._cannot_issue, "stamp", group="paper")]
        files = [self._action("save", self._save, "export"), self._action("open", self._open, "pdf")]
        if not paper.mine:
            return files
        if paper.path is not None and paper.path.parent != self._seat.reader.place.papers:
            files.append(self._action("again", self._again, "refresh", hint=tr("ui.certificates.again-hint")))
        prints = [
            self._action("print", self._print, "print", "Ctrl+P", tr("ui.certificates.print-hint")),
            self._action("reprint", self._reprint, "copy", hint=tr("ui.certificates.reprint-hint")),
        ]
        # A plaque goes to its engraver as a file; a certificate is printed here.
        return [*files, *prints] if paper.kind == "plaque" else [*prints, *files]

    def _action(self, name: str, run: Callable[[], None], icon: str, keys: str = "", hint: str = "") -> Action:
        return Action(
            f"certificate.{name}", tr(f"ui.certificates.{name}"), run, self._no_file, icon, keys, hint, "paper"
        )

    def _no_file(self) -> str:
        return "" if self.file is not None else tr("ui.certificates.no-file")

    def _cannot_issue(self) -> str:
        if self._seat.readonly:
            return tr("ui.certificates.read-only")
        if self.shown is None or not self.shown.mine:
            return tr("ui.certificates.not-ours")
        return self.shown.problem

    @property
    def file(self) -> Path | None:
        """The PDF that is shown."""
        return self.copy or (self.shown.path if self.shown is not None else None)

    def _issue(self) -> None:
        if self.shown is not None:
            papers.issue(self._seat, self.shown.case, self.shown.kind)

    def _print(self) -> None:
        """The original, at its true size, through the system's dialog."""
        if self.copy is not None and self.shown is not None:
            paper, self.shown = self.shown, None
            self._show(paper)
        self._preview.print()

    def _reprint(self) -> None:
        """A marked copy: made, shown, and printed through the system's dialog."""
        paper = self.shown
        if paper is None:
            return

        def done(changes: Changes) -> None:
            if self.shown is paper:
                self.copy = changes.files[0]
                self._preview.show_file(self.copy, tr("ui.certificates.copy-of", number=paper.number))
                self._preview.print()

        title = tr("ui.certificates.reprint-job", number=paper.number)
        self._seat.run(title, lambda desk, _step: verbs.reprint(desk, paper.case, paper.kind), done=done)

    def _again(self) -> None:
        """Put the file back where it belongs."""
        if (paper := self.shown) is not None:
            title = tr("ui.certificates.again-job", number=paper.number)
            self._seat.run(
                title,
                lambda desk, _step: verbs.again(desk, paper.case, paper.kind),
                done=lambda _changes: self.look_again(),
            )

    def _open(self) -> None:
        if self.file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.file)))

    def _save(self) -> None:
        if self.file is not None:
            self._seat.ask(save_task(self.file, self._preview.name))

    def _printed(self, _name: str, pages: int, printer: str, well: bool) -> None:
        paper, path = self.shown, self.file
        if well and paper is not None and paper.issued and path is not None:
            number = tr("ui.certificates.copy-of", number=paper.number) if self.copy is not None else paper.number
            printing.keep(self._seat, number, path, pages, printer, self._tell)
