"""The English catalogue: room by room the codes and facts of the Chinese one, in plain ASCII English."""

import string
import tomllib
from pathlib import Path

import pytest

from alliance_desk import words
from tests.helpers.sources import ROOT

CHINESE, ENGLISH = (ROOT / "resources" / "words" / language for language in ("zh_CN", "en"))
ROOMS = sorted({path.name for folder in (CHINESE, ENGLISH) for path in folder.glob("*.toml")})

QUOTES = {
    "remedy.no-basis": "what a pack must hold, word for word",
    "ui.field.name-signs": "signs that part names where people type Chinese ones",
    "ui.papers.cut-signs": "brackets as names of Chinese papers have them",
    "ui.papers.unit-endings": "words that names of Chinese units end with",
    "ui.field.date-signs": "signs of dates that are pasted in from Chinese papers",
}
"""Codes whose English must quote a Chinese term, each with the reason."""


def room(folder: Path, file: str) -> dict[str, str]:
    """The wordings of a room by code, none where a language has no such room."""
    path = folder / file
    return dict(words._flat("", tomllib.loads(path.read_text("utf8")))) if path.exists() else {}


def facts(wording: str) -> set[str]:
    """The facts that a wording names."""
    return {field for _, field, _, _ in string.Formatter().parse(wording) if field}


def differing(said: str, meant: str) -> str:
    """The facts that only one of two wordings names."""
    return ", ".join(sorted(facts(said) ^ facts(meant)))


@pytest.mark.parametrize("file", ROOMS)
def test_a_room_has_the_codes_of_its_chinese_twin(file: str) -> None:
    chinese, english = room(CHINESE, file), room(ENGLISH, file)
    lacking, surplus = sorted(chinese.keys() - english.keys()), sorted(english.keys() - chinese.keys())
    assert not lacking, f"not translated: {', '.join(lacking)}"
    assert not surplus, f"no longer in Chinese: {', '.join(surplus)}"


@pytest.mark.parametrize("file", ROOMS)
def test_a_wording_names_the_facts_of_its_chinese_twin(file: str) -> None:
    chinese, english = room(CHINESE, file), room(ENGLISH, file)
    both = chinese.keys() & english.keys()
    assert not {code: wrong for code in both if (wrong := differing(english[code], chinese[code]))}


@pytest.mark.parametrize("file", ROOMS)
def test_a_wording_is_english_written_with_plain_characters(file: str) -> None:
    english = room(ENGLISH, file)
    assert not [code for code, wording in english.items() if not wording.strip()]
    assert not {code: wording for code, wording in english.items() if not wording.isascii() and code not in QUOTES}
    assert not {code: wording for code, wording in english.items() if "!" in wording}


@pytest.mark.parametrize("file", ROOMS)
def test_a_sentence_ends_like_its_chinese_twin(file: str) -> None:
    chinese, english = room(CHINESE, file), room(ENGLISH, file)
    both = chinese.keys() & english.keys()
    assert not [c for c in both if chinese[c].endswith("\u3002") and not english[c].endswith(".")]


@pytest.mark.parametrize("file", ROOMS)
def test_every_wording_can_be_said(file: str) -> None:
    for code, wording in room(ENGLISH, file).items():
        assert words.text(code, dict.fromkeys(facts(wording), 1), "en")


def test_a_term_is_quoted_in_chinese_only_where_it_still_stands() -> None:
    english = words.catalogue("en")
    assert not [code for code in QUOTES if english.get(code, "").isascii()]


def test_names_are_joined_with_the_sign_of_the_language() -> None:
    about = {"number": "1", "name": "A", "what": ("B", "C")}
    assert "(B, C)." in words.text("care.change.opened", about, "en")
    assert "：B、C。" in words.text("care.change.opened", about)
    assert words.joined(("B", "C"), "en") == "B, C"
