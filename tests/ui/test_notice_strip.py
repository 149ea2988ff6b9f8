from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from ui.calendar_strip import CalendarStrip, Ground, StripDay
from ui.theme.look import Look

FIRST = date(2024, 9, 27)


def day(n: int, ground: Ground = Ground.PLAIN, **more: bool) -> StripDay:
    return StripDay(FIRST + timedelta(days=n), f"第{n}天", "", (), f"第 {n} 天的缘由", ground, **more)


@pytest.fixture
def strip(qtbot: QtBot, look: Look) -> CalendarStrip:
    grounds = [*Ground, Ground.PLAIN]
    made = CalendarStrip(look, [day(n, grounds[n % len(grounds)], today=n == 4) for n in range(12)], "公示日历")
    qtbot.addWidget(made)
    made.resize(900, 120)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_arrow_keys_walk_the_days_and_each_says_why(strip: CalendarStrip, qtbot: QtBot) -> None:
    told: list[str] = []
    strip.chosen.connect(told.append)
    assert strip.at == 4, "it begins at today"
    strip.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(strip, key)
    assert told[-4:] == ["第 5 天的缘由", "第 4 天的缘由", "第 0 天的缘由", "第 11 天的缘由"]
    assert strip.accessibleDescription() == "第 11 天的缘由"
    assert strip.accessibleName() == "公示日历"


def test_a_narrow_strip_breaks_into_even_rows_that_up_and_down_walk(strip: CalendarStrip) -> None:
    strip.resize(500, strip.heightForWidth(500))
    places = [strip.place(at) for at in range(12)]
    assert len({place.top() for place in places}) == 2
    assert all(place.right() < 500 and place.bottom() < strip.height() for place in places)
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Down)
    assert strip.at == 10
    QTest.keyClick(strip, Qt.Key.Key_Up)
    assert strip.at == 4


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_click_and_the_pointer_say_why(strip: CalendarStrip, qtbot: QtBot) -> None:
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.place(2).center())
    assert strip.why == "第 2 天的缘由"
    place = strip.place(7).center()
    QApplication.sendEvent(strip, QHelpEvent(QEvent.Type.ToolTip, place, strip.mapToGlobal(place)))
    assert QToolTip.text() == "第 7 天的缘由"
    QToolTip.hideText()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_grounds_differ_by_their_pattern_not_by_colour_alone(
    strip: CalendarStrip, look: Look, theme: str, qtbot: QtBot
) -> None:
    look.wear(theme)
    image = strip.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    shades = {}
    for at, ground in enumerate([Ground.PLAIN, Ground.COUNTED, Ground.REST, Ground.FEAST]):
        box = strip.place(at)
        empty = QRect(box.left() + 6, box.bottom() - 26, box.width() - 12, 18)
        shades[ground] = tuple(
            image.pixelColor(QPoint(x, y)).value()
            for y in range(empty.top(), empty.bottom())
            for x in range(empty.left(), empty.right())
        )
    assert len(set(shades[Ground.PLAIN])) == len(set(shades[Ground.COUNTED])) == 1
    assert min(len(set(shades[Ground.REST])), len(set(shades[Ground.FEAST]))) > 1
    rest, feast = (
        sum(shade != shades[ground][0] for shade in shades[ground]) for ground in (Ground.REST, Ground.FEAST)
    )
    assert rest != feast
    look.wear("light")
