"""Editors of words: one line, several lines, names, a passphrase, a unit's code."""

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from alliance_desk.desk.divisions import division_names
from alliance_desk.policy import codes
from ui.fields.base import Editor
from ui.language import tr


class Line(Editor):
    """One line of text."""

    def __init__(self, parent: QWidget | None = None, *, limit: int = 4000) -> None:
        super().__init__(parent)
        self.edit = QLineEdit(self)
        self.edit.setMaxLength(limit)
        self.edit.textChanged.connect(lambda _text: self.changed.emit())
        self.edit.editingFinished.connect(self.left)
        self.row.addWidget(self.edit, 1)
        self.setFocusProxy(self.edit)

    def main(self) -> QWidget:
        return self.edit

    def value(self) -> Any:
        return self.edit.text().strip() or None

    def set_value(self, value: Any) -> None:
        self.edit.setText("" if value is None else str(value))

    def kept(self) -> Any:
        return self.edit.text() or None


class Secret(Line):
    """A passphrase: not echoed, and in no draft."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, limit=1000)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)

    def value(self) -> Any:
        return self.edit.text() or None

    def kept(self) -> Any:
        return None


class Names(Line):
    """Several names on one line, parted by 、 or a comma or a blank."""

    def value(self) -> Any:
        text = self.edit.text()
        for sign in tr("ui.field.name-signs"):
            text = text.replace(sign, "\n")
        return [part.strip() for part in text.splitlines() if part.strip()] or None

    def set_value(self, value: Any) -> None:
        super().set_value(value if isinstance(value, str) else tr("ui.field.name-signs")[0].join(value or []))


class _Text(QPlainTextEdit):
    """A text box in which Tab goes on to the next field."""

    def __init__(self, owner: Editor) -> None:
        super().__init__(owner)
        self._owner = owner
        self.setTabChangesFocus(True)

    def sizeHint(self) -> QSize:
        # Qt asks for nine lines, which pushes the next fields out of sight.
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._owner.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Ctrl+Enter is the drawer's: it runs the task from wherever one types.
        if (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)


class Lines(Editor):
    """Several lines of text."""

    def __init__(self, parent: QWidget | None = None, *, limit: int = 4000, rows: int = 4) -> None:
        super().__init__(parent)
        self._limit = limit
        self.edit = _Text(self)
        self.edit.setMinimumHeight(self.edit.fontMetrics().lineSpacing() * rows + 18)
        self.edit.setMaximumHeight(self.edit.fontMetrics().lineSpacing() * max(rows + 4, 8) + 18)
        self.edit.textChanged.connect(self.changed)
        self.row.addWidget(self.edit, 1)
        self.setFocusProxy(self.edit)

    def main(self) -> QWidget:
        return self.edit

    def value(self) -> Any:
        return self.edit.toPlainText().strip() or None

    def set_value(self, value: Any) -> None:
        self.edit.setPlainText("" if value is None else str(value))

    def problem(self) -> str:
        over = len(self.edit.toPlainText()) - self._limit
        return tr("ui.field.too-long", limit=self._limit, over=over) if over > 0 else ""

    def kept(self) -> Any:
        return self.edit.toPlainText() or None


class Code(Line):
    """A unit's 18-character code (GB 32100), checked as it is typed: its kind and region are shown, or what is wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, limit=40)  # one that is pasted in may have blanks
        self.row.setDirection(self.row.Direction.TopToBottom)
        self.row.setSpacing(2)
        self._told = QLabel(self)
        self._told.setProperty("role", "small")
        self._told.setWordWrap(True)
        self._told.hide()
        self.row.addWidget(self._told)
        self.changed.connect(self._tell)

    def value(self) -> Any:
        return codes.normalise(self.edit.text()) or None

    def problem(self) -> str:
        text = self.value() or ""
        if 0 < len(text) < 18:
            return tr("ui.field.code-short", missing=18 - len(text))
        verdict = codes.verdict(text) if text else codes.CodeVerdict.RIGHT
        # Old registrations fail the outer check sign only: that is told below the field, not refused.
        fine = verdict in {codes.CodeVerdict.RIGHT, codes.CodeVerdict.OUTER}
        return "" if fine else tr(f"ui.field.code.{verdict.value}")

    def _tell(self) -> None:
        text = self.value() or ""
        told: list[str] = []
        if len(text) == 18 and not self.problem():
            kinds = codes.usual_kinds(text) or frozenset[str]()
            # What nearly any kind of unit may carry says nothing.
            kinds = kinds if len(kinds) <= 3 else frozenset[str]()
            told = [
                tr("ui.list-sign").join(sorted(tr(f"member-kind.{kind}") for kind in kinds)),
                division_names().get(text[2:8], ""),
            ]
            if codes.verdict(text) is codes.CodeVerdict.OUTER:
                told.append(tr("ui.field.code.outer"))
        words = " · ".join(part for part in told if part)
        self._told.setText(words)
        self._told.setVisible(bool(words))
