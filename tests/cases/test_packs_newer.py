"""A pack of the workspace stands before the program's own; where that is newer the office is told, and a person takes it over."""

from pathlib import Path

import pytest

from alliance_desk import doctor
from alliance_desk.cases import packs
from alliance_desk.desk import Desk, library
from alliance_desk.ledger import streams
from tests.cases.conftest import ROUTE
from tests.helpers.care import refused
from tests.helpers.desks import PACK_ID, TODAY, open_sample_case


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the second version in the next release of the program."""
    folder = tmp_path / "next" / "packs"
    folder.mkdir(parents=True)
    text = ROUTE.read_text("utf8").replace("version = 1", "version = 2", 1).replace("n = 5", "n = 7", 1)
    (folder / f"{PACK_ID}.toml").write_text(text, encoding="utf8")
    monkeypatch.setattr(library, "_SHIPPED", folder)
    return folder / f"{PACK_ID}.toml"


def known(desk: Desk) -> packs.Known:
    (found,) = [one for one in packs.known(desk, desk.place.packs) if one.id == PACK_ID]
    return found


def test_a_newer_version_of_the_program_is_told_and_nothing_switches(desk: Desk, program: Path) -> None:
    found = known(desk)
    assert (found.version, found.newer, found.shipped) == (1, 2, False)
    assert desk.policy_for(PACK_ID).pack.version == 1
    case = open_sample_case(desk)
    assert desk.case(case.stream).open["case"]["pack_version"] == 1


def test_it_is_taken_over_as_any_pack_is_added(desk: Desk, program: Path) -> None:
    case = open_sample_case(desk)
    said = packs.renew(desk, PACK_ID)
    assert (said.code, said.facts["old"], said.facts["version"]) == ("packs.superseded", 1, 2)
    assert (desk.place.packs / f"{PACK_ID}.toml").read_bytes() == program.read_bytes()
    found = known(desk)
    assert (found.version, found.newer, found.added, found.by) == (2, 0, TODAY.isoformat(), "样例甲")
    assert streams.events(desk.raw, desk.own_stream("office"))[-1].header.kind == "office.pack-added"
    assert library.edition_file(PACK_ID, 1, desk.place.packs).is_file(), "the one that was superseded is kept"
    assert desk.rules_of(desk.case(case.stream)).pack.version == 1, "a running case keeps its own"
    with refused("packs.none-newer"):
        packs.renew(desk, PACK_ID)
    assert doctor.examine(desk).faults == ()


def test_without_a_newer_one_nothing_is_told(desk: Desk, program: Path) -> None:
    program.write_text(program.read_text("utf8").replace("version = 2", "version = 1", 1), encoding="utf8")
    assert known(desk).newer == 0
    with refused("packs.none-newer"):
        packs.renew(desk, PACK_ID)
    program.unlink()
    assert known(desk).newer == 0
