"""Which policy a filled workbook was made for, as its hidden sheet says."""

from pathlib import Path

from alliance_desk import files
from alliance_desk.errors import Refused


def policy_of(workbook: Path) -> str:
    """The id of the policy. Raises Refused for a file that is not ours or not safe; called in the worker, for it reads the whole file."""
    from alliance_desk.sheets.grid import marker_of, open_workbook
    from alliance_desk.sheets.scan import LIMITS, scan_bytes

    data = files.read(workbook, LIMITS.packed)
    scan_bytes(data)
    book = open_workbook(data, workbook.name)
    try:
        marker = marker_of(book)
    finally:
        book.close()
    if not marker.get("pack"):
        raise Refused("sheets.no-marker", file=workbook.name)
    return marker["pack"]
