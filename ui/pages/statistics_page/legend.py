"""What the bars of a chart mean, above it: a swatch drawn as the bars are, and its word."""

from PySide6.QtGui import QBrush, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.pages.statistics_page.chart import Chart
from ui.pieces import clear, label
from ui.theme import measures

_SIDE = 12


class Legend(QWidget):
    """The keys of a chart; gone where it has only one series."""

    def __init__(self, chart: Chart, parent: QWidget) -> None:
        super().__init__(parent)
        self._chart = chart
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        chart.dressed.connect(self._fill)

    def _fill(self) -> None:
        clear(self._row)
        keys = self._chart.legend()
        for name, brush in keys:
            swatch = QLabel(self)
            swatch.setPixmap(self._swatch(brush))
            self._row.addWidget(swatch)
            self._row.addWidget(label(name, "small", self, wrap=False))
            self._row.addSpacing(measures.GRID)
        self._row.addStretch(1)
        self.setVisible(bool(keys))

    def _swatch(self, brush: QBrush) -> QPixmap:
        ratio = self.devicePixelRatioF()
        made = QPixmap(round(_SIDE * ratio), round(_SIDE * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(self.palette().base().color())
        painter = QPainter(made)
        painter.setPen(brush.color())
        painter.setBrush(brush)
        painter.drawRect(0, 0, _SIDE - 1, _SIDE - 1)
        painter.end()
        return made
