"""Reminding those who have not handed in, and what the office itself types about a duty: its last day, and that its own task is done."""

from collections.abc import Collection
from datetime import date

from alliance_desk.care import reminders
from alliance_desk.cases import duty_days
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.policy.after import Annual, Office
from alliance_desk.policy.duties import State
from alliance_desk.progress import Progress
from alliance_desk.register import duties
from alliance_desk.register.duties import DutyLine
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import article
from ui.tasks.asks import not_ahead, on_day

_ALL, _SOME = "all", "some"
_ONE, _EACH = "one", "each"


def remind_task(seat: Seat, line: DutyLine, only: Collection[str] = ()) -> Task:
    """Letters and a list to those who have not handed in. only: ids of alliances that are chosen at the moment."""
    owed = duties.owed(seat.reader, line.pack, line.duty, line.subject)
    missing = {one.alliance: one for one in owed if one.state in (State.OPEN, State.LATE)}
    chosen = [key for key in missing if key in only]
    fields: list[Ask] = []
    if chosen and len(chosen) < len(missing):
        which = [
            (_SOME, tr("ui.duties.remind.some", count=len(chosen))),
            (_ALL, tr("ui.duties.remind.all", count=len(missing))),
        ]
        fields.append(
            Ask("which", tr("ui.duties.remind.which"), Kind.CHOICE, required=True, usual=_SOME, choices=which)
        )
    how = [(_ONE, tr("ui.duties.remind.one")), (_EACH, tr("ui.duties.remind.each"))]
    fields.append(Ask("how", tr("ui.duties.remind.how"), Kind.CHOICE, required=True, usual=_ONE, choices=how))

    def asked(values: Values) -> list[str]:
        return chosen if values.get("which") == _SOME else list(missing)

    def work(desk: Desk, values: Values, step: Progress) -> Changes:
        desk.progress = step
        each = values["how"] == _EACH
        return reminders.remind(desk, line.pack, line.duty, line.subject, each=each, only=asked(values))

    def live(values: Values) -> str:
        names = [missing[key].alliance_name for key in asked(values)]
        return tr("ui.duties.remind.to", count=len(names), names=names)

    sent = reminders.reminders(seat.reader, line.pack, line.duty, line.subject)
    before = (
        [tr("ui.duties.remind.before", on=sent[0].on, count=len(sent[0].alliances), times=len(sent))] if sent else []
    )
    return Task(
        id=f"duty.remind.{line.duty}.{line.subject}",
        title=tr("ui.duties.remind.title"),
        submit=tr("ui.duties.remind.submit"),
        work=work,
        fields=fields,
        intro="\n".join([called(line), tr("ui.duties.remind.intro"), *before]),
        basis=_basis(seat, line),
        live=live,
    )


def day_task(seat: Seat, line: DutyLine) -> Task:
    """Type the last day of a duty: of one year by its notice, or of every year where the text sets none."""
    item = seat.reader.policy_for(line.pack).duty[line.duty]
    fixed = isinstance(item, Annual | Office) and bool(item.month)
    spans = [
        ("year", tr("ui.duties.day.of-year", subject=line.subject)),
        *(() if fixed else (("every", tr("ui.duties.day.every")),)),
    ]
    fields = [
        Ask("span", tr("ui.duties.day.span"), Kind.CHOICE, required=True, usual="year", choices=spans),
        Ask(
            "day", tr("ui.duties.day.day"), Kind.DATE, required=True, usual=line.due, hint=tr("ui.duties.day.day-hint")
        ),
        Ask("document", tr("ui.duties.day.document"), limit=80, hint=tr("ui.duties.day.document-hint")),
    ]

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        subject = line.subject if values["span"] == "year" else ""
        return duty_days.set_day(desk, line.pack, line.duty, values["day"], subject, values.get("document", ""))

    def check(values: Values) -> list[tuple[str, str]]:
        lacking = values.get("span") == "year" and not values.get("document")
        return [("document", tr("ui.duties.day.document-needed"))] if lacking else []

    return Task(
        id=f"duty.day.{line.duty}.{line.subject}",
        title=tr("ui.duties.day.title"),
        submit=tr("ui.duties.day.submit"),
        work=work,
        fields=fields,
        intro="\n".join([called(line), tr("ui.duties.day.intro")]),
        basis=_basis(seat, line),
        check=check,
    )


def why_no_day(seat: Seat, line: DutyLine) -> str:
    """Why the last day of a duty cannot be typed."""
    item = seat.reader.policy_for(line.pack).duty[line.duty]
    return "" if isinstance(item, Annual | Office) else tr("ui.duties.day.own")


def done_task(seat: Seat, line: DutyLine) -> Task:
    """A task of this office's own is done."""

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        on: date = values["on"]
        return duty_days.record_task(desk, line.pack, line.duty, line.subject, on, values["document"])

    return Task(
        id=f"duty.done.{line.duty}.{line.subject}",
        title=tr("ui.duties.done.title"),
        submit=tr("ui.duties.done.submit"),
        work=work,
        fields=[
            on_day(seat, tr("ui.duties.done.on")),
            Ask("document", tr("ui.duties.done.document"), required=True, limit=200, hint=tr("ui.duties.done.document-hint")),
        ],
        intro=called(line),
        basis=_basis(seat, line),
        check=lambda values: not_ahead(seat, values, "on"),
    )  # fmt: skip


def called(line: DutyLine) -> str:
    """A duty and its year."""
    return tr("ui.duties.of-year", name=line.name, subject=line.subject)


def _basis(seat: Seat, line: DutyLine) -> str:
    return article(seat.reader.policy_for(line.pack), line.basis, line.name)
