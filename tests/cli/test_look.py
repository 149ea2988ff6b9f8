"""Looking at an office from the command line: lists, one case, ids to type again, lists as workbooks."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from alliance_desk.cases import corrections
from alliance_desk.cases.agenda import waiting
from tests.cli.conftest import Run
from tests.helpers.desks import PACK, PACK_ID, TODAY, open_sample_case, recommended_case, reopen, two_offices

SEARCHED = "磷化"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A county with two cases, one returned to its applicant."""
    pair = two_offices(tmp_path)
    case = open_sample_case(pair.county, f"样例{SEARCHED}联盟")
    corrections.ask_correction(pair.county, case.stream, TODAY)
    recommended_case(pair.county, "另一联盟")
    pair.close()
    return tmp_path / "county"


def test_the_table_is_printed_without_a_case(office: Path, run: Run) -> None:
    lines = run(office, "show", plain=True).out.splitlines()
    assert sorted(line.split("\t")[0] for line in lines) == ["210303-2024-0001", "210303-2024-0002"]
    assert any("退回补正" in line for line in lines)


def test_a_search_finds_by_name_initials_and_member(office: Path, run: Run) -> None:
    for typed in (SEARCHED, "0001", "样例单位2"):
        assert run(office, "show", "--search", typed).data["count"] >= 1, typed
    assert run(office, "show", "--search", SEARCHED).data["cases"][0]["name"] == f"样例{SEARCHED}联盟"
    assert "请换一个词" in run(office, "show", "--search", "没有的", plain=True).out


def test_a_case_is_shown_with_its_stages_in_order(office: Path, run: Run) -> None:
    said = run(office, "show", "210303-2024-0002")
    assert [line["kind"] for line in said.data["stages"]][:3] == ["intake", "recommend", "formal_check"]
    assert [line["state"] for line in said.data["stages"]][:3] == ["done", "done", "open"]
    text = run(office, "show", "210303-2024-0002", plain=True).out
    assert "办结\t推荐\t第六条\t2024-09-27" in text


def test_conditions_read_well_and_name_the_next_command(office: Path, run: Run) -> None:
    text = run(office, "check", "210303-2024-0001", plain=True).out
    assert "待人工审核　技术水平领先（level）　人工　第五条" in text
    assert "→ attest 办件号 level --pass" in text
    assert "→ override 办件号 enterprises --reason" in text
    assert text.rstrip().endswith("共有 2 项条件待处理。")


def test_looking_at_conditions_changes_nothing(office: Path, run: Run) -> None:
    before = run(office, "show", "210303-2024-0001").data["seq"]
    assert run(office, "check", "210303-2024-0001", "--look").code == 0
    assert run(office, "show", "210303-2024-0001").data["seq"] == before
    run(office, "check", "210303-2024-0001")
    assert run(office, "show", "210303-2024-0001").data["seq"] == before + 1


@pytest.mark.parametrize("what", ["batches", "sessions", "notices", "objections", "packages", "quarantine", "numbers"])
def test_everything_kept_beside_the_cases_can_be_listed(office: Path, run: Run, what: str) -> None:
    said = run(office, "list", what)
    assert isinstance(said.data[what], list)
    assert run(office, "list", what, plain=True).out


def test_packages_and_quarantine_are_listed_with_what_is_needed_again(office: Path, run: Run, tmp_path: Path) -> None:
    sent = run(office, "export", tmp_path / "stick", "--case", "210303-2024-0002").data
    row = run(office, "list", "packages").data["packages"][0]
    assert (row["id"], row["direction"], row["office"], row["receipt"]) == (
        sent["sha256"],
        "out",
        "鞍山市科学技术局",
        0,
    )
    again = run(office, "export", tmp_path / "other", "--again", row["id"][:10])
    assert Path(again.data["path"]).read_bytes() == Path(sent["path"]).read_bytes()
    broken = tmp_path / "broken.deskpack"
    broken.write_bytes(Path(sent["path"]).read_bytes()[:-1])
    assert run(tmp_path / "city", "import", broken).code == 3
    (kept,) = run(tmp_path / "city", "list", "quarantine").data["quarantine"]
    assert kept["code"].startswith("exchange.")


def test_the_case_list_and_the_register_come_as_workbooks(office: Path, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "办件.xlsx"
    said = run(office, "show", "--xlsx", path, plain=True)
    assert said.out == f"已写出 2 行：{path}\n"
    book = load_workbook(path)
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    book.close()
    assert rows[2][:4] == ["序号", "办件号", "联盟名称", "牵头（发起）单位"]
    assert {str(row[1]) for row in rows[3:]} == {"210303-2024-0001", "210303-2024-0002"}
    assert run(office, "register", "--xlsx", tmp_path / "名录.xlsx").data["register"] == []
    assert run(office, "show", "210303-2024-0001", "--xlsx", path).code == 1


@pytest.mark.parametrize(("asked", "told"), [((), "2024-09-27"), (("--on", "20240301"), "2024-03-01")])
def test_a_register_as_a_workbook_says_which_day_it_is_of(
    office: Path, run: Run, tmp_path: Path, asked: tuple[str, ...], told: str
) -> None:
    path = tmp_path / "名录.xlsx"
    run(office, "register", *asked, "--xlsx", path)
    book = load_workbook(path)
    note = str(book.worksheets[0]["A2"].value)
    book.close()
    assert note.endswith(told), note


def test_what_is_to_be_done_today_counts_what_the_window_counts(office: Path, run: Run) -> None:
    said = run(office, "today").data
    with reopen(office, readonly=True) as desk:
        assert said["total"] == waiting(desk) == 2
    kinds = {one["number"]: one["step_kind"] for one in said["mine"]}
    assert kinds == {"210303-2024-0001": "recommend", "210303-2024-0002": "hand-over"}
    text = run(office, "today", plain=True).out
    assert "210303-2024-0002\t另一联盟\t待报送\t2024-09-27" in text
    assert f"样例{SEARCHED}联盟\t补正材料限 2024-09-27 前补齐" in text
    assert "共有 2 件待本单位办理。" in text


def test_nothing_to_be_done_is_said(tmp_path: Path, run: Run) -> None:
    two_offices(tmp_path).close()
    assert run(tmp_path / "city", "today", plain=True).out.startswith("没有待本单位办理的办件。")


def test_an_office_shows_itself(office: Path, run: Run) -> None:
    run(office, "office", "set", "telephone", "0412-5550123")
    said = run(office, "office", "show").data
    assert said["settings"] == {"telephone": "0412-5550123"}
    assert said["peers"][0]["relation"] == "superior"
    assert "样例甲" in run(office, "office", "show", plain=True).out


def test_a_pack_with_faults_is_told_whole_with_line_key_and_remedy(office: Path, run: Run, tmp_path: Path) -> None:
    text = PACK.read_text("utf8").replace('kind = "member_count"\n', 'kind = "member_cuont"\n', 1)
    text = text.replace("[stage.formal]", "[stage.formal]\nwaits = true").replace("min = 2", "min = 9\nmax = 3")
    broken = tmp_path / "broken.toml"
    broken.write_text(text, encoding="utf8")
    said = run(office, "policy", "check", broken)
    assert said.code == 1
    assert len(said.data["faults"]) >= 2
    for fault in said.data["faults"]:
        assert fault["file"] == "broken.toml"
        assert fault["line"] > 0
        assert fault["key"]
        assert str(fault["line"]) in fault["text"]
    plain = run(office, "policy", "check", broken, plain=True)
    assert plain.out.count("broken.toml") == len(said.data["faults"])
    assert run(office, "policy", "check", PACK).data == {"faults": []}
    assert run(office, "policy", "check", tmp_path / "none.toml").code == 3


def test_packs_and_readings_are_listed(office: Path, run: Run) -> None:
    assert PACK_ID in [row["id"] for row in run(office, "policy", "list").data["packs"]]
    assert run(office, "policy", "read", PACK_ID).data["readings"][0]["chosen"] == "5"
    assert run(office, "policy", "read", PACK_ID, "panel-size", "7").code == 0
    assert run(office, "policy", "read", PACK_ID).data["readings"][0]["chosen"] == "7"
    assert run(office, "policy", "read", PACK_ID, "panel-size", "8").code == 1
    assert run(office, "policy", "read", "none").code == 1


def test_dates_are_taken_as_people_write_them(office: Path, run: Run) -> None:
    for written in ("2024-10-08", "20241008", "2024.10.8", "2024/10/08"):
        assert run(office, "register", "--on", written).code == 0, written
    for wrong in ("2024-13-01", "8日", "2024-02-30", ""):
        said = run(office, "move", "210303-2024-0001", "correct", "--due", wrong)
        assert said.code == 1
        assert "2024-09-27" in said.data["text"] or "--due" in said.data["text"]


def test_ids_are_found_by_their_beginning(office: Path, run: Run) -> None:
    said = run(office, "panel", "show", "abc")
    assert said.code == 1
    assert "没有编号以“abc”开头的评审场次" in said.data["text"]


def test_the_end_of_a_notice_is_told_under_every_reading_and_in_words(office: Path, run: Run) -> None:
    first, *others = run(office, "notice", "plan", "210303-2024-0001", "--start", "2024-09-27", plain=True).out.split(
        "\n"
    )
    assert "最早可认定日" in first
    assert first.endswith("（确定）。")
    assert "换一种口径（发布当天计入，休息日" in "\n".join(others)
    assert not any(word in first + "".join(others) for word in ("True", "False"))
