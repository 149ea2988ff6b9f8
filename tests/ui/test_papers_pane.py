"""The papers of a case in the window: what is there and what is missing, scans taken in where they belong, a look at each."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QTabBar, QWidget

from alliance_desk.canonical import Json
from alliance_desk.paths import RESOURCES
from tests.helpers.desks import reopen
from tests.helpers.drawers import Hand
from tests.helpers.filled import SEALED, YEARLY, Sample, filled_office
from tests.helpers.walk import faults
from tests.helpers.windows import HANGS_MS, click, find, type_text
from ui.action import Action
from ui.pages.case.papers import PapersPane
from ui.pages.case.papers_cover import PapersCover
from ui.pages.case.papers_table import PapersTable

Sit = Callable[..., "Reader"]
PDF = RESOURCES / "samples" / "jinzhong-2023" / "county-opinion.pdf"


class Reader:
    """A person at the papers of the only case of a workspace."""

    def __init__(self, hand: Hand) -> None:
        self.hand, self.window, self.seat = hand, hand.window, hand.seat
        self.stream = str(self.seat.reader.raw.execute("SELECT stream FROM index_case").fetchone()[0])
        self.window.go("cases", self.stream)
        QTest.qWait(60)
        tabs = find(self.window, "case.tabs")
        tabs.turn_to("papers")  # pyright: ignore[reportAttributeAccessIssue]
        QTest.qWait(60)

    @property
    def pane(self) -> PapersPane:
        return find(self.window, "papers", PapersPane)

    @property
    def papers(self) -> Json:
        return self.seat.reader.case(self.stream).open.get("papers", {})

    def table(self, part: str) -> PapersTable:
        """Turn to a part and give its table."""
        tabs = find(self.window, "papers.parts", QTabBar)
        at = next(i for i in range(tabs.count()) if tabs.tabData(i) == part)
        QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(at).center())
        return find(self.window, f"papers.{part}", PapersTable)

    def choose(self, part: str, key: str) -> PapersTable:
        """Click a paper's cell."""
        table = self.table(part)
        index = table.papers.find(key)
        assert index.isValid(), key
        table.scrollTo(index)
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())
        return table

    def action(self, name: str) -> Action:
        return next(one for one in self.pane.commands() if one.id == f"papers.{name}")

    def run(self, name: str) -> None:
        """Run a command of the menu."""
        one = self.action(name)
        assert not one.why_not(), one.why_not()
        one.run()
        QTest.qWait(10)

    def wait(self) -> str:
        self.hand.wait()
        QTest.qWait(20)
        return self.hand.said

    def drop(self, target: QWidget, paths: list[Path], at: QPoint) -> None:
        """Let go of files over a widget."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        entered = QDragEnterEvent(at, copy, mime, left, none)
        QApplication.sendEvent(target, entered)
        assert entered.isAccepted()
        QApplication.sendEvent(target, QDropEvent(QPointF(at), copy, mime, left, none))
        QTest.qWait(10)

    @property
    def about(self) -> str:
        return find(self.window, "papers.about", QLabel).text().replace("\u200b", "")


@pytest.fixture
def sit(hand_on: Callable[..., Hand], tmp_path: Path) -> Sit:
    """Sits a person down at the papers of a sample's case."""

    def open_(sample: Sample = SEALED, *, papers: bool = True) -> Reader:
        filled_office(tmp_path / "w", sample, papers=papers)
        reader = Reader(hand_on(tmp_path / "w"))
        reader.window.resize(1280, 900)
        QTest.qWait(30)
        return reader

    return open_


def scan(folder: Path, name: str, mark: str = "x") -> Path:
    """A scan that is like no other."""
    path = folder / name
    path.write_bytes(PDF.read_bytes() + f"\n% {mark}\n".encode())
    return path


def test_cells_say_what_is_there_what_is_missing_and_what_is_not_asked(sit: Sit) -> None:
    reader = sit(YEARLY)
    table = reader.table("members")
    words = {
        str(table.papers.index(row, column).data())
        for row in range(table.papers.rowCount())
        for column in range(table.papers.columnCount())
    }
    assert words == {"有", "可选", "代替", "—"}
    model = table.papers
    there = model.find(next(key for key in reader.papers if key.startswith("licence.")))
    assert model.data(there, Qt.ItemDataRole.DecorationRole) is not None
    assert "营业执照" in str(model.data(there, Qt.ItemDataRole.AccessibleTextRole))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    QAbstractItemModelTester(reader.table("alliance").papers, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_what_is_missing_is_counted_in_its_part(sit: Sit) -> None:
    reader = sit(SEALED, papers=False)
    tabs = find(reader.window, "papers.parts", QTabBar)
    assert [tabs.tabText(at) for at in range(tabs.count())] == ["联盟（缺 3）", "成员（缺 14）"]


def test_a_chosen_paper_is_shown_with_its_facts(sit: Sit) -> None:
    reader = sit(YEARLY)
    key = next(key for key in reader.papers if key.startswith("licence."))
    reader.choose("members", key)
    assert reader.papers[key]["name"] in reader.about
    assert "依据：第十三条（七）" in reader.about
    assert reader.pane.preview.name == reader.papers[key]["name"]
    assert reader.pane.preview.view is not None


def test_a_file_is_attached_by_the_button(sit: Sit, tmp_path: Path) -> None:
    reader = sit(SEALED, papers=False)
    reader.choose("alliance", "agreement")
    assert find(reader.window, "papers.attach").text() == "附加…"  # pyright: ignore[reportAttributeAccessIssue]
    click(reader.window, "papers.attach")
    reader.hand.fill(file=scan(tmp_path, "联盟协议书.pdf"))
    said = reader.hand.submit()
    assert "已收取“联盟协议”：联盟协议书.pdf" in said
    assert reader.papers["agreement"]["name"] == "联盟协议书.pdf"
    assert "联盟协议书.pdf" in reader.about
    assert find(reader.window, "papers.attach").text() == "替换…"  # pyright: ignore[reportAttributeAccessIssue]


def test_a_file_dropped_on_a_cell_is_that_paper_and_can_be_undone(sit: Sit, tmp_path: Path) -> None:
    reader = sit(SEALED, papers=False)
    table = reader.table("alliance")
    index = table.papers.find("necessity")
    reader.drop(table.viewport(), [scan(tmp_path, "任意名称.pdf")], table.visualRect(index).center())
    assert "已收取" in reader.wait()
    assert reader.papers["necessity"]["name"] == "任意名称.pdf"
    click(reader.window, "bar.undo")
    reader.wait()
    assert "necessity" not in reader.papers


def test_a_paper_that_needs_a_seal_is_asked_for_it(sit: Sit, tmp_path: Path) -> None:
    reader = sit(SEALED, papers=False)
    table = reader.table("members")
    index = table.papers.index(2, 0)
    place = table.papers.place(index)
    assert place is not None
    reader.drop(table.viewport(), [scan(tmp_path, "证照.pdf")], table.visualRect(index).center())
    assert "证照.pdf" in find(reader.window, f"{reader.hand.task}.file").text()  # pyright: ignore[reportAttributeAccessIssue]
    reader.hand.fill(sealed="已盖章", copies="2")
    reader.hand.submit()
    record = reader.papers[place.cell.key]
    assert (record["sealed"], record["copies"], record["member"]) == (True, 2, place.member)
    assert table.papers.index(2, 0).data() == "有"


def test_seal_and_copies_can_be_entered_later(sit: Sit) -> None:
    reader = sit(SEALED)
    key = next(key for key in reader.papers if key.startswith("licence."))
    reader.choose("members", key)
    reader.run("flags")
    reader.hand.fill(sealed="未盖章", copies="3")
    reader.hand.submit()
    assert (reader.papers[key]["sealed"], reader.papers[key]["copies"]) == (False, 3)
    assert reader.table("members").papers.find(key).data() == "待补"
    assert "未盖章" in reader.about


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_heap_of_files_is_matched_by_name_and_taken_in_at_once(sit: Sit, tmp_path: Path) -> None:
    reader = sit(SEALED, papers=False)
    lead = next(
        record["name"]
        for record in reader.seat.reader.case(reader.stream).open["members"].values()
        if record["role"] == "lead"
    )
    heap = tmp_path / "heap"
    heap.mkdir()
    scan(heap, "组建必要性.pdf", "a")
    scan(heap, f"{lead}-营业执照.pdf", "b")
    scan(heap, "扫描0001.pdf", "c")
    reader.drop(reader.pane, [heap], QPoint(5, 5))
    assert "按文件名认出 2 个，共 3 个" in reader.hand.intro
    seq = reader.seat.reader.case(reader.stream).seq
    # The one nobody knows is given to the place of another by mistake, then put right.
    names = {field.ask.label: key for key, field in reader.hand.drawer.form.fields.items()}  # pyright: ignore[reportOptionalMemberAccess]
    pick(reader, names["扫描0001.pdf"], "组建必要性说明")
    click(reader.hand.drawer, "drawer.submit")
    assert "选了同一处" in reader.hand.problems
    pick(reader, names["扫描0001.pdf"], "联盟协议")
    reader.hand.fill(sealed=True)
    assert "已收取 3 份材料" in reader.hand.submit()
    assert {key.partition(".")[0] for key in reader.papers} == {"necessity", "licence", "agreement"}
    assert next(one for key, one in reader.papers.items() if key.startswith("licence."))["sealed"] is True
    assert reader.seat.reader.case(reader.stream).seq == seq + 1
    click(reader.window, "bar.undo")
    reader.wait()
    assert reader.papers == {}


def test_what_is_not_fit_is_refused_whole(sit: Sit, tmp_path: Path) -> None:
    reader = sit(SEALED, papers=False)
    heap = tmp_path / "heap"
    heap.mkdir()
    scan(heap, "组建必要性.pdf")
    (heap / "联盟协议.pdf").write_bytes(b"nothing of a PDF")
    reader.drop(reader.pane, sorted(heap.iterdir()), QPoint(5, 5))
    click(reader.hand.drawer, "drawer.submit")
    reader.wait()
    assert reader.hand.problems
    assert reader.papers == {}


def test_a_paper_is_replaced_and_the_old_one_comes_back_by_undo(sit: Sit, tmp_path: Path) -> None:
    reader = sit(SEALED)
    before = reader.papers["agreement"]
    reader.choose("alliance", "agreement")
    click(reader.window, "papers.attach")
    assert "替换材料" in reader.hand.title
    reader.hand.fill(file=scan(tmp_path, "新协议.pdf", "new"))
    reader.hand.submit()
    assert reader.papers["agreement"]["name"] == "新协议.pdf"
    click(reader.window, "bar.undo")
    reader.wait()
    assert reader.papers["agreement"] == before


def test_a_paper_is_taken_out_and_back(sit: Sit) -> None:
    reader = sit(SEALED)
    table = reader.choose("alliance", "agreement")
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert "已去掉“联盟协议”" in reader.wait()
    assert "agreement" not in reader.papers
    assert table.papers.find("agreement").data() == "缺"
    click(reader.window, "bar.undo")
    reader.wait()
    assert "agreement" in reader.papers


def test_a_copy_is_saved_byte_for_byte(sit: Sit, tmp_path: Path) -> None:
    reader = sit(SEALED)
    reader.choose("alliance", "agreement")
    reader.run("save")
    target = tmp_path / "另存.pdf"
    reader.hand.fill(path=target)
    assert str(target) in reader.hand.submit()
    assert target.read_bytes() == reader.seat.reader.blobs.read(reader.papers["agreement"]["blob"])


def pick(reader: Reader, field: str, words: str) -> None:
    """Choose from a long list by typing."""
    name = f"{reader.hand.task}.{field}"
    type_text(reader.window, name, words)
    QTest.keyClick(find(reader.window, name, QComboBox), Qt.Key.Key_Return)
    assert find(reader.window, name, QComboBox).currentText() == words


class Opened(QObject):
    """Stands for the system's programs."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url)


def test_a_paper_opens_in_the_systems_program_under_its_own_name(sit: Sit) -> None:
    reader = sit(SEALED)
    system = Opened()
    QDesktopServices.setUrlHandler("file", system, "take")  # pyright: ignore[reportArgumentType] - a name, as Qt takes it
    try:
        reader.choose("alliance", "agreement")
        reader.run("open")
        reader.wait()
    finally:
        QDesktopServices.unsetUrlHandler("file")
    (url,) = system.urls
    path = Path(url.toLocalFile())
    assert path.name.endswith(reader.papers["agreement"]["name"])
    assert path.parent == reader.seat.reader.place.scratch
    assert path.read_bytes().startswith(b"%PDF-")


def test_papers_are_read_large_over_the_page(sit: Sit) -> None:
    reader = sit(YEARLY)
    key = next(key for key in reader.papers if key.startswith("profile."))
    table = reader.choose("members", key)
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.qWait(30)
    cover = find(reader.window, "papers-large", PapersCover)
    assert cover.size() == reader.window.page.size()
    assert cover.pane.preview.name == reader.papers[key]["name"]
    large = cover.pane.tables["members"]
    assert QApplication.focusWidget() is large
    QTest.keyClick(large, Qt.Key.Key_Down)
    assert cover.pane.preview.name != reader.papers[key]["name"]
    QTest.keyClick(large, Qt.Key.Key_Escape)
    assert not cover.isVisible()


def test_a_window_that_may_only_look_takes_nothing_in(hand_on: Callable[..., Hand], tmp_path: Path) -> None:
    filled_office(tmp_path / "w", SEALED)
    with reopen(tmp_path / "w"):
        reader = Reader(hand_on(tmp_path / "w"))
        reader.hand.qtbot.waitUntil(lambda: reader.seat.readonly, timeout=HANGS_MS)
        QTest.qWait(30)
        reader.choose("alliance", "agreement")
        whys = {one.id: one.why_not() for one in reader.pane.commands()}
        assert all(whys[f"papers.{name}"] for name in ("attach", "many", "flags", "remove", "save", "open"))
        assert not whys["papers.large"]
        table = reader.table("alliance")
        reader.drop(table.viewport(), [scan(tmp_path, "a.pdf")], table.visualRect(table.papers.index(0, 0)).center())
        assert "只读" in reader.hand.said


def test_nothing_of_the_papers_is_cut_unnamed_or_pale(sit: Sit) -> None:
    reader = sit(YEARLY)
    for size in ((1366, 900), (1280, 760), (1100, 680)):
        reader.window.resize(*size)
        for part in ("alliance", "members"):
            reader.table(part)
            QTest.qWait(60)
            assert faults(reader.pane) == [], (size, part)
    reader.choose("members", next(key for key in reader.papers if key.startswith("licence.")))
    reader.run("large")
    QTest.qWait(60)
    assert faults(find(reader.window, "papers-large")) == []
