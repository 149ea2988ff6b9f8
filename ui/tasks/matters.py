"""Changing what a case beneath an alliance says of its matter: the few fields that people type."""

from datetime import date

from alliance_desk.canonical import Json
from alliance_desk.cases.editing import edit
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.after import Kind as Affair
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About, article, policy

FIELDS: dict[str, tuple[str, ...]] = {
    Affair.REPORT: ("title", "note"),
    Affair.ASSESSMENT: ("title", "note"),
    Affair.CHANGE: ("note",),
    Affair.RECTIFICATION: ("note",),
    Affair.EXIT: ("note",),
    Affair.EVENT: ("title", "on", "place", "note"),
    Affair.SUPPORT: ("amount", "year", "review", "note"),
    Affair.UPWARD: ("title", "copies", "medium", "note"),
    Affair.ENTRY: ("title", "document", "issuer", "recognised", "valid_to", "note"),
}
"""Kind of procedure → what may be typed of it, in its order."""
_KINDS = {
    "on": Kind.DATE, "recognised": Kind.DATE, "valid_to": Kind.DATE, "note": Kind.LONG, "copies": Kind.NUMBER, "amount": Kind.MONEY,
}  # fmt: skip


def edit_matter_task(seat: Seat, case: Folded | str) -> Task:
    """Change what the case is about, as far as people type it."""
    about = About(seat, case)
    head, matter = about.document["case"], about.document.get("matter", {})
    names = FIELDS[head["kind"]]
    fields = [
        Ask(name, tr(f"path.matter.{name}"), _KINDS.get(name, Kind.TEXT), usual=_usual(matter, name), limit=4 if name == "year" else 4000)
        for name in names
    ]  # fmt: skip

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        patch: Json = {name: _written(values.get(name)) for name in names if name in values or name in matter}
        return edit(desk, about.stream, {"matter": patch})

    item = about.rules.procedure.get(str(head["procedure"]))
    return Task(
        id="matter.edit",
        title=tr("ui.matter.edit.title"),
        submit=tr("ui.matter.edit.submit"),
        work=work,
        fields=fields,
        intro="\n".join([about.head, tr("ui.matter.edit.intro")]),
        basis=article(about.rules, item.basis, item.name) if item is not None else policy(about.rules),
        stream=about.stream,
        seen=about.seen,
    )


def _usual(matter: Json, name: str) -> object:
    """What stands there, as the field has it."""
    value: object = matter.get(name)
    return date.fromisoformat(str(value)) if value and _KINDS.get(name) is Kind.DATE else value


def _written(value: object) -> object:
    """As the document holds it."""
    return value.isoformat() if isinstance(value, date) else value
