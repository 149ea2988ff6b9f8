"""Drawing a panel by lot (抽取), simple enough to repeat by hand with a SHA-256 tool.

1. The pool is frozen: rule, candidates, who was excluded; its hash is printed.
2. The seed is the SHA-256 of four lines: ``alliance-desk/draw/1``, the operator's number, the supervisor's number, the
   pool's hash, each ended by a line feed.
3. Candidates are ordered by HMAC-SHA256(key = seed as 32 bytes, message = expert id).
4. The order is walked; each is taken who breaks no rule and leaves a panel that can be completed.
5. Reserves continue the walk, and after its end begin anew with those left over.
6. Who declines is replaced by the first in reserve order who leaves a panel that can be completed.
RFC 3797 is the precedent for a draw that anybody can verify.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, structs, to_builtins

from alliance_desk import canonical, words
from alliance_desk.errors import Refused
from alliance_desk.experts import seating
from alliance_desk.experts.panel import NoPanel, check, completable
from alliance_desk.experts.people import Exclusion, Expert, PanelRule
from alliance_desk.experts.seating import Candidate


class Snapshot(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The frozen pool, without names. pool: digest of all experts; excluded: digest of all exclusions."""

    rule: PanelRule
    candidates: tuple[Candidate, ...]
    pool: str
    excluded: str
    confirmed: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        """SHA-256 over the canonical form; this is what is printed before the numbers are named."""
        return canonical.digest(to_builtins(self))


class Walk(Struct, frozen=True, omit_defaults=True):
    """One step of the walk. place: from 1 in the order; mac: the HMAC. outcome: ``seat``, ``reserve`` or ``skip``.

    why: for a skip ``unit``, ``local`` or ``completable``, for a reserve nobody needs ``no-use``; other: the member of
    the same unit.
    """

    place: int
    expert: str
    mac: str
    outcome: str
    why: str = ""
    other: str = ""

    def text(self, names: Mapping[str, str], language: str = "zh_CN") -> str:
        """The step as a line of the record. names: expert id → what to call them; an id not in it stands for itself."""
        expert, other = names.get(self.expert, self.expert), names.get(self.other, self.other)
        facts = {"place": self.place, "expert": expert, "mac": self.mac[:16], "other": other}
        return words.text(f"experts.walk.{self.why or self.outcome}", facts, language)


class Replacement(Struct, frozen=True):
    """One seat filled anew. declined: who left; reason as told; on: date; walk: from the first reserve on."""

    declined: str
    reason: str
    on: str
    walk: tuple[Walk, ...]
    taken: str


class Draw(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The record of a draw: all that is needed to repeat it, and what came out. members and reserves are current."""

    snapshot: Snapshot
    operator: str
    supervisor: str
    seed: str
    walk: tuple[Walk, ...]
    members: tuple[str, ...]
    reserves: tuple[str, ...]
    replacements: tuple[Replacement, ...] = ()


def freeze(
    pool: Iterable[Expert],
    candidates: Iterable[Candidate],
    exclusions: Iterable[Exclusion],
    rule: PanelRule,
    confirmed: Iterable[str] = (),
) -> Snapshot:
    """The pool as it stands before the numbers are named; the order of rows does not matter."""
    reasons = sorted((to_builtins(one) for one in exclusions), key=canonical.encode)
    return Snapshot(
        rule=rule,
        candidates=tuple(sorted(candidates, key=lambda one: one.id)),
        pool=canonical.digest([to_builtins(one) for one in sorted(pool, key=lambda one: one.id)]),
        excluded=canonical.digest(reasons),
        confirmed=tuple(sorted(set(confirmed))),
    )


def draw(snapshot: Snapshot, operator: str, supervisor: str) -> Draw:
    """Draw a panel. operator, supervisor: their numbers, 4–32 digits each, as text.

    Raises Refused for a number that is none, NoPanel when no panel keeps the rule (nothing is drawn then).
    """
    for number in (operator, supervisor):
        if not re.fullmatch(r"[0-9]{4,32}", number):
            raise Refused("experts.bad-number")
    rule, candidates, fixed = snapshot.rule, snapshot.candidates, snapshot.confirmed
    if breaches := check(fixed, candidates, rule, whole=False):
        raise NoPanel(rule, (), breaches)
    if shortages := seating.shortages(candidates, rule, frozenset(fixed)):
        raise NoPanel(rule, shortages)
    seed = seed_of(operator, supervisor, snapshot.hash)
    order = [one for one in order_of(seed, candidates) if one[1] not in fixed]
    steps, panel = _walk(order, list(fixed), candidates, rule)
    reserve_steps, reserves = _reserve(order, steps, panel, snapshot)
    return Draw(
        snapshot=snapshot,
        operator=operator,
        supervisor=supervisor,
        seed=seed,
        walk=(*steps, *reserve_steps),
        members=tuple(panel),
        reserves=tuple(reserves),
    )


def replace(record: Draw, declined: str, reason: str, on: str) -> Draw:
    """Fill the seat of a member who declined: the first in reserve order who makes a whole panel.

    Reserves first, then everybody not yet tried in the order of the draw. on: date. Raises ValueError when ``declined``
    is no member, NoPanel when nobody fits.
    """
    if declined not in record.members:
        raise ValueError(f"not a member: {declined}")
    snapshot = record.snapshot
    gone = {one.declined for one in record.replacements} | {declined}
    people = [one for one in snapshot.candidates if one.id not in gone]
    places = order_of(record.seed, snapshot.candidates)
    rank = {one: i for i, one in enumerate(record.reserves)}
    tail = [one for one in places if one[1] not in gone and one[1] not in record.members]
    tail.sort(key=lambda one: rank.get(one[1], len(rank)))
    partial = [one for one in record.members if one != declined]
    if shortages := seating.shortages(people, snapshot.rule, frozenset(partial)):
        raise NoPanel(snapshot.rule, shortages)
    steps, panel = _walk(tail, partial, people, snapshot.rule)
    done = Replacement(declined=declined, reason=reason, on=on, walk=tuple(steps), taken=panel[-1])
    return structs.replace(
        record,
        members=tuple(panel),
        reserves=tuple(one for one in record.reserves if one != panel[-1]),
        replacements=(*record.replacements, done),
    )


def replay(record: Draw) -> Draw:
    """The same draw made anew from its snapshot and numbers, with every replacement."""
    again = draw(record.snapshot, record.operator, record.supervisor)
    for one in record.replacements:
        again = replace(again, one.declined, one.reason, one.on)
    return again


def holds(record: Draw) -> bool:
    """Whether a record is what its snapshot and numbers give, step for step."""
    try:
        return replay(record) == record
    except (Refused, ValueError, KeyError):
        return False


def seed_of(operator: str, supervisor: str, pool_hash: str) -> str:
    """The seed in hexadecimal; each of the four lines ends with a line feed."""
    return hashlib.sha256(f"alliance-desk/draw/1\n{operator}\n{supervisor}\n{pool_hash}\n".encode()).hexdigest()


def order_of(seed: str, candidates: Iterable[Candidate]) -> list[tuple[int, str, str]]:
    """(place from 1, expert id, HMAC) in the order of the draw."""
    key = bytes.fromhex(seed)
    macs = sorted((hmac.new(key, one.id.encode(), hashlib.sha256).hexdigest(), one.id) for one in candidates)
    return [(place, one, mac) for place, (mac, one) in enumerate(macs, start=1)]


def _walk(
    order: Sequence[tuple[int, str, str]], partial: Sequence[str], candidates: Sequence[Candidate], rule: PanelRule
) -> tuple[list[Walk], list[str]]:
    """Walk until the panel is whole. Who is skipped stays unfit whatever is taken later, so one pass is enough."""
    by_id = {one.id: one for one in candidates}
    panel, steps = list(partial), list[Walk]()
    for place, expert, mac in order:
        if len(panel) == rule.size:
            break
        why, other = _obstacle(by_id[expert], [by_id[one] for one in panel], rule)
        if not why and not completable([*panel, expert], candidates, rule):
            why = "completable"
        steps.append(Walk(place, expert, mac, "skip" if why else "seat", why, other))
        if not why:
            panel.append(expert)
    return steps, panel


def _obstacle(one: Candidate, panel: Sequence[Candidate], rule: PanelRule) -> tuple[str, str]:
    same = next((other.id for other in panel if other.unit == one.unit), "") if rule.one_per_unit else ""
    if same:
        return "unit", same
    if one.local and sum(other.local for other in panel) >= rule.max_local:
        return "local", ""
    return "", ""


def _reserve(
    order: Sequence[tuple[int, str, str]], steps: Sequence[Walk], panel: Sequence[str], snapshot: Snapshot
) -> tuple[list[Walk], list[str]]:
    """Go on from where the walk stopped, then from its beginning; a reserve can take the seat of at least one member."""
    found, reserves = list[Walk](), list[str]()
    for place, expert, mac in (*order[len(steps) :], *order[: len(steps)]):
        if len(reserves) == snapshot.rule.reserves:
            break
        if expert in panel:
            continue
        fits = any(
            not check([*(m for m in panel if m != out), expert], snapshot.candidates, snapshot.rule) for out in panel
        )
        found.append(Walk(place, expert, mac, "reserve" if fits else "skip", "" if fits else "no-use"))
        reserves += [expert] if fits else []
    return found, reserves
