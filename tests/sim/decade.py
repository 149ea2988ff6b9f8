"""Ten years of alliances under every policy that comes with the program, day by day, with seeded chance."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from alliance_desk.errors import Refused
from alliance_desk.paths import RESOURCES
from alliance_desk.policy.pack import Pack, Window
from tests.packs.scenario import pack_of
from tests.sim import life, proofs
from tests.sim.applying import apply, base_day
from tests.sim.way import walk
from tests.sim.world import World

YEARS = 10


@dataclass(frozen=True)
class Told:
    """What a decade under one policy came to. counts: what was done how often. events: in the ledger."""

    pack: str
    alliances: int
    left: int
    counts: dict[str, int]
    events: int
    seconds: float


def packs() -> list[str]:
    """Every policy that comes with the program."""
    return sorted(path.stem for path in (RESOURCES / "packs").glob("*.toml"))


def play(root: Path, alliances: int, seed: int) -> Iterator[Told]:
    """A decade for each policy. alliances: how many apply in all, shared between the policies."""
    names = packs()
    for at, name in enumerate(names):
        share = alliances // len(names) + (at < alliances % len(names))
        folder = root / name
        folder.mkdir(parents=True)
        yield one(folder, name, share, seed)


def one(root: Path, name: str, alliances: int, seed: int) -> Told:
    """A decade of one policy. Raises AssertionError as soon as something does not hold."""
    began = time.monotonic()
    pack = pack_of(name)
    first = base_day(name)
    world = World(root, name, first, f"{seed}/{name}")
    try:
        for order in range(1, alliances + 1):
            plan_application(world, pack, order)
        for year in range(first.year, first.year + YEARS):
            if year > first.year:
                world.plan(date(year, 1, 2), lambda: life.begin_year(world))
            world.plan(date(year, 12, 31), lambda: proofs.of_the_year(world))
        world.run(date(first.year + YEARS - 1, 12, 31), lambda touched: proofs.of_the_day(world, touched))
        proofs.of_the_end(world)
        (events,) = world.desk.raw.execute("SELECT count(*) FROM ledger_event").fetchone()
    finally:
        world.desk.close()
    left = sum(one.left is not None for one in world.lives.values())
    return Told(name, len(world.lives), left, dict(sorted(world.counts.items())), events, time.monotonic() - began)


def plan_application(world: World, pack: Pack, order: int) -> None:
    """Most apply in the first years, some later; a call takes them in its own days only."""
    window = next((c for c in pack.check.values() if isinstance(c, Window) and not c.of), None)
    first = world.day
    if window is not None:
        opens = date.fromisoformat(window.opens)
        day = opens + timedelta(days=world.chance.randint(0, (date.fromisoformat(window.closes) - opens).days))
        world.plan(day, lambda: _apply(world, order))
        return
    year = first.year + (0 if world.happens(0.5) else world.chance.randint(0, YEARS - 3))
    day = max(first, date(year, first.month, min(first.day, 28)))
    world.plan(day, lambda: _apply(world, order))


def _apply(world: World, order: int) -> None:
    """An application and its way; under an expired policy it waits until somebody has said on what ground it goes on."""
    if not world.in_force():
        _refused_meanwhile(world, order)
        world.plan(world.day + timedelta(days=61), lambda: _apply(world, order))
        return
    stream = apply(world, order)

    def recognised() -> None:
        key = str(world.desk.case(stream).open["alliance"]["id"])
        if key in world.lives:
            life.plan_year(world, world.lives[key])

    walk(world, stream, recognised)


def _refused_meanwhile(world: World, order: int) -> None:
    """While nobody has recorded a ground, the condition that the policy is in force stops the recommendation."""
    stream = apply(world, order)
    with pytest.raises(Refused) as stopped:
        walk(world, stream)
    assert stopped.value.code == "cases.conditions-open", stopped.value.text()
    world.count("stopped by expiry")
