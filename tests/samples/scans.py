"""Small scans: one-bit pictures of a page, as an office scanner would make them, in a PDF of a few kilobytes."""

import io
import time
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from alliance_desk.paths import RESOURCES

_SIZE = (496, 702)  # A4 at 60 dots an inch
_FONTS = ("LXGWWenKai-Regular.ttf", "HanaMinB.ttf")


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(RESOURCES / "fonts" / name), size)


@cache
def _covered() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(RESOURCES / "fonts" / _FONTS[0]) as font:
        return frozenset(font.getBestCmap() or ())


def _line(draw: ImageDraw.ImageDraw, x: int, y: int, text: str, size: int) -> None:
    for char in text:
        font = _font(_FONTS[0] if ord(char) in _covered() else _FONTS[1], size)
        draw.text((x, y), char, fill=0, font=font)
        x += round(font.getlength(char))


def _page(title: str, lines: list[str], seal: str) -> Image.Image:
    image = Image.new("1", _SIZE, 1)
    draw = ImageDraw.Draw(image)
    _line(draw, 48, 60, title, 22)
    draw.line((48, 96, 448, 96), fill=0)
    for number, text in enumerate(lines):
        for row, start in enumerate(range(0, len(text), 24)):
            _line(draw, 48, 120 + 34 * number + 20 * row, text[start : start + 24], 16)
    if seal:
        draw.ellipse((310, 520, 430, 640), outline=0, width=3)
        _line(draw, 330, 570, seal[:5], 16)
    _line(draw, 48, 666, "样例文件，仅供演示，不具法律效力", 13)
    return image


def scan(title: str, lines: list[str], *, seal: str = "", pages: tuple[str, ...] = ("",)) -> bytes:
    """A PDF with one page for each text of ``pages``, which is added to the title."""
    images = [_page(title + extra, lines, seal) for extra in pages]
    out = io.BytesIO()
    born = time.gmtime(946684800)
    images[0].save(
        out, "PDF", resolution=60, save_all=True, append_images=images[1:], creationDate=born, modDate=born, title=title
    )
    return out.getvalue()
