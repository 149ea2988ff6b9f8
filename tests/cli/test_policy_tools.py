"""The tools for packs on the command line: with and without a workspace, as words and as JSON."""

from pathlib import Path

import pypdf
import pytest

from alliance_desk.policy.lint import faults
from alliance_desk.policy.schema import schema_text
from tests.cli.conftest import Run
from tests.helpers.desks import PACK, PACK_ID, make_office, open_sample_case

TEXT = PACK.read_text("utf8")


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    return tmp_path / "no-workspace"


def trial(folder: Path, old: str = "", new: str = "", name: str = "trial.toml") -> Path:
    path = folder / name
    path.write_text(TEXT.replace(old, new) if old else TEXT, encoding="utf8")
    return path


@pytest.mark.parametrize(
    ("division", "level", "below"), [("14", "省", "市"), ("1407", "市", "县"), ("140702", "县", "开发区")]
)
def test_a_skeleton_is_sound_and_has_its_schema_beside_it(
    nowhere: Path, run: Run, tmp_path: Path, division: str, level: str, below: str
) -> None:
    title = '某市"联盟"办法\\（试行）'
    said = run(
        nowhere,
        "policy",
        "new",
        "some-2025",
        "--title",
        title,
        "--issuer",
        "某局",
        "--division",
        division,
        "--out",
        tmp_path,
    )
    assert said.code == 0, said
    path = tmp_path / "some-2025.toml"
    text = path.read_text("utf8")
    assert said.data["files"] == [str(path), str(tmp_path / "pack.schema.json")]
    assert text.startswith("#:schema ./pack.schema.json\n")
    assert (tmp_path / "pack.schema.json").read_text("utf8") == schema_text()
    assert faults(text, path.name) == []
    assert f'levels = ["{level}"]' in text
    assert f'levels = ["{below}"]' in text
    assert run(nowhere, "policy", "check", path).data == {"faults": []}
    assert run(nowhere, "policy", "dry-run", path).data["sound"]
    assert text.count("#") > 40, "its tables are explained"
    again = run(
        nowhere,
        "policy",
        "new",
        "some-2025",
        "--title",
        "x",
        "--issuer",
        "y",
        "--division",
        division,
        "--out",
        tmp_path,
    )
    assert (again.code, again.data["refused"]) == (1, "packs.file-there")
    assert path.read_text("utf8") == text


@pytest.mark.parametrize(
    ("name", "title", "division", "code"),
    [
        ("Some_2025", "x", "1407", "packs.bad-start"),
        ("some", " ", "1407", "packs.bad-start"),
        ("some", "x", "晋中", "packs.bad-division"),
        ("some", "x", "140", "packs.bad-division"),
    ],
)
def test_a_skeleton_that_would_not_be_sound_is_not_begun(
    nowhere: Path, run: Run, tmp_path: Path, name: str, title: str, division: str, code: str
) -> None:
    said = run(
        nowhere, "policy", "new", name, "--title", title, "--issuer", "某局", "--division", division, "--out", tmp_path
    )
    assert (said.code, said.data["refused"]) == (1, code)
    assert not list(tmp_path.glob("*.toml"))


@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_the_rule_book_is_written(nowhere: Path, run: Run, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"说明书.{suffix}"
    said = run(nowhere, "policy", "print", trial(tmp_path), "--out", out)
    assert said.code == 0
    assert said.data["files"] == [str(out)]
    first = out.read_bytes()
    assert run(nowhere, "policy", "print", tmp_path / "trial.toml", "--out", out).code == 0
    assert out.read_bytes() == first
    if suffix == "pdf":
        assert "样例市产业联盟试行办法" in "".join(pypdf.PdfReader(out).pages[0].extract_text().split())


def test_another_kind_of_file_or_a_pack_at_fault_is_not_printed(nowhere: Path, run: Run, tmp_path: Path) -> None:
    assert (
        run(nowhere, "policy", "print", trial(tmp_path), "--out", tmp_path / "x.txt").data["refused"]
        == "packs.print-suffix"
    )
    broken = trial(tmp_path, "min = 2", "min = -2", "broken.toml")
    assert run(nowhere, "policy", "print", broken, "--out", tmp_path / "x.pdf").data["refused"] == "policy.faults"
    assert (
        run(nowhere, "policy", "print", "nothing", "--out", tmp_path / "x.pdf").data["refused"]
        == "packs.unknown-source"
    )
    assert run(nowhere, "policy", "print", tmp_path / "nothing.toml", "--out", tmp_path / "x.pdf").code == 3
    assert not (tmp_path / "x.pdf").exists()


def test_versions_are_compared_in_words_and_with_a_running_case(run: Run, tmp_path: Path, nowhere: Path) -> None:
    newer = trial(tmp_path, "min = 2", "min = 4", "newer.toml")
    said = run(nowhere, "policy", "diff", trial(tmp_path), newer)
    assert [one["text"] for one in said.data["differences"]] == ["条件“成员不少于两家”（第五条）：最小值由“2”改为“4”。"]
    assert run(nowhere, "policy", "diff", newer, newer, plain=True).out == "没有不同。\n"
    with make_office(tmp_path / "county") as desk:
        number = open_sample_case(desk).open["case"]["number"]
    assert run(tmp_path / "county", "policy", "diff", number, PACK_ID).data == {"differences": []}
    assert run(tmp_path / "county", "policy", "read", PACK_ID, "panel-size", "7").code == 0
    changed = run(tmp_path / "county", "policy", "diff", number, PACK_ID, plain=True).out
    assert changed == "执行口径“专家组人数”（第八条）：选定的口径由“五人”改为“七人”。\n"


def test_a_dry_run_shows_conditions_and_ways_and_says_when_something_is_wrong(
    run: Run, nowhere: Path, tmp_path: Path
) -> None:
    said = run(nowhere, "policy", "dry-run", trial(tmp_path))
    assert said.code == 0
    (made,) = [one for one in said.data["played"] if not one["procedure"]]
    assert {one["check"] for one in made["findings"]} == {"members", "enterprises", "level"}
    assert made["steps"][0]["stage"] == "intake"
    plain = run(nowhere, "policy", "dry-run", tmp_path / "trial.toml", plain=True).out
    assert "符合　成员不少于两家　第五条" in plain
    assert "→ 2024-09-27　公示（市科学技术局）：无异议　第九条，到 2024-10-02，按其他读法到" in plain
    assert "试运行通过" in plain
    few = '[check.few]\nkind = "member_count"\ntitle = "不超过三家"\nwhere = { legal_person = true }\nmax = 3\nbasis = "x"\n[check.members]'
    broken = run(
        nowhere,
        "policy",
        "dry-run",
        trial(tmp_path, "[check.members]", few.replace("max = 3", "max = 2"), "few.toml"),
        plain=True,
    )
    assert broken.code == 1
    assert "不符合　不超过三家" in broken.out
    assert "试运行发现问题" in broken.out


def test_a_dry_run_on_a_filled_workbook(run: Run, nowhere: Path) -> None:
    from alliance_desk.paths import RESOURCES

    folder = RESOURCES / "samples" / "anshan-2016" / "magnesia"
    (workbook,) = folder.glob("*.xlsx")
    (papers,) = (path for path in folder.iterdir() if path.is_dir())
    said = run(nowhere, "policy", "dry-run", "anshan-2016", "--workbook", workbook, "--folder", papers)
    (given,) = [one for one in said.data["played"] if not one["made"]]
    assert given["title"] == workbook.name
    outcomes = {one["outcome"] for one in given["findings"]}
    assert outcomes <= {"pass", "na", "manual"}
    wrong = run(nowhere, "policy", "dry-run", "jinzhong-2023", "--workbook", workbook)
    assert (wrong.code, wrong.data["refused"]) == (1, "sheets.other-policy")


def test_packs_are_added_and_listed_with_who_did_it(run: Run, tmp_path: Path) -> None:
    make_office(tmp_path / "county").close()
    office = tmp_path / "county"
    new = trial(tmp_path, f'id = "{PACK_ID}"', 'id = "other-2025"', "other.toml")
    said = run(office, "policy", "add", new)
    assert (said.code, said.data["code"]) == (0, "packs.added")
    rows = {one["id"]: one for one in run(office, "policy", "list").data["packs"]}
    assert rows["other-2025"]["by"] == "样例甲"
    lines = run(office, "policy", "list", plain=True).out
    assert "other-2025\t第 1 版\t样例市产业联盟试行办法\t样科发〔2024〕1号\t在用\t2024-09-27 由样例甲加入" in lines
    assert "随程序提供" in lines
    assert "在文件夹里，未登记加入" in lines
    broken = trial(tmp_path, "min = 2", "min = -2", "broken.toml")
    assert run(office, "policy", "add", broken).data["refused"] == "policy.faults"


def test_schemas_are_written(run: Run, nowhere: Path, tmp_path: Path) -> None:
    said = run(nowhere, "policy", "schema", "--out", tmp_path / "s")
    assert sorted(Path(path).name for path in said.data["files"]) == ["call.schema.json", "pack.schema.json"]
    assert (tmp_path / "s" / "call.schema.json").read_text("utf8") == schema_text(call=True)


def test_all_packs_are_listed_without_a_workspace(run: Run, nowhere: Path) -> None:
    assert "anshan-2016" in [one["id"] for one in run(nowhere, "policy", "list").data["packs"]]
    assert not nowhere.exists()
