"""Search by parts of names: bigrams in FTS5, which finds one and two Chinese characters as well as long names.

Characters are taken as they are written; only case and full-width Latin are folded. The ``ascii`` tokenizer of FTS5 takes every
non-ASCII character as part of a word, so characters newer than SQLite's own Unicode tables are found too.
"""

import re
from functools import lru_cache
from typing import Any

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_SIGNS = re.compile("[^0-9A-Za-z\x80-\ud7ff\ue000-\U0010ffff]")
"""What parts words: ASCII signs, among them all of FTS5's syntax, and halves of characters, which UTF-8 cannot say."""


def grams(*texts: str) -> str:
    """The tokens of some texts: every pair of neighbouring characters, and the last character alone."""
    return " ".join(filter(None, map(_tokens, texts)))


def match(text: str) -> str:
    """The FTS5 query that finds a typed text anywhere in a name; empty when nothing was typed."""
    phrases: list[str] = []
    for word in fold(text).split():
        pairs = _pairs(word)[:-1]
        phrases.append('"' + " ".join(pairs) + '"' if pairs else f'"{word}"*')
    return " AND ".join(phrases)


def fold(text: str) -> str:
    """Lower case, half width, and blanks for signs that part words."""
    return _SIGNS.sub(" ", half_width(text).casefold())


def half_width(text: str) -> str:
    """Latin letters, digits and signs as they are typed without an input method."""
    return text.translate(_FOLD)


def like(text: str) -> str:
    """The pattern that finds a text anywhere in a column; to be used with ``ESCAPE '!'``."""
    return "%" + re.sub("[!%_]", r"!\g<0>", text) + "%"


@lru_cache(maxsize=1024)
def _tokens(text: str) -> str:
    """Kept for the names of the case at hand: each of its events says them again."""
    return " ".join(token for word in fold(text).split() for token in _pairs(word))


def _pairs(word: str) -> list[str]:
    return [word[i : i + 2] for i in range(len(word))]


def check(execute: Any) -> None:
    """Let FTS5 compare its index with the rows; raises the driver's error where they differ. execute: runs one statement."""
    execute("INSERT INTO search_case(search_case, rank) VALUES ('integrity-check', 1)")


def renew(execute: Any) -> None:
    """Make the search index anew from the rows; without it no row can be taken out of a damaged one."""
    execute("INSERT INTO search_case(search_case) VALUES ('rebuild')")
