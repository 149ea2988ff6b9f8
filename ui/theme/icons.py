"""The icon set: SVG files drawn in the colour of the words they stand beside."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from alliance_desk import files
from alliance_desk.paths import RESOURCES

_LIMIT = 1 << 16


@cache
def _source(name: str) -> bytes:
    return files.read(RESOURCES / "icons" / f"{name}.svg", _LIMIT)


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture. size: logical pixels; ratio: physical pixels for each of them."""
    renderer = QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour.encode())))
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@cache
def icon(name: str, colour: str, size: int = 20, disabled: str = "") -> QIcon:
    """An icon in one colour, sharp at every scale. disabled: its colour while it cannot be used."""
    made = QIcon()
    screen = QGuiApplication.primaryScreen()
    for ratio in sorted({1.0, screen.devicePixelRatio(), 2.0}):
        made.addPixmap(pixmap(name, colour, size, ratio))
        if disabled:
            made.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return made
