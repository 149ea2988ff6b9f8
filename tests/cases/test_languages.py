"""What the window shows comes in the language that is asked for; what is recorded and printed stays Chinese."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from alliance_desk.cases import conditions, corrections, editing, moves, notice, refill, undo, views
from alliance_desk.cases.comparing import compare
from alliance_desk.cases.history import history
from alliance_desk.desk import Desk
from alliance_desk.desk.divisions import division_names
from alliance_desk.errors import Refused
from alliance_desk.exchange import export, intake
from alliance_desk.ledger.fold import Folded
from tests.helpers.desks import TODAY, open_sample_case, recommended_case, two_offices

HAN = re.compile("[\u3400-\u9fff]")


def foreign(text: str, *names: str) -> bool:
    """Whether a text holds no Chinese but these names."""
    for name in names:
        text = text.replace(name, "")
    return bool(text) and not HAN.search(text)


def test_statuses(desk: Desk, case_at: Callable[..., Folded]) -> None:
    case = case_at("published")
    rules = desk.rules_of(case)
    act = rules.pack.words.act
    assert HAN.search(views.status(rules, case))
    assert foreign(views.status(rules, case, "en"), act)
    assert views.list_status(desk, case.open["case"]["pack"], "status.published") == views.status(rules, case)
    assert foreign(views.list_status(desk, "lost", "status.recognition", "en"), act)


def test_what_the_office_keeps(desk: Desk, case_at: Callable[..., Folded]) -> None:
    case_at("published")
    (row,) = views.records(desk, "notices")
    assert views.record_line(row)[-1] == "公示中"
    assert foreign(views.record_line(row, "en")[-1])


def test_the_history(desk: Desk, case_at: Callable[..., Folded]) -> None:
    case = case_at("published")
    names = [stage.name for stage in desk.rules_of(case).stage.values()]
    chinese, english = history(desk, case.stream), history(desk, case.stream, "en")
    assert [line.kind for line in chinese] == [line.kind for line in english]
    titles = [check.title for check in desk.rules_of(case).check.values()]
    assert all(HAN.search(line.what) for line in chinese)
    assert all(foreign(line.what, *names, *titles) for line in english)


def test_undo(desk: Desk) -> None:
    case = open_sample_case(desk)
    editing.edit(desk, case.stream, {"alliance": {"goals": "新目标"}})
    undone, told = undo.next_undo(desk), undo.next_undo(desk, "en")
    assert undone is not None
    assert told is not None
    assert undone.names == ("修改目标和任务",)
    assert foreign(told.names[0])
    undo.undo(desk)
    with pytest.raises(Refused) as refused:
        undo.undo(desk, "en")
    assert foreign(refused.value.text("en"))


def test_findings_and_the_refusal_that_lists_them(desk: Desk) -> None:
    case = open_sample_case(desk)
    titles = [f.title for f in conditions.findings(desk, case)]
    assert all(foreign(f.text("en")) for f in conditions.findings(desk, case))
    with pytest.raises(moves.ConditionsOpen) as refused:
        moves.recommend(desk, case.stream, "同意")
    assert len(refused.value.findings) == 2
    said = refused.value.text("en")
    assert foreign(said, *titles, "样例市产业联盟试行办法", "第五条", "：")
    assert refused.value.text() == str(refused.value)


def test_changes_between_two_states(desk: Desk) -> None:
    before, after = {"alliance": {"goals": "甲", "founded": "2020-01-01"}}, {"alliance": {"goals": "乙"}}
    lines = compare(before, after, desk.rules_for("jinzhong-2023"), division_names(), "en")
    assert all(foreign(line.text("en"), "甲", "乙") for line in lines)
    said = editing.edit(desk, open_sample_case(desk).stream, {"alliance": {"goals": "乙"}}, preview=True, language="en")
    assert all(foreign(line, "样例目标", "乙") for line in said.facts["changes"])  # type: ignore[union-attr]
    assert foreign(refill.contacts({"contacts": {}}, "en")[0].text("en"))


def test_faults_of_a_workbook_and_of_a_folder(tmp_path: Path) -> None:
    from alliance_desk.sheets.attachments import FileFault, FolderFaults
    from alliance_desk.sheets.faults import CellFault, WorkbookFaults

    book = WorkbookFaults("a.xlsx", [CellFault("sheet", "D7", "date")])
    assert "2024-09-01" in book.text()
    assert foreign(book.text("en"))
    assert foreign(FolderFaults([FileFault("empty", {"name": "a.pdf"})]).text("en"))


def test_a_package_is_previewed(tmp_path: Path) -> None:
    pair = two_offices(tmp_path)
    try:
        case = recommended_case(pair.county)
        first = export.hand_over(pair.county, case.stream, tmp_path / "a")
        export.withdraw_offer(pair.county, case.stream, "样例")
        second = export.hand_over(pair.county, case.stream, tmp_path / "b")
        assert first.files[0] != second.files[0]
        seen = intake.preview(pair.city, second.files[0], "en")
        assert foreign(seen.cases[0].status, "认定")
        assert seen.remarks
        assert all(foreign(remark) for remark in seen.remarks)
        assert HAN.search(intake.preview(pair.city, second.files[0]).remarks[0])
    finally:
        pair.close()


def test_what_is_recorded_stays_chinese(desk: Desk) -> None:
    case = open_sample_case(desk)
    corrections.ask_correction(desk, case.stream, TODAY, "请补充")
    items = desk.case(case.stream).open["corrections"]["r1"]["items"]
    assert all(HAN.search(item["text"]) for item in items.values())


def test_a_notice_says_its_end_in_either_language(desk: Desk, case_at: Callable[..., Folded]) -> None:
    case = case_at("notice")
    said = notice.publish(desk, [case.stream], TODAY, "web")
    assert HAN.search(said.text())
    assert "2024-10-02" in said.text("en")
