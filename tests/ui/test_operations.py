import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from alliance_desk.cases import office
from alliance_desk.changes import Changes
from alliance_desk.errors import Refused
from alliance_desk.progress import Cancelled
from tests.helpers.desks import make_office, passphrase, reopen
from tests.helpers.windows import HANGS_MS
from ui.operation import Operations


@pytest.fixture
def operations(tmp_path: Path):
    make_office(tmp_path / "office").close()
    made = Operations(lambda ask: reopen(tmp_path / "office"))
    yield made
    made.close()


def test_work_runs_in_another_thread_and_its_result_comes_back_in_this_one(
    operations: Operations, qtbot: QtBot
) -> None:
    seen: list[object] = []
    operations.run(
        "样例",
        lambda desk, step: (threading.current_thread() is threading.main_thread(), desk.office),
        done=lambda result: seen.extend([*result, threading.current_thread() is threading.main_thread()]),
    )
    qtbot.waitUntil(lambda: not operations.busy, timeout=HANGS_MS)
    assert seen[0] is False
    assert seen[2] is True


def test_a_commit_tells_the_views_and_an_empty_one_does_not(operations: Operations, qtbot: QtBot) -> None:
    heard: list[Changes] = []
    operations.changed.connect(heard.append)
    operations.run("甲", lambda desk, step: office.add_operator(desk, "样例乙"))
    operations.run("乙", lambda desk, step: Changes(code="undo.nothing"))
    qtbot.waitUntil(lambda: not operations.busy, timeout=HANGS_MS)
    assert [changes.code for changes in heard] == ["office.operator-added"]


def test_a_cancelled_operation_writes_nothing_wherever_it_was(
    operations: Operations, qtbot: QtBot, tmp_path: Path
) -> None:
    ended: list[object] = []
    operations.ended.connect(lambda running, result, error: ended.append(error))

    gate = threading.Event()

    def work(desk, step):
        gate.wait(60)
        for at in range(5):
            if at == 3:
                running.cancel()
            step(at, 5, "ui.strip.begun")
        return office.add_operator(desk, "样例丙")

    running = operations.run("丙", work)
    gate.set()
    qtbot.waitUntil(lambda: not operations.busy, timeout=HANGS_MS)
    assert isinstance(ended[0], Cancelled)
    with reopen(tmp_path / "office", readonly=True) as desk:
        assert "样例丙" not in [person["name"] for person in desk.settings["operators"].values()]


def test_what_is_cancelled_while_it_waits_never_begins(operations: Operations, qtbot: QtBot) -> None:
    begun: list[str] = []
    gate = threading.Event()
    operations.run("先", lambda desk, step: gate.wait(60))
    waiting = operations.run("后", lambda desk, step: begun.append("后"))
    waiting.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not operations.busy, timeout=HANGS_MS)
    assert begun == []


def test_a_refusal_comes_back_as_what_it_is(operations: Operations, qtbot: QtBot) -> None:
    told: list[Exception] = []

    def failed(error: Exception) -> bool:
        told.append(error)
        return True

    operations.run("丁", lambda desk, step: office.add_operator(desk, ""), failed=failed)
    qtbot.waitUntil(lambda: not operations.busy, timeout=HANGS_MS)
    assert isinstance(told[0], Refused)
    assert told[0].code == "office.operator-known"


def test_the_worker_waits_while_the_person_types_the_passphrase(qtbot: QtBot, tmp_path: Path) -> None:
    from alliance_desk.desk import open_desk

    make_office(tmp_path / "office").close()
    operations = Operations(lambda ask: open_desk(tmp_path / "office", passphrase=lambda: ask("")))
    operations.passphrase.connect(lambda question: question.answer(passphrase()))
    seen: list[str] = []
    operations.run("签", lambda desk, step: desk.key().card("0" * 32, "样例", "县").fingerprint, done=seen.append)
    qtbot.waitUntil(lambda: not operations.busy, timeout=HANGS_MS)
    operations.close()
    assert len(seen[0]) > 20


def test_giving_the_passphrase_up_cancels(qtbot: QtBot, tmp_path: Path) -> None:
    from alliance_desk.desk import open_desk

    make_office(tmp_path / "office").close()
    operations = Operations(lambda ask: open_desk(tmp_path / "office", passphrase=lambda: ask("")))
    operations.passphrase.connect(lambda question: question.answer(None))
    ended: list[object] = []
    operations.ended.connect(lambda running, result, error: ended.append(error))
    operations.run("签", lambda desk, step: desk.key())
    qtbot.waitUntil(lambda: not operations.busy, timeout=HANGS_MS)
    operations.close()
    assert isinstance(ended[0], Cancelled)


def test_what_a_timer_asks_for_after_the_end_never_begins(operations: Operations) -> None:
    done: list[object] = []
    operations.close()
    late = operations.run("late", lambda _desk, _step: done.append(1), quiet=True)
    assert late.stop.is_set()
    assert not operations.busy
    assert not done
