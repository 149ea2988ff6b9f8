"""Prompt reports (及时报告) that did not come: taking down that one is expected, and taking it in when it comes."""

from datetime import timedelta

from alliance_desk.care import events
from alliance_desk.care.expected import expected, of_change, owed_promptly
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.after import Kind as Affair
from alliance_desk.policy.after import Prompt
from alliance_desk.policy.duties import prompt_days
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.asks import not_ahead, on_day, reason
from ui.tasks.events import record_event_task, record_task
from ui.tasks.happened import matter_task
from ui.tasks.of_alliance import OfAlliance, choose, chosen


def expectable(about: OfAlliance) -> list[tuple[str, str]]:
    """Of what a report may be expected now: id and name."""
    procedures = {one.id for one in about.offers(Affair.EVENT)}
    items = owed_promptly(about.rules)
    order = (*about.rules.activity, *about.rules.change)
    return [(key, items[key].name) for key in order if key in items and items[key].procedure in procedures]


def expect_task(seat: Seat, alliance: str) -> Task:
    """The task that takes down a matter whose report is to come. Raises Refused when the alliance or its policy is not known."""
    about = OfAlliance(seat, alliance)
    items, choices = owed_promptly(about.rules), expectable(about)
    duties = {one.procedure: one for one in about.rules.duty.values() if isinstance(one, Prompt)}

    def which(values: Values) -> str:
        return chosen(values, "what", choices)

    def days(values: Values) -> int:
        """So many days this office proposes; 0 where it proposes none."""
        item = items.get(which(values))
        return prompt_days(about.rules, duties[item.procedure]) if item is not None else 0

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        title, note = values["title"], values.get("note", "")
        return events.expect_report(
            desk, alliance, which(values), values["on"], title, due=values.get("due"), note=note
        )

    def live(values: Values) -> str:
        if "due" in values or "on" not in values or not days(values):
            return ""
        last = values["on"] + timedelta(days=days(values))
        return tr("ui.care.expect.proposed", due=last.isoformat(), days=days(values))

    def check(values: Values) -> list[tuple[str, str]]:
        found = not_ahead(seat, values, "on")
        if "due" not in values and not days(values):
            found.append(("due", tr("ui.care.expect.no-due")))
        if "due" in values and "on" in values and values["due"] <= values["on"]:
            found.append(("due", tr("ui.care.expect.due-before")))
        return found

    return Task(
        id=f"care.expect.{alliance[:8]}",
        title=tr("ui.care.expect.title"),
        submit=tr("ui.care.expect.submit"),
        work=work,
        fields=[
            *choose("what", tr("ui.care.expect.what"), choices),
            Ask("title", tr("ui.care.expect.name"), required=True, limit=200, hint=tr("ui.care.expect.name-hint")),
            on_day(seat, tr("ui.care.expect.on")),
            Ask("due", tr("ui.care.expect.due"), Kind.DATE, hint=tr("ui.care.expect.due-hint")),
            reason(tr("ui.tasks.note"), tr("ui.care.expect.note-hint"), required=False),
        ],
        intro="\n".join([about.head, tr("ui.care.expect.intro")]),
        basis=about.basis([(one.name, one) for one in duties.values()]),
        live=live,
        check=check,
    )


def answer_task(seat: Seat, alliance: str, case: str) -> Task:
    """The task that takes in the report for which a case waits. Raises Refused where it waits for none any more."""
    one = next((one for one in expected(seat.reader, alliance) if one.case == case), None)
    if one is None:
        raise Refused("care.event.no-longer-expected")
    policy = OfAlliance(seat, alliance).rules
    if one.what in policy.activity:
        return record_event_task(seat, alliance, one.what, answers=case)
    return matter_task(seat, alliance, answers=case)


def report_task(seat: Seat, alliance: str, case: str) -> Task:
    """Taking in the report for which a case waits; where it came and only has to be recorded, recording it."""
    if any(one.case == case for one in expected(seat.reader, alliance)):
        return answer_task(seat, alliance, case)
    return record_task(seat, [case])


def keep_task(seat: Seat, case: Folded) -> Task:
    """Recording what waits for it; where what changed is not known before the report, the report is taken in."""
    if of_change(seat.reader.rules_of(case), case.open.get("matter", {})):
        return answer_task(seat, str(case.open["alliance"]["id"]), case.stream)
    return record_task(seat, [case])
