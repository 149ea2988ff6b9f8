"""One filled application, the divisions it speaks of, and how tests read it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alliance_desk.policy.pack import Pack
from alliance_desk.sheets.read import Filled, WorkbookFaults, read_form

TODAY = date(2024, 9, 20)
DIVISIONS = {
    "140700": "山西省晋中市",
    "140702": "山西省晋中市榆次区",
    "140703": "山西省晋中市太谷区",
    "210302": "辽宁省鞍山市铁东区",
    "320106": "江苏省南京市鼓楼区",
    "320302": "江苏省徐州市鼓楼区",
}
LEAD, CORE, OTHER = (f"{n}" * 8 + "-1111-4111-8111-111111111111" for n in "123")
DOCUMENT: dict[str, Any] = {
    "alliance": {
        "id": "alliance-7",
        "name": "样例市𬭚源产业技术创新战略联盟",
        "field": "equipment",
        "founded": "2023-06-18",
        "legal_person": False,
        "host": LEAD,
        "liable_body": "none",
        "goals": "第一行\n第二行",
    },
    "application": {"filed": "2024-09-02"},
    "members": {
        LEAD: {
            "order": 1, "name": "样例𠅤大学", "former_names": ["样例学院", "样例专科"], "code": "12100000400000624D",
            "kind": "university", "role": "lead", "registered": "140702", "seated": "140703", "legal_rep": "张㛃样",
            "legal_person": True, "founded": "1902-05-08", "tasks": "牵头", "industry": "高等教育",
            "flags": ["double_first", "leading"], "rd": {"2023": 123456789, "2022": 1}, "revenue": {"2021": 0},
            "signed": "2024-08-01", "signatory": "legal_rep", "sealed": True,
        },
        CORE: {
            "order": 2, "name": "龘示例公司", "code": "911101066976941872", "kind": "enterprise", "role": "core", "tasks": "试制",
            "signed": "2024-08-02", "signatory": "agent", "sealed": False,
        },
        OTHER: {"order": 3, "name": "鿏样本公司", "tasks": "应用"},
    },
    "bodies": {
        "council": {"people": {"person-1": {"order": 1, "name": "李𫖯例", "unit": "样例𠅤大学", "post": "理事长", "full_time": False}}},
        "executive": {"people": {"person-2": {"order": 1, "name": "王䶮样", "full_time": True}}},
    },
    "agreement": {
        "kind": "agreement", "signed": "2024-08-01", "effective": "2024-08-01", "start": "2024-08-01", "end": "2027-09-30",
        "clauses": {"goals": True, "property": False},
    },
    "papers": {
        "agreement": {"name": "协议.pdf", "copies": 2, "sealed": True},
        f"credit.{LEAD}": {"name": "信用.pdf"},
        f"licence.{CORE}": {"name": "执照.pdf", "sealed": True},
        f"operation.{CORE}.2023": {"name": "经营2023.pdf"},
    },
}  # fmt: skip
PRIVATE: dict[str, Any] = {"contacts": {"lead": {"name": "赵演示", "phone": "0354-1234567", "email": "a@example.org"}}}


def read(path: Path, rules: Pack) -> Filled:
    return read_form(path, rules, divisions=DIVISIONS)


def faults(path: Path, rules: Pack) -> list[tuple[str, str, str]]:
    with pytest.raises(WorkbookFaults) as refused:
        read(path, rules)
    assert [f.text() for f in refused.value.faults] == str(refused.value).split("\n")[1:]
    return [(fault.sheet, fault.cell, fault.code) for fault in refused.value.faults]
