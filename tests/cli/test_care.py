"""The life after recognition on the command line: due, handed in, reminded, assessed, graded."""

import json
from pathlib import Path
from typing import Any

import pytest

from alliance_desk.cli.main import main
from tests.helpers import handing
from tests.helpers.desks import PACK_ID, passphrase
from tests.helpers.handing import scan, table


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A city's workspace with two alliances, closed."""
    monkeypatch.setenv("ALLIANCE_DESK_PASSPHRASE", passphrase())
    with handing.city(tmp_path / "city") as desk:
        for name in ("甲联盟", "乙联盟"):
            handing.known(desk, name, "2022-03-01")
    return tmp_path / "city"


def run(capsys: pytest.CaptureFixture[str], office: Path, day: str, *words: str, code: int = 0) -> Any:
    """One command as JSON."""
    capsys.readouterr()
    assert main(["--workspace", str(office), "--json", "--clock", day, *words]) == code, capsys.readouterr().err
    told = capsys.readouterr()
    return json.loads(told.out if code == 0 else told.err)


def test_a_year_is_due_handed_in_reminded_and_kept(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    due = run(capsys, office, "2024-12-01", "duty", "list")["duties"]
    line = next(one for one in due if (one["duty"], one["subject"]) == ("papers", "2024"))
    assert (line["total"], line["open"], line["due"]) == (2, 2, "2024-12-31")
    paper = f"papers-report={scan(tmp_path)}"
    wrong = run(capsys, office, "2024-12-01", "report", "hand-in", "联盟", "papers", "--subject", "2024", code=1)
    assert wrong["refused"] == "care.no-such-alliance"
    words = ("report", "hand-in", "甲联盟", "papers", "--subject", "2024", "--on", "2024-11-30", "--paper", paper)
    done = run(capsys, office, "2024-12-01", *words)
    number = done["number"]
    signed = ("report", "opinion", number, "--note", "属实", "--scan", str(scan(tmp_path, "意见.pdf")))
    run(capsys, office, "2024-12-02", *signed)
    assert run(capsys, office, "2024-12-02", "report", "keep", number)["count"] == 1
    owed = run(capsys, office, "2025-01-03", "duty", "owed", PACK_ID, "papers", "2024")["owed"]
    assert {one["alliance_name"]: (one["state"], one["days"]) for one in owed} == {
        "甲联盟": ("met", 0),
        "乙联盟": ("late", 3),
    }
    files = run(capsys, office, "2025-01-03", "duty", "remind", PACK_ID, "papers", "2024")["files"]
    assert [row[1] for row in table(Path(files[0]))] == ["乙联盟"]
    again = run(capsys, office, "2025-01-03", "report", "open", "乙联盟", "papers", "--subject", "2024")
    run(capsys, office, "2025-01-03", "report", "papers", again["number"], "--paper", paper)
    run(capsys, office, "2025-01-04", "report", "receive", again["number"])
    assert run(capsys, office, "2025-01-05", "doctor")["faults"] == []


def test_a_round_from_its_list_to_its_grades(office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = "2025-09-27"
    who = run(capsys, office, day, "round", "who", PACK_ID, "letters")
    assert set(who["taking"].values()) == {"甲联盟", "乙联盟"}
    opened = ("round", "open", PACK_ID, "letters", "活跃度评价", "--due", "2025-10-31", "--only", "甲联盟")
    short = run(capsys, office, day, *opened)["short"]
    run(capsys, office, day, "round", "due", short, "2025-11-30")
    state = run(capsys, office, day, "round", "show", short)
    assert (state["due"], len(state["lines"])) == ("2025-11-30", 1)
    number = state["lines"][0]["number"]
    assert run(capsys, office, day, "round", "grade", number, "letter-a", code=1)["refused"] == "cases.stage-not-open"
    run(capsys, office, day, "round", "evaluate", number, "--note", "活跃")
    run(capsys, office, day, "round", "grade", number, "letter-a", "--document", "样科〔2025〕8号")
    xlsx = tmp_path / "表.xlsx"
    run(capsys, office, day, "round", "table", short, "--xlsx", str(xlsx))
    assert table(xlsx)[0][10] == "A"
    run(capsys, office, day, "round", "close", short)
    rounds = run(capsys, office, day, "round", "list")["rounds"]
    assert [(one["name"], one["state"]) for one in rounds] == [("活跃度评价", "closed")]
    assert [one["grade"] for one in run(capsys, office, day, "register")["register"]] == ["", "A"]


def test_events_and_major_matters(office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day, proof = "2024-10-08", f"seminar-proof={scan(tmp_path)}"
    words = (
        "event",
        "record",
        "甲联盟",
        "seminar",
        "研讨会",
        "--on",
        "2024-10-01",
        "--place",
        "宾馆",
        "--paper",
        proof,
    )
    assert run(capsys, office, day, *words)["code"] == "care.event.recorded"
    joins = ("event", "change", "甲联盟", "member-in", "--joins", "name=新单位", "--joins", "kind=enterprise")
    assert run(capsys, office, day, *joins)["code"] == "care.event.recorded"
    assert {one["name"]: one["members"] for one in run(capsys, office, day, "register")["register"]} == {
        "甲联盟": 4,
        "乙联盟": 3,
    }
    assert run(capsys, office, day, "doctor")["faults"] == []
