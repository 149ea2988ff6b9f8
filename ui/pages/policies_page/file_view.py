"""A pack file that somebody writes: its faults, or what it would change here; checked again, tried, printed, added."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from alliance_desk.desk import library
from alliance_desk.policy.pack import Pack
from alliance_desk.progress import Progress
from ui.action import Action
from ui.language import tr
from ui.pages.policies_page.changes import DifferenceTable
from ui.pages.policies_page.faults import FaultPane
from ui.pages.policies_page.guide import show_guide
from ui.pages.policies_page.opening import open_file
from ui.pages.policies_page.reader import Reader
from ui.pages.policies_page.view import View
from ui.pieces import label
from ui.seat import Seat
from ui.tables.panel import TablePanel
from ui.tasks import packs
from ui.tasks.pack_finds import Compared, Examined, Tried, examined
from ui.theme import measures
from ui.theme.colours import Tone


class FileView(View):
    """One file. compared, tried: what to do with what a comparison or a dry run of it finds. added: after it was added."""

    main = "policies.file.add"

    def __init__(
        self,
        seat: Seat,
        compared: Callable[[Compared], None],
        tried: Callable[[Tried], None],
        added: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(seat, "policies.file", parent)
        self.one: Examined | None = None
        self._compared, self._tried, self._added = compared, tried, added
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setChildrenCollapsible(False)
        self._stack = QStackedWidget(self._split)
        self._stack.setMinimumWidth(300)
        self.faults = FaultPane(seat, "policies.file", lambda: (), self._open, self._stack)
        self._stack.addWidget(self.faults)
        self.differences = DifferenceTable(
            seat, "policies.file", empty=tr("ui.policies.no-difference"), parent=self._stack
        )
        self._stack.addWidget(self.differences)
        self._quiet = label("", "quiet", self._stack, name="policies.file.nothing")
        self._quiet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._quiet)
        self._split.addWidget(self._stack)
        self.guide = Reader(seat.look, "policies.file.guide", self._split)
        self.guide.setMinimumWidth(340)
        self.guide.setContentsMargins(measures.GRID, 0, 0, 0)
        self.guide.hide()
        self._split.addWidget(self.guide)
        self._split.setSizes([600, 480])
        self.body.addWidget(self._split, 1)

    def show_file(self, one: Examined, *, guide: bool = False) -> None:
        """Show what was found in a file. guide: with the guide beside it."""
        self.one = one
        self.heading.setText(tr("ui.policies.file-title", file=one.path.name))
        if one.faults:
            self.badge.say(tr("ui.policies.fault-count", count=len(one.faults)), Tone.BLOCK, "block")
            calls = one.pack is not None
            self.told.setText(tr("ui.policies.told-calls" if calls else "ui.policies.told-faults", path=str(one.path)))
            self.faults.show_faults(one.path, one.faults)
            self._stack.setCurrentIndex(0)
        elif one.pack is not None:
            self.badge.say(tr("ui.policies.sound"), Tone.PASS, "pass")
            self._show_sound(one, one.pack)
        if guide:
            self._show_guide(shown=True)
        self.follow()

    def _show_sound(self, one: Examined, pack: Pack) -> None:
        header = pack.pack
        facts = {"path": str(one.path), "title": header.title, "version": header.version}
        if one.before is None:
            self.told.setText(tr("ui.policies.told-unsound" if one.unsound else "ui.policies.told-new", **facts))
            self._quiet.setText(one.unsound or tr("ui.policies.nothing-before"))
            self._stack.setCurrentIndex(2)
            return
        old = one.before.pack.version
        if library.is_shipped(one.path):
            self.heading.setText(tr("ui.policies.version-of", title=header.title, version=header.version))
        code = "ui.policies.told-shipped" if library.is_shipped(one.path) else "ui.policies.told-instead"
        self.told.setText(tr(code, **facts, old=old, count=len(one.differences)))
        self.differences.show_differences(
            one.differences, tr("ui.policies.instead-title", title=header.title, old=old, new=header.version)
        )
        self._stack.setCurrentIndex(1)

    @property
    def panel(self) -> TablePanel | None:
        return (self.faults.panel, self.differences, None)[self._stack.currentIndex()]

    # What can be done

    def actions_here(self) -> Sequence[Action]:
        def sound() -> str:
            return "" if self.one is not None and self.one.pack is not None else tr("ui.policies.not.sound")

        def why() -> str:
            if self.seat.readonly:
                return tr("ui.settings.read-only")
            return self.one.why_not() if self.one is not None else ""

        def own() -> str:
            """The program's own files are not for editing."""
            shipped = self.one is not None and library.is_shipped(self.one.path)
            return tr("ui.policies.not.own") if shipped else ""

        guide = "ui.policies.guide-hide" if self.guide.isVisibleTo(self._split) else "ui.policies.guide-beside"
        return [
            Action("policies.file.add", tr("ui.policies.file-add"), self._add, why, "import"),
            Action("policies.file.again", tr("ui.policies.again"), self.again, icon="refresh", hint=tr("ui.policies.again-hint")),
            Action("policies.file.edit", tr("ui.policies.edit"), self._open, own, "edit", hint=tr("ui.policies.edit-hint")),
            Action("policies.file.folder", tr("ui.policies.folder"), self._open_folder, own, "folder"),
            Action("policies.file.try", tr("ui.policies.try.action"), self._try, sound, "draw"),
            Action("policies.file.print", tr("ui.policies.print.action"), self._print, sound, "print"),
            Action("policies.file.compare", tr("ui.policies.compare.action"), self._compare, sound, "columns"),
            Action("policies.file.guide-beside", tr(guide), self._turn_guide, icon="help"),
        ]  # fmt: skip

    def again(self) -> None:
        """Look through the file anew, as it is now."""
        if self.one is None:
            return
        path = self.one.path

        def work(desk: object, step: Progress) -> Examined:
            return examined(desk, path, step)  # pyright: ignore[reportArgumentType]

        self.seat.run(tr("ui.policies.check.title"), work, done=self._again_done)

    def _again_done(self, one: Examined) -> None:
        self.show_file(one)
        code = "ui.policies.found-faults" if one.faults else "ui.policies.found-sound"
        self.seat.say(tr(code, file=one.path.name, count=len(one.faults)), "warn" if one.faults else "pass")

    def _add(self) -> None:
        if self.one is not None and self.one.pack is not None:
            name = self.one.pack.pack.id
            packs.add(self.seat, self.one, lambda _changes: self._added(name))

    def _open(self) -> None:
        if self.one is not None:
            open_file(self.one.path)

    def _open_folder(self) -> None:
        if self.one is not None:
            open_file(self.one.path.parent)

    def _try(self) -> None:
        if self.one is not None and self.one.pack is not None:
            packs.dry_run(self.seat, str(self.one.path), self.one.pack.pack.title, self._tried)

    def _print(self) -> None:
        if self.one is not None and self.one.pack is not None:
            header = self.one.pack.pack
            packs.print_book(self.seat, str(self.one.path), header.title, header.version)

    def _compare(self) -> None:
        if self.one is not None and self.one.pack is not None:
            packs.compare(self.seat, self.one.pack.pack.id, self._compared, self.one.path)

    def _turn_guide(self) -> None:
        self._show_guide(shown=not self.guide.isVisibleTo(self._split))
        self.follow()

    def _show_guide(self, *, shown: bool) -> None:
        if shown:
            show_guide(self.guide, self.seat.look)
        self.guide.setVisible(shown)
        words = tr("ui.policies.guide-hide" if shown else "ui.policies.guide-beside")
        for made, name in self._made:
            if name == "policies.file.guide-beside":
                made.setText(words)
