"""The page of policies: what it shows is what the core says, and everything can be done from it by clicks and by keys."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QTabBar
from pytestqt.qtbot import QtBot

from alliance_desk.cases import continuing, office, pack_look, pack_use, packs
from alliance_desk.clock import FixedClock
from alliance_desk.desk import library
from tests.helpers.calls import CALL
from tests.helpers.desks import PACK_ID, open_sample_case, reopen
from tests.helpers.handing import recognised
from tests.helpers.policies import TITLE, Open, checked, root, second, sit, trial, written
from tests.helpers.windows import DAY, HANGS_MS, click, find, settle, type_text
from ui.finder import find as look_for
from ui.pages.policies_page import unsound
from ui.tables.view import Table

__all__ = ["root", "sit"]  # fixtures


# The packs


def test_the_list_shows_every_pack_as_the_core_knows_it(sit: Open, root: Path) -> None:
    seat = sit(root)
    with reopen(root, readonly=True) as desk:
        known, use = packs.known(desk, desk.place.packs), pack_use.use(desk)
    rows = seat.cells("policies.packs")
    assert [row[0] for row in rows] == [one.title for one in known]
    for row, one in zip(rows, known, strict=True):
        under = use.get(one.id, pack_use.Use())
        assert row[2:7] == [
            str(under.alliances or ""),
            str(under.running or ""),
            str(one.version),
            one.doc_no,
            one.issuer,
        ]
    assert seat.pack(TITLE)[3] == "1"
    assert seat.pack(TITLE)[-1] == "在文件夹里，未登记加入"
    assert {row[-1] for row in rows if row[0] != TITLE} == {"随程序提供"}


def test_alliances_of_the_register_are_counted_under_their_policy(sit: Open, tmp_path: Path) -> None:
    recognised(tmp_path)
    seat = sit(tmp_path / "city")
    assert seat.pack(TITLE)[2] == "1"
    seat.look_at(TITLE)
    assert "有效联盟 1 家" in seat.text("policies.about")


@pytest.mark.parametrize(
    ("pack", "day", "word", "phrase"),
    [
        (PACK_ID, "2024-09-27", "在用", "在用"),
        ("heilongjiang-draft", "2024-09-27", "草案", "草案（仅演练）"),
        ("jinzhong-2023", "2023-09-27", "在用", "在用"),
        ("jinzhong-2023", "2025-01-21", "将到期", "在用，2025-01-21 到期"),
        ("jinzhong-2023", "2025-01-22", "已到期", "已到期（须有继续执行依据）"),
        ("call-2024", "2024-03-29", "受理中", "申报通知，2024-03-29 截止"),
        ("call-2024", "2024-03-30", "已截止", "申报通知，2024-03-29 已截止"),
    ],
)
def test_a_policy_says_how_it_stands_on_the_day(
    sit: Open, root: Path, pack: str, day: str, word: str, phrase: str
) -> None:
    (root / "packs" / "call-2024.toml").write_text(CALL, "utf8")
    seat = sit(root, date.fromisoformat(day))
    seat.page.open(pack)
    title = seat.page.packs.packs[pack].title
    assert seat.pack(title)[1] == word
    assert find(seat.window, "policies.badge").findChildren(QLabel)[1].text() == phrase


def test_a_repealed_policy_and_one_that_goes_on_say_so(sit: Open, root: Path) -> None:
    written(
        root / "packs" / "old.toml", trial(root), id=(PACK_ID, "old"), title=(TITLE, "旧办法"), status=("在用", "废止")
    )
    with reopen(root) as desk:
        continuing.record(desk, "jinzhong-2023", "样政发〔2025〕3号", "样例市政府")
    seat = sit(root, date(2026, 1, 5))
    assert seat.pack("旧办法")[1] == "已废止"
    seat.page.open("jinzhong-2023")
    assert seat.pack(seat.text("policies.title"))[1] == "继续执行"
    assert "样政发〔2025〕3号" in seat.text("policies.about")


def test_a_call_names_the_policy_it_lies_over(sit: Open, root: Path) -> None:
    (root / "packs" / "call-2024.toml").write_text(CALL, "utf8")
    seat = sit(root)
    seat.page.open("call-2024")
    assert seat.text("policies.title") == "样例年度申报通知"
    parent = library.find_pack("jinzhong-2023", root / "packs").pack.title
    assert f"上位政策：{parent}" in seat.text("policies.about")
    assert parent in seat.pack("样例年度申报通知")


# The rule book


def test_the_rule_book_is_read_on_the_screen_chapter_by_chapter(sit: Open, root: Path) -> None:
    seat = sit(root)
    seat.look_at(TITLE)
    with reopen(root, readonly=True) as desk:
        book = pack_look.book(desk.policy_for(PACK_ID))
    reader = seat.page.chosen.reader
    assert [one.title for one in reader.headings] == [chapter.title for chapter in book.chapters]
    shown = "".join(reader.text.toPlainText().split())
    for chapter in book.chapters:
        for part in chapter.parts:
            cells = [part] if isinstance(part, str) else [cell for row in part.rows for cell in row]
            assert all("".join(cell.split()) in shown.replace("\u200b", "") for cell in cells)


def test_the_contents_lead_to_a_chapter_and_follow_the_text(sit: Open, root: Path) -> None:
    seat = sit(root)
    seat.page.open("jinzhong-2023")
    QTest.qWait(5)
    contents, reader = find(seat.window, "policies.book.contents", QListWidget), seat.page.chosen.reader
    assert contents.currentRow() == 0
    contents.setFocus()
    for _ in range(4):
        QTest.keyClick(contents, Qt.Key.Key_Down)
    bar = reader.text.verticalScrollBar()
    assert bar.value() == reader._top(reader.headings[4].position) > 0
    QTest.keyClick(contents, Qt.Key.Key_Return)
    assert reader.text.hasFocus()
    bar.setValue(reader._top(reader.headings[7].position) + 3)
    assert contents.currentRow() == 7


def test_a_word_is_looked_for_in_the_text(sit: Open, root: Path) -> None:
    seat = sit(root)
    seat.look_at(TITLE)
    reader = seat.page.chosen.reader
    reader.text.setFocus()
    QTest.keySequence(reader.text, "Ctrl+F")
    assert reader.search.hasFocus()
    type_text(seat.window, "policies.book.search", "公示")
    count = reader.text.toPlainText().count("公示")
    assert count > 1
    assert seat.text("policies.book.count") == f"第 1 处，共 {count} 处"
    QTest.keyClick(reader.search, Qt.Key.Key_Return)
    assert seat.text("policies.book.count") == f"第 2 处，共 {count} 处"
    QTest.keySequence(reader.search, "Shift+Return")
    click(seat.window, "policies.book.previous")
    assert seat.text("policies.book.count") == f"第 {count} 处，共 {count} 处"
    assert len(reader.text.extraSelections()) == count
    type_text(seat.window, "policies.book.search", "查无此词")
    assert seat.text("policies.book.count") == "没有找到"


def test_the_text_stays_where_it_is_when_the_theme_changes_or_the_page_is_read_anew(sit: Open, root: Path) -> None:
    seat = sit(root)
    seat.page.open("jinzhong-2023")
    bar = seat.page.chosen.reader.text.verticalScrollBar()
    bar.setValue(700)
    seat.seat.look.wear("dark")
    QTest.qWait(5)
    assert bar.value() == 700
    QTest.keySequence(seat.window, "F5")
    assert bar.value() == 700
    seat.look_at(TITLE)
    assert bar.value() == 0


# Readings, what is unknown, cases


def test_a_reading_is_chosen_and_shows_who_chose_it(qtbot: QtBot, sit: Open, root: Path) -> None:
    seat = sit(root, date(2024, 10, 9))
    seat.look_at(TITLE)
    seat.turn("readings")
    assert seat.cells("policies.readings")[0] == ["专家组人数", "五人", "默认，未改选", "第八条", "五人、七人"]
    qtbot.waitUntil(seat.page.chosen.readings._options.isVisible, timeout=HANGS_MS)
    said = [label.text() for label in find(seat.window, "policies.options").findChildren(QLabel)]
    assert {"● 五人（默认，现行）", "○ 七人"} <= set(said)
    click(seat.window, "policies.choose-reading")
    seat.fill(**{"option.panel-size": "七人"})
    seat.submit()
    assert seat.cells("policies.readings")[0][:4] == ["专家组人数", "七人", "样例甲，2024-10-09", "第八条"]
    assert seat.cells("policies.readings")[1][2] == "默认，未改选"
    said = [label.text() for label in find(seat.window, "policies.options").findChildren(QLabel)]
    assert {"● 七人（本单位选定）", "○ 五人（默认）"} <= set(said)


def test_enter_on_a_reading_asks_for_another_one(sit: Open, root: Path) -> None:
    seat = sit(root)
    seat.look_at(TITLE)
    seat.turn("readings")
    QTest.keyClick(find(seat.window, "policies.readings", Table), Qt.Key.Key_Return)
    assert seat.task == f"reading.{PACK_ID}.panel-size"


def test_a_call_goes_by_what_was_chosen_for_its_policy_and_says_so(sit: Open, root: Path) -> None:
    (root / "packs" / "call-2024.toml").write_text(CALL, "utf8")
    with reopen(root) as desk:
        rules = desk.policy_for("call-2024")
        key, item = next(iter(rules.reading.items()))
        other = next(option for option in item.options if option != item.default)
        office.choose_reading(desk, "jinzhong-2023", key, other)
    seat = sit(root)
    seat.page.open("call-2024/readings")
    row = seat.cells("policies.readings")[0]
    assert row[:2] == [item.question, item.options[other]]
    assert "选于上位政策" in row[2]


def test_what_the_text_does_not_say_is_listed(sit: Open, root: Path) -> None:
    seat = sit(root)
    seat.page.open("jinzhong-2023/unknowns")
    unknown = library.find_pack("jinzhong-2023", root / "packs").unknown
    assert unknown
    assert seat.cells("policies.unknowns") == [[one.question, one.basis] for one in unknown.values()]
    seat.look_at(TITLE)
    assert "没有列明" in seat.text("policies.unknowns.empty")


def test_cases_pinned_to_other_rules_are_shown_with_what_differs(sit: Open, root: Path, tmp_path: Path) -> None:
    with reopen(root) as desk:
        packs.add(desk, second(root, tmp_path / "second.toml"))
        office.choose_reading(desk, PACK_ID, "panel-size", "7")
        (one,) = pack_use.pinned_otherwise(desk, PACK_ID)
        expected = pack_use.changed_since(desk, one.rules, PACK_ID)
    seat = sit(root)
    seat.look_at(TITLE)
    seat.turn("pinned")
    assert find(seat.window, "policies.tabs", QTabBar).tabText(3) == "办件 1"
    assert seat.cells("policies.pinned") == [
        [one.number, "样例联盟", "申报", one.step, one.filed, "1", str(len(expected))]
    ]
    assert seat.text("policies.pinned.differences") == "\n".join(one.text() for one in expected)
    click(seat.window, "policies.case-differences")
    rows = seat.cells("policies.compare.differences")
    assert [row[4:6] for row in rows] == [[one.before, one.after] for one in expected]
    assert seat.text("policies.compare.difference") == expected[0].text()
    QTest.keyClick(seat.window, Qt.Key.Key_Escape)
    QTest.keyClick(find(seat.window, "policies.pinned", Table), Qt.Key.Key_Return)
    assert seat.window.page.key == "cases"


def test_the_page_follows_what_happens(sit: Open, root: Path) -> None:
    seat = sit(root)
    seat.seat.run("", lambda desk, _step: open_sample_case(desk, "乙联盟"), done=lambda _case: seat.page.fill())
    seat.wait()
    assert seat.pack(TITLE)[3] == "2"


# A pack that cannot be used


def test_a_pack_that_has_become_unsound_shows_its_faults_and_hides_no_other(
    sit: Open, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(
        root / "packs" / "broken.toml", trial(root), id=(PACK_ID, "broken"), kind=('kind = "intake"', 'kind = "intak"')
    )
    seat = sit(root)
    assert seat.pack("broken.toml")[1] == "有误"
    assert seat.pack(TITLE)[1] == "在用"
    seat.page.open("broken")
    found = library.pack_faults(path, root / "packs")
    assert seat.cells("policies.unsound.faults") == [
        [str(one.line), one.key, one.what(), one.remedy(), one.file] for one in found
    ]
    opened: list[Path] = []
    monkeypatch.setattr(unsound, "open_file", opened.append)
    QTest.keyClick(find(seat.window, "policies.unsound.faults", Table), Qt.Key.Key_Return)
    assert opened == [path]
    source = seat.page.unsound.faults.source
    assert source.textCursor().block().text() == path.read_text("utf8").splitlines()[found[0].line - 1]
    written(path, path.read_text("utf8"), kind=('kind = "intak"', 'kind = "intake"'))
    click(seat.window, "policies.unsound.again")
    assert seat.pack(TITLE)[1] == "在用"
    assert seat.text("policies.title") == TITLE
    assert "broken.toml" not in [row[0] for row in seat.cells("policies.packs")]


@pytest.mark.parametrize("what", ["circle", "large", "binary", "empty", "parent"])
def test_no_file_in_the_folder_breaks_the_page(sit: Open, root: Path, what: str) -> None:
    path, text = root / "packs" / "odd.toml", trial(root)
    match what:
        case "circle":
            written(path, text, id=(PACK_ID, "odd"), title=(f'title = "{TITLE}"', 'title = "甲"\nparent = "other"'))
            written(
                root / "packs" / "other.toml",
                text,
                id=(PACK_ID, "other"),
                title=(f'title = "{TITLE}"', 'title = "乙"\nparent = "odd"'),
            )
        case "large":
            path.write_text("# " + "x" * (1 << 20), "utf8")
        case "binary":
            path.write_bytes(b"\xff\xfe\x00[pack]")
        case "empty":
            path.write_text("", "utf8")
        case _:
            written(path, text, id=(PACK_ID, "odd"), version=("version = 1", "version = 0"))
            (root / "packs" / "call-2024.toml").write_text(
                CALL.replace('parent = "jinzhong-2023"', 'parent = "odd"'), "utf8"
            )
    seat = sit(root)
    assert seat.pack("odd.toml")[1] == "有误"
    assert seat.pack(TITLE)[1] == "在用"
    seat.page.open("odd")
    assert seat.text("policies.unsound.told")
    assert find(seat.window, "policies.unsound.edit").isEnabled()


# Guide, keys, places


def test_the_guide_is_read_in_the_page(sit: Open, root: Path) -> None:
    seat = sit(root)
    click(seat.window, "policies.guide")
    reader = seat.page._guide.reader
    assert reader.text.hasFocus()
    assert next(one.title for one in reader.headings if one.level == 2) == "一、准备"
    reader.text.anchorClicked.emit(QUrl("#四动手写"))
    assert reader.contents.currentItem().text() == "四、动手写"
    QTest.keyClick(reader.text, Qt.Key.Key_Escape)
    assert find(seat.window, "policies.packs", Table).hasFocus()


def test_everything_is_reached_by_keys(sit: Open, root: Path) -> None:
    seat = sit(root)
    table = find(seat.window, "policies.packs", Table)
    assert table.hasFocus()
    seat.look_at(TITLE)
    for key in ("readings", "unknowns", "pinned", "book"):
        seat.turn(key)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert seat.page.chosen.reader.text.hasFocus()
    wanted = {
        "check",
        "add",
        "new",
        "guide",
        "print",
        "compare",
        "try",
        "export",
        "take",
        "show.readings",
        "show.pinned",
    }
    assert {f"policies.{one}" for one in wanted} <= {action.id for action in seat.window.actions_now()}
    seat.turn("readings")
    assert "policies.choose-reading" in {action.id for action in seat.window.actions_now()}


def test_copying_means_the_table_with_the_keyboard(sit: Open, root: Path) -> None:
    seat = sit(root)
    seat.look_at(TITLE)
    seat.turn("readings")
    readings, table = find(seat.window, "policies.readings", Table), find(seat.window, "policies.packs", Table)
    for one, words in ((readings, "专家组人数"), (table, TITLE)):
        one.setFocus()
        QTest.keySequence(seat.window, "Ctrl+C")
        assert words in QApplication.clipboard().text()


def test_a_policy_and_its_readings_are_found_from_anywhere(sit: Open, root: Path) -> None:
    seat = sit(root)
    seat.window.go("today")
    look_for(seat.seat, "试行办法", [])[-1].go()
    assert seat.text("policies.title") == TITLE
    seat.window.go("settings")
    next(one for one in seat.window.actions_now() if one.id == "settings.go.policies").run()
    assert seat.window.page.key == "policies"
    assert find(seat.window, "policies.tabs", QTabBar).currentIndex() == 1


def test_nothing_is_added_while_another_program_keeps_the_workspace(qtbot: QtBot, sit: Open, root: Path) -> None:
    with reopen(root, FixedClock(DAY)):
        seat = sit(root)
        qtbot.waitUntil(lambda: seat.seat.readonly, timeout=HANGS_MS)
        settle(qtbot, seat.window)
        assert not find(seat.window, "policies.add").isEnabled()
        seat.look_at(TITLE)
        seat.turn("readings")
        assert not find(seat.window, "policies.choose-reading").isEnabled()


def test_a_view_opened_from_a_view_leads_back_to_it(sit: Open, root: Path, tmp_path: Path) -> None:
    seat = sit(root)
    checked(seat, second(root, tmp_path / "second.toml"))
    click(seat.window, "policies.file.compare")
    seat.submit()
    assert seat.page._path[-1] is seat.page._comparison
    click(seat.window, "policies.back")
    assert seat.page._path[-1] is seat.page._file
    QTest.keySequence(seat.window, "Alt+Left")
    assert not seat.page._path
