"""What the office enters of itself: people, units, keys, days off, letters, readings, on what ground an expired policy goes on."""

from collections.abc import Sequence

from alliance_desk.cases import continuing
from alliance_desk.cases import office as verbs
from alliance_desk.cases.numbering import upcoming
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.policy.pack import Number
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import article, policy
from ui.tasks.asks import only_for
from ui.tasks.peers import card, peer

__all__ = [
    "add_operator",
    "calendar",
    "card",
    "continued",
    "peer",
    "reading",
    "setting",
    "unit",
]


def add_operator(seat: Seat) -> None:
    """Enter a person who works at this desk."""

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.add_operator(desk, values["name"])

    seat.ask(
        Task(
            id="operator",
            title=tr("ui.tasks.operator.title"),
            submit=tr("ui.tasks.operator.submit"),
            work=work,
            fields=[Ask("name", tr("ui.tasks.operator.name"), required=True, limit=30)],
            intro=tr("ui.tasks.operator.intro"),
        )
    )


def unit(seat: Seat, name: str = "", code: str = "", former: Sequence[str] = ()) -> None:
    """Enter a unit with its code and former names, or change one. name, code, former: what is there already."""

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.save_unit(desk, values["name"], code=values.get("code", ""), former=values.get("former", []))

    seat.ask(
        Task(
            id=f"unit.{name}" if name else "unit",
            title=tr("ui.tasks.unit.title"),
            submit=tr("ui.tasks.unit.submit"),
            work=work,
            fields=[
                Ask("name", tr("ui.tasks.unit.name"), required=True, limit=100, usual=name or None),
                Ask("code", tr("ui.tasks.unit.code"), Kind.CODE, usual=code or None),
                Ask("former", tr("ui.tasks.unit.former"), Kind.PEOPLE, usual=list(former) or None, hint=tr("ui.tasks.unit.former-hint")),
            ],
            intro=tr("ui.tasks.unit.intro"),
        )
    )  # fmt: skip


def calendar(seat: Seat) -> None:
    """Load a year's arrangement of days off."""

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.load_calendar(desk, values["path"])

    types = tr("ui.tasks.types-calendar")
    seat.ask(
        Task(
            id="calendar",
            title=tr("ui.tasks.calendar.title"),
            submit=tr("ui.tasks.calendar.submit"),
            work=work,
            fields=[Ask("path", tr("ui.tasks.calendar.path"), Kind.FILE, required=True, file_types=types, hint=tr("ui.tasks.calendar.hint"))],
            intro=tr("ui.tasks.calendar.intro"),
            danger=tr("ui.tasks.calendar.danger"),
        )
    )  # fmt: skip


def setting(seat: Seat, name: str = "") -> None:
    """Enter what the office's letters say of it. name: which value, chosen when empty."""
    known = seat.reader.settings.get("settings", {})
    names = [name] if name else list(verbs.SETTINGS)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.set_value(desk, values.get("name", names[0]), values.get("value", ""))

    def live(values: Values) -> str:
        chosen = values.get("name", "" if len(names) > 1 else names[0])
        now = known.get(chosen, {}).get("value", "")
        told = [tr("ui.tasks.setting.now", value=now)] if now and len(names) > 1 else []
        if chosen == "letter_pattern" and (example := _example(seat, values.get("value", ""))):
            told.append(tr("ui.tasks.setting.example", example=example))
        return "\n".join(told)

    choices = [(one, tr(f"setting.{one}")) for one in names]
    which = [Ask("name", tr("ui.tasks.setting.name"), Kind.CHOICE, required=True, choices=choices)]
    usual = known.get(name, {}).get("value") if name else None
    hint = tr(f"ui.tasks.setting.hint-{name}") if name else tr("ui.tasks.setting.hint")
    title = tr("ui.tasks.setting.title-one", name=choices[0][1]) if name else tr("ui.tasks.setting.title")
    value_label = choices[0][1] if name else tr("ui.tasks.setting.value")
    seat.ask(
        Task(
            id=f"setting.{name}" if name else "setting",
            title=title,
            submit=tr("ui.tasks.setting.submit"),
            work=work,
            fields=[*(which if not name else ()), Ask("value", value_label, usual=usual, limit=300, hint=hint)],
            intro=tr("ui.tasks.setting.intro"),
            live=live,
        )
    )


def _example(seat: Seat, pattern: str) -> str:
    """The next letter's number under a pattern as it is typed; empty while it cannot be filled, which the verb says in words."""
    try:
        return upcoming(seat.reader, "letter", Number(pattern=pattern)) if pattern else ""
    except (KeyError, IndexError, ValueError, AttributeError):
        return ""


def reading(seat: Seat, pack: str, reading: str = "") -> None:
    """Choose how this office reads an open wording. reading: its id, chosen when empty."""
    rules = seat.reader.rules_for(pack)
    open_ = {key: item for key, item in rules.reading.items() if reading in ("", key)}
    if not open_:
        seat.say(tr("ui.tasks.reading.none", title=rules.pack.title), "info")
        return
    one = next(iter(open_))

    def chosen(values: Values) -> str:
        return values.get("reading", one if len(open_) == 1 else "")

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.choose_reading(desk, pack, chosen(values), values[f"option.{chosen(values)}"])

    fields: list[Ask] = []
    if len(open_) > 1:
        questions = [(key, item.question) for key, item in open_.items()]
        fields.append(Ask("reading", tr("ui.tasks.reading.question"), Kind.CHOICE, required=True, choices=questions))
    for key, item in open_.items():
        when = only_for("reading", key) if len(open_) > 1 else None
        hint = tr("ui.tasks.reading.default", option=item.options[item.default])
        fields.append(
            Ask(f"option.{key}", item.question, Kind.CHOICE, required=True, usual=rules.chosen[key], choices=list(item.options.items()), hint=hint, when=when)
        )  # fmt: skip
    item = open_[one]
    basis = article(rules, item.basis, tr("ui.tasks.reading.word")) if len(open_) == 1 else policy(rules)
    seat.ask(
        Task(
            id=f"reading.{pack}.{reading}",
            title=tr("ui.tasks.reading.title"),
            submit=tr("ui.tasks.reading.submit"),
            work=work,
            fields=fields,
            intro=tr("ui.tasks.reading.intro"),
            basis=basis,
        )
    )


def continued(seat: Seat, pack: str) -> None:
    """Record on what ground an expired policy still applies."""
    rules = seat.reader.rules_for(pack)
    end = continuing.expires(rules)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return continuing.record(desk, pack, values["document"], values["by"])

    before = continuing.continued(seat.reader, pack)
    told = (
        tr("ui.tasks.continued.expires", end=end.isoformat()) if end is not None else tr("ui.tasks.continued.no-term")
    )
    seat.ask(
        Task(
            id=f"continued.{pack}",
            title=tr("ui.tasks.continued.title"),
            submit=tr("ui.tasks.continued.submit"),
            work=work,
            fields=[
                Ask("document", tr("ui.tasks.continued.document"), required=True, limit=100, usual=before or None, hint=tr("ui.tasks.continued.document-hint")),
                Ask("by", tr("ui.tasks.continued.by"), required=True, limit=100, hint=tr("ui.tasks.continued.by-hint")),
            ],
            intro="\n".join([told, tr("ui.tasks.continued.intro")]),
            basis=policy(rules),
        )
    )  # fmt: skip
