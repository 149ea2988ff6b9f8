"""How our workbooks look: one set of formats, page set-up, and text that never becomes a formula.

XlsxWriter is used for forms too, not openpyxl: it stores the shown value beside a formula (Protected View and previews
compute nothing), and the same content gives the same bytes.
"""

import io
from datetime import datetime
from math import ceil
from typing import Any

FONT, HEADING_FONT = "宋体", "等线"  # on every Windows; WPS and LibreOffice replace them by their own
INK, HEAD, LINE, INPUT, NOTE = "#1F2A37", "#DCE6F1", "#A6B4C4", "#FFFDF3", "#6B7785"
# A fixed day of creation: nothing in a workbook depends on when it was written.
_BORN = datetime(2000, 1, 1)  # noqa: DTZ001  (workbook properties carry no zone)

_LOOKS: dict[str, dict[str, object]] = {
    "title": {"font_name": HEADING_FONT, "font_size": 18, "bold": True, "valign": "vcenter"},
    "subtitle": {"font_size": 10, "font_color": NOTE, "valign": "vcenter", "text_wrap": True},
    "section": {
        "font_name": HEADING_FONT,
        "font_size": 13,
        "bold": True,
        "valign": "vcenter",
        "bottom": 2,
        "bottom_color": LINE,
    },
    "head": {"font_name": HEADING_FONT, "bold": True, "bg_color": HEAD, "align": "center", "border": 1},
    "label": {"indent": 1, "font_name": HEADING_FONT, "bold": True, "bg_color": HEAD, "border": 1},
    "hint": {
        "align": "left",
        "indent": 1,
        "font_size": 9,
        "font_color": NOTE,
        "border": 1,
        "bg_color": "#F5F8FB",
        "valign": "top",
    },
    "fixed": {"indent": 1, "border": 1, "bg_color": "#F5F8FB"},
    "number": {"border": 1, "bg_color": "#F5F8FB", "align": "center"},
    "text": {"indent": 1, "border": 1, "bg_color": INPUT, "num_format": "@", "locked": False},
    "centre": {"border": 1, "bg_color": INPUT, "num_format": "@", "locked": False, "align": "center"},
    "money": {"border": 1, "bg_color": INPUT, "num_format": "#,##0.00####", "locked": False},
    "count": {"border": 1, "bg_color": INPUT, "num_format": "0", "locked": False, "align": "center"},
    "plain": {"border": 1, "num_format": "@", "indent": 1},
    "plain-number": {"border": 1, "num_format": "#,##0", "align": "right", "indent": 1},
    "plain-money": {"border": 1, "num_format": "#,##0.00####", "align": "right", "indent": 1},
    "plain-date": {"border": 1, "num_format": "yyyy-mm-dd", "align": "center"},
    "body": {"text_wrap": True, "valign": "top"},
    "key": {"font_size": 8, "font_color": NOTE},
    "note": {"font_size": 9, "font_color": NOTE},
}


class Book:
    """A workbook being written. ``formats`` finds a look by its name."""

    def __init__(self, title: str, *, scratch: str | None = None) -> None:
        """scratch: folder for XlsxWriter's own temporary files; with it rows are streamed and memory stays flat."""
        import xlsxwriter

        options = {
            "in_memory": scratch is None,
            "constant_memory": scratch is not None,
            "tmpdir": scratch,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._out = io.BytesIO()
        self.file: Any = xlsxwriter.Workbook(self._out, options)
        self.file.set_properties({"title": title, "created": _BORN})
        base = {
            "font_name": FONT,
            "font_size": 10.5,
            "font_color": INK,
            "border_color": LINE,
            "valign": "vcenter",
            "text_wrap": True,
        }
        unwrapped = {"title", "section", "note", "plain-number", "plain-money", "plain-date", "money", "count"}
        self.formats: dict[str, Any] = {
            name: self.file.add_format({**base, "text_wrap": name not in unwrapped, **look})
            for name, look in _LOOKS.items()
        }

    def sheet(self, name: str, widths: list[float], *, first_hidden: bool = False) -> Any:
        """A new sheet on A4 landscape, one page wide. widths: characters; the first column may be the hidden keys."""
        sheet = self.file.add_worksheet(name)
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width, None, {"hidden": 1} if first_hidden and index == 0 else {})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&C&9&A  &P / &N")
        sheet.hide_gridlines(2)
        return sheet

    def lock(self, sheet: Any) -> None:
        """Headings locked without a password; widths and formats stay free, so that a clerk can read what is written."""
        sheet.protect("", {"format_columns": True, "format_rows": True, "format_cells": True})

    def close(self) -> bytes:
        """The finished file. It is packed in memory, so that a full disk meets ``files`` alone."""
        self.file.close()
        return self._out.getvalue()


def height(text: str, width: float, size: float = 10.5) -> float:
    """Points a wrapped text needs in a column of ``width`` characters (a hanzi is two wide) at a font size."""
    per_line = max(width - 2, 2)
    wide = [sum(2 if ord(c) > 0x2E7F or c in "“”…" else 1 for c in part) for part in text.split("\n")]
    return 6 + size * 1.35 * sum(max(1, ceil(n / per_line)) for n in wide)


def shown(text: str, limit: int) -> str:
    """A text cut to what Excel takes (32 characters for a prompt's title, 255 for its text)."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
