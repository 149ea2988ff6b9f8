"""A layout and values become a PDF: the same bytes for the same input, every font embedded, user text never markup."""

import io
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Struct

from alliance_desk import files
from alliance_desk.errors import Refused
from alliance_desk.papers import fit, fonts
from alliance_desk.papers.job import Job, Warned
from alliance_desk.papers.layout import Layout

_MARKS = 10.0
"""Room around the bleed for crop marks, mm."""


class Rendered(Struct, frozen=True):
    """A finished PDF and what to look at before it is printed."""

    pdf: bytes
    warnings: list[Warned]


def render(
    layout: Layout,
    pages: Iterable[Mapping[str, str]],
    *,
    watermark: str = "",
    preview: bool = False,
    outlines: bool = False,
) -> Rendered:
    """One page for each set of values.

    pages: variable → value; every variable of the layout is needed, further ones are ignored. watermark: a word across each
    page (演练, 样张). preview: with the items that show on screen only. outlines: text as shapes, for an engraver; such a file
    cannot be searched. Raises Refused for a missing value, an uncovered character, a text that does not fit; Damaged for fonts.
    """
    out = io.BytesIO()
    warnings = _render(out, layout, pages, watermark, preview=preview, outlines=outlines)
    return Rendered(out.getvalue(), warnings)


def render_to(path: Path, layout: Layout, pages: Iterable[Mapping[str, str]], *, watermark: str = "") -> list[Warned]:
    """As ``render``, into a file that appears whole or not at all. Raises Damaged also when the disk refuses."""
    with files.writing(path) as out:
        return _render(out, layout, pages, watermark, preview=False, outlines=False)


def _render(
    out: BinaryIO, layout: Layout, pages: Iterable[Mapping[str, str]], watermark: str, *, preview: bool, outlines: bool
) -> list[Warned]:
    from reportlab.pdfgen import canvas as pdf

    page = layout.page
    margin = (page.bleed + (_MARKS if page.marks else 0)) * fit.POINT
    width, height = page.width * fit.POINT, page.height * fit.POINT
    bleed = page.bleed * fit.POINT
    todo = iter(pages)
    first = next(todo, None)
    if first is None:
        raise Refused("papers.no-pages", layout=layout.title)
    fonts.font(fonts.CHAINS[fonts.Role.SONG][0])
    with _binary_streams():
        make: Any = pdf.Canvas  # its default values hide the types it takes
        canvas = make(
            out,
            pagesize=(width + 2 * margin, height + 2 * margin),
            pageCompression=1,
            invariant=1,
            initialFontName=fonts.CHAINS[fonts.Role.SONG][0],
            enforceColorSpace="cmyk" if page.press else None,
            trimBox=(margin, margin, margin + width, margin + height),
            bleedBox=(margin - bleed, margin - bleed, margin + width + bleed, margin + height + bleed),
            lang="zh-CN",
        )
        canvas.setTitle(layout.title)
        canvas.setAuthor("")
        canvas.setCreator("Alliance Desk")
        job = Job(canvas, layout, margin, watermark, preview=preview, outlines=outlines)
        for number, values in enumerate(chain([first], todo), 1):
            job.page(number, values)
        canvas.save()
    return job.warnings


@contextmanager
def _binary_streams() -> Generator[None]:
    """No ASCII85 around the streams: a quarter smaller, a third faster. reportlab knows only a global switch for it."""
    from reportlab import rl_config

    before = rl_config.useA85
    rl_config.useA85 = 0
    try:
        yield
    finally:
        rl_config.useA85 = before
