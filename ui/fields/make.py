"""The editor for each kind of field of a task."""

from PySide6.QtWidgets import QWidget

from ui.fields.base import Editor
from ui.fields.choices import Choice, Choices, Yes
from ui.fields.numbers import Day, Money, Whole
from ui.fields.paths import PathLine, Stick
from ui.fields.texts import Code, Line, Lines, Names, Secret
from ui.task import Ask, Kind


def editor(ask: Ask, parent: QWidget | None = None) -> Editor:
    """A new editor for a field."""
    made: Editor
    match ask.kind:
        case Kind.TEXT:
            made = Line(parent, limit=ask.limit)
        case Kind.LONG:
            made = Lines(parent, limit=ask.limit)
        case Kind.DATE:
            made = Day(parent)
        case Kind.CHOICE:
            made = Choice(ask.choices, parent, required=ask.required)
        case Kind.CHOICES:
            made = Choices(ask.choices, parent)
        case Kind.YES:
            made = Yes(ask.hint or ask.label, parent)
        case Kind.NUMBER:
            made = Whole(parent, limit=12)
        case Kind.MONEY:
            made = Money(parent)
        case Kind.PEOPLE:
            made = Names(parent)
        case Kind.FILE | Kind.FOLDER | Kind.SAVE:
            made = PathLine(ask.kind.value, parent, types=ask.file_types, title=ask.label)
        case Kind.STICK:
            made = Stick(parent, title=ask.label)
        case Kind.PASSPHRASE:
            made = Secret(parent)
        case Kind.CODE:
            made = Code(parent)
    return made
