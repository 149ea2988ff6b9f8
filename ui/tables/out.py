"""What is shown in a table, on its way out: a workbook, or paper."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.tables.column import Column
from ui.tables.model import PAGE
from ui.tables.source import Asked, Source
from ui.tables.view import Table
from ui.task import Ask, Kind, Task, Values

_PRINTED = 5_000
"""Rows that are printed at most: a hundred pages."""


def lines(source: Source, asked: Asked, columns: list[Column], step: Progress) -> Iterator[list[str]]:
    """Every row in the words it is shown in, page by page."""
    ids = source.ids(asked)
    for start in range(0, len(ids), PAGE):
        step(start, len(ids), "ui.table.exporting")
        for row in source.rows(ids[start : start + PAGE]):
            yield [column.cell(row).text for column in columns]


def export_task(table: Table, title: str, applied: str) -> Task:
    """The task that writes what is shown as a workbook."""
    asked, source = table.rows.asked, table.rows.source
    columns = [table.rows.columns[at] for at in table.shown_columns()]

    def work(desk: Desk, values: Values, step: Progress) -> Changes:
        path: Path = values["path"].with_suffix(".xlsx")
        from alliance_desk.sheets.lists import Heading, write_list

        over = source.over(desk)
        headings = [Heading(column.title, max(8.0, column.width / 7)) for column in columns]
        write_list(path, title, headings, lines(over, asked, columns, step), note=applied, large=True)
        count = len(over.ids(asked))
        return Changes(code="ui.table.exported", facts={"path": str(path), "count": count}, files=(path,))

    usual = Path.home() / f"{title}.xlsx"
    return Task(
        id="table.export",
        title=tr("ui.table.export-title", title=title),
        intro=tr("ui.table.export-intro", applied=applied) if applied else tr("ui.table.export-all"),
        submit=tr("ui.table.export-submit"),
        fields=[
            Ask("path", tr("ui.table.export-path"), Kind.SAVE, required=True, usual=usual, file_types="Excel (*.xlsx)")
        ],
        work=work,
    )


def document_of(table: Table, title: str, applied: str) -> str:
    """What is shown as an HTML table for printing; the headings come again on every page."""
    columns = [table.rows.columns[at] for at in table.shown_columns()]
    head = "".join(f"<th align='left'>{escape(column.title)}</th>" for column in columns)
    body: list[str] = []
    for at in range(min(table.rows.rowCount(), _PRINTED)):
        cells = table.rows.cells(at)
        body.append("<tr>" + "".join(f"<td>{escape(cells[c].text)}</td>" for c in table.shown_columns()) + "</tr>")
    said = f"<p>{escape(applied)}</p>" if applied else ""
    grid = "border='1' cellspacing='0' cellpadding='3' width='100%' style='border-collapse:collapse;border-color:#888'"
    return f"<h3>{escape(title)}</h3>{said}<table {grid}><thead><tr>{head}</tr></thead>{''.join(body)}</table>"


def print_table(table: Table, title: str, applied: str, seat: Seat) -> None:
    """Print what is shown through the system's dialog."""
    from PySide6.QtGui import QFont, QPageLayout, QTextDocument
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    dialog = QPrintDialog(printer, table.window())
    dialog.setWindowTitle(tr("ui.table.print-title", title=title))
    if not dialog.exec():
        return
    document = QTextDocument()
    font = QFont(seat.look.family)
    font.setPointSize(9)
    document.setDefaultFont(font)
    document.setHtml(document_of(table, title, applied))
    document.print_(printer)
    seat.say(tr("ui.table.printed", title=title, printer=printer.printerName() or printer.outputFileName()))
