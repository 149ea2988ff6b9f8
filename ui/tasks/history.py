"""Older recognitions by workbook (历史补录): written empty, read back, looked at line by line, and only then entered."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from alliance_desk.care import entries as verbs
from alliance_desk.care.entries import Record
from alliance_desk.care.history_sheet import read_history, write_history
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.progress import Progress
from ui.language import tr
from ui.pieces import label
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.task import Ask, Task, Values
from ui.task import Kind as Field
from ui.tasks.about import article
from ui.tasks.asks import saved, saving
from ui.tasks.of_alliance import choose, chosen
from ui.tasks.ways import Way, way_choices, way_of, ways
from ui.theme.colours import Tone

_HIGH = 300
"""Height of the table in which the workbook is looked at."""


def template_task(seat: Seat) -> Task:
    """The task that writes the empty workbook of a policy."""
    offered = ways(seat, equal=False)
    choices = way_choices(offered)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        way = way_of(offered, chosen(values, "way", choices))
        path = write_history(saved(desk, values), desk.policy_for(way.pack))
        return Changes(code="ui.care.history.written", facts={"path": str(path)}, files=(path,))

    return Task(
        id="entry.template",
        title=tr("ui.care.history.template-title"),
        submit=tr("ui.care.history.template-submit"),
        work=work,
        fields=[*choose("way", tr("ui.tasks.pack"), choices), saving(seat, tr("care.history.title"))],
        intro=tr("ui.care.history.template-intro"),
    )


def history_task(seat: Seat, path: Path | None = None) -> Task:
    """The task that reads a filled workbook; what it would enter is shown before it is entered. path: at hand already."""
    offered = ways(seat, equal=False)
    choices = way_choices(offered)
    found: list[tuple[Way, list[Record], Path]] = []

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        way = way_of(offered, chosen(values, "way", choices))
        records = read_history(values["path"], desk.policy_for(way.pack))
        found[:] = [(way, records, values["path"])]
        return Changes(code="ui.care.history.read", facts={"count": len(records), "file": values["path"].name})

    types = tr("ui.tasks.types-xlsx")
    return Task(
        id="entry.history",
        title=tr("ui.care.history.title"),
        submit=tr("ui.care.history.submit"),
        work=work,
        fields=[
            *choose("way", tr("ui.tasks.pack"), choices),
            Ask("path", tr("ui.care.history.path"), Field.FILE, required=True, usual=path, file_types=types, hint=tr("ui.care.history.path-hint")),
        ],
        intro=tr("ui.care.history.intro"),
        done=lambda _changes: seat.ask(enter_task(seat, *found[0])),
    )  # fmt: skip


def enter_task(seat: Seat, way: Way, records: Sequence[Record], file: Path) -> Task:
    """The task that enters what was read. records: of the workbook, shown with what stands in the register already."""
    known = verbs.known(seat.reader, way.pack, records)
    fresh = [record for place, record in enumerate(records) if place not in known]

    def work(desk: Desk, values: Values, step: Progress) -> Changes:
        return verbs.enter(desk, way.pack, way.id, fresh if values.get("skip") else records, step=step)

    def check(values: Values) -> list[tuple[str, str]]:
        if known and not values.get("skip"):
            return [("skip", tr("ui.care.history.known", count=len(known)))]
        return [] if fresh else [("", tr("ui.care.history.nothing-new"))]

    skip = Ask("skip", tr("ui.care.history.skip", count=len(known)), Field.YES)
    return Task(
        id="entry.enter",
        title=tr("ui.care.history.enter-title", count=len(records)),
        submit=tr("ui.care.history.enter", count=len(fresh)),
        work=work,
        fields=[skip] if known else [],
        intro=tr("ui.care.history.enter-intro", file=file.name, title=way.rules.pack.title),
        basis=article(way.rules, way.procedure.basis, way.procedure.name),
        check=check,
        content=lambda parent: _preview(seat, way, records, known, parent),
        done=lambda _changes: seat.goto.emit("register", ""),
        danger=tr("ui.care.history.danger"),
    )


def _preview(seat: Seat, way: Way, records: Sequence[Record], known: dict[int, str], parent: QWidget) -> QWidget:
    """What will be entered, line by line."""
    if not records:
        return label(tr("care.history.empty"), "quiet", parent)
    rows: list[Row] = [_row(way, place, record, known) for place, record in enumerate(records)]
    columns = [
        Column("state", tr("ui.care.history.state"), 96, _state),
        Column("name", tr("ui.register.name"), 220),
        Column("recognised", tr("ui.register.recognised"), 100),
        Column("document", tr("ui.register.doc-no"), 150),
        Column("issuer", tr("care.history.head.issuer"), 150),
        Column("county", tr("ui.register.county"), 150),
        Column("lead", tr("ui.register.lead"), 180),
        Column("members", tr("ui.register.members"), 72, right=True),
        Column("field", tr("ui.register.field"), 110),
        Column("valid_to", tr("ui.register.valid-to"), 110),
    ]
    panel = TablePanel(
        seat, "entry.preview", Given(rows), columns, title=tr("ui.care.history.preview"), empty=tr("care.history.empty"), parent=parent
    )  # fmt: skip
    panel.setMinimumHeight(_HIGH)
    panel.fill()
    return panel


def _row(way: Way, place: int, record: Record, known: dict[int, str]) -> Row:
    lead = next((str(one.get("name", "")) for one in record.members.values() if one.get("role") == "lead"), "")
    fields = way.rules.field_
    return {
        "id": str(place),
        "state": "known" if place in known else "new",
        "other": known.get(place, ""),
        "name": record.name,
        "recognised": record.recognised.isoformat(),
        "document": record.document,
        "issuer": record.issuer,
        "county": record.county,
        "lead": lead,
        "members": len(record.members),
        "field": fields[record.field].name if record.field in fields else record.field,
        "valid_to": record.valid_to.isoformat() if record.valid_to else "",
    }


def _state(row: Row) -> Cell:
    if row.get("state") == "known":
        tip = tr("ui.care.history.known-tip", document=row["other"] or "—")
        return Cell(tr("ui.care.history.is-known"), Tone.WARN, "warn", tip)
    return Cell(tr("ui.care.history.is-new"), Tone.PASS, "add")
