import contextlib
import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docx import Document

from alliance_desk.errors import Refused
from alliance_desk.sheets.archive import Limits
from alliance_desk.sheets.scan import scan, scan_bytes

Write = Callable[..., Path]
TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"


def entries(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def refused(data: bytes, limits: Limits = Limits()) -> str:  # noqa: B008
    with pytest.raises(Refused) as found:
        scan_bytes(data, limits)
    assert str(found.value)
    return found.value.code.removeprefix("sheets.scan.")


@pytest.fixture
def parts(workbook: Write) -> dict[str, bytes]:
    return entries(workbook())


def test_our_own_workbooks_pass(workbook: Write, parts: dict[str, bytes]) -> None:
    scan(workbook())
    scan_bytes(packed(parts))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/externalLinks/externalLink1.xml", "external"),
        ("xl/connections.xml", "external"),
        ("xl/embeddings/oleObject1.bin", "active"),
        ("xl/activeX/activeX1.xml", "active"),
        ("xl/tool.exe", "unknown-part"),
        ("../evil.xml", "hostile-name"),
        ("xl/CON.xml", "hostile-name"),
        ("xl/a\u202exml.xml", "hostile-name"),
        ("/abs.xml", "hostile-name"),
        ("XL/WORKBOOK.XML", "twice"),
    ],
)
def test_parts_that_no_form_has_are_refused(parts: dict[str, bytes], name: str, code: str) -> None:
    assert refused(packed(parts | {name: b"<a/>"})) == code


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"spreadsheetml.sheet.main", b"spreadsheetml.template.main", "not-a-workbook"),
        (b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main", "macros"),
        (
            b"<Override",
            b'<Override PartName="/xl/x.xml" ContentType="application/vnd.ms-office.activeX+xml"/><Override',
            "active",
        ),
    ],
)
def test_content_types_are_believed_before_names(parts: dict[str, bytes], old: bytes, new: bytes, code: str) -> None:
    assert refused(packed(parts | {TYPES: parts[TYPES].replace(old, new, 1)})) == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declared", ["<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY b "c">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">']
)
def test_declarations_are_refused_in_every_part_and_encoding(
    parts: dict[str, bytes], declared: str, encoding: str
) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{declared}<a/>'.encode(encoding)
    for name in (SHEET, "docProps/app.xml", "_rels/.rels"):
        assert refused(packed(parts | {name: text})) == "entities"


def test_links_out_of_the_file_are_refused_but_hyperlinks_pass(parts: dict[str, bytes]) -> None:
    base = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" {}/></Relationships>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    name = "xl/worksheets/_rels/sheet1.xml.rels"
    link = base.format(f'Type="{kind}/hyperlink" Target="mailto:a@b.cn" TargetMode="External"')
    scan_bytes(packed(parts | {name: link.encode()}))
    image = base.format(f'Type="{kind}/image" Target="http://e.org/a.png" TargetMode="External"')
    assert refused(packed(parts | {name: image.encode()})) == "external"
    disguised = base.format(f'Type="{kind}/worksheet" Target="media/image1.png"')
    assert refused(packed(parts | {name: disguised.encode()})) == "unknown-part"


def test_other_files_are_refused_with_what_to_do(parts: dict[str, bytes], tmp_path: Path) -> None:
    Document().save(str(tmp_path / "a.docx"))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    assert refused((tmp_path / "a.docx").read_bytes()) == "not-a-workbook"
    assert refused(ole) == "old-format"
    assert refused(ole + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    assert refused(b"") == refused(b"<html>") == refused(b"a,b\n") == "not-a-workbook"
    assert refused(packed({"a.xml": b"<a/>"})) == "not-a-workbook"
    data = bytearray(packed(parts))
    for mark, place in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        data[data.index(mark) + place] |= 1
    assert refused(bytes(data)) == "encrypted"


def test_a_cut_or_lengthened_file_is_refused(parts: dict[str, bytes]) -> None:
    data = packed(parts)
    for end in range(2, len(data), 1009):
        assert refused(data[:end]) == "broken"
    assert refused(data + b"\0") == "broken"
    assert refused(b"PK\3\4" + data) == "broken"


def test_flipped_bytes_never_get_past_with_anything_but_a_refusal(parts: dict[str, bytes]) -> None:
    data = packed(parts)
    for place in range(0, len(data), 397):
        flipped = bytearray(data)
        flipped[place] ^= 0x55
        with contextlib.suppress(Refused):
            scan_bytes(bytes(flipped))


def test_a_bomb_is_refused_by_its_declared_size_ratio_and_total(parts: dict[str, bytes]) -> None:
    assert refused(packed(parts | {"xl/a.xml": b"<a>" + bytes(40_000_000)})) == "bomb"
    assert refused(packed(parts | {f"xl/{n}.xml": os.urandom(1000) * 2000 for n in range(60)})) == "too-big"
    assert refused(packed(parts | {f"xl/{n}.xml": b"" for n in range(1001)})) == "too-many-parts"


def test_a_size_declared_too_small_does_not_help(parts: dict[str, bytes]) -> None:
    data = bytearray(packed(parts | {"xl/zz.xml": b"<a>" + b" " * 3_000_000 + b"</a>"}))
    size = struct.pack("<L", 3_000_007)
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = struct.pack("<L", 100)
    assert refused(bytes(data)) == "broken"


def test_limits_count_what_is_really_there(parts: dict[str, bytes]) -> None:
    rows = b"".join(b'<x:row r="%d"><x:c/></x:row>' % n for n in range(1, 60))
    sheet = b'<x:worksheet xmlns:x="urn:x"><x:sheetData>' + rows + b"</x:sheetData></x:worksheet>"
    few = Limits(rows=50)
    only = {TYPES: parts[TYPES], SHEET: sheet}
    assert refused(packed(only), few) == "too-many-rows"
    assert refused(packed(only), Limits(cells=50)) == "too-many-cells"
    assert refused(packed(only), Limits(elements=50)) == "too-many-elements"
    assert refused(packed(only | {SHEET: b"<a>" * 100 + b"</a>" * 100})) == "too-many-elements"
    scan_bytes(packed(only), Limits(rows=59))


def ten_million_rows() -> Iterator[bytes]:
    row = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    yield b'<?xml version="1.0"?><worksheet><sheetData>'
    for _ in range(100):
        yield row * 100_000
    yield b"</sheetData></worksheet>"


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_AS is a Unix limit")
@pytest.mark.parametrize("lying", [False, True], ids=["honest", "declared small"])
def test_ten_million_rows_are_refused_in_five_seconds_and_768_mib(
    parts: dict[str, bytes], tmp_path: Path, lying: bool
) -> None:
    path = tmp_path / "big.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            if name != SHEET:
                archive.writestr(name, data)
        with archive.open(SHEET, "w") as out:
            for piece in ten_million_rows():
                out.write(piece)
        info = archive.getinfo(SHEET)
    if lying:
        data = bytearray(path.read_bytes())
        true = struct.pack("<L", info.file_size)
        while (at := data.find(true)) >= 0:
            data[at : at + 4] = struct.pack("<L", 2_000_000)
        path.write_bytes(data)
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (768 << 20,) * 2)\n"
        # Seconds of work, not of waiting: reading all the rows would take minutes.
        "resource.setrlimit(resource.RLIMIT_CPU, (10, 10))\n"
        "from pathlib import Path\n"
        "from alliance_desk.errors import Refused\n"
        "from alliance_desk.sheets.scan import scan\n"
        "try: scan(Path(sys.argv[1]))\n"
        "except Refused as error: print(error.code)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=240)
    assert done.stdout.strip() in {"sheets.scan.bomb", "sheets.scan.too-big", "sheets.scan.too-many-rows"}, done.stderr


def test_many_rows_of_real_size_are_counted_not_only_weighed(parts: dict[str, bytes]) -> None:
    rows = b"".join(b"<row>%d</row>" % (zlib.crc32(b"%d" % n)) for n in range(25_000))
    assert (
        refused(packed(parts | {SHEET: b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"}))
        == "too-many-rows"
    )
