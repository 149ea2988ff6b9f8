"""Which names and codes stand for the same unit.

Names are compared exactly after normalisation, together with unit codes, former names on either side and the office's
directory. A part of a university counts as the university. What merely looks alike is never taken silently: it is a
doubt for a person (``near``).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from alliance_desk.experts.people import Expert, Organisation, Step, Unit
from alliance_desk.policy import codes
from alliance_desk.policy.facts import NONE

_BRACKETS = str.maketrans("〔【［[｛{〈《「『〕】］]｝}〉》」』", "((((((((((" + "))))))))))")
_DASHES = str.maketrans("‐‑‒–—―−－·•・‧", "--------····")
_NOWHERE = {"", "无", NONE}
# The legal person ends with 大学, a campus in brackets included, or else with 学院; 科学院 is no 学院.
_SCHOOL = re.compile(r"(.+?大学(?:\([^()]*\))?+|.+?(?<!科)学院)(.+)")
# Companies, societies and schools that carry a university's name are legal persons of their own.
_OWN_PERSON = re.compile(r"公司|集团|厂|合作社|协会|学会|基金会|联盟|中学|小学|附中|附小|出版社|科技园")
_LOOSE = re.compile(r"(有限责任公司|股份有限公司|有限公司|总公司|集团公司|\(?集团\)?|公司)")


def normal(name: str) -> str:
    """A unit's name for comparing: full width, brackets, dashes, blanks and invisible characters made equal."""
    folded = unicodedata.normalize("NFKC", name.translate(_BRACKETS)).translate(_BRACKETS).translate(_DASHES).casefold()
    plain = "".join(c for c in folded if unicodedata.category(c)[0] not in "ZC")
    return "" if plain in _NOWHERE else plain


def legal_person(name: str) -> str:
    """The university or college a unit is part of, else the unit itself; the name is given and returned normalised."""
    found = _SCHOOL.fullmatch(name)
    return found[1] if found and not _OWN_PERSON.search(found[2]) else name


def near(one: str, other: str) -> bool:
    """Whether two different names may well mean one unit: only the legal form, or 科学技术局 / 科技局, differs."""
    a, b = _loose(one), _loose(other)
    return bool(a) and a == b


def _loose(name: str) -> str:
    return _LOOSE.sub("", legal_person(normal(name)).replace("科学技术局", "科技局"))


class UnitBook:
    """All that is known about names and codes in a session, as a graph whose edges are steps of evidence."""

    def __init__(self, units: Iterable[Unit], directory: Iterable[Organisation] = ()) -> None:
        self._edges: dict[str, list[tuple[str, Step]]] = {}
        for unit in units:
            self._learn(unit.name, unit.code, unit.former_names)
        for entry in directory:
            self._learn(entry.name, entry.code, entry.former_names)
            for other in entry.same_as:
                self._join(_node(entry.name), _node(other), Step("same-as", {"one": entry.name, "other": other}))

    def _learn(self, name: str, code: str, former_names: Iterable[str]) -> None:
        self._join(_node(name), _code(code), Step("code", {"unit": name, "code": code}))
        for former in former_names:
            self._join(_node(name), _node(former), Step("former-name", {"unit": name, "former": former}))

    def _join(self, one: str, other: str, step: Step) -> None:
        if one and other and one != other:
            self._edges.setdefault(one, []).append((other, step))
            self._edges.setdefault(other, []).append((one, step))

    def reached(self, name: str, code: str = "") -> Mapping[str, tuple[Step, ...]]:
        """Every name and code that stands for this unit, each with the shortest path of evidence to it."""
        paths: dict[str, tuple[Step, ...]] = {}
        if start := _node(name):
            whole = start.removeprefix("n:")
            part = () if whole == normal(name) else (Step("part-of", {"unit": name, "whole": whole}),)
            paths[start] = part
        if start := _code(code):
            paths.setdefault(start, (Step("code", {"unit": name, "code": code}),))
        queue = list(paths)
        for node in queue:
            for other, step in self._edges.get(node, ()):
                if other not in paths:
                    paths[other] = (*paths[node], *([] if step in paths[node] else [step]))
                    queue.append(other)
        return paths

    def path(self, name: str, code: str, unit: Unit) -> tuple[Step, ...] | None:
        """The evidence that a written name and code mean this unit, or None. An empty path: the very same name."""
        return path_to(self.reached(name, code), unit)

    def keys(self, experts: Iterable[Expert]) -> dict[str, str]:
        """For each expert id one key per unit: equal for equal units, whatever the order of rows.

        The key is the unit's first name in text order; who has no unit has the own id as key.
        """
        people = list(experts)
        parent: dict[str, str] = {}

        def root(node: str) -> str:
            while parent.setdefault(node, node) != node:
                node = parent[node]
            return node

        def union(one: str, other: str) -> None:
            a, b = sorted((root(one), root(other)), key=lambda node: (node[0] == "c", node))
            parent[b] = a

        for node, edges in self._edges.items():
            for other, _ in edges:
                union(node, other)
        nodes = {expert.id: (_node(expert.unit), _code(expert.unit_code)) for expert in people}
        for name, code in nodes.values():
            if name and code:
                union(name, code)
        return {one: root(name or code)[2:] if name or code else f"#{one}" for one, (name, code) in nodes.items()}


def path_to(reached: Mapping[str, tuple[Step, ...]], unit: Unit) -> tuple[Step, ...] | None:
    """The path to a unit among what ``UnitBook.reached`` found, or None."""
    name, code = reached.get(_node(unit.name)), reached.get(_code(unit.code))
    if name is not None and (unit_part := normal(unit.name)) != legal_person(unit_part):
        name = (*name, Step("part-of", {"unit": unit.name, "whole": legal_person(unit_part)}))
    return name if name is not None else code


def _node(name: str) -> str:
    """A graph node for a name; a text of 18 letters and digits is a code."""
    plain = legal_person(normal(name))
    return (_code(name) or f"n:{plain}") if plain else ""


def _code(code: str) -> str:
    plain = codes.normalise(code)
    return f"c:{plain}" if re.fullmatch(r"[0-9A-Z]{18}", plain) else ""
