"""From the workbook's field data to an editor of the window, and between what it holds and what the document holds."""

from datetime import date
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QComboBox, QWidget

from alliance_desk.policy.facts import NONE
from alliance_desk.sheets.columns import Kind
from ui.fields.base import Editor
from ui.fields.boxes import Boxes
from ui.fields.choices import Choice
from ui.fields.decision import Decision
from ui.fields.division import PlaceLine
from ui.fields.numbers import Day, Money, Whole
from ui.fields.texts import Code, Line, Lines, Names
from ui.fields.yearly import Yearly
from ui.language import tr
from ui.pages.case.form_shape import Entry, Shape

_LONG = 2000
"""A text that may be longer gets more lines."""
_WRITTEN = frozenset({Kind.TEXT, Kind.LONG})


class _NoWheel(QObject):
    """The wheel scrolls the form; it changes a list only where somebody has put the focus."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class Pick(Choice):
    """One of a list; a value the list does not know stays, and stands in it as it is."""

    def __init__(self, choices: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(choices, parent)
        self.box.installEventFilter(_NoWheel(self.box))

    def set_value(self, value: Any) -> None:
        if value is not None and self.box.findData(value) < 0:
            self.box.addItem(str(value), value)
        super().set_value(value)

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """Other entries; what is chosen stays chosen."""
        chosen = self.value()
        self.box.blockSignals(True)
        while self.box.count() > 1:
            self.box.removeItem(1)
        for value, words in choices:
            self.box.addItem(words, value)
        self.set_value(chosen)
        self.box.blockSignals(False)


def editor_of(entry: Entry, shape: Shape, parent: QWidget, *, home: str = "") -> Editor:
    """A new editor of a field. home: division of the office."""
    field = entry.field
    match field.kind:
        case _ if field.yearly:
            return Yearly(shape.years, parent)
        case Kind.LONG:
            return Lines(parent, limit=field.limit, rows=6 if field.limit > _LONG else 3)
        case Kind.NAMES:
            return Names(parent, limit=field.limit)
        case Kind.CODE:
            return Code(parent)
        case Kind.DATE:
            return Day(parent)
        case Kind.YES:
            return Decision(parent)
        case Kind.MONEY:
            return Money(parent)
        case Kind.CHOICE | Kind.MEMBER:
            return Pick(shape.choices(field), parent)
        case Kind.CHOICES:
            return Boxes(shape.choices(field), parent)
        case Kind.DIVISION:
            return PlaceLine(parent, home=home)
        case Kind.COUNT:
            return Whole(parent, limit=3)
        case _:
            return Line(parent, limit=field.limit)


def name_editor(editor: Editor, name: str, words: str) -> None:
    """Object and accessible names of an editor and its parts."""
    main = editor.main()
    main.setObjectName(name)
    main.setAccessibleName(words)
    if isinstance(editor, Yearly):
        editor.name_lines(name, words)
    elif isinstance(editor, Decision):
        editor.name_buttons(name, words)
    elif isinstance(editor, Boxes):
        editor.name_boxes(name)


def stored(editor: Editor, entry: Entry) -> Any:
    """What the document is to hold: the value, or as it was typed where it cannot be read; None for nothing."""
    if isinstance(editor, Yearly):
        amounts = {year: _typed(line) for year, line in editor.lines.items()}
        return {year: amount for year, amount in amounts.items() if amount is not None} or None
    value = _typed(editor)
    none = tr("sheets.choice.none")
    if entry.field.kind in _WRITTEN and value == none and not entry.field.required:
        return NONE
    # "None" among names says that there are none, which is an answer; an empty field is not.
    return [] if entry.field.kind is Kind.NAMES and value == [none] else value


def shown(editor: Editor, entry: Entry, value: Any) -> None:
    """Let an editor show what the document holds."""
    none = tr("sheets.choice.none")
    if (entry.field.kind in _WRITTEN and value == NONE) or (entry.field.kind is Kind.NAMES and value == []):
        value = none
    elif entry.field.kind is Kind.NAMES and isinstance(value, list):
        value = tr("ui.list-sign").join(map(str, cast("list[Any]", value)))
    editor.set_value(value)


def _typed(editor: Editor) -> Any:
    value = editor.value()
    if value is None:
        # What a date or an amount cannot be read from stays as it stands there.
        kept = editor.kept()
        return kept.strip() or None if isinstance(kept, str) else None
    return value.isoformat() if isinstance(value, date) else value
