"""The three lists of the page: what waits to be made, what was issued, every number of the office."""

from alliance_desk.cases.certified import Waiting
from alliance_desk.errors import DeskError
from ui.language import has, tr
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.source import Row
from ui.theme.colours import Tone

_ICONS = {"certificate": "certificate", "plaque": "plaque"}


def waiting_columns() -> list[Column]:
    """What waits to be made."""
    return [
        Column("kind", tr("ui.certificates.kind"), 70, kind),
        Column("name", tr("ui.certificates.alliance"), 200, most=400),
        Column("since", tr("ui.certificates.recognised"), 100),
        Column("number", tr("ui.certificates.case"), 150),
    ]


def waiting_row(one: Waiting) -> Row:
    """A paper that waits as a row."""
    return {
        "id": one.case,
        "kind": one.kind,
        "name": one.name,
        "since": one.since,
        "number": one.number,
        "mine": one.mine,
    }


def issued_columns() -> list[Column]:
    """What was issued."""
    return [
        Column("kind", tr("ui.certificates.kind"), 70, kind),
        Column("number", tr("ui.certificates.number"), 132),
        Column("alliance", tr("ui.certificates.alliance"), 204, most=400),
        Column("issued", tr("ui.certificates.issued"), 92),
        Column("case_number", tr("ui.certificates.case"), 150, shown=False),
    ]


def number_columns(seat: Seat) -> list[Column]:
    """The register of numbers, gaps included."""

    def name(series: str) -> str:
        return series_words(seat, series)

    return [
        Column("number", tr("ui.certificates.number"), 180),
        Column("series", tr("ui.certificates.series-column"), 240, lambda row: name(str(row.get("series", ""))), filter=True, label=name, most=420),
        Column("year", tr("ui.certificates.year"), 70, _year),
        Column("serial", tr("ui.certificates.serial"), 70, right=True),
        Column("state", tr("ui.certificates.state"), 100, number_state, filter=True, label=lambda state: tr(f"record.state.{state}")),
        Column("used_for", tr("ui.certificates.used-for"), 320, used_for),
    ]  # fmt: skip


def kind(row: Row) -> Cell:
    """Certificate or plaque."""
    name = str(row.get("kind", ""))
    return Cell(kind_words(name), Tone.PLAIN, _ICONS[name]) if name in _ICONS else Cell(name)


def kind_words(name: str) -> str:
    """A kind of paper in words."""
    return tr(f"ui.certificates.kinds.{name}")


def series_words(seat: Seat, series: str) -> str:
    """What a series of numbers is for: kind, and the policy where it is a policy's own."""
    pack, _, name = series.rpartition(".")
    code = f"ui.certificates.series.{name}"
    what = tr(code) if has(code) else name
    if not pack:
        return what
    try:
        return tr("ui.certificates.series-of", what=what, title=seat.reader.pack(pack).pack.title)
    except DeskError:
        return tr("ui.certificates.series-of", what=what, title=pack)


def number_state(row: Row) -> Cell:
    """Used, or a gap."""
    state = str(row.get("state", ""))
    words = tr(f"record.state.{state}") if state else ""
    return Cell(words, Tone.WARN, "warn") if state == "gap" else Cell(words)


def used_for(row: Row) -> str:
    """What a number was used for; why a gap is one."""
    return tr("ui.certificates.gap") if row.get("state") == "gap" else str(row.get("used_for", ""))


def _year(row: Row) -> str:
    year = str(row.get("year", ""))
    return tr("ui.certificates.running") if year == "all" else year
