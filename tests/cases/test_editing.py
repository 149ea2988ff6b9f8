"""Editing a file by hand: what is typed is read like the workbook's cells, told fault by fault, and written as it was meant."""

import contextlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance_desk import canonical, doctor
from alliance_desk.canonical import Json
from alliance_desk.cases import conditions, corrections, editing, moves, undo
from alliance_desk.cases.editing import EditFaults
from alliance_desk.cases.intake import FILE
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from tests.helpers.desks import TODAY, make_office, open_sample_case, settle
from tests.samples.scans import scan
from tests.samples.units import unit_code

FULL = "jinzhong-2023"
"""A policy that ships and asks for nearly everything."""


@pytest.fixture
def case(desk: Desk) -> Folded:
    return open_sample_case(desk)


@pytest.fixture
def city(tmp_path: Path) -> Any:
    """A city office under a policy with bodies, clauses, categories and papers by member and year."""
    with make_office(tmp_path / "full", "晋中市科学技术局", "市", "140700") as made:
        yield made


@pytest.fixture
def blank(city: Desk) -> str:
    """A case of that policy, opened with nothing but a name."""
    return editing.open_blank(city, FULL, "晋中市样例产业技术创新战略联盟", on_behalf="样例县科技局").streams[0]


def faults(desk: Desk, number: str, patch: Json, private: Json | None = None) -> dict[str, str]:
    """Path → code of everything that is wrong with an edit; nothing is written."""
    before = desk.case(number)
    with pytest.raises(EditFaults) as refused:
        editing.edit(desk, number, patch, private)
    assert desk.case(number) == before
    assert refused.value.code == "cases.edit-faults"
    for fault in refused.value.faults:
        assert fault.line() in refused.value.text()
    return {fault.path: fault.code for fault in refused.value.faults}


# What is written


def test_an_edit_writes_only_what_changed_and_tells_it(desk: Desk, case: Folded) -> None:
    said = editing.edit(
        desk,
        case.stream,
        {
            "alliance": {"name": "新样例联盟", "goals": "样例目标"},
            "members": {"m2": {"tasks": "新任务", "founded": "2001-2-3"}},
        },
        {"contacts": {"lead": {"phone": "0412-1234567"}}},
    )
    after = desk.case(case.stream)
    event = streams.events(desk.raw, case.stream)[-1]
    assert event.header.kind == "case.edited"
    assert event.patch == {
        "alliance": {"name": "新样例联盟", "initials": "xyllm"},
        "members": {"m2": {"tasks": "新任务", "founded": "2001-02-03"}},
    }
    assert event.private_patch == {"contacts": {"lead": {"phone": "0412-1234567"}}}
    assert after.open["application"] == case.open["application"]
    assert said.facts["changes"] == (
        "联盟：联盟名称 样例联盟 → 新样例联盟",
        "成员单位“样例单位2”：承担的任务 （空） → 新任务",
        "成员单位“样例单位2”：单位成立日期 （空） → 2001-02-03",
        "更新联系人信息",
    )
    assert "1234567" not in said.text()


def test_what_was_typed_is_stored_as_the_workbook_would_store_it(desk: Desk, case: Folded) -> None:
    code = unit_code("enterprise", "210303", 77)
    member = {
        "code": f" {code[:9].lower()} {code[9:]} ",
        "registered": "210303",
        "flags": ["high_tech", "leading", "high_tech"],
        "former_names": ["旧名甲", " 旧名乙 "],
        "rd": {"2023": 123_456_789_01, "2022": 0},
        "legal_person": False,
        "tasks": "第一行\r\n第二行",
        "seated": None,
    }
    editing.edit(desk, case.stream, {"members": {"m2": member}})
    stored = desk.case(case.stream).open["members"]["m2"]
    assert stored["code"] == code
    assert stored["flags"] == ["high_tech", "leading"]
    assert stored["former_names"] == ["旧名甲", "旧名乙"]
    assert stored["rd"] == {"2023": 123_456_789_01, "2022": 0}
    assert stored["legal_person"] is False
    assert stored["tasks"] == "第一行\n第二行"
    assert "seated" not in stored


def test_an_emptied_field_goes_and_none_is_a_word_of_its_own(desk: Desk, case: Folded) -> None:
    editing.edit(desk, case.stream, {"alliance": {"office": "某路1号", "liable_body": "无"}})
    editing.edit(desk, case.stream, {"alliance": {"office": "  ", "goals": None}})
    alliance = desk.case(case.stream).open["alliance"]
    assert alliance["liable_body"] == "none"
    assert not {"office", "goals"} & set(alliance)


def test_new_members_and_people_stand_last_and_get_their_place(city: Desk, blank: str) -> None:
    editing.edit(city, blank, {"members": {"a": {"name": "甲单位", "role": "lead"}, "b": {"name": "乙单位"}}})
    editing.edit(
        city,
        blank,
        {
            "members": {"c": {"name": "丙单位"}},
            "bodies": {"council": {"people": {"p": {"name": "张样例"}, "q": {"name": "李样例", "full_time": True}}}},
            "agreement": {"kind": "charter", "start": "2024-01-01", "end": "2027-01-01", "clauses": {"goals": True}},
            "alliance": {"host": "a", "field": "emerging"},
        },
    )
    document = city.case(blank).open
    assert {key: member["order"] for key, member in document["members"].items()} == {"a": 1, "b": 2, "c": 3}
    people = document["bodies"]["council"]["people"]
    assert {key: person["order"] for key, person in people.items()} == {"p": 1, "q": 2}
    editing.edit(city, blank, {"members": {"c": {"order": 1}, "a": {"order": 3}}})
    assert city.case(blank).open["members"]["c"]["order"] == 1


def test_a_member_that_goes_takes_its_papers_and_signature_along_and_can_be_brought_back(
    city: Desk, blank: str, tmp_path: Path
) -> None:
    paper = tmp_path / "执照.pdf"
    paper.write_bytes(scan("营业执照", ["样例"]))
    members = {
        "a": {"name": "甲单位", "role": "lead"},
        "b": {"name": "乙单位", "signed": "2024-09-01", "signatory": "legal_rep"},
    }
    editing.edit(city, blank, {"members": members, "alliance": {"field": "emerging"}})
    editing.edit(city, blank, {"alliance": {"host": "b"}})
    for member in ("a", "b"):
        editing.add_paper(city, blank, paper, "licence", member)
    before = city.case(blank).open
    said = editing.edit(city, blank, {"members": {"b": None}})
    after = city.case(blank).open
    assert set(after["members"]) == {"a"}
    assert set(after["papers"]) == {"licence.a"}
    assert "host" not in after["alliance"]
    assert said.facts["changes"] == (
        "联盟：常设执行机构依托单位 乙单位 → （空）",
        "去掉成员单位“乙单位”",
        "去掉“乙单位”的材料“营业执照”",
    )
    undo.undo(city)
    assert city.case(blank).open == before
    assert doctor.examine(city).faults == ()


def test_a_judgement_about_a_member_that_goes_stays_in_the_history_and_asks_no_more(desk: Desk, case: Folded) -> None:
    settle(desk, case.stream)
    editing.edit(desk, case.stream, {"members": {"m3": None}})
    assert "level" in desk.case(case.stream).open["attest"]
    assert conditions.findings(desk, desk.case(case.stream))


def test_a_preview_tells_and_writes_nothing(desk: Desk, case: Folded) -> None:
    said = editing.edit(desk, case.stream, {"alliance": {"goals": "新目标"}}, preview=True)
    assert said.facts["changes"] == ("联盟：目标和任务 样例目标 → 新目标",)
    assert said.kinds == frozenset()
    assert desk.case(case.stream) == case


def test_a_correction_is_answered_when_the_clerk_says_so(desk: Desk, case: Folded) -> None:
    corrections.ask_correction(desk, case.stream, TODAY, "请补充")
    editing.edit(desk, case.stream, {"alliance": {"goals": "新目标"}})
    assert "answered" not in desk.case(case.stream).open["corrections"]["r1"]
    editing.edit(desk, case.stream, {}, corrected=True)
    assert desk.case(case.stream).open["corrections"]["r1"]["answered"] == TODAY.isoformat()


def test_nothing_changed_is_nothing_written(desk: Desk, case: Folded) -> None:
    with pytest.raises(Refused, match="没有改动"):
        editing.edit(desk, case.stream, {"alliance": {"name": "样例联盟"}, "members": {"m1": {"role": "lead"}}})


def test_two_windows_never_overwrite_each_other(desk: Desk, case: Folded) -> None:
    editing.edit(desk, case.stream, {"alliance": {"goals": "先来的"}})
    desk.seen = {case.stream: case.seq}
    editing.edit(desk, case.stream, {"alliance": {"office": "某路1号"}})
    with pytest.raises(Refused) as later:
        editing.edit(desk, case.stream, {"alliance": {"goals": "后来的"}})
    assert later.value.code == "ledger.changed-meanwhile"


def test_the_file_is_closed_once_it_is_recommended(desk: Desk, case: Folded, report: Path) -> None:
    settle(desk, case.stream)
    moves.recommend(desk, case.stream, "同意", scan=report)
    for verb in (
        lambda: editing.edit(desk, case.stream, {"alliance": {"goals": "新"}}),
        lambda: editing.add_paper(desk, case.stream, report, "agreement"),
        lambda: editing.remove_paper(desk, case.stream, "agreement"),
    ):
        with pytest.raises(Refused, match="推荐"):
            verb()


# What is refused, and where


def test_every_fault_is_told_at_once_beside_its_field(desk: Desk, case: Folded) -> None:
    found = faults(
        desk,
        case.stream,
        {
            "alliance": {"name": " ", "founded": "2024-02-30", "legal_person": "也许", "id": "x", "colour": "red"},
            "application": {"filed": "2024-01-01", "operated_since": "3024-01-01"},
            "members": {
                "m1": {
                    "code": "91210303MA0000000",
                    "kind": "club",
                    "registered": "999999",
                    "rd": {"2023": -1, "23": 1},
                },
                "m2": {"name": "样例单位1", "code": "11010519491231002X", "role": "lead", "signed": "昨天"},
                "m3": {"name": "", "tasks": "身份证11010519491231002X", "legal_rep": "甲\u202e乙"},
                "m9": None,
                "坏": {"name": "某"},
                "new": {"role": "ordinary"},
            },
            "papers": {"agreement": {"copies": 0, "name": "x.pdf"}, "other": {"copies": 1}},
            "case": {"rules": "x"},
        },
        {"contacts": {"lead": {"phone": "打我电话", "email": "无"}, "other": {}}},
    )
    assert found == {
        "alliance.name": "sheets.fault.required",
        "alliance.founded": "sheets.fault.date",
        "alliance.legal_person": "sheets.fault.choice",
        "alliance.id": "editing.fault.fixed",
        "alliance.colour": "editing.fault.no-such-field",
        "application.filed": "editing.fault.fixed",
        "application.operated_since": "sheets.fault.date-range",
        "members.m1.code": "sheets.fault.code-form",
        "members.m1.kind": "sheets.fault.choice",
        "members.m1.registered": "sheets.fault.division",
        "members.m1.rd.2023": "sheets.fault.negative",
        "members.m1.rd.23": "editing.fault.no-such-field",
        "members.m2.name": "editing.fault.same-name",
        "members.m2.code": "sheets.fault.id-card-in-code",
        "members.m2.role": "editing.fault.second-lead",
        "members.m2.signed": "sheets.fault.date",
        "members.m3.name": "sheets.fault.required",
        "members.m3.tasks": "sheets.fault.id-card",
        "members.m3.legal_rep": "sheets.fault.control",
        "members.m9": "editing.fault.no-such-field",
        "members.坏": "editing.fault.no-such-field",
        "members.new.name": "sheets.fault.required",
        "papers.agreement.copies": "sheets.fault.count",
        "papers.agreement.name": "editing.fault.no-such-field",
        "papers.other": "editing.fault.no-such-field",
        "case": "editing.fault.no-such-field",
        "contacts.lead.phone": "sheets.fault.phone",
        "contacts.lead.email": "sheets.fault.email",
        "contacts.other": "editing.fault.no-such-field",
    }


def test_faults_say_whose_and_which_field_in_the_clerks_words(city: Desk, blank: str) -> None:
    editing.edit(city, blank, {"members": {"a": {"name": "甲单位"}}})
    with pytest.raises(EditFaults) as refused:
        editing.edit(
            city,
            blank,
            {
                "members": {"a": {"founded": "昨天", "rd": {"2023": "很多"}}},
                "bodies": {
                    "council": {"people": {"p": {"name": "张样例", "post": "x" * 200}}},
                    "none": {"people": {}},
                    "advisory": "张样例",
                },
                "agreement": {"start": "2024-05-01", "end": "2024-04-01", "clauses": {"goals": "有", "none": True}},
                "alliance": {"host": "z", "field": "mining"},
            },
            {"contacts": {"lead": {"email": "x"}}},
        )
    lines = [fault.line() for fault in refused.value.faults]
    assert lines[:4] == [
        "甲单位，单位成立日期：无法识别为日期。请写作 2024-09-01。",
        "甲单位，2023年研发投入（万元）：应填数字。请去掉单位和文字。",
        "张样例，机构内职务：内容有 200 个字，超过 100 个字的上限。请精简。",
        "没有这一项，或内容的格式不对。请关闭后重新打开本页再试。",
    ]
    assert "常设执行机构依托单位：不是本联盟的成员单位。请重新选择。" in lines
    assert "协议期止：早于协议期起。请核对。" in lines
    assert "联系电话" not in "".join(lines)
    assert any(line.startswith("技术创新目标：") for line in lines)
    assert any("传统优势产业改造提升" in line for line in lines)


def test_a_name_may_change_places_but_not_stand_twice(desk: Desk, case: Folded) -> None:
    editing.edit(desk, case.stream, {"members": {"m1": {"name": "样例单位2"}, "m2": {"name": "样例单位1"}}})
    assert faults(desk, case.stream, {"members": {"m3": {"name": " 样例 单位1"}}}) == {
        "members.m3.name": "editing.fault.same-name"
    }
    code = desk.case(case.stream).open["members"]["m1"]["code"]
    assert faults(desk, case.stream, {"members": {"m3": {"code": code}}}) == {
        "members.m3.code": "editing.fault.same-code"
    }


def test_an_old_unit_code_with_a_wrong_check_character_passes_and_becomes_a_condition(desk: Desk, case: Folded) -> None:
    right = unit_code("enterprise", "210303", 5)
    wrong = right[:-1] + ("A" if right[-1] != "A" else "B")
    editing.edit(desk, case.stream, {"members": {"m2": {"code": wrong}}})
    assert desk.case(case.stream).open["members"]["m2"]["code"] == wrong


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 10**18)
    | st.text(max_size=12)
    | st.sampled_from(["2024-01-01", "lead", "m1", "无"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=6), inner, max_size=2),
    max_leaves=5,
)
_NAMES = st.sampled_from(
    [
        "name",
        "host",
        "founded",
        "code",
        "rd",
        "revenue",
        "flags",
        "order",
        "role",
        "m1",
        "m2",
        "zz",
        "people",
        "council",
        "clauses",
        "2023",
        "copies",
        "agreement",
    ]
)


@given(
    patch=st.dictionaries(
        st.sampled_from(FILE),
        st.dictionaries(_NAMES, st.dictionaries(_NAMES, _VALUES, max_size=3) | _VALUES, max_size=3),
        max_size=3,
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_whatever_comes_is_refused_in_words_or_written_soundly(desk: Desk, case: Folded, patch: Json) -> None:
    del case
    number = desk.raw.execute("SELECT stream FROM index_case ORDER BY rowid LIMIT 1").fetchone()[0]
    with contextlib.suppress(Refused):
        editing.edit(desk, number, patch)
    document = desk.case(number).open
    assert canonical.decode(canonical.encode(document)) == document
    conditions.findings(desk, desk.case(number))
    assert all(member.get("name") for member in document["members"].values())
