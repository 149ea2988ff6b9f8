"""Putting a theme on the application: Fusion, palette, style sheet, font. One object tells every widget the colours."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from alliance_desk.paths import RESOURCES
from ui.theme import icons, measures
from ui.theme.colours import THEMES, Colours, Tone
from ui.theme.sheet import sheet

SYSTEM = ("Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Source Han Sans SC", "Noto Sans CJK SC")
"""Families of an ordinary PC that have Chinese; the bundled one where none of them is."""
BUNDLED = "Noto Sans SC"
_FILES = ("NotoSansSC_400Regular.ttf", "NotoSansSC_700Bold.ttf")


class Look(QObject):
    """The theme in force.

    Signals: changed – after another theme was put on; widgets that paint by themselves paint anew.
    """

    changed = Signal()

    def __init__(self, app: QApplication, theme: str = "light", *, bundled: bool = False) -> None:
        super().__init__(app)
        self._app = app
        self.theme = theme
        self.colours: Colours = THEMES[theme]
        self.family = _family(bundled=bundled)
        app.setStyle("Fusion")
        self.wear(theme)

    def wear(self, theme: str) -> None:
        """Put a theme on: ``light``, ``dark`` or ``contrast``."""
        self.theme, self.colours = theme, THEMES[theme]
        font = QFont(self.family)
        font.setPixelSize(measures.BODY)
        self._app.setFont(font)
        self._app.setPalette(_palette(self.colours))
        self._app.setStyleSheet(sheet(self.colours))
        self.changed.emit()

    def icon(self, name: str, tone: Tone = Tone.QUIET, size: int = measures.ICON_LARGE) -> QIcon:
        """An icon in the colour of a tone."""
        return icons.icon(name, self.colours.tone(tone), size, self.colours.edge)

    def icon_on_accent(self, name: str) -> QIcon:
        """An icon for the main button."""
        return icons.icon(name, self.colours.on_accent, measures.ICON_LARGE, self.colours.quiet)

    def colour(self, tone: Tone) -> QColor:
        """The colour of a tone."""
        return QColor(self.colours.tone(tone))


def _family(*, bundled: bool) -> str:
    known = set(QFontDatabase.families()) if not bundled else set[str]()
    for family in SYSTEM:
        if family in known:
            return family
    for name in _FILES:
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name))
    return BUNDLED


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, colours.ground),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.ground),
        (role.Button, colours.raised),
        (role.Text, colours.text),
        (role.WindowText, colours.text),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.block),
        (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.text),
        (role.PlaceholderText, colours.quiet),
        (role.Highlight, colours.chosen),
        (role.HighlightedText, colours.text),
        (role.Link, colours.accent),
        (role.Mid, colours.line),
        (role.Dark, colours.edge),
        (role.Light, colours.surface),
        (role.Accent, colours.accent),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.faint))
    return palette
