"""The pages of one PDF: what all share is stored once, what the values change is drawn on each."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from alliance_desk import words
from alliance_desk.errors import Fact, Refused
from alliance_desk.papers import fit, fonts
from alliance_desk.papers.layout import AnyItem, Code, Frame, Fret, Layout, Paragraph, Rule, Text, parts, variables


class Warned(Struct, frozen=True):
    """Something a person should look at before printing. page: from 1; item: what it is about, in Chinese where it can be."""

    page: int
    item: str
    code: str
    facts: dict[str, Fact]

    def text(self) -> str:
        """The warning in Chinese."""
        return words.text(self.code, {"page": self.page, "item": self.item, **self.facts})


class Job:
    """One PDF in the making."""

    def __init__(
        self, canvas: Any, layout: Layout, margin: float, watermark: str, *, preview: bool, outlines: bool
    ) -> None:
        from alliance_desk.papers.draw import Pen
        from alliance_desk.papers.outline import Outlines

        self.warnings: list[Warned] = []
        self._canvas, self._layout, self._margin = canvas, layout, margin
        self._pen = Pen(canvas, layout, Outlines() if outlines else None)
        shown = {name: item for name, item in layout.item.items() if preview or not item.preview}
        self._moving = {name: item for name, item in shown.items() if variables(item) or item.needs}
        self._used = list(dict.fromkeys(v for item in self._moving.values() for v in [*variables(item), *item.needs]))
        self._templates = {name: _template(item) for name, item in shown.items()}
        self._labels = {name: _label(layout, name, item) for name, item in shown.items()}
        self._background({name: item for name, item in shown.items() if name not in self._moving}, watermark)

    def _background(self, items: Mapping[str, AnyItem], watermark: str) -> None:
        """What every page shares, stored once in the file: shapes, watermark over them, then fixed text."""
        self._canvas.beginForm("background")
        self._canvas.translate(self._margin, self._margin)
        lettered = {name: item for name, item in items.items() if isinstance(item, Text | Paragraph)}
        for name, item in items.items():
            if name not in lettered:
                self._draw(0, name, item, {})
        if watermark:
            fonts.require(watermark, fonts.Role.HEI, watermark)
            self._pen.watermark(watermark, "watermark", self._layout.page.width)
        for name, item in lettered.items():
            self._draw(0, name, item, {})
        if self._layout.page.marks:
            self._pen.crop_marks()
        self._canvas.endForm()

    def page(self, number: int, values: Mapping[str, str]) -> None:
        """One page. Raises Refused when a value is missing or cannot be drawn."""
        known = self._layout.variable
        lost = [known[name].label for name in self._used if not values.get(name) and not known[name].optional]
        if lost:
            raise Refused("papers.values-missing", page=number, layout=self._layout.title, labels=tuple(lost))
        self._canvas.doForm("background")
        self._canvas.translate(self._margin, self._margin)
        for name, item in self._moving.items():
            if all(values.get(variable) for variable in item.needs):
                self._draw(number, name, item, values)
        self._canvas.showPage()

    def _draw(self, page: int, name: str, item: AnyItem, values: Mapping[str, str]) -> None:
        match item:
            case Rule():
                self._pen.rule(item)
            case Frame():
                self._pen.frame(item)
            case Fret():
                self._pen.fret(item)
            case Code():
                self._pen.code(item, "".join(text for text, _ in self._filled(name, values)))
            case Text():
                value = "".join(text for text, _ in self._filled(name, values))
                self._require([(value, item.role)], name)
                fitted = fit.text(item, value)
                self._judge(page, name, item, value, fitted)
                self._pen.text(item, fitted)
            case Paragraph():
                pieces = self._filled(name, values)
                paragraphs = _paragraphs(item, pieces)
                for paragraph in paragraphs:
                    self._require(paragraph, name)
                fitted = fit.paragraph(item, paragraphs)
                self._judge(page, name, item, "".join(text for text, _ in pieces), fitted)
                self._pen.paragraph(item, fitted)

    def _filled(self, name: str, values: Mapping[str, str]) -> list[tuple[str, str]]:
        """The item's wording as (text, variable it came from or "")."""
        filled: list[tuple[str, str]] = []
        for literal, variable in self._templates[name]:
            filled += [(literal, "")] if literal else []
            filled += [(values[variable], variable)] if variable else []
        return filled

    def _require(self, styled: fit.Styled, name: str) -> None:
        for text, role in styled:
            fonts.require(text, role, self._labels[name])

    def _judge(self, page: int, name: str, item: Text | Paragraph, value: str, fitted: fit.Fitted) -> None:
        if not fitted.lines:
            size = _pt(item.min_size or item.size)
            label = self._labels[name]
            raise Refused("papers.too-long", page=page, item=label, text=value, length=len(value), size=size)
        if fitted.size < item.size:
            facts: dict[str, Fact] = {"text": value, "size": _pt(fitted.size), "wished": _pt(item.size)}
            self.warnings.append(Warned(page, self._labels[name], "papers.shrunk", facts))


def _template(item: AnyItem) -> list[tuple[str, str]]:
    return parts(item.text) if isinstance(item, Text | Paragraph | Code) else []


def _label(layout: Layout, name: str, item: AnyItem) -> str:
    return "、".join(layout.variable[variable].label for variable in dict.fromkeys(variables(item))) or name


def _paragraphs(item: Paragraph, pieces: list[tuple[str, str]]) -> list[fit.Styled]:
    """Filled pieces parted at the line feeds of the wording; a line feed inside a value is left to be refused."""
    paragraphs: list[fit.Styled] = [[]]
    for text, variable in pieces:
        if variable:
            paragraphs[-1].append((text, item.strong_role if variable in item.strong else item.role))
            continue
        head, *rest = text.split("\n")
        paragraphs[-1].append((head, item.role))
        paragraphs += [[(line, item.role)] for line in rest]
    return [
        [(text, role) for text, role in paragraph if text] for paragraph in paragraphs if any(t for t, _ in paragraph)
    ]


def _pt(size: float) -> str:
    return f"{size:g}"
