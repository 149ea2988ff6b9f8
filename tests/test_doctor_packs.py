"""The doctor names each pack file that is lost or changed, and what it says to do helps."""

from collections.abc import Callable
from pathlib import Path

import pytest

from alliance_desk import doctor
from alliance_desk.cases import pack_offers, packs
from alliance_desk.desk import Desk, library
from alliance_desk.exchange import export, intake, offers
from tests.helpers.desks import LIFE, PACK, PACK_ID, Pair, two_offices

TEXT = PACK.read_text("utf8") + LIFE.read_text("utf8")
FAULTS: dict[str, Callable[[Path], object]] = {
    "lost": lambda path: path.unlink(),
    "changed": lambda path: path.write_bytes(path.read_bytes() + b"#"),
}


@pytest.fixture
def pair(tmp_path: Path):
    """A city with the second version of the policy, added; at its county it waits."""
    both = two_offices(tmp_path)
    newer = tmp_path / "newer.toml"
    newer.write_text(TEXT.replace("version = 1", "version = 2", 1), encoding="utf8")
    packs.add(both.city, newer)
    sent(both, tmp_path / "first")
    yield both
    both.close()


def sent(pair: Pair, folder: Path) -> str:
    """The city sends its pack, the county takes it in; what comes of it."""
    package = export.send_pack(pair.city, PACK_ID, pair.county.office, folder).files[0]
    return intake.take_in(pair.county, package).code


def said(desk: Desk) -> list[tuple[str, str]]:
    return [(fault.code, fault.text()) for fault in doctor.examine(desk).faults]


def test_nothing_is_wrong_with_what_waits_and_what_was_added(pair: Pair) -> None:
    assert said(pair.city) == said(pair.county) == []


@pytest.mark.parametrize("how", FAULTS)
def test_a_pack_that_waits_is_named_and_sending_it_again_makes_it_good(how: str, pair: Pair, tmp_path: Path) -> None:
    (one,) = offers.offered(pair.county)
    FAULTS[how](one.path)
    ((code, text),) = said(pair.county)
    assert code == "doctor.pack-offered"
    assert str(one.path) in text
    assert "第 2 版" in text
    assert "重新发送" in text
    assert sent(pair, tmp_path / "again") == "exchange.packs-put-back", (
        "nothing was acknowledged: the very same package comes again"
    )
    assert said(pair.county) == []
    assert pack_offers.add(pair.county, one.sha256).code == "packs.superseded"


@pytest.mark.parametrize("how", FAULTS)
def test_a_pack_that_waits_and_is_declined_is_wrong_no_longer(how: str, pair: Pair) -> None:
    (one,) = offers.offered(pair.county)
    FAULTS[how](one.path)
    pack_offers.decline(pair.county, one.sha256, "文件已坏")
    assert said(pair.county) == []


@pytest.mark.parametrize("how", FAULTS)
def test_the_kept_file_of_a_version_is_named_and_put_back(how: str, pair: Pair) -> None:
    path = library.edition_file(PACK_ID, 2, pair.city.place.packs)
    before = path.read_bytes()
    FAULTS[how](path)
    ((code, text),) = said(pair.city)
    assert code == "doctor.pack-edition"
    assert str(path) in text
    assert "备份" in text
    path.write_bytes(before)
    assert said(pair.city) == []
