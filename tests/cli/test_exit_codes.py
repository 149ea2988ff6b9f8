"""0 done, 1 refused, 2 usage, 3 damaged, 4 a bug, 130 cancelled; every refusal is Chinese and says what to do."""

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from alliance_desk.cli.app import app
from alliance_desk.cli.main import main
from alliance_desk.progress import Cancelled
from tests.cli.conftest import Run
from tests.helpers.desks import open_sample_case, two_offices
from tests.helpers.sources import ROOT

QUOTED = "13800138000 张某"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A county with a sample case, closed again."""
    pair = two_offices(tmp_path)
    open_sample_case(pair.county)
    pair.close()
    return tmp_path / "county"


def test_what_is_done_ends_with_nought_and_one_json(office: Path, run: Run) -> None:
    said = run(office, "show")
    assert (said.code, said.err) == (0, "")
    assert said.data["cases"][0]["number"] == "210303-2024-0001"
    assert said.data["cases"][0]["state"] == "推荐单位审核中"


def test_a_refusal_ends_with_one_and_says_what_to_do(office: Path, run: Run) -> None:
    said = run(office, "move", "210303-2024-0001", "recommend", "--note", "同意")
    assert (said.code, said.out) == (1, "")
    assert said.data["refused"] == "cases.conditions-open"
    assert "请补正、说明或判定后再办" in said.data["text"]
    plain = run(office, "attest", "210303-2024-0001", "level", "--fail", plain=True)
    assert (plain.code, plain.out) == (1, "")
    assert plain.err == "［第五条］判定“技术水平领先”不符合时须写明理由。\n"


@pytest.mark.parametrize(
    "arguments",
    [("nonsense",), ("intake",), ("intake", "a.xlsx"), ("show", "--wrong"), ("export", "stick")],
)
def test_a_command_written_wrongly_ends_with_two(office: Path, run: Run, arguments: tuple[str, ...]) -> None:
    said = run(office, *arguments)
    assert (said.code, said.out) == (2, "")
    assert said.data["usage"]
    assert "--help" in said.data["text"]
    assert run(office, *arguments, plain=True).code == 2


def test_something_damaged_ends_with_three(office: Path, run: Run, tmp_path: Path) -> None:
    cut = tmp_path / "a.deskpack"
    cut.write_bytes(b"ADPK nothing of the kind")
    assert run(office, "verify", tmp_path / "missing.deskpack").code == 3
    (office / "desk.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    said = run(office, "show")
    assert (said.code, said.out) == (3, "")
    assert said.data["damaged"] == "desk.database-refuses"
    assert "请检查磁盘" in said.data["text"]


def test_doctor_ends_with_three_when_something_is_wrong(office: Path, run: Run) -> None:
    blob = next(path for path in (office / "blobs").rglob("*") if path.is_file())
    blob.write_bytes(b"other")
    said = run(office, "doctor")
    assert said.code == 3
    assert len(said.data["faults"]) == 1
    assert blob.name in said.data["faults"][0]


@pytest.fixture
def commands() -> None:
    """Three commands that the program does not have: one with a bug, one that is stopped, one that is interrupted."""
    if any(command.name == "boom" for command in app.registered_commands):
        return

    @app.command("boom")
    def boom(word: str = "x") -> None:
        del word
        raise ZeroDivisionError(QUOTED)

    @app.command("stopped")
    def stopped() -> None:
        raise Cancelled

    @app.command("aborted")
    def aborted() -> None:
        raise typer.Abort


@pytest.mark.usefixtures("commands")
def test_a_bug_ends_with_four_and_quotes_nobody(office: Path, run: Run) -> None:
    said = run(office, "boom")
    assert (said.code, said.out) == (4, "")
    assert "ZeroDivisionError" in said.data["bug"]
    assert "test_exit_codes.py" in said.data["bug"]
    assert "13800138000" not in said.err
    plain = run(office, "boom", plain=True)
    assert plain.code == 4
    assert "请把以上文字交给维护人员" in plain.err
    assert "张某" not in plain.err


@pytest.mark.usefixtures("commands")
@pytest.mark.parametrize("how", ["stopped", "aborted"])
def test_what_was_cancelled_ends_with_130(office: Path, run: Run, how: str) -> None:
    said = run(office, how)
    assert (said.code, said.data["cancelled"]) == (130, True)
    assert run(office, how, plain=True).err == "已取消，未留下半成品。\n"


INTERRUPTIBLE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests in the background ignores it
from alliance_desk.cli import main
sys.exit(main())
"""


def test_an_interrupt_from_the_keyboard_ends_with_130(office: Path) -> None:
    """The passphrase is asked for at a terminal; there the user presses Ctrl-C."""
    if os.name == "nt":
        pytest.skip("kill -9 is POSIX only")
    import pty

    here, there = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k != "ALLIANCE_DESK_PASSPHRASE"}
    command = [sys.executable, "-c", INTERRUPTIBLE, "-w", str(office), "office", "card", str(office.parent)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=there, stdout=there, stderr=there, start_new_session=True
    )
    try:
        asked, until = b"", time.monotonic() + 120
        while "口令".encode() not in asked and time.monotonic() < until:
            if select.select([here], [], [], 1)[0]:
                asked += os.read(here, 200)
        assert "口令".encode() in asked
        process.send_signal(signal.SIGINT)
        assert process.wait(120) == 130
    finally:
        process.kill()
        process.wait()
        os.close(here)
        os.close(there)


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "联盟工作台命令行" in "".join(capsys.readouterr())
