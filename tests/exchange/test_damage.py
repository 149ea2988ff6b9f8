"""A real hand-over package, damaged in every way a stick or a person may think of, is refused, kept, and changes nothing."""

import io
import zipfile

import pytest

from alliance_desk.errors import DeskError
from alliance_desk.exchange import intake
from alliance_desk.exchange.trust import own_card
from alliance_desk.keys import age
from tests.exchange.workspaces import changed, snapshot, sound


@pytest.fixture
def plain(pair, handed):
    """The decrypted package."""
    out = io.BytesIO()
    age.decrypt(io.BytesIO(handed.read_bytes()), out, pair.city.key().identity, "p")
    return out.getvalue()


@pytest.fixture
def encrypted(pair, stick):
    """Write plain bytes as a package to the city: age proves no sender, everybody can."""

    def write(data, name="forged.deskpack"):
        out = io.BytesIO()
        age.encrypt(io.BytesIO(data), out, own_card(pair.city).recipient)
        (stick / name).write_bytes(out.getvalue())
        return stick / name

    return write


def test_cut_at_every_64th_byte(pair, handed):
    whole, before = handed.read_bytes(), snapshot(pair.city)
    cuts = list(range(0, len(whole), 64))
    assert len(cuts) > 100
    cut = handed.with_name("cut.deskpack")
    for at in cuts:
        cut.write_bytes(whole[:at])
        with pytest.raises(DeskError):
            intake.take_in(pair.city, cut)
    assert not changed(before, pair.city)
    assert len(list(pair.city.place.quarantine.iterdir())) == len(cuts)
    assert intake.take_in(pair.city, handed).code == "exchange.taken-in"
    sound(pair.city)


def test_the_plain_package_cut_at_every_64th_byte_and_encrypted_again(pair, plain, encrypted):
    before = snapshot(pair.city)
    for at in range(0, len(plain), 64):
        with pytest.raises(DeskError):
            intake.preview(pair.city, encrypted(plain[:at]))
    assert not changed(before, pair.city)


@pytest.mark.parametrize("add", [b"\0", b"PK\5\6" + bytes(18)])
def test_a_byte_appended_outside_or_inside(handed, plain, encrypted, refused, add):
    longer = handed.with_name("longer.deskpack")
    longer.write_bytes(handed.read_bytes() + add)
    assert refused(longer).code == "exchange.envelope-damaged"
    assert refused(encrypted(plain + add)).code == "exchange.changed"


def test_two_entries_swapped(plain, encrypted, refused):
    with zipfile.ZipFile(io.BytesIO(plain)) as source:
        entries = [(entry.filename, source.read(entry)) for entry in source.infolist()]
    events = [at for at, (name, _) in enumerate(entries) if "/event/" in name]
    for first, second, names in ((events[0], events[1], True), (events[0], events[1], False)):
        mixed = list(entries)
        mixed[first], mixed[second] = (
            (entries[second], entries[first])
            if names  # the order of the entries, or their contents under each other's names
            else ((entries[first][0], entries[second][1]), (entries[second][0], entries[first][1]))
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for name, data in mixed:
                info = zipfile.ZipInfo(name)
                info.create_system = info.external_attr = 0
                info.create_version = info.extract_version = 10
                target.writestr(info, data)
        assert refused(encrypted(out.getvalue())).code == "exchange.changed"


def test_something_else_under_the_suffix(stick, refused, handed):
    for number, data in enumerate((b"", b"PK\3\4 a ZIP", b"%PDF-1.4", b"age-encryption.org/v1\n")):
        path = stick / f"{number}.deskpack"
        path.write_bytes(data)
        assert refused(path).code in {"exchange.not-a-package", "exchange.envelope-damaged", "exchange.cut-short"}
