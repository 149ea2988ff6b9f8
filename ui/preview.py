"""A preview: the file itself (a PDF's pages, a picture, plain text), or what it is and a way to open it with the system's program."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import pieces
from ui.action import Action
from ui.language import tr
from ui.preview_print import Printing, ask_printer, too_small
from ui.preview_views import STEP, PdfView, PictureView, TextView, View
from ui.theme import measures
from ui.theme.look import Look

LIMIT = 40 << 20
"""A file with more bytes is opened when the person asks for it, having read how large it is."""
_HEADS = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "picture"), (b"\x89PNG\r\n\x1a\n", "picture"), (b"PK\x03\x04", "packed"))
_PACKED = {".docx": "word", ".xlsx": "excel", ".ofd": "ofd"}
_VIEWS: dict[str, type[View]] = {"pdf": PdfView, "picture": PictureView, "text": TextView}


def open_with_system(path: Path, name: str) -> None:
    """Open a file with the program that the system has for it."""
    del name  # a file with its own name and ending tells the system by itself what it is
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def kind_at(path: Path, name: str) -> str:
    """What a file is: pdf, picture, text, word, excel, ofd, other; ``gone`` where it cannot be read. name: what people call it."""
    try:
        with path.open("rb") as source:
            head = source.read(16)
    except OSError:
        return "gone"
    ending = Path(name or path.name).suffix.lower()
    kind = next((kind for start, kind in _HEADS if head.startswith(start)), "")
    if kind == "packed":
        return _PACKED.get(ending, "other")
    # What calls itself a PDF or a picture and is none is damaged: its view says so.
    by_name = {".pdf": "pdf", ".jpg": "picture", ".jpeg": "picture", ".png": "picture", ".txt": "text", ".csv": "text"}
    return kind or by_name.get(ending, "other")


def size_words(size: int) -> str:
    """How large a file is."""
    return (
        tr("ui.preview.mb", size=f"{size / 2**20:.1f}")
        if size >= 2**20
        else tr("ui.preview.kb", size=max(1, size >> 10))
    )


class Preview(QWidget):
    """Shows one file.

    nothing: what it says while there is none. opener: opens it outside, given the file and its name.
    low: there is little height, and the name is said elsewhere.

    Signals: printed (name, pages, printer, whether all pages went out) – a print job has ended.
    """

    printed = Signal(str, int, str, bool)

    def __init__(self, look: Look, parent: QWidget | None = None, *, low: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self._low = low
        self.look = look
        self.nothing = tr("ui.preview.nothing")
        self.opener: Callable[[Path, str], None] = open_with_system
        self.path: Path | None = None
        self.name = ""
        self.view: View | None = None
        self._printing: Printing | None = None
        self._kept: dict[str, View] = {}
        self._build()
        look.changed.connect(self._paint)
        self.show_file(None)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID // 2)
        self.title = pieces.label("", "quiet", self, name="preview.name")
        column.addWidget(self.title)
        self._tools = QWidget(self)
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self._buttons: list[tuple[QToolButton, Action]] = []
        self._where = pieces.label("", "small", self, wrap=False, name="preview.page")
        self._how = pieces.label("", "small", self, wrap=False, name="preview.scale")
        self._pages, self._zooms, rest = (QWidget(self._tools) for _ in range(3))
        by_id = {one.id: one for one in self._all_actions()}
        for group, names, told, after in (
            (self._pages, ("previous", "next"), self._where, "previous"),
            (self._zooms, ("zoom-out", "zoom-in", "fit"), self._how, "zoom-out"),
            (rest, ("rotate", "print", "open"), None, ""),
        ):
            inside = QHBoxLayout(group)
            inside.setContentsMargins(0, 0, measures.GRID, 0)
            inside.setSpacing(2)
            for name in names:
                inside.addWidget(self._tool(by_id[f"preview.{name}"]))
                if told is not None and name == after:
                    inside.addWidget(told)
            row.addWidget(group)
        row.addStretch(1)
        column.addWidget(self._tools)
        column.addLayout(self._notices())
        self._stack = QStackedWidget(self)
        self._said = pieces.label("", "quiet", self, name="preview.said")
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        about = QWidget(self._stack)
        inside = QVBoxLayout(about)
        inside.addStretch(1)
        inside.addWidget(self._said)
        self._go_on = QPushButton(about)
        self._go_on.setObjectName("preview.go-on")
        self._go_on.clicked.connect(self._press)
        inside.addWidget(self._go_on, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(1)
        self._stack.addWidget(about)
        self._about = about
        column.addWidget(self._stack, 1)

    def _tool(self, one: Action) -> QToolButton:
        made = QToolButton(self._tools)
        made.setObjectName(one.id)
        made.setProperty("role", "plain")
        made.setAccessibleName(one.text)
        # Nine of them stand in the narrowest pane.
        made.setStyleSheet("padding: 3px 5px;")
        made.clicked.connect(lambda: one.run() if not one.why_not() else None)
        self._buttons.append((made, one))
        return made

    def _notices(self) -> QHBoxLayout:
        """What printing says, below the tools."""
        row = QHBoxLayout()
        row.setSpacing(measures.GRID)
        self._told = pieces.label("", "small", self, name="preview.told")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("ui.preview.printing-progress"))
        self._bar.setMaximumWidth(120)
        self._stop = QPushButton(tr("ui.preview.stop"), self)
        self._stop.setObjectName("preview.stop")
        self._stop.clicked.connect(lambda: self._printing.cancel() if self._printing is not None else None)
        row.addWidget(self._told, 1)
        row.addWidget(self._bar)
        row.addWidget(self._stop)
        for widget in (self._told, self._bar, self._stop):
            widget.hide()
        return row

    # What is shown

    def show_file(self, path: Path | None, name: str = "") -> None:
        """Show a file, or nothing. name: what people call it where its path does not say so."""
        if self.view is not None:
            self.view.shut()
        self.path, self.name, self.view = path, name or (path.name if path is not None else ""), None
        if self._printing is None:
            self._tell("")
        kind = kind_at(path, name) if path is not None else ""
        size = path.stat().st_size if path is not None and kind != "gone" else 0
        if path is None:
            self._say(self.nothing)
        elif kind == "gone":
            self._say(tr("ui.preview.gone"))
        elif kind not in _VIEWS:
            self._say(tr(f"ui.preview.kind.{kind}", size=size_words(size)), tr("ui.preview.open"))
        elif size > LIMIT:
            self._say(tr("ui.preview.large", size=size_words(size)), tr("ui.preview.large-open"))
        else:
            self._show(kind, path)
        self.refresh()

    def _show(self, kind: str, path: Path) -> None:
        if kind not in self._kept:
            made = self._kept[kind] = _VIEWS[kind](self._stack)
            made.changed.connect(self.refresh)
            made.wear(self.look.colours.raised)
            self._stack.addWidget(made)
        view = self._kept[kind]
        self._stack.setCurrentWidget(view)
        if why := view.show_file(path):
            self._say(why, tr("ui.preview.open"))
        else:
            self.view = view
            self.view.setAccessibleName(self.name)
        self.refresh()

    def _say(self, words: str, button: str = "") -> None:
        self._said.setText(words)
        self._go_on.setText(button)
        self._go_on.setAccessibleName(button)
        self._go_on.setVisible(bool(button))
        self._stack.setCurrentWidget(self._about)

    def _press(self) -> None:
        if self.path is None:
            return
        kind = kind_at(self.path, self.name)
        if self._go_on.text() == tr("ui.preview.large-open"):
            self._show(kind, self.path)
        else:
            self.opener(self.path, self.name)

    # What can be done

    def actions(self) -> Sequence[Action]:  # pyright: ignore[reportIncompatibleMethodOverride] - as in Page, Qt means another thing
        """What can be done with the file shown."""
        return [one for one in self._all_actions() if not one.why_not()]

    def _all_actions(self) -> list[Action]:
        def one(name: str, run: Callable[[], None], why: Callable[[], str], icon: str, keys: str = "") -> Action:
            return Action(f"preview.{name}", tr(f"ui.preview.{name}"), run, why, icon, keys, group="preview")

        shown = lambda: "" if self.view is not None else tr("ui.preview.no-view")  # noqa: E731
        zooms = lambda: "" if self.view is not None and self.view.zooms else tr("ui.preview.no-view")  # noqa: E731
        turns = lambda: "" if self.view is not None and self.view.turns else tr("ui.preview.no-turn")  # noqa: E731
        there = lambda: "" if self.path is not None else tr("ui.preview.nothing")  # noqa: E731
        return [
            one("previous", lambda: self._page(-1), lambda: shown() or self._end(-1), "collapse"),
            one("next", lambda: self._page(1), lambda: shown() or self._end(1), "expand"),
            one("zoom-out", lambda: self._zoom(1 / STEP), zooms, "minus"),
            one("zoom-in", lambda: self._zoom(STEP), zooms, "add"),
            one("fit", lambda: self.view.fit() if self.view is not None else None, zooms, "fit"),
            one("rotate", lambda: self.view.turn() if self.view is not None else None, turns, "rotate"),
            one("print", self.print, self._no_print, "print"),
            one("open", lambda: self.opener(self.path, self.name) if self.path is not None else None, there, "export"),
        ]

    def _end(self, way: int) -> str:
        page = (self.view.page if self.view is not None else 0) + way
        return "" if self.view is not None and 0 <= page < self.view.pages else tr("ui.preview.no-page")

    def _page(self, way: int) -> None:
        if self.view is not None:
            self.view.go(self.view.page + way)

    def _zoom(self, factor: float) -> None:
        if self.view is not None:
            self.view.zoom(self.view.scale * factor)

    def refresh(self) -> None:
        """Show name, pages, zoom and what can be done as they are now."""
        view = self.view
        self.title.setText(breakable(self.name))
        self.title.setVisible(bool(self.name) and not self._low)
        self._tools.setVisible(self.path is not None)
        paged = view is not None and view.pages > 1
        self._where.setText(
            tr("ui.preview.of", page=view.page + 1, pages=view.pages) if view is not None and paged else ""
        )
        self._how.setText(f"{view.scale:.0%}" if view is not None and view.zooms else "")
        self._pages.setVisible(paged)
        self._zooms.setVisible(view is not None and view.zooms)
        for made, one in self._buttons:
            made.setEnabled(not one.why_not())
            made.setToolTip(one.tip)
            made.setAccessibleDescription(one.why_not())
            if one.id == "preview.rotate":
                made.setVisible(view is not None and view.turns)
        self._paint()

    def _paint(self) -> None:
        for made, one in self._buttons:
            made.setIcon(self.look.icon(one.icon))
        for view in self._kept.values():
            view.wear(self.look.colours.raised)

    # Paper

    def _no_print(self) -> str:
        if self._printing is not None:
            return tr("ui.preview.printing-already")
        return "" if self.view is not None and self.view.prints else tr("ui.preview.no-print")

    def print(self) -> None:
        """Print through the system's dialog, at true size; what does not fit the paper chosen is said and not printed."""
        leaves = self.view.leaves() if self.view is not None else None
        if leaves is None or self._printing is not None:
            return
        printer = ask_printer(leaves, self.name, self)
        if printer is None:
            return
        if why := too_small(leaves, printer):
            self._tell(why, problem=True)
            return
        where = printer.printerName() or printer.outputFileName()
        name, pages = self.name, leaves.count()
        self._printing = Printing(leaves, printer, self)
        self._printing.stepped.connect(lambda done, total: self._step(name, done, total))
        self._printing.ended.connect(lambda well: self._printed(name, pages, where, well=well))
        self._step(name, 0, pages)
        self._printing.start()

    def _step(self, name: str, done: int, total: int) -> None:
        self._tell(tr("ui.preview.printing", name=name, done=done, total=total))
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.show()
        self._stop.show()
        self.refresh()

    def _printed(self, name: str, pages: int, where: str, *, well: bool) -> None:
        if self._printing is not None:
            self._printing.deleteLater()
        self._printing = None
        code = "ui.preview.printed" if well else "ui.preview.not-printed"
        self._tell(tr(code, name=name, pages=pages, printer=where), problem=not well)
        self.refresh()
        self.printed.emit(name, pages, where, well)

    def _tell(self, words: str, *, problem: bool = False) -> None:
        self._told.setProperty("role", "problem" if problem else "small")
        self._told.style().unpolish(self._told)
        self._told.style().polish(self._told)
        self._told.setText(words)
        self._told.setVisible(bool(words))
        self._bar.hide()
        self._stop.hide()


def breakable(name: str) -> str:
    """A file name with places where a line may end: a long one without blanks would push its pane wide."""
    return "".join(f"{sign}\u200b" if sign in "-_.," else sign for sign in name)
