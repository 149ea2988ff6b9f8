"""What a case beneath an alliance is about: what was asked, what happened, on what it rests, as facts for its overview."""

from collections.abc import Iterator
from typing import NamedTuple, cast

from alliance_desk.canonical import Json
from alliance_desk.care.support import in_wan
from alliance_desk.errors import DeskError
from ui.language import tr
from ui.pages.case.shown import Shown
from ui.pages.case.wording import Rows, labelled, path, plain


class Link(NamedTuple):
    """Something else that is spoken of: its words, and where it is to be seen."""

    text: str
    page: str
    key: str


def is_affair(document: Json) -> bool:
    """Whether a case stands beneath an alliance of the register."""
    return bool(document["case"].get("procedure"))


def affair(shown: Shown) -> str:
    """What the case is, with the year it stands for."""
    head = shown.section("case")
    item = shown.rules.procedure.get(str(head.get("procedure", "")))
    name = item.name if item is not None else str(head.get("procedure", ""))
    year = str(head.get("subject", ""))
    return tr("ui.matter.of-year", name=name, subject=year) if year else name


def about(shown: Shown) -> Rows:
    """The alliance as the case was opened with it."""
    alliance, rules = shown.section("alliance"), shown.rules
    field = rules.field_.get(alliance.get("field", ""))
    lead = next((member for _, member in shown.rows("members") if member.get("role") == "lead"), cast("Json", {}))
    return [
        (tr("ui.matter.row.affair"), affair(shown)),
        (path("alliance.name"), plain(alliance.get("name"))),
        (rules.pack.words.applicant, plain(lead.get("name"))),
        (path("alliance.field"), field.name if field else plain(alliance.get("field"))),
        (tr("ui.matter.row.members"), tr("ui.matter.members", count=len(shown.section("members")))),
    ]


def matter(shown: Shown) -> Rows:
    """What was asked, or what happened."""
    found, rules = shown.section("matter"), shown.rules
    happened = {**rules.change, **rules.activity}  # a change, where its report is expected
    named = {
        "activity": {key: one.name for key, one in happened.items()},
        "support": {key: one.name for key, one in rules.support.items()},
        "measure": {key: one.name for key, one in rules.measure.items()},
        "ground": {key: one.name for key, one in rules.ground.items()},
        "consequence": {key: one.name for key, one in rules.consequence.items()},
    }
    rows: Rows = []
    for name in _ORDER:
        value = found.get(name)
        if value in (None, "", [], {}):
            continue
        if name in named:
            said = named[name].get(str(value), str(value))
        elif name == "amount":
            said = tr("ui.matter.wan", amount=in_wan(int(value)))
        else:
            said = plain(value)
        rows.append((path(f"matter.{name}"), said))
    ground = rules.ground.get(str(found.get("ground", "")))
    if ground is not None:
        rows.append((tr("ui.matter.row.leaves"), ground.leaves.value))
    return rows


_ORDER = (
    "title", "activity", "support", "measure", "ground", "consequence", "on", "place", "amount", "year", "review", "document", "issuer",
    "recognised", "valid_to", "received", "started", "due", "copies", "medium", "note",
)  # fmt: skip


def changed(shown: Shown) -> Rows:
    """What changes: each with what it was and what it becomes."""
    entries = cast("dict[str, Json]", shown.section("matter").get("changes", {}))
    rows: Rows = []
    for entry in sorted(entries.values(), key=lambda one: one.get("order", 0)):
        item = shown.rules.change.get(str(entry.get("id", "")))
        name = item.name if item is not None else labelled("change-what", entry.get("what"))
        rows.append((name, change_words(entry)))
    return rows


def change_words(entry: Json) -> str:
    """One change: from what to what; who joins, who leaves."""
    what, before, after = entry.get("what"), str(entry.get("before", "")), str(entry.get("after", ""))
    if what == "member_in":
        return tr("ui.matter.joins", name=after or entry.get("record", {}).get("name", ""))
    if what == "member_out":
        return tr("ui.matter.leaves", name=before)
    return tr("ui.matter.changes", before=before, after=after) if before else tr("ui.matter.becomes", after=after)


def rests_on(shown: Shown) -> Iterator[Link]:
    """The cases and duties that a measure or an exit rests on."""
    for key in cast("list[str]", shown.section("matter").get("facts", [])):
        yield _fact(shown, key)


def _fact(shown: Shown, key: str) -> Link:
    source, sign, subject = key.partition("/")
    if sign:
        duty = shown.rules.duty.get(source)
        name = duty.name if duty is not None else source
        return Link(tr("ui.matter.missed", name=name, subject=subject), "duties", f"{shown.rules.pack.id}/{key}")
    try:
        case = shown.seat.reader.case(key)
        rules = shown.seat.reader.rules_of(case)
    except DeskError:  # another office's case that did not come along
        return Link(key[:8], "", "")
    head = case.open["case"]
    item = rules.procedure.get(str(head.get("procedure", "")))
    grade = str(case.open.get("grade", {}).get("name", ""))
    name = tr("ui.matter.of-year", name=item.name, subject=head["subject"]) if item and head.get("subject") else item.name if item else ""  # fmt: skip
    said = tr("ui.matter.fact-grade" if grade else "ui.matter.fact", number=head["number"], name=name, grade=grade)
    return Link(said, "cases", key)
