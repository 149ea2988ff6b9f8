"""The working plan of a round: who is in charge, who takes part, until when each step is done."""

from datetime import date

from alliance_desk.care import round_plan as verbs
from alliance_desk.care.round_state import RoundState
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import article


def plan_task(seat: Seat, state: RoundState) -> Task:
    """Plan a round, or plan it anew."""
    rules = seat.reader.policy_for(state.pack)
    steps, kept = verbs.steps_of(seat.reader, state), verbs.kept_plan(seat.reader, state.stream)
    days = dict(kept.get("steps", {}))
    for key, stage in steps.items():
        if stage.kind == "submission":
            days.setdefault(key, state.due)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        until = {key: values[key] for key in steps if key in values}
        people = values.get("people", [])
        return verbs.plan(desk, state.stream, values["leader"], people, until, values.get("note", ""))

    return Task(
        id="round.plan",
        title=tr("ui.rounds.plan.title"),
        submit=tr("ui.rounds.plan.submit"),
        work=work,
        fields=[
            Ask("leader", tr("ui.rounds.plan.leader"), required=True, limit=40, usual=kept.get("leader")),
            Ask("people", tr("ui.rounds.plan.people"), Kind.PEOPLE, usual=kept.get("people")),
            *(
                Ask(key, tr("ui.rounds.plan.until", step=stage.name), Kind.DATE, usual=_day(days.get(key, "")))
                for key, stage in steps.items()
            ),
            Ask("note", tr("ui.rounds.plan.note"), Kind.LONG, limit=2000, usual=kept.get("note") or None),
        ],
        intro=tr("ui.rounds.plan.intro", name=state.name),
        basis=article(rules, rules.procedure[state.procedure].basis, state.affair),
        stream=state.stream,
        seen={state.stream: state.seq},
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
