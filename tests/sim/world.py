"""One deciding office under one policy, its clock, its chance, and what the simulation itself writes down of what it did.

The log is the other side of every proof: it is kept by the simulation, never read out of the program.
"""

import heapq
import random
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from alliance_desk.care.opening import line_of
from alliance_desk.cases import continuing
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk, found
from alliance_desk.desk.found import Founding
from alliance_desk.desk.sample import mark
from alliance_desk.exchange import trust
from alliance_desk.policy.pack import Pack, Status
from tests.helpers.desks import CHEAP, SAMPLE, passphrase
from tests.packs import scenario

_UP = {"县": "市", "开发区": "市", "市": "省"}


@dataclass
class Life:
    """One alliance as the simulation knows it. grades: (procedure, subject) → grade id. reports: (procedure, subject) → day handed in.

    absent: (procedure, subject). flags: case of a sanction → its closing day, or None. left: day and way it left the register.
    """

    key: str
    name: str
    recognised: date
    act: str
    case: str
    grades: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    reports: dict[tuple[str, str], date] = field(default_factory=dict[tuple[str, str], date])
    events: list[tuple[str, date]] = field(default_factory=list[tuple[str, date]])
    absent: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    flags: dict[str, date | None] = field(default_factory=dict[str, date | None])
    left: tuple[date, str, str] | None = None
    valid_to: str = ""


@dataclass(order=True)
class _Planned:
    day: date
    number: int
    act: Callable[[], None] = field(compare=False)


class World:
    """The office. ``plan`` puts something on a day; ``run`` lives through the days until the last."""

    def __init__(self, root: Path, pack: str, first: date, seed: str) -> None:
        self.chance = random.Random(seed)
        self.day, self.pack = first, pack
        self.lives: dict[str, Life] = {}
        self.touched: set[str] = set()
        self.counts: dict[str, int] = {}
        self.scan = root / "scan.pdf"
        self.desk = _office(root, pack, first)
        self.scan.write_bytes(SAMPLE)
        self._heap: list[_Planned] = []
        self._planned = 0

    @property
    def policy(self) -> Pack:
        """The whole rules as the office reads them."""
        return self.desk.policy_for(self.pack)

    def plan(self, day: date, act: Callable[[], None]) -> None:
        """Do something on a day; one that has passed means today."""
        self._planned += 1
        heapq.heappush(self._heap, _Planned(max(day, self.day), self._planned, act))

    def run(self, last: date, after: Callable[[set[str]], None]) -> None:
        """Live until ``last``. after: proves the alliances that a day touched, at the end of that day."""
        while self._heap and self._heap[0].day <= last:
            self.day = self._heap[0].day
            self.desk.clock = FixedClock(self.day)
            while self._heap and self._heap[0].day == self.day:
                heapq.heappop(self._heap).act()
            after(self.touched)
            self.touched = set()
        self.day = last
        self.desk.clock = FixedClock(last)

    def after(self, least: int, most: int) -> date:
        """A day by chance, so many days from now."""
        return self.day + timedelta(days=self.chance.randint(least, most))

    def happens(self, part: float) -> bool:
        """Whether something of this likelihood happens now."""
        return self.chance.random() < part

    def count(self, what: str) -> None:
        """Note that something was done once more."""
        self.counts[what] = self.counts.get(what, 0) + 1

    def alive(self) -> Iterator[Life]:
        """Those that are in the register."""
        return (life for life in list(self.lives.values()) if life.left is None)

    def entered(self, stream: str) -> Life:
        """Begin to follow the alliance that a case has brought into the register."""
        case = self.desk.case(stream)
        key = str(case.open["alliance"]["id"])
        head = line_of(self.desk, key).head
        life = Life(key, str(head["name"]), date.fromisoformat(head["recognised"]), str(head["act"]), stream)
        life.valid_to = str(head.get("valid_to", ""))
        self.lives[key] = life
        self.touched.add(key)
        self.count("recognised")
        return life

    def in_force(self) -> bool:
        """Whether new acts may be done today; records a 继续执行依据 some weeks after a policy has expired."""
        end = continuing.expires(self.policy)
        if end is None or self.day <= end or continuing.continued(self.desk, self.pack):
            return True
        if self.day <= end + timedelta(days=60):
            return False
        continuing.record(self.desk, self.pack, f"继〔{self.day.year}〕1号", "局长办公会")
        self.count("continued")
        return True


def number(what: str, day: date) -> str:
    """A document number nobody has used."""
    return f"{what}〔{day.year}〕{uuid.uuid4().hex[:6]}号"


def _office(root: Path, pack: str, first: date) -> Desk:
    """A workspace of the office that works under a policy; where a superior decides, that one is introduced."""
    policy = scenario.pack_of(pack)
    upward = any(stage.kind == "submit_upward" and not stage.of for stage in policy.stage.values())
    level = policy.role["recommender" if upward else "decider"].levels[0]
    division = policy.pack.jurisdiction.include[0].ljust(6, "0")
    answers = Founding(name="模拟科技局", level=level, division=division, operator="模拟甲")
    clock = FixedClock(first)
    desk = found(root / "office", answers, passphrase, clock=clock, cost=CHEAP)
    if pack in scenario.INVENTED:
        desk.place.packs.mkdir(exist_ok=True)
        shutil.copy(scenario.file_of(pack), desk.place.packs / f"{pack}.toml")
    if upward:
        above = Founding(name="模拟上级", level=_UP[level], division=division[:2] + "0000", operator="模拟乙")
        with found(root / "above", above, passphrase, clock=clock, cost=CHEAP) as superior:
            card = trust.write_card(superior, root)
            trust.enter_peer(desk, card.files[0], str(card.facts["fingerprint"]), "superior")
    if policy.pack.status is Status.DRAFT:
        mark(desk.place.root, first)
    return desk
