"""The levels of offices in words."""

from alliance_desk.policy.vocabulary import LEVELS
from ui.language import tr

_NAMES = dict(zip(LEVELS, ("province", "city", "county", "zone", "department"), strict=True))


def level_words(level: str) -> str:
    """A level as it is said of an office: a zone and a department bear no rank in their word. Another text stays as it is."""
    return tr(f"ui.wizard.level-{_NAMES[level]}") if level in _NAMES else level


def levels() -> list[tuple[str, str]]:
    """Every level with its words, to choose from."""
    return [(level, level_words(level)) for level in _NAMES]
