"""QR codes as vector modules: sharp at any size, and repeatable byte for byte."""

from functools import lru_cache

from alliance_desk.errors import Refused

# Searching the best of eight masks costs most of the time and gains nothing a scanner notices (reference: printing.md).
_MASK = 4
QUIET = 4
"""Free modules around the code (ISO/IEC 18004, 9.1)."""


@lru_cache(maxsize=64)
def modules(text: str, error: str) -> tuple[int, list[tuple[int, int, int]]]:
    """Modules on a side with the quiet zone, and the dark runs as (column, row from the bottom, length).

    error: correction level L, M, Q or H. Raises Refused when the text is too long for a code.
    """
    import segno

    try:
        code = segno.make_qr(text, error=error, mask=_MASK, boost_error=False, encoding="utf-8")
    except segno.DataOverflowError as failure:
        raise Refused("papers.qr-too-long", length=len(text)) from failure
    side = len(code.matrix) + 2 * QUIET
    runs: list[tuple[int, int, int]] = []
    for number, row in enumerate(code.matrix):
        column = 0
        while column < len(row):
            start = column
            while column < len(row) and row[column]:
                column += 1
            if column > start:
                runs.append((start + QUIET, side - QUIET - number - 1, column - start))
            column += 1
    return side, runs
