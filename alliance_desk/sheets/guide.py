"""The first sheet (填写说明): how to fill the workbook in, and what the policy will be checked for."""

from alliance_desk import words
from alliance_desk.sheets.styles import Book
from alliance_desk.sheets.template import Template, sheet_name

_STEPS = ("order", "cells", "dates", "money", "codes", "lists", "papers", "personal", "keep")


def write_guide(book: Book, template: Template) -> None:
    """Title, steps, and every condition of the policy with its article and severity."""
    rules, formats = template.rules, book.formats
    sheet = book.sheet(sheet_name("guide"), [6, 74, 30, 16])
    facts = {
        "policy": rules.pack.title,
        "issuer": rules.pack.issuer,
        "number": rules.pack.doc_no,
        "act": rules.pack.words.act,
        "alliance": rules.pack.words.alliance,
        "applicant": rules.pack.words.applicant,
        "version": rules.pack.version,
        "year": template.year,
        "years": "、".join(template.closed_years),
    }
    sheet.set_row(0, 34)
    sheet.write_string(0, 0, words.text("sheets.guide.title", facts), formats["title"])
    sheet.set_row(1, 32)
    sheet.merge_range(1, 0, 1, 3, words.text("sheets.guide.subtitle", facts), formats["subtitle"])
    row = 3
    for number, step in enumerate(_STEPS, 1):
        said = words.text(f"sheets.guide.{step}", facts)
        sheet.write_number(row, 0, number, formats["number"])
        sheet.merge_range(row, 1, row, 3, said, formats["fixed"])
        sheet.set_row(row, 18 * (1 + len(said) // 62))
        row += 1
    row += 1
    sheet.set_row(row, 30)
    sheet.write_string(row, 0, words.text("sheets.guide.conditions", facts), formats["section"])
    row += 1
    for column, key in enumerate(("number", "condition", "article", "severity")):
        sheet.write_string(row, column, words.text(f"sheets.column.{key}"), formats["head"])
    for number, check in enumerate(rules.check.values(), 1):
        row += 1
        title = check.title
        if check.when:
            names = "、".join(rules.category[key].name for key in check.when if key in rules.category)
            title += words.text("sheets.guide.only-for", {"names": names})
        sheet.write_number(row, 0, number, formats["number"])
        for column, said in enumerate((title, check.basis, words.text(f"severity.{check.severity.name.lower()}")), 1):
            sheet.write_string(row, column, said, formats["fixed"])
        sheet.set_row(row, 18 * (1 + len(title) // 38))
    book.lock(sheet)
    sheet.activate()
