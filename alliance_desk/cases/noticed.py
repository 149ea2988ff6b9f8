"""Public notices as a person looks at them: which run, until when, what was objected, which days count."""

from datetime import date
from typing import cast

from msgspec import Struct

from alliance_desk.canonical import Json
from alliance_desk.cases import notice as notices
from alliance_desk.cases.letter_values import lead_of
from alliance_desk.cases.notice_items import item_name
from alliance_desk.desk import Desk
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.pack import Pack, Period, Stage
from alliance_desk.policy.periods import OtherEnd

_LINES = """
    SELECT n.notice, min(n.start), max(n."end"), max(n.channel), count(*), sum(n.state IN ('published', 'suspended')),
        sum(n.state = 'clear'), sum(n.state = 'upheld'), sum(n.state = 'ended'), COALESCE(group_concat(c.name, '、'), ''),
        (SELECT count(*) FROM index_objection o WHERE o.notice = n.notice),
        (SELECT count(*) FROM index_objection o WHERE o.notice = n.notice AND o.state = 'open')
    FROM index_notice n LEFT JOIN index_case c ON c.stream = n."case" GROUP BY n.notice ORDER BY max(n."end") DESC, min(n.start) DESC
"""

_NEWEST = 'SELECT notice FROM index_notice WHERE "case" = ? ORDER BY start DESC, notice LIMIT 1'


class Line(Struct, frozen=True):
    """One notice in a list. start, end: YYYY-MM-DD. active: cases that still stand in it; clear, upheld, ended: how the others came out.

    names: of its alliances. objections, unanswered: how many.
    """

    notice: str
    start: str
    end: str
    channel: str
    cases: int
    active: int
    clear: int
    upheld: int
    ended: int
    names: str
    objections: int
    unanswered: int


class Standing(Struct, frozen=True):
    """A case in a notice. state: published, suspended, clear, upheld, ended."""

    case: str
    number: str
    name: str
    lead: str
    state: str


class Objection(Struct, frozen=True):
    """An objection. state: open, upheld, partly, rejected, not_accepted; ground: late or unsigned, where it was not accepted.

    objector: who objected; empty at an office that may not know. closed: day of the reply.
    """

    id: str
    case: str
    number: str
    name: str
    received: str
    text: str
    state: str
    ground: str
    reply: str
    closed: str
    objector: str


class Correction(Struct, frozen=True):
    """One thing that a 更正公示 set right. on: day. item: what, in words. name: of the alliance. anew: whether the period started again."""

    on: str
    item: str
    name: str
    wrong: str
    right: str
    anew: bool


class View(Struct, frozen=True, kw_only=True):
    """A notice. state: running, due (its last day is over), suspended (every case left waits for an answer), closed.

    end: its last day as the days off are known now; ``published_end`` as it was published. first: whether the day of publishing counts;
    roll: whether the end moves off a day of rest. others: where it would end under other readings. letter_case: a case through which
    the official letter of this notice is written; empty where all of them stand in a later one.
    """

    stream: str
    seq: int
    state: str
    start: date
    end: date
    published_end: date
    provisional: bool
    first: bool
    roll: bool
    others: tuple[OtherEnd, ...]
    channel: str
    policy: str
    stage: Stage
    period: Period
    cases: list[Standing]
    objections: list[Objection]
    letter_case: str
    corrections: list[Correction]

    @property
    def unanswered(self) -> list[Objection]:
        """Objections that wait for their answer."""
        return [objection for objection in self.objections if objection.state == "open"]


def lines(desk: Desk) -> list[Line]:
    """Every notice of this office, the one that ends last first."""
    return [Line(**dict(zip(Line.__struct_fields__, row, strict=True))) for row in desk.raw.execute(_LINES).fetchall()]


def view(desk: Desk, stream: str) -> View:
    """One notice. Raises Refused when there is none."""
    document = streams.document(desk.raw, stream)
    about = document.open["notice"]
    listed = sorted(cast("dict[str, Json]", document.open["cases"]).items(), key=lambda item: item[1]["order"])
    cases = {key: desk.case(key) for key, _ in listed}
    start, published_end = date.fromisoformat(about["start"]), date.fromisoformat(about["end"])
    found = notices.latest(desk, list(cases.values()), start)
    rules = next(rules for case in cases.values() if _ends(desk, rules := desk.rules_of(case), start) == found.end)
    stage = _stage(rules)
    period = rules.period[stage.period]
    states = {
        key: "ended"
        if entry["state"] == "published" and stages.end_kind(desk.rules_of(cases[key]), cases[key].open)
        else entry["state"]
        for key, entry in listed
    }
    over = not {"published", "suspended"} & set(states.values())
    end = published_end if over else found.end
    first, roll = (rules.chosen.get(how, how) == "yes" for how in (period.count_first_day, period.roll))
    return View(
        stream=stream,
        seq=document.seq,
        state=_state(set(states.values()), due=desk.clock.today() > end),
        start=start,
        end=end,
        published_end=published_end,
        provisional=found.provisional and not over,
        first=first,
        roll=roll,
        others=found.others,
        channel=about["channel"],
        policy=rules.pack.title,
        stage=stage,
        period=period,
        cases=[_standing(case, states[key]) for key, case in cases.items()],
        objections=_objections(document, cases),
        letter_case=next((key for key in cases if desk.raw.execute(_NEWEST, (key,)).fetchone() == (stream,)), ""),
        corrections=_corrections(document),
    )


def _stage(rules: Pack) -> Stage:
    return next(stage for stage in rules.stage.values() if stage.kind == "public_notice")


def _ends(desk: Desk, rules: Pack, start: date) -> date:
    return notices.plan(desk, rules, _stage(rules), start).end


def _state(states: set[str], *, due: bool) -> str:
    if not {"published", "suspended"} & states:
        return "closed"
    if "published" not in states:
        return "suspended"
    return "due" if due else "running"


def _standing(case: Folded, state: str) -> Standing:
    about = case.open
    return Standing(case.stream, about["case"]["number"], about["alliance"]["name"], lead_of(about), state)


def _corrections(document: Folded) -> list[Correction]:
    entries = cast("dict[str, Json]", document.open.get("corrections", {})).values()
    return [
        Correction(entry["on"], item_name(one), one["name"], one["wrong"], one["right"], entry["anew"])
        for entry in sorted(entries, key=lambda entry: entry["order"])
        for one in sorted(entry["items"].values(), key=lambda one: one["order"])
    ]


def _objections(document: Folded, cases: dict[str, Folded]) -> list[Objection]:
    who = cast("Json", document.private.get("objectors", {}))
    entries = cast("dict[str, Json]", document.open.get("objections", {})).items()
    return [
        Objection(
            id=key,
            case=entry["case"],
            number=cases[entry["case"]].open["case"]["number"],
            name=cases[entry["case"]].open["alliance"]["name"],
            received=entry["received"],
            text=entry["text"],
            state=entry["state"],
            ground=entry.get("ground", ""),
            reply=entry.get("reply", ""),
            closed=entry.get("closed", ""),
            objector=who.get(key, ""),
        )
        for key, entry in sorted(entries, key=lambda item: item[1]["order"])
    ]
