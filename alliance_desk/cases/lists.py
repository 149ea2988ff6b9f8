"""Lists as workbooks: the case list, the summaries of what is recommended (推荐汇总表), the register."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases.letter_values import lead_of
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.stages import status_text
from alliance_desk.register.alliance import alliance
from alliance_desk.register.asof import Entry
from alliance_desk.sheets.lists import Heading, Shape, Value, write_list

WHO = (
    ("name", 30, Shape.TEXT),
    ("lead", 24, Shape.TEXT),
    ("county", 20, Shape.TEXT),
    ("field", 14, Shape.TEXT),
    ("members", 8, Shape.NUMBER),
    ("core", 9, Shape.NUMBER),
)
"""The columns that say which alliance a case is about."""
_SUMMARY = (
    ("order", 6, Shape.NUMBER),
    ("number", 19, Shape.TEXT),
    *WHO,
    ("filed", 12, Shape.DATE),
    ("letter", 17, Shape.TEXT),
    ("status", 12, Shape.TEXT),
)
_UPWARD = (
    ("order", 6, Shape.NUMBER),
    *WHO,
    ("recognised", 12, Shape.DATE),
    ("doc_no", 19, Shape.TEXT),
    ("valid_to", 12, Shape.DATE),
    ("grade", 11, Shape.TEXT),
    ("letter", 17, Shape.TEXT),
)
_REGISTER = (
    ("order", 6, Shape.NUMBER),
    ("name", 30, Shape.TEXT),
    ("title", 24, Shape.TEXT),
    ("category", 14, Shape.TEXT),
    ("lead", 24, Shape.TEXT),
    ("county", 20, Shape.TEXT),
    ("members", 8, Shape.NUMBER),
    ("recognised", 12, Shape.DATE),
    ("valid_to", 12, Shape.DATE),
    ("doc_no", 19, Shape.TEXT),
    ("standing", 10, Shape.TEXT),
)


def summary(desk: Desk, cases: Iterable[str], title: str, path: Path) -> Path:
    """Write cases as a summary list. cases: stream ids or numbers, in the order of the list."""
    return write_list(path, title, headings(_SUMMARY), list(_summary(desk, cases)), note=note(desk))


def recommended(desk: Desk, cases: Iterable[str], title: str, path: Path) -> Path:
    """Write recognised alliances that are recommended to the superior as a list (推荐汇总表). cases: stream ids or numbers, in its order."""
    listed = [desk.case(key) for key in cases]
    acts = {desk.rules_of(case).pack.words.act for case in listed}
    return write_list(path, title, headings(_UPWARD, acts), list(_recommended(desk, listed)), note=note(desk))


def register(desk: Desk, entries: Iterable[Entry], path: Path, on: str = "") -> Path:
    """Write lines of the register as a list. on: the day (YYYY-MM-DD) it is the register of, today when empty."""
    listed, names = list(entries), [name for name, _, _ in _REGISTER[1:-1]]
    rows: list[list[Value]] = [
        [n, *(getattr(entry, name) for name in names), words.text(f"list.standing.{entry.standing}")]
        for n, entry in enumerate(listed, 1)
    ]
    columns = headings(_REGISTER, {entry.act for entry in listed})
    return write_list(path, words.text("list.register"), columns, rows, note=note(desk, on))


def who(rules: Pack, document: Json) -> list[Value]:
    """The cells of ``WHO`` for a case. document: what stands open in it."""
    offices = document["offices"]
    field = rules.field_.get(document["alliance"].get("field", ""))
    recommender = offices.get("on_behalf") or offices["names"][offices["recommender"]]["name"]
    return [
        document["alliance"]["name"],
        lead_of(document),
        recommender,
        field.name if field else "",
        *_members(document),
    ]


def _members(document: Json) -> list[Value]:
    """How many members, and how many of them are core ones, the lead among them."""
    members = list(cast("dict[str, Json]", document.get("members", {})).values())
    return [len(members), sum(member.get("role") in ("core", "lead") for member in members)]


def _summary(desk: Desk, cases: Iterable[str]) -> Iterable[list[Value]]:
    for order, key in enumerate(cases, 1):
        case = desk.case(key)
        rules, document = desk.rules_of(case), case.open
        yield [
            order,
            document["case"]["number"],
            *who(rules, document),
            document["application"].get("filed", ""),
            document.get("opinion", {}).get("letter", ""),
            status_text(rules, document),
        ]


def _recommended(desk: Desk, cases: Iterable[Folded]) -> Iterable[list[Value]]:
    """Each as the register has it on the day its file was handed in, or was opened."""
    for order, case in enumerate(cases, 1):
        document = case.open
        handed = cast("Json", document.get("upward", {}))
        known = alliance(desk, document["alliance"]["id"], handed.get("on") or document["case"]["opened"])
        entry = known.entry if known else None
        yield [
            order,
            document["alliance"]["name"],
            lead_of(document),
            entry.county if entry else "",
            entry.field if entry else "",
            *_members(document),
            entry.recognised if entry else "",
            entry.doc_no if entry else "",
            entry.valid_to if entry else "",
            entry.grade if entry else "",
            handed.get("letter", ""),
        ]


def headings(columns: Iterable[tuple[str, int, Shape]], acts: Collection[str] = ()) -> list[Heading]:
    """The columns. acts: what the act is called (认定, 备案) in the lines; a column that names it does so where they all agree."""
    act = next(iter(acts)) if len(acts) == 1 else words.text("cases.several-acts")
    return [Heading(words.text(f"list.column.{name}", {"act": act}), width, shape) for name, width, shape in columns]


def note(desk: Desk, on: str = "") -> str:
    """The line below a list: whose it is, and of which day. on: YYYY-MM-DD, today when empty."""
    about = {"office": desk.settings["office"]["name"], "day": on or desk.clock.today().isoformat()}
    return words.text("list.note", about)
