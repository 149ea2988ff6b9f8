"""Parts of the rule book that every way has: its stages, conditions and papers; and the periods and panels of the whole policy."""

from collections.abc import Iterable, Iterator

from alliance_desk import words
from alliance_desk.policy.book import Grid
from alliance_desk.policy.pack import Check, Pack, Paper, Severity, Stage
from alliance_desk.policy.procedures import within
from alliance_desk.policy.rulebook_checks import sentence
from alliance_desk.policy.speech import Speech
from alliance_desk.policy.stages import outcome_code, outcomes

_SEVERITY = {Severity.BLOCK: "block", Severity.VERIFY: "verify", Severity.MANUAL: "manual"}


def table(speech: Speech, heads: Iterable[str], rows: Iterable[tuple[str, ...]], widths: tuple[int, ...]) -> Grid:
    """A table whose heads are wordings ``rulebook.head.<name>``."""
    named = tuple(words.text(f"rulebook.head.{head}", language=speech.language) for head in heads)
    return Grid(named, tuple(rows), widths)


def way(speech: Speech, procedure: str) -> list[str | Grid]:
    """The stages of the way to recognition, or of a procedure, from first to last."""
    view = within(speech.rules, procedure)
    rows: list[tuple[str, ...]] = []
    for number, stage in enumerate(view.stage.values(), 1):
        before = [speech.say("rulebook.quoted", text=view.stage[key].name) for key in stage.after if key in view.stage]
        when = speech.say("rulebook.way.after", stages="".join(before)) if before else speech.say("rulebook.way.first")
        if stage.optional:
            when += speech.say("rulebook.way.optional")
        found = [outcome_name(speech.rules, stage, outcome, speech.language) for outcome in outcomes(stage)]
        rows.append(
            (str(number), _stage(speech, stage), speech.role(stage.actor), when, speech.series(found), stage.basis)
        )
    return (
        [table(speech, ("number", "stage", "actor", "when", "outcomes", "basis"), rows, (7, 25, 18, 18, 18, 14))]
        if rows
        else []
    )


def outcome_name(rules: Pack, stage: Stage, outcome: str, language: str = "zh_CN") -> str:
    """What an outcome is called at this kind of stage: the same id may mean another thing at another one."""
    return words.text(outcome_code(stage.kind, outcome), {"act": rules.pack.words.act}, language)


def _stage(speech: Speech, stage: Stage) -> str:
    """A stage's name with what its kind adds: the meeting, the period, who organises the review."""
    rules = speech.rules
    kind = speech.say(f"stage-kind.{stage.kind}")
    more = [] if kind in stage.name or stage.name in kind else [kind]
    if stage.meeting and rules.meeting[stage.meeting].name not in stage.name:
        more.append(rules.meeting[stage.meeting].name)
    if stage.period:
        more.append(_length(speech, stage.period))
    if stage.mode:
        more.append(words.text(f"rulebook.mode.{stage.mode}", language=speech.language))
    if stage.back:
        more.append(speech.say("rulebook.back", stage=rules.stage[stage.back].name))
    if stage.filed:
        more.append(speech.reading(stage.filed))
    return speech.say("rulebook.remarked", name=stage.name, remark=speech.series(more)) if more else stage.name


def conditions(speech: Speech, procedure: str) -> list[str | Grid]:
    """Every condition of a way with its severity, its article and what it asks."""
    rows = [
        (
            str(number),
            check.title,
            sentence(speech, check),
            words.text(f"severity.{_SEVERITY[check.severity]}", language=speech.language),
            check.basis,
        )
        for number, check in enumerate(own_checks(speech, procedure), 1)
    ]
    if not rows:
        return []
    grid = table(speech, ("number", "condition", "asks", "severity", "basis"), rows, (7, 27, 38, 12, 16))
    return [grid] if procedure else [speech.say("rulebook.conditions"), grid]


def own_checks(speech: Speech, procedure: str) -> Iterator[Check]:
    """The conditions that stand in a way itself, without those it looks at once more."""
    return (check for check in speech.rules.check.values() if check.of == procedure)


def papers(speech: Speech, procedure: str) -> list[str | Grid]:
    """The paper matrix: what, from whom, for which years, in what form."""
    rows = [
        (str(number), item.name, _whose(speech, item), _form(speech, key, item), item.basis)
        for number, (key, item) in enumerate(within(speech.rules, procedure).paper.items(), 1)
    ]
    return [table(speech, ("number", "paper", "whose", "form", "basis"), rows, (7, 29, 22, 26, 16))] if rows else []


def _whose(speech: Speech, paper: Paper) -> str:
    said = words.text(f"rulebook.scope.{paper.scope}", language=speech.language)
    if paper.kinds:
        kinds = tuple(words.text(f"member-kind.{kind}", language=speech.language) for kind in paper.kinds)
        said += speech.say("rulebook.scope-kinds", kinds=kinds)
    return said


def _form(speech: Speech, key: str, paper: Paper) -> str:
    stands_in = any(key in other.accepts for other in speech.rules.paper.values())
    free = "rulebook.paper.instead" if stands_in else "rulebook.paper.optional"
    found = [speech.say("rulebook.paper.required" if paper.required else free)]
    if paper.years:
        found.append(speech.say("rulebook.paper.years", years=paper.years))
    if paper.young_exempt:
        found.append(speech.say("rulebook.paper.young"))
    if paper.sealed:
        found.append(speech.say("rulebook.paper.sealed"))
    if paper.copies > 1:
        found.append(speech.say("rulebook.paper.copies", copies=paper.copies))
    if paper.accepts:
        names = tuple(speech.rules.paper[other].name for other in paper.accepts)
        found.append(speech.say("rulebook.paper.accepts", names=names))
    if paper.code_suffices:
        found.append(speech.say("rulebook.paper.code"))
    return speech.series(found)


def _length(speech: Speech, key: str) -> str:
    period = speech.rules.period[key]
    n = int(speech.option(period.given)) if period.given else period.n
    code = "rulebook.length-least" if period.minimum else "rulebook.length"
    return speech.say(code, n=n, unit=words.text(f"rulebook.unit.{period.unit.name.lower()}", language=speech.language))


def periods(speech: Speech) -> list[str | Grid]:
    """How long each period runs and how it is counted, the readings not chosen told as well."""
    rules = speech.rules
    rows: list[tuple[str, ...]] = []
    for key, period in rules.period.items():
        uses = [stage.name for stage in rules.stage.values() if stage.period == key]
        uses += [measure.name for measure in rules.measure.values() if measure.period == key]
        length = _length(speech, key) + (speech.in_brackets(period.given) if period.given else "")
        first = speech.yes_no(period.count_first_day, "rulebook.first-day.yes", "rulebook.first-day.no")
        roll = speech.yes_no(period.roll, "rulebook.roll.yes", "rulebook.roll.no")
        rows.append((speech.listing(uses) or key, length, first, roll, period.basis))
    if not rows:
        return []
    grid = table(speech, ("use", "length", "first-day", "roll", "basis"), rows, (18, 18, 25, 25, 14))
    return [speech.say("rulebook.periods"), grid]


def panels(speech: Speech) -> list[str | Grid]:
    """Who may sit on a panel, and what it scores."""
    rules = speech.rules
    found: list[str | Grid] = []
    for panel in rules.panel.values():
        by_reading = panel.size in rules.reading
        size = speech.option(panel.size) if by_reading else panel.size
        said = [speech.say("rulebook.panel.size", size=size) + (speech.in_brackets(panel.size) if by_reading else "")]
        said += [speech.say("rulebook.panel.odd")] if panel.odd else []
        said += [speech.say("rulebook.panel.one-per-unit")] if panel.one_per_unit else []
        said += [
            speech.say(
                "rulebook.panel.kind", kind=words.text(f"expert-kind.{kind}", language=speech.language), least=least
            )
            for kind, least in panel.kinds.items()
        ]
        if panel.max_local_percent < 100:
            said.append(speech.say("rulebook.panel.local", percent=panel.max_local_percent))
        if panel.former_unit_years:
            said.append(speech.say("rulebook.panel.former", years=panel.former_unit_years))
        else:
            said.append(speech.say("rulebook.panel.former-ever"))
        if panel.yearly_cap:
            said.append(speech.say("rulebook.panel.cap", times=panel.yearly_cap))
        said.append(speech.say("rulebook.panel.reserves", reserves=panel.reserves))
        found.append(speech.say("rulebook.panel.whole", rules=speech.series(said), basis=panel.basis))
    found += scores(speech, "")
    scoring = rules.scoring
    if scoring.drop_extremes:
        found.append(speech.say("rulebook.scoring.drop"))
    if scoring.pass_mark:
        found.append(speech.say("rulebook.scoring.pass", mark=scoring.pass_mark))
    return found


def scores(speech: Speech, procedure: str) -> list[str | Grid]:
    """The score sheet of a way."""
    lines = [line for line in speech.rules.score.values() if line.of == procedure]
    rows = [(str(number), line.name, str(line.max), line.basis) for number, line in enumerate(lines, 1)]
    total = str(sum(line.max for line in lines))
    return (
        [
            table(
                speech,
                ("number", "line", "points", "basis"),
                [*rows, ("", speech.say("rulebook.total"), total, "")],
                (8, 56, 14, 22),
            )
        ]
        if rows
        else []
    )
