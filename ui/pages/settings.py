"""The page of settings: sections at the left, one of them at the right."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget

from ui.action import Action
from ui.language import tr
from ui.pages.base import Page
from ui.pages.settings_page.about import AboutSection
from ui.pages.settings_page.backup import BackupSection
from ui.pages.settings_page.calendars import CalendarsSection
from ui.pages.settings_page.check import CheckSection
from ui.pages.settings_page.letters import LettersSection
from ui.pages.settings_page.look import LookSection
from ui.pages.settings_page.office import OfficeSection
from ui.pages.settings_page.peers import PeersSection
from ui.pages.settings_page.people import PeopleSection
from ui.pages.settings_page.section import Section
from ui.pages.settings_page.units import UnitsSection
from ui.theme import measures

SECTIONS: tuple[type[Section], ...] = (
    OfficeSection,
    PeopleSection,
    PeersSection,
    UnitsSection,
    CalendarsSection,
    LettersSection,
    LookSection,
    BackupSection,
    CheckSection,
    AboutSection,
)
"""From top to bottom."""


class Settings(Page):
    """Sections are made when they are first looked at."""

    key = "settings"
    least = 360  # the sections scroll by themselves
    icon = "settings"
    kinds = frozenset({"office", "backup"})

    def build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(measures.MARGIN)
        self.names = QListWidget(self)
        self.names.setObjectName("settings.sections")
        self.names.setAccessibleName(tr("ui.settings.sections"))
        self.names.setIconSize(QSize(measures.ICON_LARGE, measures.ICON_LARGE))
        for section in SECTIONS:
            item = QListWidgetItem(section.title(), self.names)
            item.setSizeHint(QSize(0, measures.ROW + 4))
        self.names.setMaximumWidth(196)
        self.names.setMinimumWidth(172)
        row.addWidget(self.names)
        self.stack = QStackedWidget(self)
        self.sections: dict[str, Section] = {}
        row.addWidget(self.stack, 1)
        self.body.addLayout(row, 1)
        self.names.currentRowChanged.connect(self._turn)
        self.seat.look.changed.connect(self._dress)
        self._dress()
        kept = str(self.seat.state("settings", ""))
        self.names.setCurrentRow(max(0, self._place(kept)))

    def _dress(self) -> None:
        for at, section in enumerate(SECTIONS):
            self.names.item(at).setIcon(self.seat.look.icon(section.icon))

    @staticmethod
    def _place(key: str) -> int:
        return next((at for at, section in enumerate(SECTIONS) if section.key == key), -1)

    @property
    def section(self) -> Section:
        """The section in front."""
        return self.sections[SECTIONS[max(0, self.names.currentRow())].key]

    def _turn(self, at: int) -> None:
        if at < 0:
            return
        key = SECTIONS[at].key
        if key not in self.sections:
            self.sections[key] = SECTIONS[at](self.seat, self.stack)
            self.stack.addWidget(self.sections[key])
        self.stack.setCurrentWidget(self.sections[key])
        self.sections[key].show_all()
        self.seat.keep("settings", key)

    def fill(self) -> None:
        self.section.show_all()

    def open(self, key: str) -> None:
        """Turn to a section by its key."""
        if (at := self._place(key)) >= 0:
            self.names.setCurrentRow(at)

    def commands(self) -> Sequence[Action]:
        if not self.built:
            return ()

        def turn(key: str) -> Callable[[], None]:
            return lambda: self.open(key)

        sections = [
            Action(f"settings.go.{one.key}", tr("ui.settings.go", section=one.title()), turn(one.key), icon=one.icon)
            for one in SECTIONS
        ]
        return [*self.section.commands(), *sections, self._to_policies()]

    def _to_policies(self) -> Action:
        """What stood here once is still looked for here."""

        def go() -> None:
            self.seat.goto.emit("policies", "readings")

        words = tr("ui.settings.go", section=tr("ui.settings.policies"))
        return Action("settings.go.policies", words, go, icon="policies")
