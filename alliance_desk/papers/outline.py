"""Text as shapes, for an engraver whose machine must not need our fonts."""

import io
from typing import Any, cast

from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from alliance_desk.papers.fonts import FOLDER, Glyph


class Outlines:
    """The shapes of the characters used so far; a font file is opened once."""

    def __init__(self) -> None:
        self._sets: dict[str, tuple[dict[int, str], Any]] = {}

    def draw(
        self, canvas: Any, pieces: list[tuple[Glyph, str]], x: float, base: float, size: float, spread: float
    ) -> None:
        """Fill one line of text. x, base, size, spread: as in ``draw.Pen``, pt."""
        path = canvas.beginPath()
        for glyph, value in pieces:
            names, shapes = self._font(glyph.font)
            for char in value:
                shape = shapes[names[ord(char)]]
                scale = size / 1000
                shape.draw(TransformPen(_PathPen(shapes, path), (scale, 0, 0, scale, x, base + glyph.rise * size)))
                x += shape.width * scale + spread
        # TrueType counts windings: even-odd would leave holes where the parts of a character overlap.
        canvas.drawPath(path, stroke=0, fill=1, fillMode=1)

    def _font(self, name: str) -> tuple[dict[int, str], Any]:
        if name not in self._sets:
            opened = TTFont(io.BytesIO((FOLDER / f"{name}.ttf").read_bytes()), lazy=True)
            if cast("Any", opened["head"]).unitsPerEm != 1000:
                raise ValueError(f"{name} is not drawn on 1000 units")
            self._sets[name] = opened.getBestCmap() or {}, opened.getGlyphSet()
        return self._sets[name]


class _PathPen(BasePen):
    """fontTools' curves as a reportlab path (quadratic ones are raised to cubic by BasePen)."""

    def __init__(self, shapes: Any, path: Any) -> None:
        super().__init__(shapes)
        self._path = path

    def _moveTo(self, pt: Any) -> None:  # noqa: N802 – fontTools' name
        self._path.moveTo(*pt)

    def _lineTo(self, pt: Any) -> None:  # noqa: N802
        self._path.lineTo(*pt)

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:  # noqa: N802
        self._path.curveTo(*pt1, *pt2, *pt3)

    def _closePath(self) -> None:  # noqa: N802
        self._path.close()
