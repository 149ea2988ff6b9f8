"""A pack travels with a case to an office that lacks it, and is only taken out, never in: a person looks at it and adds it."""

import shutil

import pytest

from alliance_desk.cases import packs
from alliance_desk.errors import Damaged, Refused
from alliance_desk.exchange import contents as table
from alliance_desk.exchange import export, intake
from alliance_desk.exchange import packs as travelling
from alliance_desk.exchange.container import Payload
from alliance_desk.exchange.contents import PACK
from tests.exchange.workspaces import changed, snapshot, sound
from tests.helpers.desks import PACK_ID


@pytest.fixture
def without(pair):
    """The city lacks the policy."""
    (pair.city.place.packs / f"{PACK_ID}.toml").unlink()
    return pair


def test_a_package_brings_the_pack_of_its_case_and_the_receiver_takes_it_out_and_adds_it(without, handed, tmp_path):
    pair = without
    before = snapshot(pair.city)
    with pytest.raises(Refused) as caught:
        intake.take_in(pair.city, handed)
    assert caught.value.code == "exchange.pack-unknown"
    assert "policy take" in caught.value.text()
    taken = travelling.taken_out(pair.city, handed, tmp_path / "out")
    assert not changed(before, pair.city)
    (path,) = taken.files
    assert path.name == f"{PACK_ID}.toml"
    assert path.read_bytes() == (pair.county.place.packs / f"{PACK_ID}.toml").read_bytes()
    assert packs.add(pair.city, path).code == "packs.added"
    assert intake.take_in(pair.city, handed).facts["ours"] == 1
    sound(pair.city)


def test_an_office_that_has_the_pack_is_not_told_of_it(pair, handed):
    assert intake.preview(pair.city, handed).remarks == ()
    assert intake.take_in(pair.city, handed).facts["ours"] == 1


def test_a_pack_travels_once_with_each_case_and_not_with_what_follows(pair, case, handed, stick):
    def brought(path):
        with travelling.open_container(
            path,
            pair.city.key(),
            office=pair.city.office,
            known=travelling.cards(pair.city),
            scratch=pair.city.place.scratch,
        ) as opened:
            return travelling.brought(opened)

    pair.city.place.scratch.mkdir(exist_ok=True)
    assert len(brought(handed)) == 1
    intake.take_in(pair.city, handed, decline="样例")
    back = export.receipt(pair.city, pair.county.office, stick)
    intake.take_in(pair.county, back.files[0])
    again = export.hand_over(pair.county, case, stick)
    assert brought(again.files[0]) == []
    sound(pair.county)


def test_a_case_of_a_superseded_version_is_still_taken_in(pair, handed, tmp_path):
    newer = tmp_path / "newer.toml"
    text = (pair.city.place.packs / f"{PACK_ID}.toml").read_text("utf8")
    newer.write_text(text.replace("version = 1", "version = 2", 1).replace("min = 2", "min = 3", 1), encoding="utf8")
    packs.add(pair.city, newer)
    assert pair.city.pack(PACK_ID).pack.version == 2
    assert intake.take_in(pair.city, handed).facts["ours"] == 1
    sound(pair.city)


def test_a_pack_that_was_superseded_at_the_sender_travels_in_the_version_of_the_case(without, case, stick, tmp_path):
    pair = without
    newer = tmp_path / "newer.toml"
    old = (pair.county.place.packs / f"{PACK_ID}.toml").read_bytes()
    newer.write_bytes(old.replace(b"version = 1", b"version = 2", 1))
    packs.add(pair.county, newer)
    package = export.hand_over(pair.county, case, stick).files[0]
    (path,) = travelling.taken_out(pair.city, package, tmp_path / "out").files
    assert path.read_bytes() == old


def test_a_pack_that_comes_with_the_program_does_not_travel(pair, case):
    document = pair.county.case(case).open
    assert len(list(travelling.carried(pair.county, document))) == 1
    shipped = {**document, "case": {**document["case"], "pack": "anshan-2016"}}
    assert list(travelling.carried(pair.county, shipped)) == []
    unknown = {**document, "case": {**document["case"], "pack": "nowhere-2020"}}
    assert list(travelling.carried(pair.county, unknown)) == []


@pytest.mark.parametrize(
    "text", [b"no toml", b"[pack]\nid = '../up'\nversion = 1\n", b"[pack]\nid = 'x'\nversion = 'y'\n", b"\xff\xfe"]
)
def test_what_is_no_pack_is_not_written_anywhere(pair, forger, case, stick, tmp_path, text):
    chain = forger.chain(case)
    contents = forger.contents(chain)
    digest = table.canonical.sha256(text)
    named = table.msgspec.structs.replace(contents, packs=[digest])
    package = forger.package(stick, named, [*forger.payload(contents, chain), Payload(PACK, text)])
    with pytest.raises(Damaged):
        travelling.taken_out(pair.city, package, tmp_path / "out")
    assert not list(tmp_path.glob("**/*up*"))
    assert not (tmp_path / "out").exists()


def test_a_pack_that_the_table_does_not_name_is_refused(pair, forger, case, stick):
    chain = forger.chain(case)
    contents = forger.contents(chain)
    package = forger.package(stick, contents, [*forger.payload(contents, chain), Payload(PACK, b"x")])
    with pytest.raises(Damaged) as caught:
        intake.take_in(pair.city, package)
    assert caught.value.facts["where"] == PACK


def test_a_table_without_packs_is_written_as_before(forger, case):
    contents = forger.contents(forger.chain(case))
    assert b"packs" not in table.encode(contents)
    assert table.decode(table.encode(contents), "x") == contents


def test_a_package_without_packs_has_nothing_to_take_out(pair, handed, tmp_path, monkeypatch):
    shutil.rmtree(tmp_path / "out", ignore_errors=True)
    monkeypatch.setattr(travelling, "brought", lambda _: [])
    assert travelling.taken_out(pair.city, handed, tmp_path / "out").files == ()
