"""The icon set: files that any theme can colour, drawn with one pen, and none that the window asks for missing."""

import ast
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import parse
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from tests.helpers.sources import ROOT, modules, name, tree

ICONS = sorted((ROOT / "resources" / "icons").glob("*.svg"))
OWN_COLOURS = {"app", "check-dark", "check-light", "expand-dark", "expand-light"}
"""The program's own icon, and arrows and ticks of the style sheet, which cannot be coloured there."""

PLAIN = [path for path in ICONS if path.stem not in OWN_COLOURS]
SHAPES = {"svg", "path", "circle", "rect"}
PEN = {"stroke-width": "1.6", "stroke-linecap": "round", "stroke-linejoin": "round", "stroke": "currentColor"}


def elements(path: Path) -> Iterator[tuple[str, Element]]:
    """The elements of a file, the root first: name without its namespace, element."""
    for element in parse(path).iter():
        yield element.tag.rpartition("}")[2], element


def asked() -> Iterator[tuple[str, str]]:
    """Where the window's modules name an icon, and which: ``icon="…"`` and ``….icon("…")``."""
    for path in modules():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            named = [keyword.value for keyword in node.keywords if keyword.arg == "icon"]
            if ast.unparse(node.func).rpartition(".")[2] in {"icon", "icon_on_accent", "pixmap"}:
                named += node.args[:1]
            for value in named:
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
                    yield f"{name(path)}:{value.lineno}", value.value


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_an_icon_is_shapes_alone_on_its_grid(path: Path) -> None:
    found = list(elements(path))
    root = found[0][1]
    assert root.get("viewBox") == ("0 0 64 64" if path.stem == "app" else "0 0 20 20")
    assert {tag for tag, _ in found} <= SHAPES
    attributes = {key.rpartition("}")[2] for _, element in found for key in element.keys()}  # noqa: SIM118 - no mapping
    assert not {one for one in attributes if one in {"href", "style", "class", "id"} or one.startswith("on")}


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.stem)
def test_an_icon_takes_the_colour_it_is_given(path: Path) -> None:
    used = {value for _, e in elements(path) for key in ("fill", "stroke", "color") if (value := e.get(key))}
    assert used <= {"currentColor", "none"}


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.stem)
def test_an_icon_is_drawn_with_the_pen_of_the_set(path: Path) -> None:
    (_, root), *shapes = elements(path)
    assert {key: root.get(key) for key in PEN} == PEN
    assert not [element for _, element in shapes if element.get("stroke-width")]


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_an_icon_shows_at_sixteen_pixels_and_stays_inside_them(path: Path, qtbot: QtBot) -> None:
    side, edge = 16, 1 if path.stem in OWN_COLOURS - {"app"} else 0
    drawn = QSvgRenderer(QByteArray(path.read_bytes().replace(b"currentColor", b"#000000")))
    assert drawn.isValid()
    picture = QImage(side + 4, side + 4, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(0)
    painter = QPainter(picture)
    drawn.render(painter, QRectF(2, 2, side, side))
    painter.end()
    inked = {(x, y) for x in range(side + 4) for y in range(side + 4) if picture.pixelColor(x, y).alpha() > 40}
    assert len(inked) >= 12 - 4 * edge
    assert all(2 <= x < side + 2 and 2 <= y < side + 2 for x, y in inked)


def test_every_icon_the_window_names_is_there() -> None:
    known = {path.stem for path in ICONS}
    assert not [f"{where}: {icon}" for where, icon in asked() if icon not in known]
