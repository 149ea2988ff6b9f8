"""The application file in the window's form: typed, checked, saved as only what changed, undone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
)
from pytestqt.qtbot import QtBot

from alliance_desk.cases import undo
from alliance_desk.cases.editing import edit
from alliance_desk.desk import Desk, local
from tests.helpers.clerk import Clerk, focus, sitter
from tests.helpers.effort import effort
from tests.helpers.filled import YEARLY
from tests.helpers.walk import faults
from tests.helpers.windows import choose, click, find, settle, type_text
from ui.language import tr
from ui.main_window import MainWindow
from ui.pages.case.edit import edit_actions, open_form
from ui.pages.case.form_sheet import FORM, FormSheet

Open = Callable[..., MainWindow]


@pytest.fixture
def clerk_on(qtbot: QtBot, window_on: Open, tmp_path: Path) -> Callable[..., Clerk]:
    return sitter(qtbot, window_on, tmp_path)


def test_a_field_that_was_changed_is_all_that_is_written(clerk_on: Callable[..., Clerk]) -> None:
    clerk = clerk_on()
    clerk.open("alliance")
    assert not find(clerk.window, "form.save").isEnabled()
    clerk.type("form.alliance.industry", "镁质耐火材料")
    clerk.type("form.alliance.founded", "20230701")
    assert "已改，原为：" in find(clerk.window, "form.alliance.industry.note", QLabel).text()
    assert find(clerk.window, "form.changes", QLabel).text() == "已改 2 处：成立日期、所属产业"
    clerk.save()
    assert not clerk.is_open
    assert clerk.last() == (
        "case.edited",
        {"alliance": {"industry": "镁质耐火材料", "founded": "2023-07-01"}},
        {},
    )
    assert "已修改 2 项" in clerk.said
    assert local.draft(clerk.seat.reader, clerk.stream, FORM) is None


def test_what_was_saved_can_be_undone_by_its_name(clerk_on: Callable[..., Clerk]) -> None:
    clerk = clerk_on()
    before = clerk.case.open
    clerk.open("alliance")
    clerk.type("form.alliance.industry", "镁质耐火材料")
    clerk.save()
    target = undo.next_undo(clerk.seat.reader)
    assert target is not None
    assert target.names == ("修改所属产业",)
    click(clerk.window, "bar.undo")
    settle(clerk.qtbot, clerk.window)
    assert clerk.case.open == before


def test_wrong_values_are_listed_stand_beside_their_fields_and_lead_there(clerk_on: Callable[..., Clerk]) -> None:
    clerk = clerk_on()
    seq = clerk.case.seq
    clerk.open("members")
    members = sorted(clerk.case.open["members"].values(), key=lambda one: one["order"])
    second = clerk.choose_member(members[1]["name"])
    clerk.type("form.members.code", "9121")
    clerk.type("form.members.founded", "2024-13-01")
    clerk.turn("alliance")
    clerk.type("form.alliance.founded", "很久以前")
    clerk.save()
    assert clerk.is_open
    assert clerk.case.seq == seq
    lines = [one for one in clerk.sheet.findChildren(QPushButton) if one.objectName().startswith("form.problem.")]
    assert len(lines) == 3
    assert "有 3 处需要更正" in find(clerk.window, "form.problems").findChildren(QLabel)[0].text()
    assert "（1 处有误）" in find(clerk.window, "form.tabs", QTabBar).tabText(0)
    lead = next(one for one in lines if "统一社会信用代码" in one.text())
    assert clerk.case.open["members"][second.partition(".")[2]]["name"] in lead.text()
    lead.click()
    code = find(clerk.window, "form.members.code", QLineEdit)
    assert focus() is code
    assert code.text() == "9121"
    assert find(clerk.window, "form.members.code.problem", QLabel).text()
    # Put right, the line beside it goes at once.
    clerk.type("form.members.code", clerk.case.open["members"][second.partition(".")[2]]["code"])
    assert not [one for one in clerk.sheet.findChildren(QLabel, "form.members.code.problem") if one.isVisible()]


def test_a_path_opens_its_part_with_the_cursor_in_its_field(clerk_on: Callable[..., Clerk]) -> None:
    clerk = clerk_on()
    keys = [key for key, _ in sorted(clerk.case.open["members"].items(), key=lambda item: item[1]["order"])]
    body, people = next((body, record["people"]) for body, record in clerk.case.open["bodies"].items())
    person = next(iter(people))
    for path, name in (
        ("alliance.host", "form.alliance.host"),
        (f"members.{keys[3]}.code", "form.members.code"),
        (f"members.{keys[3]}.signed", f"form.signatures.{keys[3]}.signed"),
        ("agreement.end", "form.agreement.agreement.end"),
        ("agreement.clauses.goals", "form.clauses.goals.yes"),
        (f"bodies.{body}.people.{person}.unit", "form.people.unit"),
        ("contacts.lead.phone", "form.contacts.lead.phone"),
    ):
        open_form(clerk.seat, clerk.case, path=path)
        QTest.qWait(5)
        assert focus().objectName() == name
    assert len(clerk.window.findChildren(FormSheet)) == 1


def test_members_come_go_and_change_places(clerk_on: Callable[..., Clerk]) -> None:
    clerk = clerk_on()
    before = clerk.case.open["members"]
    order = sorted(before, key=lambda key: before[key]["order"])
    clerk.open("members")
    clerk.choose_member(before[order[2]]["name"])
    click(clerk.window, "form.members.down")
    clerk.choose_member(before[order[5]]["name"])
    click(clerk.window, "form.members.remove")
    assert "将从申报内容中移出" in find(clerk.window, "form.members.gone", QLabel).text()
    click(clerk.window, "form.members.put-back")
    click(clerk.window, "form.members.remove")
    click(clerk.window, "form.members.add")
    assert focus().objectName() == "form.members.name"
    clerk.type("form.members.name", "样例新加单位有限公司")
    click(clerk.window, "form.members.legal_person.yes")
    clerk.save()
    after = clerk.case.open["members"]
    added = (set(after) - set(before)).pop()
    assert set(before) - set(after) == {order[5]}
    assert after[added] == {"order": 15, "name": "样例新加单位有限公司", "legal_person": True}
    assert sorted(after, key=lambda key: after[key]["order"])[2:4] == [order[3], order[2]]
    touched = clerk.last()[1]
    assert isinstance(touched, dict)
    assert set(touched["members"]) == {order[2], order[3], order[5], added}


def test_people_are_moved_from_one_body_to_another(clerk_on: Callable[..., Clerk]) -> None:
    clerk = clerk_on(YEARLY)
    bodies = clerk.case.open["bodies"]
    key, person = next(iter(bodies["council"]["people"].items()))
    clerk.open("bodies")
    clerk.choose_member(person["name"])
    choose(clerk.window, "form.people.body", "常设执行机构")
    clerk.type("form.people.post", "秘书长")
    click(clerk.window, "form.people.add")
    clerk.type("form.people.name", "钱样例")
    clerk.save()
    after = clerk.case.open["bodies"]
    assert key not in after["council"]["people"]
    assert after["executive"]["people"][key] | {"order": 0} == {**person, "post": "秘书长", "order": 0}
    assert [one["name"] for one in after["executive"]["people"].values()].count("钱样例") == 1


def test_signatures_are_filled_for_all_who_have_none(clerk_on: Callable[..., Clerk]) -> None:
    def unsign(desk: Desk, number: str) -> None:
        keys = [*desk.case(number).open["members"]][:3]
        edit(desk, number, {"members": {key: {"signed": None, "sealed": None} for key in keys}})

    clerk = clerk_on(prepare=unsign)
    members = clerk.case.open["members"]
    empty = {key for key, one in members.items() if "signed" not in one}
    assert len(empty) == 3
    clerk.open("agreement")
    clerk.type("form.signatures.all.signed", "20240830")
    click(clerk.window, "form.signatures.all.sealed.yes")
    click(clerk.window, "form.signatures.fill")
    click(clerk.window, "form.clauses.goals.no")
    clerk.save()
    assert clerk.last()[1] == {
        "members": {key: {"signed": "2024-08-30", "sealed": True} for key in empty},
        "agreement": {"clauses": {"goals": False}},
    }


def test_yearly_figures_are_typed_in_wan_with_the_yuan_beside(clerk_on: Callable[..., Clerk]) -> None:
    clerk = clerk_on(YEARLY)
    clerk.open("members")
    clerk.type("form.members.rd.2022", "1234.5678")
    assert any("12,345,678.00 元" in label.text() for label in clerk.sheet.findChildren(QLabel))
    clerk.save()
    (record,) = clerk.last()[1]["members"].values()  # pyright: ignore[reportIndexIssue]
    assert record == {"rd": {"2022": 1_234_567_800}}


def test_contacts_go_into_the_private_part(clerk_on: Callable[..., Clerk]) -> None:
    clerk = clerk_on()
    clerk.open("contacts")
    clerk.type("form.contacts.lead.mobile", "13900000000")
    clerk.save()
    assert clerk.last() == ("case.edited", {}, {"contacts": {"lead": {"mobile": "13900000000"}}})


def test_the_application_date_is_shown_and_cannot_be_changed(clerk_on: Callable[..., Clerk]) -> None:
    clerk = clerk_on()
    clerk.open("alliance")
    filed = find(clerk.window, "form.application.filed", QLineEdit)
    assert not filed.isEnabled()
    assert clerk.case.open["application"]["filed"] in filed.text()


def test_keys_alone_are_enough(clerk_on: Callable[..., Clerk]) -> None:
    clerk = clerk_on()
    clerk.open("alliance")
    assert focus().objectName() == "form.alliance.name"
    for _ in range(60):
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
        assert clerk.sheet.isAncestorOf(focus()), focus().objectName()
    find(clerk.window, "form.alliance.industry").setFocus()
    type_text(clerk.window, "form.alliance.industry", "键盘填的")
    QTest.keyClick(focus(), Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert clerk.sheet.tabs.currentIndex() == 1
    QTest.keyClick(focus(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(clerk.qtbot, clerk.window)
    assert clerk.case.open["alliance"]["industry"] == "键盘填的"


def test_the_forms_are_offered_in_the_order_of_the_official_one(
    clerk_on: Callable[..., Clerk],
) -> None:
    clerk = clerk_on()
    actions = edit_actions(clerk.seat, clerk.case)
    assert [action.id.removeprefix("edit.") for action in actions] == [
        "alliance",
        "members",
        "bodies",
        "agreement",
        "contacts",
    ]
    assert not any(action.why_not() for action in actions)
    actions[1].run()
    assert clerk.sheet.tabs.currentIndex() == 1


def test_after_the_recommendation_the_file_is_closed(qtbot: QtBot, window_on: Open, tmp_path: Path) -> None:
    from tests.helpers.desks import make_office, recommended_case

    with make_office(tmp_path / "w") as desk:
        recommended_case(desk)
    clerk = Clerk(qtbot, window_on(tmp_path / "w"))
    actions = edit_actions(clerk.seat, clerk.case)
    assert {action.why_not() for action in actions} == {tr("steps.file-closed")}
    clerk.open("alliance")
    clerk.type("form.alliance.office", "新址")
    assert not find(clerk.window, "form.save").isEnabled()
    assert find(clerk.window, "form.save").toolTip() == tr("steps.file-closed")


def test_nothing_of_the_form_is_cut_unnamed_or_pale(clerk_on: Callable[..., Clerk]) -> None:
    clerk = clerk_on(YEARLY)
    for size in ((1280, 2600), (1100, 2600)):  # so high that nothing lies half behind the edge of a pane
        clerk.window.resize(*size)
        for section in ("alliance", "members", "bodies", "agreement", "contacts"):
            clerk.open(section)
            QTest.qWait(30)
            assert faults(clerk.sheet) == [], (size, section)


def test_the_form_of_thirty_members_opens_with_little_work(clerk_on: Callable[..., Clerk]) -> None:
    def grow(desk: Desk, number: str) -> None:
        more = {f"x{at:02}": {"order": 20 + at, "name": f"样例增补单位第{at}号有限责任公司"} for at in range(16)}
        edit(desk, number, {"members": more})

    clerk = clerk_on(prepare=grow)
    clerk.open("alliance")

    def turned(section: str) -> int:
        return effort(lambda: (clerk.turn(section), QApplication.processEvents()))

    assert turned("members") < 60_000
    assert turned("agreement") < 40_000
