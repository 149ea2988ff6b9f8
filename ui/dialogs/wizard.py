"""The first run: what this office is, who works here, the key, where things lie; or a sample workspace to try, or one there is."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from alliance_desk.clock import Clock
from alliance_desk.desk.divisions import division_names
from alliance_desk.errors import DeskError
from alliance_desk.policy.vocabulary import LEVELS
from alliance_desk.progress import Cancelled
from ui.dialogs import founding
from ui.dialogs.founding import Answers
from ui.fields.form import Form
from ui.language import said, tr
from ui.operation import Running
from ui.pieces import label, scrolled
from ui.preferences import Preferences
from ui.task import Ask, Kind
from ui.theme import measures
from ui.theme.look import Look

_LEVEL_NAMES = dict(zip(LEVELS, ("province", "city", "county", "zone"), strict=True))
_STEPS = ("office", "key", "superior", "place")
_SHORTEST = 8
"""Characters of a passphrase: shorter ones are refused, for the key travels on backups."""


def choose_workspace(clock: Clock, look: Look, liked: Preferences) -> Path | None:
    """Ask where to work: a new office, an existing folder, or the sample. None when the person gave up."""
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


_CHOICES = (_Choice("new", "add"), _Choice("open", "folder"), _Choice("sample", "star"))


class Wizard(QDialog):
    """The questions of the first run, one page each, back and forth without losing an answer."""

    def __init__(self, clock: Clock, look: Look, liked: Preferences) -> None:
        super().__init__()
        self._clock, self._look, self._liked = clock, look, liked
        self.chosen: Path | None = None
        self._work: founding.Founder | None = None
        self._running: Running | None = None
        self.setObjectName("wizard")
        self.setWindowTitle(tr("ui.wizard.title"))
        self.setWindowIcon(look.icon("app"))
        self.setMinimumSize(760, 600)
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.MARGIN * 2, measures.MARGIN * 2, measures.MARGIN * 2, measures.MARGIN)
        column.setSpacing(measures.GAP)
        self._title = label("", "title", self, name="wizard.title")
        self._intro = label("", "quiet", self)
        self._problem = label("", "problem", self, name="wizard.problem")
        self._problem.hide()
        self._pages = QStackedWidget(self)
        column.addWidget(self._title)
        column.addWidget(self._intro)
        column.addWidget(self._problem)
        column.addWidget(self._pages, 1)
        self._progress()
        column.addWidget(self._progress_row)
        column.addLayout(self._foot())
        self._pages.addWidget(self._welcome())
        self.forms = {step: Form(f"wizard.{step}", asks, self) for step, asks in _asks(clock).items()}
        for form in self.forms.values():
            inside = QWidget()
            within = QVBoxLayout(inside)
            within.setContentsMargins(0, 0, measures.GRID, 0)
            within.addWidget(form)
            within.addStretch(1)
            self._pages.addWidget(scrolled(inside, self))
        self.forms["office"].changed.connect(self._suggest_place)
        self._show(0)

    def _welcome(self) -> QWidget:
        made = QWidget(self)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, measures.GAP, 0, 0)
        column.setSpacing(measures.GAP)
        for choice in _CHOICES:
            button = QPushButton(self._look.icon(choice.icon), tr(f"ui.wizard.{choice.name}"), made)
            button.setObjectName(f"wizard.{choice.name}")
            button.setMinimumHeight(44)
            button.clicked.connect(getattr(self, f"_{choice.name}"))
            column.addWidget(button)
            column.addWidget(label(tr(f"ui.wizard.{choice.name}-hint"), "small", made))
        column.addStretch(1)
        column.addWidget(label(tr("ui.wizard.no-secrets"), "problem", made, name="wizard.no-secrets"))
        return made

    def _progress(self) -> None:
        self._progress_row = QWidget(self)
        row = QHBoxLayout(self._progress_row)
        row.setContentsMargins(0, 0, 0, 0)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("ui.strip.progress"))
        self._doing = QLabel(self)
        self._stop = QPushButton(tr("ui.strip.cancel"), self)
        self._stop.setObjectName("wizard.cancel")
        self._stop.clicked.connect(lambda _on: self._running.cancel() if self._running else None)
        row.addWidget(self._doing)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        self._progress_row.hide()

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._where = label("", "small", self, wrap=False)
        self._back = QPushButton(tr("ui.wizard.back"), self)
        self._back.setObjectName("wizard.back")
        self._back.clicked.connect(lambda _on: self._show(self._pages.currentIndex() - 1))
        self._next = QPushButton(self)
        self._next.setObjectName("wizard.next")
        self._next.setProperty("role", "main")
        self._next.clicked.connect(self._forward)
        row.addWidget(self._where)
        row.addStretch(1)
        row.addWidget(self._back)
        row.addWidget(self._next)
        return row

    # Going through the pages

    def _show(self, at: int) -> None:
        self._pages.setCurrentIndex(at)
        self._tell("")
        step = _STEPS[at - 1] if at else "welcome"
        self._title.setText(tr(f"ui.wizard.{step}-title"))
        self._intro.setText(tr(f"ui.wizard.{step}-intro"))
        self._where.setText(tr("ui.wizard.step", at=at, of=len(_STEPS)) if at else "")
        self._back.setVisible(at > 0)
        self._next.setVisible(at > 0)
        self._next.setText(tr("ui.wizard.finish" if at == len(_STEPS) else "ui.wizard.next"))
        self._next.setDefault(True)
        if at:
            first = next(iter(self.forms[step].fields.values()))
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forward(self) -> None:
        at = self._pages.currentIndex()
        step = _STEPS[at - 1]
        form = self.forms[step]
        values = form.values()
        more: list[tuple[str, str]] = []
        if step == "key" and values.get("passphrase") != values.get("again"):
            more.append(("again", tr("ui.wizard.differs")))
        if step == "key" and len(values.get("passphrase", "")) < _SHORTEST:
            more.append(("passphrase", tr("ui.wizard.too-short", least=_SHORTEST)))
        if step == "superior" and ("card" in values) != ("fingerprint" in values):
            more.append(("fingerprint" if "card" in values else "card", tr("ui.wizard.both")))
        if found := form.faults(more):
            form.focus(found[0][0])
            return
        if at < len(_STEPS):
            self._show(at + 1)
        else:
            self._found()

    def _suggest_place(self) -> None:
        """The folder bears the office's name until the person chooses another."""
        name = str(self.forms["office"].values().get("name", ""))
        field = self.forms["place"].fields["folder"].editor
        if name and (field.value() is None or Path(field.value()).parent == _documents()):
            field.set_value(_documents() / "".join(sign for sign in name if sign not in '\\/:*?"<>|'))

    # What the choices do

    def _new(self) -> None:
        self._show(1)

    def _open(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("ui.wizard.open"), str(_documents()))
        if not folder:
            return
        if not (Path(folder) / "desk.db").is_file():
            self._tell(tr("ui.wizard.no-workspace", path=folder))
            return
        self._finish(Path(folder))

    def _sample(self) -> None:
        folder = _documents() / tr("ui.wizard.sample-folder")
        self._run(founding.Founder.sample(folder), tr("ui.wizard.making-sample"))

    def _found(self) -> None:
        values = {key: value for form in self.forms.values() for key, value in form.values().items()}
        self._run(founding.Founder.office(Answers(**values), self._clock), tr("ui.wizard.making"))

    def _run(self, work: founding.Founder, words: str) -> None:
        self._work = work
        self._tell("")
        self._bar.setRange(0, 0)
        self._doing.setText(words)
        self._progress_row.show()
        self._ready(on=False)
        work.operations.stepped.connect(lambda _running, done, total, code: self._step(done, total, code))
        self._running = work.run(self._made, self._failed)

    def _step(self, done: int, total: int, code: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._doing.setText(tr(code))

    def _made(self, root: Path) -> None:
        self._end_work()
        self._finish(root)

    def _failed(self, error: Exception) -> bool:
        self._end_work()
        if isinstance(error, DeskError):
            self._tell(said(error))
        elif isinstance(error, Cancelled):
            self._tell(tr("ui.wizard.cancelled"))
        else:
            self._tell(tr("ui.wizard.fault", kind=type(error).__name__))
        return True

    def _end_work(self) -> None:
        if self._work is not None:
            self._work.operations.close()
        self._work = self._running = None
        self._progress_row.hide()
        self._ready(on=True)

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
        """Esc or closing: not while something is being made."""
        if self._running is None:
            super().reject()


def open_folder(path: Path) -> None:
    """Show a folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _documents() -> Path:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place) / tr("ui.wizard.folder")


def _asks(clock: Clock) -> dict[str, list[Ask]]:
    del clock
    levels = [(level, tr(f"ui.wizard.level-{name}")) for level, name in _LEVEL_NAMES.items()]
    places = [(code, f"{name} {code}") for code, name in division_names().items()]
    return {
        "office": [
            Ask("name", tr("ui.wizard.name"), required=True, limit=60, hint=tr("ui.wizard.name-hint")),
            Ask("level", tr("ui.wizard.level"), Kind.CHOICE, required=True, choices=levels),
            Ask("division", tr("ui.wizard.division"), Kind.CHOICE, choices=places, hint=tr("ui.wizard.division-hint")),
            Ask("operator", tr("ui.wizard.operator"), required=True, limit=30, hint=tr("ui.wizard.operator-hint")),
        ],
        "key": [
            Ask(
                "passphrase",
                tr("ui.wizard.passphrase"),
                Kind.PASSPHRASE,
                required=True,
                hint=tr("ui.wizard.passphrase-hint"),
            ),
            Ask("again", tr("ui.wizard.again"), Kind.PASSPHRASE, required=True),
        ],
        "superior": [
            Ask(
                "card",
                tr("ui.wizard.card"),
                Kind.FILE,
                hint=tr("ui.wizard.card-hint"),
                file_types=tr("ui.wizard.card-types"),
            ),
            Ask("fingerprint", tr("ui.wizard.fingerprint"), hint=tr("ui.wizard.fingerprint-hint"), limit=100),
        ],
        "place": [
            Ask("folder", tr("ui.wizard.where"), required=True, hint=tr("ui.wizard.where-hint")),
            Ask("backups", tr("ui.wizard.backups"), Kind.FOLDER, hint=tr("ui.wizard.backups-hint")),
        ],
    }
