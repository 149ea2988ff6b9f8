"""Packages out: handing a case over, copies, receipts, the same package once more, taking an offer back; and what comes in."""

from collections.abc import Sequence

from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.exchange import log as packages
from alliance_desk.ledger import custody
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About, boxed, folded, policy, remember, seen, together
from ui.tasks.arrivals import choose_package, decline, take_in
from ui.tasks.asks import only_for, reason, stick
from ui.tasks.cargo import Cargo, room
from ui.tasks.receipts import receipt

__all__ = [
    "choose_package",
    "copy_to",
    "decline",
    "hand_over",
    "once_more",
    "receipt",
    "take_in",
    "withdraw_offer",
]

_SHARED = """
    SELECT stream FROM index_case WHERE holder = ?1 AND custody = 'held' AND (recommender = ?2 OR decider = ?2)
    AND (outcome <> '' OR status = 'status.recognised') ORDER BY updated DESC LIMIT 40
"""


def _whole() -> Ask:
    return Ask("whole", tr("ui.tasks.whole"), Kind.YES, hint=tr("ui.tasks.whole-box"))


def hand_over(seat: Seat, case: Folded | str) -> None:
    """Hand a case over to the other office of it, on a drive; one that was offered already is written once more."""
    about = About(seat, case)
    cargo = Cargo(seat, [about.case], about.other)
    again = about.document["custody"]["state"] == "offered"
    kind = "again" if again else "up" if about.up else "down"

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        from alliance_desk.exchange import export

        remember(desk, stick=values["folder"])
        return export.hand_over(desk, about.stream, values["folder"], whole=bool(values.get("whole")))

    intro = tr(f"ui.tasks.hand-over.intro-{kind}", office=about.other_name)
    seat.ask(
        Task(
            id="hand-over",
            title=tr(f"ui.tasks.hand-over.title-{kind}", office=about.other_name),
            submit=tr(f"ui.tasks.hand-over.submit-{kind}", office=about.other_name),
            work=work,
            fields=[stick(seat), _whole()],
            intro=f"{about.head}\n{intro}",
            basis=about.basis("recommend") if about.up else policy(about.rules),
            stream=about.stream,
            seen=about.seen,
            live=cargo.told,
            check=cargo.check,
        )
    )


def copy_to(seat: Seat, cases: Sequence[Folded | str]) -> None:
    """Send copies of cases to their other office; the cases stay here. Others that are done and untold can go along."""
    chosen = folded(seat, cases)
    others = {case.stream: About(seat, case).other for case in chosen}
    offices = list(dict.fromkeys(office for office in others.values() if office != seat.reader.office))
    if not offices:
        seat.say(tr("ui.tasks.copy.alone"), "info")
        return
    offered = {
        office: together([case for case in chosen if others[case.stream] == office], _untold(seat, office))
        for office in offices
    }
    called = {office: About(seat, of[0]).called(office) for office, of in offered.items()}
    fields: list[Ask] = []
    if len(offices) > 1:
        names = [(office, called[office]) for office in offices]
        fields.append(Ask("office", tr("ui.tasks.copy.office"), Kind.CHOICE, required=True, choices=names))
    for office, of in offered.items():
        if len(of) > 1:
            ticked = [case.stream for case in chosen if others[case.stream] == office]
            when = only_for("office", office) if len(offices) > 1 else None
            choices = [(case.stream, boxed(case)) for case in of]
            fields.append(
                Ask(f"cases.{office}", tr("ui.tasks.copy.cases"), Kind.CHOICES, required=True, usual=ticked, choices=choices, when=when)
            )  # fmt: skip
    fields += [stick(seat), _whole()]

    def office_of(values: Values) -> str:
        return values.get("office", "" if len(offices) > 1 else offices[0])

    def streams(values: Values) -> list[str]:
        of = offered.get(office_of(values), [])
        return list(values.get(f"cases.{office_of(values)}", [])) if len(of) > 1 else [case.stream for case in of]

    def cargo(values: Values) -> Cargo:
        ticked = set(streams(values))
        of = [case for case in offered.get(office_of(values), []) if case.stream in ticked]
        return Cargo(seat, of, office_of(values))

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        from alliance_desk.exchange import export

        remember(desk, stick=values["folder"])
        whole = bool(values.get("whole"))
        return export.copy_to(desk, streams(values), office_of(values), values["folder"], whole=whole)

    one = len(offices) == 1
    office = called[offices[0]] if one else tr("ui.tasks.copy.their-offices")
    listed = any(len(of) > 1 for of in offered.values())
    head = [] if listed else [About(seat, chosen[0]).head]
    seat.ask(
        Task(
            id="copy",
            title=tr("ui.tasks.copy.title", office=office),
            submit=tr("ui.tasks.copy.submit"),
            work=work,
            fields=fields,
            intro="\n".join([*head, tr("ui.tasks.copy.intro", office=office)]),
            basis=policy(About(seat, chosen[0]).rules),
            stream=chosen[0].stream if len(chosen) == 1 else "",
            seen=seen(case for of in offered.values() for case in of),
            live=lambda values: cargo(values).told(values),
            check=lambda values: cargo(values).check(values),
        )
    )


def _untold(seat: Seat, office: str) -> list[Folded]:
    """The finished cases with an office that it has not been sent since their last event."""
    rows = seat.reader.raw.execute(_SHARED, (seat.reader.office, office)).fetchall()
    sent = packages.sent(packages.entries(seat.reader, office))
    told = {
        stream: max(entry["streams"].get(stream, 0) for entry in sent) for entry in sent for stream in entry["streams"]
    }
    found = [seat.reader.case(stream) for (stream,) in rows]
    return [case for case in found if told.get(case.stream, 0) < case.seq]


def once_more(seat: Seat, sha256: str) -> None:
    """Write a package that went out once more, byte for byte, for a lost stick."""
    entry = packages.outgoing(seat.reader, sha256)
    peers = seat.reader.settings.get("peers", {}).values()
    name = next((peer["name"] for peer in peers if peer["office"] == entry["office"]), entry["office"])

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        from alliance_desk.exchange import export

        remember(desk, stick=values["folder"])
        return export.once_more(desk, entry["sha256"], values["folder"])

    seat.ask(
        Task(
            id="once-more",
            title=tr("ui.tasks.once-more.title"),
            submit=tr("ui.tasks.once-more.submit"),
            work=work,
            fields=[stick(seat)],
            intro=tr("ui.tasks.once-more.intro", file=entry["file"], office=name, day=entry["on"]),
            live=lambda values: room(values.get("folder")),
        )
    )


def withdraw_offer(seat: Seat, case: Folded | str) -> None:
    """Take a hand-over back before the other office has signed for it."""
    about = About(seat, case)
    to = about.called(str(about.document["custody"].get("to", about.other)))

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        from alliance_desk.exchange import export

        return export.withdraw_offer(desk, about.stream, values["note"])

    seat.ask(
        Task(
            id="withdraw-offer",
            title=tr("ui.tasks.withdraw-offer.title"),
            submit=tr("ui.tasks.withdraw-offer.submit"),
            work=work,
            fields=[reason(tr("ui.tasks.withdraw-offer.ground"), tr("ui.tasks.withdraw-offer.ground-hint"))],
            intro=f"{about.head}\n" + tr("ui.tasks.withdraw-offer.intro", office=to),
            basis=policy(about.rules),
            stream=about.stream,
            seen=about.seen,
            danger=tr("ui.tasks.withdraw-offer.danger", office=to),
        )
    )


def offer(seat: Seat, stream: str) -> None:
    """What follows a step after which a case goes to the other office: the hand-over, waiting for the person to say so."""
    about = About(seat, stream)
    recommended = stages.done(about.rules, about.document, "recommend")
    if _sealed(about) and not stages.end_kind(about.rules, about.document) and recommended is about.up:
        hand_over(seat, about.case)


def tell(seat: Seat, streams: Sequence[str]) -> None:
    """What follows a decision that ends cases: the office that recommended them is sent a copy, if the person says so."""
    ended = [about.case for about in (About(seat, stream) for stream in streams) if _sealed(about) and not about.up]
    if ended:
        copy_to(seat, ended)


def _sealed(about: About) -> bool:
    """Whether this office holds the case and can pack it for the other one."""
    peers = about.seat.reader.settings.get("peers", {}).values()
    held = custody.may_work(about.document, about.seat.reader.office)
    return held and not about.alone and any(peer["office"] == about.other for peer in peers)
