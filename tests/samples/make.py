"""Makes resources/samples/<pack>/<sample>/{申报书.xlsx, 附件/}: ``python -m tests.samples.make`` from the repository root.

With ``--out DIR`` elsewhere. The same sources give the same workbooks, and the same scans with the same Pillow.
"""

import argparse
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from alliance_desk import files
from alliance_desk.paths import RESOURCES
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.procedures import within
from alliance_desk.policy.regions import read_divisions
from alliance_desk.sheets.divisions import division_names
from alliance_desk.sheets.form import write_form
from tests.samples.alliances import ALL, Alliance
from tests.samples.scans import scan
from tests.samples.units import Unit, stable_id

FORM, PAPERS = "申报书.xlsx", "附件"


def _figures(number: int, years: list[int], founded: int) -> dict[str, int]:
    """Made-up amounts in 分 for the years a unit existed."""
    return {str(y): (80 + number * 7 + (y - 2020) * 13) * 1_000_000 + number * 12_500 for y in years if y >= founded}


def document(alliance: Alliance, rules: Pack) -> tuple[dict[str, Any], dict[str, Any]]:
    """The open and the private document that the workbook says."""
    key = alliance.identity
    year = int(alliance.filed[:4])
    years = [year - 1, year - 2, year - 3]
    members: dict[str, Any] = {}
    for order, unit in enumerate(alliance.units, 1):
        member: dict[str, Any] = {
            "order": order,
            "name": unit.name,
            "code": unit.unit_code,
            "kind": unit.kind,
            "registered": unit.division,
            "seated": unit.seated or unit.division,
            "role": unit.role,
            "legal_rep": unit.person,
            "legal_person": True,
            "founded": unit.founded,
            "tasks": unit.tasks,
            "industry": unit.industry,
            "signed": alliance.signed,
            "signatory": "legal_rep",
            "sealed": True,
        }
        if unit.flags:
            member["flags"] = list(unit.flags)
        if unit.former:
            member["former_names"] = list(unit.former)
        if unit.company and "members.rd" not in {k for k, f in rules.form.items() if f.hidden}:
            founded = int(unit.founded[:4])
            member["rd"] = _figures(order, years, founded) | {str(y): 0 for y in years if y < founded}
            member["revenue"] = {y: amount * 31 for y, amount in _figures(order, years, founded).items()}
        members[stable_id(key, unit.name)] = member
    lead = alliance.units[0]
    bodies = {
        body: {
            "people": {
                stable_id(key, body, name): {
                    "order": n,
                    "name": name,
                    "unit": _unit_of(alliance, name),
                    "post": post,
                    "full_time": full,
                }
                for n, (name, post, full) in enumerate(people, 1)
            }
        }
        for body, people in alliance.people.items()
    }
    opened = {
        "alliance": {
            "name": alliance.name,
            "field": alliance.field,
            "industry": alliance.industry,
            "founded": alliance.founded,
            "legal_person": False,
            "liable_body": lead.name,
            "host": stable_id(key, lead.name),
            "office": alliance.office,
            "goals": alliance.goals,
        },
        "application": {"filed": alliance.filed},
        "members": members,
        "bodies": bodies,
        "agreement": {
            "kind": "agreement",
            "signed": alliance.signed,
            "effective": alliance.start,
            "start": alliance.start,
            "end": alliance.end,
            "clauses": dict.fromkeys(rules.clause, True),
        },
    }
    private = {
        "contacts": {
            "lead": {
                "name": alliance.contact,
                "phone": "0000-1234567",
                "mobile": "13000000000",
                "email": "desk@example.org",
            }
        }
    }
    return opened, private


def _unit_of(alliance: Alliance, person: str) -> str:
    return next((unit.name for unit in alliance.units if unit.person == person), alliance.units[0].name)


def papers(alliance: Alliance, rules: Pack) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What 材料清单 lists, and the files: one scan a paper, three years of figures in one scan, but apart for the lead."""
    listed: dict[str, Any] = {}
    scans: dict[str, bytes] = {}
    year = int(alliance.filed[:4])
    for number, (key, paper) in enumerate(rules.paper.items(), 1):
        if paper.scope != "member":
            name = f"00-{number:02d}-{paper.name.partition('（')[0].partition('、')[0]}.pdf"
            listed[key] = (
                {"name": name}
                | ({"copies": paper.copies} if paper.copies > 1 else {})
                | ({"sealed": True} if paper.sealed else {})
            )
            lines = [
                alliance.name,
                f"牵头单位：{alliance.units[0].name}",
                f"签订：{alliance.signed}",
                f"自 {alliance.start} 起",
                f"至 {alliance.end} 止",
            ]
            scans[name] = scan(
                paper.name.partition("（")[0], lines if key == "agreement" else lines[:2], seal="样本印章"
            )
    for order, unit in enumerate(alliance.units, 1):
        member = stable_id(alliance.identity, unit.name)
        for key in _owed(unit, rules):
            paper = rules.paper[key]
            plain = paper.name.partition("（")[0].partition("或")[0]
            stem = f"{order:02d}-{unit.short}-{plain}"
            lines = [unit.name, f"统一社会信用代码：{unit.unit_code}", f"法定代表人：{unit.person}"]
            wanted = [y for y in range(year - 1, year - 1 - paper.years, -1) if y >= int(unit.founded[:4])] or [0]
            apart = order == 1 or not paper.years
            for y in wanted:
                name = f"{stem}-{y}.pdf" if apart and y else f"{stem}.pdf"
                place = ".".join(filter(None, (key, member, str(y or ""))))
                listed[place] = {"name": name} | ({"sealed": True} if paper.sealed else {})
                if name not in scans:
                    pages = ("",) if not y else (f"（{y}年）",) if apart else tuple(f"（{w}年）" for w in wanted)
                    scans[name] = scan(plain, lines, seal="样本印章", pages=pages)
    return listed, scans


def _owed(unit: Unit, rules: Pack) -> list[str]:
    """Member papers as such a unit has them: companies a licence and accounts, others what the pack accepts instead."""
    instead = {"licence": "legal-cert", "operations": "annual-account"}
    owed: list[str] = []
    for key, paper in rules.paper.items():
        if paper.scope != "member" or not paper.required or paper.code_suffices:
            continue
        other = instead.get(key, "")
        owed.append(other if not unit.company and other in rules.paper else key)
    return owed


def office_papers(out: Path) -> None:
    """Two papers that offices add to the stories: a county's sealed opinion, and the report of a commissioned review."""
    opinion = ["经审核，材料齐全，同意推荐。", "样例县级科技部门（盖章）"]
    files.write(out / "jinzhong-2023" / "county-opinion.pdf", scan("推荐意见", opinion, seal="样本印章"))
    report = ["评审专家组意见：", "组建必要、方案可行，同意认定。", "样例评估机构（盖章）"]
    files.write(out / "anshan-2016" / "review-report.pdf", scan("专家评审报告", report, seal="样本印章"))


def make(out: Path) -> None:
    """Write every sample below ``out``."""
    office_papers(out)
    divisions = division_names(read_divisions((RESOURCES / "regions" / "divisions.json").read_bytes()))
    for alliance in ALL:
        pack = RESOURCES / "packs" / f"{alliance.pack}.toml"
        rules = within(load_pack(pack.read_text(encoding="utf8"), pack.name), "")
        folder = out / alliance.pack / alliance.folder
        shutil.rmtree(folder, ignore_errors=True)
        opened, private = document(alliance, rules)
        listed, scans = papers(alliance, rules)
        numbers = iter(range(10_000))
        write_form(
            rules,
            folder / FORM,
            divisions=divisions,
            today=date.fromisoformat(alliance.filed),
            document=opened | {"papers": listed},
            private=private,
            new_id=lambda numbers=numbers, key=alliance.identity: stable_id(key, "empty", str(next(numbers))),
        )
        for name, data in scans.items():
            files.write(folder / PAPERS / name, data)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=RESOURCES / "samples")
    make(parser.parse_args().out)
