"""One readable sentence for each kind of condition, put together from words; no sentence belongs to a policy."""

from collections.abc import Callable, Mapping
from typing import Any

from alliance_desk import words
from alliance_desk.policy import pack as p
from alliance_desk.policy.speech import Speech


def sentence(speech: Speech, check: p.Check) -> str:
    """What a condition asks, as a sentence; with the cases it is asked in, and whether a reason may let it pass."""
    said = asked(speech, check)
    if check.when:
        said += speech.say("rulebook.check.when", values=speech.either(_when(speech.rules, check, speech.language)))
    said += "".join(speech.say("rulebook.check.given", reading=one) for one in speech.given(check.given))
    if check.at:
        said += speech.say("rulebook.check.at", stage=speech.rules.stage[check.at].name)
    if check.override and check.severity is p.Severity.BLOCK:
        said += speech.say("rulebook.check.override")
    return said


def asked(speech: Speech, check: p.Check) -> str:
    """What a condition asks by itself."""
    return _SAY[type(check)](speech, check)


def _when(rules: p.Pack, check: p.Check, language: str) -> list[str]:
    changes = {change.what: change.name for change in rules.change.values() if change.procedure == check.of}
    named = {key: item.name for table in (rules.category, rules.ground) for key, item in table.items()} | changes
    known = words.catalogue(language)
    return [named.get(value) or known.get(f"change-what.{value}", value) for value in check.when]


def _bounds(speech: Speech, check: Any, what: str, unit: str) -> str:
    if check.min is not None and check.max is not None:
        return speech.say("rulebook.check.between", what=what, min=check.min, max=check.max, unit=unit)
    if check.min is not None:
        return speech.say("rulebook.check.at-least", what=what, min=check.min, unit=unit)
    return speech.say("rulebook.check.at-most", what=what, max=str(check.max), unit=unit)


def _count(speech: Speech, check: p.MemberCount) -> str:
    return _bounds(speech, check, speech.members(check.where, check.or_where), speech.say("rulebook.unit-members"))


def _ratio(speech: Speech, check: p.MemberRatio) -> str:
    who, base = speech.members(check.where, check.or_where), speech.chosen(check.base)
    said = speech.say("rulebook.check.ratio", who=who, base=base, percent=check.min_percent)
    core = speech.members(*check.core)
    return said + speech.say("rulebook.check.ratio-base", reading=speech.reading(check.base), core=core)


def _distinct(speech: Speech, check: p.DistinctCount) -> str:
    return words.text(f"rulebook.check.distinct-{check.dimension}", {"min": check.min}, speech.language)


def _eligible(speech: Speech, check: p.UnitEligible) -> str:
    unit = words.text(f"member-role.{check.unit}", language=speech.language)
    ways = [speech.where(where) for where in check.any_of]
    if len(ways) == 1:
        return speech.say("rulebook.check.eligible", unit=unit, what=ways[0])
    listed = "".join(
        speech.say("rulebook.check.eligible-way", number=n, what=what)
        + speech.say("rulebook.full-stop" if n == len(ways) else "rulebook.semicolon")
        for n, what in enumerate(ways, 1)
    )
    return speech.say("rulebook.check.eligible-any", unit=unit, listed=listed)


def _each(speech: Speech, check: p.EachMember) -> str:
    return speech.say("rulebook.check.each", who=speech.members(check.among), what=speech.where(check.must))


def _roster(speech: Speech, check: p.Roster) -> str:
    facts = {"body": speech.rules.body[check.body].name, "people": check.min_people, "full_time": check.min_full_time}
    return speech.say("rulebook.check.roster-full-time" if check.min_full_time else "rulebook.check.roster", **facts)


def _host(speech: Speech, _: p.HostIsLead) -> str:
    return speech.say("rulebook.check.host")


def _term(speech: Speech, check: p.AgreementTerm) -> str:
    event = words.text(f"rulebook.event.{check.count_from}", language=speech.language)
    said = speech.say("rulebook.check.term", event=event, months=check.months)
    return said + (speech.say("rulebook.check.term-ordinary") if check.ordinary_wording else "")


def _signatures(speech: Speech, check: p.Signatures) -> str:
    said = speech.say("rulebook.check.signed-sealed" if check.sealed else "rulebook.check.signed")
    return said + (speech.say("rulebook.check.agent", reading=speech.reading(check.agent)) if check.agent else "")


def _clauses(speech: Speech, check: p.Clauses) -> str:
    asked = [clause.name for key, clause in speech.rules.clause.items() if not check.only or key in check.only]
    return speech.say("rulebook.check.clauses", names=tuple(asked))


def _papers(speech: Speech, _: p.Papers) -> str:
    return speech.say("rulebook.check.papers")


def _name(speech: Speech, check: p.NamePattern) -> str:
    if check.starts and check.ends:
        return speech.say("rulebook.check.name", starts=check.starts, ends=check.ends)
    if check.starts:
        return speech.say("rulebook.check.name-starts", starts=check.starts)
    return speech.say("rulebook.check.name-ends", ends=check.ends)


def _filled(speech: Speech, check: p.Filled) -> str:
    said = speech.say("rulebook.check.filled", fields=tuple(map(speech.path, check.paths)))
    return said + (speech.say("rulebook.check.carries", field=speech.path(check.carries)) if check.carries else "")


def _listed(speech: Speech, check: p.Listed) -> str:
    table = speech.rules.category if check.table == "category" else speech.rules.field_
    names = tuple(item.name for key, item in table.items() if not check.only or key in check.only)
    return speech.say("rulebook.check.listed", field=speech.path(check.path), names=names)


def _elapsed(speech: Speech, check: p.Elapsed) -> str:
    code = "rulebook.check.elapsed" if check.months else "rulebook.check.not-later"
    return speech.say(code, field=speech.path(check.path), months=check.months)


def _figure(speech: Speech, check: p.YearlyFigure) -> str:
    figure = words.text(f"path.members.{check.figure}", language=speech.language)
    return speech.say("rulebook.check.figure", who=speech.members(check.among), years=check.years, figure=figure)


def _duplicate(speech: Speech, check: p.NoDuplicate) -> str:
    return words.text(f"rulebook.check.unlike-{check.by}", language=speech.language)


def _in_force(speech: Speech, _: p.PolicyInForce) -> str:
    return speech.say("rulebook.check.in-force")


def _window(speech: Speech, check: p.Window) -> str:
    return speech.say("rulebook.check.window", field=speech.path(check.path), opens=check.opens, closes=check.closes)


def _before(speech: Speech, check: p.Before) -> str:
    code = "rulebook.check.by-day" if check.inclusive else "rulebook.check.before"
    return speech.say(code, field=speech.path(check.path), day=check.day)


def _number(speech: Speech, check: p.NumberRange) -> str:
    if check.unit != "万元":
        return _bounds(speech, check, speech.path(check.path), check.unit)
    low, high = (speech.money(value) if value is not None else "" for value in (check.min, check.max))
    field = speech.path(check.path)
    if low and high:
        return speech.say("rulebook.check.between", what=field, min=low, max=high, unit="")
    return speech.say(
        "rulebook.check.at-least" if low else "rulebook.check.at-most", what=field, min=low, max=high, unit=""
    )


def _codes(speech: Speech, _: p.UnitCodes) -> str:
    return speech.say("rulebook.check.codes")


def _kinds(speech: Speech, _: p.KindAgrees) -> str:
    return speech.say("rulebook.check.kinds")


def _attest(speech: Speech, check: p.Attest) -> str:
    by = speech.role(check.by) if check.by else speech.say("rulebook.holder")
    if check.scope == "member":
        fields = tuple(words.text(f"path.members.{field}", language=speech.language) for field in check.about)
        return speech.say("rulebook.check.judged-each", by=by, fields=fields or (speech.say("rulebook.whole-record"),))
    return speech.say("rulebook.check.judged", by=by, fields=tuple(dict.fromkeys(map(speech.path, check.about))))


_SAY: Mapping[type, Callable[[Speech, Any], str]] = {
    p.MemberCount: _count,
    p.MemberRatio: _ratio,
    p.DistinctCount: _distinct,
    p.UnitEligible: _eligible,
    p.EachMember: _each,
    p.Roster: _roster,
    p.HostIsLead: _host,
    p.AgreementTerm: _term,
    p.Signatures: _signatures,
    p.Clauses: _clauses,
    p.Papers: _papers,
    p.NamePattern: _name,
    p.Filled: _filled,
    p.Listed: _listed,
    p.Elapsed: _elapsed,
    p.YearlyFigure: _figure,
    p.NoDuplicate: _duplicate,
    p.PolicyInForce: _in_force,
    p.Window: _window,
    p.Before: _before,
    p.NumberRange: _number,
    p.UnitCodes: _codes,
    p.KindAgrees: _kinds,
    p.Attest: _attest,
}
