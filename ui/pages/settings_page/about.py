"""About the program: version, where the workspace lies, whose work it is built on and under which licences."""

from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from alliance_desk import __version__
from alliance_desk.paths import RESOURCES
from ui.action import Action
from ui.language import tr
from ui.pages.settings_page.section import Section
from ui.pieces import Card, facts, label

_FONTS = (
    ("Noto Serif SC", "SIL OFL 1.1"),
    ("Noto Sans SC", "SIL OFL 1.1"),
    ("LXGW WenKai", "SIL OFL 1.1"),
    ("LXGW Zhuque Fangsong", "SIL OFL 1.1"),
    ("HanaMinB", "SIL OFL 1.1"),
)
"""The bundled fonts; their licence texts lie beside them."""
_LIBRARIES = (
    ("PySide6-Essentials", "LGPL-3.0"),
    ("PySide6-Addons", "LGPL-3.0"),
    ("SQLAlchemy", "MIT"),
    ("alembic", "MIT"),
    ("pysqlite3", "Zlib"),
    ("msgspec", "BSD-3-Clause"),
    ("openpyxl", "MIT"),
    ("defusedxml", "PSF-2.0"),
    ("python-calamine", "MIT"),
    ("XlsxWriter", "BSD-2-Clause"),
    ("reportlab", "BSD-3-Clause"),
    ("docxtpl", "LGPL-2.1"),
    ("segno", "BSD-3-Clause"),
    ("fonttools", "MIT"),
    ("cryptography", "Apache-2.0 / BSD-3-Clause"),
    ("pyrage", "MIT"),
    ("argon2-cffi", "MIT"),
    ("chinesecalendar", "MIT"),
    ("pypinyin", "MIT"),
    ("highspy", "MIT"),
    ("numpy", "BSD-3-Clause"),
    ("typer", "MIT"),
    ("filelock", "MIT"),
)
"""The libraries the program runs with, and their licences; a test holds them against those that are installed."""


class AboutSection(Section):
    """Version, workspace, licences."""

    key = "about"
    icon = "info"
    scrolls = True

    def build(self) -> None:
        about = Card(tr("ui.settings.about.program"), "settings.about.card", self.inside)
        rows = [
            (tr("ui.settings.about.version"), __version__),
            (tr("ui.settings.about.licence"), "MIT"),
            (tr("ui.settings.about.workspace"), str(self.seat.root.resolve())),
        ]
        about.inside.addWidget(facts(rows, about))
        about.inside.addWidget(label(tr("ui.settings.about.no-secrets"), "problem", about))
        self.body.addWidget(about)
        fonts = Card(tr("ui.settings.about.fonts"), "settings.about.fonts", self.inside)
        fonts.inside.addWidget(facts(_FONTS, fonts))
        self.body.addWidget(fonts)
        used = Card(tr("ui.settings.about.libraries"), "settings.about.libraries", self.inside)
        used.inside.addWidget(facts(libraries(), used))
        self.body.addWidget(used)
        self.body.addStretch(1)

    def verbs(self) -> Sequence[Action]:
        return [
            Action(
                "settings.open-workspace", tr("ui.settings.about.open"), lambda: _open(self.seat.root), icon="folder"
            ),
            Action(
                "settings.open-licences",
                tr("ui.settings.about.open-licences"),
                lambda: _open(RESOURCES / "fonts"),
                icon="file",
            ),
        ]


def libraries() -> list[tuple[str, str]]:
    """Each library with its version where it can be told, and its licence."""
    found: list[tuple[str, str]] = []
    for name, licence in _LIBRARIES:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:  # a packed program carries no metadata
            version = ""
        found.append((name, tr("ui.settings.about.library", version=version, licence=licence) if version else licence))
    return found


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder.resolve())))
