"""The fonts are the files their makers published, each with its licence."""

import hashlib
import re

from fontTools.ttLib import TTFont

from tests.helpers.sources import ROOT

FONTS = ROOT / "resources" / "fonts"
LICENCE_RECORD = 13


def test_every_font_has_the_bytes_that_its_hash_names() -> None:
    listed = set((FONTS / "SHA256SUMS").read_text("ascii").splitlines())
    assert {f"{hashlib.sha256(font.read_bytes()).hexdigest()}  {font.name}" for font in FONTS.glob("*.ttf")} == listed


def test_every_font_has_source_version_and_licence_text() -> None:
    rows = [row for row in (FONTS / "README.md").read_text("utf8").splitlines() if row.startswith("| `")]
    described = {font: row for row in rows for font in re.findall(r"`([^`]+\.ttf)`", row)}
    assert set(described) == {font.name for font in FONTS.glob("*.ttf")}
    for font, row in described.items():
        licence = FONTS / re.findall(r"`(LICENSE[^`]+)`", row)[0]
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence.read_text("utf8"), font


def test_what_a_font_says_of_its_licence_agrees() -> None:
    for path in FONTS.glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            said = font["name"].getDebugName(LICENCE_RECORD)
        # HanaMinB carries no such record: its package's copyright file speaks for it.
        assert "SIL Open Font License, Version 1.1" in said if said else path.name == "HanaMinB.ttf"
