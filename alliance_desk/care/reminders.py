"""Who has not handed in, reminded (催报): a letter to each alliance or one for all, with the list as a workbook, and on record."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import cast

from msgspec import Struct

from alliance_desk import files, words
from alliance_desk.canonical import Json
from alliance_desk.care.round_papers import called, enclosed, head
from alliance_desk.cases.finding import short
from alliance_desk.cases.letter_values import setting
from alliance_desk.cases.letters import Enclosed
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger import streams
from alliance_desk.ledger.draft import Draft
from alliance_desk.papers.dates import numeric
from alliance_desk.papers.letters import Values
from alliance_desk.policy.duties import State
from alliance_desk.policy.pack import Pack
from alliance_desk.register.duties import Owed, owed
from alliance_desk.sheets.lists import Heading, Shape, Value, write_list

REMINDER = "reminder"
"""``batch.kind`` of a reminder among the office's batches."""
_COLUMNS = (
    ("order", 6, Shape.NUMBER),
    ("name", 34, Shape.TEXT),
    ("county", 22, Shape.TEXT),
    ("lead", 28, Shape.TEXT),
    ("due", 12, Shape.DATE),
    ("days", 8, Shape.NUMBER),
    ("state", 20, Shape.TEXT),
)


class Reminder(Struct, frozen=True):
    """A reminder that went out. on: YYYY-MM-DD. alliances: id → name of those reminded."""

    stream: str
    pack: str
    duty: str
    subject: str
    on: str
    alliances: dict[str, str]


def remind(
    desk: Desk, pack: str, duty: str, subject: str, *, each: bool = False, only: Collection[str] | None = None
) -> Changes:
    """Remind those who have not handed in. each: a letter to every alliance instead of one for all. only: ids of alliances, all if None.

    Who is invited and never late is not reminded. Letters and list are written into the workspace's papers, then the reminder is
    recorded; cancelled before that, nothing of it is left. Raises Refused when nobody is missing.
    """
    rules = desk.policy_for(pack)
    missing = [one for one in owed(desk, pack, duty, subject) if one.state in (State.OPEN, State.LATE)]
    missing = [one for one in missing if only is None or one.alliance in only]
    item = rules.duty[duty]
    if not missing:
        raise Refused("care.remind.nobody", name=item.name, subject=subject, basis=item.basis)
    stream = uuid.uuid4().hex
    about: Json = {
        "kind": REMINDER,
        "name": item.name,
        "pack": pack,
        "duty": duty,
        "subject": subject,
        "on": desk.clock.today().isoformat(),
        "alliances": {
            one.alliance: {"order": n, "name": one.alliance_name, "days": one.days}
            | ({"due": one.due.isoformat()} if one.due else {})
            for n, one in enumerate(missing, 1)
        },
    }
    try:
        listed = _list(desk, stream, item.name, subject, missing)
        papers = list(_letters(desk, stream, rules, missing)) if each else [_letter(desk, stream, rules, missing)]
        desk.commit([Draft(stream=stream, stream_kind="batch", kind="duty.reminded", patch={"batch": about})])
    except BaseException:
        for path in sorted(desk.place.papers.glob(f"reminder-{short(stream)}*")):
            files.remove(path)
        raise
    made = (listed, *(path for paper in papers for path in paper.files))
    said = "".join(dict.fromkeys(paper.text for paper in papers if not paper.files or not each))
    facts = {"name": item.name, "subject": subject, "count": len(missing), "path": str(listed), "paper": said}
    return Changes(code="care.remind.sent", facts=facts, kinds=frozenset({"batch"}), streams=(stream,), files=made)


def reminders(desk: Desk, pack: str = "", duty: str = "", subject: str = "") -> list[Reminder]:
    """The reminders that went out from here, the newest first; narrowed by what is not empty."""
    found: list[Reminder] = []
    for key in reversed(streams.of_kind(desk.raw, "batch", desk.office)):
        about = streams.document(desk.raw, key).open["batch"]
        wanted = all(
            value in ("", about.get(name)) for name, value in (("pack", pack), ("duty", duty), ("subject", subject))
        )
        if about.get("kind") == REMINDER and wanted:
            names = cast("dict[str, Json]", about["alliances"])
            ordered = sorted(names.items(), key=lambda item: item[1]["order"])
            said = {name: about[name] for name in ("pack", "duty", "subject", "on")}
            found.append(Reminder(stream=key, alliances={one: entry["name"] for one, entry in ordered}, **said))
    return found


def _list(desk: Desk, stream: str, name: str, subject: str, missing: Sequence[Owed]) -> Path:
    """Who has not handed in, as a workbook."""
    title = words.text("care.remind.title", {"name": name, "subject": subject})
    headings = [Heading(words.text(f"care.remind.column.{one}"), width, shape) for one, width, shape in _COLUMNS]
    rows: list[list[Value]] = [
        [
            n,
            one.alliance_name,
            one.county,
            one.lead,
            one.due.isoformat() if one.due else "",
            one.days or None,
            one.text(),
        ]
        for n, one in enumerate(missing, 1)
    ]
    about = {"office": desk.settings["office"]["name"], "day": desk.clock.today().isoformat()}
    return write_list(
        desk.place.papers / f"reminder-{short(stream)}.xlsx",
        title,
        headings,
        rows,
        note=words.text("list.note", about),
    )


def _letter(desk: Desk, stream: str, rules: Pack, missing: Sequence[Owed]) -> Enclosed:
    """One letter for all of them, with a table."""
    rows = [
        {
            "order": str(n),
            "alliance": one.alliance_name,
            "county": one.county,
            "due": numeric(one.due) if one.due else "",
            "days": str(one.days) if one.days else "",
        }
        for n, one in enumerate(missing, 1)
    ]
    values: Values = {**_values(desk, rules, missing[0]), "alliances": rows}
    return enclosed(desk, "reminder-list", f"reminder-{short(stream)}.docx", values, rules)


def _letters(desk: Desk, stream: str, rules: Pack, missing: Sequence[Owed]) -> Iterator[Enclosed]:
    """A letter to the leading unit of each of them."""
    for n, one in enumerate(missing, 1):
        desk.progress(n - 1, len(missing), "care.remind.writing")
        when = {"day": numeric(one.due)} if one.due else {}
        values: Values = {
            **_values(desk, rules, one),
            "recipient": one.lead,
            "alliance": one.alliance_name,
            "deadline": words.text("care.remind.by" if when else "care.remind.in-time", when),
            "days": str(one.days) if one.days else "",
        }
        yield enclosed(desk, "reminder", f"reminder-{short(stream)}-{n:03d}.docx", values, rules)


def _values(desk: Desk, rules: Pack, one: Owed) -> dict[str, str]:
    return {
        **head(desk, desk.clock.today().isoformat()),
        "duty": words.text("care.remind.what", {"name": one.name, "subject": one.subject}),
        "policy": called(rules),
        "article": one.basis,
        "telephone": setting(desk, "telephone"),
    }
