"""A pack file of the workspace that cannot be used: told, in nobody else's way, and healed by adding a sound one over it."""

import os
from pathlib import Path

import pytest

from alliance_desk.cases import office, pack_use, packs
from alliance_desk.desk import Desk, library
from alliance_desk.errors import Refused
from tests.cases.test_packs import NEW, file, sound, version
from tests.helpers.desks import PACK_ID

__all__ = ["file"]

CALL = '[pack]\nid = "other-call"\nversion = 1\nparent = "other-2025"\ntitle = "通知"\ndoc_no = ""\n[check.members]\nmin = 3\nbasis = "通知一"\n'
BROKEN = {
    "syntax": b"[pack\n",
    "shape": b'[pack]\nid = "other-2025"\nversion = "x"\n',
    "bytes": b"\xff\xfe\x00\x00",
    "empty": b"",
    "large": b"#" * (2 << 20),
    "circle": b'[pack]\nid = "other-2025"\nparent = "other-2025"\n',
    "deep": b"x = " + b"[" * 100_000,
}


def spoil(desk: Desk, data: bytes, name: str = "other-2025") -> Path:
    path = desk.place.packs / f"{name}.toml"
    stamp = path.stat().st_mtime_ns if path.exists() else 0
    path.write_bytes(data)
    os.utime(path, ns=(stamp + 10**9, stamp + 10**9))
    return path


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_told_and_keeps_no_other_pack_from_its_use(desk: Desk, file, data: bytes) -> None:
    spoil(desk, data)
    found = {one.id: one for one in packs.known(desk, desk.place.packs)}
    assert found["other-2025"].fault
    assert not found[PACK_ID].fault
    assert desk.policy_for(PACK_ID).pack.id == PACK_ID
    assert desk.governing(PACK_ID) == PACK_ID
    assert desk.governing("other-2025") == "other-2025"
    assert library.family(PACK_ID, desk.place.packs) == [PACK_ID]
    office.choose_reading(desk, PACK_ID, "panel-size", "7")
    third = NEW.replace("other-2025", "third-2025")
    assert packs.add(desk, file(third)).code == "packs.added"
    assert packs.add(desk, file(version(third, 2))).code == "packs.superseded"


def test_a_file_that_cannot_be_read_keeps_no_other_pack_from_its_use(desk: Desk, file) -> None:
    """A dangling link, and a folder that is called like a pack."""
    (desk.place.packs / "gone-2025.toml").symlink_to(desk.place.packs / "nowhere.toml")
    (desk.place.packs / "folder-2025.toml").mkdir()
    found = {one.id: one for one in packs.known(desk, desk.place.packs)}
    assert found["gone-2025"].fault
    assert found["folder-2025"].fault
    assert desk.governing("gone-2025") == "gone-2025"
    assert library.family(PACK_ID, desk.place.packs) == [PACK_ID]
    assert packs.add(desk, file(NEW)).code == "packs.added"


def test_the_fault_names_file_line_key_and_what_is_allowed(desk: Desk) -> None:
    spoil(desk, NEW.replace('status = "在用"', 'status = "再用"').encode())
    (found,) = [one for one in packs.known(desk, desk.place.packs) if one.id == "other-2025"]
    line = NEW.splitlines().index('status = "在用"') + 1
    assert f"other-2025.toml 第 {line} 行" in found.fault
    assert "pack.status" in found.fault
    assert all(word in found.fault for word in ("草案", "在用", "废止"))


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_adding_a_sound_one_over_it_heals_and_keeps_what_was_there(desk: Desk, file, data: bytes) -> None:
    packs.add(desk, file(NEW))
    spoil(desk, data)
    said = packs.add(desk, file(version(NEW, 2)))
    assert said.code == "packs.healed"
    assert "换下了有误的文件" in said.text()
    assert desk.pack("other-2025").pack.version == 2
    kept = list(desk.place.packs.glob("editions/other-2025-unsound-*.toml"))
    assert [path.read_bytes() for path in kept] == [data]
    assert pack_use.versions_kept(desk, "other-2025") == [1]
    assert not [one for one in packs.known(desk, desk.place.packs) if one.fault]
    assert sound(desk)


def test_the_same_version_heals_only_with_the_content_it_had(desk: Desk, file) -> None:
    packs.add(desk, file(version(NEW, 2)))
    spoil(desk, b"[pack\n")
    with pytest.raises(Refused) as caught:
        packs.add(desk, file(version(NEW, 2).replace("min = 2", "min = 3")))
    assert caught.value.code == "packs.same-version"
    with pytest.raises(Refused) as caught:
        packs.add(desk, file(NEW))
    assert caught.value.code == "packs.older"
    assert packs.add(desk, file(version(NEW, 2))).code == "packs.healed"
    assert desk.pack("other-2025").pack.version == 2


def test_a_kept_version_that_was_spoilt_as_well_stands_by_what_was_recorded(desk: Desk, file) -> None:
    packs.add(desk, file(NEW))
    spoil(desk, b"[pack\n")
    library.edition_file("other-2025", 1, desk.place.packs).write_bytes(b"[pack\n")
    with pytest.raises(Refused) as caught:
        packs.add(desk, file(NEW.replace("min = 2", "min = 3")))
    assert caught.value.code == "packs.same-version"
    assert packs.add(desk, file(NEW)).code == "packs.healed"
    assert library.edition("other-2025", 1, desk.place.packs) == desk.pack("other-2025")


def test_a_loose_file_that_was_never_sound_is_replaced(desk: Desk, file) -> None:
    spoil(desk, b"[pack\n")
    assert packs.add(desk, file(NEW)).code == "packs.healed"
    assert desk.pack("other-2025").pack.version == 1


def test_a_call_that_is_at_fault_does_not_keep_its_policy_from_being_renewed(desk: Desk, file) -> None:
    packs.add(desk, file(NEW))
    packs.add(desk, file(CALL, "call.toml"))
    spoil(desk, CALL.replace("min = 3", 'min = "x"').encode(), "other-call")
    assert packs.add(desk, file(version(NEW, 2))).code == "packs.superseded"
    spoil(desk, b"[pack\n")
    assert packs.add(desk, file(version(NEW, 3))).code == "packs.healed"
    spoil(desk, CALL.encode(), "other-call")
    assert desk.pack("other-call").pack.title == "通知"
