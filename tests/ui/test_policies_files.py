"""What is done with pack files from the window: looked through, added, printed, compared, tried, begun, copied, taken out of packages."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabBar

from alliance_desk.cases import pack_look, packs
from alliance_desk.desk import library
from alliance_desk.exchange import export
from alliance_desk.policy import rehearsal
from alliance_desk.policy.difference import differences
from tests.helpers.calls import CALL
from tests.helpers.desks import PACK_ID, recommended_case, reopen, two_offices
from tests.helpers.policies import TITLE, Open, checked, root, second, sit, trial, written
from tests.helpers.windows import choose, click, find
from ui.pages.policies_page import file_view
from ui.tables.view import Table

__all__ = ["root", "sit"]


# A file looked through and added


def test_a_file_is_checked_fault_by_fault_mended_and_checked_again(
    sit: Open, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = second(root, tmp_path / "second.toml", after=('after = ["intake"]', 'after = ["nowhere"]'))
    seat = sit(root)
    checked(seat, path)
    found = library.pack_faults(path, root / "packs")
    assert "问题" in seat.said
    assert seat.window.strip._tone == "warn"
    assert seat.cells("policies.file.faults") == [
        [str(one.line), one.key, one.what(), one.remedy(), one.file] for one in found
    ]
    at = next(at for at, one in enumerate(found) if "nowhere" in one.what())
    find(seat.window, "policies.file.faults", Table).choose(at)
    assert "nowhere" in seat.text("policies.file.fault")
    assert not find(seat.window, "policies.file.add").isEnabled()
    assert "改好之后才能加入" in find(seat.window, "policies.file.add").toolTip()
    assert not find(seat.window, "policies.file.try").isEnabled()
    opened: list[Path] = []
    monkeypatch.setattr(file_view, "open_file", opened.append)
    click(seat.window, "policies.file.edit")
    assert opened == [path]
    second(root, path)
    click(seat.window, "policies.file.again")
    seat.wait()
    assert "没有发现问题" in seat.said
    assert find(seat.window, "policies.file.add").isEnabled()
    QTest.keyClick(seat.window, Qt.Key.Key_Escape)
    assert find(seat.window, "policies.packs", Table).isVisible()


def test_what_a_new_version_changes_is_shown_before_it_is_added(sit: Open, root: Path, tmp_path: Path) -> None:
    path = second(root, tmp_path / "second.toml")
    seat = sit(root)
    checked(seat, path, "policies.add")
    with reopen(root, readonly=True) as desk:
        expected = differences(desk.pack(PACK_ID), library.read_pack(path, desk.place.packs))
    assert [row[4:6] for row in seat.cells("policies.file.differences")] == [
        [one.before, one.after] for one in expected
    ]
    click(seat.window, "policies.file.add")
    assert "取代第 1 版" in seat.intro
    assert "在办的 1 件仍按原来的规则办理" in seat.intro
    assert "已加入" in seat.submit()
    assert seat.pack(TITLE)[4] == "2"
    assert "由样例甲加入" in seat.pack(TITLE)[-1]
    assert seat.text("policies.title") == TITLE
    seat.turn("pinned")
    assert len(seat.cells("policies.pinned")) == 1


def test_a_new_pack_is_added_and_the_same_again_is_not(sit: Open, root: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "new.toml", trial(root), id=(PACK_ID, "new-2025"), title=(TITLE, "新办法"))
    seat = sit(root)
    checked(seat, path, "policies.add")
    assert "还没有这个政策包" in seat.text("policies.file.nothing")
    click(seat.window, "policies.file.add")
    seat.submit()
    assert seat.pack("新办法")[4] == "1"
    checked(seat, path, "policies.add")
    assert "内容相同" in find(seat.window, "policies.file.add").toolTip()
    written(path, path.read_text("utf8"), days=("n = 5", "n = 9"))
    click(seat.window, "policies.file.again")
    seat.wait()
    assert "version" in find(seat.window, "policies.file.add").toolTip()
    assert not find(seat.window, "policies.file.add").isEnabled()


def test_a_refusal_of_the_core_is_told_in_the_drawer(sit: Open, root: Path, tmp_path: Path) -> None:
    path = second(root, tmp_path / "second.toml")
    seat = sit(root)
    checked(seat, path, "policies.add")
    click(seat.window, "policies.file.add")
    path.write_text("[pack]", "utf8")
    seat.submit()
    assert seat.problems
    assert seat.drawer.isVisible()


def test_a_version_that_would_break_a_call_names_the_faults_of_the_call(sit: Open, root: Path, tmp_path: Path) -> None:
    over = CALL.replace("jinzhong-2023", PACK_ID)
    head, _, _ = over.partition("[check.core-min]")
    (root / "packs" / "call-2024.toml").write_text(f'{head}[check.enterprises]\noff = true\nbasis = "通知"\n', "utf8")
    assert not library.pack_faults(root / "packs" / "call-2024.toml", root / "packs")
    text = trial(root)
    start = text.index("[check.enterprises]")
    end = text.index("\n[", start)
    path = tmp_path / "second.toml"
    path.write_text((text[:start] + text[end + 1 :]).replace("version = 1", "version = 2", 1), "utf8")
    seat = sit(root)
    checked(seat, path, "policies.add")
    assert {row[-1] for row in seat.cells("policies.file.faults")} == {"call-2024.toml"}
    assert "申报通知" in seat.text("policies.file.told")
    assert not find(seat.window, "policies.file.add").isEnabled()


def test_a_pack_is_shown_to_take_the_place_of_one_that_has_become_unsound(
    sit: Open, root: Path, tmp_path: Path
) -> None:
    path = second(root, tmp_path / "second.toml")
    (root / "packs" / f"{PACK_ID}.toml").write_text("[pack]", "utf8")
    seat = sit(root)
    checked(seat, path)
    assert seat.text("policies.file.nothing")
    assert "由这个文件取代" in seat.text("policies.file.told")
    assert find(seat.window, "policies.file.add").isEnabled()


# Rule book, comparison, dry run, new pack, copy


def test_the_rule_book_is_written_as_asked(sit: Open, root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    seat = sit(root)
    seat.look_at(TITLE)
    click(seat.window, "policies.print")
    seat.fill(folder=out)
    assert seat.live == ""
    assert "2 份" in seat.submit()
    names = {path.name for path in out.iterdir()}
    assert names == {f"{TITLE}规则说明书（第1版）.{kind}" for kind in ("docx", "pdf")}
    click(seat.window, "policies.print")
    seat.fill(folder=out, kinds=["pdf"])
    assert "将被替换" in seat.live
    assert "1 份" in seat.submit()


def test_printing_that_is_cancelled_stops_between_the_files(
    sit: Open, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    seat = sit(root)
    seat.look_at(TITLE)
    click(seat.window, "policies.print")
    seat.fill(folder=out)
    write = pack_look.print_rules

    def slowly(*given: object) -> object:
        made = write(*given)  # pyright: ignore[reportArgumentType]
        for running in seat.seat.operations.waiting:
            running.cancel()
        return made

    monkeypatch.setattr(pack_look, "print_rules", slowly)
    assert "已取消" in seat.submit()
    assert [path.suffix for path in out.iterdir()] == [".docx"]
    assert seat.drawer.isVisible()


def test_two_packs_are_compared_and_the_differences_exported(sit: Open, root: Path, tmp_path: Path) -> None:
    seat = sit(root)
    seat.page.open("jinzhong-2023")
    click(seat.window, "policies.compare")
    seat.fill(new="鞍山")
    seat.submit()
    with reopen(root, readonly=True) as desk:
        expected = differences(desk.pack("jinzhong-2023"), desk.pack("anshan-2016"))
    assert len(seat.cells("policies.compare.differences")) == len(expected)
    assert "鞍山" in seat.text("policies.compare.told")
    choose(seat.window, "policies.compare.differences.filter.kind", "新增")
    added = [one for one in expected if one.kind == "added"]
    assert len(seat.cells("policies.compare.differences")) == len(added)
    QTest.keySequence(seat.window, "Ctrl+Shift+E")
    target = tmp_path / "differences.xlsx"
    seat.fill(path=target)
    seat.submit()
    sheet = load_workbook(target).active
    assert sheet is not None
    assert sum(row[0].value == "新增" for row in sheet.iter_rows()) == len(added)


def test_a_version_is_compared_with_the_one_before_and_with_a_file(sit: Open, root: Path, tmp_path: Path) -> None:
    path = second(root, tmp_path / "second.toml")
    with reopen(root) as desk:
        packs.add(desk, path)
    third = written(tmp_path / "third.toml", path.read_text("utf8"), days=("n = 7", "n = 9"))
    seat = sit(root)
    seat.look_at(TITLE)
    click(seat.window, "policies.compare")
    seat.submit()
    assert [row[4:6] for row in seat.cells("policies.compare.differences")] == [["1", "2"], ["5", "7"]]
    QTest.keyClick(seat.window, Qt.Key.Key_Escape)
    click(seat.window, "policies.compare")
    seat.fill(old="（第 2 版）", what="政策包文件")
    seat.fill(path=third)
    seat.submit()
    assert [row[4:6] for row in seat.cells("policies.compare.differences")] == [["7", "9"]]
    QTest.keyClick(seat.window, Qt.Key.Key_Escape)
    click(seat.window, "policies.compare")
    seat.fill(old="（第 2 版）", what="另一个政策包", new=f"{TITLE}（第 2 版）")
    seat.submit()
    assert "同一个" in seat.problems


def test_a_dry_run_shows_conditions_and_ways(sit: Open, root: Path) -> None:
    seat = sit(root)
    seat.page.open("anshan-2016")
    click(seat.window, "policies.try")
    assert "都能办到底" in seat.submit()
    with reopen(root, readonly=True) as desk:
        rules = pack_look.rules_of(desk, "anshan-2016", desk.place.packs)
        played = pack_look.dry_run(rules, desk.calendar(), desk.clock.today()).rehearsal.played
    cases = find(seat.window, "policies.tried.cases", Table)
    assert [row[0] for row in seat.cells("policies.tried.cases")] == [one.title for one in played]
    sample = next(at for at, one in enumerate(played) if not one.made)
    cases.choose(sample)
    found = seat.cells("policies.tried.conditions")
    assert sorted(row[1] for row in found) == sorted(one.title for one in played[sample].findings)
    assert found[0][0] == "待人工审核"
    cases.choose(0)
    tabs = find(seat.window, "policies.tried.tabs", QTabBar)
    tabs.setFocus()
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert [row[1] for row in seat.cells("policies.tried.steps")] == [step.name for step in played[0].steps]


def test_a_way_that_does_not_end_is_marked(
    sit: Open, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = rehearsal.walk
    monkeypatch.setattr(rehearsal, "walk", lambda *given: list(walk(*given))[:2])
    seat = sit(root)
    seat.look_at(TITLE)
    click(seat.window, "policies.try")
    assert "有的走不通" in seat.submit()
    assert seat.cells("policies.tried.cases")[0][3] == "走不到底"
    find(seat.window, "policies.tried.tabs", QTabBar).setCurrentIndex(1)
    assert "走不到环节“形式审查”" in seat.text("policies.tried.note")


def test_a_dry_run_with_a_workbook_that_is_none_is_refused_in_the_drawer(sit: Open, root: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"nothing")
    seat = sit(root)
    seat.look_at(TITLE)
    click(seat.window, "policies.try")
    seat.fill(workbook=book)
    assert seat.shown("folder")
    seat.submit()
    assert seat.problems


def test_a_new_pack_is_begun_with_the_guide_beside_it(sit: Open, root: Path, tmp_path: Path) -> None:
    seat = sit(root)
    click(seat.window, "policies.new")
    seat.fill(title="云州市产业创新联合体管理办法", id="Yunzhou 2025", folder=tmp_path)
    seat.submit()
    assert "小写字母" in seat.problems
    seat.fill(id=PACK_ID)
    seat.submit()
    assert "已有这个编号" in seat.problems
    seat.fill(id="yunzhou-2025", division="2103")
    assert "辽宁省鞍山市" in seat.live
    seat.submit()
    assert {path.name for path in tmp_path.glob("*.*")} >= {"yunzhou-2025.toml", "pack.schema.json"}
    assert seat.text("policies.file.title") == "政策包文件 yunzhou-2025.toml"
    assert find(seat.window, "policies.file.add").isEnabled()
    assert find(seat.window, "policies.file.guide.text").isVisible()
    click(seat.window, "policies.file.guide-beside")
    assert not seat.page._file.guide.isVisible()
    assert find(seat.window, "policies.file.guide-beside").property("text") == "旁边显示写作说明"


def test_a_pack_is_exported_as_it_is(sit: Open, root: Path, tmp_path: Path) -> None:
    (root / "packs" / "call-2024.toml").write_text(CALL, "utf8")
    seat = sit(root)
    seat.page.open("call-2024")
    click(seat.window, "policies.export")
    assert "上位政策" in seat.intro
    target = tmp_path / "call.toml"
    seat.fill(path=target)
    seat.submit()
    assert target.read_text("utf8") == CALL


def test_the_ground_of_an_expired_policy_is_entered_and_shown(sit: Open, root: Path) -> None:
    seat = sit(root, date(2026, 1, 5))
    seat.look_at(TITLE)
    assert "policies.continue" not in {action.id for action in seat.window.actions_now()}
    seat.page.open("jinzhong-2023")
    click(seat.window, "policies.continue")
    seat.fill(document="样政发〔2025〕3号", by="样例市政府")
    seat.submit()
    assert seat.pack(seat.text("policies.title"))[1] == "继续执行"
    assert "继续执行依据：样政发〔2025〕3号" in seat.text("policies.about")


def test_packs_are_taken_out_of_a_package_and_looked_through(sit: Open, tmp_path: Path) -> None:
    pair = two_offices(tmp_path)
    case = recommended_case(pair.county)
    package = export.hand_over(pair.county, case.stream, tmp_path / "stick").files[0]
    (pair.city.place.packs / f"{PACK_ID}.toml").unlink()
    pair.close()
    seat = sit(tmp_path / "city")
    out = tmp_path / "out"
    out.mkdir()
    seat.action("policies.take").run()
    seat.fill(package=package, folder=out)
    assert "取出 1 个" in seat.submit()
    assert seat.text("policies.file.title") == f"政策包文件 {PACK_ID}.toml"
    click(seat.window, "policies.file.add")
    seat.submit()
    assert seat.pack(TITLE)[4] == "1"
