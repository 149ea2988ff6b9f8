"""Assessment rounds: opened with a look at who takes part and who does not, moved, called off, closed, written as a table."""

from collections.abc import Sequence
from datetime import timedelta

from alliance_desk.care import exits, round_papers, rounds
from alliance_desk.care.round_state import RoundState
from alliance_desk.care.rounds import Field, field
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError
from alliance_desk.policy.after import Kind as Affair
from alliance_desk.policy.pack import Pack, Status
from alliance_desk.progress import Progress
from alliance_desk.register import duties
from ui.language import language, tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About, article, folded, last, remember, seen
from ui.tasks.asks import not_ahead, on_day, reason, saved, saving

_USUAL = timedelta(days=45)
"""The papers of a round are usually due so long after its opening."""
_PARTING = "/"
_PACKS = "SELECT DISTINCT pack FROM index_alliance ORDER BY pack"


def assessments(seat: Seat) -> dict[str, tuple[Pack, str]]:
    """What this office may hold a round of: ``pack/procedure`` → the policy and the procedure."""
    found: dict[str, tuple[Pack, str]] = {}
    for (name,) in seat.reader.raw.execute(_PACKS).fetchall():
        try:
            rules = seat.reader.policy_for(name)
        except DeskError:  # a policy this desk has lost assesses nobody
            continue
        if rules.pack.status is not Status.REPEALED and duties.decides(seat.reader, rules):
            found |= {
                f"{name}{_PARTING}{key}": (rules, key)
                for key, item in rules.procedure.items()
                if item.kind is Affair.ASSESSMENT
            }
    return found


def open_task(seat: Seat, pack: str = "", procedure: str = "", subject: str = "", only: Sequence[str] = ()) -> Task:
    """Open a round. pack, procedure, subject: what it is about, chosen when empty. only: ids of alliances chosen at the moment."""
    offered = assessments(seat)
    known = f"{pack}{_PARTING}{procedure}" if procedure else next(iter(offered), "") if len(offered) == 1 else ""
    several = len({rules.pack.id for rules, _ in offered.values()}) > 1

    def words(rules: Pack, key: str) -> str:
        name = rules.procedure[key].name
        return tr("ui.rounds.open.of-policy", name=name, title=rules.pack.title) if several else name

    def what(values: Values) -> tuple[Pack, str] | None:
        return offered.get(known or str(values.get("what", "")))

    def yearly(values: Values) -> bool:
        found = what(values)
        return found is not None and found[0].procedure[found[1]].yearly

    def year(values: Values) -> str:
        return str(values.get("subject", "")) if yearly(values) else ""

    def who(values: Values) -> Field | None:
        found = what(values)
        return field(seat.reader, found[0].pack.id, found[1], year(values)) if found is not None else None

    def named(values: Values) -> list[str] | None:
        return list(only) if only and values.get("which") == "some" else None

    def work(desk: Desk, values: Values, step: Progress) -> Changes:
        desk.progress = step
        rules, key = offered[known or values["what"]]
        title = values.get("name") or name(values)
        return rounds.open_round(desk, rules.pack.id, key, year(values), title, values["due"], named(values))

    def name(values: Values) -> str:
        found = what(values)
        affair = found[0].procedure[found[1]].name if found is not None else ""
        of_year = year(values)
        # 2024年度考核, not 2024年年度考核.
        code = "name-of-yearly" if affair.startswith(tr("ui.rounds.open.yearly")) else "name-of"
        return tr(f"ui.rounds.open.{code}", year=of_year, name=affair) if of_year else affair

    def live(values: Values) -> str:
        if what(values) is None:
            return tr("ui.rounds.open.choose")
        if yearly(values) and len(year(values)) != 4:
            return tr("ui.rounds.open.which-year")
        found = who(values)
        return told(found, named(values)) if found is not None else ""

    fields: list[Ask] = []
    if not known:
        choices = [(one, words(*found)) for one, found in offered.items()]
        fields.append(Ask("what", tr("ui.rounds.open.what"), Kind.CHOICE, required=True, choices=choices))
    usual = subject or str(seat.today.year - 1)
    hint = tr("ui.rounds.open.subject-hint")
    fields += [
        Ask("subject", tr("ui.rounds.open.subject"), required=True, limit=4, usual=usual, when=yearly, hint=hint),
        Ask("name", tr("ui.rounds.open.name"), limit=80, hint=tr("ui.rounds.open.name-hint")),
        Ask("due", tr("ui.rounds.open.due"), Kind.DATE, required=True, usual=seat.today + _USUAL, hint=tr("ui.rounds.open.due-hint")),
    ]  # fmt: skip
    if only:
        which = [("all", tr("ui.rounds.open.all")), ("some", tr("ui.rounds.open.some", count=len(only)))]
        fields.append(Ask("which", tr("ui.rounds.open.who"), Kind.CHOICE, required=True, usual="all", choices=which))
    basis = ""
    if known in offered:
        rules, key = offered[known]
        basis = article(rules, rules.procedure[key].basis, rules.procedure[key].name)

    def done(changes: Changes) -> None:
        seat.goto.emit("duties", f"rounds/{changes.streams[0]}")

    def check(values: Values) -> list[tuple[str, str]]:
        due = values.get("due")
        return [("due", tr("ui.rounds.due-past"))] if due is not None and due < seat.today else []

    return Task(
        id="round.open",
        title=tr("ui.rounds.open.title"),
        submit=tr("ui.rounds.open.submit"),
        work=work,
        fields=fields,
        intro=tr("ui.rounds.open.intro") if offered else tr("ui.rounds.open.none"),
        basis=basis,
        live=live,
        check=check,
        done=done,
    )


def told(found: Field, named: Sequence[str] | None = None) -> str:
    """Who takes part and who does not, in words."""
    taking = [found.taking[key] for key in found.taking if named is None or key in named]
    lines = [tr("ui.rounds.open.taking", count=len(taking), names=taking) if taking else tr("ui.rounds.open.nobody")]
    if found.left:
        lines.append(tr("ui.rounds.open.left", count=len(found.left)))
        lines += [tr("ui.rounds.open.left-line", name=one.name, why=one.text(language())) for one in found.left]
    return "\n".join(lines)


def due_task(seat: Seat, state: RoundState) -> Task:
    """Another last day for the papers of a round."""

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return rounds.move_due(desk, state.stream, values["due"])

    def check(values: Values) -> list[tuple[str, str]]:
        due = values.get("due")
        return [("due", tr("ui.rounds.due-past"))] if due is not None and due < seat.today else []

    return Task(
        id="round.due",
        title=tr("ui.rounds.due.title"),
        submit=tr("ui.rounds.due.submit"),
        work=work,
        fields=[Ask("due", tr("ui.rounds.open.due"), Kind.DATE, required=True, hint=tr("ui.rounds.due.was", due=state.due))],
        intro=state.name,
        stream=state.stream,
        seen={state.stream: state.seq},
        check=check,
    )  # fmt: skip


def cancel_task(seat: Seat, state: RoundState) -> Task:
    """Call a round off: what nothing was decided in is taken back."""
    del seat

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return rounds.cancel_round(desk, state.stream, values["note"])

    return Task(
        id="round.cancel",
        title=tr("ui.rounds.cancel.title"),
        submit=tr("ui.rounds.cancel.submit"),
        work=work,
        fields=[reason(tr("ui.rounds.cancel.note"), tr("ui.rounds.cancel.note-hint"))],
        intro="\n".join([state.name, tr("ui.rounds.cancel.intro")]),
        stream=state.stream,
        seen={state.stream: state.seq},
        danger=tr("ui.rounds.cancel.danger"),
    )


def close_round(seat: Seat, state: RoundState) -> None:
    """Close a round whose cases are all over; it can be undone."""
    seat.run(
        tr("ui.rounds.closing"),
        lambda desk, _step: rounds.close_round(desk, state.stream),
        seen={state.stream: state.seq},
    )


def why_not_close(state: RoundState) -> str:
    """Why a round cannot be closed yet."""
    running = sum(bool(line.step_kind) for line in state.lines)
    return tr("ui.rounds.still-run", count=running) if running else ""


def publish_task(seat: Seat, cases: Sequence[str]) -> Task:
    """Record that the results of several cases were made public."""
    chosen = folded(seat, cases)
    about = About(seat, chosen[0])
    streams = [case.stream for case in chosen]

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        remember(desk, channel=values["channel"])
        return exits.publish(desk, streams, values["on"], values["channel"])

    return Task(
        id="round.publish",
        title=tr("ui.rounds.publish.title", count=len(chosen)),
        submit=tr("ui.rounds.publish.submit"),
        work=work,
        fields=[
            on_day(seat, tr("ui.rounds.publish.on")),
            Ask(
                "channel",
                tr("ui.rounds.publish.channel"),
                required=True,
                limit=200,
                usual=last(seat, "channel") or None,
            ),
        ],
        intro=tr("ui.rounds.publish.intro", names=[str(case.open["alliance"]["name"]) for case in chosen]),
        basis=about.basis("publication"),
        seen=seen(chosen),
        check=lambda values: not_ahead(seat, values, "on"),
    )


def table_task(seat: Seat, state: RoundState) -> Task:
    """Write the table of a round as a workbook."""

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return round_papers.summary(desk, state.stream, saved(desk, values))

    return Task(
        id="round.table",
        title=tr("ui.rounds.table.title"),
        submit=tr("ui.rounds.table.submit"),
        work=work,
        fields=[saving(seat, state.name)],
        intro=tr("ui.rounds.table.intro", name=state.name, count=len(state.lines), left=len(state.left)),
    )
