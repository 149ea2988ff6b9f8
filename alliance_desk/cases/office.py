"""The office's own records: operators, the directory of units, calendars, chosen readings."""

import uuid
from pathlib import Path
from typing import cast

from alliance_desk import canonical, files
from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.append import Draft
from alliance_desk.policy.codes import CodeVerdict, verdict
from alliance_desk.policy.compose import compose
from alliance_desk.policy.holidays import read_year

_LIMIT = 1 << 20


def add_operator(desk: Desk, name: str) -> Changes:
    """Enter a person who works at this desk."""
    people = cast("dict[str, Json]", desk.settings["operators"])
    if not name.strip() or any(person["name"] == name.strip() and person.get("active", True) for person in people.values()):
        raise Refused("office.operator-known", name=name)
    entry = {"name": name.strip(), "order": len(people) + 1, "roles": ["clerk"], "active": True}
    return _commit(desk, "office.operator-saved", {"operators": {uuid.uuid4().hex: entry}}, "office.operator-added", name=name.strip())


def save_unit(desk: Desk, name: str, *, code: str = "", former: list[str]) -> Changes:
    """Enter a unit with its code and former names; the same code or name updates what is there."""
    known = cast("dict[str, Json]", desk.settings.get("organisations", {}))
    if not name.strip():
        raise Refused("office.unit-incomplete")
    if code and verdict(code) is CodeVerdict.PERSON:
        raise Refused("office.unit-id-card")
    same = next((key for key, unit in known.items() if (code and unit.get("code") == code) or unit["name"] == name.strip()), "")
    names = list(dict.fromkeys([*known.get(same, {}).get("former_names", []), *(text.strip() for text in former if text.strip())]))
    if same and known[same]["name"] != name.strip():
        names.append(known[same]["name"])
    entry: Json = {"name": name.strip(), "former_names": names, **({"code": code} if code else {})}
    return _commit(desk, "office.organisation-saved", {"organisations": {same or uuid.uuid4().hex: entry}}, "office.unit-saved", name=name.strip())


def load_calendar(desk: Desk, path: Path) -> Changes:
    """Load one year's arrangement of days off from a file in the shape of holiday-cn."""
    data = files.read(path, _LIMIT)
    year = read_year(data)
    files.write(desk.place.calendars / f"{year.year}.json", data)
    entry = {"sha256": canonical.sha256(data), "on": desk.clock.today().isoformat(), "papers": list(year.papers), "days": len(year.days)}
    return _commit(desk, "office.calendar-loaded", {"calendars": {str(year.year): entry}}, "office.calendar-ready", year=year.year)


def choose_reading(desk: Desk, pack: str, reading: str, option: str) -> Changes:
    """Choose how this office reads an open wording (执行口径); cases opened from now on follow it."""
    rules = desk.pack(pack)
    compose(rules, {reading: option})
    entry = {"option": option, "on": desk.clock.today().isoformat(), "operator": desk.operator}
    item = rules.reading[reading]
    return _commit(
        desk, "office.reading-chosen", {"readings": {pack: {reading: entry}}}, "office.reading-set", question=item.question, option=item.options[option]
    )


def _commit(desk: Desk, kind: str, patch: Json, code: str, **facts: str | int) -> Changes:
    stream = desk.own_stream("office")
    desk.commit([Draft(stream=stream, stream_kind="office", kind=kind, patch=patch)])
    return Changes(code=code, facts=dict(facts), kinds=frozenset({"office"}), streams=(stream,))
