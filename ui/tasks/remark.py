"""A line that means something: icon and words, as long as they are."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.pieces import label
from ui.theme import measures
from ui.theme.colours import Tone
from ui.theme.look import Look


class Remark(QWidget):
    """Words with an icon before their first line; they wrap, where a badge would be cut."""

    def __init__(self, look: Look, text: str, tone: Tone, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        picture = QLabel(self)
        picture.setPixmap(look.icon(icon, tone, measures.ICON).pixmap(measures.ICON, measures.ICON))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(text, "", self), 1)
