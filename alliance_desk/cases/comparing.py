"""What a corrected workbook changes, in words a clerk can read: section, item, old and new."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from msgspec import Struct

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.policy.facts import NONE
from alliance_desk.policy.findings import label
from alliance_desk.policy.pack import Pack

FEN_PER_YUAN = 100
_LABELS = {"kind": "member-kind", "role": "member-role", "flags": "flag", "signatory": "signatory"}
_DIVISIONS = ("registered", "seated")
_SILENT = ("id", "initials", "order", "blob", "size", "pages", "paper", "member", "year")


class Change(Struct, frozen=True):
    """One change. kind: changed, added, removed, replaced (a paper's file). subject: of what; item: its field, or empty."""

    kind: str
    subject: str
    item: str = ""
    old: str = ""
    new: str = ""

    def text(self, language: str = "zh_CN") -> str:
        """The change as one line."""
        facts = {"subject": self.subject, "item": self.item, "old": self.old, "new": self.new}
        return words.text(f"change.{self.kind}", facts, language)


def compare(
    before: Json, after: Json, rules: Pack, divisions: Mapping[str, str], language: str = "zh_CN"
) -> list[Change]:
    """Every change between two states of a file (alliance, members, bodies, agreement, papers), in the order of the workbook."""
    show = _Show(before, after, rules, divisions, language)
    return [*show.matter(), *show.alliance(), *show.members(), *show.bodies(), *show.agreement(), *show.papers()]


class _Show:
    """Two states of a file side by side."""

    def __init__(self, before: Json, after: Json, rules: Pack, divisions: Mapping[str, str], language: str) -> None:
        self.before, self.after, self.rules, self.divisions = before, after, rules, divisions
        self.language = language
        members = {**_table(before, "members"), **_table(after, "members")}
        self.names = {key: str(member.get("name", key)) for key, member in members.items()}

    def matter(self) -> Iterator[Change]:
        old, new = self._pair("matter")
        yield from self._fields("matter", self._word("change.section.matter"), old, new)

    def alliance(self) -> Iterator[Change]:
        for section in ("alliance", "application"):
            yield from self._fields(section, self._word(f"change.section.{section}"), *self._pair(section))

    def members(self) -> Iterator[Change]:
        old, new = self._pair("members")
        for key in [*new, *(k for k in old if k not in new)]:
            subject = self._word("change.member", {"name": self.names[key]})
            if key not in old or key not in new:
                yield Change("added" if key in new else "removed", subject)
            else:
                yield from self._fields("members", subject, old[key], new[key])

    def bodies(self) -> Iterator[Change]:
        old, new = self._pair("bodies")
        for body, item in self.rules.body.items():
            was, now = _table(old.get(body, {}), "people"), _table(new.get(body, {}), "people")
            for key in [*now, *(k for k in was if k not in now)]:
                person = now.get(key) or was[key]
                subject = self._word("change.person", {"body": item.name, "name": person.get("name", "")})
                if key not in was or key not in now:
                    yield Change("added" if key in now else "removed", subject)
                else:
                    yield from self._fields("people", subject, was[key], now[key])

    def agreement(self) -> Iterator[Change]:
        old, new = self._pair("agreement")
        subject = self._word("change.section.agreement")
        yield from self._fields("agreement", subject, _without(old, "clauses"), _without(new, "clauses"))
        was, now = _table(old, "clauses"), _table(new, "clauses")
        for key, clause in self.rules.clause.items():
            if was.get(key) != now.get(key):
                yield Change(
                    "changed", subject, clause.name, self._value("", was.get(key)), self._value("", now.get(key))
                )

    def papers(self) -> Iterator[Change]:
        old, new = self._pair("papers")
        for key in [*new, *(k for k in old if k not in new)]:
            subject = self._paper(new.get(key) or old[key])
            if key not in old or key not in new:
                yield Change("added" if key in new else "removed", subject)
                continue
            if old[key].get("blob") != new[key].get("blob"):
                yield Change("replaced", subject, "", str(old[key].get("name", "")), str(new[key].get("name", "")))
            yield from self._fields("papers", subject, _without(old[key], "name"), _without(new[key], "name"))

    def _fields(self, section: str, subject: str, old: Json, new: Json) -> Iterator[Change]:
        for key in [*new, *(k for k in old if k not in new)]:
            was, now = old.get(key), new.get(key)
            if key in _SILENT or was == now:
                continue
            if isinstance(was, dict) or isinstance(now, dict):
                yield from self._yearly(section, subject, key, cast("Json", was or {}), cast("Json", now or {}))
            else:
                yield Change(
                    "changed", subject, self._label(section, key), self._value(key, was), self._value(key, now)
                )

    def _yearly(self, section: str, subject: str, key: str, old: Json, new: Json) -> Iterator[Change]:
        for year in sorted({*old, *new}):
            if old.get(year) != new.get(year):
                item = self._word("change.in-year", {"year": year, "label": self._label(section, key)})
                yield Change("changed", subject, item, self._money(old.get(year)), self._money(new.get(year)))

    def _value(self, key: str, value: Any) -> str:
        if value is None or value in ("", []):
            return self._word("change.empty")
        if value == NONE:
            return self._word("sheets.choice.none")
        if key == "amount":
            return self._money(value)
        if isinstance(value, bool):
            return self._word(f"sheets.choice.yes.{str(value).lower()}")
        if isinstance(value, list):
            return words.joined((self._value(key, one) for one in cast("list[Any]", value)), self.language)
        text = str(value)
        if key in _DIVISIONS:
            return self.divisions.get(text, text)
        named = self.rules.field_.get(text) if key == "field" else self.rules.category.get(text)
        if key in ("field", "category") and named:
            return named.name
        known = words.catalogue(self.language).get(f"{_LABELS.get(key, 'agreement-kind')}.{text}")
        return known or (self.names.get(text, text) if key == "host" else text)

    def _paper(self, paper: Json) -> str:
        kind = self.rules.paper.get(str(paper.get("paper")))
        facts = {
            "name": kind.name if kind else paper.get("paper", ""),
            "member": self.names.get(str(paper.get("member", "")), ""),
            "year": paper.get("year", ""),
        }
        code = "member-paper" if facts["member"] else "paper"
        return self._word(f"change.{code}-year" if facts["year"] else f"change.{code}", facts)

    def _pair(self, section: str) -> tuple[Json, Json]:
        return _table(self.before, section), _table(self.after, section)

    def _label(self, section: str, key: str) -> str:
        own = words.catalogue(self.language).get(f"sheets.label.{section}.{key}")
        return own if own and section in ("people", "papers") else label(f"{section}.{key}", self.language)

    def _money(self, fen: Any) -> str:
        """Whole 分 as yuan."""
        if fen is None:
            return self._word("change.empty")
        return self._word("change.yuan", {"amount": f"{int(fen) // FEN_PER_YUAN:,}.{int(fen) % FEN_PER_YUAN:02d}"})

    def _word(self, code: str, facts: Mapping[str, object] | None = None) -> str:
        return words.text(code, facts, self.language)


def _table(document: Json, key: str) -> Json:
    return cast("Json", document.get(key, {}))


def _without(table: Json, key: str) -> Json:
    return {name: value for name, value in table.items() if name != key}
