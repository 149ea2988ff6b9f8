import base64
import hashlib
import struct
import zipfile
import zlib
from dataclasses import replace

import pytest

from alliance_desk import canonical
from alliance_desk.errors import Damaged, DeskError, Refused
from alliance_desk.exchange import layout
from alliance_desk.exchange.container import BASE, Limits, Payload, write_container, write_plain
from alliance_desk.exchange.envelope import Load, write_info
from alliance_desk.exchange.layout import Entry
from alliance_desk.exchange.manifest import BAGIT, Name, write_manifest
from alliance_desk.exchange.opening import open_container, open_plain
from alliance_desk.exchange.signature import Tags, write_signature
from alliance_desk.exchange.verify import UnknownSigner
from alliance_desk.files import Stream
from alliance_desk.keys import age


@pytest.fixture
def plain(tmp_path, envelope, payload, county):
    return write_plain(tmp_path / "p.zip", envelope, payload, key=county.key, card=county.card).path


@pytest.fixture
def opening(tmp_path, known):
    """Open plain bytes as the city; what is refused is returned by its code."""

    def code(data, office="office-2", **options):
        path = tmp_path / "tried.zip"
        path.write_bytes(data)
        outcome = "opened", "tried.zip"
        try:
            open_plain(path, office=office, known=known, scratch=tmp_path / "s", **options).close()
        except DeskError as error:
            outcome = error.code, error.text()
        assert "tried.zip" in outcome[1]
        assert list((tmp_path / "s").iterdir()) == []
        return outcome[0]

    return code


def container(parts):
    """A container of (name, bytes) in the layout, whatever they are."""
    entries = [Entry(BASE + name, len(data), zlib.crc32(data)) for name, data in parts]
    pieces = [layout.local_header(e) + data for e, (_, data) in zip(entries, parts, strict=True)]
    return b"".join(pieces) + layout.directory(entries)


def signed(info, manifest, office, contents=(), bagit=BAGIT, changes=None):
    """A container whose tag files are signed as they are."""
    tags = Tags(bagit, info, manifest)
    signature = canonical.decode(write_signature(tags, office.key, office.card)) | (changes or {})
    return container(
        [
            ("bagit.txt", bagit),
            ("bag-info.txt", info),
            ("manifest-sha256.txt", manifest),
            ("signature.json", canonical.encode(signature)),
            *contents,
        ]
    )


def named(kind, data):
    name = Name(kind, hashlib.sha256(data).hexdigest())
    return name, (name.path, data)


def test_a_container_made_by_the_tests_own_hands_opens(opening, envelope, county):
    name, content = named("event", b"{}")
    assert opening(signed(write_info(envelope, Load(2, 1)), write_manifest([name]), county, [content])) == "opened"


def test_a_package_for_another_key_cannot_be_opened(tmp_path, envelope, payload, county, city, stranger, known):
    path = tmp_path / "p.deskpack"
    write_container(path, envelope, payload, key=county.key, card=county.card, receiver=city.card)
    with pytest.raises(Refused) as refusal:
        open_container(path, stranger.key, office="office-9", known=known, scratch=tmp_path / "s")
    assert refusal.value.code == "exchange.not-for-us"
    assert list((tmp_path / "s").iterdir()) == []


def test_a_package_passed_on_to_a_third_office_is_refused_by_its_signed_receiver(
    tmp_path, plain, city, stranger, known
):
    """Whoever can open a package can encrypt it to somebody else, with the first sender's signature still good."""
    path = tmp_path / "p.deskpack"
    with path.open("wb") as out:
        age.encrypt(Stream(iter([plain.read_bytes()])), out, stranger.card.recipient)
    with pytest.raises(Refused) as refusal:
        open_container(path, stranger.key, office="office-9", known=known, scratch=tmp_path)
    assert refusal.value.code == "exchange.other-receiver"
    assert "铁西区科技局" in refusal.value.text()


def test_an_unknown_signer_is_told_apart_with_fingerprint_and_claimed_office(
    tmp_path, envelope, payload, stranger, city, known
):
    path = tmp_path / "p.deskpack"
    claim = replace(envelope, sender="office-9")
    write_container(path, claim, payload, key=stranger.key, card=stranger.card, receiver=city.card)
    with pytest.raises(UnknownSigner) as refusal:
        open_container(path, city.key, office="office-2", known=known, scratch=tmp_path / "s")
    assert refusal.value.card == stranger.card
    assert stranger.card.fingerprint in refusal.value.text()
    assert "陌生的局" in refusal.value.text()
    assert list((tmp_path / "s").iterdir()) == []
    trusted = known | {stranger.card.fingerprint: stranger.card}
    with open_container(path, city.key, office="office-2", known=trusted, scratch=tmp_path / "s") as opened:
        assert opened.signer == stranger.card


def test_signed_by_another_key_under_a_known_card_is_no_signature(opening, envelope, county, stranger):
    name, content = named("event", b"{}")
    info, manifest = write_info(envelope, Load(2, 1)), write_manifest([name])
    forged = canonical.decode(write_signature(Tags(BAGIT, info, manifest), stranger.key, county.card))
    assert opening(signed(info, manifest, county, [content], changes=forged)) == "exchange.signature-bad"


def test_a_known_office_cannot_speak_for_another(opening, envelope, county):
    name, content = named("event", b"{}")
    info = write_info(replace(envelope, sender="office-7", heads=()), Load(2, 1))
    assert opening(signed(info, write_manifest([name]), county, [content])) == "exchange.wrong-sender"


def test_a_package_for_another_office_is_named(opening, plain):
    assert opening(plain.read_bytes(), office="office-3") == "exchange.other-receiver"


def test_a_newer_format_asks_for_a_newer_program_and_nothing_else(tmp_path, envelope, payload, county, opening):
    newer = replace(envelope, format_version=3, least_reader=2)
    path = write_plain(tmp_path / "n", newer, payload, key=county.key, card=county.card).path
    assert opening(path.read_bytes()) == "exchange.newer-format"
    with pytest.raises(Refused) as refusal:
        open_plain(path, office="office-2", known={}, scratch=tmp_path)
    assert refusal.value.facts["needed"] == 2
    assert "升级" in refusal.value.text()


def test_a_newer_format_that_older_readers_may_read_is_read(tmp_path, envelope, payload, county, opening):
    newer = replace(envelope, format_version=3, more=(("Courier", "王"),))
    path = write_plain(tmp_path / "n", newer, payload, key=county.key, card=county.card).path
    assert opening(path.read_bytes()) == "opened"


def test_another_suite_of_algorithms_asks_for_a_newer_program(opening, envelope, county):
    name, content = named("event", b"{}")
    data = signed(
        write_info(envelope, Load(2, 1)), write_manifest([name]), county, [content], changes={"suite": "sm2+sm4/1"}
    )
    assert opening(data) == "exchange.newer-suite"


@pytest.mark.parametrize("data", [b"", b"x", b"PL", b"%PDF-1.7", b"\0" * 100, b"PK\x05\x06" + bytes(18)])
def test_what_is_no_package_is_told_so(tmp_path, city, known, opening, data):
    assert opening(data) == "exchange.not-a-package"
    path = tmp_path / "x"
    path.write_bytes(data)
    with pytest.raises(Refused) as refusal:
        open_container(path, city.key, office="office-2", known=known, scratch=tmp_path)
    assert refusal.value.code == "exchange.not-a-package"


def test_a_plain_or_armoured_container_is_no_package(tmp_path, plain, city, known):
    pyrage = age._pyrage()
    recipient = pyrage.x25519.Recipient.from_str(city.card.recipient)
    armoured = tmp_path / "armoured"
    armoured.write_bytes(pyrage.encrypt(plain.read_bytes(), [recipient], armored=True))
    for path in (plain, armoured):
        with pytest.raises(Refused) as refusal:
            open_container(path, city.key, office="office-2", known=known, scratch=tmp_path / "s")
        assert refusal.value.code == "exchange.not-a-package"


def test_a_stick_pulled_out_is_told_in_words(tmp_path, city, known):
    with pytest.raises(Damaged) as damage:
        open_container(tmp_path / "gone", city.key, office="office-2", known=known, scratch=tmp_path / "s")
    assert damage.value.code == "files.cannot-read"


def test_an_ordinary_zip_with_the_right_names_and_signature_is_refused(tmp_path, plain, opening):
    """What ``zipfile`` writes differs in versions, dates and attributes: bytes that nobody signed."""
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    assert opening(other.read_bytes()) == "exchange.changed"


def test_two_entries_swapped_are_refused(opening, plain):
    with zipfile.ZipFile(plain) as archive:
        parts = [(name.removeprefix(BASE), archive.read(name)) for name in archive.namelist()]
    assert opening(container(parts)) == "opened"
    for one in range(len(parts) - 1):
        swapped = [*parts]
        swapped[one], swapped[one + 1] = parts[one + 1], parts[one]
        assert opening(container(swapped)) != "opened"
        # Only the contents swapped, each under the other's name, with a right CRC.
        crossed = [*parts]
        crossed[one] = parts[one][0], parts[one + 1][1]
        crossed[one + 1] = parts[one + 1][0], parts[one][1]
        assert opening(container(crossed)) != "opened"


def test_an_entry_missing_twice_or_extra_is_refused(opening, plain):
    with zipfile.ZipFile(plain) as archive:
        parts = [(name.removeprefix(BASE), archive.read(name)) for name in archive.namelist()]
    for at, part in enumerate(parts):
        assert opening(container(parts[:at] + parts[at + 1 :])) != "opened"
        assert opening(container([*parts[:at], part, *parts[at:]])) != "opened"
        assert opening(container([*parts[:at], ("data/event/extra", b""), *parts[at:]])) != "opened"
        assert opening(container([*parts, part])) != "opened"
        evil = [*parts]
        evil[at] = part[0], part[1] + b"\n"
        assert opening(container(evil)) != "opened"


def test_bytes_before_after_and_between_are_refused(opening, plain):
    data = plain.read_bytes()
    assert opening(data + b"\0") == "exchange.changed"
    assert opening(b"\0" + data) == "exchange.not-a-package"
    assert opening(data + data) == "exchange.changed"
    starts = [at for at in range(1, len(data)) if data[at : at + 2] == b"PK"]
    assert len(starts) == 16
    for at in starts:
        assert opening(data[:at] + b"\0" + data[at:]) == "exchange.changed"


LIES = {
    "method": (10, "<H", 8),
    "flags": (8, "<H", 1),
    "date": (14, "<H", 0x22),
    "crc": (16, "<I", 0),
    "stored size": (20, "<I", 1),
    "size": (24, "<I", 1 << 31),
    "extra field": (30, "<H", 4),
    "comment": (32, "<H", 4),
    "disk": (34, "<H", 1),
    "attributes": (38, "<I", 0o120777 << 16),
    "offset": (42, "<I", 0),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_central_directory_that_lies_is_refused(opening, plain, lie):
    offset, form, value = LIES[lie]
    data = bytearray(plain.read_bytes())
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    struct.pack_into(form, data, second + offset, value)
    assert opening(bytes(data)) == "exchange.changed"


@pytest.mark.parametrize("offset", [4, 6, 8, 10, 12, 16, 20])
def test_an_end_record_that_lies_is_refused(opening, plain, offset):
    data = bytearray(plain.read_bytes())
    data[len(data) - 22 + offset] ^= 1
    assert opening(bytes(data)) == "exchange.changed"


def test_a_local_header_that_promises_four_gigabytes_reads_nothing(opening, plain):
    data = bytearray(plain.read_bytes())
    for at in [at for at in range(len(data)) if data[at : at + 4] == layout.MAGIC]:
        lying = bytearray(data)
        struct.pack_into("<II", lying, at + 18, 0xFFFFFFFF, 0xFFFFFFFF)
        assert opening(bytes(lying)) in {"exchange.changed", "exchange.cut-short"}


@pytest.mark.parametrize("armour", ["plain", "sealed"])
def test_a_package_cut_at_every_64th_byte_is_refused(
    tmp_path, envelope, payload, county, city, known, plain, opening, armour
):
    if armour == "plain":
        data = plain.read_bytes()
        assert {opening(data[:cut]) for cut in range(64, len(data), 64)} == {"exchange.cut-short"}
        return
    whole = write_container(
        tmp_path / "w", envelope, payload, key=county.key, card=county.card, receiver=city.card
    ).path.read_bytes()
    path = tmp_path / "cut"
    for cut in range(0, len(whole), 64):
        path.write_bytes(whole[:cut])
        with pytest.raises(DeskError):
            open_container(path, city.key, office="office-2", known=known, scratch=tmp_path / "s")
    assert list((tmp_path / "s").iterdir()) == []


def test_limits_hold_when_reading(tmp_path, opening, plain, envelope, county):
    data = plain.read_bytes()
    assert opening(data, limits=Limits(octets=1000)) == "exchange.too-large"
    many = [Payload("event", bytes([n])) for n in range(12)]
    path = write_plain(tmp_path / "many", envelope, many, key=county.key, card=county.card).path
    assert opening(path.read_bytes(), limits=Limits(count=11)) == "exchange.too-many"
    assert opening(data, limits=Limits(count=1)) == "exchange.changed"  # a manifest longer than any list of one
    long = replace(envelope, more=tuple((f"L{n}", "x" * 1000) for n in range(1100)))
    name, content = named("event", b"{}")
    assert (
        opening(signed(write_info(long, Load(2, 1)), write_manifest([name]), county, [content])) == "exchange.changed"
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda info: info.replace(b"Payload-Oxum: 2.1", b"Payload-Oxum: 3.1"),
        lambda info: info.replace(b"Payload-Oxum: 2.1", b"Payload-Oxum: 2.2"),
        lambda info: info.replace(b"Payload-Oxum: 2.1", b"Payload-Oxum: 02.1"),
        lambda info: info.replace(b"\n", b"\r\n"),
        lambda info: info[:-1],
        lambda info: info + b"\n",
        lambda info: info + b" continued\n",
        lambda info: info.replace(b"Sequence: 1", b"Sequence:  1"),
        lambda info: info.replace(b"Sequence: 1\n", b""),
        lambda info: info.replace(b"Sequence: 1\n", b"Sequence: 1\nSequence: 1\n"),
        lambda info: info.replace(b"handover", b"%68andover"),
        lambda info: info.replace(b"handover", b"handing"),
        lambda info: info.replace(b"Suite: ed25519", b"Suite: ed448"),
        lambda info: info.replace(b"Schema-Range: 1-1", b"Schema-Range: 1-1-1"),
        lambda info: info.replace(b"Head-Seen: office-1 ", b"Head-Seen: office-3 "),
        lambda info: info + b"Extra: %FF\n",
        lambda info: info + b"Extra: %e5%b8%82\n",
        lambda info: info + "Extra: 市\n".encode(),
        lambda info: info + b"Extra: a\nHead-Seen: office-5 i1 1 " + b"0" * 64 + b"\n",
    ],
)
def test_a_well_signed_bag_info_in_any_other_form_is_refused(opening, envelope, county, change):
    name, content = named("event", b"{}")
    right = write_info(envelope, Load(2, 1))
    changed = change(right)
    assert changed != right
    assert opening(signed(changed, write_manifest([name]), county, [content])) == "exchange.changed"


@pytest.mark.parametrize(
    "path",
    ["data/event/../../x", "data/EVENT/{sha}", "data/{sha}", "/data/event/{sha}", "data/event/CON", "data/事/{sha}"],
)
def test_a_well_signed_manifest_with_a_hostile_name_is_refused(opening, envelope, county, path):
    sha = hashlib.sha256(b"{}").hexdigest()
    line = f"{sha}  {path.format(sha=sha)}\n".encode()
    contents = [(path.format(sha=sha), b"{}")] if path.isascii() else []
    assert opening(signed(write_info(envelope, Load(2, 1)), line, county, contents)) == "exchange.changed"


def test_a_well_signed_manifest_unsorted_or_with_one_name_twice_is_refused(opening, envelope, county):
    (one, first), (two, then) = sorted([named("event", b"1"), named("event", b"2")], key=lambda pair: pair[0].path)
    info = write_info(envelope, Load(2, 2))
    assert opening(signed(info, write_manifest([one, two]), county, [first, then])) == "opened"
    assert opening(signed(info, write_manifest([two, one]), county, [then, first])) == "exchange.changed"
    assert opening(signed(info, write_manifest([one, one]), county, [first, first])) == "exchange.changed"
    for manifest in (b"", b"\n", write_manifest([one, two])[:-1], write_manifest([one, two]) + b"\n"):
        assert opening(signed(info, manifest, county, [first, then])) == "exchange.changed"


def test_a_signature_file_has_one_spelling(opening, envelope, county):
    name, content = named("event", b"{}")
    info, manifest = write_info(envelope, Load(2, 1)), write_manifest([name])
    fields = canonical.decode(write_signature(Tags(BAGIT, info, manifest), county.key, county.card))
    raw = base64.b64decode(fields["signature"])
    assert len(raw) == 64
    spare = fields["signature"][:-3] + chr(ord(fields["signature"][-3]) + 1) + "=="
    assert base64.b64decode(spare) == raw
    for changes in ({"signature": spare}, {"note": "x"}, {"card": ""}, {"signature": 5}, {"suite": 5}):
        assert opening(signed(info, manifest, county, [content], changes=changes)) != "opened"


def test_another_bagit_version_is_refused_even_when_signed(opening, envelope, county):
    name, content = named("event", b"{}")
    bagit = BAGIT.replace(b"1.0", b"0.97")
    info, manifest = write_info(envelope, Load(2, 1)), write_manifest([name])
    assert opening(signed(info, manifest, county, [content], bagit=bagit)) == "exchange.changed"


def test_a_foreign_file_name_cannot_turn_the_message_around(tmp_path, city, known):
    path = tmp_path / "a\u202egpj.deskpack"
    path.write_bytes(b"x")
    with pytest.raises(Refused) as refusal:
        open_container(path, city.key, office="office-2", known=known, scratch=tmp_path / "s")
    assert "\u202e" not in refusal.value.text()


def test_a_payload_larger_than_memory_allows_flows_only(tmp_path, envelope, county, known):
    blob = tmp_path / "blob"
    with blob.open("wb") as out:
        out.truncate((64 << 20) + 1)
    path = write_plain(tmp_path / "p", envelope, [Payload("blob", blob)], key=county.key, card=county.card).path
    opened = open_plain(path, office="office-2", known=known, scratch=tmp_path / "s")
    with opened, pytest.raises(Refused) as refusal:
        opened.read("blob", opened.names("blob")[0])
    assert refusal.value.code == "exchange.too-large"
