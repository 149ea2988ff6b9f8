"""Search by parts of names: bigrams in FTS5, which finds one and two Chinese characters as well as long names.

Characters are taken as they are written; only case and full-width Latin are folded. The ``ascii`` tokenizer of FTS5 takes every
non-ASCII character as part of a word, so characters newer than SQLite's own Unicode tables are found too.
"""

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def grams(*texts: str) -> str:
    """The tokens of some texts: every pair of neighbouring characters, and the last character alone."""
    return " ".join(token for text in texts for word in fold(text).split() for token in _pairs(word))


def match(text: str) -> str:
    """The FTS5 query that finds a typed text anywhere in a name; empty when nothing was typed."""
    phrases: list[str] = []
    for word in fold(text).split():
        pairs = [word[i : i + 2] for i in range(len(word) - 1)]
        phrases.append('"' + " ".join(pairs) + '"' if pairs else f'"{word}"*')
    return " AND ".join(phrases)


def fold(text: str) -> str:
    """Lower case, half width, and nothing that FTS5 would take as its own syntax."""
    folded = text.translate(_FOLD).casefold()
    return "".join(c if ord(c) > 127 or c.isalnum() else " " for c in folded)


def _pairs(word: str) -> list[str]:
    return [word[i : i + 2] for i in range(len(word))]
