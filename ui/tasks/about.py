"""What tasks say about a case: whose it is, under which article, which head the person has before their eyes."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from alliance_desk.canonical import Json
from alliance_desk.desk import Desk, local
from alliance_desk.errors import DeskError
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.pack import Pack, Stage
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind

_WAITING = """
    SELECT stream FROM index_case WHERE pack = ? AND holder = ? AND custody = 'held' AND outcome = ''
    AND step_kind IN ({}) ORDER BY filed, number LIMIT ?
"""
_MOST = 60
"""So many cases are offered to be ticked in one task."""


class About:
    """A case as its tasks speak of it."""

    def __init__(self, seat: Seat, case: Folded | str) -> None:
        self.seat = seat
        self.case = seat.reader.case(case) if isinstance(case, str) else case
        self.rules: Pack = seat.reader.rules_of(self.case)
        self.stream = self.case.stream
        self.document: Json = self.case.open
        self.number = str(self.document["case"]["number"])
        self.name = str(self.document["alliance"]["name"])
        self.seen = {self.stream: self.case.seq}

    @property
    def head(self) -> str:
        """Which case it is: name, and number below it."""
        return tr("ui.tasks.head", number=self.number, name=self.name)

    @property
    def matter(self) -> str:
        """What a case beneath an alliance is about, by the name of its procedure; empty for an application."""
        item = self.rules.procedure.get(str(self.document["case"].get("procedure", "")))
        return item.name if item is not None else ""

    @property
    def up(self) -> bool:
        """Whether the other office of the case lies above: this one recommends."""
        return self.seat.reader.office == self.document["offices"]["recommender"]

    @property
    def alone(self) -> bool:
        """Whether both offices of the case are this one."""
        return self.document["offices"]["recommender"] == self.document["offices"]["decider"]

    @property
    def other(self) -> str:
        """The id of the other office of the case."""
        return str(self.document["offices"]["decider" if self.up else "recommender"])

    @property
    def other_name(self) -> str:
        """What the other office of the case is called."""
        return self.called(self.other)

    def called(self, office: str) -> str:
        """What an office of the case is called."""
        return str(self.document["offices"]["names"].get(office, {}).get("name", office))

    @property
    def county(self) -> str:
        """The office that recommends, also where the city enters for it."""
        return str(self.document["offices"].get("on_behalf") or self.called(self.document["offices"]["recommender"]))

    @cached_property
    def open(self) -> list[Stage]:
        """The stages that are open now."""
        return [self.rules.stage[key] for key in stages.open_stages(self.rules, self.document)]

    @property
    def goes_back(self) -> bool:
        """Whether an objection upheld takes the case back to be weighed anew, and does not end it."""
        return bool(stages.way_back(self.rules, self.document))

    def stage(self, kind: str) -> Stage | None:
        """The stage of a kind: the open one, else the first."""
        found = [stage for stage in (*self.open, *self.rules.stage.values()) if stage.kind == kind]
        return found[0] if found else None

    def basis(self, kind: str) -> str:
        """The article of a kind of stage, for the line under the title."""
        stage = self.stage(kind)
        return article(self.rules, stage.basis, stage.name) if stage is not None else policy(self.rules)


def article(rules: Pack, basis: str, what: str) -> str:
    """Where something stands: article, what it is about, policy."""
    return tr("ui.tasks.basis", basis=basis, what=what, title=rules.pack.title)


def policy(rules: Pack) -> str:
    """The policy alone, for what no article speaks of."""
    return tr("ui.tasks.policy", title=rules.pack.title)


def folded(seat: Seat, cases: Iterable[Folded | str]) -> list[Folded]:
    """Cases that a page names by stream or hands over read."""
    return [seat.reader.case(case) if isinstance(case, str) else case for case in cases]


def waiting(seat: Seat, pack: str, *kinds: str) -> list[Folded]:
    """The cases of a policy that this office holds and that wait in a stage of one of these kinds, those filed first first."""
    asked = _WAITING.format(",".join("?" * len(kinds)))
    rows = seat.reader.raw.execute(asked, (pack, seat.reader.office, *kinds, _MOST)).fetchall()
    found = [seat.reader.case(stream) for (stream,) in rows]
    return [case for case in found if _open_kinds(seat, case) & set(kinds)]


def _open_kinds(seat: Seat, case: Folded) -> set[str]:
    rules = seat.reader.rules_of(case)
    return {rules.stage[key].kind for key in stages.open_stages(rules, case.open)}


def together(chosen: Sequence[Folded], others: Iterable[Folded]) -> list[Folded]:
    """The chosen cases, then others that could go along."""
    known = {case.stream for case in chosen}
    return [*chosen, *(case for case in others if case.stream not in known)]


def seen(cases: Iterable[Folded]) -> dict[str, int]:
    """The heads of cases that the person has before their eyes."""
    return {case.stream: case.seq for case in cases}


def line(case: Folded) -> str:
    """A case in one line."""
    return tr("ui.tasks.case", number=case.open["case"]["number"], name=case.open["alliance"]["name"])


def boxed(case: Folded) -> str:
    """A case in a list of boxes: its name, its number below."""
    return tr("ui.tasks.boxed", number=case.open["case"]["number"], name=case.open["alliance"]["name"])


def pick(label: str, chosen: Sequence[Folded], offered: Sequence[Folded], hint: str = "") -> list[Ask]:
    """The field that ticks cases; none where there is only the one."""
    if len(offered) < 2:
        return []
    ticked = [case.stream for case in chosen]
    choices = [(case.stream, boxed(case)) for case in offered]
    return [Ask("cases", label, Kind.CHOICES, required=True, usual=ticked, choices=choices, hint=hint)]


def picked(values: dict[str, Any], offered: Sequence[Folded]) -> list[str]:
    """The streams ticked in ``pick``."""
    return list(values.get("cases", [])) if len(offered) > 1 else [case.stream for case in offered]


def pack_title(seat: Seat, name: str) -> str:
    """A policy by its title; by its id where this desk has lost the pack."""
    try:
        return seat.reader.pack(name).pack.title
    except DeskError:
        return name


def last(seat: Seat, key: str) -> str:
    """What was entered the last time for something that is often the same (channel, folder, organiser)."""
    return str(seat.state(f"tasks.{key}", ""))


def remember(desk: Desk, **values: object) -> None:
    """Keep what was entered for the next time; called by the work of a task."""
    local.keep_state(desk, {f"tasks.{key}": str(value) for key, value in values.items()})
