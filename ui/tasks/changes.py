"""Changes of a recognised alliance: what is asked for, what the experts said, what was decided."""

from alliance_desk.care import changes as verbs
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.after import Kind
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Task, Values
from ui.task import Kind as Field
from ui.tasks.about import About
from ui.tasks.asks import not_ahead, on_day, reason
from ui.tasks.change_fields import ChangeFields
from ui.tasks.of_alliance import OfAlliance

_ARGUED = ("supported", "returned", "not_supported")


def change_task(seat: Seat, alliance: str) -> Task:
    """The task that opens a case of change. Raises Refused when the alliance or its policy is not known."""
    about = OfAlliance(seat, alliance)
    procedures = {one.id for one in about.offers(Kind.CHANGE)}
    items = {key: item for key, item in about.rules.change.items() if item.procedure in procedures}
    fields = ChangeFields(about, list(items))

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.open_change(desk, alliance, fields.read(values), values["note"])

    def live(values: Values) -> str:
        ticked = fields.ticked(values)
        if not ticked:
            return ""
        procedure = items[ticked[0]].procedure
        stages = [stage.name for stage in about.rules.stage.values() if stage.of == procedure]
        told = [
            tr(
                "ui.care.change.way",
                name=about.rules.procedure[procedure].name,
                stages=tr("ui.care.arrow").join(stages),
            )
        ]
        if any(items[key].papers for key in ticked):
            told.append(tr("ui.care.change.papers"))
        return "\n".join(told)

    return Task(
        id=f"care.change.{alliance[:8]}",
        title=tr("ui.care.change.title"),
        submit=tr("ui.care.change.submit"),
        work=work,
        fields=[*fields.asks(), reason(tr("ui.care.change.reason"), tr("ui.care.change.reason-hint"))],
        intro="\n".join([about.head, tr("ui.care.change.intro")]),
        basis=about.basis([(item.name, item) for item in items.values()]),
        live=live,
        check=fields.faults,
        done=about.to_case,
    )


def argue(seat: Seat, case: Folded | str) -> None:
    """Record what the experts said of a change."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.argue(desk, about.stream, values["outcome"], values["experts"], values["opinion"], values["on"])

    choices = [(one, tr(f"ui.care.argue.{one}")) for one in _ARGUED]
    seat.ask(
        Task(
            id="care.argue",
            title=tr("ui.care.argue.title"),
            submit=tr("ui.care.argue.submit"),
            work=work,
            fields=[
                on_day(seat, tr("ui.care.argue.on")),
                Ask("experts", tr("ui.care.argue.experts"), Field.PEOPLE, required=True, hint=tr("ui.care.argue.experts-hint")),
                Ask("outcome", tr("ui.care.argue.outcome"), Field.CHOICE, required=True, choices=choices),
                Ask("opinion", tr("ui.care.argue.opinion"), Field.LONG, required=True, limit=2000),
            ],
            intro=about.head,
            basis=about.basis("argumentation"),
            stream=about.stream,
            seen=about.seen,
            check=lambda values: not_ahead(seat, values, "on"),
        )
    )  # fmt: skip


def handle(seat: Seat, case: Folded | str) -> None:
    """Approve a change: the register follows."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.handle(desk, about.stream, values["document"], values["on"])

    seat.ask(
        Task(
            id="care.handle",
            title=tr("ui.care.handle.title"),
            submit=tr("ui.care.handle.submit"),
            work=work,
            fields=[
                Ask("document", tr("ui.care.handle.document"), required=True, limit=80),
                on_day(seat, tr("ui.care.handle.on"), tr("ui.care.handle.on-hint")),
            ],
            intro="\n".join([about.head, *_asked(about), tr("ui.care.handle.intro")]),
            basis=about.basis("handling"),
            stream=about.stream,
            seen=about.seen,
            check=lambda values: not_ahead(seat, values, "on"),
            danger=tr("ui.care.handle.danger"),
        )
    )


def refuse_change(seat: Seat, case: Folded | str) -> None:
    """Record that a change is not approved; the register stays as it is."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.handle(
            desk, about.stream, values.get("document", ""), values["on"], approved=False, reason=values["note"]
        )

    seat.ask(
        Task(
            id="care.refuse-change",
            title=tr("ui.care.refuse-change.title"),
            submit=tr("ui.care.refuse-change.submit"),
            work=work,
            fields=[
                reason(tr("ui.tasks.note-reason")),
                Ask("document", tr("ui.care.refuse-change.document"), limit=80),
                on_day(seat, tr("ui.care.refuse-change.on")),
            ],
            intro="\n".join([about.head, *_asked(about)]),
            basis=about.basis("handling"),
            stream=about.stream,
            seen=about.seen,
            check=lambda values: not_ahead(seat, values, "on"),
            danger=tr("ui.care.refuse-change.danger"),
        )
    )


def _asked(about: About) -> list[str]:
    """What is to change, before and after, a line for each."""
    found: list[str] = []
    changes = about.document.get("matter", {}).get("changes", {})
    for one in sorted(changes.values(), key=lambda entry: entry.get("order", 0)):
        item = about.rules.change.get(one["id"])
        facts = {
            "name": item.name if item else one["id"],
            "before": one.get("before", ""),
            "after": one.get("after", ""),
        }
        way = "both" if facts["before"] and facts["after"] else "after" if facts["after"] else "before"
        found.append(tr(f"ui.care.changes.{way}", **facts))
    return found
