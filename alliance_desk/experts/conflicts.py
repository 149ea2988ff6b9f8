"""Who may not sit in a session, each with the evidence, and how many are left after each rule (逐项筛除).

Hard rules only: an exclusion here is never a preference. What merely looks like a conflict is a doubt, returned for a
person to rule on.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial

from msgspec import Struct

from alliance_desk import words
from alliance_desk.errors import Refused
from alliance_desk.experts.people import Exclusion, Expert, PanelRule, Person, Review, Step, Unit
from alliance_desk.experts.units import UnitBook, near, normal, path_to
from alliance_desk.policy.periods import add_years

MAX_UNSUITABLE = 3
"""Experts an applicant may name as unsuitable (国家自然科学基金条例 2024, art. 20)."""


class Doubt(Struct, frozen=True):
    """Something a person must look at: two names that nearly agree, or a namesake on a roster."""

    expert: str
    name: str
    step: Step

    def text(self, language: str = "zh_CN") -> str:
        """What looks alike and what to do."""
        return words.text("experts.doubt", {"name": self.name, "what": self.step.text(language)}, language)


class Row(Struct, frozen=True):
    """One line of the funnel: a rule, whom it took first, how many are left after it."""

    rule: str
    removed: tuple[str, ...]
    left: int

    def text(self, language: str = "zh_CN") -> str:
        """The rule's name, how many it removed, how many are left."""
        rule = words.text(f"experts.rule.{self.rule}", language=language)
        return words.text("experts.funnel-row", {"rule": rule, "out": len(self.removed), "left": self.left}, language)


class Funnel(Struct, frozen=True):
    """The pool after all rules. exclusions: every reason of every expert, not only the first."""

    total: int
    rows: tuple[Row, ...]
    eligible: tuple[Expert, ...]
    exclusions: tuple[Exclusion, ...]
    doubts: tuple[Doubt, ...]


class Session:
    """One session's rule, parties and day, against which experts are held.

    today: the day of the screening (UTC+8). Raises Refused when an alliance names more than three unsuitable people.
    """

    def __init__(self, review: Review, rule: PanelRule, today: date) -> None:
        for alliance, count in Counter(person.alliance for person in review.unsuitable).items():
            if count > MAX_UNSUITABLE:
                raise Refused("experts.too-many-unsuitable", alliance=alliance, count=count, most=MAX_UNSUITABLE)
        self.review, self.rule, self.today = review, rule, today
        self.book = UnitBook((*review.units, *review.offices), review.directory)

    def exclusions(self, expert: Expert) -> tuple[Exclusion, ...]:
        """Every reason why this expert may not sit, in the order of ``RULES``; none = eligible."""
        return tuple(
            Exclusion(expert.id, expert.name, code, path) for code, rule in RULES.items() for path in rule(self, expert)
        )

    def doubts(self, expert: Expert) -> tuple[Doubt, ...]:
        """What looks like a conflict of this expert but is not proven."""
        found: list[Step] = []
        for name, code in ((expert.unit, expert.unit_code), *((job.unit, job.code) for job in expert.former_units)):
            reached = self.book.reached(name, code)
            for unit in (*self.review.units, *self.review.offices):
                # Two different codes are two legal persons, however alike the names.
                if path_to(reached, unit) is None and not (code and unit.code):
                    names = (unit.name, *unit.former_names)
                    found += [Step("near-name", {"one": name, "other": o}) for o in names if near(name, o)]
        for person in (*self.review.rosters, *self.review.unsuitable):
            if normal(person.name) == normal(expert.name) and not _same_person(self.book, person, expert):
                facts = {"name": person.name, "unit": person.unit, "alliance": person.alliance}
                found.append(Step("namesake", facts))
        return tuple(Doubt(expert.id, expert.name, step) for i, step in enumerate(found) if step not in found[:i])


def funnel(pool: Iterable[Expert], session: Session) -> Funnel:
    """Hold the whole pool against a session: the eligible by id, every exclusion, and the count left after each rule."""
    people = sorted(pool, key=lambda expert: expert.id)
    reasons = {expert.id: session.exclusions(expert) for expert in people}
    rows: list[Row] = []
    left = len(people)
    for code in RULES:
        removed = tuple(one for one, found in reasons.items() if found and found[0].rule == code)
        left -= len(removed)
        rows.append(Row(code, removed, left))
    eligible = tuple(expert for expert in people if not reasons[expert.id])
    return Funnel(
        total=len(people),
        rows=tuple(rows),
        eligible=eligible,
        exclusions=tuple(reason for found in reasons.values() for reason in found),
        doubts=tuple(doubt for expert in eligible for doubt in session.doubts(expert)),
    )


Paths = Iterator[tuple[Step, ...]]


def _expired(session: Session, expert: Expert) -> Paths:
    if expert.active_until and date.fromisoformat(expert.active_until) < session.today:
        yield (Step("valid-until", {"until": expert.active_until}),)


def _suspended(_session: Session, expert: Expert) -> Paths:
    if expert.suspended:
        yield (Step("suspended", {}),)


def _yearly_cap(session: Session, expert: Expert) -> Paths:
    cap = session.rule.yearly_cap
    if cap and expert.reviews_this_year >= cap:
        reached = Step("reviews", {"count": str(expert.reviews_this_year), "cap": str(cap)})
        yield (reached, *(Step("sat", {"on": one.on, "session": one.session}) for one in expert.sat))


def _own_unit(session: Session, expert: Expert) -> Paths:
    works = Step("works-at", {"unit": expert.unit or expert.unit_code})
    yield from _members(session, expert.unit, expert.unit_code, works)


def _former_unit(session: Session, expert: Expert) -> Paths:
    for job in expert.former_units:
        if not _over(job.until, session.rule.former_unit_years, session.today):
            facts = {"unit": job.unit or job.code, "until": job.until}
            left = Step("worked-at", facts) if job.until else Step("worked-at-open", facts)
            yield from _members(session, job.unit, job.code, left)


def _office(session: Session, expert: Expert) -> Paths:
    reached = session.book.reached(expert.unit, expert.unit_code)
    for office in session.review.offices:
        if (path := path_to(reached, office)) is not None:
            works = Step("works-at", {"unit": expert.unit or expert.unit_code})
            yield (works, *path, Step("office", {"unit": office.name}))


def _named(kind: str, session: Session, expert: Expert) -> Paths:
    people = session.review.rosters if kind == "roster" else session.review.unsuitable
    for person in people:
        if normal(person.name) == normal(expert.name) and _same_person(session.book, person, expert):
            yield (Step(kind, {"name": person.name, "alliance": person.alliance, "body": person.body}),)


def _tie(session: Session, expert: Expert) -> Paths:
    for tie in expert.related:
        declared = Step("declared", {"tie": tie.kind.value, "name": tie.name or tie.code, "remark": tie.remark})
        yield from _members(session, tie.name, tie.code, declared)
        for alliance in dict.fromkeys(unit.alliance for unit in session.review.units):
            if alliance and normal(alliance) == normal(tie.name):
                yield (declared, Step("alliance", {"alliance": alliance}))
        for unit in session.review.units:
            if unit.legal_rep and normal(unit.legal_rep) == normal(tie.name):
                yield (declared, Step("legal-rep", {"name": unit.legal_rep, "unit": unit.name}), _member(unit))


RULES: dict[str, Callable[[Session, Expert], Paths]] = {
    "expired": _expired,
    "suspended": _suspended,
    "yearly-cap": _yearly_cap,
    "own-unit": _own_unit,
    "former-unit": _former_unit,
    "office": _office,
    "roster": partial(_named, "roster"),
    "tie": _tie,
    "unsuitable": partial(_named, "unsuitable"),
}
"""Every rule by its code, in the order of the funnel."""


def _members(session: Session, name: str, code: str, first: Step) -> Paths:
    """A path for every member unit of every alliance that this name and code stand for."""
    reached = session.book.reached(name, code)
    for unit in session.review.units:
        if (path := path_to(reached, unit)) is not None:
            yield (first, *path, _member(unit))


def _member(unit: Unit) -> Step:
    return Step("member", {"unit": unit.name, "alliance": unit.alliance, "role": unit.role})


def _same_person(book: UnitBook, person: Person, expert: Expert) -> bool:
    """Namesakes are the same person when a unit agrees, the present or a former one, or when one side names none."""
    jobs = ((expert.unit, expert.unit_code), *((job.unit, job.code) for job in expert.former_units))
    known = [job for job in jobs if any(job)]
    if not normal(person.unit) or not known:
        return True
    return any(book.path(name, code, Unit(name=person.unit)) is not None for name, code in known)


def _over(until: str, years: int, today: date) -> bool:
    """Whether a former employment no longer counts: later than the corresponding day ``years`` on (Civil Code 202)."""
    if not until or not years:
        return False
    return today > add_years(date.fromisoformat(until), years)
