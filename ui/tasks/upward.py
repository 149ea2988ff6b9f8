"""Handing in at the superior office: a recommendation, the file with its table, and what the superior decided."""

from collections.abc import Sequence

from alliance_desk.care import upward as verbs
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.after import Kind
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Task, Values
from ui.task import Kind as Field
from ui.tasks.about import About, folded, line, pick, picked, policy, together, waiting
from ui.tasks.asks import not_ahead, on_day, reason
from ui.tasks.of_alliance import OfAlliance, choose, chosen

_YES, _NO = "yes", "no"


def upward_task(seat: Seat, alliance: str) -> Task:
    """The task that opens the recommendation of a recognised alliance. Raises Refused when it is not known."""
    about = OfAlliance(seat, alliance)
    offered = about.offers(Kind.UPWARD)
    choices = [(one.id, one.procedure.name) for one in offered]

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.recommend_upward(desk, alliance, chosen(values, "procedure", choices), values["note"])

    return Task(
        id=f"care.upward.{alliance[:8]}",
        title=tr("ui.care.upward.title"),
        submit=tr("ui.care.upward.submit"),
        work=work,
        fields=[
            *choose("procedure", tr("ui.care.upward.which"), choices),
            reason(tr("ui.care.upward.reason"), tr("ui.care.upward.reason-hint")),
        ],
        intro="\n".join([about.head, tr("ui.care.upward.intro")]),
        basis=about.basis([(one.procedure.name, one.procedure) for one in offered]),
        done=about.to_case,
    )


def submit_upward(seat: Seat, case: Folded | str) -> None:
    """Record that the file was handed in at the superior, with its letter, copies and the label of the electronic copy."""
    about = About(seat, case)
    matter = about.document.get("matter", {})

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.submit(
            desk, about.stream, values["on"], values["letter"], copies=values.get("copies"), medium=values.get("medium", "")
        )  # fmt: skip

    seat.ask(
        Task(
            id="care.submit-upward",
            title=tr("ui.care.submit.title"),
            submit=tr("ui.care.submit.submit"),
            work=work,
            fields=[
                Ask("letter", tr("ui.care.submit.letter"), required=True, limit=80),
                on_day(seat, tr("ui.care.submit.on")),
                Ask("copies", tr("ui.care.submit.copies"), Field.NUMBER, usual=matter.get("copies"), hint=tr("ui.care.submit.copies-hint")),
                Ask("medium", tr("ui.care.submit.medium"), limit=200, usual=matter.get("medium"), hint=tr("ui.care.submit.medium-hint")),
            ],
            intro="\n".join([about.head, tr("ui.care.submit.intro")]),
            basis=about.basis("submit_upward"),
            stream=about.stream,
            seen=about.seen,
            check=lambda values: not_ahead(seat, values, "on"),
        )
    )  # fmt: skip


def superior_result(seat: Seat, case: Folded | str) -> None:
    """Record what the superior decided."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        recognised = values["result"] == _YES
        return verbs.result(
            desk, about.stream, values["document"], values["on"], recognised=recognised, note=values.get("note", "")
        )

    choices = [(one, tr(f"ui.care.result.{one}")) for one in (_YES, _NO)]
    seat.ask(
        Task(
            id="care.superior-result",
            title=tr("ui.care.result.title"),
            submit=tr("ui.care.result.submit"),
            work=work,
            fields=[
                Ask("result", tr("ui.care.result.result"), Field.CHOICE, required=True, choices=choices),
                Ask("document", tr("ui.care.result.document"), required=True, limit=80),
                on_day(seat, tr("ui.care.result.on")),
                reason(tr("ui.tasks.note"), required=False),
            ],
            intro=about.head,
            basis=about.basis("superior_result"),
            stream=about.stream,
            seen=about.seen,
            check=lambda values: not_ahead(seat, values, "on"),
        )
    )


def summary_table(seat: Seat, cases: Sequence[Folded | str]) -> None:
    """Write the summary table of what is handed in at the superior; other cases of the policy that wait for it can go along."""
    chosen_ = folded(seat, cases)
    about = About(seat, chosen_[0])
    offered = together(chosen_, waiting(seat, about.rules.pack.id, "submit_upward"))

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.summary_table(desk, picked(values, offered))

    names = [line(case) for case in offered] if len(offered) == 1 else []
    seat.ask(
        Task(
            id="care.upward-table",
            title=tr("ui.care.table.title"),
            submit=tr("ui.care.table.submit"),
            work=work,
            fields=pick(tr("ui.care.table.cases"), chosen_, offered, tr("ui.care.table.cases-hint")),
            intro="\n".join([*names, tr("ui.care.table.intro")]),
            basis=policy(about.rules),
        )
    )
