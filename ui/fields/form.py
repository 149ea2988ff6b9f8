"""A form: fields under one another, each with label, editor, hint and problem; values, drafts, and what is wrong."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.fields.base import Editor
from ui.fields.make import editor
from ui.language import tr
from ui.task import Ask, Kind, Values

_CHOSEN = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.FILE, Kind.FOLDER, Kind.STICK})
"""What is chosen rather than written."""


class Field(QWidget):
    """One field of a form."""

    def __init__(self, ask: Ask, form: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask = ask
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.label = QLabel(tr("ui.field.required", label=ask.label) if ask.required else ask.label, self)
        self.editor: Editor = editor(ask, self)
        self.label.setWordWrap(True)
        self.label.setBuddy(self.editor)
        main = self.editor.main()
        main.setObjectName(f"{form}.{ask.id}")
        main.setAccessibleName(ask.label)
        main.setAccessibleDescription(ask.hint)
        self._problem = QLabel(self)
        self._problem.setProperty("role", "problem")
        self._problem.setObjectName(f"{form}.{ask.id}.problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        if ask.kind is not Kind.YES:
            column.addWidget(self.label)
        else:
            self.label.hide()
        column.addWidget(self.editor)
        if ask.hint and ask.kind is not Kind.YES:
            hint = QLabel(ask.hint, self)
            hint.setProperty("role", "small")
            hint.setWordWrap(True)
            column.addWidget(hint)
        column.addWidget(self._problem)

    def fault(self) -> str:
        """What is wrong with this field now, in words."""
        if self.isHidden():
            return ""
        if problem := self.editor.problem():
            return problem
        empty = self.editor.value() in (None, [], "")
        if not self.ask.required or not empty:
            return ""
        return tr("ui.field.unchosen" if self.ask.kind in _CHOSEN else "ui.field.missing", label=self.ask.label)

    def show_fault(self, words: str) -> None:
        """Show a problem beside the field, or take it away."""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        self.editor.set_wrong(bool(words))
        self.editor.main().setAccessibleDescription(words or self.ask.hint)


class Form(QWidget):
    """Several fields.

    Signals: changed – after every keystroke or choice.
    """

    changed = Signal()

    def __init__(self, name: str, asks: Sequence[Ask], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self.fields: dict[str, Field] = {}
        for ask in asks:
            field = Field(ask, name, self)
            if ask.usual is not None:
                field.editor.set_value(ask.usual)
            field.editor.changed.connect(self._changed)
            field.editor.left.connect(lambda field=field: field.show_fault(field.editor.problem()))
            self.fields[ask.id] = field
            column.addWidget(field)
        self._when()

    def values(self) -> Values:
        """What is entered and readable, by field id; hidden fields and empty ones are left out."""
        return {
            key: value
            for key, field in self.fields.items()
            if not field.isHidden() and (value := field.editor.value()) not in (None, [], "")
        }

    def kept(self) -> dict[str, Any]:
        """What a draft keeps: everything typed that is not what the form began with, also while it cannot be read."""
        return {
            key: kept
            for key, field in self.fields.items()
            if (kept := field.editor.kept()) not in (None, "", [], field.ask.usual or False)
            and (field.ask.usual is None or field.editor.value() != field.ask.usual)
        }

    def restore(self, kept: Values) -> None:
        """Show what a draft kept; fields that no longer exist are left."""
        for key, value in kept.items():
            if key in self.fields:
                self.fields[key].editor.restore(value)
        self._when()

    def faults(self, more: Sequence[tuple[str, str]] = ()) -> list[tuple[str, str]]:
        """Every problem (field id, words), shown beside its field too. more: problems found by others."""
        found = [(key, words) for key, field in self.fields.items() if (words := field.fault())]
        known = {key for key, _ in found}
        found += [(key, words) for key, words in more if key not in known]
        by_field = dict(reversed(found))
        for key, field in self.fields.items():
            field.show_fault(by_field.get(key, ""))
        return found

    def focus(self, key: str) -> None:
        """Put the cursor into a field."""
        if key in self.fields:
            self.fields[key].editor.main().setFocus()

    def _changed(self) -> None:
        self._when()
        self.changed.emit()

    def _when(self) -> None:
        """Show the fields that the values of others ask for."""
        asked = [field for field in self.fields.values() if field.ask.when is not None]
        if asked:
            values = {key: field.editor.value() for key, field in self.fields.items()}
            for field in asked:
                field.setVisible(field.ask.when is None or field.ask.when(values))
