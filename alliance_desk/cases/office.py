"""The office's own records: operators, the directory of units, calendars, chosen readings."""

import uuid
from pathlib import Path
from typing import cast

from alliance_desk import canonical, files, words
from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy.codes import CodeVerdict, verdict
from alliance_desk.policy.compose import compose
from alliance_desk.policy.holidays import read_year

_LIMIT = 1 << 20


def add_operator(desk: Desk, name: str) -> Changes:
    """Enter a person who works at this desk."""
    people = cast("dict[str, Json]", desk.settings["operators"])
    if not name.strip() or any(
        person["name"] == name.strip() and person.get("active", True) for person in people.values()
    ):
        raise Refused("office.operator-known", name=name)
    entry = {"name": name.strip(), "order": len(people) + 1, "roles": ["clerk"], "active": True}
    return _commit(
        desk,
        "office.operator-saved",
        {"operators": {uuid.uuid4().hex: entry}},
        "office.operator-added",
        name=name.strip(),
    )


def save_unit(desk: Desk, name: str, *, code: str = "", former: list[str]) -> Changes:
    """Enter a unit with its code and former names; the same code or name updates what is there."""
    known = cast("dict[str, Json]", desk.settings.get("organisations", {}))
    if not name.strip():
        raise Refused("office.unit-incomplete")
    if code and verdict(code) is CodeVerdict.PERSON:
        raise Refused("office.unit-id-card")
    same = next(
        (key for key, unit in known.items() if (code and unit.get("code") == code) or unit["name"] == name.strip()), ""
    )
    names = list(
        dict.fromkeys(
            [*known.get(same, {}).get("former_names", []), *(text.strip() for text in former if text.strip())]
        )
    )
    if same and known[same]["name"] != name.strip():
        names.append(known[same]["name"])
    entry: Json = {"name": name.strip(), "former_names": names, **({"code": code} if code else {})}
    return _commit(
        desk,
        "office.organisation-saved",
        {"organisations": {same or uuid.uuid4().hex: entry}},
        "office.unit-saved",
        name=name.strip(),
    )


def load_calendar(desk: Desk, path: Path) -> Changes:
    """Load one year's arrangement of days off from a file in the shape of holiday-cn."""
    data = files.read(path, _LIMIT)
    year = read_year(data)
    files.write(desk.place.calendars / f"{year.year}.json", data)
    entry = {
        "sha256": canonical.sha256(data),
        "on": desk.clock.today().isoformat(),
        "papers": list(year.papers),
        "days": len(year.days),
    }
    return _commit(
        desk, "office.calendar-loaded", {"calendars": {str(year.year): entry}}, "office.calendar-ready", year=year.year
    )


def choose_reading(desk: Desk, pack: str, reading: str, option: str) -> Changes:
    """Choose how this office reads an open wording (执行口径); cases opened from now on follow it."""
    rules = desk.pack(pack)
    compose(rules, {reading: option})
    entry = {"option": option, "on": desk.clock.today().isoformat(), "operator": desk.operator}
    item = rules.reading[reading]
    return _commit(
        desk,
        "office.reading-chosen",
        {"readings": {pack: {reading: entry}}},
        "office.reading-set",
        question=item.question,
        option=item.options[option],
    )


SETTINGS = ("telephone", "address", "contact_unit", "remedy", "letter_pattern")
"""What an office may enter once for its letters: 办公电话, 地址, 受理异议的科室, 救济途径, 函件编号格式."""


def set_value(desk: Desk, name: str, value: str) -> Changes:
    """Enter a value for the office's letters; an empty one takes it away.

    Raises Refused for an unknown name, or a number pattern that cannot be filled.
    """
    if name not in SETTINGS:
        raise Refused("office.unknown-setting", name=name, known=SETTINGS)
    if name == "letter_pattern" and value.strip():
        _refuse_pattern(value)
    if not value.strip() and name not in desk.settings.get("settings", {}):
        raise Refused("office.setting-empty", name=name)
    entry = {"value": value.strip(), "on": desk.clock.today().isoformat(), "operator": desk.operator}
    patch: Json = {"settings": {name: entry if value.strip() else None}}
    return _commit(desk, "office.setting-changed", patch, "office.setting-saved", name=words.text(f"setting.{name}"))


def _refuse_pattern(pattern: str) -> None:
    try:
        one, two = (pattern.format(year=2024, division="140702", serial=n) for n in (1, 2))
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise Refused("office.bad-pattern", pattern=pattern) from error
    if one == two:
        raise Refused("office.bad-pattern", pattern=pattern)


def _commit(desk: Desk, kind: str, patch: Json, code: str, **facts: str | int) -> Changes:
    stream = desk.own_stream("office")
    desk.commit([Draft(stream=stream, stream_kind="office", kind=kind, patch=patch)])
    return Changes(code=code, facts=dict(facts), kinds=frozenset({"office"}), streams=(stream,))
