"""Tables that stand inside a page which scrolls as a whole: as high as their rows."""

from PySide6.QtWidgets import QToolButton

from ui.tables.panel import TablePanel
from ui.theme import measures


def fit_rows(panel: TablePanel, count: int, most: int) -> None:
    """Make a table as high as its rows, at most so many; inside a page that scrolls as a whole."""
    table = panel.table
    row, head = table.verticalHeader().defaultSectionSize(), table.horizontalHeader().sizeHint().height()
    high = head + row * max(1, min(count, most)) + 2
    table.setMinimumHeight(high)
    table.setMaximumHeight(high)
    more = panel.search.sizeHint().height() + measures.GRID if not panel.search.isHidden() else 0
    more += panel.foot.sizeHint().height() + measures.GRID if not panel.foot.isHidden() else 0
    panel.setMinimumHeight(high + more)
    panel.setMaximumHeight(high + more)


def hide_more(panel: TablePanel) -> None:
    """Hide a small table's own button: its context menu has all that it offers."""
    for made in panel.findChildren(QToolButton, f"{panel.table.objectName()}.more"):
        made.hide()
