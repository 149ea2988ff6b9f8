"""The tables of the page: a filter that could not part the rows is not shown."""

from PySide6.QtWidgets import QComboBox

from ui.tables.panel import TablePanel


class Panel(TablePanel):
    """A table whose filters are there only where there is something to choose."""

    def _choices(self, key: str, box: QComboBox, chosen: str) -> None:
        super()._choices(key, box, chosen)
        box.setVisible(box.count() > 2 or bool(box.currentData()))
