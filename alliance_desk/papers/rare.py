"""Characters of a paper that another font than the role's own draws: right, but worth a look before printing."""

from collections.abc import Mapping

from alliance_desk.papers import fonts
from alliance_desk.papers.layout import Layout, Paragraph, Text, variables


def rare(layout: Layout, values: Mapping[str, str]) -> tuple[str, ...]:
    """Such characters with their code points, each once, in the order of the layout; what cannot be drawn at all is not among them."""
    found: dict[str, None] = {}
    for item in layout.item.values():
        if not isinstance(item, Text | Paragraph):
            continue
        for name in variables(item):
            strong = isinstance(item, Paragraph) and name in item.strong
            role = item.strong_role if isinstance(item, Paragraph) and strong else item.role
            for char in values.get(name, ""):
                drawn = fonts.glyph(role, char)
                if drawn is not None and drawn.font != fonts.CHAINS[role][0]:
                    found[f"{char}（U+{ord(char):04X}）"] = None
    return tuple(found)
