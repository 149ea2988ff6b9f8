"""Points and grades of an assessment: sheets by indicators with their sums as they are typed, the evaluation, the grade."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.care import grading, scoring
from alliance_desk.care.scoring import TAKES, WHO, total
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.pack import Pack
from alliance_desk.progress import Progress
from ui.language import tr
from ui.pieces import facts
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About
from ui.tasks.asks import not_ahead, on_day
from ui.tasks.points import PointLines

_USUAL = {"submission": "self", "opinion": "county", "evaluation": "expert"}
"""Kind of stage → whose points are mostly entered in it."""


def whose_now(about: About) -> list[str]:
    """Whose points this office may enter in the stages that are open."""
    office, offices = about.seat.reader.office, about.document["offices"]
    kinds = {stage.kind for stage in about.open if offices.get(stage.actor) == office}
    return [one for one in WHO if kinds & set(TAKES[one])] if about.rules.score else []


def usual_now(about: About) -> str:
    """Whose points are mostly entered in the stage that is open, a needed one before an optional one."""
    may = whose_now(about)
    now = sorted(about.open, key=lambda stage: stage.optional)
    usual = next((_USUAL[stage.kind] for stage in now if stage.kind in _USUAL), "")
    return usual if usual in may else next(iter(may), WHO[0])


def scores_task(seat: Seat, case: Folded | str, who: str = "", following: Sequence[str] = ()) -> Task:
    """Enter the points of one alliance. who: see ``scoring.WHO``. following: cases that come up after this one, one by one."""
    about = About(seat, case)
    whose = who or usual_now(about)
    before = cast("Json", about.document.get("scores", {})).get(whose, {})
    lines = PointLines(about.rules)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return scoring.take_scores(desk, about.stream, whose, lines.typed(values))

    def done(_changes: Changes) -> None:
        if following:
            seat.ask(scores_task(seat, following[0], whose, following[1:]))

    name = tr(f"ui.rounds.of.{whose}")
    left = [tr("ui.rounds.score.more", count=len(following))] if following else []
    return Task(
        id=f"round.score.{whose}.{about.stream[:8]}",
        title=tr("ui.rounds.score.title", who=name),
        submit=tr("ui.rounds.score.submit"),
        work=work,
        fields=lines.asks(before),
        intro="\n".join([about.head, *([tr("ui.rounds.score.again")] if before else []), *left]),
        basis=about.basis("evaluation"),
        stream=about.stream,
        seen=about.seen,
        live=lambda values: _told(about, lines, values),
        check=lines.wrong,
        done=done,
    )


def _told(about: About, lines: PointLines, values: Values) -> str:
    """The sum as it is typed; with the grade of its band once all lines are there."""
    hundred = lines.hundred(values)
    band = band_of(about, hundred) if hundred else ""
    return tr("ui.tasks.and").join([*lines.told(values), *([band] if band else [])])


def band_of(about: About, score: str) -> str:
    """The grade of the band that points lie in, in words; empty where the rungs have no bands."""
    steps = grading.ladder(about.rules, about.document["case"]["procedure"])
    key = steps.by(score)
    if not key:
        return ""
    code = "ui.rounds.band-binding" if steps.binding else "ui.rounds.band-advice"
    return tr(code, grade=steps.rungs[key].name)


def evaluate_task(seat: Seat, case: Folded | str) -> Task:
    """Close the evaluation: whose points count, or the opinion in words."""
    about = About(seat, case)
    entered = cast("dict[str, Json]", about.document.get("scores", {}))
    known = [one for one in reversed(WHO) if one in entered]
    choices = [
        (one, tr("ui.rounds.evaluate.of", who=tr(f"ui.rounds.of.{one}"), total=total(about.rules, entered[one])))
        for one in known
    ]
    pointed = bool(about.rules.score)
    fields: list[Ask] = []
    if pointed:
        fields.append(Ask("of", tr("ui.rounds.evaluate.which"), Kind.CHOICE, required=True, usual=next(iter(known), None), choices=choices))  # fmt: skip
    label = tr("ui.rounds.evaluate.note" if pointed else "ui.rounds.evaluate.opinion")
    fields.append(Ask("note", label, Kind.LONG, required=not pointed, limit=2000))

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return scoring.evaluate(desk, about.stream, values.get("of", ""), values.get("note", ""))

    def live(values: Values) -> str:
        of = values.get("of", "")
        return band_of(about, total(about.rules, entered[of])) if of in entered else ""

    return Task(
        id="round.evaluate",
        title=tr("ui.rounds.evaluate.title"),
        submit=tr("ui.rounds.evaluate.submit"),
        work=work,
        fields=fields,
        intro="\n".join([about.head, tr("ui.rounds.evaluate.intro")]),
        basis=about.basis("evaluation"),
        stream=about.stream,
        seen=about.seen,
        live=live,
    )


def grade_task(seat: Seat, case: Folded | str) -> Task:
    """Set the grade: that of the points' band where the policy decides by it, or a person's choice with the reason."""
    about = About(seat, case)
    steps = grading.ladder(about.rules, about.document["case"]["procedure"])
    score = str(cast("Json", about.document.get("scores", {})).get("total", ""))
    band = steps.by(score)

    def differs(values: Values) -> bool:
        return steps.binding and bool(band) and values.get("grade") not in (None, band)

    def passes(values: Values) -> bool:
        rung = steps.rungs.get(values.get("grade", ""))
        return _prolongs(about.rules) and rung is not None and rung.passed

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return grading.grade(
            desk, about.stream, values["grade"], on=values["on"], note=values.get("note", ""),
            document=values.get("document", ""), valid_to=values.get("valid_to") if passes(values) else None,
        )  # fmt: skip

    def live(values: Values) -> str:
        rung = steps.rungs.get(values.get("grade", ""))
        return rung.meaning if rung is not None else ""

    def check(values: Values) -> list[tuple[str, str]]:
        lacking = differs(values) and not values.get("note")
        faults = [("note", tr("ui.rounds.grade.note-needed", grade=steps.rungs[band].name))] if lacking else []
        return [*faults, *not_ahead(seat, values, "on")]

    choices = [(key, rung.name) for key, rung in steps.rungs.items()]
    hint = tr("ui.rounds.grade.points", score=score, band=band_of(about, score)) if score else ""
    return Task(
        id="round.grade",
        title=tr("ui.rounds.grade.title"),
        submit=tr("ui.rounds.grade.submit"),
        work=work,
        fields=[
            Ask("grade", tr("ui.rounds.grade.grade"), Kind.CHOICE, required=True, choices=choices, usual=band or None, hint=hint),
            on_day(seat, tr("ui.rounds.grade.on")),
            Ask("document", tr("ui.rounds.grade.document"), limit=80, hint=tr("ui.rounds.grade.document-hint")),
            Ask("note", tr("ui.rounds.grade.note"), Kind.LONG, limit=2000, hint=tr("ui.rounds.grade.note-hint")),
            Ask("valid_to", tr("ui.rounds.grade.valid-to"), Kind.DATE, hint=tr("ui.rounds.grade.valid-to-hint"), when=passes),
        ],
        intro="\n".join([about.head, tr("ui.rounds.grade.intro")]),
        basis=about.basis("grading"),
        stream=about.stream,
        seen=about.seen,
        live=live,
        check=check,
        danger=tr("ui.rounds.grade.danger"),
    )  # fmt: skip


def _prolongs(rules: Pack) -> bool:
    """Whether an assessment that is passed may prolong the title: its rules keep no stage of its own for that, and titles end."""
    of_record = any(stage.kind == "record" for stage in rules.stage.values())
    return bool(rules.recognition.validity) and not of_record


def grade_all_task(seat: Seat, cases: Sequence[str]) -> Task:
    """Set several grades by the points' bands, all at once."""
    abouts = [About(seat, case) for case in cases]
    rows: list[tuple[str, str]] = []
    for about in abouts:
        score = str(cast("Json", about.document.get("scores", {})).get("total", ""))
        steps = grading.ladder(about.rules, about.document["case"]["procedure"])
        rung = steps.rungs.get(steps.by(score))
        rows.append((about.name, tr("ui.rounds.grade-all.line", grade=rung.name if rung else "—", score=score or "—")))

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        on: date = values["on"]
        return grading.grade_all(desk, [about.stream for about in abouts], on, document=values.get("document", ""))

    return Task(
        id="round.grade-all",
        title=tr("ui.rounds.grade-all.title", count=len(abouts)),
        submit=tr("ui.rounds.grade-all.submit"),
        work=work,
        fields=[
            on_day(seat, tr("ui.rounds.grade.on")),
            Ask("document", tr("ui.rounds.grade.document"), limit=80, hint=tr("ui.rounds.grade.document-hint")),
        ],
        intro=tr("ui.rounds.grade-all.intro"),
        basis=abouts[0].basis("grading") if abouts else "",
        seen={about.stream: about.case.seq for about in abouts},
        content=lambda parent: facts(rows, parent),
        check=lambda values: not_ahead(seat, values, "on"),
        danger=tr("ui.rounds.grade.danger"),
    )


def waits_for_grade(seat: Seat, case: Folded) -> bool:
    """Whether a case waits for its grade and the points' bands decide it."""
    rules = seat.reader.rules_of(case)
    now = {rules.stage[key].kind for key in stages.open_stages(rules, case.open)}
    return "grading" in now and grading.ladder(rules, case.open["case"]["procedure"]).binding


def prolong_task(seat: Seat, case: Folded | str) -> Task:
    """The title's new last day after a passed assessment."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return grading.prolong(desk, about.stream, values["valid_to"], values["document"], values["on"])

    return Task(
        id="round.prolong",
        title=tr("ui.rounds.prolong.title"),
        submit=tr("ui.rounds.prolong.submit"),
        work=work,
        fields=[
            Ask("valid_to", tr("ui.rounds.grade.valid-to"), Kind.DATE, required=True),
            Ask("document", tr("ui.rounds.prolong.document"), required=True, limit=80, hint=tr("ui.rounds.prolong.document-hint")),
            on_day(seat, tr("ui.rounds.prolong.on")),
        ],
        intro="\n".join([about.head, tr("ui.rounds.prolong.intro")]),
        basis=about.basis("record"),
        stream=about.stream,
        seen=about.seen,
        check=lambda values: not_ahead(seat, values, "on"),
        danger=tr("ui.rounds.grade.danger"),
    )  # fmt: skip
