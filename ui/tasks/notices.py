"""Public notices: published, objected to, answered, closed; with the days told before anything is decided."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import cast

from PySide6.QtWidgets import QWidget

from alliance_desk.canonical import Json
from alliance_desk.cases import notice as verbs
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.periods import PeriodEnd
from alliance_desk.progress import Progress
from ui.language import tr
from ui.pieces import Card, label
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About, folded, last, line, pick, picked, remember, seen, together, waiting
from ui.tasks.asks import not_ahead, on_day, reason
from ui.tasks.exchange import tell

_SIGNED, _ANONYMOUS = "signed", "anonymous"


def publish(seat: Seat, cases: Sequence[Folded | str]) -> None:
    """Publish cases of one policy; others that wait for their notice can go along."""
    chosen = folded(seat, cases)
    about = About(seat, chosen[0])
    others = [case for case in waiting(seat, about.rules.pack.id, "public_notice") if _unpublished(case)]
    offered = together(chosen, others)
    by_stream = {case.stream: case for case in offered}

    def live(values: Values) -> str:
        found = [by_stream[stream] for stream in picked(values, offered)]
        start = values.get("start")
        return days(seat, verbs.latest(seat.reader, found, start), start) if found and isinstance(start, date) else ""

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        remember(desk, channel=values["channel"])
        return verbs.publish(desk, picked(values, offered), values["start"], values["channel"])

    seat.ask(
        Task(
            id="notice",
            title=tr("ui.tasks.publish.title"),
            submit=tr("ui.tasks.publish.submit"),
            work=work,
            fields=[
                *pick(tr("ui.tasks.publish.cases"), chosen, offered, tr("ui.tasks.publish.cases-hint")),
                on_day(seat, tr("ui.tasks.publish.start"), tr("ui.tasks.publish.start-hint"), key="start"),
                Ask("channel", tr("ui.tasks.publish.channel"), required=True, limit=200, usual=last(seat, "channel") or None, hint=tr("ui.tasks.publish.channel-hint")),
            ],
            intro=tr("ui.tasks.publish.intro") if len(offered) > 1 else f"{about.head}\n" + tr("ui.tasks.publish.intro"),
            basis=about.basis("public_notice"),
            stream=about.stream if len(chosen) == 1 else "",
            seen=seen(offered),
            live=live,
            check=lambda values: not_ahead(seat, values, "start"),
            done=lambda changes: seat.goto.emit("notices", changes.streams[0]),
            danger=tr("ui.tasks.publish.danger"),
        )
    )  # fmt: skip


def _unpublished(case: Folded) -> bool:
    notice = cast("Json", case.open.get("notice", {}))
    return not notice or "closed" in notice


def days(seat: Seat, end: PeriodEnd, start: date) -> str:
    """When a notice ends and what rests on it: end, days, other readings, first day of recognition, whether it is certain."""
    calendar = seat.reader.calendar()
    span = [start + timedelta(days=n) for n in range(1, (end.end - start).days + 1)]
    working = sum(calendar.is_working(day) for day in span)
    lines = [
        tr("ui.tasks.publish.end", end=end.end.isoformat(), weekday=_weekday(end.end)),
        tr("ui.tasks.publish.days", days=len(span), working=working),
        tr("ui.tasks.publish.earliest", day=end.earliest_recognition.isoformat()),
    ]
    rolls = len({other.roll for other in end.others}) > 1
    for other in end.others:
        reading = [tr("ui.tasks.publish.first-yes" if other.count_first_day else "ui.tasks.publish.first-no")]
        if rolls:
            reading.append(tr("ui.tasks.publish.roll-yes" if other.roll else "ui.tasks.publish.roll-no"))
        lines.append(tr("ui.tasks.publish.other", reading=tr("ui.list-sign").join(reading), end=other.end.isoformat()))
    if end.provisional:
        lines.append(tr("ui.tasks.publish.provisional"))
    return "\n".join(lines)


def _weekday(day: date) -> str:
    return tr(f"ui.tasks.weekday.{day.isoweekday()}")


def object_to(seat: Seat, notice: str, case: Folded | str = "") -> None:
    """Take an objection to one case of a notice. case: chosen among those of the notice when empty."""
    document = streams.document(seat.reader.raw, notice)
    about_notice = document.open["notice"]
    running = [key for key, one in _cases(document).items() if one["state"] in {"published", "suspended"}]
    named = folded(seat, [case] if case else running)
    about = About(seat, named[0])
    choices = [(one.stream, line(one)) for one in named]
    which = (
        [Ask("case", tr("ui.tasks.object.case"), Kind.CHOICE, required=True, choices=choices)] if len(named) > 1 else []
    )

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        stream = values.get("case", named[0].stream)
        signed = values["named"] == _SIGNED
        return verbs.object_to(desk, notice, stream, values["who"], values["text"], values["received"], named=signed)

    def live(values: Values) -> str:
        received, told = values.get("received"), values.get("named")
        if not isinstance(received, date) or not told:
            return ""
        if not about_notice["start"] <= received.isoformat() <= about_notice["end"]:
            return tr("ui.tasks.object.late", start=about_notice["start"], end=about_notice["end"])
        return tr("ui.tasks.object.accepted" if told == _SIGNED else "ui.tasks.object.unsigned")

    signs = [(_SIGNED, tr("ui.tasks.object.signed")), (_ANONYMOUS, tr("ui.tasks.object.anonymous"))]
    seat.ask(
        Task(
            id="objection",
            title=tr("ui.tasks.object.title"),
            submit=tr("ui.tasks.object.submit"),
            work=work,
            fields=[
                *which,
                on_day(seat, tr("ui.tasks.object.received"), key="received"),
                Ask("who", tr("ui.tasks.object.who"), required=True, limit=200, hint=tr("ui.tasks.object.who-hint")),
                Ask("named", tr("ui.tasks.object.named"), Kind.CHOICE, required=True, choices=signs),
                reason(tr("ui.tasks.object.text"), tr("ui.tasks.object.text-hint"), key="text"),
            ],
            intro="\n".join([*([] if which else [about.head]), tr("ui.tasks.object.intro", start=about_notice["start"], end=about_notice["end"])]),
            basis=about.basis("public_notice"),
            stream=notice,
            seen={notice: document.seq, **seen(named)},
            live=live,
            check=lambda values: not_ahead(seat, values, "received"),
            danger=tr("ui.tasks.object.danger"),
        )
    )  # fmt: skip


def answer(seat: Seat, notice: str, objection: str = "", case: Folded | str = "") -> None:
    """Close an objection with its result and reply. objection: its id; chosen among the open ones (of a case) when empty."""
    document = streams.document(seat.reader.raw, notice)
    about_case = folded(seat, [case])[0].stream if case else ""
    entries = cast("Mapping[str, Json]", document.open.get("objections", {}))
    found = {
        key: entry
        for key, entry in entries.items()
        if entry["state"] == "open" and objection in ("", key) and about_case in ("", entry["case"])
    }
    if not found:
        seat.say(tr("ui.tasks.answer.none"), "info")
        return
    abouts = {key: About(seat, entry["case"]) for key, entry in found.items()}
    first = next(iter(abouts.values()))
    choices = [(key, _objection(abouts[key], entry)) for key, entry in found.items()]
    which = [Ask("objection", tr("ui.tasks.answer.which"), Kind.CHOICE, required=True, choices=choices)]
    results = [(result, tr(f"ui.tasks.answer.{result}")) for result in verbs.RESULTS]

    def chosen(values: Values) -> str:
        return values.get("objection", next(iter(found)) if len(found) == 1 else "")

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.answer(desk, notice, chosen(values), values["result"], values["reply"])

    def live(values: Values) -> str:
        entry = found.get(chosen(values))
        told = [tr("ui.tasks.answer.text", text=entry["text"])] if entry is not None else []
        if entry is not None and (result := values.get("result")):
            goes_back = result == "upheld" and abouts[chosen(values)].goes_back
            act = abouts[chosen(values)].rules.pack.words.act
            told.append(tr(f"ui.tasks.answer.then-{'upheld-back' if goes_back else result}", act=act))
        return "\n".join(told)

    seat.ask(
        Task(
            id="answer",
            title=tr("ui.tasks.answer.title"),
            submit=tr("ui.tasks.answer.submit"),
            work=work,
            fields=[
                *(which if len(found) > 1 else ()),
                Ask("result", tr("ui.tasks.answer.result"), Kind.CHOICE, required=True, choices=results),
                reason(tr("ui.tasks.answer.reply"), tr("ui.tasks.answer.reply-hint"), key="reply"),
            ],
            intro="\n".join([*([first.head] if len(found) == 1 else []), tr("ui.tasks.answer.intro")]),
            basis=first.basis("public_notice"),
            stream=notice,
            seen={notice: document.seq, **{about.stream: about.case.seq for about in abouts.values()}},
            live=live,
            danger=tr("ui.tasks.answer.danger"),
        )
    )


def _objection(about: About, entry: Json) -> str:
    return tr("ui.tasks.answer.line", number=about.number, received=entry["received"], text=str(entry["text"])[:20])


def close(seat: Seat, notice: str) -> None:
    """Close a notice after its last day; a provisional end is typed from the published arrangement."""
    document = streams.document(seat.reader.raw, notice)
    about_notice = document.open["notice"]
    cases = {key: seat.reader.case(key) for key in _cases(document)}
    listed = [cases[key] for key, entry in _cases(document).items() if entry["state"] == "published"]
    if not listed:
        seat.say(tr("ui.tasks.close.nothing"), "info")
        return
    start = date.fromisoformat(about_notice["start"])
    end = verbs.latest(seat.reader, listed, start)
    upheld = {o["case"] for o in cast("Json", document.open.get("objections", {})).values() if o["state"] == "upheld"}
    back = {case.stream for case in listed if About(seat, case).goes_back}

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.close(desk, notice, confirm=values.get("confirm"))

    hint = tr("ui.tasks.close.confirm-hint", end=end.end.isoformat())
    confirm = Ask("confirm", tr("ui.tasks.close.confirm"), Kind.DATE, required=True, hint=hint)
    told = tr("ui.tasks.close.intro", start=about_notice["start"], end=end.end.isoformat())
    seat.ask(
        Task(
            id="close-notice",
            title=tr("ui.tasks.close.title"),
            submit=tr("ui.tasks.close.submit"),
            work=work,
            fields=[confirm] if end.provisional else [],
            intro="\n".join([told, *([tr("ui.tasks.publish.provisional")] if end.provisional else [])]),
            basis=About(seat, listed[0]).basis("public_notice"),
            stream=notice,
            seen={notice: document.seq, **seen(listed)},
            content=lambda parent: _outcomes(document, cases, upheld, back, parent),
            done=lambda _changes: tell(seat, [case.stream for case in listed if case.stream in upheld - back]),
            danger=tr("ui.tasks.close.danger"),
        )
    )


def _outcomes(
    document: Folded, cases: Mapping[str, Folded], upheld: set[str], back: set[str], parent: QWidget
) -> QWidget:
    """What closing means for each case of the notice."""
    card = Card(tr("ui.tasks.close.cases"), "close-notice.cases", parent)
    for key, entry in _cases(document).items():
        state = "upheld" if key in upheld else "clear" if entry["state"] == "published" else str(entry["state"])
        state = "upheld-back" if state == "upheld" and key in back else state
        told = (
            tr(f"ui.tasks.close.{state}")
            if state in {"upheld", "upheld-back", "clear", "suspended"}
            else tr(f"record.state.{state}")
        )
        card.inside.addWidget(label(line(cases[key]), "", card))
        card.inside.addWidget(label(told, "small", card))
    return card


def _cases(document: Folded) -> Mapping[str, Json]:
    return cast("Mapping[str, Json]", document.open.get("cases", {}))
