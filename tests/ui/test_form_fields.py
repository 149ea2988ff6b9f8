"""Editors made from the workbook's field data: what the document holds comes back as it was, in the order of the official form."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from alliance_desk.canonical import Json
from alliance_desk.paths import RESOURCES
from alliance_desk.policy.compose import compose
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.procedures import within
from alliance_desk.sheets.columns import Kind
from alliance_desk.sheets.template import template_of
from tests.helpers.desks import reopen
from tests.helpers.filled import SAMPLES, filled_office
from ui.fields.base import Editor
from ui.fields.boxes import Boxes
from ui.fields.decision import Decision
from ui.fields.yearly import Yearly
from ui.pages.case.form_fields import editor_of, shown, stored
from ui.pages.case.form_shape import SIGNATURE, Entry, Shape, section_of
from ui.theme.look import Look

PACKS = sorted((RESOURCES / "packs").glob("*.toml"))


@pytest.fixture(params=PACKS, ids=lambda path: path.stem)
def rules(request: pytest.FixtureRequest) -> Pack:
    return within(compose(load_pack(request.param.read_text("utf8"), request.param.name), {}), "")


def test_the_form_has_the_fields_of_the_workbook_in_its_order(rules: Pack) -> None:
    shape, template = Shape(rules, "2024-09-02"), template_of(rules, 2024)
    ids = [entry.field.id for entry in (*shape.basics, *shape.contacts)]
    assert ids == [line.key for line in template.blocks["basics"].lines]
    for block, entries in (("members", shape.member), ("people", shape.person), ("signatures", shape.signature)):
        asked = template.blocks[block].columns if block in template.blocks else ()
        assert [entry.field.id for entry in entries] == list(dict.fromkeys(column.field.id for column in asked))
    assert [key for key, _, _ in shape.clauses] == [line.key for line in template.blocks["clauses"].lines]


def test_what_a_pack_hides_is_not_asked_and_what_it_words_is_said_so(rules: Pack) -> None:
    shape = Shape(rules, "2024-09-02")
    every = [*shape.basics, *shape.contacts, *shape.member, *shape.person, *shape.agreement, *shape.signature]
    for entry in every:
        own = rules.form.get(entry.field.id)
        assert own is None or not own.hidden
        if own is not None and own.hint:
            assert own.hint in entry.note
        if own is not None and own.basis:
            assert own.basis in entry.note
        assert "单元格" not in entry.note


def test_a_path_leads_to_its_part() -> None:
    assert section_of("alliance.name") == section_of("application.filed") == "alliance"
    assert section_of("members.m1.code") == "members"
    assert {section_of(f"members.m1.{key}") for key in SIGNATURE} == {"agreement"}
    assert section_of("bodies.council.people.p1") == "bodies"
    assert section_of("agreement.clauses.goals") == "agreement"
    assert section_of("contacts.lead.phone") == "contacts"
    assert section_of("papers.licence.m1") == section_of("stages.intake") == ""


def entries_of(shape: Shape, document: Json) -> Iterator[tuple[Entry, object]]:
    """Every value of a document with the field it stands in."""
    for entry in (*shape.basics, *shape.agreement):
        group, _, key = entry.key.partition(".")
        yield entry, document.get(group, {}).get(key)
    for member in document["members"].values():
        for entry in (*shape.member, *shape.signature):
            yield entry, member.get(entry.key)
    for body in document["bodies"].values():
        for person in body["people"].values():
            yield from ((entry, person.get(entry.key)) for entry in shape.person if entry.key != "body")


@pytest.mark.parametrize("name", SAMPLES)
def test_an_editor_gives_back_what_the_document_holds(name: str, qtbot: QtBot, look: Look, tmp_path: Path) -> None:
    number = filled_office(tmp_path / "w", SAMPLES[name], papers=False)
    with reopen(tmp_path / "w", readonly=True) as desk:
        case = desk.case(number)
        shape = Shape(desk.rules_of(case), case.open["application"]["filed"])
    parent = QWidget()
    qtbot.addWidget(parent)
    made: dict[str, Editor] = {}
    seen = 0
    for entry, value in entries_of(shape, case.open):
        if entry.field.kind is Kind.MEMBER:
            continue  # offered from the file's members, see the form's own tests
        editor = made.setdefault(entry.field.id, editor_of(entry, shape, parent))
        shown(editor, entry, value)
        assert stored(editor, entry) == value, entry.field.id
        assert editor.problem() == "" or entry.field.kind is Kind.CODE
        seen += value is not None
    assert seen > 100


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("members.founded", "20240930", "2024-09-30"),
        ("members.founded", "2024.9.30", "2024-09-30"),
        ("members.founded", "2024-13-01", "2024-13-01"),
        ("members.former_names", "甲厂、乙厂", ["甲厂", "乙厂"]),
        ("members.former_names", "无", []),
        ("members.legal_rep", "无", "none"),
        ("members.name", "无", "无"),
        ("members.legal_rep", "  ", None),
        ("members.registered", "海淀区", "110108"),
        ("members.registered", "某地", "某地"),
        ("members.code", "91110108 ma01 1234 5x", "91110108MA0112345X"),
    ],
)
def test_what_is_typed_is_kept_as_the_document_means_it_or_as_it_was_typed(
    name: str, typed: str, kept: object, qtbot: QtBot, look: Look
) -> None:
    shape = Shape(within(compose(load_pack(PACKS[-1].read_text("utf8"), PACKS[-1].name), {}), ""), "2024-09-02")
    entry = next(one for one in shape.member if one.field.id == name)
    parent = QWidget()
    qtbot.addWidget(parent)
    editor = editor_of(entry, shape, parent)
    editor.main().setText(typed)  # pyright: ignore[reportAttributeAccessIssue] - a line, as every editor of this test
    assert stored(editor, entry) == kept
    again = editor_of(entry, shape, parent)
    shown(again, entry, kept)
    assert stored(again, entry) == kept


def test_yearly_figures_stand_by_year_and_keep_years_the_form_does_not_ask(qtbot: QtBot, look: Look) -> None:
    shape = Shape(within(compose(load_pack(PACKS[-1].read_text("utf8"), PACKS[-1].name), {}), ""), "2024-09-02")
    entry = next(one for one in shape.member if one.field.yearly)
    parent = QWidget()
    qtbot.addWidget(parent)
    editor = editor_of(entry, shape, parent)
    assert isinstance(editor, Yearly)
    assert list(editor.lines) == ["2023", "2022", "2021"]
    value = {"2023": 123_456_700, "2022": 0, "2019": 5_000_000}
    shown(editor, entry, value)
    assert stored(editor, entry) == value
    assert editor.lines["2023"].edit.text() == "123.4567"
    editor.lines["2022"].edit.setText("一百")
    assert stored(editor, entry) == {**value, "2022": "一百"}
    assert editor.problem()
    shown(editor, entry, None)
    assert stored(editor, entry) is None
    assert not editor.lines["2019"].isVisibleTo(editor)


def test_a_question_can_be_left_open(qtbot: QtBot, look: Look) -> None:
    decision = Decision()
    qtbot.addWidget(decision)
    heard: list[object] = []
    decision.changed.connect(lambda: heard.append(decision.value()))
    for answer in (True, False, None):
        decision.buttons[answer].click()
        assert decision.value() is answer
    assert heard == [True, False, None]


def test_ticks_the_list_does_not_know_stay(qtbot: QtBot, look: Look) -> None:
    boxes = Boxes([("a", "甲"), ("b", "乙")])
    qtbot.addWidget(boxes)
    boxes.set_value(["b", "old"])
    assert boxes.value() == ["b", "old"]
    boxes.set_value(None)
    assert boxes.value() is None
