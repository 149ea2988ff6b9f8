"""The application file as one form over the page: the parts of the workbook as tabs, one save, a draft that outlives a crash."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from alliance_desk.cases.editing import EditFaults, edit
from alliance_desk.changes import Changes
from alliance_desk.clock import local as local_time
from alliance_desk.desk import Desk, local
from alliance_desk.errors import DeskError
from alliance_desk.ledger.fold import Folded
from alliance_desk.progress import Cancelled, Progress
from ui import pieces
from ui.language import said, tr
from ui.operation import Running
from ui.pages.case.form_agreement import Agreement
from ui.pages.case.form_conflicts import Conflicts, told
from ui.pages.case.form_cover import Cover
from ui.pages.case.form_may import why_not_editable
from ui.pages.case.form_members import Members
from ui.pages.case.form_people import People
from ui.pages.case.form_plain import Plain
from ui.pages.case.form_problems import Problems
from ui.pages.case.form_rows import Rows
from ui.pages.case.form_shape import SECTIONS, Shape, section_of
from ui.pages.case.form_state import FileState, ordered
from ui.pages.case.form_words import changes_in_words, name_of
from ui.seat import Seat
from ui.theme import measures

FORM = "case.file"
"""Drafts of this form are kept under it."""
_QUIET_MS = 600


Part = Plain | Members | People | Agreement


class FormSheet(Cover):
    """The form of one case."""

    def __init__(self, seat: Seat, case: Folded, host: QWidget) -> None:
        super().__init__(host, "form")
        self.seat, self.stream, self.case = seat, case.stream, case
        self.rules = seat.reader.rules_of(case)
        self.shape = Shape(self.rules, str(case.open.get("application", {}).get("filed", "")))
        self.state = FileState(case)
        self.parts: dict[str, Part] = {}
        self.faults: dict[str, str] = {}
        self._running: Running | None = None
        self._conflicts: Conflicts | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep)
        self.keys = [key for key in SECTIONS if self._has(key)]
        self._build()
        self._bring_back()
        seat.changed.connect(self._follow)
        seat.goto.connect(self._leave)
        self._refresh()

    def _has(self, section: str) -> bool:
        shape = self.shape
        return bool({"alliance": shape.basics, "bodies": shape.person, "contacts": shape.contacts}.get(section, [1]))

    # Building

    def _head(self) -> QHBoxLayout:
        """What it is about, and what ends it."""
        head = QHBoxLayout()
        head.setSpacing(measures.GRID)
        case = self.case.open
        words = tr("ui.form.title", name=case["alliance"].get("name", ""), number=case["case"]["number"])
        head.addWidget(pieces.label(words, "title", self, name="form.heading"), 1)
        self.save_button = QPushButton(tr("ui.form.save"), self)
        self.save_button.setProperty("role", "main")
        self.save_button.setObjectName("form.save")
        self.save_button.clicked.connect(self.save)
        self.discard_button = QPushButton(tr("ui.form.discard"), self)
        self.discard_button.setObjectName("form.discard")
        self.discard_button.setToolTip(tr("ui.form.discard-tip"))
        self.discard_button.clicked.connect(self.discard)
        close = QToolButton(self)
        close.setProperty("role", "plain")
        close.setObjectName("form.close")
        close.setIcon(self.seat.look.icon("close"))
        close.setAccessibleName(tr("ui.form.close"))
        close.setToolTip(tr("ui.form.close-tip"))
        close.clicked.connect(self.dismiss)
        for widget in (self.save_button, self.discard_button, close):
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _build(self) -> None:
        self.column.addLayout(self._head())
        self._draft = pieces.label("", "small", self, name="form.draft")
        self._draft.hide()
        self.column.addWidget(self._draft)
        self.problems = Problems(self)
        self.problems.wanted.connect(lambda path: self.go("", path))
        self.column.addWidget(self.problems)
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("form.tabs")
        self.tabs.setAccessibleName(tr("ui.form.tabs"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for key in self.keys:
            self.tabs.addTab(tr(f"ui.form.section.{key}"))
        self.tabs.currentChanged.connect(self._turn)
        self.column.addWidget(self.tabs)
        card = QFrame(self)
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(measures.MARGIN, measures.GAP, measures.GRID, measures.GAP)
        self.stack = QStackedWidget(card)
        inside.addWidget(self.stack)
        self.column.addWidget(card, 1)
        foot = QHBoxLayout()
        self._told = pieces.label("", "quiet", self, name="form.changes")
        foot.addWidget(self._told, 1)
        self.corrected = QCheckBox(self)
        self.corrected.setObjectName("form.corrected")
        self.corrected.toggled.connect(lambda _on: self._refresh())
        foot.addWidget(self.corrected)
        self.column.addLayout(foot)

    def _part(self, key: str) -> Part:
        """A part, made when first looked at."""
        if key not in self.parts:
            made: Part
            match key:
                case "members":
                    made = Members(self.seat, self.shape, self.state, self.stack)
                case "bodies":
                    made = People(self.seat, self.shape, self.state, self.stack)
                case "agreement":
                    made = Agreement(self.shape, self.state, self.stack)
                case "contacts":
                    made = Plain(
                        Rows("form", self.shape.contacts, self.shape), tr("ui.form.intro.contacts"), self.stack
                    )
                case _:
                    made = Plain(Rows("form", self.shape.basics, self.shape), "", self.stack)
                    made.rows.lock("application.filed", tr("ui.form.filed-fixed"))
            made.changed.connect(self._typed)
            self.stack.addWidget(made)
            self.parts[key] = made
            made.bind(self.state)
            made.show_faults(self.faults)
        return self.parts[key]

    def _turn(self, at: int) -> None:
        part = self._part(self.keys[at])
        # What was typed elsewhere shows here: a member's name among the signatures, the choice of a host.
        part.bind(self.state)
        self.stack.setCurrentWidget(part)

    def go(self, section: str, path: str = "") -> None:
        """Show a part, and put the cursor into the field of a path."""
        section = section if section in self.keys else section_of(path)
        self.tabs.setCurrentIndex(self.keys.index(section) if section in self.keys else self.tabs.currentIndex())
        self._turn(self.tabs.currentIndex())
        part = self._part(self.keys[self.tabs.currentIndex()])
        if not (path and part.focus_path(path)):
            self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)
            self.focusNextPrevChild(True)

    # Typing and drafts

    def _typed(self, path: str) -> None:
        for where in [where for where in self.faults if where == path or where.startswith(f"{path}.")]:
            del self.faults[where]
        self._timer.start(_QUIET_MS)
        self._refresh()

    def _refresh(self) -> None:
        dirty, words = self.state.dirty, changes_in_words(self.shape, self.state)
        why = why_not_editable(self.seat, self.case)
        if self.state.conflicts:
            why = why or tr("ui.form.conflicts-open", count=len(self.state.conflicts))
        if not dirty and not self.corrected.isChecked():
            why = why or tr("ui.form.nothing-changed")
        self.save_button.setEnabled(not why and self._running is None)
        self.save_button.setToolTip(why or tr("ui.form.save-tip"))
        self.save_button.setAccessibleDescription(why)
        self.discard_button.setEnabled((dirty or bool(self.state.conflicts)) and self._running is None)
        self._told.setText(words or why)
        rounds = [one for one in self.case.open.get("corrections", {}).values() if "answered" not in one]
        self.corrected.setVisible(bool(rounds))
        if rounds:
            self.corrected.setText(tr("ui.form.corrected", letter=rounds[-1].get("letter", "")))
            self.corrected.setAccessibleName(self.corrected.text())
        for at, key in enumerate(self.keys):
            self.tabs.setTabText(at, self._tab(key))

    def _tab(self, key: str) -> str:
        """The part's name, how many records it has, and how much of it is wrong."""
        count = {"members": len(self.state.records("members")), "bodies": self._people()}.get(key, 0)
        name = tr(f"ui.form.section.{key}")
        words = tr("ui.form.section-count", name=name, count=count) if count else name
        wrong = sum(section_of(path) == key for path in self.faults)
        return tr("ui.form.section-wrong", name=words, count=wrong) if wrong else words

    def _people(self) -> int:
        return sum(len(body.get("people", {})) for _, body in ordered(self.state.value("bodies")))

    def _bring_back(self) -> None:
        kept = local.draft(self.seat.reader, self.stream, FORM)
        if kept is None or not kept.values:
            return
        back = self.state.restore(kept.values)
        saved = local_time(kept.saved)
        self._say_draft(back, saved)

    def _say_draft(self, back: int, saved: str) -> None:
        lines = told(self.state, back, saved)
        self._draft.setText("\n".join(lines))
        self._draft.setVisible(bool(lines))
        if self._conflicts is not None:
            self._conflicts.hide()
            self._conflicts.deleteLater()
            self._conflicts = None
        if self.state.conflicts:
            self._conflicts = Conflicts(self.shape, self.state, self)
            self._conflicts.settled.connect(self._settled)
            self.column.insertWidget(self.column.indexOf(self.problems), self._conflicts)

    def _settled(self) -> None:
        self._say_draft(0, "")
        self._draft.hide()
        self._bind()
        self._timer.start(_QUIET_MS)

    def _bind(self) -> None:
        for part in self.parts.values():
            part.bind(self.state)
        self._refresh()

    def keep(self) -> None:
        """Keep what is typed as a draft."""
        if not self._timer.isActive() and self.sender() is not self._timer:
            return
        self._timer.stop()
        if self.seat.readonly or self._running is not None:
            return
        values, seq, stream = self.state.draft(), self.state.seq, self.stream

        def work(desk: Desk, _step: Progress) -> None:
            local.save_draft(desk, stream, FORM, seq, values) if values else local.drop_draft(desk, stream, FORM)

        self.seat.run("", work, quiet=True)

    # Saving

    def save(self) -> None:
        """Write what was changed, and nothing else."""
        if not self.save_button.isEnabled():
            return
        self._timer.stop()
        patch, private = self.state.patches()
        stream, corrected = self.stream, self.corrected.isVisible() and self.corrected.isChecked()

        def work(desk: Desk, _step: Progress) -> Changes:
            changes = edit(desk, stream, patch, private, corrected=corrected)
            local.drop_draft(desk, stream, FORM)
            return changes

        self._show_faults({}, [])
        self._running = self.seat.run(
            tr("ui.form.saving"), work, seen={stream: self.state.seq}, done=self._saved, failed=self._failed
        )
        self.stack.setEnabled(False)
        self._refresh()

    def _saved(self, _changes: Changes) -> None:
        self._running = None
        self.dismiss()

    def _failed(self, error: Exception) -> bool:
        self._running = None
        self.stack.setEnabled(True)
        self._timer.start(_QUIET_MS)
        known = isinstance(error, DeskError)
        if isinstance(error, EditFaults):
            faults = {fault.path: said(fault) for fault in error.faults}
            self._show_faults(faults, [(fault.path, self._line(fault.path, said(fault))) for fault in error.faults])
            self.go("", error.faults[0].path)
        elif known and not isinstance(error, Cancelled):
            self._show_faults({}, [("", said(error))])
            self._reread()
        self._refresh()
        return known

    def _line(self, path: str, words: str) -> str:
        return tr("ui.form.problem", where=name_of(self.shape, self.state, path), what=words)

    def _show_faults(self, faults: dict[str, str], lines: list[tuple[str, str]]) -> None:
        """Beside the fields, and as a list above them that leads there."""
        self.faults = faults
        for part in self.parts.values():
            part.show_faults(faults)
        self.problems.show_lines(lines)

    def discard(self) -> None:
        """Close and forget what was typed."""
        self._timer.stop()
        stream = self.stream
        if not self.seat.readonly:
            self.seat.run("", lambda desk, _step: local.drop_draft(desk, stream, FORM), quiet=True)
        self.dismiss()

    # What happens elsewhere

    def _follow(self, changes: Changes) -> None:
        if self._running is None and not self.isHidden() and (not changes.streams or self.stream in changes.streams):
            self._reread()

    def _reread(self) -> None:
        """The file changed under the form: what was typed is put over what stands there now."""
        case = self.seat.reader.case(self.stream)
        self.case = case
        if case.seq != self.state.seq:
            dirty = self.state.dirty
            self.state = self.state.rebased(case)
            for part in self.parts.values():
                if isinstance(part, Members | People):
                    part.state = self.state
            self._say_draft(0, "")
            words = tr("ui.form.moved") if dirty else ""
            self._draft.setText(words)
            self._draft.setVisible(bool(words))
            self._bind()
            if dirty:
                self._timer.start(_QUIET_MS)
        self._refresh()

    def _leave(self, _page: str, key: str) -> None:
        """Another record is asked for: this form gives way, its draft stays."""
        if key and key not in (self.stream, str(self.case.open["case"]["number"])):
            self.dismiss()

    def dismiss(self) -> None:
        if self._running is None:
            super().dismiss()

    def pressed(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() == Qt.Key.Key_S:
            self.save()
            return True
        if control and event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            way = -1 if event.key() == Qt.Key.Key_PageUp else 1
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + way) % len(self.keys))
            return True
        return super().pressed(event)
