"""What the window says: every wording by its code, in the language this process was started in.

The ledger, letters and workbooks stay Chinese whatever the window speaks: only here is a language chosen.
"""

import os
from functools import cache
from typing import Protocol

from alliance_desk import words

VARIABLE = "ALLIANCE_DESK_LANGUAGE"
CHINESE, ENGLISH = "zh_CN", "en"
LANGUAGES = (CHINESE, ENGLISH)


class Speaks(Protocol):
    """Anything of the core that can put itself into words: errors, changes, findings, faults."""

    def text(self, language: str = CHINESE) -> str:
        """Its wording in a language."""
        ...


@cache
def language() -> str:
    """The window's language: the environment's, Chinese where it names none we have."""
    asked = os.environ.get(VARIABLE, CHINESE)
    return asked if asked in LANGUAGES else CHINESE


def tr(code: str, /, **facts: object) -> str:
    """The wording of a code with its facts. Raises KeyError for a code that the catalogue does not have."""
    return words.text(code, facts, language())


def has(code: str) -> bool:
    """Whether the catalogue has a code: for labels of open vocabularies that a pack may extend."""
    return code in words.catalogue(language())


def said(thing: Speaks) -> str:
    """What the core says, in the window's language."""
    return thing.text(language())
