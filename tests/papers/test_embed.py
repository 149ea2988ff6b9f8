from reportlab.pdfbase import ttfonts

from alliance_desk.papers.embed import to_unicode


def test_a_character_outside_the_bmp_is_written_as_a_surrogate_pair() -> None:
    cmap = to_unicode("AAAAAA+Song", [0, 0x4E00, 0x2B5AF])
    assert "3 beginbfchar\n<00> <0000>\n<01> <4E00>\n<02> <D86DDDAF>\nendbfchar" in cmap


def test_a_block_holds_at_most_a_hundred_entries() -> None:
    cmap = to_unicode("AAAAAA+Song", list(range(0x4E00, 0x4E00 + 250)))
    assert [line for line in cmap.splitlines() if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "50 beginbfchar",
    ]


def test_the_library_still_needs_our_override() -> None:
    """When this fails, reportlab has mended its map: drop ``EmbeddedFont.addObjects`` and ``to_unicode``."""
    assert "D86DDDAF" not in ttfonts.makeToUnicodeCMap("AAAAAA+Song", [0x2B5AF]).upper()
