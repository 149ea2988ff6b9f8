"""Packages through the drawer: out with what they hold, in with a look before, declined, kept in the quarantine, copied, once more."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alliance_desk.canonical import Json
from alliance_desk.cases import recognition
from alliance_desk.exchange import export, intake, quarantine
from alliance_desk.exchange import log as packages
from tests.helpers.desks import (
    CITY,
    COUNTY,
    Pair,
    advance,
    make_office,
    open_sample_case,
    passphrase,
    recommended_case,
    two_offices,
)
from tests.helpers.drawers import Hand, Open
from tests.helpers.windows import HANGS_MS, click, find, type_text
from ui.main_window import MainWindow
from ui.tasks import exchange


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return two_offices(tmp_path)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


def sent(pair: Pair, stick: Path) -> Path:
    """A package with a recommended case on a stick."""
    return export.hand_over(pair.county, recommended_case(pair.county).stream, stick).files[0]


def the_case(hand: Hand) -> Json:
    (stream,) = hand.seat.reader.raw.execute("SELECT stream FROM index_case").fetchone()
    return hand.seat.reader.case(stream).open


def test_a_hand_over_tells_what_it_holds_and_leaves_the_case_in_transit(
    hand_on: Open, pair: Pair, tmp_path: Path, stick: Path
) -> None:
    case = recommended_case(pair.county).stream
    pair.close()
    hand = hand_on(tmp_path / "county")
    exchange.hand_over(hand.seat, case)
    assert f"只有{CITY}能打开" in hand.intro
    hand.fill(folder=stick)
    assert "办件 1 件" in hand.live
    assert "附件 1 份" in hand.live
    assert "可用空间" in hand.live
    assert "已报送（待签收）" in hand.submit()
    assert the_case(hand)["custody"] == {**the_case(hand)["custody"], "state": "offered"}
    assert len(list(stick.glob("*.deskpack"))) == 1
    exchange.hand_over(hand.seat, case)
    assert hand.title == "再次写出数据包"


def test_the_folder_of_the_last_time_is_offered_where_no_stick_is_plugged_in(
    hand_on: Open, pair: Pair, tmp_path: Path, stick: Path
) -> None:
    one, other = recommended_case(pair.county, "甲联盟").stream, recommended_case(pair.county, "乙联盟").stream
    pair.close()
    hand = hand_on(tmp_path / "county")
    exchange.hand_over(hand.seat, one)
    hand.fill(folder=stick)
    hand.submit()
    exchange.hand_over(hand.seat, other)
    assert hand.drawer.form is not None
    assert hand.drawer.form.values()["folder"] == stick


def test_a_drive_without_room_is_told_before_anything_is_written(
    hand_on: Open, pair: Pair, tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = recommended_case(pair.county).stream
    pair.close()
    hand = hand_on(tmp_path / "county")

    class Full:
        def __init__(self, _path: str) -> None: ...
        def bytesAvailable(self) -> int:
            return 4096

    monkeypatch.setattr("ui.tasks.cargo.QStorageInfo", Full)
    exchange.hand_over(hand.seat, case)
    hand.fill(folder=stick)
    hand.submit()
    assert "空间不足" in hand.field_problem("folder")
    assert not list(stick.iterdir())


def test_the_passphrase_is_asked_in_a_dialog_and_giving_up_changes_nothing(
    window_on: Callable[..., MainWindow], qtbot: QtBot, pair: Pair, tmp_path: Path, stick: Path
) -> None:
    case = recommended_case(pair.county).stream
    pair.close()
    window = window_on(tmp_path / "county")
    hand = Hand(qtbot, window)
    exchange.hand_over(hand.seat, case)
    hand.fill(folder=stick)
    click(hand.drawer, "drawer.submit")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=HANGS_MS)
    click(window, "passphrase.cancel")
    hand.wait()
    assert hand.task == "hand-over", "what was filled in stays"
    assert the_case(hand)["custody"]["state"] == "held"
    click(hand.drawer, "drawer.submit")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=HANGS_MS)
    type_text(window, "passphrase.line", passphrase())
    QTest.keyClick(find(window, "passphrase.line"), Qt.Key.Key_Return)
    hand.wait()
    assert the_case(hand)["custody"]["state"] == "offered"


def test_a_package_is_shown_before_it_is_signed_for(hand_on: Open, pair: Pair, tmp_path: Path, stick: Path) -> None:
    path = sent(pair, stick)
    pair.close()
    hand = hand_on(tmp_path / "city")
    exchange.take_in(hand.seat, path)
    hand.wait()
    assert hand.title == f"来自{COUNTY}的数据包"
    words = hand.words("take-in.preview")
    assert "签名核对无误" in words
    assert "样例联盟" in words
    assert "签收后由本单位办理" in words
    assert hand.seat.reader.raw.execute("SELECT count(*) FROM index_case").fetchone() == (0,)
    assert "1 件转由本单位办理" in hand.submit()
    assert the_case(hand)["custody"]["holder"] == hand.seat.reader.office


def test_a_package_taken_in_before_says_so_and_changes_nothing(
    hand_on: Open, pair: Pair, tmp_path: Path, stick: Path
) -> None:
    path = sent(pair, stick)
    intake.take_in(pair.city, path)
    pair.close()
    hand = hand_on(tmp_path / "city")
    exchange.take_in(hand.seat, path)
    hand.wait()
    assert hand.task == ""
    assert "已签收过" in hand.said


def test_a_package_chosen_by_its_file_is_shown_the_same_way(
    hand_on: Open, pair: Pair, tmp_path: Path, stick: Path
) -> None:
    path = sent(pair, stick)
    pair.close()
    hand = hand_on(tmp_path / "city")
    exchange.choose_package(hand.seat)
    hand.fill(path=path)
    hand.submit()
    assert hand.task == "take-in"


def test_declining_is_one_click_away_and_the_receipt_is_offered_next(
    hand_on: Open, pair: Pair, tmp_path: Path, stick: Path
) -> None:
    path = sent(pair, stick)
    pair.close()
    hand = hand_on(tmp_path / "city")
    exchange.take_in(hand.seat, path)
    hand.wait()
    click(hand.drawer, "take-in.decline")
    hand.wait()
    assert hand.task == "decline"
    hand.submit()
    assert "拒收原因" in hand.field_problem("note")
    hand.fill(note="缺少盖章页")
    hand.submit()
    assert the_case(hand)["custody"]["ground"] == "缺少盖章页"
    assert hand.title == f"给{COUNTY}的回执"
    assert "1 个收到的数据包还没有回执" in hand.live
    hand.fill(folder=stick)
    hand.submit()
    assert "回执数据包" in hand.said


def test_a_package_of_a_stranger_goes_to_the_quarantine_with_its_reason(
    hand_on: Open, pair: Pair, tmp_path: Path, stick: Path
) -> None:
    path = sent(pair, stick)
    pair.close()
    hand = hand_on(tmp_path / "county")
    exchange.take_in(hand.seat, path)
    hand.wait()
    assert hand.task == "quarantine"
    assert "无法打开" in hand.intro
    hand.submit()
    assert "已存入隔离区" in hand.said
    assert len(quarantine.quarantined(hand.seat.reader)) == 1


def test_a_wrong_passphrase_is_no_fault_of_the_package(
    hand_on: Open, pair: Pair, tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sent(pair, stick)
    pair.close()
    hand = hand_on(tmp_path / "city")
    monkeypatch.setattr("ui.main_window.ask_passphrase", lambda question, *_more: question.answer("wrong"))
    exchange.take_in(hand.seat, path)
    hand.wait()
    assert "口令不对" in hand.said
    assert hand.task == ""


def test_an_offer_is_taken_back_with_its_ground(hand_on: Open, pair: Pair, tmp_path: Path, stick: Path) -> None:
    sent(pair, stick)
    pair.close()
    hand = hand_on(tmp_path / "county")
    (case,) = hand.seat.reader.raw.execute("SELECT stream FROM index_case").fetchone()
    exchange.withdraw_offer(hand.seat, case)
    assert CITY in hand.intro
    hand.fill(note="材料有误")
    hand.submit()
    assert the_case(hand)["custody"]["ground"] == "材料有误"


def test_the_same_package_is_written_once_more(hand_on: Open, pair: Pair, tmp_path: Path, stick: Path) -> None:
    path = sent(pair, stick)
    pair.close()
    whole = path.read_bytes()
    path.unlink()
    hand = hand_on(tmp_path / "county")
    entry = packages.sent(packages.entries(hand.seat.reader))[0]
    exchange.once_more(hand.seat, entry["sha256"])
    hand.fill(folder=stick)
    hand.submit()
    assert path.read_bytes() == whole


def test_finished_cases_of_a_county_are_offered_to_go_along_with_a_copy(
    hand_on: Open, pair: Pair, tmp_path: Path, stick: Path
) -> None:
    found: list[str] = []
    for name in ("甲联盟", "乙联盟"):
        case = recommended_case(pair.county, name).stream
        intake.take_in(pair.city, export.hand_over(pair.county, case, stick).files[0])
        advance(pair.city, case, "recognition")
        found.append(case)

    recognition.recognise(pair.city, found, "样科发〔2024〕9号", pair.city.clock.today())
    pair.close()
    hand = hand_on(tmp_path / "city")
    exchange.copy_to(hand.seat, found[:1])
    assert hand.title == f"抄送{COUNTY}"
    hand.fill(folder=stick, **{f"cases__{recommender(hand, found[0])}": found})
    assert "办件 2 件" in hand.live
    hand.submit()
    entry = packages.sent(packages.entries(hand.seat.reader))[-1]
    assert entry["purpose"] == "copy"
    assert set(entry["cases"]) == set(found)


def recommender(hand: Hand, case: str) -> str:
    return str(hand.seat.reader.case(case).open["offices"]["recommender"])


def test_a_case_that_the_city_entered_itself_is_copied_to_nobody(hand_on: Open, tmp_path: Path) -> None:
    with make_office(tmp_path / "alone", CITY, "市", "210300") as desk:
        case = open_sample_case(desk).stream
    hand = hand_on(tmp_path / "alone")
    exchange.copy_to(hand.seat, [case])
    assert hand.task == ""
    assert "无须抄送" in hand.said


def test_without_any_known_office_there_is_nobody_to_send_a_receipt_to(hand_on: Open, tmp_path: Path) -> None:
    make_office(tmp_path / "alone").close()
    hand = hand_on(tmp_path / "alone")
    exchange.receipt(hand.seat)
    assert "还没有登记任何机关的密钥" in hand.said
