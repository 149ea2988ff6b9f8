"""The register as the fold of effects: what each kind of effect does to one alliance's line."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Literal, cast

import msgspec

from alliance_desk import canonical
from alliance_desk.canonical import Json
from alliance_desk.errors import Refused
from alliance_desk.ledger.event import Event
from alliance_desk.policy.facts import MemberFacts

Until = Annotated[str, msgspec.Meta(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")]
"""A last day (YYYY-MM-DD), or empty."""


LAPSED = "lapsed"
"""Outcome of a flag that ended with the title, neither accepted nor failed."""


class Effect(msgspec.Struct, frozen=True):
    """One effect with where it was recorded. on_date: effective date; recorded: UTC; commit_no: of the office that decided."""

    stream: str
    seq: int
    position: int
    alliance: str
    kind: str
    on_date: str
    recorded: str
    data: bytes
    commit_no: int

    @property
    def content(self) -> Json:
        """What the effect says."""
        return canonical.decode(self.data)


class _Said(msgspec.Struct):
    """What every effect must say; dates YYYY-MM-DD."""

    alliance: str
    on: date


class _Entered(_Said):
    """``recognised``: also by equality or from older papers."""

    name: str
    members: dict[str, MemberFacts]
    title: str = ""
    act: str = ""
    pack: str = ""
    lead: str = ""
    county: str = ""
    category: str = ""
    category_id: str = ""
    field: str = ""
    doc_no: str = ""
    liable_body: str = ""
    host: str = ""
    office: str = ""
    source: str = ""
    founded: Until = ""
    valid_to: Until = ""
    agreement_end: Until = ""


class _Graded(_Said):
    """``graded``: rank 1 is best; score: exact decimal or empty; valid_to: where the title is prolonged."""

    procedure: str
    subject: str
    grade: str
    name: str
    rank: int
    passed: bool
    score: str = ""
    valid_to: Until = ""


class _Opened(_Said):
    """``sanction-opened``: a dated flag. measure, consequence: ids of the pack."""

    id: str
    sanction: str
    name: str
    due: Until = ""
    measure: str = ""
    consequence: str = ""


class _Closed(_Said):
    """``sanction-closed``: how the rectification came out."""

    id: str
    outcome: Literal["accepted", "failed"]


class _Exited(_Said):
    """``exited``: leaves in the policy's word (取消, 解散 …)."""

    leaves: str
    ground: str


class _Changed(_Said):
    """``changed``: what of ``vocabulary.CHANGES`` is now called how. member: the new lead, or who is renamed."""

    what: str
    after: str
    member: str = ""
    former_role: str = "ordinary"


class _Joined(_Said):
    """``member-in``."""

    member: str
    record: MemberFacts


class _Left(_Said):
    """``member-out``."""

    member: str


class _Supported(_Said):
    """``supported``: amount in 分, 0 where it is no money."""

    support: str
    name: str
    amount: int = 0


_SHAPES: dict[str, type[_Said]] = {
    "recognised": _Entered,
    "graded": _Graded,
    "sanction-opened": _Opened,
    "sanction-closed": _Closed,
    "exited": _Exited,
    "changed": _Changed,
    "member-in": _Joined,
    "member-out": _Left,
    "supported": _Supported,
}


def refuse_unsound(content: Json) -> None:
    """Raise Refused unless an effect says what its kind must say, in the types the register needs."""
    try:
        msgspec.convert(content, _SHAPES.get(str(content.get("kind")), _Said))
    except msgspec.ValidationError as error:
        raise Refused("ledger.bad-effect", why=str(error)) from error


def of_event(event: Event) -> list[Effect]:
    """The effects an event carries."""
    header = event.header
    return [
        Effect(
            header.stream,
            header.seq,
            n,
            effect["alliance"],
            effect["kind"],
            effect["on"],
            header.time,
            canonical.encode(effect),
            header.commit_no,
        )
        for n, effect in enumerate(event.effects)
    ]


class Line(msgspec.Struct):
    """One alliance as its effects left it.

    head: what it is called and since when (the keys of ``_LINE``, status, recognised, first, case). members, sanctions: by id.
    grades: all that were ever given, in their order. since: how many of them were given before it was recognised anew.
    entered, departed: the days (YYYY-MM-DD) on which it was recognised, and on which it left; each time.
    """

    head: Json = {}
    members: dict[str, Json] = {}
    grades: list[Json] = []
    sanctions: dict[str, Json] = {}
    since: int = 0
    entered: list[str] = []
    departed: list[str] = []

    @property
    def last(self) -> Json:
        """The last grade since it was recognised; empty where there is none."""
        counted = self.grades[self.since :]
        return max(counted, key=lambda grade: (grade["on"], grade["subject"])) if counted else {}

    @property
    def running(self) -> list[Json]:
        """The flags that are open."""
        return [sanction for sanction in self.sanctions.values() if "closed" not in sanction]


def fold(effects: Sequence[Effect]) -> Line | None:
    """The register line of one alliance, from all its effects.

    Effects take hold in the order of their effective dates; on one date in the order they were recorded. What was recorded before the
    alliance was entered hangs in the air and is left out. Returns None when none of them entered it.
    """
    line = Line()
    for effect in sorted(effects, key=lambda e: (e.on_date, e.recorded, e.commit_no, e.stream, e.seq, e.position)):
        if effect.kind == "recognised" or (line.head and effect.kind in _TAKES):
            _TAKES[effect.kind](line, effect, effect.content)
    return line if line.head else None


_LINE = (
    "name", "title", "act", "pack", "lead", "county", "category", "category_id", "field", "valid_to", "doc_no", "agreement_end", "founded",
    "liable_body", "host", "office", "source",
)  # fmt: skip


def _recognised(line: Line, effect: Effect, content: Json) -> None:
    """Also once more: what was graded and imposed before stays told, and counts no longer."""
    before = line.head
    first = str(before.get("first", effect.on_date))
    unbroken = before.get("status") == "valid" and before.get("pack") == content.get("pack")
    held = before["held"] if unbroken else effect.on_date
    line.since = len(line.grades)
    line.entered.append(effect.on_date)
    _lapse(line, effect)
    line.head = {key: content[key] for key in _LINE if key in content} | {"status": "valid", "case": effect.stream}
    line.head |= {"recognised": effect.on_date, "first": first, "held": held}
    records = cast("dict[str, Json]", content["members"])
    line.members = {key: {**record, "since": effect.on_date} for key, record in records.items()}


def _exited(line: Line, effect: Effect, content: Json) -> None:
    _lapse(line, effect)
    line.departed.append(effect.on_date)
    line.head |= {
        "status": "exited",
        "exited": effect.on_date,
        "leaves": content["leaves"],
        "ground": content["ground"],
    }


def _graded(line: Line, effect: Effect, content: Json) -> None:
    said = ("procedure", "subject", "grade", "name", "rank", "passed", "score")
    line.grades.append({key: content[key] for key in said if key in content} | _where(effect))
    if content.get("valid_to"):
        line.head["valid_to"] = content["valid_to"]


def _sanctioned(line: Line, effect: Effect, content: Json) -> None:
    said = ("sanction", "name", "due", "measure", "consequence")
    line.sanctions[content["id"]] = {key: content[key] for key in said if key in content} | _where(effect)


def _healed(line: Line, effect: Effect, content: Json) -> None:
    sanction = line.sanctions.get(content["id"], {"closed": ""})
    if "closed" not in sanction:
        sanction.update(closed=effect.on_date, outcome=content["outcome"])


def _lapse(line: Line, effect: Effect) -> None:
    """A flag does not outlive the title beneath which it stood."""
    for sanction in line.running:
        sanction.update(closed=effect.on_date, outcome=LAPSED)


def _changed(line: Line, effect: Effect, content: Json) -> None:
    what, after = content["what"], content["after"]
    member = line.members.get(str(content.get("member", "")))
    if what == "lead" and member is not None:
        for record in line.members.values():
            if record.get("role") == "lead":
                record["role"] = content.get("former_role", "ordinary")
        member["role"] = "lead"
    if what == "member_renamed" and member is not None:
        member["name"] = after
        what = "lead" if member.get("role") == "lead" else what
    if what in _RENAMED:
        line.head[what] = after
    del effect


_RENAMED = ("name", "lead", "host", "liable_body", "office", "field", "valid_to", "agreement_end")
"""What of a change stands in the line itself."""


def _joined(line: Line, effect: Effect, content: Json) -> None:
    line.members[content["member"]] = {**content["record"], "since": effect.on_date}


def _left(line: Line, effect: Effect, content: Json) -> None:
    line.members.pop(content["member"], None)
    del effect


def _where(effect: Effect) -> Json:
    return {"on": effect.on_date, "case": effect.stream}


_TAKES: dict[str, Callable[[Line, Effect, Json], None]] = {
    "recognised": _recognised,
    "exited": _exited,
    "graded": _graded,
    "sanction-opened": _sanctioned,
    "sanction-closed": _healed,
    "changed": _changed,
    "member-in": _joined,
    "member-out": _left,
}
