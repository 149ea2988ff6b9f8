"""Measures against an alliance: imposed with their last day counted in words, not taken for a reason, and how a rectification ends."""

from collections.abc import Sequence
from datetime import date

from alliance_desk.care import measures as verbs
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.after import Kind
from alliance_desk.policy.pack import Measure
from alliance_desk.policy.periods import end_of
from alliance_desk.progress import Progress
from alliance_desk.register.proposals import Proposed, proposals
from ui.language import said, tr
from ui.seat import Seat
from ui.task import Ask, Task, Values
from ui.task import Kind as Field
from ui.tasks.about import About, article
from ui.tasks.asks import days_left, not_ahead, on_day, reason
from ui.tasks.of_alliance import OfAlliance, choose, chosen

_OWN = "-"
"""The choice of a ground of one's own, where the rules propose nothing that fits."""


class Grounds:
    """On what a measure rests: what the rules propose for the alliance, or the office's own words.

    consequence, facts: of the one proposal that is answered; empty to choose among all there are.
    """

    def __init__(
        self, about: OfAlliance, measures: Sequence[str], consequence: str = "", facts: Sequence[str] = ()
    ) -> None:
        self._consequence, self._facts = consequence, tuple(facts)
        found = proposals(about.seat.reader, about.id)
        fitting = [one for one in found if set(one.measures) & set(measures) and consequence in ("", one.consequence)]
        self.found: dict[str, Proposed] = {one.consequence: one for one in fitting}

    def asks(self, *, own: bool) -> list[Ask]:
        """The field that chooses. own: whether a ground of one's own is offered too."""
        if self._consequence or not self.found:
            return []
        choices = [
            (key, tr("ui.care.measure.ground-of", title=one.title, counter=one.counter))
            for key, one in self.found.items()
        ]
        choices += [(_OWN, tr("ui.care.measure.own"))] if own else []
        return choose("consequence", tr("ui.care.measure.grounds"), choices, hint=tr("ui.care.measure.grounds-hint"))

    def of(self, values: Values) -> tuple[str, tuple[str, ...]]:
        """The consequence that was chosen, and what it rests on."""
        if self._consequence:
            return self._consequence, self._facts
        key = str(
            values.get("consequence", "" if len(self.asks(own=False)) or not self.found else next(iter(self.found)))
        )
        one = self.found.get(key)
        return (one.consequence, one.keys) if one is not None else ("", ())

    def told(self, values: Values) -> str:
        """The proposal that was chosen, in words: facts, counter, measures."""
        one = self.found.get(self.of(values)[0])
        return said(one) if one is not None else ""

    def wrong(self, values: Values, measure: str) -> str:
        """That what is proposed does not propose this measure; empty where it does."""
        one = self.found.get(self.of(values)[0])
        if one is None or measure in one.measures or not measure:
            return ""
        return tr("ui.care.measure.not-proposed", measures=tr("ui.list-sign").join(one.measures.values()))


def measure_task(
    seat: Seat, alliance: str, measure: str = "", consequence: str = "", facts: Sequence[str] = ()
) -> Task:
    """The task that imposes a measure that leaves the title standing.

    measure: id in the policy, chosen when empty. consequence, facts: the proposal it answers. Raises Refused when the alliance is not known.
    """
    about = OfAlliance(seat, alliance)
    procedures = {one.id for one in about.offers(Kind.RECTIFICATION)}
    items = {
        key: item
        for key, item in about.rules.measure.items()
        if item.sanction is not None and item.procedure in procedures and measure in ("", key)
    }
    choices = [(key, item.name) for key, item in items.items()]
    grounds = Grounds(about, list(items), consequence, facts)

    def which(values: Values) -> str:
        return chosen(values, "measure", choices)

    def unset(values: Values) -> bool:
        key = which(values)
        return key in items and not items[key].period

    def own(values: Values) -> bool:
        return not grounds.of(values)[0]

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        rests, on = grounds.of(values)
        return verbs.impose(
            desk, alliance, which(values), values["document"], values["received"], due=values.get("due"),
            reason=values.get("note", ""), consequence=rests, facts=on,
        )  # fmt: skip

    def check(values: Values) -> list[tuple[str, str]]:
        wrong = grounds.wrong(values, which(values))
        return [*not_ahead(seat, values, "received"), *([("measure", wrong)] if wrong else [])]

    return Task(
        id=f"care.measure.{measure or 'any'}.{alliance[:8]}",
        title=tr("ui.care.measure.title"),
        submit=tr("ui.care.measure.submit"),
        work=work,
        fields=[
            *grounds.asks(own=True),
            *choose("measure", tr("ui.care.measure.which"), choices),
            Ask("note", tr("ui.care.measure.note"), Field.LONG, required=True, limit=2000, hint=tr("ui.care.measure.note-hint"), when=own),
            Ask("document", tr("ui.care.measure.document"), required=True, limit=80),
            on_day(seat, tr("ui.care.measure.received"), tr("ui.care.measure.received-hint"), "received"),
            Ask("due", tr("ui.care.measure.due"), Field.DATE, hint=tr("ui.care.measure.due-hint"), when=unset),
        ],
        intro="\n".join([about.head, *([choices[0][1]] if len(choices) == 1 else []), tr("ui.care.measure.intro")]),
        basis=about.basis([(item.name, item) for item in items.values()]),
        live=lambda values: "\n".join(
            part for part in (grounds.told(values), _until(about, items.get(which(values)), values)) if part
        ),
        check=check,
    )  # fmt: skip


def _until(about: OfAlliance, item: Measure | None, values: Values) -> str:
    """The measure's article, and its last day in words."""
    if item is None:
        return ""
    told = [article(about.rules, item.basis, item.name)]
    received, due = values.get("received"), values.get("due")
    if item.period and isinstance(received, date):
        period = about.rules.period[item.period]
        end = end_of(period, received, about.seat.reader.calendar(), about.rules.chosen)
        told.append(tr("ui.care.measure.until", due=end.end.isoformat(), basis=period.basis))
        told.append(days_left(about.seat, end.end))
        if end.provisional:
            told.append(tr("ui.care.measure.provisional"))
    elif isinstance(due, date):
        told.append(days_left(about.seat, due))
    return "\n".join(told)


def dismiss_task(
    seat: Seat, alliance: str, measure: str = "", consequence: str = "", facts: Sequence[str] = ()
) -> Task:
    """The task that records that something proposed is not done. Arguments and refusals as in ``measure_task``."""
    about = OfAlliance(seat, alliance)
    procedures = {one.id for one in about.offers(Kind.RECTIFICATION, Kind.EXIT)}
    items = {
        key: item for key, item in about.rules.measure.items() if item.procedure in procedures and measure in ("", key)
    }
    grounds = Grounds(about, list(items), consequence, facts)
    proposed = {key for one in grounds.found.values() for key in one.measures} or set(items)
    choices = [(key, item.name) for key, item in items.items() if key in proposed]

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        rests, on = grounds.of(values)
        return verbs.dismiss(
            desk, alliance, chosen(values, "measure", choices), values["note"], consequence=rests, facts=on
        )

    def check(values: Values) -> list[tuple[str, str]]:
        wrong = grounds.wrong(values, chosen(values, "measure", choices))
        return [("measure", wrong)] if wrong else []

    return Task(
        id=f"care.dismiss.{measure or 'any'}.{alliance[:8]}",
        title=tr("ui.care.dismiss.title"),
        submit=tr("ui.care.dismiss.submit"),
        work=work,
        fields=[
            *grounds.asks(own=False),
            *choose("measure", tr("ui.care.dismiss.which"), choices),
            reason(tr("ui.tasks.note-reason"), tr("ui.care.dismiss.hint")),
        ],
        intro="\n".join([about.head, tr("ui.care.dismiss.intro")]),
        basis=about.basis([(item.name, item) for key, item in items.items() if key in proposed]),
        live=grounds.told,
        check=check,
    )


def accept(seat: Seat, case: Folded | str) -> None:
    """Record that a rectification was accepted; the flag is taken away."""
    _accepted(About(seat, case), holds=True)


def fail(seat: Seat, case: Folded | str) -> None:
    """Record that a rectification was not accepted; the rules may propose what follows."""
    _accepted(About(seat, case), holds=False)


def _accepted(about: About, *, holds: bool) -> None:
    seat, which = about.seat, "accept" if holds else "fail"

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.accept(desk, about.stream, values["on"], values["note"], holds=holds)

    due = str(about.document.get("matter", {}).get("due", ""))
    seat.ask(
        Task(
            id=f"care.{which}",
            title=tr(f"ui.care.{which}.title"),
            submit=tr(f"ui.care.{which}.submit"),
            work=work,
            fields=[
                on_day(seat, tr("ui.care.accept.on")),
                reason(tr("ui.care.accept.note"), tr(f"ui.care.{which}.hint")),
            ],
            intro="\n".join([about.head, *([tr("ui.care.accept.due", due=due)] if due else [])]),
            basis=about.basis("acceptance"),
            stream=about.stream,
            seen=about.seen,
            check=lambda values: not_ahead(seat, values, "on"),
            danger="" if holds else tr("ui.care.fail.danger"),
        )
    )
