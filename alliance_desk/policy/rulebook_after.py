"""The part of the rule book about recognised alliances: procedures, duties, grades, consequences, ways out, changes, support."""

from calendar import monthrange
from collections.abc import Iterator, Sequence

from alliance_desk import words
from alliance_desk.policy import after as a
from alliance_desk.policy.book import Grid
from alliance_desk.policy.duties import prompt_days
from alliance_desk.policy.procedures import within
from alliance_desk.policy.rulebook_parts import conditions, papers, scores, table, way
from alliance_desk.policy.speech import Speech

Parts = Sequence[str | Grid]
_LEAP = 2000
"""A leap year: the longest February."""


def procedures(speech: Speech) -> Iterator[tuple[str, Parts]]:
    """Each procedure by its name: what it is, its way, its conditions, its papers, its score sheet."""
    for key, item in speech.rules.procedure.items():
        parts: list[str | Grid] = [_procedure(speech, key, item)]
        for more in (way(speech, key), conditions(speech, key), papers(speech, key), scores(speech, key)):
            parts += more
        yield item.name, parts


def _procedure(speech: Speech, key: str, item: a.Procedure) -> str:
    decider = speech.role("decider")
    said = [
        speech.say(
            "rulebook.procedure.kind", kind=words.text(f"procedure-kind.{item.kind.value}", language=speech.language)
        ),
        speech.say("rulebook.procedure.by", who=speech.role(item.by), decider=decider)
        if item.by != "decider"
        else speech.say("rulebook.procedure.by-decider", decider=decider),
    ]
    said += [speech.say("rulebook.procedure.yearly")] if item.yearly else []
    said += [speech.say("rulebook.procedure.many")] if item.many else []
    if item.again:
        titles = tuple(check.title for name, check in within(speech.rules, key).check.items() if name in item.again)
        said.append(speech.say("rulebook.procedure.again", titles=titles, severity=item.severity.value))
    if item.ladder:
        said.append(speech.say("rulebook.procedure.ladder", grades=tuple(_rungs(speech, item.ladder))))
        if any(grade.ladder == item.ladder and grade.min >= 0 for grade in speech.rules.grade.values()):
            said.append(speech.yes_no(item.bands, "rulebook.procedure.bands", "rulebook.procedure.no-bands"))
    if item.act:
        said.append(speech.say("rulebook.procedure.act", act=item.act))
    if item.numbered:
        said.append(speech.say("rulebook.procedure.numbered", pattern=speech.rules.number[item.numbered].pattern))
    if item.not_for:
        said.append(speech.say("rulebook.not-for", acts=tuple(item.not_for)))
    return speech.say("rulebook.procedure.whole", facts=speech.series(said), basis=item.basis)


def _rungs(speech: Speech, ladder: str) -> list[str]:
    found = [grade for grade in speech.rules.grade.values() if grade.ladder == ladder]
    return [grade.name for grade in sorted(found, key=lambda grade: grade.rank)]


def after_recognition(speech: Speech) -> Iterator[tuple[str, Parts]]:
    """The chapters after the procedures: wording code of the heading, and what stands under it; empty ones left out."""
    rules = speech.rules
    yield from (
        (f"rulebook.chapter.{name}", parts)
        for name, parts in (
            ("duties", _duties(speech)),
            ("grades", _grades(speech)),
            ("consequences", _consequences(speech)),
            ("measures", _measures(speech)),
            ("grounds", _grounds(speech)),
            ("changes", _changes(speech)),
            ("activities", _activities(speech)),
            ("supports", _supports(speech)),
            (
                "unknown",
                [
                    table(
                        speech, ("unknown", "source"), [(u.question, u.basis) for u in rules.unknown.values()], (66, 34)
                    )
                ]
                if rules.unknown
                else [],
            ),
        )
        if parts
    )


def _procedure_name(speech: Speech, key: str) -> str:
    return speech.rules.procedure[key].name if key else ""


def _duties(speech: Speech) -> Parts:
    rows = [
        (item.name, _due(speech, item), _procedure_name(speech, item.procedure), item.basis)
        for item in speech.rules.duty.values()
    ]
    return (
        [speech.say("rulebook.duties"), table(speech, ("duty", "due", "procedure", "basis"), rows, (24, 40, 20, 16))]
        if rows
        else []
    )


def _due(speech: Speech, item: a.AnyDuty) -> str:
    """When something falls due, and for whom it does not."""
    said = [_when(speech, item)]
    if isinstance(item, a.Annual | a.Active):
        said.append(speech.yes_no(item.first_year, "rulebook.due.first-year", "rulebook.due.not-first-year"))
    if isinstance(item, a.Annual) and item.counts != "received":
        said.append(_counts(speech, item.counts))
    if isinstance(item, a.Annual) and item.month:
        said.append(speech.yes_no(item.roll, "rulebook.roll.yes", "rulebook.roll.no"))
    if item.invited:
        said.append(speech.say("rulebook.due.invited", acts=tuple(item.invited)))
    if item.not_for:
        said.append(speech.say("rulebook.not-for", acts=tuple(item.not_for)))
    return speech.series(said) + speech.say("rulebook.full-stop")


def _counts(speech: Speech, value: str) -> str:
    chosen = speech.option(value) if value in speech.rules.reading else value
    said = words.text(f"rulebook.due.{chosen}", language=speech.language)
    return said + speech.in_brackets(value) if value in speech.rules.reading else said


def _when(speech: Speech, item: a.AnyDuty) -> str:
    if isinstance(item, a.Annual):
        of = speech.say("rulebook.due.this-year" if item.subject == "this_year" else "rulebook.due.previous-year")
        return speech.say(
            "rulebook.due.annual",
            day=day_of_year(speech, item.month, item.day),
            of=of,
            procedure=_procedure_name(speech, item.procedure),
        )
    if isinstance(item, a.Active):
        return speech.say("rulebook.due.activity", n=item.n, activity=speech.rules.activity[item.activity].name)
    if isinstance(item, a.Prompt):
        days = prompt_days(speech.rules, item)
        said = speech.say("rulebook.due.prompt-days", days=days) if days else speech.say("rulebook.due.prompt")
        return said + (speech.in_brackets(item.days) if item.days in speech.rules.reading else "")
    if isinstance(item, a.NthYear):
        if item.window in speech.rules.reading:
            how = speech.in_brackets(item.window)
        else:
            how = speech.say("rulebook.due.by-calendar" if item.window == "calendar" else "rulebook.due.by-date")
        return speech.say("rulebook.due.nth-year", n=item.n) + how
    if isinstance(item, a.Every):
        code = "rulebook.due.every-range" if item.least != item.most else "rulebook.due.every"
        return speech.say(code, least=item.least, most=item.most)
    return speech.say("rulebook.due.office", day=day_of_year(speech, item.month, item.day))


def day_of_year(speech: Speech, month: int, day: int) -> str:
    """A last day within the year; the end of the month where the day is its last or past it; month 0: no day."""
    if not month:
        return speech.say("rulebook.due.no-day")
    last = monthrange(_LEAP, month)[1]
    return speech.say("rulebook.due.end-of-month" if day >= last else "rulebook.due.day", month=month, day=day)


def _grades(speech: Speech) -> Parts:
    rows: list[tuple[str, ...]] = []
    ladders = dict.fromkeys(grade.ladder for grade in speech.rules.grade.values())
    for ladder in ladders:
        used = tuple(item.name for item in speech.rules.procedure.values() if item.ladder == ladder)
        rungs = sorted((g for g in speech.rules.grade.values() if g.ladder == ladder), key=lambda grade: grade.rank)
        above = 0
        for grade in rungs:
            passed = speech.say("rulebook.grade.passed" if grade.passed else "rulebook.grade.not-passed")
            name = (
                speech.say("rulebook.remarked", name=grade.name, remark=grade.meaning) if grade.meaning else grade.name
            )
            rows.append((speech.listing(used), name, _band(speech, grade, above), passed, grade.basis))
            above = grade.min
    return (
        [table(speech, ("procedure", "grade", "band", "passed", "basis"), rows, (22, 32, 18, 12, 16))] if rows else []
    )


def _band(speech: Speech, grade: a.Grade, above: int) -> str:
    if grade.min < 0:
        return speech.say("rulebook.grade.by-hand")
    if above and not grade.min:
        return speech.say("rulebook.grade.worst-band", below=above)
    if above:
        return speech.say("rulebook.grade.band", least=grade.min, below=above)
    return speech.say("rulebook.grade.best-band", least=grade.min)


def _consequences(speech: Speech) -> Parts:
    rows = [
        (
            item.name,
            trigger(speech, item),
            speech.either(speech.rules.measure[key].name for key in item.measures),
            item.basis,
        )
        for item in speech.rules.consequence.values()
    ]
    return (
        [
            speech.say("rulebook.consequences"),
            table(speech, ("consequence", "trigger", "measures", "basis"), rows, (22, 38, 24, 16)),
        ]
        if rows
        else []
    )


def trigger(speech: Speech, item: a.Consequence) -> str:
    """What a consequence follows from."""
    rules = speech.rules
    names = {"procedure": _procedure_name(speech, item.procedure)}
    if item.when == "missed":
        names = {"duty": rules.duty[item.duty].name}
    if item.when == "found":
        names = {"activity": rules.activity[item.activity].name}
    if item.when == "grade":
        names["grades"] = speech.either(rules.grade[key].name for key in item.grades)
    said = words.text(f"rulebook.trigger.{item.when}", names, speech.language)
    if item.count > 1:
        said += words.text(f"rulebook.run.{item.run}", {"count": item.count}, speech.language)
    return said


def _measures(speech: Speech) -> Parts:
    rows: list[tuple[str, ...]] = []
    for item in speech.rules.measure.values():
        if item.sanction is None:
            said = speech.say("rulebook.measure.exit", ground=speech.rules.ground[item.ground].name)
        else:
            said = speech.say("rulebook.measure.sanction", sanction=item.sanction.value)
            period = speech.rules.period.get(item.period)
            unit = words.text(f"rulebook.unit.{period.unit.name.lower()}", language=speech.language) if period else ""
            said += (
                speech.say("rulebook.measure.for", n=period.n, unit=unit)
                if period
                else speech.say("rulebook.measure.typed")
            )
        rows.append((item.name, said, _procedure_name(speech, item.procedure), item.basis))
    return [table(speech, ("measure", "effect", "procedure", "basis"), rows, (22, 40, 22, 16))] if rows else []


def _grounds(speech: Speech) -> Parts:
    rows = [
        (item.name, item.leaves.value, speech.series(item.asks), _procedure_name(speech, item.procedure), item.basis)
        for item in speech.rules.ground.values()
    ]
    return (
        [table(speech, ("ground", "leaves", "asks-each", "procedure", "basis"), rows, (24, 16, 26, 18, 16))]
        if rows
        else []
    )


def _changes(speech: Speech) -> Parts:
    rows = [
        (
            item.name,
            words.text(f"change-what.{item.what}", language=speech.language),
            _procedure_name(speech, item.procedure),
            speech.say("rulebook.change.reissued" if item.papers else "rulebook.change.not-reissued"),
            item.basis,
        )
        for item in speech.rules.change.values()
    ]
    return (
        [table(speech, ("change", "what", "procedure", "reissue", "basis"), rows, (26, 20, 20, 18, 16))] if rows else []
    )


def _activities(speech: Speech) -> Parts:
    rows = [(item.name, _procedure_name(speech, item.procedure), item.basis) for item in speech.rules.activity.values()]
    return [table(speech, ("activity", "procedure", "basis"), rows, (46, 34, 20))] if rows else []


def _supports(speech: Speech) -> Parts:
    rows: list[tuple[str, ...]] = []
    for item in speech.rules.support.values():
        said: list[str] = []
        if item.least and item.most:
            said.append(
                speech.say("rulebook.support.between", least=speech.money(item.least), most=speech.money(item.most))
            )
        elif item.most:
            said.append(speech.say("rulebook.support.up-to", most=speech.money(item.most)))
        elif item.least:
            said.append(speech.say("rulebook.support.from", least=speech.money(item.least)))
        if item.review:
            said.append(speech.say("rulebook.support.review"))
        if item.grades:
            said.append(
                speech.say(
                    "rulebook.support.grades", grades=speech.either(speech.rules.grade[g].name for g in item.grades)
                )
            )
        rows.append((item.name, speech.series(said) or "—", _procedure_name(speech, item.procedure), item.basis))
    return [table(speech, ("support", "terms", "procedure", "basis"), rows, (26, 38, 20, 16))] if rows else []
