"""The drawer, the strip, the passphrase: how every task is filled in, runs, ends, is refused, cancelled or breaks."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QLabel, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from alliance_desk import files
from alliance_desk.cases import office
from alliance_desk.changes import Changes
from alliance_desk.errors import Damaged
from alliance_desk.ledger import streams
from tests.helpers.desks import COUNTY, Pair, make_office, open_sample_case, passphrase, recommended_case, two_offices
from tests.helpers.drawers import Hand, Open
from tests.helpers.windows import HANGS_MS, click, find, type_text
from ui import strip
from ui.main_window import MainWindow
from ui.seat import Seat
from ui.task import Ask, Kind, Task
from ui.tasks import conditions, exchange


@pytest.fixture
def hand(hand_on: Open, tmp_path: Path) -> Hand:
    """A person at the window of an office."""
    make_office(tmp_path / "office").close()
    return hand_on(tmp_path / "office")


class Slow:
    """A task whose work takes as long as the test wants, and has steps."""

    def __init__(self, seat: Seat, steps: int = 6000) -> None:
        self.gate, self.reached = threading.Event(), threading.Event()
        self.seat, self.steps = seat, steps

    def ask(self) -> None:
        def work(desk, _values, step):
            for at in range(self.steps):
                step(at, self.steps, "ui.table.exporting")
                self.reached.set()
                if self.gate.wait(0.01):
                    break
            step(self.steps, self.steps, "ui.table.exporting")
            return office.add_operator(desk, "样例丙")

        self.seat.ask(Task(id="slow", title="样例慢活", submit="开始", work=work))


def people(hand: Hand) -> list[str]:
    """Who works here, as the ledger says."""
    return [person["name"] for person in hand.seat.reader.settings["operators"].values()]


# Progress, cancel, results


def test_long_work_shows_what_it_does_and_its_result_stays_readable(hand: Hand, qtbot: QtBot) -> None:
    slow = Slow(hand.seat)
    slow.ask()
    click(hand.drawer, "drawer.submit")
    bar = hand.window.findChild(QProgressBar, "strip.progress")
    assert bar is not None
    assert not bar.isVisible(), "work that ends soon shows no progress"
    qtbot.waitUntil(bar.isVisible, timeout=HANGS_MS)
    assert find(hand.window, "strip.cancel").isEnabled()
    qtbot.waitUntil(lambda: "样例慢活" in hand.said and bar.value() > 0, timeout=HANGS_MS)
    # The window stays usable meanwhile.
    QTest.keySequence(hand.window, "Alt+2")
    assert hand.window.page.key == "cases"
    assert not find(hand.drawer, "drawer.submit").isEnabled()
    slow.gate.set()
    hand.wait()
    assert not bar.isVisible()
    assert not hand.drawer.isVisible()
    assert "样例丙" in hand.said
    hand.seat.say("另一句话")
    results = shown_results(hand)
    assert "样例慢活" in results[0]
    assert "样例丙" in results[0]


def test_what_long_work_found_stays_readable(hand: Hand, qtbot: QtBot) -> None:
    gate = threading.Event()
    hand.seat.run("样例慢看", lambda _desk, _step: gate.wait(), done=lambda _found: hand.seat.say("看完了，没有问题"))
    qtbot.waitUntil(find_hidden(hand.window, "strip.progress").isVisible, timeout=HANGS_MS)
    assert "样例慢看" in hand.said
    gate.set()
    hand.wait()
    assert hand.said == "看完了，没有问题"


def test_long_work_with_nothing_to_say_leaves_no_progress_behind(hand: Hand, qtbot: QtBot) -> None:
    gate = threading.Event()
    hand.seat.run("样例慢看", lambda _desk, _step: gate.wait())
    qtbot.waitUntil(find_hidden(hand.window, "strip.progress").isVisible, timeout=HANGS_MS)
    gate.set()
    hand.wait()
    assert hand.said == "就绪"


def shown_results(hand: Hand) -> list[str]:
    """What the list of results says, newest first; it is closed again."""
    click(hand.window, "strip.results")
    (popup,) = [one for one in QApplication.topLevelWidgets() if one.objectName() == "results" and one.isVisible()]
    assert isinstance(popup, QFrame)
    said = [label.text() for label in popup.findChildren(QLabel)][1:]
    popup.close()
    return said


def test_quick_work_never_shows_progress(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strip, "DELAY_MS", HANGS_MS)  # whatever else the machine does, the work ends sooner
    shown: list[bool] = []
    hand.seat.operations.ended.connect(lambda *_: shown.append(find_hidden(hand.window, "strip.progress").isVisible()))
    hand.seat.run("样例快活", lambda desk, _step: office.add_operator(desk, "样例丙"))
    hand.wait()
    assert not any(shown)
    assert not any(timer.isActive() for timer in find(hand.window, "strip").findChildren(QTimer))


def find_hidden(window: MainWindow, name: str) -> QWidget:
    """A widget that may not be shown."""
    found = window.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


def test_the_cancel_button_stops_the_work_and_nothing_is_written(hand: Hand, qtbot: QtBot) -> None:
    slow = Slow(hand.seat)
    slow.ask()
    click(hand.drawer, "drawer.submit")
    qtbot.waitUntil(find_hidden(hand.window, "strip.cancel").isVisible, timeout=HANGS_MS)
    click(hand.window, "strip.cancel")
    hand.wait()
    assert "样例丙" not in people(hand)
    assert "已取消" in hand.said
    assert hand.task == "slow", "the drawer stays for another try"
    assert find(hand.drawer, "drawer.submit").isEnabled()
    assert "已取消" in shown_results(hand)[0]


def test_another_task_does_not_take_the_place_of_one_that_runs(hand: Hand, qtbot: QtBot) -> None:
    slow = Slow(hand.seat)
    slow.ask()
    click(hand.drawer, "drawer.submit")
    qtbot.waitUntil(slow.reached.is_set, timeout=HANGS_MS)
    hand.seat.ask(Task(id="other", title="另一件", submit="开始", work=lambda *_: Changes(code="undo.nothing")))
    assert hand.title == "样例慢活"
    assert "还没有办完" in hand.said
    QTest.keyClick(hand.drawer, Qt.Key.Key_Escape)
    assert hand.drawer.isVisible()
    slow.gate.set()
    hand.wait()
    assert not hand.drawer.isVisible()
    assert "样例丙" in people(hand)


# Keys


def test_ctrl_enter_runs_the_task_from_inside_a_field_and_the_keyboard_goes_back(hand_on: Open, tmp_path: Path) -> None:
    with make_office(tmp_path / "office") as desk:
        stream = open_sample_case(desk).stream
    hand = hand_on(tmp_path / "office")
    hand.window.go("cases")
    QTest.qWait(10)
    before = find(hand.window, "cases.search")
    before.setFocus()
    conditions.override(hand.seat, stream, "enterprises")
    type_text(hand.drawer, "override.enterprises.note", "样例理由")
    QTest.keyClick(
        find(hand.drawer, "override.enterprises.note"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    hand.wait()
    assert not hand.drawer.isVisible()
    assert "样例理由" in str(hand.seat.reader.case(stream).open)
    assert QApplication.focusWidget() is before


def test_problems_stand_in_a_list_and_beside_their_fields_and_the_first_gets_the_cursor(hand: Hand) -> None:
    hand.seat.ask(
        Task(
            id="trial",
            title="样例",
            submit="保存",
            work=lambda *_: Changes(code="undo.nothing"),
            fields=[
                Ask("free", "备注"),
                Ask("name", "名称", required=True),
                Ask("day", "日期", Kind.DATE, required=True),
                Ask("money", "金额", Kind.MONEY),
            ],
        )
    )
    hand.fill(free="甲", day="20240230", money="一百")
    QTest.keyClick(find(hand.drawer, "trial.free"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert hand.problems.count("\n") == 3, "a heading and three problems"
    assert "3" in hand.problems.splitlines()[0]
    assert all(hand.field_problem(field) for field in ("name", "day", "money"))
    assert hand.field_problem("free") == ""
    assert QApplication.focusWidget() is find(hand.drawer, "trial.name")
    hand.fill(name="乙", day="20240228", money="1")
    hand.submit()
    assert hand.task == ""


# The passphrase


def asked(window: MainWindow) -> list[QDialog]:
    """The open questions for the passphrase."""
    return [one for one in window.findChildren(QDialog, "passphrase") if one.isVisible()]


@pytest.fixture
def county(window_on: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path) -> tuple[Hand, list[str]]:
    """A window of a county with two cases to hand over; its streams. The passphrase is really asked for."""
    pair: Pair = two_offices(tmp_path)
    cases = [recommended_case(pair.county, name).stream for name in ("甲联盟", "乙联盟")]
    pair.close()
    (tmp_path / "usb").mkdir()
    return Hand(qtbot, window_on(tmp_path / "county")), cases


def hand_over(hand: Hand, case: str, folder: Path) -> None:
    """Press the button of the hand-over."""
    exchange.hand_over(hand.seat, case)
    hand.fill(folder=folder)
    click(hand.drawer, "drawer.submit")


def answer(qtbot: QtBot, window: MainWindow, text: str) -> QDialog:
    """Wait for the question and answer it."""
    qtbot.waitUntil(lambda: bool(asked(window)), timeout=HANGS_MS)
    dialog = asked(window)[0]
    type_text(dialog, "passphrase.line", text)
    click(dialog, "passphrase.submit")
    return dialog


def test_the_passphrase_is_asked_for_once_in_a_session_and_a_wrong_one_is_told_and_asked_for_again(
    county: tuple[Hand, Sequence[str]], qtbot: QtBot, tmp_path: Path
) -> None:
    hand, cases = county
    hand_over(hand, cases[0], tmp_path / "usb")
    first = answer(qtbot, hand.window, "wrong horse")
    qtbot.waitUntil(lambda: bool(asked(hand.window)) and asked(hand.window)[0] is not first, timeout=HANGS_MS)
    assert "口令不对" in find(asked(hand.window)[0], "passphrase.problem", QLabel).text()
    answer(qtbot, hand.window, passphrase())
    hand.wait()
    assert len(list((tmp_path / "usb").iterdir())) == 1
    hand_over(hand, cases[1], tmp_path / "usb")
    hand.wait()
    assert not asked(hand.window)
    assert len(list((tmp_path / "usb").iterdir())) == 2


def test_a_locked_key_is_asked_for_again(county: tuple[Hand, Sequence[str]], qtbot: QtBot, tmp_path: Path) -> None:
    hand, cases = county
    hand_over(hand, cases[0], tmp_path / "usb")
    answer(qtbot, hand.window, passphrase())
    hand.wait()
    next(action for action in hand.window.actions_now() if action.id == "window.lock").run()
    hand.wait()
    hand_over(hand, cases[1], tmp_path / "usb")
    answer(qtbot, hand.window, passphrase())
    hand.wait()
    assert len(list((tmp_path / "usb").iterdir())) == 2


# A fault of the program


def test_a_fault_in_the_work_is_told_with_a_report_that_names_nobody(hand: Hand) -> None:
    def work(_desk, values, _step):
        raise ValueError(values["name"])

    hand.seat.ask(Task(id="broken", title="给张三办", submit="开始", work=work, fields=[Ask("name", "姓名")]))
    hand.fill(name="张三")
    hand.submit()
    assert "程序出现故障" in hand.said
    (report,) = (hand.seat.root / "reports").iterdir()
    assert str(report) in hand.said
    said = report.read_text("utf8")
    assert "ValueError" in said
    assert "test_drawer.py" in said
    assert "operation" in said
    assert not any(word in said for word in ("张三", str(hand.seat.root.parent)))
    assert find(hand.window, "strip.open-file").isVisible()
    assert hand.task == "broken", "what was typed is still there"
    assert find(hand.drawer, "drawer.submit").isEnabled()


def test_a_fault_is_told_even_where_no_report_can_be_written(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_more: object) -> None:
        raise Damaged("files.cannot-write", path="x", why="full")

    monkeypatch.setattr(files, "write", full)
    hand.window.tell_bug(KeyError("x"), "")
    assert hand.said == "程序出现故障，刚才的操作没有写入。"


def test_a_fault_in_a_slot_is_told_and_the_window_goes_on(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        raise KeyError(hand.seat.reader.settings["office"]["name"])
    except KeyError as error:
        hand.window.tell_bug(error, "")
    assert "程序出现故障" in hand.said
    (report,) = (hand.seat.root / "reports").iterdir()
    said = report.read_text("utf8")
    assert "window" in said
    assert COUNTY not in said
    QTest.keySequence(hand.window, "Alt+3")
    assert hand.window.page.key == "register"


# Undo, and who it was


def test_undo_names_what_it_takes_back_and_takes_it_back(hand_on: Open, tmp_path: Path) -> None:
    with make_office(tmp_path / "office") as desk:
        stream = open_sample_case(desk).stream
    hand = hand_on(tmp_path / "office")
    conditions.override(hand.seat, stream, "enterprises")
    hand.fill(note="样例理由")
    hand.submit()
    undo = find(hand.window, "bar.undo")
    assert "撤销：" in undo.accessibleName()
    named = undo.accessibleName().removeprefix("撤销：")
    assert named in undo.toolTip()
    click(hand.window, "bar.undo")
    hand.wait()
    assert "样例理由" not in str(hand.seat.reader.case(stream).open)
    assert named in hand.said
    assert undo.accessibleName() != f"撤销：{named}"


def test_the_person_who_takes_the_seat_is_named_in_the_next_event(hand_on: Open, tmp_path: Path) -> None:
    with make_office(tmp_path / "office") as desk:
        stream = open_sample_case(desk).stream
        office.add_operator(desk, "样例丙")
    hand = hand_on(tmp_path / "office")
    click(hand.window, "bar.person")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    entry = next(action for action in menu.actions() if action.text() == "样例丙")
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())  # pyright: ignore[reportAttributeAccessIssue]
    hand.wait()
    assert find(hand.window, "bar.person", QWidget).accessibleName() == "经办人：样例丙"
    conditions.override(hand.seat, stream, "enterprises")
    hand.fill(note="样例理由")
    hand.submit()
    raw, people = hand.seat.reader.raw, hand.seat.reader.settings["operators"]
    last = streams.events(raw, stream)[-1]
    assert people[last.header.operator]["name"] == "样例丙"
