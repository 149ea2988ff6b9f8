"""What the deciding office decides: a meeting over several cases, recognition by one document, refusal."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.cases import meeting as meetings
from alliance_desk.cases import recognition
from alliance_desk.cases.numbering import upcoming
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.periods import add_years
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About, folded, last, line, pick, picked, remember, seen, together, waiting
from ui.tasks.asks import not_ahead, on_day, reason
from ui.tasks.exchange import tell

OUTCOMES = ("passed", "deferred", "refused")


def meeting(seat: Seat, cases: Sequence[Folded | str]) -> None:
    """Record what a meeting decided of each case; others that wait for the same meeting can go along."""
    chosen = folded(seat, cases)
    about = About(seat, chosen[0])
    stage = about.stage("meeting")
    name = about.rules.meeting[stage.meeting].name if stage is not None else tr("ui.tasks.meeting.any")
    offered = together(chosen, waiting(seat, about.rules.pack.id, "meeting"))
    alone = len(offered) == 1

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        remember(desk, minutes=values["minutes"])
        streams = picked(values, offered)
        outcomes = {stream: values[f"outcome.{stream}"] for stream in streams}
        reasons = {stream: why for stream in streams if (why := values.get(f"reason.{stream}"))}
        ended[:] = [stream for stream, outcome in outcomes.items() if outcome == "refused"]
        return meetings.hold(desk, outcomes, values["minutes"], values["on"], reasons)

    ended: list[str] = []
    before = last(seat, "minutes")
    hint = tr("ui.tasks.meeting.minutes-last", number=before) if before else tr("ui.tasks.meeting.minutes-hint")
    seat.ask(
        Task(
            id="meeting",
            title=tr("ui.tasks.meeting.title", meeting=name),
            submit=tr("ui.tasks.meeting.submit"),
            work=work,
            fields=[
                on_day(seat, tr("ui.tasks.meeting.on")),
                Ask("minutes", tr("ui.tasks.meeting.minutes"), required=True, limit=80, hint=hint),
                *pick(tr("ui.tasks.meeting.cases"), chosen, offered),
                *(ask for case in offered for ask in _decided(case, alone=alone)),
            ],
            intro="\n".join([*([about.head] if alone else []), tr("ui.tasks.meeting.intro")]),
            basis=about.basis("meeting"),
            stream=about.stream if len(chosen) == 1 else "",
            seen=seen(offered),
            check=lambda values: not_ahead(seat, values, "on"),
            done=lambda _changes: tell(seat, ended),
            danger=tr("ui.tasks.meeting.danger"),
        )
    )


def _decided(case: Folded, *, alone: bool) -> list[Ask]:
    """The decision on one case and, where it did not pass, why."""
    key = case.stream

    def shown(values: Values) -> bool:
        return alone or key in (values.get("cases") or [])

    def why(values: Values) -> bool:
        return shown(values) and values.get(f"outcome.{key}") in {"deferred", "refused"}

    name = str(case.open["alliance"]["name"])
    label = tr("ui.tasks.meeting.outcome") if alone else tr("ui.tasks.meeting.outcome-of", name=name)
    choices = [(outcome, tr(f"ui.tasks.meeting.{outcome}")) for outcome in OUTCOMES]
    reason_label = tr("ui.tasks.meeting.reason") if alone else tr("ui.tasks.meeting.reason-of", name=name)
    return [
        Ask(f"outcome.{key}", label, Kind.CHOICE, required=True, choices=choices, when=shown),
        Ask(f"reason.{key}", reason_label, Kind.LONG, required=True, limit=2000, when=why),
    ]


def recognise(seat: Seat, cases: Sequence[Folded | str]) -> None:
    """Recognise alliances by one document; others of the policy that wait for it can go along."""
    chosen = folded(seat, cases)
    about = About(seat, chosen[0])
    rules, act = about.rules, about.rules.pack.words.act
    offered = together(chosen, waiting(seat, rules.pack.id, "recognition"))
    by_stream = {case.stream: case for case in offered}
    numbered = rules.number.get(rules.recognition.numbered)
    number = upcoming(seat.reader, f"{rules.pack.id}.approval", numbered) if numbered is not None else ""

    def live(values: Values) -> str:
        on = values.get("on")
        if not isinstance(on, date):
            return ""
        until = add_years(on, rules.recognition.validity).isoformat() if rules.recognition.validity else ""
        told = [tr("ui.tasks.recognise.valid", until=until) if until else tr("ui.tasks.recognise.no-end")]
        early = [
            tr("ui.tasks.recognise.early", case=line(case), end=end)
            for stream in picked(values, offered)
            if (end := _notice_end(case := by_stream[stream])) and on.isoformat() <= end
        ]
        return "\n".join([*told, *early])

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return recognition.recognise(desk, picked(values, offered), values.get("document", ""), values["on"])

    hint = tr("ui.tasks.recognise.document-auto", number=number) if number else tr("ui.tasks.recognise.document-hint")
    seat.ask(
        Task(
            id="recognise",
            title=tr("ui.tasks.recognise.title", act=act),
            submit=tr("ui.tasks.recognise.submit", act=act),
            work=work,
            fields=[
                *pick(tr("ui.tasks.recognise.cases", act=act), chosen, offered),
                Ask("document", tr("ui.tasks.recognise.document", act=act), required=not number, limit=80, hint=hint),
                on_day(seat, tr("ui.tasks.recognise.on"), tr("ui.tasks.recognise.on-hint")),
            ],
            intro="\n".join([*([about.head] if len(offered) == 1 else []), tr("ui.tasks.recognise.intro", act=act, title=rules.pack.words.title)]),
            basis=about.basis("recognition"),
            stream=about.stream if len(chosen) == 1 else "",
            seen=seen(offered),
            live=live,
            check=lambda values: not_ahead(seat, values, "on"),
            danger=tr("ui.tasks.recognise.danger", act=act),
        )
    )  # fmt: skip


def _notice_end(case: Folded) -> str:
    return str(cast("Json", case.open.get("notice", {})).get("end", ""))


def refuse(seat: Seat, case: Folded | str) -> None:
    """Record that an alliance is not recognised, with the reason; the case ends."""
    about = About(seat, case)
    act = about.rules.pack.words.act

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return recognition.refuse(desk, about.stream, values["note"])

    seat.ask(
        Task(
            id="refuse",
            title=tr("ui.tasks.refuse.title", act=act),
            submit=tr("ui.tasks.refuse.submit", act=act),
            work=work,
            fields=[reason(tr("ui.tasks.note-reason"), tr("ui.tasks.refuse.hint"))],
            intro="\n".join([about.head, tr("ui.tasks.refuse.intro", act=act)]),
            basis=about.basis("recognition"),
            stream=about.stream,
            seen=about.seen,
            done=lambda _changes: tell(seat, [about.stream]),
            danger=tr("ui.tasks.refuse.danger"),
        )
    )
