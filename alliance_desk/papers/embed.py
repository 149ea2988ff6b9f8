"""A TrueType font as reportlab embeds it: subset, every character found again by search and copy.

Imported only when something is drawn, because it loads reportlab (which carries no types).
"""

from pathlib import Path
from typing import Any, Self, cast

from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFError, TTFont

FontError = TTFError


class EmbeddedFont(TTFont):
    """A font of ``resources/fonts`` with its coverage and metrics."""

    @classmethod
    def register(cls, name: str, path: Path) -> Self:
        """Load a font file and make it known to reportlab under ``name``. Raises FontError or OSError."""
        font = cls(name, str(path), asciiReadable=False, shapable=False)
        pdfmetrics.registerFont(font)
        return font

    @property
    def ascent(self) -> float:
        """Top of the em box above the base line, in thousandths of an em."""
        return float(self.face.ascent)

    def covers(self, char: str) -> bool:
        """Whether the font has a glyph of its own for a character (glyph 0 is the empty box)."""
        return bool(self.face.charToGlyph.get(ord(char), 0))

    def advance(self, char: str) -> float:
        """Width of a character in em."""
        face = cast(Any, self.face)
        return float(face.getCharWidth(ord(char))) / 1000

    def addObjects(self, doc: Any) -> None:  # noqa: N802 – reportlab's name
        """Write the font into a document, with a ToUnicode map that is right outside the BMP.

        reportlab 5.1 writes code points where UTF-16 is due (ISO 32000-1, 9.10.3), so 𫖯 is drawn right but found as
        something else, and it puts more than 100 entries into a block (Adobe technical note 5411). Drop this override when
        ``test_embed.py`` shows that reportlab's own map has become right.
        """
        library, font = cast("tuple[Any, Any]", (ttfonts, self))
        subsets: list[list[int]] = [list(subset) for subset in font.state[doc].subsets]
        name = (font.face.name + font.face.subfontNameX).decode("pdfdoc")
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            base = f"{library.SUBSETN(number).decode()}+{name}"
            doc.idToObject[f"toUnicodeCMap:{base}"].content = to_unicode(base, subset)


def to_unicode(name: str, subset: list[int]) -> str:
    """A ToUnicode CMap (ISO 32000-1, 9.10.3) from one-byte codes to UTF-16BE. subset: the code point of each code."""
    rows = [f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in enumerate(subset)]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
