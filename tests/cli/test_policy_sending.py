"""Sending, taking, adding, declining and listing packs on the command line, between two workspaces over one stick."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.helpers.desks import CITY, COUNTY, LIFE, PACK, PACK_ID, two_offices

TEXT = PACK.read_text("utf8") + LIFE.read_text("utf8")


@pytest.fixture
def both(tmp_path: Path) -> Path:
    """A county and its city; the city has written the second version."""
    two_offices(tmp_path).close()
    newer = TEXT.replace("version = 1", "version = 2", 1).replace("n = 5", "n = 7", 1)
    (tmp_path / "newer.toml").write_text(newer, encoding="utf8")
    return tmp_path


def sent(run: Run, both: Path) -> Path:
    assert run(both / "city", "policy", "add", both / "newer.toml").code == 0
    said = run(both / "city", "policy", "send", PACK_ID, both / "stick", "--to", COUNTY)
    assert (said.code, said.data["code"], said.data["version"]) == (0, "exchange.pack-sent", 2)
    return Path(said.data["files"][0])


def test_a_pack_goes_over_a_stick_and_is_added_by_its_id(run: Run, both: Path) -> None:
    package = sent(run, both)
    shown = run(both / "county", "verify", package, plain=True).out
    assert "政策包《样例市产业联盟试行办法》第 2 版（在用）：取代第 1 版，2 处不同" in shown
    assert run(both / "county", "import", package).data["code"] == "exchange.packs-offered"
    listed = run(both / "county", "policy", "list").data
    (offer,) = listed["offers"]
    assert (offer["id"], offer["version"], offer["there"], offer["sender"]) == (PACK_ID, 2, 1, CITY)
    line = next(one for one in run(both / "county", "policy", "list", plain=True).out.splitlines() if "待加入" in one)
    assert f"取代第 1 版：{CITY} 2024-09-27 发来" in line
    found = run(both / "county", "policy", "diff", PACK_ID, offer["path"]).data["differences"]
    assert {one["field"] for one in found} == {"version", "n"}
    added = run(both / "county", "policy", "add", offer["sha256"][:8])
    assert (added.code, added.data["code"]) == (0, "packs.superseded")
    assert run(both / "county", "policy", "list").data["offers"] == []
    assert f"由样例甲加入（{CITY}发来）" in run(both / "county", "policy", "list", plain=True).out


def test_a_pack_is_declined_with_a_ground(run: Run, both: Path) -> None:
    run(both / "county", "import", sent(run, both))
    assert run(both / "county", "policy", "decline", PACK_ID).code == 2, "the ground is asked for"
    said = run(both / "county", "policy", "decline", PACK_ID, "--ground", "等正式印发件")
    assert (said.code, said.data["code"]) == (0, "packs.declined")
    again = run(both / "county", "policy", "add", PACK_ID)
    assert (again.code, again.data["refused"]) == (1, "packs.not-offered")


def test_it_may_also_only_be_taken_out_to_be_looked_at(run: Run, both: Path) -> None:
    package = sent(run, both)
    said = run(both / "county", "policy", "take", package, "--out", both / "out")
    assert [Path(path).name for path in said.data["files"]] == [f"{PACK_ID}.toml"]
    assert (both / "out" / f"{PACK_ID}.toml").read_bytes() == (both / "newer.toml").read_bytes()
    assert run(both / "county", "policy", "list").data["offers"] == []


def test_an_office_that_is_not_known_gets_nothing(run: Run, both: Path) -> None:
    said = run(both / "city", "policy", "send", PACK_ID, both / "stick", "--to", "陌生的局")
    assert (said.code, said.data["refused"]) == (1, "trust.no-such-peer")
    assert not (both / "stick").exists()


def test_a_broken_file_is_told_in_the_list_with_line_key_and_what_is_allowed(run: Run, both: Path) -> None:
    broken = TEXT.replace('status = "在用"', 'status = "再用"')
    (both / "city" / "packs" / f"{PACK_ID}.toml").write_text(broken, encoding="utf8")
    said = run(both / "city", "policy", "list", plain=True)
    assert said.code == 0
    line = broken.splitlines().index('status = "再用"') + 1
    assert f"{PACK_ID}.toml 第 {line} 行，pack.status" in said.out
    assert "草案、在用、废止" in said.out
    assert "jinzhong-2023\t第 1 版" in said.out, "the others are listed as ever"
    assert run(both / "city", "policy", "add", both / "newer.toml").data["code"] == "packs.healed"
