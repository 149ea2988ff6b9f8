"""Changes, measures, exits, entries, support and recommending upwards on the command line, with the papers that go with them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from alliance_desk.cli.main import main
from tests.helpers import posting
from tests.helpers.care import entered
from tests.helpers.desks import PACK_ID, passphrase
from tests.helpers.handing import read

DAY = "2024-09-27"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A city's workspace with one alliance, closed."""
    monkeypatch.setenv("ALLIANCE_DESK_PASSPHRASE", passphrase())
    with posting.city(tmp_path / "city") as desk:
        entered(desk, certificate="旧证1号")
    return tmp_path / "city"


@pytest.fixture
def run(office: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """One command as JSON; with a code, what it says when it refuses."""

    def command(*words: str, day: str = DAY, code: int = 0) -> Any:
        capsys.readouterr()
        assert main(["--workspace", str(office), "--json", "--clock", day, *words]) == code, capsys.readouterr().err
        told = capsys.readouterr()
        return json.loads(told.out if code == 0 else told.err)

    return command


def written(answer: Any) -> list[str]:
    """The kinds of letter that a command wrote, each of which is there."""
    files = [Path(file) for file in answer["files"]]
    assert all(file.is_file() for file in files)
    assert all(str(file) in answer["text"] for file in files)
    return [file.stem.partition("-2")[0] for file in files if file.suffix == ".docx"]


def registered(run: Any, day: str = DAY) -> dict[str, Any]:
    return {one["name"]: one for one in run("register", day=day)["register"]}


def settled(run: Any, case: str) -> None:
    """Whatever waits for a judgement or a reason gets it."""
    for found in run("check", case)["conditions"]:
        for key in found["keys"]:
            run("attest", case, key, "--pass")
        if found["outcome"] == "explain":
            run("override", case, found["check"], "--reason", "已核对")


def test_a_change_from_its_asking_to_the_register(run: Any) -> None:
    wrong = run("change", "open", "样例联盟", "名号", "--after", "x", "--reason", "x", code=1)
    assert wrong["refused"] == "care.change.unknown"
    words = ("联盟名称", "--after", "样例新联盟", "--reason", "业务扩展")
    case = run("change", "open", "样例联盟", *words)["number"]
    settled(run, case)
    argued = run("change", "argue", case, "supported", "--note", "同意", "--expert", "样例专家")
    assert argued["code"] == "care.change.supported"
    done = run("change", "approve", case, "--document", "样科〔2024〕8号")
    assert written(done) == ["change-reply"]
    assert list(registered(run)) == ["样例新联盟"]
    both = run("change", "open", "样例新联盟", "lead", "--member", "m2", "--also", "name=样例联盟", "--reason", "x")
    assert both["what"] == ["牵头单位", "联盟名称"]
    refused = run("change", "refuse", both["number"], "--reason", "理由不充分")
    assert written(refused) == ["change-refusal"]
    third = run("change", "open", "样例新联盟", "name", "--after", "样例联盟", "--reason", "x")["number"]
    said = run("change", "argue", third, "not-supported", "--note", "不宜", "--expert", "样例专家")
    assert written(said) == ["change-refusal"]


def test_a_proposal_is_taken_or_not_and_a_rectification_accepted(run: Any) -> None:
    day = "2025-01-05"
    name = "样例联盟"
    found = run("measure", "proposed", name, day=day)["proposals"]
    assert [(one["consequence"], one["basis"]) for one in found] == [("missed", "第四十三条")]
    (proposal,) = found
    words = ("--document", "样科〔2025〕1号", "--consequence", "missed", "--due", "2025-06-30")
    imposed = run("measure", "impose", name, "告诫", *words, day=day)
    assert written(imposed) == ["warning"]
    assert run("show", imposed["number"], day=day)["document"]["matter"]["facts"] == proposal["keys"]
    assert run("measure", "proposed", day=day)["proposals"] == []
    assert registered(run, day)[name]["sanctions"] == "告诫"
    order = ("--document", "样科〔2025〕2号", "--received", "2025-01-03", "--reason", "账目不清")
    ordered = run("measure", "impose", name, "rectify", *order, day=day)
    assert written(ordered) == ["rectification"]
    assert ordered["due"] == "2026-01-03"
    failed = run(
        "measure", "accept", ordered["number"], "--fail", "--note", "未整改", "--on", "2025-12-30", day="2026-01-02"
    )
    assert (failed["code"], written(failed)) == ("care.measure.failed", ["rectification-result"])
    left = run("measure", "dismiss", name, "rectify", "--reason", "情况特殊", day=day)
    assert left["code"] == "care.measure.dismissed"


def test_the_whole_way_out(run: Any) -> None:
    words = ("连续两年考核较差", "--reason", "连续两年考核较差")
    opened = run("exit", "open", "样例联盟", *words)
    case = opened["number"]
    assert written(opened) == ["hearing"]
    told = run("exit", "tell", case, "--until", "2024-10-12")
    assert "2024年10月12日" in read(Path(told["files"][0]))
    early = run("exit", "hear", case, "--told", DAY, "--until", "2024-10-12", code=1)
    assert early["refused"] == "care.exit.still-time"
    heard = ("--told", DAY, "--until", "2024-10-12", "--statement", "请求保留", "--on", "2024-10-10")
    run("exit", "hear", case, *heard, day="2024-10-14")
    decision = ("--document", "样科〔2024〕12号", "--reason", "连续两年考核较差", "--minutes", "会议纪要3号")
    decided = run("exit", "decide", case, *decision, day="2024-10-14")
    assert written(decided) == ["exit-decision", "exit-notice"]
    assert registered(run, "2024-10-14")["样例联盟"]["leaves"] == "取消"
    published = run("exit", "publish", case, "--channel", "门户网站", day="2024-10-15")
    assert written(published) == ["exit-notice"]
    back = run("exit", "papers", case, "certificate=returned", day="2024-10-20")
    assert back["code"] == "care.exit.papers-returned"
    assert run("doctor", day="2024-10-20")["faults"] == []


def test_an_exit_may_be_dropped_without_a_hearing(run: Any) -> None:
    case = run("exit", "open", "样例联盟", "poor-twice", "--reason", "x")["number"]
    run("exit", "skip-hearing", case, "--reason", "联盟自行申请")
    assert run("exit", "drop", case, "--reason", "整改到位")["code"] == "care.exit.dropped"
    assert registered(run)["样例联盟"]["status"] == "valid"


def test_older_ones_come_in_by_the_workbook_and_equal_ones_by_name(run: Any, tmp_path: Path) -> None:
    sheet = tmp_path / "补录.xlsx"
    assert run("enter", "template", str(sheet), PACK_ID)["files"] == [str(sheet)]
    fill(sheet, [["老联盟", "2019-06-30", "样科〔2019〕3号", "样例市科学技术局", "样例县科技局", "样例单位9"]])
    taken = run("enter", "take", str(sheet), PACK_ID)
    assert (taken["count"], taken["files"]) == (1, [])
    again = run("enter", "take", str(sheet), PACK_ID, code=1)
    assert again["refused"] == "care.entry.known"
    fill(sheet, [["坏联盟", "昨天", "3号", "", "样例县科技局", "样例单位9"]])
    faulty = run("enter", "take", str(sheet), PACK_ID, code=1)
    assert (faulty["refused"], "B4" in faulty["text"]) == ("care.history.faults", True)
    words = (
        "--recognised",
        "2014-06-30",
        "--document",
        "省科〔2014〕12号",
        "--county",
        "样例县科技局",
        "--lead",
        "样例单位8",
    )
    equal = run(
        "enter",
        "one",
        PACK_ID,
        "省级联盟",
        *words,
        "--member",
        "样例单位7",
        "--procedure",
        "等同",
        "--from",
        "2018-01-01",
    )
    assert written(equal) == ["equal"]
    lines = registered(run)
    assert [(lines[n]["act"], lines[n]["recognised"], lines[n]["members"]) for n in ("老联盟", "省级联盟")] == [
        ("认定", "2019-06-30", 1),
        ("等同", "2018-01-01", 2),
    ]


def fill(sheet: Path, rows: Sequence[Sequence[str]]) -> None:
    """Type lines below the heading of the first sheet, over what was there."""
    book = openpyxl.load_workbook(sheet)
    for line, row in enumerate(rows, 4):
        for column, value in enumerate(row, 1):
            book.worksheets[0].cell(line, column, value)
    book.save(sheet)


def test_support_is_granted_in_wan(run: Any) -> None:
    words = ("运行经费补贴", "--document", "样财〔2024〕1号", "--review", "评审2号", "--year", "2024")
    for amount in ("十万", "12.3456789", "NaN", "inf"):
        assert (
            run("support", "grant", "样例联盟", *words, "--amount", amount, code=1)["refused"] == "cli.affair.no-amount"
        )
    granted = run("support", "grant", "样例联盟", *words, "--amount", "12.5")
    assert granted["amount"] == "12.5"
    assert written(granted) == ["support-review", "support-decision"]
    assert run("show", granted["number"])["document"]["matter"]["amount"] == 12_500_000


def test_a_recommendation_goes_up_with_letter_and_table(run: Any) -> None:
    opened = run("upward", "open", "样例联盟", "--reason", "运行良好")
    assert written(opened) == ["upward"]
    words = ("--letter", "样科函〔2024〕2号", "--copies", "6", "--medium", "样例联盟（光盘）")
    handed = run("upward", "submit", opened["number"], *words)
    assert [Path(file).suffix for file in handed["files"]] == [".docx", ".xlsx"]
    assert run("upward", "table", opened["number"])["count"] == 1
    result = run(
        "upward", "result", opened["number"], "--refused", "--document", "省科〔2024〕5号", "--note", "名额已满"
    )
    assert result["code"] == "care.upward.refused-above"


def test_any_letter_is_written_again(run: Any) -> None:
    case = run("measure", "impose", "样例联盟", "rectify", "--document", "1号", "--reason", "账目不清")["number"]
    again = run("letter", case, "rectification")
    assert "责令限期整改" in read(Path(again["files"][0]))
    early = run("letter", case, "rectification-result", code=1)
    assert early["refused"] == "cases.letter-too-early"
    unknown = run("letter", case, "approval", code=1)
    assert "rectification、" in unknown["text"]
