"""What a layout is: data with a schema, in millimetres, with variables that carry a label and a sample.

x and y run from the upper left corner of the trimmed sheet, as one measures with a ruler; sizes of type and thickness of
lines are in points. Items are drawn in the order of the file, those without a variable first, as one common background.
``lint.py`` reads a layout from TOML and names every fault.
"""

from string import Formatter
from typing import Literal

from msgspec import Struct, field

from alliance_desk.papers.fonts import Role

Align = Literal["left", "center", "right"]
Valign = Literal["top", "middle", "bottom"]


class _Data(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Strict: a misspelt key is a fault, never ignored."""


class Page(_Data, frozen=True, kw_only=True):
    """The sheet after trimming, mm. bleed: how far colour runs over the edge, mm. marks: crop marks outside the bleed.

    press: work for a printing house or engraver, all colours in CMYK.
    """

    width: float
    height: float
    bleed: float = 0
    marks: bool = False
    press: bool = False


class Colour(_Data, frozen=True, kw_only=True):
    """Either ``rgb = "#B01E23"`` or ``cmyk = [cyan, magenta, yellow, black]`` in percent."""

    rgb: str = ""
    cmyk: tuple[float, float, float, float] | None = None


class Variable(_Data, frozen=True, kw_only=True):
    """A value given by the case. label, sample: Chinese, for the person who edits or previews. optional: may be empty."""

    label: str
    sample: str
    optional: bool = False


class Item(_Data, frozen=True, kw_only=True, tag_field="kind"):
    """What every item has. x, y: upper left corner, mm. needs: drawn only when all these variables have a value.

    preview: drawn on screen only, such as the colour of a metal plate.
    """

    x: float
    y: float
    needs: list[str] = []
    preview: bool = False


class Text(Item, frozen=True, kw_only=True, tag="text"):
    """A line in a box, or at most ``lines`` balanced ones.

    width, height: mm. size, min_size: pt; a text too long is first broken, then shrunk to min_size with a warning.
    leading: line distance in em. spacing: extra space between characters in em.
    break_before: words that make good second lines.
    """

    width: float
    height: float
    text: str
    role: Role
    size: float
    min_size: float = 0
    colour: str = "black"
    align: Align = "left"
    valign: Valign = "middle"
    lines: int = 1
    leading: float = 1.3
    spacing: float = 0
    break_before: list[str] = []


class Paragraph(Item, frozen=True, kw_only=True, tag="paragraph"):
    """Running text, both edges even; paragraphs are parted by a line feed. indent: first line, in characters.

    strong: variables set in ``strong_role``. Too much text is shrunk to min_size with a warning.
    """

    width: float
    height: float
    text: str
    role: Role
    size: float
    min_size: float = 0
    colour: str = "black"
    leading: float = 1.6
    indent: float = 2
    strong: list[str] = []
    strong_role: Role = Role.HEI


class Rule(Item, frozen=True, kw_only=True, tag="rule"):
    """A straight line from the corner over width and height (mm; one of them 0). thickness: pt."""

    width: float = 0
    height: float = 0
    thickness: float = 0.5
    colour: str = "black"


class Frame(Item, frozen=True, kw_only=True, tag="frame"):
    """A rectangle. thickness: pt, 0 for none. fill: colour inside, or none. notch: corners cut in by so many mm."""

    width: float
    height: float
    thickness: float = 0.5
    colour: str = "black"
    fill: str = ""
    notch: float = 0


class Fret(Item, frozen=True, kw_only=True, tag="fret"):
    """A band of 回纹 around a rectangle. cell: wished width of one figure and of the band, mm. thickness: pt."""

    width: float
    height: float
    cell: float
    thickness: float = 0.6
    colour: str = "black"


class Code(Item, frozen=True, kw_only=True, tag="qr"):
    """A QR code. size: mm with its quiet zone. error: correction level."""

    size: float
    text: str
    error: Literal["L", "M", "Q", "H"] = "M"
    colour: str = "black"


AnyItem = Text | Paragraph | Rule | Frame | Fret | Code


class Layout(_Data, frozen=True, kw_only=True):
    """A whole layout. The order of items is the order in the file."""

    title: str
    page: Page
    item: dict[str, AnyItem]
    colour: dict[str, Colour] = field(default_factory=dict[str, Colour])
    variable: dict[str, Variable] = field(default_factory=dict[str, Variable])

    def sample(self) -> dict[str, str]:
        """Values for a preview: each variable's own sample."""
        return {name: variable.sample for name, variable in self.variable.items()}


def parts(text: str) -> list[tuple[str, str]]:
    """A wording cut into (literal, variable that follows or ""). Raises ValueError for anything but plain ``{name}``."""
    found: list[tuple[str, str]] = []
    for literal, name, spec, conversion in Formatter().parse(text):
        if name is not None and (spec or conversion or not name.isidentifier()):
            raise ValueError(name or "{}")
        found.append((literal, name or ""))
    return found


def variables(item: AnyItem) -> list[str]:
    """The variables an item's wording uses."""
    return [name for _, name in parts(item.text) if name] if isinstance(item, Text | Paragraph | Code) else []
