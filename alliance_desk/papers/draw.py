"""Items of a layout drawn on a reportlab canvas (which carries no types). Imported only when something is drawn."""

from collections.abc import Mapping
from typing import Any

from reportlab.lib.colors import CMYKColor, Color, HexColor

from alliance_desk.papers import fit, fonts, qr
from alliance_desk.papers.layout import Code, Frame, Fret, Layout, Paragraph, Rule, Text
from alliance_desk.papers.outline import Outlines

MM = fit.POINT

# A light fallback glyph in a bold line is thickened by a stroke of so many em.
_EMBOLDEN = 0.028


class Pen:
    """Draws in the layout's own coordinates: mm from the upper left corner of the trimmed sheet.

    canvas: origin already at the lower left corner of the trimmed sheet. outlines: text as shapes, or None for text as text.
    """

    def __init__(self, canvas: Any, layout: Layout, outlines: Outlines | None) -> None:
        self._canvas = canvas
        self._page = layout.page
        self._height = layout.page.height * MM
        self._outlines = outlines
        self._colours = _palette(layout)

    def _y(self, y: float) -> float:
        return self._height - y * MM

    def colour(self, name: str) -> Any:
        """The reportlab colour of a name in the layout."""
        return self._colours[name]

    def rule(self, item: Rule) -> None:
        """A straight line."""
        self._stroke(item.colour, item.thickness)
        x, y = item.x * MM, self._y(item.y)
        self._canvas.line(x, y, x + item.width * MM, y - item.height * MM)

    def frame(self, item: Frame) -> None:
        """A rectangle, its corners cut in where a notch is asked for."""
        if item.fill:
            self._canvas.setFillColor(self.colour(item.fill))
        self._stroke(item.colour, item.thickness)
        left, top, notch = item.x * MM, self._y(item.y), item.notch * MM
        right, bottom = left + item.width * MM, top - item.height * MM
        path = self._canvas.beginPath()
        corners = (
            (left, bottom, notch, notch, False),
            (left, top, notch, -notch, True),
            (right, top, -notch, -notch, False),
            (right, bottom, -notch, notch, True),
        )
        for number, (x, y, dx, dy, upward) in enumerate(corners):
            steps = [(x + dx, y), (x + dx, y + dy), (x, y + dy)] if notch else [(x, y)]
            for step in reversed(steps) if upward else steps:
                (path.moveTo if number == 0 and step == steps[0] else path.lineTo)(*step)
        path.close()
        self._canvas.drawPath(path, stroke=int(item.thickness > 0), fill=int(bool(item.fill)))

    def fret(self, item: Fret) -> None:
        """A band of 回纹: one squared spiral after the other, as many as fit each side exactly."""
        self._stroke(item.colour, item.thickness)
        self._canvas.setLineCap(2)
        band = item.cell * MM
        left, top = item.x * MM, self._y(item.y)
        right, bottom = left + item.width * MM, top - item.height * MM
        path = self._canvas.beginPath()
        rim = _SPIRAL[0][1] * band
        path.rect(left + rim, bottom + rim, right - left - 2 * rim, top - bottom - 2 * rim)
        for x0, y0, ax, ay, bx, by in (
            (left, top, 1, 0, 0, -1),
            (right, top, 0, -1, -1, 0),
            (right, bottom, -1, 0, 0, 1),
            (left, bottom, 0, 1, 1, 0),
        ):
            length = (item.width if ax else item.height) * MM - band
            count = max(1, round(length / band))
            step = length / count
            for number in range(count):
                for index, (along, across) in enumerate(_SPIRAL):
                    a, b = (number + along) * step, across * band
                    (path.lineTo if index else path.moveTo)(x0 + ax * a + bx * b, y0 + ay * a + by * b)
        self._canvas.drawPath(path, stroke=1, fill=0)

    def code(self, item: Code, value: str) -> None:
        """A QR code with its quiet zone inside the item's square."""
        side, runs = qr.modules(value, item.error)
        module = item.size * MM / side
        self._canvas.saveState()
        self._canvas.setFillColor(self.colour(item.colour))
        self._canvas.transform(module, 0, 0, module, item.x * MM, self._y(item.y + item.size))
        self._canvas.addLiteral(" ".join(f"{x} {y} {length} 1 re" for x, y, length in runs) + " f")
        self._canvas.restoreState()

    def text(self, item: Text, fitted: fit.Fitted) -> None:
        """One or two lines in their box."""
        step = item.leading * fitted.size
        block = fitted.size + step * (len(fitted.lines) - 1)
        free = item.height * MM - block
        top = self._y(item.y) - free * {"top": 0.0, "middle": 0.5, "bottom": 1.0}[item.valign]
        for number, line in enumerate(fitted.lines):
            slack = item.width * MM - line.width
            x = item.x * MM + slack * {"left": 0.0, "center": 0.5, "right": 1.0}[item.align]
            self._line(line, x, top - number * step, fitted.size, item.colour)

    def paragraph(self, item: Paragraph, fitted: fit.Fitted) -> None:
        """Running text from the top of its box."""
        for number, line in enumerate(fitted.lines):
            top = self._y(item.y) - number * item.leading * fitted.size
            self._line(line, item.x * MM + line.indent, top, fitted.size, item.colour)

    def watermark(self, value: str, colour: str, width: float) -> None:
        """A word across the sheet from corner to corner, under all text. width: of the trimmed sheet, mm."""
        from math import atan2, cos, degrees, hypot

        wide = width * MM
        angle = atan2(self._height, wide)
        room = hypot(wide, self._height) * 0.6
        size = min(room / fonts.width(value, fonts.Role.HEI), self._height * cos(angle) * 0.5)
        line = fit.Line([(value, fonts.Role.HEI)], 0, fonts.width(value, fonts.Role.HEI) * size, 0)
        self._canvas.saveState()
        self._canvas.translate(wide / 2, self._height / 2)
        self._canvas.rotate(degrees(angle))
        self._line(line, -line.width / 2, size / 2, size, colour)
        self._canvas.restoreState()

    def crop_marks(self) -> None:
        """Marks at the trimmed corners, outside the bleed, in all four inks."""
        canvas, page = self._canvas, self._page
        canvas.setStrokeColor(self.colour("registration" if page.press else "black"))
        canvas.setLineWidth(0.25)
        width, height = page.width * MM, page.height * MM
        near, far = (page.bleed + 2) * MM, (page.bleed + 7) * MM
        for x, side in ((0.0, -1), (width, 1)):
            for y, end in ((0.0, -1), (height, 1)):
                canvas.line(x + side * near, y, x + side * far, y)
                canvas.line(x, y + end * near, x, y + end * far)

    def _stroke(self, colour: str, thickness: float) -> None:
        self._canvas.setStrokeColor(self.colour(colour))
        self._canvas.setLineWidth(thickness)
        self._canvas.setLineCap(0)

    def _line(self, line: fit.Line, x: float, top: float, size: float, colour: str) -> None:
        """One line; top: upper edge of its em box, pt."""
        base = top - size * fonts.font(fonts.CHAINS[line.pieces[0][1]][0]).ascent / 1000
        pieces = [run for value, role in line.pieces for run in fonts.runs(value, role)]
        if self._outlines:
            self._canvas.setFillColor(self.colour(colour))
            self._outlines.draw(self._canvas, pieces, x, base, size, line.spread)
            return
        if any(glyph.embolden for glyph, _ in pieces):
            self._stroke(colour, size * _EMBOLDEN)
        out = self._canvas.beginText(x, base)
        out.setFillColor(self.colour(colour))
        out.setCharSpace(line.spread)
        for glyph, value in pieces:
            out.setFont(glyph.font, size)
            out.setRise(glyph.rise * size)
            out.setTextRenderMode(2 if glyph.embolden else 0)
            out.textOut(value)
        # What is set inside a text object outlives it on the page.
        out.setCharSpace(0)
        out.setRise(0)
        out.setTextRenderMode(0)
        self._canvas.drawText(out)


# One figure of the band: (along, across) in cells, hanging from the outer line and turning inward.
_SPIRAL = (
    (0.86, 0.1), (0.86, 0.9), (0.14, 0.9), (0.14, 0.36), (0.6, 0.36), (0.6, 0.64), (0.38, 0.64),
)  # fmt: skip


def _palette(layout: Layout) -> Mapping[str, Any]:
    press = layout.page.press
    palette: dict[str, Any] = {
        "black": CMYKColor(0, 0, 0, 1) if press else Color(0, 0, 0),
        "white": CMYKColor(0, 0, 0, 0) if press else Color(1, 1, 1),
        "registration": CMYKColor(1, 1, 1, 1),
        "watermark": CMYKColor(0, 0.16, 0.13, 0) if press else HexColor("#F5D8D5"),
    }
    for name, colour in layout.colour.items():
        cyan, magenta, yellow, black = [ink / 100 for ink in colour.cmyk or (0, 0, 0, 0)]
        palette[name] = CMYKColor(cyan, magenta, yellow, black) if colour.cmyk else HexColor(colour.rgb)
    return palette
