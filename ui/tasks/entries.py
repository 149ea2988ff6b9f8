"""Entering single alliances that no case here made: an older recognition, or one that counts as equal by an article (等同)."""

from collections.abc import Callable, Sequence

from alliance_desk.care import entries as verbs
from alliance_desk.care.entries import Record
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.policy.vocabulary import MEMBER_KINDS
from alliance_desk.progress import Progress
from ui.action import Action
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Task, Values
from ui.task import Kind as Field
from ui.tasks.about import article
from ui.tasks.asks import not_ahead
from ui.tasks.history import history_task, template_task
from ui.tasks.of_alliance import choose, chosen
from ui.tasks.ways import Way, key_of, way_choices, way_of, ways


def actions(seat: Seat) -> list[Action]:
    """What enters alliances: the empty workbook, the filled one, one by one, and those that are equal."""

    def why(*, equal: bool) -> str:
        if seat.readonly:
            return tr("ui.tasks.read-only")
        return "" if ways(seat, equal=equal) else tr("ui.care.entry.no-equal" if equal else "ui.care.entry.no-way")

    def asks(make: Callable[[Seat], Task]) -> None:
        seat.ask(make(seat))

    return [
        Action("entry.template", tr("ui.care.history.template"), lambda: asks(template_task), lambda: why(equal=False), "paper", hint=tr("ui.care.history.template-hint"), group="entry"),
        Action("entry.history", tr("ui.care.history.action"), lambda: asks(history_task), lambda: why(equal=False), "import", hint=tr("ui.care.history.hint"), group="entry"),
        Action("entry.one", tr("ui.care.entry.action"), lambda: asks(entry_task), lambda: why(equal=False), "add", hint=tr("ui.care.entry.hint"), group="entry-one"),
        Action("entry.equal", tr("ui.care.equal.action"), lambda: asks(equal_task), lambda: why(equal=True), "add", hint=tr("ui.care.equal.hint"), group="entry-one"),
    ]  # fmt: skip


def entry_task(seat: Seat) -> Task:
    """The task that enters one older recognition."""
    return _single(seat, equal=False)


def equal_task(seat: Seat) -> Task:
    """The task that enters an alliance that counts as equal by an article of the policy."""
    return _single(seat, equal=True)


def _single(seat: Seat, *, equal: bool) -> Task:
    offered, which = ways(seat, equal=equal), "equal" if equal else "entry"
    choices = way_choices(offered)

    def work(desk: Desk, values: Values, step: Progress) -> Changes:
        way = way_of(offered, chosen(values, "way", choices))
        return verbs.enter(desk, way.pack, way.id, [_record(way, values)], on=values.get("on"), step=step)

    def done(changes: Changes) -> None:
        case = seat.reader.case(changes.streams[0])
        seat.goto.emit("register", str(case.open["alliance"]["id"]))

    return Task(
        id=f"entry.{which}",
        title=tr(f"ui.care.{which}.title"),
        submit=tr(f"ui.care.{which}.submit"),
        work=work,
        fields=[*choose("way", tr("ui.tasks.pack"), choices), *_fields(offered, choices, equal=equal)],
        intro=tr(f"ui.care.{which}.intro"),
        basis=article(offered[0].rules, offered[0].procedure.basis, offered[0].procedure.name)
        if len(offered) == 1
        else "",
        live=lambda values: _told(offered, chosen(values, "way", choices)),
        check=lambda values: not_ahead(seat, values, "recognised", "on"),
        done=done,
    )


def _told(offered: Sequence[Way], key: str) -> str:
    """The article of the chosen way, where there are several."""
    found = [way for way in offered if key_of(way) == key]
    return (
        article(found[0].rules, found[0].procedure.basis, found[0].procedure.name) if found and len(offered) > 1 else ""
    )


def _fields(offered: Sequence[Way], choices: Sequence[tuple[str, str]], *, equal: bool) -> list[Ask]:
    kinds = [(one, tr(f"member-kind.{one}")) for one in MEMBER_KINDS]
    fields = [
        Ask("name", tr("ui.register.name"), required=True, limit=100),
        Ask("recognised", tr("ui.register.recognised"), Field.DATE, required=True, hint=tr("ui.care.entry.recognised-hint") if equal else ""),
        Ask("document", tr("ui.care.entry.document"), required=True, limit=80),
        Ask("issuer", tr("ui.care.entry.issuer"), required=equal, limit=100),
        Ask("county", tr("ui.register.county"), required=True, limit=100),
        Ask("lead", tr("ui.care.entry.lead"), required=True, limit=100),
        Ask("lead-code", tr("ui.care.entry.lead-code"), Field.CODE),
        Ask("lead-kind", tr("ui.care.entry.lead-kind"), Field.CHOICE, choices=kinds),
        Ask("members", tr("ui.care.entry.members"), Field.PEOPLE, hint=tr("ui.care.entry.members-hint")),
    ]  # fmt: skip
    for way in offered:
        fields += _listed(way, choices)
    if equal:
        fields.append(Ask("on", tr("ui.care.equal.on"), Field.DATE, required=True, hint=tr("ui.care.equal.on-hint")))
    else:
        fields += [
            Ask("valid_to", tr("ui.register.valid-to"), Field.DATE, hint=tr("ui.care.entry.valid-hint")),
            Ask("certificate", tr("ui.care.entry.certificate"), limit=60),
            Ask("plaque", tr("ui.care.entry.plaque"), limit=60),
        ]
    return [
        *fields,
        Ask("agreement_end", tr("ui.register.agreement-end"), Field.DATE),
        Ask("note", tr("ui.care.entry.note"), Field.LONG, limit=2000),
    ]


def _listed(way: Way, choices: Sequence[tuple[str, str]]) -> list[Ask]:
    """The categories and fields of one policy."""

    def mine(values: Values) -> bool:
        return chosen(values, "way", choices) == key_of(way)

    lists = (("category", way.rules.category), ("field", way.rules.field_))
    return [
        Ask(f"{name}.{key_of(way)}", tr(f"ui.register.{name}"), Field.CHOICE, choices=[(key, item.name) for key, item in known.items()], when=mine)
        for name, known in lists
        if known
    ]  # fmt: skip


def _record(way: Way, values: Values) -> Record:
    lead = {"name": values["lead"], "code": values.get("lead-code"), "kind": values.get("lead-kind"), "role": "lead"}
    units = [
        lead,
        *({"name": name, "role": "ordinary"} for name in values.get("members", []) if name != values["lead"]),
    ]
    members = {
        f"m{order}": {"order": order, **{key: value for key, value in unit.items() if value}}
        for order, unit in enumerate(units, start=1)
    }

    def text(name: str) -> str:
        return str(values.get(name, ""))

    return Record(
        name=text("name"),
        recognised=values["recognised"],
        document=text("document"),
        county=text("county"),
        members=members,
        issuer=text("issuer"),
        valid_to=values.get("valid_to"),
        category=text(f"category.{key_of(way)}"),
        field=text(f"field.{key_of(way)}"),
        agreement_end=values.get("agreement_end"),
        certificate=text("certificate"),
        plaque=text("plaque"),
        note=text("note"),
    )
