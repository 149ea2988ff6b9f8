"""How the window looks: theme at once; size, language and row height from the next start on."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QHBoxLayout, QRadioButton

from alliance_desk.errors import Damaged
from ui import preferences
from ui.action import Action
from ui.language import CHINESE, LANGUAGES, language, said, tr
from ui.pages.settings_page.section import Section
from ui.pieces import Card, label
from ui.theme import measures
from ui.theme.colours import THEMES


class LookSection(Section):
    """Theme, size, language, row height. They belong to this PC, not to the workspace."""

    key = "look"
    icon = "contrast"
    scrolls = True

    def build(self) -> None:
        self._theme()
        self._others()
        self.body.addStretch(1)

    def _theme(self) -> None:
        card = Card(tr("ui.settings.look.theme-title"), "settings.theme", self.inside)
        row = QHBoxLayout()
        row.setSpacing(measures.MARGIN)
        group = QButtonGroup(card)
        self.themes: dict[str, QRadioButton] = {}
        for name in THEMES:
            made = QRadioButton(tr(f"ui.settings.look.theme.{name}"), card)
            made.setObjectName(f"settings.theme.{name}")
            made.setAccessibleName(made.text())
            made.clicked.connect(lambda _on, name=name: self.wear(name))
            group.addButton(made)
            row.addWidget(made)
            self.themes[name] = made
        row.addStretch(1)
        card.inside.addLayout(row)
        card.inside.addWidget(label(tr("ui.settings.look.theme-when"), "small", card))
        self.body.addWidget(card)

    def _others(self) -> None:
        card = Card(tr("ui.settings.look.later"), "settings.later", self.inside)
        liked = self.seat.preferences
        self.scale = self._choice(
            card, "scale", [(str(size), tr("ui.settings.look.percent", size=size)) for size in preferences.SCALES]
        )
        self.language = self._choice(
            card, "language", [(name, tr(f"ui.settings.look.language.{name}")) for name in LANGUAGES]
        )
        self.compact = QCheckBox(tr("ui.settings.look.compact"), card)
        self.compact.setObjectName("settings.compact")
        self.compact.setAccessibleName(self.compact.text())
        card.inside.addWidget(self.compact)
        self._restart = label("", "", card, name="settings.restart")
        card.inside.addWidget(self._restart)
        self.body.addWidget(card)
        self._began = (liked.scale, language(), liked.compact)
        self.fill()
        self.scale.activated.connect(lambda _at: self._set(scale=int(self.scale.currentData())))
        self.language.activated.connect(lambda _at: self._set(language=str(self.language.currentData())))
        self.compact.clicked.connect(lambda on: self._set(compact=bool(on)))

    def _choice(self, card: Card, name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        row = QHBoxLayout()
        row.setSpacing(measures.MARGIN)
        words = label(tr(f"ui.settings.look.{name}-title"), "", card, wrap=False)
        box = QComboBox(card)
        box.setObjectName(f"settings.{name}")
        box.setAccessibleName(words.text())
        words.setBuddy(box)
        for value, text in choices:
            box.addItem(text, value)
        row.addWidget(words)
        row.addWidget(box)
        row.addStretch(1)
        card.inside.addLayout(row)
        return box

    def fill(self) -> None:
        liked = self.seat.preferences
        self.themes[self.seat.look.theme].setChecked(True)
        self.scale.setCurrentIndex(max(0, self.scale.findData(str(liked.scale))))
        self.language.setCurrentIndex(max(0, self.language.findData(liked.language or CHINESE)))
        self.compact.setChecked(liked.compact)
        now = (liked.scale, liked.language or CHINESE, liked.compact)
        self._restart.setText(tr("ui.settings.look.restart" if now != self._began else "ui.settings.look.none-later"))

    def wear(self, theme: str) -> None:
        """Put a theme on at once, and remember it."""
        self.seat.look.wear(theme)
        self._set(theme=theme)

    def _set(self, **values: str | int) -> None:
        """Remember something for this PC; what cannot be kept is told and holds until the end."""
        for name, value in values.items():
            setattr(self.seat.preferences, name, value)
        try:
            preferences.keep(self.seat.preferences)
        except Damaged as error:
            self.seat.say(said(error), "warn")
        self.fill()

    def commands(self) -> Sequence[Action]:
        def wear(name: str) -> Callable[[], None]:
            return lambda: self.wear(name)

        return [
            Action(f"settings.wear.{name}", tr("ui.settings.look.wear", theme=tr(f"ui.settings.look.theme.{name}")), wear(name), icon="contrast")
            for name in THEMES
        ]  # fmt: skip
