from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from alliance_desk.cases import notice, noticed, office
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy.compose import rules_bytes, rules_hash
from tests.helpers.desks import CITY, PACK, PACK_ID, advance, make_office, open_sample_case, reopen, sample_document
from tests.helpers.windows import HANGS_MS, choose, click, find, settle, type_text
from ui.main_window import MainWindow
from ui.pages.notices import Notices

Opens = Callable[..., MainWindow]
FRIDAY = date(2024, 9, 27)
PERIOD = 'n = 5\nunit = "自然日"'
WORKING = 'n = 5\nunit = "工作日"'


def city(root: Path, *names: str, period: str = WORKING, day: date = FRIDAY) -> Desk:
    """A city office with cases that wait for their notice, five working days long."""
    desk = make_office(root, CITY, "市", "210300", FixedClock(day))
    text = PACK.read_text("utf8")
    assert PERIOD in text
    (desk.place.packs / f"{PACK_ID}.toml").write_text(text.replace(PERIOD, period), encoding="utf8")
    for name in names:
        ready(desk, name)
    return desk


def ready(desk: Desk, name: str) -> str:
    case = open_sample_case(desk, name)
    advance(desk, case.stream, "public_notice")
    return case.stream


def published(desk: Desk, *names: str) -> str:
    cases = [ready(desk, name) for name in names]
    return str(notice.publish(desk, cases, desk.clock.today(), "网站").facts["notice"])


def page(qtbot: QtBot, window: MainWindow) -> Notices:
    window.go("notices")
    qtbot.wait(60)
    found = window.pages["notices"]
    assert isinstance(found, Notices)
    return found


def submit(qtbot: QtBot, window: MainWindow) -> str:
    """Press the drawer's button; what the strip says in the end."""
    click(window.drawer, "drawer.submit")
    settle(qtbot, window)
    qtbot.wait(60)
    problems = [label.text() for label in window.drawer.findChildren(QLabel, "drawer.problems") if label.isVisible()]
    assert not problems
    return window.strip.text.text()


def fill(window: MainWindow, field: str, text: str) -> None:
    type_text(window.drawer, field, text)


def words(card: QWidget) -> str:
    return "\n".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())


def test_cases_that_wait_are_published_together_and_their_notice_is_shown(
    qtbot: QtBot, window_on: Opens, tmp_path: Path
) -> None:
    city(tmp_path / "w", "甲联盟", "乙联盟").close()
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    assert shown.ready.table.count_selected() == 2, "what waits under one policy is chosen at once"
    click(shown, "notices.publish")
    assert "2024-10-10" in find(window.drawer, "drawer.live", QLabel).text()
    fill(window, "notice.channel", "鞍山市科学技术局网站")
    submit(qtbot, window)
    (card,) = shown.cards
    assert {case.name for case in card.view.cases} == {"甲联盟", "乙联盟"}
    assert find(card, "notice.left", QLabel).text() == "还有 13 天，其中工作日 5 天"
    assert "鞍山市科学技术局网站" in words(card)
    assert "发布当天计入：2024-10-09 24 时止（早 1 天）" in words(card)
    assert not any(widget.isVisible() for widget in shown.findChildren(QWidget, "notices.ready-card"))
    with reopen(tmp_path / "w", readonly=True) as desk:
        (line,) = noticed.lines(desk)
        assert (line.start, line.end, line.cases, line.active) == ("2024-09-27", "2024-10-10", 2, 2)


def test_an_objection_is_entered_answered_and_the_notice_closed_on_the_page(
    qtbot: QtBot, window_on: Opens, tmp_path: Path
) -> None:
    desk = city(tmp_path / "w")
    stream = published(desk, "甲联盟")
    desk.close()
    window = window_on(tmp_path / "w", date(2024, 9, 29))
    shown = page(qtbot, window)
    assert not find(shown, "notice.close", QPushButton).isEnabled()
    assert find(shown, "notice.why", QLabel).text() == "公示到 2024-10-10 24 时止，次日起才能结束"
    click(shown, "notice.object")
    fill(window, "objection.who", "赵示范")
    choose(window.drawer, "objection.named", "实")
    fill(window, "objection.text", "对行业地位有疑问")
    submit(qtbot, window)
    told = words(shown.cards[0])
    assert "待答复" in told
    assert "赵示范" in told
    assert "对行业地位有疑问" in told
    assert "异议处理中" in told
    assert find(shown, "notice.why", QLabel).text() == "异议处理中，答复异议后才能结束公示"

    window.seat.rehearse(date(2024, 10, 11))
    settle(qtbot, window)
    qtbot.wait(60)
    assert find(shown, "notice.left", QLabel).text() == "已于 2024-10-10 24 时期满"
    click(shown, "notice.answer.o1")
    choose(window.drawer, "answer.result", "不成立")
    fill(window, "answer.reply", "经核查，异议不成立。")
    submit(qtbot, window)
    assert "已期满，待结束" in words(shown.cards[0])
    click(shown, "notice.close")
    submit(qtbot, window)
    assert shown.cards == []
    assert "现在没有进行中的公示。" in find(shown, "notices.none", QLabel).text()
    row = shown.closed.table.rows.row(0)
    assert (row["span"], row["result"], row["objections"]) == ("2024-09-27 至 2024-10-10", "无异议或不成立 1 件", 1)
    with reopen(tmp_path / "w", readonly=True) as after:
        assert noticed.view(after, stream).state == "closed"


def test_a_closed_notice_opens_by_enter_and_escape_leads_back(qtbot: QtBot, window_on: Opens, tmp_path: Path) -> None:
    desk = city(tmp_path / "w")
    stream = published(desk, "甲联盟")
    desk.clock = FixedClock(date(2024, 10, 11))
    notice.close(desk, stream)
    desk.close()
    window = window_on(tmp_path / "w", date(2024, 10, 12))
    shown = page(qtbot, window)
    table = find(shown, "notices.closed", QTableView)
    shown.closed.table.choose(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert shown.single is not None
    assert find(shown.single, "notice.left", QLabel).text() == "已结束"
    assert not shown.single.findChildren(QPushButton, "notice.close"), "nothing can be done with it any more"
    shown.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert shown.single is None
    assert table.isVisible()


def test_the_list_of_what_is_over_fills_the_page_and_scrolls_by_itself(
    qtbot: QtBot, window_on: Opens, tmp_path: Path
) -> None:
    desk = city(tmp_path / "w")
    streams = [published(desk, f"样例{at}联盟") for at in range(9)]
    desk.clock = FixedClock(date(2024, 10, 11))
    for stream in streams:
        notice.close(desk, stream)
    desk.close()
    window = window_on(tmp_path / "w", date(2024, 10, 12))
    window.resize(1100, 560)
    shown = page(qtbot, window)
    table = find(shown, "notices.closed", QTableView)
    page_bar = shown._all.verticalScrollBar()
    assert page_bar.maximum() == 0, "one scroll bar, not one beside the other"
    assert table.verticalScrollBar().maximum() > 0
    low = table.height()
    window.resize(1280, 760)
    qtbot.waitUntil(lambda: table.height() > low)
    assert page_bar.maximum() == 0
    assert table.verticalScrollBar().maximum() == 0, "all nine are in sight"


def test_a_notice_is_found_by_its_own_id_and_by_a_case_of_it(qtbot: QtBot, window_on: Opens, tmp_path: Path) -> None:
    desk = city(tmp_path / "w")
    first, second = published(desk, "甲联盟"), published(desk, "乙联盟")
    case = noticed.view(desk, second).cases[0].case
    desk.close()
    window = window_on(tmp_path / "w")
    window.go("notices", first)
    shown = page(qtbot, window)
    for key, stream in ((first, first), (case, second)):
        window.go("notices", key)
        card = next(card for card in shown.cards if card.view.stream == stream)
        qtbot.waitUntil(card.strip.hasFocus, timeout=HANGS_MS)
        assert not card.visibleRegion().isEmpty()


def test_cases_of_two_policies_are_not_published_together(qtbot: QtBot, window_on: Opens, tmp_path: Path) -> None:
    desk = city(tmp_path / "w", "甲联盟")
    (desk.place.packs / "other-2024.toml").write_text(
        PACK.read_text("utf8").replace(PACK_ID, "other-2024"), encoding="utf8"
    )
    rules, document = desk.policy_for("other-2024"), sample_document(desk, "乙联盟")
    document["case"] |= {"pack": "other-2024", "rules": rules_hash(rules), "number": "210300-2024-0009"}
    draft = Draft(stream="c" * 32, stream_kind="case", kind="case.opened", patch=document)
    desk.commit([draft], rules=[rules_bytes(rules)])
    advance(desk, "c" * 32, "public_notice")
    desk.close()
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    publish = find(shown, "notices.publish", QPushButton)
    assert not publish.isEnabled(), "nothing is chosen for the person"
    shown.ready.table.selectAll()
    assert not publish.isEnabled()
    assert "不同政策" in publish.toolTip()
    shown.ready.table.choose(0)
    assert publish.isEnabled()


@pytest.mark.parametrize(
    ("level", "division", "says"),
    [("市", "210300", "点“发布公示…”即可"), ("县", "210303", "公示由决定单位发布")],
)
def test_an_empty_page_says_what_comes_here(
    qtbot: QtBot, window_on: Opens, tmp_path: Path, level: str, division: str, says: str
) -> None:
    make_office(tmp_path / "w", CITY, level, division).close()
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    assert says in find(shown, "notices.none", QLabel).text()
    (publish,) = [action for action in shown.commands() if action.id == "notices.publish"]
    assert publish.why_not() == "现在没有等待公示的办件。"


def test_the_official_letter_is_written_once_the_office_has_given_what_it_needs(
    qtbot: QtBot, window_on: Opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = city(tmp_path / "w")
    for name, value in (("contact_unit", "科室"), ("telephone", "0412-0000000"), ("address", "某路1号")):
        office.set_value(desk, name, value)
    stream = published(desk, "甲联盟")
    path = desk.place.papers / f"notice-{stream[:8]}.docx"
    path.unlink(missing_ok=True)
    desk.close()
    window = window_on(tmp_path / "w")
    shown = page(qtbot, window)
    assert not shown.findChildren(QPushButton, "notice.letter-open")
    click(shown, "notice.letter")
    if window.drawer.isVisible():
        click(window.drawer, "drawer.submit")
    settle(qtbot, window)
    assert path.is_file()
    window.refresh()
    qtbot.wait(60)
    opened: list[str] = []
    monkeypatch.setattr(
        "ui.pages.notice.card.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile()) or True
    )
    click(shown, "notice.letter-open")
    assert opened == [str(path)]


def test_while_the_arrangement_of_a_year_is_not_published_the_end_is_called_provisional(
    qtbot: QtBot, window_on: Opens, tmp_path: Path
) -> None:
    day = date(2026, 12, 28)
    desk = city(tmp_path / "w", day=day)
    published(desk, "甲联盟")
    desk.close()
    window = window_on(tmp_path / "w", day)
    (card,) = page(qtbot, window).cards
    told = words(card)
    assert "截止日暂定" in told
    assert "（暂定，结束时须人工确认）" in told
    assert any("暂定" in shown.marks for shown in card.strip.days)


def test_an_overfull_page_keeps_its_rows_and_lets_one_case_be_chosen(
    qtbot: QtBot, window_on: Opens, tmp_path: Path
) -> None:
    desk = city(tmp_path / "w")
    long = "鞍山市菱镁镁质耐火材料与镁化工新材料绿色低碳智能制造关键共性技术第{}产业技术创新战略联盟"
    published(desk, *(long.format(n) for n in range(8)))
    desk.close()
    window = window_on(tmp_path / "w")
    window.resize(1100, 680)
    (card,) = page(qtbot, window).cards
    table = card.cases.table
    assert table.viewport().height() >= 6 * table.rowHeight(0)
    objects = find(card, "notice.object", QPushButton)
    assert not objects.isEnabled()
    assert "请先选择一个办件" in objects.toolTip()
    table.choose(2)
    assert objects.isEnabled()
