"""Lays blocks out on sheets: titles, hidden keys, headings with hints and articles, input cells with drop-downs.

Every row has its key in hidden column A: a row id, the key of a fixed line, ``#block`` on the hidden row of column keys,
``!`` on rows that only speak to people.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from alliance_desk import words
from alliance_desk.sheets.columns import Field, Kind
from alliance_desk.sheets.styles import Book, height, shown
from alliance_desk.sheets.template import LISTS, Block, Line, Template, sheet_name
from alliance_desk.sheets.values import Row, Shown

_SPEAKS = "!"
_ONE_LINE = 22
# Where the rows of the members sheet begin, below title, introduction, keys, heading and hints; other sheets point there.
_MEMBERS_FROM = 5
_LOOK = {
    Kind.YES: "centre", Kind.CHOICE: "centre", Kind.CODE: "centre", Kind.DATE: "centre",
    Kind.MONEY: "money", Kind.COUNT: "count",
}  # fmt: skip
# 基本情况 and the head of 协议与签署 are label, input, hint; the widths serve every block of their sheet.
_SHEET_WIDTHS: dict[str, list[float]] = {"basics": [1, 24, 64, 70], "agreement": [1, 34, 34, 30, 24]}


class Tables:
    """The sheets of one workbook. divisions: lines of the division drop-down."""

    def __init__(
        self,
        book: Book,
        template: Template,
        rows: dict[str, list[Row]],
        divisions: list[str],
        new_id: Callable[[], str],
    ) -> None:
        self.book = book
        self.template = template
        self.rows = rows
        self.new_id = new_id
        self.lists: dict[str, list[str]] = {
            name: [*labels.values()] for name, labels in template.choices.items() if labels
        }
        self.lists["division"] = divisions
        self.sheet: Any = None
        self.at = 0
        self.ids: list[str] = []
        self.widths: list[float] = []

    def write(self, name: str) -> None:
        """One whole sheet. A sheet without a block in this policy is left out; the guide has none and always stands."""
        blocks = [block for block in self.template.blocks.values() if block.sheet == name]
        if name == "guide":
            self._guide()
            return
        if not blocks:
            return
        widths = [1.0, 5.0, *(column.field.width for column in blocks[0].columns)]
        widths = _SHEET_WIDTHS.get(name, widths)
        if name == "papers":
            widths = self._paper_widths(blocks)
        self.sheet, self.at, self.widths = self.book.sheet(sheet_name(name), widths, first_hidden=True), 0, widths
        self._say("title", f"sheets.heading.{name}", 30)
        self._say("subtitle", f"sheets.intro.{name}", 46)
        for block in blocks:
            if len(blocks) > 1:
                self._say("section", f"sheets.section.{block.id}", 30)
            self._block(block, frozen=len(blocks) == 1)
        self.book.lock(self.sheet)

    def _paper_widths(self, blocks: list[Block]) -> list[float]:
        wide = [1.0, 30.0, *([36.0, 9.0, 9.0] if any(block.id == "papers" for block in blocks) else [])]
        for index, column in enumerate(next((b.columns for b in blocks if b.id == "member-papers"), ())):
            width = 24.0 if column.field.kind is Kind.FILE else 9.0
            wide[index + 2 :] = [max(width, *(wide[index + 2 : index + 3] or [0.0])), *wide[index + 3 :]]
        return wide

    def _say(self, look: str, code: str, height: float) -> None:
        facts = {"policy": self.template.rules.pack.title, "applicant": self.template.rules.pack.words.applicant}
        self.sheet.set_row(self.at, height)
        self.sheet.write_string(self.at, 0, _SPEAKS, self.book.formats["key"])
        if look == "subtitle":
            self.sheet.merge_range(self.at, 1, self.at, 6, words.text(code, facts), self.book.formats[look])
        else:
            self.sheet.write_string(self.at, 1, words.text(code, facts), self.book.formats[look])
        self.at += 1

    def _block(self, block: Block, *, frozen: bool) -> None:
        free = not block.lines
        self._keys(block)
        if block.id in {"basics", "agreement"}:
            for line, row in zip(block.lines, self.rows[block.id], strict=True):
                self._line(line, row)
        else:
            top = self._head(block, first="member" if block.mirrored else "number" if free else block.id)
            if free:
                self._free(block)
            else:
                for line, row in zip(block.lines, self.rows[block.id], strict=True):
                    self._fixed(block, line, row)
            if frozen:
                self.sheet.freeze_panes(self.at - self._height(block), 3 if free else 2)
                self.sheet.repeat_rows(top, top + 1)
        self.sheet.write_string(self.at, 0, _SPEAKS, self.book.formats["key"])
        self.at += 1

    def _height(self, block: Block) -> int:
        return len(block.lines) or max(block.rows, len(self.rows[block.id]) + 10)

    def _keys(self, block: Block) -> None:
        self.sheet.set_row(self.at, None, self.book.formats["key"], {"hidden": 1})
        self.sheet.write_string(self.at, 0, f"#{block.id}")
        for index, column in enumerate(block.columns, 2):
            self.sheet.write_string(self.at, index, column.key)
        self.at += 1

    def _head(self, block: Block, first: str) -> int:
        """Heading and hints of a table; columns of one paper stand under a common heading. Returns the heading's row."""
        formats, top = self.book.formats, self.at
        if any(column.group for column in block.columns):
            self.sheet.write_string(self.at, 1, "", formats["head"])
            groups = [column.group for column in block.columns]
            for group in dict.fromkeys(groups):
                start, end = groups.index(group) + 2, groups.index(group) + 1 + groups.count(group)
                if start == end:
                    self.sheet.write_string(self.at, start, group, formats["head"])
                else:
                    self.sheet.merge_range(self.at, start, self.at, end, group, formats["head"])
            self.sheet.write_string(self.at, 0, _SPEAKS)
            self.sheet.set_row(self.at, 32)
            self.at += 1
        self.sheet.write_string(self.at, 0, _SPEAKS)
        self.sheet.write_string(self.at, 1, words.text(f"sheets.column.{first}"), formats["head"])
        self.sheet.set_row(self.at, 32)
        self.sheet.write_string(self.at + 1, 0, _SPEAKS)
        self.sheet.write_string(self.at + 1, 1, "", formats["hint"])
        notes = [(_joined(c.hint, c.basis), self.widths[i]) for i, c in enumerate(block.columns, 2)]
        self.sheet.set_row(self.at + 1, max(height(note, width, 9) for note, width in notes))
        for index, column in enumerate(block.columns, 2):
            self.sheet.write_string(self.at, index, column.label, formats["head"])
            self.sheet.write_string(self.at + 1, index, _joined(column.hint, column.basis), formats["hint"])
        self.at += 2
        return top

    def _line(self, line: Line, row: Row) -> None:
        """Label, input, hint: one field a row."""
        formats = self.book.formats
        self.sheet.write_string(self.at, 0, line.key)
        self.sheet.write_string(self.at, 1, line.label, formats["label"])
        self.sheet.write_string(self.at, 3, _joined(line.hint, line.basis), formats["hint"])
        if line.field:
            self._input(self.at, 2, line.field, row.cells.get("value"), "text")
            said = max(
                height(str(row.cells.get("value", "")), self.widths[2]),
                height(_joined(line.hint, line.basis), 60, 9),
                28,
            )
            self.sheet.set_row(self.at, max(said, 110) if line.field.kind is Kind.LONG else said)
            self._offer(self.at, self.at, 2, line.field, line.label, _joined(line.hint, line.basis))
        self.at += 1

    def _fixed(self, block: Block, line: Line, row: Row) -> None:
        self.sheet.write_string(self.at, 0, line.key)
        note = "；".join(part for part in (line.hint, line.basis) if part)
        said = f"{line.label}\n{note}" if note else line.label
        self.sheet.write_string(self.at, 1, said, self.book.formats["fixed"])
        self.sheet.set_row(self.at, height(said, self.widths[1]))
        for index, column in enumerate(block.columns, 2):
            self._input(self.at, index, column.field, row.cells.get(column.key))
            self._offer(self.at, self.at, index, column.field, column.label, _joined(column.hint, line.basis))
        self.at += 1

    def _free(self, block: Block) -> None:
        """Rows of members or people: those that exist, then empty ones with an id of their own."""
        filled, first = self.rows[block.id], self.at
        count = self._height(block)
        if block.id == "members":
            self.ids = [*(row.key for row in filled), *(self.new_id() for _ in range(count - len(filled)))]
        own = self.ids if block.id == "members" or block.mirrored else None
        for number in range(count):
            row = filled[number] if number < len(filled) else Row(own[number] if own else self.new_id(), {})
            self.sheet.write_string(self.at, 0, row.key)
            self._first(block, number)
            tall = max(
                (height(str(row.cells.get(c.key, "")), self.widths[i]) for i, c in enumerate(block.columns, 2)),
                default=0,
            )
            if number < len(filled) and tall > _ONE_LINE:
                self.sheet.set_row(self.at, tall)
            for index, column in enumerate(block.columns, 2):
                self._input(self.at, index, column.field, row.cells.get(column.key))
            self.at += 1
        for index, column in enumerate(block.columns, 2):
            label = column.group or column.label
            self._offer(first, self.at - 1, index, column.field, label, _joined(column.hint, column.basis))

    def _first(self, block: Block, number: int) -> None:
        """The locked first column: a number, or the member's name shown from the members sheet."""
        if not block.mirrored:
            self.sheet.write_number(self.at, 1, number + 1, self.book.formats["number"])
            return
        cell = f"'{sheet_name('members')}'!$C${_MEMBERS_FROM + number + 1}"
        filled = self.rows["members"]
        name = str(filled[number].cells.get("members.name", "")) if number < len(filled) else ""
        self.sheet.write_formula(self.at, 1, f'=IF({cell}="","",{cell})', self.book.formats["fixed"], name)

    def _input(self, row: int, column: int, field: Field, value: Shown | None, look_name: str = "") -> None:
        look = self.book.formats[look_name or _LOOK.get(field.kind, "text")]
        if value is None:
            self.sheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, look)
        else:
            self.sheet.write_number(row, column, value if isinstance(value, int) else Decimal(value), look)

    def _offer(self, first: int, last: int, column: int, field: Field, title: str, message: str) -> None:
        """Drop-down or prompt. Divisions and units may also be typed, several choices stand in one cell: those only hint."""
        rule: dict[str, object] = {"validate": "any"}
        source = self._source(field)
        if source:
            rule = {"validate": "list", "source": source}
            if field.kind is Kind.CHOICE or field.kind is Kind.YES:
                rule |= {
                    "error_title": words.text("sheets.form.not-in-list-title"),
                    "error_message": words.text("sheets.form.not-in-list"),
                }
            else:
                rule["show_error"] = False
        if message:
            rule |= {"input_title": shown(title, 32), "input_message": shown(message, 255)}
        if source or message:
            self.sheet.data_validation(first, column, last, column, rule)

    def _source(self, field: Field) -> str:
        if field.kind is Kind.MEMBER and "members" in self.template.blocks:
            last = _MEMBERS_FROM + self._height(self.template.blocks["members"])
            return f"='{sheet_name('members')}'!$C${_MEMBERS_FROM + 1}:$C${last}"
        if field.kind not in {Kind.CHOICE, Kind.YES, Kind.DIVISION} or not self.lists.get(field.choices):
            return ""
        index = [*self.lists].index(field.choices)
        letter = chr(ord("A") + index)
        return f"='{sheet_name(LISTS)}'!${letter}$1:${letter}${len(self.lists[field.choices])}"

    def write_lists(self, name: str) -> None:
        """The hidden sheet behind the drop-downs, one column a list."""
        sheet = self.book.sheet(name, [])
        for column, lines in enumerate(self.lists.values()):
            for row, line in enumerate(lines):
                sheet.write_string(row, column, line)
        self.book.lock(sheet)
        sheet.hide()

    def _guide(self) -> None:
        from alliance_desk.sheets.guide import write_guide

        write_guide(self.book, self.template)


def _joined(hint: str, basis: str) -> str:
    said = words.text("sheets.label.basis", {"basis": basis}) if basis else ""
    return "\n".join(part for part in (hint, said) if part)
