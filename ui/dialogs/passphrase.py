"""Asking for the office key's passphrase when something is to be signed."""

from typing import Protocol

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.language import tr
from ui.seat import Seat
from ui.theme import measures


class Question(Protocol):
    """What the worker waits on. problem: what was wrong with the last answer."""

    problem: str

    def answer(self, text: str | None) -> None:
        """Hand the answer over; None gives up."""
        ...


def ask_passphrase(question: Question, seat: Seat, parent: QWidget) -> None:
    """Open the dialog; its answer goes to the worker."""
    dialog = QDialog(parent)
    dialog.setObjectName("passphrase")
    dialog.setWindowTitle(tr("ui.passphrase.title"))
    dialog.setModal(True)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(measures.MARGIN, measures.MARGIN, measures.MARGIN, measures.MARGIN)
    column.setSpacing(measures.GAP)
    words = QLabel(tr("ui.passphrase.intro", office=seat.reader.settings["office"]["name"]), dialog)
    words.setWordWrap(True)
    words.setMinimumWidth(380)
    line = QLineEdit(dialog)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setObjectName("passphrase.line")
    line.setAccessibleName(tr("ui.passphrase.title"))
    words.setBuddy(line)
    problem = QLabel(question.problem, dialog)
    problem.setObjectName("passphrase.problem")
    problem.setProperty("role", "problem")
    problem.setWordWrap(True)
    problem.setVisible(bool(question.problem))
    line.setAccessibleDescription(question.problem)
    hint = QLabel(tr("ui.passphrase.hint"), dialog)
    hint.setProperty("role", "small")
    hint.setWordWrap(True)
    buttons = QDialogButtonBox(dialog)
    sign = buttons.addButton(tr("ui.passphrase.submit"), QDialogButtonBox.ButtonRole.AcceptRole)
    sign.setObjectName("passphrase.submit")
    sign.setProperty("role", "main")
    give_up = buttons.addButton(tr("ui.passphrase.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
    give_up.setObjectName("passphrase.cancel")
    sign.setEnabled(False)
    line.textChanged.connect(lambda text: sign.setEnabled(bool(text)))
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    for widget in (words, line, problem, hint, buttons):
        column.addWidget(widget)

    def finished(result: int) -> None:
        question.answer(line.text() if result == QDialog.DialogCode.Accepted else None)
        line.clear()
        dialog.deleteLater()

    dialog.finished.connect(finished)
    dialog.open()
    line.setFocus()
