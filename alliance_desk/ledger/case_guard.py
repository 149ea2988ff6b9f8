"""What an event of a case must satisfy: who holds it, which stage is open, and what stands in the entries it writes."""

import re
from collections.abc import Callable, Mapping
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.errors import Refused
from alliance_desk.ledger import custody, effects
from alliance_desk.ledger.event import Event
from alliance_desk.ledger.kinds import Kind
from alliance_desk.policy import stages
from alliance_desk.policy.facts import facts_of
from alliance_desk.policy.pack import Attest, Pack

_NAMED = (("case", "number"), ("case", "opened"), ("alliance", "id"), ("alliance", "name"))
"""What every case must have from its first event on."""
_NEEDED = (*_NAMED, ("application", "filed"))
"""What an application must have as well."""
_YEAR = re.compile(r"[12][0-9]{3}")


def check(event: Event, kind: Kind, before: Json, after: Json, rules: Pack | None, renewed: Pack | None) -> None:
    """Refuse an event of a case that may not be written now.

    before / after: the open documents around it. rules / renewed: the effective rules the case is pinned to before and after it.
    Raises Refused naming kind and path.
    """
    header = event.header
    if rules is None or renewed is None or header.rules != _section(before or after, "case").get("rules"):
        raise _foreign(event, "case.rules")
    facts_of(after)  # every value has the type its path has
    if kind.role == "custody":
        _moved(event, before, after)
    if kind.held and not custody.may_work(before, header.office):
        raise Refused("ledger.not-holder", kind=header.kind)
    if kind.during and not _on_duty(kind.during, before, rules, header.office):
        raise Refused("ledger.not-now", kind=header.kind)
    if kind.stage:
        _staged(event, kind, before, rules)
    elif event.effects:
        raise Refused("ledger.effects-not-allowed", kind=header.kind)
    if header.kind in _MORE:
        _MORE[header.kind](event, before, after, rules)
    if renewed.pack.id != rules.pack.id:
        raise _foreign(event, "case.rules")


def _foreign(event: Event, path: str) -> Refused:
    return Refused("ledger.foreign-path", kind=event.header.kind, path=path)


def _section(document: Json, name: str) -> Json:
    found = document.get(name)
    return cast("Json", found) if isinstance(found, dict) else {}


def _on_duty(during: tuple[str, ...], before: Json, rules: Pack, office: str) -> bool:
    """Whether one of the stages in question is open and this office's."""
    offices = _section(before, "offices")
    open_now = [rules.stage[key] for key in stages.open_stages(rules, before)]
    return any(offices.get(stage.actor) == office and (stage.kind in during or "*" in during) for stage in open_now)


def _moved(event: Event, before: Json, after: Json) -> None:
    wanted = _section(after, "custody")
    to, ground = str(wanted.get("to", "")), str(wanted.get("ground", ""))
    if wanted != custody.after(before, event.header.kind, event.header.office, to, ground):
        raise Refused("ledger.custody", kind=event.header.kind, state=str(wanted.get("state", "-")))


def _staged(event: Event, kind: Kind, before: Json, rules: Pack) -> None:
    """One open stage of this kind is closed by its actor, with an outcome it can have and the effect that belongs to it."""
    written = cast("Json", event.patch.get("stages", {}))
    key = next(iter(written), "")
    stage = rules.stage.get(key)
    if len(written) != 1 or stage is None or stage.kind != kind.stage:
        raise _foreign(event, f"stages.{key}" if key else "stages")
    if _section(before, "offices").get(stage.actor) != event.header.office:
        raise Refused("ledger.foreign-role", kind=event.header.kind, role=stage.actor, basis=stage.basis)
    outcome = written[key].get("outcome") if isinstance(written[key], dict) else None
    if outcome not in stages.outcomes(stage):
        raise _foreign(event, f"stages.{key}.outcome")
    if key not in stages.open_stages(rules, before):
        raise Refused("ledger.stage-not-open", basis=stage.basis, stage=stage.name)
    well = outcome != stages.SKIPPED and stages.outcomes(stage)[outcome] is stages.Effect.ON
    _carries(event, kind, before, str(outcome), due=well or outcome in kind.also)


def _carries(event: Event, kind: Kind, before: Json, outcome: str, *, due: bool) -> None:
    """The effects that belong to the outcome, of this alliance, by the office that decides."""
    least, most = (0 if kind.free else 1, 99 if kind.many else 1) if kind.effects and due else (0, 0)
    alliance = _section(before, "alliance").get("id")
    sound = all(
        e.get("kind") in kind.effects and e.get("alliance") == alliance and e.get("outcome", outcome) == outcome
        for e in event.effects
    )
    decides = _section(before, "offices").get("decider") == event.header.office
    if not (least <= len(event.effects) <= most and sound and (decides or not event.effects)):
        raise Refused("ledger.effects-not-allowed", kind=event.header.kind)
    for effect in event.effects:
        effects.refuse_unsound(effect)


def _opened(event: Event, before: Json, after: Json, rules: Pack) -> None:
    """A case is born with its office, its parties and its intake: no check passed, no other stage closed, in nobody else's hands."""
    del before
    office = event.header.office
    if after.get("custody") != {"state": "held", "holder": office}:
        raise Refused("ledger.custody", kind=event.header.kind, state="-")
    for section, name in _NEEDED:
        if not _section(after, section).get(name):
            raise _foreign(event, f"{section}.{name}")
    if after["case"].get("pack") != rules.pack.id:
        raise _foreign(event, "case.pack")
    if after["case"].get("kind") != "application" or "procedure" in after["case"]:
        raise _foreign(event, "case.procedure")
    _parties(event, after, rules)
    for key, entry in _section(after, "stages").items():
        stage = rules.stage.get(key)
        if stage is None or stage.kind != "intake" or after["offices"].get(stage.actor) != office:
            raise _foreign(event, f"stages.{key}")
        if entry.get("outcome") not in stages.outcomes(stage):
            raise _foreign(event, f"stages.{key}.outcome")


def _affair(event: Event, before: Json, after: Json, rules: Pack) -> None:
    """A case beneath an alliance is born with its parties, under a procedure that its office may open, and nothing done in it."""
    del before
    office, case = event.header.office, _section(after, "case")
    if after.get("custody") != {"state": "held", "holder": office}:
        raise Refused("ledger.custody", kind=event.header.kind, state="-")
    for section, name in _NAMED:
        if not _section(after, section).get(name):
            raise _foreign(event, f"{section}.{name}")
    procedure = rules.procedure.get(str(case.get("procedure", "")))
    if case.get("pack") != rules.pack.id or procedure is None or case.get("kind") != procedure.kind.value:
        raise _foreign(event, "case.procedure")
    subject = case.get("subject", "")
    if not _YEAR.fullmatch(subject) and (subject or procedure.yearly):
        raise _foreign(event, "case.subject")
    offices = _section(after, "offices")
    if office not in (offices.get(procedure.by), offices.get("decider")):
        raise Refused("ledger.foreign-role", kind=event.header.kind, role=procedure.by, basis=procedure.basis)
    _parties(event, after, rules)


def _of_affair(event: Event, before: Json, after: Json, rules: Pack) -> None:
    """Only a case beneath an alliance stands open to whoever has a stage in it."""
    del after, rules
    if not _section(before, "case").get("procedure"):
        raise Refused("ledger.not-now", kind=event.header.kind)


def _edited(event: Event, before: Json, after: Json, rules: Pack) -> None:
    """What was decided rests on what stood there: afterwards papers may be added, and nothing else is changed."""
    _of_affair(event, before, after, rules)
    if stages.decided(rules, before) and (set(event.patch) - {"papers"} or event.private_patch):
        raise Refused("ledger.not-now", kind=event.header.kind)


def _scored(event: Event, before: Json, after: Json, rules: Pack) -> None:
    """Experts' points are entered by the office that evaluates, at the evaluation."""
    _of_affair(event, before, after, rules)
    points = _section(event.patch, "scores")
    if "expert" in points and not _on_duty(("evaluation",), before, rules, event.header.office):
        raise Refused("ledger.not-now", kind=event.header.kind)


def _parties(event: Event, after: Json, rules: Pack) -> None:
    """Each office has a level that the policy gives its part; one office in both parts says for whom it enters (代录)."""
    offices = after["offices"]
    names = _section(offices, "names")
    both = offices.get("recommender") == offices.get("decider")
    if both and not offices.get("on_behalf"):
        raise _foreign(event, "offices.on_behalf")
    for part in ("decider",) if both else ("recommender", "decider"):
        role, party = rules.role.get(part), _section(names, str(offices.get(part)))
        if role is None or party.get("level") not in role.levels or not party.get("name"):
            raise _foreign(event, f"offices.{part}")


def _attested(event: Event, before: Json, after: Json, rules: Pack) -> None:
    """Only what a person judges is judged, by the office the policy asks, on a member that is there."""
    del after
    for key in _section(event.patch, "attest"):
        name, _, member = key.partition(".")
        condition = rules.check.get(name)
        if not isinstance(condition, Attest) or (member and member not in _section(before, "members")):
            raise _foreign(event, f"attest.{key}")
        if condition.by and _section(before, "offices").get(condition.by) != event.header.office:
            raise Refused("ledger.foreign-role", kind=event.header.kind, role=condition.by, basis=condition.basis)


def _overridden(event: Event, before: Json, after: Json, rules: Pack) -> None:
    del before, after
    for key in _section(event.patch, "override"):
        if key not in rules.check or isinstance(rules.check[key], Attest):
            raise _foreign(event, f"override.{key}")


def _refilled(event: Event, before: Json, after: Json, rules: Pack) -> None:
    """Only requests that are there and open are answered."""
    del after, rules
    asked = _section(before, "corrections")
    for key in _section(event.patch, "corrections"):
        if key not in asked or "answered" in asked[key]:
            raise _foreign(event, f"corrections.{key}.answered")


def _returned(event: Event, before: Json, after: Json, rules: Pack) -> None:
    """Sending back opens the recommendation again and touches no other stage."""
    del before, after
    for key, entry in _section(event.patch, "stages").items():
        if entry is not None or key not in rules.stage or rules.stage[key].kind != "recommend":
            raise _foreign(event, f"stages.{key}")


def _reopened(event: Event, before: Json, after: Json, rules: Pack) -> None:
    """An objection upheld takes back exactly the stages that are to be done anew, tells why, and ends the public notice."""
    _of_affair(event, before, after, rules)
    written = _section(event.patch, "stages")
    if set(written) != set(stages.way_back(rules, before)) or any(entry is not None for entry in written.values()):
        raise _foreign(event, "stages")
    if "notice" in after:
        raise _foreign(event, "notice")
    for key, entry in _section(event.patch, "reopened").items():
        if not all(str(entry.get(name, "")).strip() for name in ("on", "stage", "notice", "reason")):
            raise _foreign(event, f"reopened.{key}")


def _withdrawn(event: Event, before: Json, after: Json, rules: Pack) -> None:
    if not stages.may_withdraw(rules, before):
        raise Refused("ledger.not-now", kind=event.header.kind)
    if _section(after, "outcome").get("kind") != stages.WITHDRAWN:
        raise _foreign(event, "outcome.kind")


_MORE: Mapping[str, Callable[[Event, Json, Json, Pack], None]] = {
    "case.opened": _opened,
    "affair.opened": _affair,
    "affair.edited": _edited,
    "affair.scored": _scored,
    "case.attested": _attested,
    "case.overridden": _overridden,
    "case.refilled": _refilled,
    "case.returned": _returned,
    "affair.reopened": _reopened,
    "case.withdrawn": _withdrawn,
}
