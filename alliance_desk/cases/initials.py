"""Pinyin initials of a name, made once when the name is saved, for typing without an input method."""

from alliance_desk.paths import RESOURCES


def initials(name: str) -> str:
    """First letters of the name's syllables, lower case; other characters than Hanzi, letters and digits are left out.

    Readings that the library gets wrong stand in ``resources/pinyin/initials.toml`` as longer words that win over it.
    """
    import tomllib

    from pypinyin import Style, lazy_pinyin

    known: dict[str, str] = tomllib.loads((RESOURCES / "pinyin" / "initials.toml").read_text(encoding="utf8"))["words"]
    for word, letters in known.items():
        name = name.replace(word, letters)
    found = lazy_pinyin(
        name, style=Style.FIRST_LETTER, errors=lambda other: "".join(c for c in other if c.isascii() and c.isalnum())
    )
    return "".join(found).lower()
