"""Plays what stands in ``tests/packs/scenarios``: a good case of each policy with single things changed, and what must come of it.

``<pack>.base.toml`` is the good case: ``[document]`` as it stands in the ledger, ``[defaults.member]`` laid under every member,
``[procedure.<id>]`` laid over the document for a case of that procedure, ``[others]`` what the rules know from outside.
Papers that are owed, clauses and judgements need not be written: they are filled in, all of them good.

``<pack>.toml`` holds the scenarios, each table a list. Fields that all of them have: ``id`` (one of its kind in the file) and, optional,
``readings`` (reading → option) and ``procedure``.

- ``[[check]]`` rule, edge (pass fail edge missing), change, outcome. Also: ``members`` (so many: the last ones left out, or more like the
  default one added), ``others``, ``explained = true`` (a reason is recorded for what was found), ``code`` (of the finding).
  In ``change`` a dotted path gets a value; "" takes it away; ``*`` stands for every id; keys with dots in them are found.
- ``[[stage]]`` done {stage = outcome}, open [all that are open now], shut [not open], status (code), ended (how the case ended).
- ``[[period]]`` period, start, end, provisional.
- ``[[due]]`` and ``[[consequence]]``: see ``scenario_after.py``.
"""

import copy
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from stdnum.cn import uscc

from alliance_desk.canonical import Json
from alliance_desk.paths import RESOURCES
from alliance_desk.policy import stages
from alliance_desk.policy.checks import Finding, Others, attest_key, evaluate
from alliance_desk.policy.checks_papers import dues
from alliance_desk.policy.compose import compose
from alliance_desk.policy.facts import digest_of, facts_of
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.match import Case
from alliance_desk.policy.pack import Attest, Pack
from alliance_desk.policy.periods import Calendar, end_of
from alliance_desk.policy.procedures import within
from alliance_desk.policy.regions import read_divisions

SCENARIOS = Path(__file__).parent / "scenarios"
PACKS = RESOURCES / "packs"
INVENTED = {"sixth-2024": Path(__file__).parents[1] / "sim" / "sixth"}
"""Packs that no program ships: their folder holds ``policy.toml`` and ``base.toml``."""
EDGES = ("pass", "fail", "edge", "missing")
_FLAT = ("papers", "attest", "override")
"""Tables of the document whose keys hold dots."""
_INNER = (3, 7, 9, 10, 5, 8, 4, 2)


@cache
def pack_of(name: str) -> Pack:
    """A shipped pack, or one invented for tests, held against everything a pack is held against."""
    path = file_of(name)
    return load_pack(path.read_text(encoding="utf8"), path.name)


def file_of(name: str) -> Path:
    """The file of a shipped pack, or of one invented for tests."""
    return INVENTED[name] / "policy.toml" if name in INVENTED else PACKS / f"{name}.toml"


def told() -> list[str]:
    """Ids of the packs that have scenarios."""
    return sorted(path.stem for path in SCENARIOS.glob("*.toml") if not path.stem.endswith(".base"))


@cache
def table_of(name: str) -> dict[str, list[Json]]:
    """The scenarios of a pack by kind."""
    return tomllib.loads((SCENARIOS / f"{name}.toml").read_text(encoding="utf8"))


@cache
def base_of(name: str) -> Json:
    """The good case of a pack as it is written."""
    path = INVENTED[name] / "base.toml" if name in INVENTED else SCENARIOS / f"{name}.base.toml"
    return tomllib.loads(path.read_text(encoding="utf8"))


def rows(kind: str) -> Iterator[tuple[str, Json]]:
    """Every scenario of a kind with the id of its pack."""
    for name in told():
        yield from ((name, row) for row in table_of(name).get(kind, []))


def rules_for(name: str, row: Json) -> Pack:
    """The rules a scenario goes by: the pack under its readings, cut down to its procedure."""
    return within(compose(pack_of(name), row.get("readings", {})), row.get("procedure", ""))


def others_for(name: str, row: Json) -> Others:
    """What the rules know from outside, of the good case and of one scenario."""
    said: dict[str, Any] = {**base_of(name).get("others", {}), **row.get("others", {})}
    for key in {"leads", "fields"} & said.keys():
        said[key] = {k: tuple(v) for k, v in said[key].items()}
    return Others(divisions=_divisions(), **said)


def good_case(name: str, rules: Pack, row: Json) -> Json:
    """A case in which nothing is wanting: what is written of it, and all that is owed, filled in."""
    base = base_of(name)
    document: Json = copy.deepcopy(base["document"])
    procedure = row.get("procedure", "")
    if procedure:
        _lay(document, {"case": {"procedure": procedure}})
        _lay(document, copy.deepcopy(base.get("procedure", {}).get(procedure, {})))
    _grow(document, base.get("defaults", {}).get("member", {}), row.get("members"))
    document.setdefault("agreement", {}).setdefault("clauses", dict.fromkeys(rules.clause, True))
    case = Case(rules, document, facts_of(document), others_for(name, row))
    papers = document.setdefault("papers", {})
    for due in dues(case):
        paper = rules.paper[due.paper]
        if paper.required and not due.at:
            papers[due.place] = {"paper": due.paper, "blob": "0" * 64, "sealed": True, "copies": paper.copies}
    for key, check in rules.check.items():
        if isinstance(check, Attest):
            for owner in document["members"] if check.scope == "member" else [""]:
                judged = {"outcome": "pass", "digest": digest_of(check, document, owner or None)}
                document.setdefault("attest", {})[attest_key(key, owner)] = judged
    return document


def found(name: str, row: Json) -> list[Finding]:
    """What every condition comes to in one scenario."""
    rules = rules_for(name, row)
    document = good_case(name, rules, row)
    for path, value in row.get("change", {}).items():
        put(document, path, value)
    result = evaluate(rules, document, others_for(name, row))
    if row.get("explained"):
        finding = next(f for f in result if f.check == _id(row["rule"]))
        document.setdefault("override", {})[finding.check] = {"reason": "x", "digest": finding.digest}
        result = evaluate(rules, document, others_for(name, row))
    return result


def play_check(name: str, row: Json) -> str:
    """What is wrong with one ``[[check]]``; empty when all is as it says."""
    result = found(name, row)
    finding = next((f for f in result if f.check == _id(row["rule"])), None)
    if finding is None:
        return f"{row['rule']} is not asked here; asked are {', '.join(f.check for f in result)}"
    if finding.outcome != row["outcome"] or finding.code != row.get("code", finding.code):
        return f"{row['rule']} came to {finding.outcome} ({finding.code}): {finding.text()}"
    return ""


def play_stage(name: str, row: Json) -> str:
    """What is wrong with one ``[[stage]]``."""
    rules = rules_for(name, row)
    done = row.get("done", {})
    for key, outcome in done.items():
        if key not in rules.stage:
            return f"there is no stage {key}; there are {', '.join(rules.stage)}"
        if outcome not in stages.outcomes(rules.stage[key]):
            return f"stage {key} cannot come out as {outcome}: {', '.join(stages.outcomes(rules.stage[key]))}"
    document: Json = {
        "case": {"procedure": row.get("procedure", "")},
        "stages": {key: {"outcome": outcome, "on": "2024-05-06"} for key, outcome in done.items()},
    }
    is_open = stages.open_stages(rules, document)
    if "open" in row and set(row["open"]) != set(is_open):
        return f"open are {is_open}, wanted {row['open']}"
    if wrong := set(row.get("shut", [])) & set(is_open):
        return f"open are {is_open}, wanted shut: {sorted(wrong)}"
    if "ended" in row and stages.end_kind(rules, document) != row["ended"]:
        return f"ended by {stages.end_kind(rules, document)!r}, wanted {row['ended']!r}"
    if "status" in row and stages.status_code(rules, document) != row["status"]:
        return f"status is {stages.status_code(rules, document)}, wanted {row['status']}"
    return ""


def play_period(name: str, row: Json) -> str:
    """What is wrong with one ``[[period]]``; the holidays are those that have been published."""
    rules = rules_for(name, row)
    end = end_of(rules.period[row["period"]], date.fromisoformat(row["start"]), Calendar(), rules.chosen)
    if end.end.isoformat() != row["end"] or end.provisional != row.get("provisional", False):
        return f"ends on {end.end}{' provisionally' if end.provisional else ''}, wanted {row['end']}"
    return ""


def put(document: Json, path: str, value: Any) -> None:
    """Write a value at a dotted path, "" takes away what is there; ``*`` stands for every id."""
    head, _, rest = path.partition(".")
    if head == "*":
        for key in list(document):
            put(document, f"{key}.{rest}" if rest else key, value)
        return
    known = [key for key in document if path == key or path.startswith(f"{key}.")]
    if known:
        head = max(known, key=len)
        rest = path[len(head) + 1 :]
    if not rest:
        if value == "":
            del document[head]
        else:
            document[head] = value
        return
    table = document.setdefault(head, {})
    if head in _FLAT and "*" not in rest and not any(rest == k or rest.startswith(f"{k}.") for k in table):
        table[rest] = value
    else:
        put(table, rest, value)


def unit_code(start: str, serial: int) -> str:
    """A unit code with both check characters right; start: eight characters."""
    body = f"MA{serial:06d}"
    rest = 11 - sum(int(c, 36) * w for c, w in zip(body, _INNER, strict=True)) % 11
    number = start + body + {10: "X", 11: "0"}.get(rest, str(rest))
    return number + uscc.calc_check_digit(number)


def _grow(document: Json, default: Json, wanted: int | None) -> None:
    """Members in the number asked for, each with the defaults and a unit code of its own that fits its kind and place."""
    members: Json = document.setdefault("members", {})
    for key in list(members)[wanted if wanted is not None else len(members) :]:
        del members[key]
    for n in range(len(members) + 1, (wanted or 0) + 1):
        members[f"x{n}"] = {}
    for n, (key, said) in enumerate(members.items(), 1):
        member = copy.deepcopy(default) | {"name": f"U{n}"} | said | {"order": n}
        public = member.get("kind") in {"university", "hospital", "government"}
        code = unit_code(("12" if public else "91") + member.get("registered", "110000"), n)
        members[key] = {"code": code, **member}


def _lay(under: Json, over: Json) -> None:
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(under.get(key), dict):
            _lay(under[key], value)
        else:
            under[key] = value


@cache
def _divisions() -> Any:
    return read_divisions((RESOURCES / "regions" / "divisions.json").read_bytes())


def _id(rule: str) -> str:
    return rule.removeprefix("check.")


def procedures_with_checks(pack: Pack) -> list[str]:
    """The way to recognition and every procedure that asks something."""
    return ["", *(key for key in pack.procedure if within(pack, key).check)]
