"""The command line tells of a newer version that comes with the program, and takes it over when asked."""

from pathlib import Path

import pytest

from alliance_desk.desk import library
from tests.cli.conftest import Run
from tests.helpers.desks import LIFE, PACK, PACK_ID, make_office


def test_the_list_tells_of_it_and_renew_takes_it_over(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_office(tmp_path / "county").close()
    folder = tmp_path / "program"
    folder.mkdir()
    text = (PACK.read_text("utf8") + LIFE.read_text("utf8")).replace("version = 1", "version = 2", 1)
    (folder / f"{PACK_ID}.toml").write_text(text, encoding="utf8")
    monkeypatch.setattr(library, "_SHIPPED", folder)
    (line,) = run(tmp_path / "county", "policy", "list", plain=True).out.splitlines()
    assert "程序自带较新版本（第 2 版）" in line
    assert f"policy renew {PACK_ID}" in line
    assert run(tmp_path / "county", "policy", "list").data["packs"][0]["newer"] == 2
    said = run(tmp_path / "county", "policy", "renew", PACK_ID)
    assert (said.code, said.data["code"], said.data["version"]) == (0, "packs.superseded", 2)
    assert "较新版本" not in run(tmp_path / "county", "policy", "list", plain=True).out
    assert run(tmp_path / "county", "policy", "renew", PACK_ID).code == 1
