"""A dry run of a policy: every condition on made-up and given cases, and every way walked to its end. Nothing is written anywhere."""

import copy
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.policy import stages
from alliance_desk.policy.checks import blocking, evaluate
from alliance_desk.policy.findings import Finding, Others
from alliance_desk.policy.made import made_case
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.periods import Calendar, end_of
from alliance_desk.policy.procedures import within
from alliance_desk.policy.rulebook_parts import outcome_name
from alliance_desk.policy.stages import Effect


class Step(Struct, frozen=True):
    """One stage as it was played. actor: name of the office. on: day; until: last day of a period that ran, with ``other`` readings' ends."""

    stage: str
    name: str
    actor: str
    outcome: str
    basis: str
    on: date
    until: date | None = None
    others: tuple[date, ...] = ()
    provisional: bool = False

    def text(self, language: str = "zh_CN") -> str:
        """The step as a line."""
        facts = {
            "on": self.on.isoformat(),
            "name": self.name,
            "actor": self.actor,
            "outcome": self.outcome,
            "basis": self.basis,
        }
        said = words.text("rehearsal.step", facts, language)
        if self.until is not None:
            said += words.text("rehearsal.until", {"until": self.until.isoformat()}, language)
            others = tuple(day.isoformat() for day in self.others if day != self.until)
            said += words.text("rehearsal.otherwise", {"days": others}, language) if others else ""
            said += words.text("rehearsal.provisional", language=language) if self.provisional else ""
        return said


class Played(Struct, frozen=True):
    """One case under one way. made: it was put together from the pack. steps, unreached: of the way, only where it was walked.

    unreached: names of stages that no first outcome leads to. ended: whether nothing that is needed was left to do.
    """

    title: str
    procedure: str
    made: bool
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...] = ()
    unreached: tuple[str, ...] = ()
    ended: bool = True

    @property
    def sound(self) -> bool:
        """Whether a made case holds every condition and its way ends."""
        return not (self.made and blocking(list(self.findings))) and self.ended and not self.unreached


class Rehearsal(Struct, frozen=True):
    """A whole dry run."""

    played: tuple[Played, ...]

    @property
    def sound(self) -> bool:
        """Whether every made case holds and every way ends."""
        return all(one.sound for one in self.played)


def rehearse(
    policy: Pack, others: Others, calendar: Calendar, today: date, given: Mapping[str, Json] | None = None
) -> Rehearsal:
    """Play a policy. policy: effective rules with all procedures. given: name → open document of an application to try besides."""
    played = list(_applications(policy, others, calendar, today))
    way = within(policy, "")
    for title, document in (given or {}).items():
        played.append(Played(title, "", made=False, findings=tuple(evaluate(way, document, others))))
    for key, procedure in policy.procedure.items():
        view = within(policy, key)
        document = made_case(view, others, today, procedure=key)
        played.append(_played(procedure.name, key, view, document, others, calendar))
    return Rehearsal(tuple(played))


def _applications(policy: Pack, others: Others, calendar: Calendar, today: date) -> Iterator[Played]:
    """One application, or one for each category where some conditions are for a category only."""
    way = within(policy, "")
    asked = any(set(check.when) & set(policy.category) for check in way.check.values())
    for category in policy.category if asked else [""]:
        document = made_case(way, others, today, category=category)
        name = policy.category[category].name if category else ""
        title = words.text("rehearsal.application-of" if name else "rehearsal.application", {"category": name})
        yield _played(title, "", way, document, others, calendar)


def _played(title: str, procedure: str, rules: Pack, document: Json, others: Others, calendar: Calendar) -> Played:
    after = copy.deepcopy(document)
    steps = tuple(walk(rules, after, calendar))
    # What is asked from a later stage on is looked at when that has come.
    late = {finding.check: finding for finding in evaluate(rules, after, others) if rules.check[finding.check].at}
    findings = tuple(late.get(finding.check, finding) for finding in evaluate(rules, document, others))
    walked = {step.stage for step in steps}
    return Played(
        title=title,
        procedure=procedure,
        made=True,
        findings=findings,
        steps=steps,
        unreached=tuple(stage.name for key, stage in rules.stage.items() if key not in walked),
        ended=stages.finished(rules, after),
    )


def walk(rules: Pack, document: Json, calendar: Calendar) -> Iterator[Step]:
    """Close every stage as it opens with the first outcome that lets the case go on, optional ones too; ``document`` is changed."""
    day = date.fromisoformat(document["application"]["filed"])
    done: Json = document.setdefault("stages", {})
    for _ in rules.stage:
        key = next((key for key in stages.open_stages(rules, document) if key not in done), "")
        if not key:
            return
        stage = rules.stage[key]
        outcome = next((name for name, effect in stages.outcomes(stage).items() if effect is Effect.ON), "")
        role = rules.role[stage.actor].name if stage.actor in rules.role else stage.actor
        step = Step(key, stage.name, role, outcome_name(rules, stage, outcome), stage.basis, day)
        if stage.period in rules.period:
            end = end_of(rules.period[stage.period], day, calendar, rules.chosen)
            ends = tuple(dict.fromkeys(other.end for other in end.others))
            step = Step(key, stage.name, role, step.outcome, stage.basis, day, end.end, ends, end.provisional)
            day = end.end + timedelta(days=1)
        done[key] = {"outcome": outcome, "on": day.isoformat()}
        yield step
