import hashlib
import io
import os
import subprocess
import sys
import textwrap
import tracemalloc
import zipfile
from dataclasses import replace

import pytest

from alliance_desk import files
from alliance_desk.errors import Damaged, Refused
from alliance_desk.exchange.container import Limits, Payload, file_name, write_container, write_plain
from alliance_desk.exchange.opening import open_container, open_plain, take_copy
from alliance_desk.exchange.streams import file_sha256
from alliance_desk.progress import Cancelled
from tests.helpers.tools import REASONS


@pytest.fixture
def written(tmp_path, envelope, payload, county, city):
    return write_container(
        tmp_path / "stick" / "p.deskpack", envelope, payload, key=county.key, card=county.card, receiver=city.card
    )


def test_what_one_office_writes_the_other_reads(written, tmp_path, envelope, payload, county, city, known):
    scratch = tmp_path / "scratch"
    with open_container(written.path, city.key, office="office-2", known=known, scratch=scratch) as opened:
        assert opened.envelope == envelope
        assert opened.signer == county.card
        assert (opened.sha256, opened.size) == (written.sha256, written.size)
        assert opened.kinds() == ["body", "body-private", "event"]
        held = {(kind, opened.read(kind, name)) for kind in opened.kinds() for name in opened.names(kind)}
        assert held == {(item.kind, item.content) for item in payload}
        assert opened.names("event") == sorted(opened.names("event"))
        assert opened.names("blob") == []
        assert any(scratch.iterdir())
    assert list(scratch.iterdir()) == []


def test_the_hash_reported_is_the_hash_of_the_file(written):
    data = written.path.read_bytes()
    assert (hashlib.sha256(data).hexdigest(), len(data)) == (written.sha256, written.size)
    assert list(written.path.parent.iterdir()) == [written.path]


def test_a_package_tells_nothing_to_who_finds_the_stick(written, county):
    data = written.path.read_bytes()
    assert not any(word in data for word in (b"office-1", b"seq", b"handover", county.card.fingerprint.encode()))


def test_the_same_input_and_key_give_the_same_plain_bytes_in_any_order(tmp_path, envelope, payload, county):
    one = write_plain(tmp_path / "one", envelope, payload, key=county.key, card=county.card)
    two = write_plain(tmp_path / "two", envelope, [*payload[::-1], payload[0]], key=county.key, card=county.card)
    assert one.path.read_bytes() == two.path.read_bytes()


def test_format_0_is_the_same_bytes_in_every_release(tmp_path, envelope, payload, county):
    """Offices keep packages for decades: when this hash changes, old packages can no longer be read."""
    one = write_plain(tmp_path / "one", envelope, payload, key=county.key, card=county.card)
    assert one.sha256 == "9a8717b658a11c9be17d513ddbbc5ce557d7d7525f20426b779cc429a47562ab"


def test_one_content_under_two_kinds_is_two_files(tmp_path, envelope, county, known):
    two = [Payload("blob", b"same"), Payload("event", b"same"), Payload("blob", b"same")]
    path = write_plain(tmp_path / "p", envelope, two, key=county.key, card=county.card).path
    with open_plain(path, office="office-2", known=known, scratch=tmp_path) as opened:
        assert (len(opened.names("blob")), len(opened.names("event"))) == (1, 1)


def test_any_zip_program_reads_the_plain_container(tmp_path, envelope, payload, county):
    path = write_plain(tmp_path / "p.zip", envelope, payload, key=county.key, card=county.card).path
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.comment == b""
        names = archive.namelist()
        assert names[:4] == [
            f"package/{tag}" for tag in ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "signature.json")
        ]
        assert names[4:] == sorted(names[4:])
        assert all(
            not (info.extra or info.comment or info.flag_bits or info.external_attr) for info in archive.infolist()
        )


def test_the_plain_container_is_a_bag_of_rfc_8493(tmp_path, envelope, payload, county):
    path = write_plain(tmp_path / "p.zip", envelope, payload, key=county.key, card=county.card).path
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["package"]  # section 4: one base directory
    bag = tmp_path / "out" / "package"
    assert (bag / "bagit.txt").read_bytes() == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    lines = [line.split("  ", 1) for line in (bag / "manifest-sha256.txt").read_text("ascii").splitlines()]
    for digest, name in lines:
        assert hashlib.sha256((bag / name).read_bytes()).hexdigest() == digest
    payload_files = [p.relative_to(bag).as_posix() for p in (bag / "data").rglob("*") if p.is_file()]
    assert sorted(payload_files) == [name for _, name in lines]
    octets = sum((bag / name).stat().st_size for name in payload_files)
    info = dict(line.split(": ", 1) for line in (bag / "bag-info.txt").read_text("ascii").splitlines())
    assert info["Payload-Oxum"] == f"{octets}.{len(payload_files)}"


def test_large_files_flow_through_without_being_held(tmp_path, envelope, county, city, known):
    """48 MiB through 12 MiB of memory: the scans of a whole case are larger still."""
    blob = tmp_path / "scan.pdf"
    block = hashlib.sha256(b"scan").digest() * 32768
    files.write(blob, (block[n:] + block[:n] for n in range(48)))
    seen = []
    tracemalloc.start()
    written = write_container(
        tmp_path / "p",
        envelope,
        [Payload("blob", blob), Payload("event", b"{}")],
        key=county.key,
        card=county.card,
        receiver=city.card,
        progress=lambda done, total, code: seen.append((done, total, code)),
    )
    assert seen[-1][0] <= seen[-1][1]
    assert {code for _, _, code in seen} == {"exchange.writing"}
    with open_container(written.path, city.key, office="office-2", known=known, scratch=tmp_path / "s") as opened:
        (name,) = opened.names("blob")
        taken = files.write(tmp_path / "blob", opened.pieces("blob", name))
        assert file_sha256(taken) == name
        assert opened.size_of("blob", name) == 48 << 20
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 12 << 20


def test_two_contents_can_be_read_by_turns(tmp_path, envelope, county, known):
    parts = [bytes([n]) * (3 << 20) for n in (1, 2)]
    path = write_plain(
        tmp_path / "p", envelope, [Payload("blob", part) for part in parts], key=county.key, card=county.card
    ).path
    with open_plain(path, office="office-2", known=known, scratch=tmp_path) as opened:
        read = [
            b"".join(pieces) for pieces in zip(*(opened.pieces("blob", n) for n in opened.names("blob")), strict=True)
        ]
        assert sum(map(len, read)) == 6 << 20


def test_content_spoilt_on_the_scratch_disk_is_noticed_when_read(tmp_path, envelope, payload, county, known):
    path = write_plain(tmp_path / "p", envelope, payload, key=county.key, card=county.card).path
    with open_plain(path, office="office-2", known=known, scratch=tmp_path / "s") as opened:
        (copy,) = (tmp_path / "s").iterdir()
        data = copy.read_bytes()
        with copy.open("r+b") as disk:
            disk.write(data.replace(b'"seq"', b'"sEq"'))
        for name in opened.names("event"):
            with pytest.raises(Damaged):
                opened.read("event", name)


def test_a_content_that_is_not_there_is_named(tmp_path, envelope, payload, county, known):
    path = write_plain(tmp_path / "p", envelope, payload, key=county.key, card=county.card).path
    opened = open_plain(path, office="office-2", known=known, scratch=tmp_path)
    with opened, pytest.raises(Damaged) as damage:
        opened.read("blob", "0" * 64)
    assert damage.value.code == "exchange.no-such-part"


@pytest.mark.parametrize(
    "change",
    [
        {"sequence": 0},
        {"sender": "市"},
        {"receiver": "a b"},
        {"previous": "abc"},
        {"schemas": (2, 1)},
        {"created": "2026-11-20"},
        {"more": (("Sender", "x"),)},
        {"more": (("New-Label", ""),)},
        {"more": (("bad label", "x"),)},
        {"more": (("A", "1"), ("A", "2"))},
        {"least_reader": 1},
    ],
)
def test_an_envelope_that_could_not_be_read_back_is_never_written(tmp_path, envelope, payload, county, change):
    card = county.card
    with pytest.raises(ValueError):
        write_plain(tmp_path / "p", replace(envelope, **change), payload, key=county.key, card=card)
    assert list(tmp_path.iterdir()) == []


def test_heads_stand_sorted_and_once(tmp_path, envelope, payload, county):
    for heads in (envelope.heads[::-1], envelope.heads[:1] * 2):
        with pytest.raises(ValueError):
            write_plain(tmp_path / "p", replace(envelope, heads=heads), payload, key=county.key, card=county.card)


@pytest.mark.parametrize("value", ["市科技局 第一号", " edges ", "100% a=b: c", "x\ny\x00", "  ", "\u202e"])
def test_any_text_survives_in_a_further_label(tmp_path, envelope, payload, county, known, value):
    more = replace(envelope, more=(("Later-Label", value), ("Another", "1")), format_version=1)
    path = write_plain(tmp_path / "p", more, payload, key=county.key, card=county.card).path
    with open_plain(path, office="office-2", known=known, scratch=tmp_path) as opened:
        assert opened.envelope == more


@pytest.mark.parametrize("kind", ["", "Event", "a/b", "..", "a b", "x" * 21, "事"])
def test_a_kind_is_a_short_lower_case_word(tmp_path, envelope, county, kind):
    with pytest.raises(ValueError):
        write_plain(tmp_path / "p", envelope, [Payload(kind, b"")], key=county.key, card=county.card)


def test_keys_and_offices_must_belong_together(tmp_path, envelope, payload, county, city, stranger):
    for key, card, receiver in (
        (county.key, stranger.card, city.card),
        (stranger.key, county.card, city.card),
        (county.key, county.card, stranger.card),
    ):
        with pytest.raises(ValueError):
            write_container(tmp_path / "p", envelope, payload, key=key, card=card, receiver=receiver)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_package_is_not_written(tmp_path, envelope, county):
    with pytest.raises(ValueError):
        write_plain(tmp_path / "p", envelope, [], key=county.key, card=county.card)


def test_limits_hold_when_writing(tmp_path, envelope, payload, county):
    for limits, code in ((Limits(octets=1000), "exchange.too-large"), (Limits(count=3), "exchange.too-many")):
        with pytest.raises(Refused) as refusal:
            write_plain(tmp_path / "p", envelope, payload, key=county.key, card=county.card, limits=limits)
        assert refusal.value.code == code
        assert "分成几个" in refusal.value.text()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_changes_while_it_is_packed_stops_the_package(tmp_path, envelope, county, city):
    blob = tmp_path / "scan.pdf"
    blob.write_bytes(b"first")

    def touch(done, total, code):
        blob.write_bytes(b"other")

    with pytest.raises(Damaged) as damage:
        write_container(
            tmp_path / "out" / "p",
            envelope,
            [Payload("aaa", b"x"), Payload("blob", blob)],
            key=county.key,
            card=county.card,
            receiver=city.card,
            progress=touch,
        )
    assert damage.value.code == "exchange.source-changed"
    assert list((tmp_path / "out").iterdir()) == []


def test_a_missing_source_is_named_and_nothing_is_written(tmp_path, envelope, county):
    with pytest.raises(Damaged) as damage:
        write_plain(
            tmp_path / "out" / "p", envelope, [Payload("blob", tmp_path / "gone")], key=county.key, card=county.card
        )
    assert "gone" in damage.value.text()


def test_a_cancelled_export_leaves_no_file(tmp_path, envelope, payload, county, city):
    def stop(done, total, code):
        raise Cancelled

    with pytest.raises(Cancelled):
        write_container(
            tmp_path / "p", envelope, payload, key=county.key, card=county.card, receiver=city.card, progress=stop
        )
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_import_leaves_no_scratch(written, tmp_path, city, known):
    def stop(done, total, code):
        raise Cancelled

    with pytest.raises(Cancelled):
        open_container(written.path, city.key, office="office-2", known=known, scratch=tmp_path / "s", progress=stop)
    assert list((tmp_path / "s").iterdir()) == []


def test_a_stick_that_gives_back_other_bytes_than_it_took_is_found_before_the_file_has_a_name(
    tmp_path, envelope, payload, county, monkeypatch
):
    """The fault is planted where the disk is: between the flush and the reading back."""
    flush = os.fsync

    def lying(handle):
        flush(handle)
        os.lseek(handle, 100, os.SEEK_SET)
        os.write(handle, b"X")

    monkeypatch.setattr(os, "fsync", lying)
    with pytest.raises(Damaged) as damage:
        write_plain(tmp_path / "p", envelope, payload, key=county.key, card=county.card)
    assert damage.value.code == "exchange.read-back"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason=REASONS["rlimit"])
@pytest.mark.parametrize("receiver", ["card", "None"])
def test_a_full_disk_leaves_no_file(tmp_path, receiver):
    code = f"""
        import resource, sys
        from pathlib import Path
        from alliance_desk.errors import Damaged
        from alliance_desk.exchange.container import Payload, write_container, write_plain
        from alliance_desk.exchange.envelope import Envelope, Purpose
        from alliance_desk.keys.office import OfficeKey
        key = OfficeKey.make()
        card = key.card("a", "局", "县")
        envelope = Envelope(Purpose.COPY, "a", "a", 1, "", (1, 1), "2026-11-20T01:02:03Z")
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
        path = Path(sys.argv[1]) / "p"
        payload = [Payload("blob", bytes(1 << 21))]
        try:
            if {receiver}:
                write_container(path, envelope, payload, key=key, card=card, receiver=card)
            else:
                write_plain(path, envelope, payload, key=key, card=card)
        except Damaged as damage:
            print(damage.code)
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)], capture_output=True, text=True, timeout=240
    )
    assert (run.stdout.strip(), run.stderr) == ("files.cannot-write", "")
    assert list(tmp_path.iterdir()) == []


def test_a_copy_taken_once_is_opened_in_its_place(written, tmp_path, city, known):
    copy = take_copy(written.path, tmp_path / "quarantine" / "1")
    assert (copy.sha256, copy.size, copy.name) == (written.sha256, written.size, "p.deskpack")
    written.path.unlink()
    with open_container(copy, city.key, office="office-2", known=known, scratch=tmp_path / "s") as opened:
        assert opened.sha256 == copy.sha256
    assert copy.path.exists()


def test_a_copy_that_changed_in_quarantine_is_refused(written, tmp_path, city, known):
    copy = take_copy(written.path, tmp_path / "1")
    copy.path.write_bytes(copy.path.read_bytes() + b"x")
    with pytest.raises(Damaged) as damage:
        open_container(copy, city.key, office="office-2", known=known, scratch=tmp_path)
    assert damage.value.code == "exchange.changed"


def test_a_file_too_large_is_not_even_copied(written, tmp_path, city, known):
    with pytest.raises(Refused) as refusal:
        open_container(
            written.path, city.key, office="office-2", known=known, scratch=tmp_path / "s", limits=Limits(octets=100)
        )
    assert refusal.value.code == "exchange.too-large"
    assert list((tmp_path / "s").iterdir()) == []


def test_file_names_are_ascii_and_tell_office_year_and_number():
    assert file_name("铁西区科技局", 2026, 12) == "tiexiqukejiju-2026-0012.deskpack"
    assert file_name("../CON\u202e", 2026, 1) == "con-2026-0001.deskpack"
    assert file_name("㛃", 2026, 1).isascii()
    assert file_name("!!!", 2026, 10000) == "office-2026-10000.deskpack"
    assert files.harmless(file_name("长" * 300, 2026, 1))


def test_sixty_thousand_files_fit_and_are_still_an_ordinary_zip(tmp_path, envelope, county, known):
    many = (Payload("event", str(n).encode()) for n in range(60_000))
    path = write_plain(tmp_path / "p", envelope, many, key=county.key, card=county.card).path
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert len(archive.namelist()) == 60_004
    with open_plain(path, office="office-2", known=known, scratch=tmp_path) as opened:
        assert len(opened.names("event")) == 60_000
