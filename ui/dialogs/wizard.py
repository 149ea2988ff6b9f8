"""The first run: what this office is, who works here, the key, where things lie; or a sample to try, a folder there is, a backup."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from alliance_desk.clock import Clock
from alliance_desk.errors import DeskError
from ui.dialogs.founding import Answers, Founder
from ui.dialogs.making import Making
from ui.dialogs.wizard_asks import FOUNDING, RESTORING, asks, documents, problems
from ui.fields.form import Form
from ui.fields.texts import Line
from ui.language import said, tr
from ui.pieces import label, scrolled
from ui.preferences import Preferences
from ui.tasks import restoring
from ui.theme import measures
from ui.theme.look import Look

_SMALLEST, _USUAL = (640, 440), (760, 620)
"""A screen of 1366 × 768 at 150 % leaves no more than 910 × 470 to a window with its title."""


def choose_workspace(clock: Clock, look: Look, liked: Preferences) -> Path | None:
    """Ask where to work: a new office, an existing folder, the sample, or a backup. None when the person gave up."""
    wizard = Wizard(clock, look, liked)
    wizard.exec()
    return wizard.chosen


def tell_cannot_open(error: DeskError, look: Look) -> None:
    """A workspace that cannot be opened: what happened and what to do."""
    box = QMessageBox(QMessageBox.Icon.Warning, tr("ui.wizard.cannot-open"), said(error))
    box.setObjectName("cannot-open")
    box.setWindowIcon(look.icon("app"))
    box.exec()


class _Choice(NamedTuple):
    name: str
    icon: str


_CHOICES = (_Choice("new", "add"), _Choice("open", "folder"), _Choice("restore", "backup"), _Choice("sample", "star"))


class Wizard(QDialog):
    """The questions of the first run, one page each, back and forth without losing an answer."""

    def __init__(self, clock: Clock, look: Look, liked: Preferences) -> None:
        super().__init__()
        self._clock, self._look, self._liked = clock, look, liked
        self.chosen: Path | None = None
        self._route: tuple[str, ...] = FOUNDING
        self._at = 0
        self.setObjectName("wizard")
        self.setWindowTitle(tr("ui.wizard.title"))
        self.setWindowIcon(look.icon("app"))
        self.setMinimumSize(*_SMALLEST)
        room = self.screen().availableSize()
        self.resize(min(_USUAL[0], room.width()), min(_USUAL[1], room.height() - 40))
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.MARGIN * 2, measures.MARGIN * 2, measures.MARGIN * 2, measures.MARGIN)
        column.setSpacing(measures.GAP)
        self._title = label("", "title", self, name="wizard.title")
        self._intro = label("", "quiet", self)
        self._problem = label("", "problem", self, name="wizard.problem")
        self._pages = QStackedWidget(self)
        self._making = Making(self)
        self._making.made.connect(self._finish)
        self._making.failed.connect(self._tell)
        self._making.busy.connect(lambda busy: self._ready(on=not busy))
        for widget in (self._title, self._intro, self._problem):
            column.addWidget(widget)
        column.addWidget(self._pages, 1)
        self._secrets = label(tr("ui.wizard.no-secrets"), "problem", self, name="wizard.no-secrets")
        column.addWidget(self._secrets)
        column.addWidget(self._making)
        column.addLayout(self._foot())
        self._places = {"welcome": self._page(self._welcome())}
        self.forms = {step: Form(f"wizard.{step}", fields, self) for step, fields in asks().items()}
        self._told = label("", "quiet", self, name="wizard.restore.live")
        for step, form in self.forms.items():
            self._places[step] = self._page(form, *([self._told] if step == "restore" else []))
        self.forms["office"].changed.connect(self._suggest_place)
        self.forms["restore"].changed.connect(self._follow_backup)
        for step in ("place", "restore"):
            self._browsable(step)
        self._show(0)

    def _page(self, *widgets: QWidget) -> int:
        inside = QWidget()
        within = QVBoxLayout(inside)
        within.setContentsMargins(0, 0, measures.GRID, 0)
        within.setSpacing(measures.GAP)
        for widget in widgets:
            within.addWidget(widget)
        within.addStretch(1)
        return self._pages.addWidget(scrolled(inside, self))

    def _welcome(self) -> QWidget:
        made = QWidget(self)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, measures.GRID, 0, 0)
        column.setSpacing(6)
        for choice in _CHOICES:
            button = QPushButton(self._look.icon(choice.icon), tr(f"ui.wizard.{choice.name}"), made)
            button.setObjectName(f"wizard.{choice.name}")
            button.setMinimumHeight(36)
            button.setAccessibleDescription(tr(f"ui.wizard.{choice.name}-hint"))
            button.clicked.connect(getattr(self, f"_{choice.name}"))
            column.addWidget(button)
            column.addWidget(label(tr(f"ui.wizard.{choice.name}-hint"), "small", made))
            column.addSpacing(6)
        return made

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._where = label("", "small", self, wrap=False, name="wizard.where")
        self._back = QPushButton(tr("ui.wizard.back"), self)
        self._back.setObjectName("wizard.back")
        self._back.clicked.connect(lambda _on: self._show(self._at - 1))
        self._next = QPushButton(self)
        self._next.setObjectName("wizard.next")
        self._next.setProperty("role", "main")
        self._next.clicked.connect(lambda _on: self._forward())
        row.addWidget(self._where)
        row.addStretch(1)
        row.addWidget(self._back)
        row.addWidget(self._next)
        return row

    def _browsable(self, step: str) -> None:
        """A new folder is typed; the folder it shall lie in can be looked for."""
        editor = self.forms[step].fields["folder"].editor
        browse = QPushButton(tr("ui.field.browse"), self)
        browse.setObjectName(f"wizard.{step}.browse")
        browse.clicked.connect(lambda _on: self._browse(editor))
        if isinstance(editor, Line):
            editor.row.addWidget(browse)
            QWidget.setTabOrder(editor.edit, browse)

    def _browse(self, editor: object) -> None:
        if not isinstance(editor, Line):
            return
        chosen = QFileDialog.getExistingDirectory(self, tr("ui.wizard.browse"), str(documents().parent))
        if chosen:
            name = Path(editor.value() or documents()).name
            editor.set_value(chosen if not restoring.unfit(chosen) else str(Path(chosen) / name))

    # Going through the pages

    def _show(self, at: int) -> None:
        self._at = at
        step = self._route[at - 1] if at else "welcome"
        self._pages.setCurrentIndex(self._places[step])
        self._tell("")
        self._title.setText(tr(f"ui.wizard.{step}-title"))
        self._intro.setText(tr(f"ui.wizard.{step}-intro"))
        several = at and len(self._route) > 1
        self._where.setText(tr("ui.wizard.step", at=at, of=len(self._route)) if several else "")
        self._secrets.setVisible(not at)
        self._back.setVisible(at > 0)
        self._next.setVisible(at > 0)
        finish = "ui.wizard.restore-finish" if step == "restore" else "ui.wizard.finish"
        self._next.setText(tr(finish if at == len(self._route) else "ui.wizard.next"))
        self._next.setDefault(True)
        if at:
            first = next(iter(self.forms[step].fields.values()))
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forward(self) -> None:
        step = self._route[self._at - 1]
        form = self.forms[step]
        if found := form.faults(problems(step, form.values())):
            form.focus(found[0][0])
            return
        if self._at < len(self._route):
            self._show(self._at + 1)
        elif step == "restore":
            self._run(Founder.restored(form.values()), tr("backup.unlocking"))
        else:
            self._found()

    def _suggest_place(self) -> None:
        """The folder bears the office's name until the person chooses another."""
        name = str(self.forms["office"].values().get("name", ""))
        field = self.forms["place"].fields["folder"].editor
        if name and (field.value() is None or Path(field.value()).parent == documents()):
            field.set_value(documents() / "".join(sign for sign in name if sign not in '\\/:*?"<>|'))

    def _follow_backup(self) -> None:
        self._told.setText(restoring.live(self.forms["restore"].values()))
        restoring.suggest(self.forms["restore"], documents())

    # What the choices do

    def _new(self) -> None:
        self._route = FOUNDING
        self._show(1)

    def _restore(self) -> None:
        self._route = RESTORING
        self._show(1)

    def _open(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("ui.wizard.open"), str(documents()))
        if not folder:
            return
        if not (Path(folder) / "desk.db").is_file():
            self._tell(tr("ui.wizard.no-workspace", path=folder))
            return
        self._finish(Path(folder))

    def _sample(self) -> None:
        self._run(Founder.sample(documents() / tr("ui.wizard.sample-folder")), tr("ui.wizard.making-sample"))

    def _found(self) -> None:
        values = {key: value for step in FOUNDING for key, value in self.forms[step].values().items()}
        values.pop("again")
        self._run(Founder.office(Answers(**values), self._clock), tr("ui.wizard.making"))

    def _run(self, work: Founder, words: str) -> None:
        self._tell("")
        self._making.begin(work, words)

    def _ready(self, *, on: bool) -> None:
        for widget in (self._pages, self._back, self._next):
            widget.setEnabled(on)

    def _tell(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def _finish(self, root: Path) -> None:
        self.chosen = root
        self.accept()

    def reject(self) -> None:
        """Esc or closing: what is being made is cancelled first, and the wizard stays to say so."""
        if self._making.running:
            self._making.cancel()
        else:
            super().reject()
