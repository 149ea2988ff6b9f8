"""An application as the office of a policy gets it: the good case of the pack's scenarios, moved to the day and made one's own."""

import re
import uuid
from datetime import date
from typing import Any, cast

from alliance_desk.canonical import Json
from alliance_desk.cases.intake import begin, offices_of
from alliance_desk.sheets.attachments import Plan
from tests.helpers.desks import SAMPLE
from tests.packs import scenario
from tests.sim.world import World

_DAY, _YEAR = re.compile(r"(\d{4})(-\d\d-\d\d)"), re.compile(r"\d{4}")
_SECTIONS = ("alliance", "application", "members", "bodies", "agreement", "papers")


def base_day(pack: str) -> date:
    """The day on which the good case was filed."""
    return date.fromisoformat(str(scenario.base_of(pack)["document"]["application"]["filed"]))


def apply(world: World, order: int) -> str:
    """Open the case of the next application; its stream."""
    desk, rules = world.desk, world.desk.rules_for(world.pack)
    good = scenario.good_case(world.pack, rules, {})
    document: Json = {key: good[key] for key in _SECTIONS if key in good}
    document = _moved(document, world.day.year - base_day(world.pack).year)
    name = str(document["alliance"]["name"])
    words = rules.pack.words.alliance
    own = f"{order:03d}号{uuid.UUID(int=world.chance.getrandbits(128)).hex[:4]}"
    document["alliance"]["name"] = name.replace(words, f"{own}{words}") if words in name else f"{name}{own}"
    document["alliance"]["id"] = uuid.UUID(int=world.chance.getrandbits(128)).hex
    for order_, member in enumerate(cast("dict[str, Json]", document["members"]).values(), start=1):
        member["order"] = order_
        member["name"] = f"{member['name']}{own}"
    blob = desk.blobs.put(SAMPLE)
    for paper in cast("dict[str, Json]", document.get("papers", {})).values():
        paper |= {"blob": blob, "name": "样例.pdf", "size": len(SAMPLE)}
    decides = desk.settings["office"]["level"] in rules.role["decider"].levels
    document["offices"] = offices_of(desk, rules, "模拟县科技局" if decides else "")
    opened = begin(desk, rules, document, world.day, found=Plan([], [], [], []))
    world.count("applied")
    return opened.streams[0]


def _moved(value: Any, years: int) -> Any:
    """Every day and year of a document so many years later; 29 February becomes the 28th where there is none."""
    if isinstance(value, dict):
        table = cast("dict[str, Any]", value)
        return {_key(key, years): _moved(one, years) for key, one in table.items()}
    if isinstance(value, list):
        return [_moved(one, years) for one in cast("list[Any]", value)]
    if isinstance(value, str) and (day := _DAY.fullmatch(value)):
        return _shifted(f"{int(day[1]) + years}{day[2]}")
    return f"{int(value) + years}" if isinstance(value, str) and _YEAR.fullmatch(value) else value


def _key(key: str, years: int) -> str:
    parts = key.split(".")
    return ".".join(f"{int(part) + years}" if _YEAR.fullmatch(part) else part for part in parts)


def _shifted(day: str) -> str:
    return day.replace("-02-29", "-02-28") if int(day[:4]) % 4 else day
