"""What a text for reading looks like: headings in the sizes of the window, tables with thin lines, quoted lines on a ground of their own."""

from collections.abc import Callable

from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)

from ui.theme import measures
from ui.theme.look import Look

_SIZES = {1: measures.TITLE + 2, 2: measures.TITLE, 3: measures.SECTION}
"""Level of a heading → its height in pixels."""


def dress_tables(document: QTextDocument, line: QColor) -> None:
    """Tables of a text that says nothing of their look: thin lines, room in the cells, the whole width."""
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            shape = frame.format().toTableFormat()
            shape.setBorderCollapse(True)
            shape.setBorder(1)
            shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            shape.setBorderBrush(line)
            shape.setCellPadding(5)
            shape.setTopMargin(measures.GRID)
            shape.setBottomMargin(measures.GRID)
            frame.setFormat(shape)


def dress_headings(document: QTextDocument) -> None:
    """Headings in the sizes of the window."""
    block = document.begin()
    while block.isValid():
        if level := block.blockFormat().headingLevel():
            cursor = QTextCursor(block)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            shape = cursor.charFormat()
            shape.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            font = QFont()
            font.setPixelSize(_SIZES.get(level, measures.BODY))
            shape.setFont(font, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly)
            cursor.setCharFormat(shape)
        block = block.next()


def write_markdown(text: str, look: Look) -> Callable[[QTextDocument], None]:
    """Fills a document with a Markdown text; what is quoted as it is typed stands on a ground of its own."""

    def fill(document: QTextDocument) -> None:
        document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        ground = QColor(look.colours.raised)
        block = document.begin()
        while block.isValid():
            cursor, shape = QTextCursor(block), QTextBlockFormat()
            quoted = block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)
            if quoted:
                shape.setBackground(ground)
            elif not cursor.currentTable():
                shape.setTopMargin(measures.MARGIN if block.blockFormat().headingLevel() else 0)
                shape.setBottomMargin(3 if cursor.currentList() else measures.GRID)
            cursor.mergeBlockFormat(shape)
            block = block.next()

    return fill
