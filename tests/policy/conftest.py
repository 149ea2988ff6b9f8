"""Rules, divisions and a case that holds under each of the two packs, for tests to break in one place."""

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from stdnum.cn import uscc

from alliance_desk.canonical import Json
from alliance_desk.paths import RESOURCES
from alliance_desk.policy.checks import Finding, Others, attest_key, evaluate
from alliance_desk.policy.compose import compose
from alliance_desk.policy.facts import digest_of
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.pack import Attest, Pack
from alliance_desk.policy.procedures import within
from alliance_desk.policy.regions import Divisions, read_divisions

_INNER = (3, 7, 9, 10, 5, 8, 4, 2)


def unit_code(start: str, serial: int) -> str:
    """A code with both check characters right; start: eight characters."""
    body = f"MA{serial:06d}"
    rest = 11 - sum(int(c, 36) * w for c, w in zip(body, _INNER, strict=True)) % 11
    number = start + body + {10: "X", 11: "0"}.get(rest, str(rest))
    return number + uscc.calc_check_digit(number)


def pack(name: str) -> Pack:
    return load_pack((RESOURCES / "packs" / f"{name}.toml").read_text(encoding="utf8"), f"{name}.toml")


def member(order: int, county: str, role: str, kind: str = "enterprise", *, years: tuple[int, ...] = ()) -> Json:
    """One member; its figures cover the years given."""
    start = ("12" if kind == "university" else "91") + county
    return {
        "order": order,
        "name": f"第{order}家样例单位",
        "code": unit_code(start, order),
        "kind": kind,
        "registered": county,
        "seated": county,
        "role": role,
        "legal_rep": f"样例法人{order}",
        "legal_person": True,
        "founded": "2010-05-01",
        "tasks": f"第{order}项任务",
        "industry": "装备制造",
        "flags": [],
        "rd": {str(year): 100_00 for year in years},
        "revenue": {str(year): 9_000_00 for year in years},
        "signed": "2024-03-01",
        "signatory": "legal_rep",
        "sealed": True,
    }


def document(rules: Pack, filed: date, counties: list[str], end: str, members: int) -> Json:
    """A file that is complete under these rules: members (a lead, cores, a university), rosters, clauses, every paper."""
    years = tuple(range(filed.year - 3, filed.year))
    people = [
        member(n, counties[n % len(counties)], "lead" if n == 0 else "core" if n < 5 else "ordinary", years=years)
        for n in range(members)
    ]
    people[2] = member(2, people[2]["registered"], "core", "university", years=years)
    people[3]["kind"] = "testing"
    rows = {f"m{n:02d}": record for n, record in enumerate(people)}
    papers: Json = {}
    for key, paper in rules.paper.items():
        for owner in rows if paper.scope == "member" else [""]:
            for year in years if paper.years else [""]:
                if paper.required:
                    papers[".".join(str(part) for part in (key, owner, year) if part)] = {
                        "paper": key,
                        "blob": "0" * 64,
                        "sealed": True,
                        "copies": 1,
                    }
    body = {"people": {"p1": {"order": 1, "name": "样例甲", "unit": "样例单位", "post": "主任", "full_time": True}}}
    name = f"{rules.pack.jurisdiction.include[0]}样例产业技术创新战略联盟"
    for check in rules.check.values():
        if check.__struct_config__.tag == "name_pattern":
            name = f"{check.starts}样例{check.ends}"  # pyright: ignore[reportAttributeAccessIssue]
    return {
        "case": {"number": "2024-001", "kind": "application", "pack": rules.pack.id},
        "alliance": {
            "id": "a1",
            "name": name,
            "field": next(iter(rules.field_), ""),
            "founded": "2023-11-01",
            "liable_body": "第0家样例单位",
            "host": "m00",
            "office": "样例路1号",
            "goals": "样例目标",
        },
        "application": {"filed": filed.isoformat()},
        "members": rows,
        "bodies": {key: copy.deepcopy(body) for key in rules.body},
        "agreement": {
            "kind": "agreement",
            "signed": "2024-03-01",
            "effective": "2024-03-01",
            "start": "2024-03-01",
            "end": end,
            "clauses": dict.fromkeys(rules.clause, True),
        },
        "papers": papers,
    }


def attested(rules: Pack, case: Json) -> Json:
    """The case with every judgement made, for the case as it is now."""
    entries: Json = {}
    for key, check in rules.check.items():
        if isinstance(check, Attest):
            for owner in case["members"] if check.scope == "member" else [""]:
                digest = digest_of(check, case, owner or None)
                entries[attest_key(key, owner)] = {"outcome": "pass", "digest": digest}
    return {**case, "attest": entries}


@pytest.fixture(scope="session")
def divisions() -> Divisions:
    return read_divisions((RESOURCES / "regions" / "divisions.json").read_bytes())


@pytest.fixture(scope="session")
def anshan() -> Pack:
    return compose(within(pack("anshan-2016"), ""), {})


@pytest.fixture(scope="session")
def jinzhong() -> Pack:
    return compose(within(pack("jinzhong-2023"), ""), {})


@pytest.fixture(scope="session")
def whole() -> Pack:
    """The local policy with all its procedures, as a case is pinned to it."""
    return compose(pack("jinzhong-2023"), {})


@pytest.fixture
def local_case(jinzhong: Pack) -> Json:
    """Six members, all local, filed on 29 February 2024, that hold every condition."""
    case = document(jinzhong, date(2024, 2, 29), ["140702", "140703", "140728"], "2027-02-28", 6)
    return attested(jinzhong, case)


@pytest.fixture
def mixed_case(anshan: Pack) -> Json:
    """Six members under the other pack."""
    return attested(anshan, document(anshan, date(2024, 9, 2), ["210302", "210381"], "2027-12-31", 6))


@pytest.fixture(scope="session")
def build() -> Callable[..., Json]:
    """``build(rules, filed=, counties=, end=, members=)``: a complete file with every judgement made."""

    def make(
        rules: Pack,
        filed: date = date(2024, 9, 2),
        counties: tuple[str, ...] = ("140702",),
        end: str = "2030-12-31",
        members: int = 6,
    ) -> Json:
        return attested(rules, document(rules, filed, list(counties), end, members))

    return make


@pytest.fixture(scope="session")
def find(divisions: Divisions) -> Callable[..., Finding]:
    """``find(rules, document, check, **others)``: one finding; its text is always formed, so wordings fit their facts."""

    def look(rules: Pack, case: Json, check: str, **others: Any) -> Finding:
        found = evaluate(rules, case, Others(divisions=divisions, **others))
        assert all(finding.text() for finding in found)
        return next(finding for finding in found if finding.check == check)

    return look


@pytest.fixture(scope="session")
def code() -> Callable[[str, int], str]:
    return unit_code


@pytest.fixture(scope="session")
def judge() -> Callable[[Pack, Json], Json]:
    return attested
