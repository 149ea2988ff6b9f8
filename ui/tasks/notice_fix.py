"""Correcting a notice that stood wrong: what, for which alliance, and whether its period starts anew."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.cases import notice as notices
from alliance_desk.cases import notice_fix as verbs
from alliance_desk.cases.letter_values import lead_of
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger import streams
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About, folded, line, seen
from ui.tasks.asks import not_ahead, on_day, only_for
from ui.tasks.notices import days

_USUAL, _ANEW, _KEPT = "usual", "anew", "kept"
_CHOICE = {_ANEW: True, _KEPT: False}


def correct(seat: Seat, notice: str, case: str = "") -> None:
    """Correct one thing in a running notice. case: of which alliance, chosen among those of the notice when empty."""
    document = streams.document(seat.reader.raw, notice)
    about_notice = document.open["notice"]
    entries = cast("Mapping[str, Json]", document.open["cases"])
    running = folded(seat, [key for key, one in entries.items() if one["state"] in {"published", "suspended"}])
    by_stream = {one.stream: one for one in running}
    about = About(seat, by_stream.get(case, running[0]))
    choices = [(one.stream, line(one)) for one in running]
    first = about.stream
    which = [
        Ask("case", tr("ui.tasks.notice-fix.case"), Kind.CHOICE, required=True, choices=choices, usual=case or None)
    ]

    def chosen(values: Values) -> str:
        return values.get("case", first if len(running) == 1 else "")

    def anew(values: Values) -> bool:
        return _CHOICE.get(values.get("period", ""), verbs.usually_anew([values.get("item", "")]))

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        fault = verbs.Fault(
            chosen(values), values["item"], values["right"], values.get("what", ""), values.get("wrong", "")
        )
        return verbs.correct(desk, notice, [fault], values["on"], anew=anew(values))

    def live(values: Values) -> str:
        told: list[str] = []
        found, item = by_stream.get(chosen(values)), values.get("item")
        if found is not None and item in (verbs.NAME, verbs.LEAD):
            now = found.open["alliance"]["name"] if item == verbs.NAME else lead_of(found.open)
            told.append(tr("ui.tasks.notice-fix.now", text=now))
        start = values.get("on")
        if item and isinstance(start, date):
            if anew(values):
                told += [
                    tr("ui.tasks.notice-fix.then-anew"),
                    days(seat, notices.latest(seat.reader, running, start), start),
                ]
            else:
                told.append(tr("ui.tasks.notice-fix.then-kept", start=about_notice["start"], end=about_notice["end"]))
        return "\n".join(told)

    def check(values: Values) -> list[tuple[str, str]]:
        on = values.get("on")
        early = isinstance(on, date) and on.isoformat() < about_notice["start"]
        wrong = [("on", tr("ui.tasks.notice-fix.early", start=about_notice["start"]))] if early else []
        return [*not_ahead(seat, values, "on"), *wrong]

    other = only_for("item", verbs.OTHER)
    items = [(item, tr(f"cases.correct-item.{item}")) for item in verbs.ITEMS]
    periods = [(key, tr(f"ui.tasks.notice-fix.period-{key}")) for key in (_USUAL, _ANEW, _KEPT)]
    seat.ask(
        Task(
            id="notice-correct",
            title=tr("ui.tasks.notice-fix.title"),
            submit=tr("ui.tasks.notice-fix.submit"),
            work=work,
            fields=[
                *(which if len(running) > 1 else ()),
                Ask("item", tr("ui.tasks.notice-fix.item"), Kind.CHOICE, required=True, choices=items),
                Ask("what", tr("ui.tasks.notice-fix.what"), required=True, limit=60, when=other),
                Ask("wrong", tr("ui.tasks.notice-fix.wrong"), required=True, limit=400, when=other),
                Ask("right", tr("ui.tasks.notice-fix.right"), required=True, limit=400),
                on_day(seat, tr("ui.tasks.notice-fix.on"), tr("ui.tasks.notice-fix.on-hint")),
                Ask(
                    "period",
                    tr("ui.tasks.notice-fix.period"),
                    Kind.CHOICE,
                    required=True,
                    choices=periods,
                    usual=_USUAL,
                ),
            ],
            intro="\n".join([*([about.head] if len(running) == 1 else []), tr("ui.tasks.notice-fix.intro")]),
            basis=about.basis("public_notice"),
            stream=notice,
            seen={notice: document.seq, **seen(running)},
            live=live,
            check=check,
            danger=tr("ui.tasks.notice-fix.danger"),
        )
    )
