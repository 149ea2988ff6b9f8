"""The head of a table has room at its left: for a heading, or a line that says how far things are."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.tables.panel import TablePanel


def stand_over(panel: TablePanel, widget: QWidget, stretch: int = 0) -> None:
    """Put a widget at the left of a table's head. stretch: how much of the free room it takes, beside the search's 1."""
    column = panel.layout()
    first = column.itemAt(0) if isinstance(column, QVBoxLayout) else None
    head = first.layout() if first is not None else None
    if isinstance(head, QHBoxLayout):
        head.insertWidget(0, widget, stretch)
