"""What the first-run wizard asks on each page, and what is wrong with the answers before anything is made."""

import unicodedata
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from alliance_desk import files
from alliance_desk.desk.divisions import division_names
from alliance_desk.errors import DeskError
from alliance_desk.keys.office import CARD_LIMIT, read_card, same_fingerprint
from alliance_desk.keys.sealed import SHORTEST
from ui.language import said, tr
from ui.levels import levels
from ui.task import Ask, Kind, Values
from ui.tasks import restoring

FOUNDING, RESTORING = ("office", "key", "superior", "place"), ("restore",)
"""The pages of a route, in order."""


def documents() -> Path:
    """Where workspaces lie unless the person says otherwise."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place) / tr("ui.wizard.folder-name")


def asks() -> dict[str, list[Ask]]:
    """The fields of each page."""
    places = [(code, f"{name} {code}") for code, name in division_names().items()]
    return {
        "office": [
            Ask("name", tr("ui.wizard.name"), required=True, limit=60, hint=tr("ui.wizard.name-hint")),
            Ask("level", tr("ui.wizard.level"), Kind.CHOICE, required=True, choices=levels()),
            Ask("division", tr("ui.wizard.division"), Kind.CHOICE, choices=places, hint=tr("ui.wizard.division-hint")),
            Ask("operator", tr("ui.wizard.operator"), required=True, limit=30, hint=tr("ui.wizard.operator-hint")),
        ],
        "key": [
            Ask("passphrase", tr("ui.wizard.passphrase"), Kind.PASSPHRASE, required=True, hint=tr("ui.wizard.passphrase-hint")),
            Ask("again", tr("ui.wizard.again"), Kind.PASSPHRASE, required=True),
        ],
        "superior": [
            Ask("card", tr("ui.wizard.card"), Kind.FILE, hint=tr("ui.wizard.card-hint"), file_types=tr("ui.wizard.card-types")),
            Ask("fingerprint", tr("ui.wizard.fingerprint"), hint=tr("ui.wizard.fingerprint-hint"), limit=100),
        ],
        "place": [
            Ask("folder", tr("ui.wizard.where"), required=True, hint=tr("ui.wizard.where-hint")),
            Ask("backups", tr("ui.wizard.backups"), Kind.FOLDER, hint=tr("ui.wizard.backups-hint")),
        ],
        "restore": restoring.asks(),
    }  # fmt: skip


def problems(step: str, values: Values) -> list[tuple[str, str]]:
    """What is wrong with the answers of a page beyond its single fields."""
    match step:
        case "key":
            return _passphrase(values)
        case "superior":
            return _card(values)
        case "place":
            return [*restoring.problems(values), *_backups(values)]
        case "restore":
            return restoring.problems(values)
        case _:
            return []


def _passphrase(values: Values) -> list[tuple[str, str]]:
    typed = values.get("passphrase", "")
    # As the key is sealed: an input method types full-width letters without being asked.
    if len(unicodedata.normalize("NFKC", typed).strip()) < SHORTEST:
        return [("passphrase", tr("ui.wizard.too-short", least=SHORTEST))]
    return [("again", tr("ui.wizard.differs"))] if typed != values.get("again") else []


def _card(values: Values) -> list[tuple[str, str]]:
    """The card is proven here, so that nothing is founded before it can be entered."""
    card, fingerprint = values.get("card"), values.get("fingerprint", "")
    if (card is None) == (not fingerprint):
        try:
            if card is None or same_fingerprint(fingerprint, _fingerprint(card)):
                return []
        except DeskError as error:
            return [("card", said(error))]
        return [("fingerprint", tr("ui.wizard.fingerprint-differs"))]
    return [("fingerprint" if card is not None else "card", tr("ui.wizard.both"))]


def _fingerprint(card: Path) -> str:
    return read_card(files.read(card, CARD_LIMIT), card.name).fingerprint


def _backups(values: Values) -> list[tuple[str, str]]:
    folder, backups = values.get("folder"), values.get("backups")
    if folder and backups is not None and backups.resolve().is_relative_to(Path(folder).expanduser().resolve()):
        return [("backups", tr("ui.wizard.backups-inside"))]
    return []
