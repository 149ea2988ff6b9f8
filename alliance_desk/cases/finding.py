"""Finding one of this office's own records (session, notice, batch, meeting) by what a person types of its id."""

from alliance_desk import words
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded

SHORT = 8
"""How many characters of an id are shown; any beginning that fits only one record is enough to type."""
_FITTING = "SELECT id FROM ledger_stream WHERE kind = ?1 AND substr(id, 1, length(?2)) = ?2 ORDER BY rowid DESC LIMIT 6"


def short(stream: str) -> str:
    """The beginning of an id that people are shown."""
    return stream[:SHORT]


def record(desk: Desk, kind: str, typed: str) -> Folded:
    """The documents of the one stream of a kind whose id begins as typed.

    Raises Refused when none or several begin so, naming those there are.
    """
    typed = typed.strip().lower()
    found = [row[0] for row in desk.raw.execute(_FITTING, (kind, typed))]
    if len(found) == 1 and typed:
        return streams.document(desk.raw, found[0])
    what, known = words.text(f"stream-kind.{kind}"), found or streams.of_kind(desk.raw, kind)
    code = "cases.several-records" if len(found) > 1 and typed else "cases.no-such-record"
    raise Refused(code, what=what, typed=typed, known=tuple(short(one) for one in known) or ("—",))
