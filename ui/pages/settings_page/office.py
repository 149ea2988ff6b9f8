"""This office: who it is, and the fingerprint that goes into sealed letters."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from alliance_desk.desk.divisions import division_names
from ui.action import Action
from ui.language import tr
from ui.levels import level_words
from ui.pages.settings_page.section import Section
from ui.pieces import Card, facts, label
from ui.tasks import office


class OfficeSection(Section):
    """Name, level, division, superior; the fingerprint, large enough to be read out."""

    key = "office"
    icon = "stamp"
    scrolls = True

    def build(self) -> None:
        self._about = Card(tr("ui.settings.office.about"), "settings.office.card", self.inside)
        self.body.addWidget(self._about)
        key = Card(tr("ui.settings.office.fingerprint"), "settings.office.key", self.inside)
        self.fingerprint = label("", "", key, name="settings.fingerprint")
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        font.setPixelSize(22)
        self.fingerprint.setFont(font)
        self.fingerprint.setAccessibleName(tr("ui.settings.office.fingerprint"))
        key.inside.addWidget(self.fingerprint)
        key.inside.addWidget(label(tr("ui.settings.office.fingerprint-use"), "quiet", key))
        self.body.addWidget(key)
        self.body.addStretch(1)
        self._facts = facts([], self._about)
        self._about.inside.addWidget(self._facts)

    def fill(self) -> None:
        about: dict[str, Any] = self.seat.reader.settings["office"]
        code = str(about.get("division", ""))
        place = tr("ui.settings.office.place", name=division_names().get(code, ""), code=code) if code else ""
        rows = [
            (tr("ui.settings.office.name"), str(about["name"])),
            (tr("ui.settings.office.level"), level_words(str(about["level"]))),
            (tr("ui.settings.office.division"), place),
            (tr("ui.settings.office.code"), str(about.get("code", ""))),
            (tr("ui.settings.office.superior"), str(about.get("superior", {}).get("name", ""))),
            (tr("ui.settings.office.founded"), str(about.get("founded", ""))),
        ]
        self._facts.hide()
        self._facts.deleteLater()
        self._facts = facts(rows, self._about)
        self._about.inside.addWidget(self._facts)
        self.fingerprint.setText("\n".join(two_lines(own_fingerprint(about))))

    def verbs(self) -> Sequence[Action]:
        return [
            Action("settings.copy-fingerprint", tr("ui.settings.office.copy"), self._copy, icon="copy"),
            Action("settings.card", tr("ui.settings.office.export"), lambda: office.card(self.seat), icon="key"),
        ]

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(own_fingerprint(self.seat.reader.settings["office"]))
        self.seat.say(tr("ui.settings.copied"))


def own_fingerprint(about: dict[str, Any]) -> str:
    """The fingerprint of this office's public card."""
    from alliance_desk.keys.office import read_card

    return read_card(str(about["card"]).encode(), str(about["name"])).fingerprint


def two_lines(fingerprint: str) -> list[str]:
    """Eight groups as two lines of four, as they are read out."""
    groups = fingerprint.split("-")
    half = (len(groups) + 1) // 2
    return ["  ".join(groups[:half]), "  ".join(groups[half:])]
