"""Backups: where they go, when the last was made, which there are, and how one is restored."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout
from shiboken6 import isValid

from alliance_desk.desk import Desk, backup_state
from alliance_desk.desk.backup_names import DAYS, WEEKS, Kept
from alliance_desk.errors import DeskError
from ui.action import Action
from ui.language import said, tr
from ui.pages.settings_page.section import Section
from ui.pieces import Card, clear, facts, label
from ui.tasks import backup, restoring
from ui.theme import measures


class BackupSection(Section):
    """Three cards; the folder is read by the worker, for it may be away."""

    key = "backup"
    icon = "backup"
    scrolls = True

    def build(self) -> None:
        last = Card("", "settings.backup.card", self.inside)
        row = QHBoxLayout()
        row.setSpacing(measures.GRID)
        self._icon = QLabel(last)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self.told = label("", "", last, name="settings.backup.status")
        row.addWidget(self.told, 1)
        last.inside.addLayout(row)
        self._facts = QVBoxLayout()
        last.inside.addLayout(self._facts)
        kept = Card(tr("ui.backup.list"), "settings.backup.list", self.inside)
        self._list = QVBoxLayout()
        kept.inside.addLayout(self._list)
        how = Card(tr("ui.backup.how"), "settings.backup.how", self.inside)
        how.inside.addWidget(label(tr("ui.backup.how-text").strip(), "", how))
        for card in (last, kept, how):
            self.body.addWidget(card)
        self.body.addStretch(1)

    def fill(self) -> None:
        reader = self.seat.reader
        words, tone = backup.status(self.seat)
        self._icon.setPixmap(self.seat.look.icon(tone.value, tone).pixmap(20, 20))
        self.told.setText(words)
        folder = backup_state.folder(reader)
        rows = [
            (tr("ui.backup.where"), str(folder) if folder is not None else tr("ui.backup.where-none")),
            (tr("ui.backup.when"), tr(f"ui.backup.when-{backup_state.when(reader)}") if folder is not None else ""),
            (tr("ui.backup.kept"), tr("ui.backup.kept-rule", days=DAYS, weeks=WEEKS)),
        ]
        clear(self._facts)
        self._facts.addWidget(facts(rows, self.inside))
        if folder is None:
            self._say(tr("ui.backup.where-none"))
        else:
            if not self._list.count():
                self._say(tr("ui.backup.list-reading"))
            self.seat.run("", lambda desk, _step: _found(desk, folder), done=self._show, failed=self._away, quiet=True)

    def _say(self, words: str) -> None:
        if not isValid(self):  # the window was closed while the folder was read
            return
        clear(self._list)
        self._list.addWidget(label(words, "quiet", self.inside, name="settings.backup.none"))

    def _away(self, error: Exception) -> bool:
        self._say(said(error) if isinstance(error, DeskError) else tr("ui.backup.list-away"))
        return True

    def _show(self, found: list[Kept] | None) -> None:
        if not found:
            self._say(tr("ui.backup.list-away" if found is None else "ui.backup.list-none"))
            return
        if not isValid(self):
            return
        clear(self._list)
        rows = [
            (f"{kept.made:%Y-%m-%d %H:%M}", tr("ui.backup.row", name=kept.path.name, size=f"{kept.size / 2**20:.1f}"))
            for kept in found
        ]
        made = facts(rows, self.inside)
        made.setObjectName("settings.backup.rows")
        self._list.addWidget(made)

    def verbs(self) -> Sequence[Action]:
        return [
            Action("settings.backup-now", tr("ui.backup.now"), lambda: backup.now(self.seat), self.why_not, "backup"),
            Action(
                "settings.backup-folder",
                tr("ui.backup.change"),
                lambda: backup.choose_folder(self.seat),
                self.why_not,
                "folder",
            ),
            Action(
                "settings.backup-restore",
                tr("ui.backup.restore"),
                lambda: restoring.restore(self.seat),
                self.why_not,
                "history",
            ),
            Action(
                "settings.backup-open",
                tr("ui.backup.open"),
                self._open,
                lambda: "" if self._folder() else tr("ui.backup.no-folder"),
                "forward",
            ),
        ]

    def _folder(self) -> Path | None:
        return backup_state.folder(self.seat.reader)

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder())))


def _found(desk: Desk, folder: Path) -> list[Kept] | None:
    """In the worker: this office's backups; None where the folder is away."""
    return backup_state.own_backups(desk, folder) if folder.is_dir() else None
