"""By which document a case was decided: what a clerk cites."""

import json
from collections.abc import Iterable

from alliance_desk.desk import Desk

_SAID = """
    SELECT stream, COALESCE(
        json_extract(CAST(open AS TEXT), '$.decision.document'), json_extract(CAST(open AS TEXT), '$.grade.document'),
        json_extract(CAST(open AS TEXT), '$.result.document'), json_extract(CAST(open AS TEXT), '$.recognition.document'), ''
    ) FROM index_document WHERE stream IN (SELECT value FROM json_each(?))
"""


def documents(desk: Desk, cases: Iterable[str]) -> dict[str, str]:
    """Case (stream) → number of the document by which it was decided; cases without one are left out."""
    rows = desk.raw.execute(_SAID, (json.dumps(sorted(set(cases))),)).fetchall()
    return {stream: number for stream, number in rows if number}
