from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QTabBar
from pytestqt.qtbot import QtBot

from alliance_desk.cases import issue, recognition
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk, marks
from tests.helpers.desks import CITY, PACK, PACK_ID, advance, make_office, open_sample_case, passphrase, reopen
from tests.helpers.windows import HANGS_MS, about_to, appear, click, find, settle, type_text
from ui.main_window import MainWindow
from ui.pages.certificates import Certificates

Opens = Callable[..., MainWindow]
FRIDAY = date(2024, 9, 27)
NO_PAPERS = (
    ("[certificate]", "[category.one]"),
    ('layout = "certificate-landscape"\nnumber = "certificate"', 'name = "甲"'),
    ("[plaque]", "[category.two]"),
    ('layout = "plaque-600x400"\nnumber = "plaque"', 'name = "乙"'),
)


def city(root: Path) -> Desk:
    return make_office(root, CITY, "市", "210300", FixedClock(FRIDAY))


def recognised(desk: Desk, name: str = "样例市甲产业技术创新战略联盟") -> str:
    case = open_sample_case(desk, name)
    advance(desk, case.stream, "recognition")
    recognition.recognise(desk, case.stream, "样科发〔2024〕1号", FRIDAY)
    return case.stream


def page(qtbot: QtBot, window: MainWindow, key: str = "") -> Certificates:
    window.go("certificates", key)
    found = window.pages["certificates"]
    assert isinstance(found, Certificates)
    wait(qtbot, window)
    return found


def wait(qtbot: QtBot, window: MainWindow) -> None:
    """Until the chosen paper is drawn; where the key's passphrase is asked for, type it."""
    appear()

    def quiet() -> bool:
        asked = [one for one in window.findChildren(QDialog, "passphrase") if one.isVisible()]
        if asked:
            type_text(asked[0], "passphrase.line", passphrase())
            click(asked[0], "passphrase.submit")
        return not asked and not window.seat.operations.busy and not about_to(window)

    qtbot.waitUntil(quiet, timeout=HANGS_MS)
    settle(qtbot, window)


def tab(shown: Certificates, name: str) -> None:
    """Click a tab."""
    bar = find(shown, "certificates.tabs", QTabBar)
    at = next(at for at in range(bar.count()) if name in bar.tabText(at))
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(at).center())


def words(shown: Certificates) -> str:
    return "\n".join(label.text() for label in shown.side.findChildren(QLabel) if label.isVisible())


def pdf_text(path: Path | None) -> str:
    from pypdf import PdfReader

    assert path is not None
    return PdfReader(path).pages[0].extract_text()


def test_what_waits_is_shown_as_it_will_look_without_a_number(qtbot: QtBot, window_on: Opens, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        recognised(desk)
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    assert find(shown, "certificates.tabs", QTabBar).tabText(0) == "待制 2"
    assert find(shown, "certificate.number", QLabel).text() == "YL-2024-001"
    assert "将使用编号" in words(shown)
    assert shown.preview.view is not None
    text = pdf_text(shown.preview.path)
    assert "制发时编定" in text
    assert "YL-2024" not in text
    assert "逐字一致" in words(shown)
    assert "第十条" in words(shown)
    with reopen(tmp_path / "w", readonly=True) as after:
        assert not after.raw.execute("SELECT 1 FROM index_certificate").fetchone(), "looking at it makes nothing"


def test_a_certificate_is_made_and_stands_among_the_issued_ones(qtbot: QtBot, window_on: Opens, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        recognised(desk)
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    click(shown, "certificate.issue")
    click(window.drawer, "drawer.submit")
    wait(qtbot, window)
    assert find(shown, "certificates.tabs", QTabBar).currentIndex() == 1
    assert find(shown, "certificates.tabs", QTabBar).tabText(0) == "待制 1", "the plaque still waits"
    assert find(shown, "certificate.number", QLabel).text() == "YL-2024-001"
    assert shown.preview.path == tmp_path / "w" / "papers" / "certificate-YL-2024-001.pdf"
    assert find(shown, "certificate.print", QPushButton).isEnabled()

    tab(shown, "待制")
    wait(qtbot, window)
    assert find(shown, "certificate.number", QLabel).text() == "YLP-2024-001"
    click(shown, "certificate.issue")
    click(window.drawer, "drawer.submit")
    wait(qtbot, window)
    assert find(shown, "certificate.number", QLabel).text() == "YLP-2024-001", "what was made last is shown"
    assert find(shown, "certificate.save", QPushButton).isEnabled()


def test_a_further_copy_is_marked_as_one_and_the_original_stays(qtbot: QtBot, window_on: Opens, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        issue.issue(desk, recognised(desk), "certificate")
    original = tmp_path / "w" / "papers" / "certificate-YL-2024-001.pdf"
    before = original.read_bytes()
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    tab(shown, "已发")
    wait(qtbot, window)
    asked: list[str] = []
    shown.preview.print = lambda: asked.append(shown.preview.name)  # the dialog has its own test
    click(shown, "certificate.reprint")
    wait(qtbot, window)
    assert asked == ["YL-2024-001（补印）"]
    assert "YL-2024-001（补印）" in pdf_text(shown.preview.path)
    assert original.read_bytes() == before
    click(shown, "certificate.print")
    wait(qtbot, window)
    assert shown.preview.path == original, "printing the original goes back to it"


def test_what_stands_beside_a_paper_is_never_painted_pressed_together(
    qtbot: QtBot, window_on: Opens, tmp_path: Path
) -> None:
    with city(tmp_path / "w") as desk:
        case = recognised(desk)
        issue.issue(desk, case, "certificate")
        issue.issue(desk, case, "plaque")
    window = window_on(tmp_path / "w")
    window.resize(910, 520)
    shown = page(qtbot, window)
    paper = shown.paper.shown
    assert paper is not None
    shown.side.empty()
    wait(qtbot, window)
    shown.side.show_paper(paper, shown.paper.commands(), [])
    # No turn of the event loop in between: whatever it paints next has its room already.
    assert find(shown, "certificate.number", QLabel).isVisible()
    assert shown.side.height() >= shown.side.heightForWidth(shown.side.width())
    assert shown.side.pane.verticalScrollBar().maximum() > 0, "the window is low enough for this test to say something"


def test_every_print_is_kept_with_who_and_where(qtbot: QtBot, window_on: Opens, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        issue.issue(desk, recognised(desk), "certificate")
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    tab(shown, "已发")
    wait(qtbot, window)
    shown.preview.printed.emit(shown.preview.name, 1, "HP-1020", False)
    wait(qtbot, window)
    assert "HP-1020" not in words(shown), "a print that failed is none"
    shown.preview.printed.emit(shown.preview.name, 1, "HP-1020", True)
    qtbot.waitUntil(lambda: "打印机：HP-1020，经办人：样例甲" in words(shown), timeout=HANGS_MS)
    assert "YL-2024-001 已打印" in window.strip.text.text()


def test_the_first_character_that_differs_is_named_with_its_code_point(
    qtbot: QtBot, window_on: Opens, tmp_path: Path
) -> None:
    with city(tmp_path / "w") as desk:
        case = recognised(desk, "样例市(甲)产业技术创新战略联盟")
        # What an older program wrote into the register with full-width brackets.
        with desk.transaction() as connection:
            connection.exec_driver_sql("UPDATE index_alliance SET name = '样例市（甲）产业技术创新战略联盟'")
        assert case
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    said = "联盟名称：名录写作“样例市（甲）产业技术创新战略联盟”，第 4 个字与认定文件不同，认定文件是“(”（U+0028），名录是“（”（U+FF08）"
    assert said in words(shown)


def test_a_character_without_a_glyph_stops_the_making_and_is_named(
    qtbot: QtBot, window_on: Opens, tmp_path: Path
) -> None:
    with city(tmp_path / "w") as desk:
        recognised(desk, "样例市\ue000产业技术创新战略联盟")
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    assert not find(shown, "certificate.issue", QPushButton).isEnabled()
    assert "U+E000" in words(shown)
    assert shown.preview.path is None


def test_a_character_of_the_fallback_font_is_named_for_a_second_look(
    qtbot: QtBot, window_on: Opens, tmp_path: Path
) -> None:
    with city(tmp_path / "w") as desk:
        recognised(desk, "样例市\U00020bb7材料产业技术创新战略联盟")
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    assert "\U00020bb7（U+20BB7）" in words(shown)
    assert "后备字体" in words(shown)
    assert find(shown, "certificate.issue", QPushButton).isEnabled()


def test_a_policy_that_knows_no_papers_says_so_with_its_article(qtbot: QtBot, window_on: Opens, tmp_path: Path) -> None:
    desk = city(tmp_path / "w")
    text = PACK.read_text("utf8")
    for kind in ("certificate", "plaque"):
        head, _, rest = text.partition(f"[stage.{kind}]")
        text = head + "[" + rest.partition("\n[")[2]
    for old, new in NO_PAPERS:
        assert old in text
        text = text.replace(old, new)
    (desk.place.packs / f"{PACK_ID}.toml").write_text(text, encoding="utf8")
    case = recognised(desk)
    desk.close()
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    said = find(shown, "certificates.without", QLabel).text()
    assert said == "“样例市产业联盟试行办法”没有规定颁发证书、牌匾（见第十条），以认定文件和名录为准，共 1 件。"
    window.go("certificates", case)
    assert "所依据的政策没有规定颁发" in window.strip.text.text()


def test_an_office_that_did_not_make_a_paper_sees_a_marked_copy_and_prints_no_original(
    qtbot: QtBot, window_on: Opens, tmp_path: Path
) -> None:
    with city(tmp_path / "w") as desk:
        issue.issue(desk, recognised(desk), "certificate")
        (desk.place.papers / "certificate-YL-2024-001.pdf").unlink()
        # As at a county that has the city's case: another office decided.
        with desk.transaction() as connection:
            connection.exec_driver_sql(
                "UPDATE index_document SET open = CAST(replace(CAST(open AS TEXT), :old, :new) AS BLOB) WHERE kind = 'case'",
                {"old": f'"decider":"{desk.office}"', "new": f'"decider":"{"0" * 32}"'},
            )
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    tab(shown, "已发")
    wait(qtbot, window)
    assert not shown.side.findChildren(QPushButton, "certificate.print")
    assert find(shown, "certificate.save", QPushButton).isEnabled()
    assert "副本" in pdf_text(shown.preview.path)
    assert "YL-2024-001" in pdf_text(shown.preview.path)


def test_the_register_of_numbers_tells_gaps_with_their_reason(qtbot: QtBot, window_on: Opens, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        case = recognised(desk)
        known = marks.load(desk.place.marks)
        assert known is not None
        known.series[f"{PACK_ID}.certificate/2024"] = 1  # a crash between mark and commit
        marks.save(desk.place.marks, known)
        issue.issue(desk, case, "certificate")
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    tab(shown, "编号台账")
    qtbot.wait(60)
    table = shown.numbers.table
    rows = {
        str(table.rows.cells(at)[0].text): [cell.text for cell in table.rows.cells(at)]
        for at in range(table.rows.rowCount())
    }
    assert rows["YL-2024-001"][4:] == ["空号", "程序中断或恢复备份后跳过的空号，不再使用"]
    assert rows["YL-2024-002"][1] == "证书编号（样例市产业联盟试行办法）"
    assert rows["YL-2024-002"][5] == "样例市甲产业技术创新战略联盟"
    assert not shown.preview.isVisible(), "the register has the whole width"


def test_a_lost_file_is_drawn_again_from_the_ledger(qtbot: QtBot, window_on: Opens, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        issue.issue(desk, recognised(desk), "certificate")
    path = tmp_path / "w" / "papers" / "certificate-YL-2024-001.pdf"
    before = path.read_bytes()
    path.unlink()
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    tab(shown, "已发")
    wait(qtbot, window)
    assert shown.preview.path is not None
    assert shown.preview.path.read_bytes() == before
    click(shown, "certificate.again")
    wait(qtbot, window)
    assert path.read_bytes() == before
    assert shown.preview.path == path
    assert not shown.side.findChildren(QPushButton, "certificate.again"), "it is back where it belongs"


def test_a_paper_is_saved_elsewhere(qtbot: QtBot, window_on: Opens, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        issue.issue(desk, recognised(desk), "plaque")
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    tab(shown, "已发")
    wait(qtbot, window)
    click(shown, "certificate.save")
    type_text(window.drawer, "certificate.save.path", str(tmp_path / "刻制.pdf"))
    click(window.drawer, "drawer.submit")
    settle(qtbot, window)
    assert (tmp_path / "刻制.pdf").read_bytes() == (tmp_path / "w" / "papers" / "plaque-YLP-2024-001.pdf").read_bytes()


def test_whoever_runs_down_the_list_sees_only_the_last_paper_drawn(
    qtbot: QtBot, window_on: Opens, tmp_path: Path
) -> None:
    with city(tmp_path / "w") as desk:
        for name in "甲乙丙":
            recognised(desk, f"样例市{name}产业技术创新战略联盟")
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    before = shown.paper.drawn
    shown.waiting.table.setFocus()
    for _ in range(5):
        QTest.keyClick(shown.waiting.table, Qt.Key.Key_Down)
    wait(qtbot, window)
    assert shown.paper.drawn == before + 1
    assert shown.paper.shown is not None
    assert (shown.paper.shown.alliance, shown.paper.shown.kind) == ("样例市丙产业技术创新战略联盟", "plaque")


@pytest.mark.parametrize("size", [(1280, 760), (1100, 680)])
def test_every_part_has_room(qtbot: QtBot, window_on: Opens, tmp_path: Path, size: tuple[int, int]) -> None:
    with city(tmp_path / "w") as desk:
        recognised(desk, "鞍山市菱镁镁质耐火材料与镁化工新材料绿色低碳智能制造关键共性技术产业技术创新战略联盟")
    window = window_on(tmp_path / "w")
    window.resize(*size)
    shown = page(qtbot, window)
    for label in shown.side.findChildren(QLabel):
        if label.isVisible() and label.text() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    button = find(shown, "certificate.issue", QPushButton)
    right = button.mapTo(shown, QPoint(button.width(), 0)).x()
    assert right <= shown.width()
