import hashlib
import subprocess
import sys

import pytest

from alliance_desk.errors import Damaged, Refused
from alliance_desk.papers import fonts
from alliance_desk.papers.fonts import Role

RARE = "㛃𫖯䶮𬭚𠅤鿏龘"


def test_the_fonts_are_the_files_that_were_checked() -> None:
    for line in (fonts.FOLDER / "SHA256SUMS").read_text(encoding="utf8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((fonts.FOLDER / name.lstrip("*")).read_bytes()).hexdigest() == digest
        assert "HanaMinB" in name or any(name.lstrip("*").startswith(chain[0]) for chain in fonts.CHAINS.values())


@pytest.mark.parametrize("role", Role)
def test_every_role_draws_rare_names_and_symbols(role: Role) -> None:
    assert fonts.missing(RARE + "①②③㈠Ⅰ㎡々〇〔〕《》“”—…", role) == ""


@pytest.mark.parametrize("role", Role)
def test_every_role_covers_the_hanzi_of_gb_18030_level_3(role: Role) -> None:
    # GB 18030-2022, 9: the URO with its additions, extensions A to F, 〇.
    blocks = ((0x4E00, 0x9FEF), (0x3400, 0x4DB5), (0x20000, 0x2A6D6), (0x2A700, 0x2B734), (0x2B740, 0x2B81D))
    blocks += ((0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0), (0x3007, 0x3007))
    lost = [point for low, high in blocks for point in range(low, high + 1) if fonts.glyph(role, chr(point)) is None]
    assert [f"{point:X}" for point in lost] == []


def test_a_character_goes_to_the_first_font_that_has_it() -> None:
    runs = fonts.runs("示𠀀范①", Role.FANG)
    assert [(glyph.font, text) for glyph, text in runs] == [
        ("LXGWZhuqueFangsong-Regular", "示"),
        ("HanaMinB", "𠀀"),
        ("LXGWZhuqueFangsong-Regular", "范"),
        ("NotoSerifSC_400Regular", "①"),
    ]
    assert fonts.width("示𠀀范①", Role.FANG) == pytest.approx(4)


def test_a_fallback_glyph_in_a_bold_line_is_thickened() -> None:
    assert [glyph.embolden for glyph, _ in fonts.runs("示𠀀", Role.HEI_BOLD)] == [False, True]
    assert [glyph.embolden for glyph, _ in fonts.runs("示𠀀", Role.HEI)] == [False, False]


@pytest.mark.parametrize("char", ["\U00030edd", "\ue863", "\u202e", "\n", "\u200b", "\ud800"])
def test_what_no_font_draws_is_refused_by_code_point(char: str) -> None:
    assert fonts.missing(f"甲{char}乙{char}", Role.SONG) == char
    with pytest.raises(Refused) as refused:
        fonts.require(f"甲{char}乙", Role.SONG, "联盟名称")
    assert refused.value.code == "papers.no-glyph"
    assert f"U+{ord(char):04X}" in refused.value.text()
    assert "联盟名称" in refused.value.text()


def test_a_missing_font_file_is_named() -> None:
    with pytest.raises(Damaged) as damaged:
        fonts.font("NoSuchFont")
    assert "NoSuchFont.ttf" in damaged.value.text()


def test_nothing_heavy_is_loaded_before_something_is_drawn() -> None:
    code = (
        "import sys; import alliance_desk.papers.fonts, alliance_desk.papers.lint, alliance_desk.papers.render, "
        "alliance_desk.papers.letters, alliance_desk.papers.guard; "
        "print(sorted({'reportlab', 'fontTools', 'segno', 'docx', 'docxtpl', 'jinja2', 'PIL', 'lxml'} & set(sys.modules)))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=fonts.FOLDER.parent.parent
    )
    assert out.stdout.strip() == "[]"
