"""What is due from whom: counted for every duty and subject year, told alliance by alliance, and all years of one alliance.

Only policies that are in use here count, and of those only what somebody still has to do or did: a repealed policy asks nothing. Every
figure is one statement over the index; nothing is folded and no alliance is walked over.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar, cast

from msgspec import Struct

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError, Refused
from alliance_desk.policy import duties
from alliance_desk.policy.after import AnyDuty, Office, Prompt
from alliance_desk.policy.duties import State
from alliance_desk.policy.pack import Pack, Status
from alliance_desk.register.duty_sql import STATE, Asking, question

T = TypeVar("T")
TYPED, DONE = "duty-day", "duty-done"
"""Beginnings of the office's settings that hold a typed day (``duty-day/<pack>/<duty>[/<subject>]``) and a task of its own that is done."""
_PACKS = "SELECT pack, min(held) FROM index_alliance GROUP BY pack ORDER BY pack"
_COUNTED = "SELECT subject, {state} AS state, count(*), min(due), max(provisional) FROM ({asked}) GROUP BY 1, 2"
_OWED = """
    SELECT a.id, a.name, a.county, a.lead, o.subject, o.opens, o.due, o.provisional, {state} AS state, o.met, COALESCE(b.stream, ''),
        COALESCE(b.opened, ''), COALESCE(b.title, '')
    FROM ({asked}) o JOIN index_alliance a ON a.id = o.alliance
    LEFT JOIN index_affair b ON b.stream = (
        SELECT f.stream FROM index_affair f
        WHERE f.alliance = o.alliance AND f.procedure = :begun AND {same} AND f.outcome <> 'withdrawn'
        ORDER BY f.received = '', f.opened DESC, f.stream LIMIT 1
    )
    ORDER BY o.due, a.county, a.name, a.id
"""
_MISSING = """
    SELECT alliance FROM ({asked}) WHERE {state} IN ('late', 'absent') GROUP BY alliance HAVING count(*) >= :count
"""
_OF = "SELECT pack FROM index_alliance WHERE id = ?"
_WAITING = ("late", "open")


class DutyLine(Struct, frozen=True):
    """One duty for one subject year. title: of the policy. kind: annual, activity, nth_year, every, prompt or office. affair: kind of its procedure.

    due: last day; where each alliance has its own, the first one not met yet. None where no day is set. total: how many owe it or owed it,
    as ``duties.State`` divides them. provisional: the last day is not sure yet.
    """

    pack: str
    title: str
    duty: str
    name: str
    kind: str
    affair: str
    subject: str
    due: date | None
    total: int
    met: int
    open: int
    late: int
    invited: int
    absent: int
    lapsed: int
    provisional: bool
    basis: str


class Owed(Struct, frozen=True):
    """One duty of one alliance for one subject year. days: so many late, received late or still missing; 0 otherwise. kind: as in the line.

    met: day of the fulfilment. case: stream of the case that was begun for it, since: day it was opened; empty where there is none.
    title: what the case is about, where somebody named it.
    """

    alliance: str
    alliance_name: str
    county: str
    lead: str
    pack: str
    duty: str
    name: str
    kind: str
    subject: str
    opens: date
    due: date | None
    provisional: bool
    state: State
    days: int
    met: date | None
    case: str
    since: str
    basis: str
    title: str = ""

    def text(self, language: str = "zh_CN") -> str:
        """How it stands, in words."""
        how = str(self.state)
        if self.state is State.MET and self.days:
            how = "met-late"
        elif self.state is State.LATE and self.kind == "activity":
            how = "short"
        return words.text(f"duties.state.{how}", {"days": self.days, "on": str(self.met or "")}, language)


def overview(desk: Desk, until: date | None = None) -> list[DutyLine]:
    """Every duty and subject that somebody owes or owed, the nearest day first. until: also what begins by then; today when left out.

    Read again only after another event: the workbench and the page of duties ask for the same.
    """
    packs = list(_in_use(desk, until))

    def read() -> list[DutyLine]:
        lines = (one for rules, asking in packs for key in rules.duty for one in _lines(desk, rules, key, asking))
        return sorted(lines, key=_nearest)

    return kept(desk, f"duties {until}", [rules for rules, _ in packs], read)


def owed(desk: Desk, pack: str, duty: str, subject: str) -> list[Owed]:
    """Who owes or owed one duty for one subject year, by county and name. Raises Refused for a duty the policy does not have."""
    rules = desk.policy_for(pack)
    if duty not in rules.duty:
        raise Refused("duties.unknown", duty=duty, title=rules.pack.title, known=tuple(rules.duty) or ("—",))
    found = (_rows(desk, known, duty, asking, subject) for known, asking in _in_use(desk) if known is rules)
    return [one for rows in found for one in rows]


def of_alliance(desk: Desk, alliance: str) -> list[Owed]:
    """All years of one alliance under its present policy, by subject year; none where that policy is lost or repealed."""
    known = desk.raw.execute(_OF, (alliance,)).fetchone()
    found = of_alliances(desk, (alliance,), known[0]) if known else []
    return sorted(found, key=lambda one: (one.subject, one.due or date.max, one.duty))


def of_alliances(desk: Desk, alliances: tuple[str, ...], pack: str = "", duty: str = "") -> list[Owed]:
    """The same of several, of one policy and one duty or of all; in no order."""
    return [
        one
        for rules, asking in _in_use(desk)
        if pack in ("", rules.pack.id)
        for key in rules.duty
        if duty in ("", key)
        for one in _rows(desk, rules, key, asking._replace(only=alliances))
    ]


def missing(desk: Desk, pack: str, duty: str, count: int, alliance: str = "") -> list[str]:
    """Ids of those who have missed a duty for at least so many subject years: late, or on record as absent. alliance: only this one."""
    found: list[str] = []
    for rules, asking in _in_use(desk):
        if rules.pack.id == pack and not isinstance(rules.duty[duty], Office):
            only = (alliance,) if alliance else None
            asked = question(rules, duty, rules.duty[duty], asking._replace(only=only, counted=True))
            sql = _MISSING.format(state=STATE, asked=asked.sql)
            found += [key for (key,) in desk.raw.execute(sql, asked.values | {"count": count}).fetchall()]
    return found


def kept(desk: Desk, name: str, rules: list[Pack], read: Callable[[], list[T]]) -> list[T]:
    """What is read under some rules, again only on another day, after another event, or under other rules than before."""
    known, found = desk.once(f"{name} {desk.clock.today()}", lambda: (rules, read()))
    # A pack that was put in place of another leaves no event.
    same = len(known) == len(rules) and all(old is new for old, new in zip(known, rules, strict=True))
    return found if same else read()


def decides(desk: Desk, rules: Pack) -> bool:
    """Whether this office decides under a policy: only its own tasks and proposals are told there."""
    return "decider" in rules.role and cast("Json", desk.settings["office"])["level"] in rules.role["decider"].levels


def typed(desk: Desk, pack: str) -> Mapping[str, str]:
    """The days that this office typed for the duties of a policy: see ``policy.duties``."""
    return _settings(desk, TYPED, pack)


def _settings(desk: Desk, beginning: str, pack: str) -> dict[str, str]:
    start = f"{beginning}/{pack}/"
    known = cast("dict[str, Json]", desk.settings.get("settings", {}))
    return {key.removeprefix(start): entry["value"] for key, entry in known.items() if key.startswith(start)}


def _in_use(desk: Desk, until: date | None = None) -> Iterator[tuple[Pack, Asking]]:
    """The rules alliances of the register stand under, and what is asked under them by ``until`` (today when left out)."""
    today, calendar = desk.clock.today(), desk.calendar()
    for name, since in desk.raw.execute(_PACKS).fetchall():
        try:
            rules = desk.policy_for(name)
        except DeskError:  # a policy this desk has lost asks for nothing
            continue
        if rules.pack.status is not Status.REPEALED:
            yield rules, Asking(today, until or today, calendar, typed(desk, name), date.fromisoformat(since))


def _nearest(line: DutyLine) -> tuple[date, str, str, str]:
    return line.due or date.max, line.title, line.subject, line.duty


def _lines(desk: Desk, rules: Pack, key: str, asking: Asking) -> Iterator[DutyLine]:
    item = rules.duty[key]
    if isinstance(item, Office):
        yield from _own(desk, rules, key, item, asking)
        return
    asked = question(rules, key, item, asking._replace(counted=True))
    counts: dict[str, dict[str, int]] = {}
    days: dict[str, tuple[bool, str]] = {}
    unsure: set[str] = set()
    rows = desk.raw.execute(_COUNTED.format(state=STATE, asked=asked.sql), asked.values).fetchall()
    for subject, state, count, first, provisional in rows:
        counts.setdefault(subject, {})[state] = count
        # Where each alliance has a day of its own, the nearest one that still waits is told.
        day = (state not in _WAITING, first)
        days[subject] = min(days.get(subject, day), day)
        unsure |= {subject} if provisional else set()
    for subject, found in counts.items():
        _, day = days[subject]
        due = date.fromisoformat(day) if day else None
        yield _line(rules, key, item, subject, due, found, provisional=subject in unsure)


def _own(desk: Desk, rules: Pack, key: str, item: Office, asking: Asking) -> Iterator[DutyLine]:
    """The office's own tasks, from the first alliance on; told where the policy makes this office decide."""
    if not decides(desk, rules):
        return
    done = _settings(desk, DONE, rules.pack.id)
    for due in duties.of_office(rules, asking.since, asking.until, asking.calendar, asking.typed):
        if due.duty == key:
            met = date.fromisoformat(done[f"{key}/{due.subject}"]) if f"{key}/{due.subject}" in done else None
            counts = {str(duties.state(due, met, asking.today)): 1}
            yield _line(rules, key, item, due.subject, due.due, counts, provisional=due.provisional)


def _line(
    rules: Pack,
    key: str,
    item: AnyDuty,
    subject: str,
    due: date | None,
    counts: Mapping[str, int],
    *,
    provisional: bool,
) -> DutyLine:
    procedure = rules.procedure.get(item.procedure)
    return DutyLine(
        pack=rules.pack.id,
        title=rules.pack.title,
        duty=key,
        name=item.name,
        kind=_kind(item),
        affair=str(procedure.kind) if procedure else "",
        subject=subject,
        due=due,
        total=sum(counts.values()),
        **{str(state): counts.get(state, 0) for state in State},
        provisional=provisional,
        basis=item.basis,
    )


def _rows(desk: Desk, rules: Pack, key: str, asking: Asking, subject: str = "") -> Iterator[Owed]:
    item = rules.duty[key]
    if isinstance(item, Office):
        return
    asked = question(rules, key, item, asking._replace(subject=subject))
    procedure = rules.procedure.get(item.procedure)
    same = "f.subject = o.subject" if procedure and procedure.yearly else "f.opened >= o.opens"
    if isinstance(item, Prompt):
        same = "f.stream = o.stream"
    sql = _OWED.format(state=STATE, asked=asked.sql, same=same)
    rows: list[Any] = desk.raw.execute(sql, asked.values | {"begun": item.procedure}).fetchall()
    for alliance, name, county, lead, year, opens, due, provisional, state, met, case, since, title in rows:
        last, done = (date.fromisoformat(day) if day else None for day in (due, met))
        yield Owed(
            alliance, name, county, lead, rules.pack.id, key, item.name, _kind(item), year, date.fromisoformat(opens), last, bool(provisional),
            State(state), _late(state, last, done, asking.today), done, case, since, item.basis, title,
        )  # fmt: skip


def _kind(item: AnyDuty) -> str:
    return str(item.__struct_config__.tag)


def _late(state: str, due: date | None, met: date | None, today: date) -> int:
    """How many days late."""
    end = met if state == State.MET else today if state == State.LATE else None
    return max((end - due).days, 0) if end and due else 0
