"""How far a session is, in a line over its matrix."""

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ui.language import tr
from ui.pages.review.picture import ELIGIBLE, Picture
from ui.pieces import label
from ui.theme import measures


class Far(QWidget):
    """Words, and a bar where sheets are counted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GRID)
        self.words = label("", "", self, name="review.far")
        self.bar = QProgressBar(self)
        self.bar.setObjectName("review.far.bar")
        self.bar.setAccessibleName(tr("ui.review.progress"))
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        row.addWidget(self.words, 1)
        row.addWidget(self.bar)

    def show_picture(self, picture: Picture) -> None:
        """Show how far a session is."""
        counts = bool(picture.panel) and not picture.third
        self.bar.setVisible(counts)
        self.bar.setRange(0, max(1, picture.expected))
        self.bar.setValue(picture.expected - len(picture.missing))
        self.words.setText(_words(picture))
        # Beside a bar the words take what they need; alone they wrap over the whole line.
        self.words.setWordWrap(not counts)


def _words(picture: Picture) -> str:
    if not picture.fixed:
        count = sum(person.state == ELIGIBLE for person in picture.people)
        return tr("ui.review.far-open", count=count) if count else tr("ui.review.not-fixed")
    if picture.third:
        return tr("ui.review.waits-for-report") if picture.open else ""
    entered = picture.expected - len(picture.missing)
    return tr("ui.review.sheets-in", entered=entered, expected=picture.expected)
