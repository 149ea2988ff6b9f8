"""The chart of a topic: bars with their numbers written beside them, in the colours of the theme; a long list scrolls."""

from collections.abc import Sequence

from PySide6.QtCharts import (
    QAbstractBarSeries,
    QBarCategoryAxis,
    QBarSeries,
    QBarSet,
    QChart,
    QChartView,
    QHorizontalBarSeries,
    QLineSeries,
    QScatterSeries,
    QValueAxis,
    QXYSeries,
)
from PySide6.QtCore import QMargins, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QCursor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QToolTip, QWidget

from ui.language import tr
from ui.pages.statistics_page.topics import Bars
from ui.theme import measures
from ui.theme.colours import Tone
from ui.theme.look import Look

_BAR, _PAIR = 34, 46
"""Height of the place of one bar, of two beside each other."""
_PLACE = 48
"""Width of the place of a year."""
_LABEL = 176
"""Widest label of a bar; longer ones end in dots and stand whole in the table."""
_ROOM = 1.16
"""The axis ends so far beyond the highest number, that its label has room."""
_PATTERNS = (Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern)
"""The second series is hatched: told apart without its colour."""
_TONES = (Tone.INFO, Tone.WAITING)
_CHOSEN = 0.5
"""So far a chosen bar goes from its colour to that of the words."""
_UNIQUE = "\u200b"
"""A sign without width: Qt wants every place of an axis to be called differently."""


class _View(QChartView):
    """The picture itself; turning the wheel scrolls what it stands in."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Chart(QScrollArea):
    """A chart that scrolls where it does not fit.

    Signals: chosen (place, series) – a bar was clicked, a point of the line counts as one more series; dressed – it was drawn anew.
    """

    chosen = Signal(int, int)
    dressed = Signal()

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._bars, self._sets = look, Bars((), ()), list[QBarSet]()
        self._marked = -1
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the table beside it is its keyboard
        self._view = _View(self)
        self._view.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        for policy in (self._view.setHorizontalScrollBarPolicy, self._view.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._view)
        look.changed.connect(self._dress)

    def show_bars(self, bars: Bars, title: str) -> None:
        """Draw another chart. title: what it shows, for those who hear it."""
        self._bars, self._marked = bars, -1
        self.setAccessibleName(title)
        self.setAccessibleDescription(_spoken(bars))
        self._view.setAccessibleName(title)
        self._dress()

    def mark(self, place: int) -> None:
        """Let the bars of one place stand out: the row of the table that is chosen; -1 for none."""
        self._marked = place
        for one in self._sets:
            one.deselectAllBars()
            if 0 <= place < len(self._bars.labels):
                one.selectBar(self._at(place))

    def _at(self, place: int) -> int:
        """Where a place stands on the axis: bars that lie are counted from below."""
        return place if self._bars.upright else len(self._bars.labels) - 1 - place

    # Drawing

    def _dress(self) -> None:
        """Draw anew: another theme has other colours."""
        bars, colours = self._bars, self._look.colours
        old, made = self._view.chart(), QChart()
        made.setAnimationOptions(QChart.AnimationOption.NoAnimation)
        made.setBackgroundBrush(QColor(colours.surface))
        made.setBackgroundRoundness(0)
        made.setMargins(QMargins(0, 0, 0, 0))
        made.layout().setContentsMargins(0, 0, 0, 0)
        made.setFont(self._font())
        self._sets = [self._set(at, name, numbers) for at, (name, numbers) in enumerate(bars.series)]
        if bars.labels:
            self._draw(made)
        made.legend().setVisible(False)  # it stands above, where it does not scroll away
        made.legend().setAlignment(Qt.AlignmentFlag.AlignTop)
        made.legend().setLabelColor(QColor(colours.text))
        made.legend().setFont(self._font())
        self._view.setChart(made)
        old.deleteLater()
        self._view.setBackgroundBrush(QColor(colours.surface))
        self._fit()
        self.mark(self._marked)
        self.dressed.emit()

    def legend(self) -> list[tuple[str, QBrush]]:
        """What each series is called and drawn with; none where there is only the one."""
        found = [(one.label(), one.brush()) for one in self._sets]
        if self._bars.line is not None:
            found.append((self._bars.line[0], QBrush(QColor(self._look.colours.tone(Tone.PASS)))))
        return found if len(found) > 1 else []

    def _fit(self) -> None:
        """As much room as the bars need: no less, and of lying bars no more."""
        places = len(self._bars.labels)
        if self._bars.upright:
            self._view.setMinimumSize(places * _PLACE + 40, 180)
            self._view.setMaximumHeight(420)
            bar = self.horizontalScrollBar()
            QTimer.singleShot(0, self, lambda: bar.setValue(bar.maximum()))  # the newest year is in sight
        else:
            high = places * (_PAIR if len(self._bars.series) > 1 else _BAR) + 16
            self._view.setMinimumSize(260, high)
            self._view.setMaximumHeight(high)

    def _draw(self, chart: QChart) -> None:
        bars = self._bars
        series: QAbstractBarSeries = QBarSeries() if bars.upright else QHorizontalBarSeries()
        # Lying bars are drawn from below: so that the first stands on top, it comes last.
        for one in self._sets if bars.upright else reversed(self._sets):
            series.append(one)
        chart.legend().setReverseMarkers(not bars.upright)
        series.setBarWidth(0.62)
        series.setLabelsVisible(True)
        series.setLabelsPosition(QAbstractBarSeries.LabelsPosition.LabelsOutsideEnd)
        series.clicked.connect(lambda place, one: self.chosen.emit(self._at(place), self._sets.index(one)))
        series.hovered.connect(lambda on, place, one: self._tell(self._at(place), self._sets.index(one), on=on))
        chart.addSeries(series)
        lines = self._lines()
        for one in lines:
            chart.addSeries(one)
        for marker in chart.legend().markers(lines[-1]) if lines else ():
            marker.setVisible(False)  # the points belong to their line
        names, numbers = self._names(), self._numbers()
        beside, along = Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignLeft
        for axis, edge in ((names, beside if bars.upright else along), (numbers, along if bars.upright else beside)):
            chart.addAxis(axis, edge)
            series.attachAxis(axis)
            for one in lines:
                one.attachAxis(axis)

    def _set(self, at: int, name: str, numbers: Sequence[int]) -> QBarSet:
        colours = self._look.colours
        made, colour = QBarSet(name), QColor(colours.tone(_TONES[at % len(_TONES)]))
        made.append([float(number) for number in (numbers if self._bars.upright else reversed(numbers))])
        made.setBrush(QBrush(colour, _PATTERNS[at % len(_PATTERNS)]))
        made.setPen(QPen(colour, 1))
        made.setSelectedColor(_between(colour, QColor(colours.text)))
        made.setLabelColor(QColor(colours.text))
        made.setLabelFont(self._font())
        return made

    def _lines(self) -> list[QXYSeries]:
        """The line, and its points with their numbers above them."""
        if self._bars.line is None:
            return []
        name, numbers = self._bars.line
        colour = QColor(self._look.colours.tone(Tone.PASS))
        line, points = QLineSeries(), QScatterSeries()
        for made in (line, points):
            made.append([QPointF(at, number) for at, number in enumerate(numbers)])
            made.clicked.connect(lambda point: self.chosen.emit(round(point.x()), len(self._sets)))
            made.hovered.connect(lambda point, on: self._tell(round(point.x()), len(self._sets), on=on))
        line.setName(name)
        line.setPen(QPen(colour, 2))
        points.setMarkerSize(8)
        points.setColor(colour)
        points.setBorderColor(colour)
        points.setPointLabelsVisible(True)
        points.setPointLabelsFormat("@yPoint")
        points.setPointLabelsClipping(False)
        points.setPointLabelsColor(colour)
        points.setPointLabelsFont(self._font(bold=True))
        return [line, points]

    def _names(self) -> QBarCategoryAxis:
        made, metrics = QBarCategoryAxis(), QFontMetrics(self._font())
        labels = self._bars.labels if self._bars.upright else self._bars.labels[::-1]
        for at, label in enumerate(labels):
            short = metrics.elidedText(label, Qt.TextElideMode.ElideRight, _LABEL)
            # A list of one: handed a text alone, PySide takes it sign by sign.
            made.append([short + _UNIQUE * at])
        made.setLabelsColor(QColor(self._look.colours.text))
        made.setLabelsFont(self._font())
        made.setTruncateLabels(False)
        made.setGridLineVisible(False)
        made.setLinePenColor(QColor(self._look.colours.edge))
        return made

    def _numbers(self) -> QValueAxis:
        """The numbers stand at their bars: the axis itself only gives the scale."""
        every = [numbers for _, numbers in (*self._bars.series, *([self._bars.line] if self._bars.line else []))]
        made = QValueAxis()
        made.setRange(0, max(1, max((max(numbers, default=0) for numbers in every), default=0)) * _ROOM)
        made.setVisible(False)
        return made

    def _font(self, *, bold: bool = False) -> QFont:
        made = QFont(self._look.family)
        made.setPixelSize(measures.SMALL)
        made.setBold(bold)
        return made

    def _tell(self, place: int, series: int, *, on: bool) -> None:
        """The whole name and the number, beside the pointer."""
        if not on or not 0 <= place < len(self._bars.labels):
            QToolTip.hideText()
            return
        name, numbers = [*self._bars.series, *([self._bars.line] if self._bars.line else [])][series]
        words = tr("ui.statistics.tip", label=self._bars.labels[place], name=name, count=numbers[place])
        QToolTip.showText(QCursor.pos(), words, self._view)

    def picture(self) -> QPixmap:
        """What is drawn now, whole and with its legend, as a picture."""
        legend = self._view.chart().legend()
        legend.setVisible(bool(self.legend()))
        made = self._view.grab()
        legend.setVisible(False)
        return made


def _between(one: QColor, other: QColor) -> QColor:
    """A bar that is chosen is nearer to the words, and keeps the hue of its series."""
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    red, green, blue = (round(a + (b - a) * _CHOSEN) for a, b in pairs)
    return QColor(red, green, blue)


def _spoken(bars: Bars) -> str:
    """The numbers in words."""
    every = [*bars.series, *([bars.line] if bars.line else [])]
    return tr("ui.list-sign").join(
        tr("ui.statistics.tip", label=label, name=name, count=numbers[at])
        for at, label in enumerate(bars.labels)
        for name, numbers in every
    )
