"""The page of policies: what it shows is what the core says, and everything can be done from it by clicks and by keys."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QTabBar
from pytestqt.qtbot import QtBot

from alliance_desk.cases import continuing, office, pack_look, pack_use, packs
from alliance_desk.clock import FixedClock
from alliance_desk.desk import library
from alliance_desk.exchange import export
from alliance_desk.policy import rehearsal
from alliance_desk.policy.difference import differences
from tests.helpers.calls import CALL
from tests.helpers.desks import (
    PACK_ID,
    make_office,
    open_sample_case,
    passphrase,
    recommended_case,
    reopen,
    two_offices,
)
from tests.helpers.drawers import Hand
from tests.helpers.handing import recognised
from tests.helpers.windows import DAY, choose, click, find, settle, type_text
from ui.action import Action
from ui.finder import find as look_for
from ui.main_window import MainWindow
from ui.pages.policies import Policies
from ui.pages.policies_page import file_view, unsound
from ui.tables.view import Table

TITLE = "样例市产业联盟试行办法"
Open = Callable[..., "Sitting"]


class Sitting(Hand):
    """A person at the page of policies."""

    @property
    def page(self) -> Policies:
        page = self.window.page
        assert isinstance(page, Policies)
        return page

    def cells(self, name: str) -> list[list[str]]:
        """What stands in a table."""
        rows = find(self.window, name, Table).rows
        return [[cell.text for cell in rows.cells(at)] for at in range(rows.rowCount())]

    def look_at(self, title: str) -> None:
        """Put the cursor on a pack."""
        table = find(self.window, "policies.packs", Table)
        table.choose([row[0] for row in self.cells("policies.packs")].index(title))
        QTest.qWait(1)

    def pack(self, title: str) -> list[str]:
        """The row of a pack."""
        return next(row for row in self.cells("policies.packs") if row[0] == title)

    def turn(self, key: str) -> None:
        """Another tab by its key."""
        at = ("book", "readings", "unknowns", "pinned").index(key)
        QTest.keySequence(self.window, f"Ctrl+{at + 1}")
        QTest.qWait(1)
        assert find(self.window, "policies.tabs", QTabBar).currentIndex() == at

    def text(self, name: str) -> str:
        """What a label says."""
        return find(self.window, name, QLabel).text()

    def action(self, name: str) -> Action:
        """What can be done, as the palette has it."""
        return next(one for one in self.window.actions_now() if one.id == name)


@pytest.fixture
def sit(qtbot: QtBot, window_on: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a window at the page."""
    monkeypatch.setattr("ui.main_window.ask_passphrase", lambda question, *_more: question.answer(passphrase()))

    def open_(root: Path, day: date = DAY) -> Sitting:
        sitting = Sitting(qtbot, window_on(root, day))
        sitting.window.go("policies")
        QTest.qWait(5)
        return sitting

    return open_


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A county with one running case under the trial policy."""
    with make_office(tmp_path / "county") as desk:
        open_sample_case(desk)
    return tmp_path / "county"


def trial(root: Path) -> str:
    """The text of the trial policy."""
    return (root / "packs" / f"{PACK_ID}.toml").read_text("utf8")


def written(path: Path, text: str, **changes: tuple[str, str]) -> Path:
    """A pack file with some places changed."""
    for old, new in changes.values():
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf8")
    return path


def second(root: Path, path: Path, **more: tuple[str, str]) -> Path:
    """The second version of the trial policy, with five days of notice made seven."""
    return written(path, trial(root), version=("version = 1", "version = 2"), days=("n = 5", "n = 7"), **more)


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


def test_a_reading_is_chosen_and_shows_who_chose_it(sit: Open, root: Path) -> None:
    seat = sit(root, date(2024, 10, 9))
    seat.look_at(TITLE)
    seat.turn("readings")
    assert seat.cells("policies.readings")[0] == ["专家组人数", "五人", "默认，未改选", "第八条", "五人、七人"]
    said = [label.text() for label in find(seat.window, "policies.options").findChildren(QLabel)]
    assert "● 五人（默认，现行）" in said
    assert "○ 七人" in said
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
    found = seat.cells("policies.pinned.differences")
    assert [row[4:6] for row in found] == [[one.before, one.after] for one in expected]
    assert seat.text("policies.pinned.difference") == expected[0].text()
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


# A file looked through and added


def checked(seat: Sitting, path: Path, button: str = "policies.check") -> None:
    """Look through a file."""
    click(seat.window, button)
    seat.fill(path=path)
    seat.submit()


def test_a_file_is_checked_fault_by_fault_mended_and_checked_again(
    sit: Open, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = second(root, tmp_path / "second.toml", after=('after = ["intake"]', 'after = ["nowhere"]'))
    seat = sit(root)
    checked(seat, path)
    found = library.pack_faults(path, root / "packs")
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


def test_a_pack_cannot_be_added_over_one_that_has_become_unsound(sit: Open, root: Path, tmp_path: Path) -> None:
    path = second(root, tmp_path / "second.toml")
    (root / "packs" / f"{PACK_ID}.toml").write_text("[pack]", "utf8")
    seat = sit(root)
    checked(seat, path)
    assert seat.text("policies.file.nothing")
    assert "先改好那个文件" in find(seat.window, "policies.file.add").toolTip()


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
    (target,) = look_for(seat.seat, "试行办法", [])[-1:]
    target.go()
    assert seat.text("policies.title") == TITLE
    seat.window.go("settings")
    next(one for one in seat.window.actions_now() if one.id == "settings.go.policies").run()
    assert seat.window.page.key == "policies"
    assert find(seat.window, "policies.tabs", QTabBar).currentIndex() == 1


def test_nothing_is_added_while_another_program_keeps_the_workspace(qtbot: QtBot, sit: Open, root: Path) -> None:
    with reopen(root, FixedClock(DAY)):
        seat = sit(root)
        qtbot.waitUntil(lambda: seat.seat.readonly, timeout=10_000)
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
