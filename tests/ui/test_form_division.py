"""A place is typed by name, initials or code, and found at once."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from alliance_desk.cases.initials import initials
from alliance_desk.desk.divisions import divisions
from alliance_desk.paths import RESOURCES
from tests.helpers.effort import effort
from tests.helpers.windows import type_text
from ui.fields.division import MOST, PlaceLine, fitting, places, read_place
from ui.theme.look import Look

HOME = "210303"


@pytest.mark.parametrize("typed", ["海淀", "hdq", "110108", "海淀区"])
def test_a_place_is_found_however_it_is_typed(typed: str) -> None:
    assert fitting(typed)[0].code == "110108"


def test_places_near_the_office_come_first() -> None:
    assert fitting("tx", HOME)[0].code == "210303"
    assert fitting("鼓楼", "320100")[0].code == "320106"
    assert fitting("鼓楼", "350100")[0].code == "350102"


def test_places_that_are_gone_come_after_those_that_are_there() -> None:
    found = fitting("通州", "110100")
    assert found[0].code == "110112"
    assert [place.gone for place in found] == sorted(place.gone for place in found if place.code[:4] == "1101") + [
        place.gone for place in found if place.code[:4] != "1101"
    ]


def test_no_more_are_offered_than_can_be_read() -> None:
    assert len(fitting("市")) == MOST
    assert fitting("") == []
    assert fitting("没有这样的地方") == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [("210303", "210303"), ("210303 辽宁省鞍山市铁西区", "210303"), ("海淀区", "110108"), ("海淀", "110108"), ("鼓楼区", ""), ("210399", ""), ("", "")],
)  # fmt: skip
def test_what_stands_in_the_field_is_read_when_it_is_one_place(typed: str, code: str) -> None:
    assert read_place(typed) == code


def test_initials_are_those_of_the_program() -> None:
    kept = msgspec.json.decode((RESOURCES / "regions" / "initials.json").read_bytes(), type=dict[str, str])
    table = divisions().by_code
    assert kept.keys() == table.keys()
    for code in [*table][::97]:
        assert kept[code] == initials(table[code].name), table[code].name


@pytest.mark.parametrize("typed", ["铁", "铁西", "t", "tx", "2", "2103", "区"])
def test_finding_looks_at_each_place_once(typed: str) -> None:
    known = len(places())
    assert effort(lambda: fitting(typed, HOME)) < 6 * known


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_typed_name_is_offered_and_completed(qtbot: QtBot, look: Look) -> None:
    line = PlaceLine(home=HOME)
    qtbot.addWidget(line)
    line.edit.setObjectName("place")
    line.show()
    type_text(line, "place", "台安")
    popup = line.edit.completer().popup()
    assert popup is not None
    assert popup.isVisible()
    assert line.edit.completer().completionModel().index(0, 0).data() == "210321 辽宁省鞍山市台安县"
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert line.value() == "210321"
    assert line.problem() == ""


def test_a_place_nobody_knows_is_said_and_kept_as_typed(qtbot: QtBot, look: Look) -> None:
    line = PlaceLine()
    qtbot.addWidget(line)
    line.set_value("火星基地")
    assert line.value() is None
    assert "从列表中选择" in line.problem()
    assert line.kept() == "火星基地"
    line.set_value("110108")
    assert line.edit.text() == "110108 北京市海淀区"
    line.set_value(None)
    assert (line.value(), line.problem()) == (None, "")
