import io
import os
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from alliance_desk.errors import Refused
from alliance_desk.sheets.attachments import FolderLimits, kind_of, plan, refuse_faults
from alliance_desk.sheets.records import Attachment

PDF = b"%PDF-1.4\n1 0 obj<</Type /Pages /Kids [2 0 R]>>\n2 0 obj<</Type/Page>>\n3 0 obj<</Type /Page >>\n%%EOF"
JPG, PNG = b"\xff\xd8\xff\xe0rest", b"\x89PNG\r\n\x1a\nrest"


def listed(*names: str) -> list[Attachment]:
    return [Attachment(f"p{n}", f"p{n}", "", "", name, None, None, "材料清单", f"C{n}") for n, name in enumerate(names)]


def folder(tmp_path: Path, **files: bytes) -> Path:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return out.getvalue()


def test_files_are_matched_by_name_then_without_case_and_width(tmp_path: Path) -> None:
    here = folder(tmp_path, **{"协议.pdf": PDF, "ＡＢ.PDF": PDF, "多余.pdf": PDF})
    found = plan(here, listed("协议.pdf", "ab.pdf", "没有.pdf", "协议.pdf"))
    assert [(m.attachment.paper, m.name, m.kind, m.size, m.pages) for m in found.matches] == [
        ("p0", "协议.pdf", "PDF", len(PDF), 2),
        ("p1", "ＡＢ.PDF", "PDF", len(PDF), 2),
        ("p3", "协议.pdf", "PDF", len(PDF), 2),
    ]
    assert [a.file_name for a in found.missing] == ["没有.pdf"]
    assert found.superfluous == ["多余.pdf"]
    assert found.notes() == [
        "《材料清单》C2 所列的附件“没有.pdf”不在文件夹内。请补放文件，或更正文件名。",
        "附件“多余.pdf”没有列入《材料清单》，不会被收取。需要的请补填文件名。",
    ]
    refuse_faults(found)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"MZ\x90", "content"),
        ("a.pdf", b"", "empty"),
        ("a.exe", PDF, "extension"),
        ("a.pdf", PNG, "extension"),
        ("a.docx", zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
        ("a.zip", zipped("a.txt"), "content"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "content"),
        ("a.pdf", PDF + bytes(200), "too-large"),
    ],
)
def test_what_is_no_scan_is_a_fault(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    found = plan(folder(tmp_path, **{name: data}), listed(name), FolderLimits(file=max(len(PDF), 150)))
    if code != "too-large":
        found = plan(tmp_path, listed(name))
    assert [f.code for f in found.faults] == [code]
    assert found.matches == []
    with pytest.raises(Refused, match=r"1 处问题"):
        refuse_faults(found)


def test_kinds_are_told_by_content() -> None:
    out = io.BytesIO()
    Workbook().save(out)
    samples = {
        "PDF": PDF,
        "JPG": JPG,
        "PNG": PNG,
        "OFD": zipped("OFD.xml"),
        "DOCX": zipped("word/document.xml"),
        "XLSX": out.getvalue(),
    }
    assert {kind: kind_of(data) for kind, data in samples.items()} == {kind: kind for kind in samples}


def test_pages_are_counted_only_where_that_is_safe(tmp_path: Path) -> None:
    here = folder(tmp_path, **{"a.pdf": PDF + b"/ObjStm", "b.jpg": JPG, "c.pdf": PDF})
    assert [m.pages for m in plan(here, listed("a.pdf", "b.jpg", "c.pdf")).matches] == [0, 1, 2]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let such names or links be made")
def test_links_folders_and_hostile_names_are_faults(tmp_path: Path) -> None:
    here = tmp_path / "附件"
    here.mkdir()
    outside = tmp_path / "secret.pdf"
    outside.write_bytes(PDF)
    (here / "a.pdf").symlink_to(outside)
    (here / "b\u202efdp.exe").write_bytes(PDF)
    (here / "CON.pdf").write_bytes(PDF)
    (here / "sub").mkdir()
    os.mkfifo(here / "pipe.pdf")
    Path(os.fsdecode(os.fsencode(here) + b"/\xff.pdf")).write_bytes(PDF)
    found = plan(here, listed("a.pdf", "CON.pdf"))
    assert sorted(f.code for f in found.faults) == ["folder", *["hostile-name"] * 3, "link", "link"]
    assert found.matches == []
    assert all(f.text() for f in found.faults)
    assert "\u202e" not in "".join(f.text() for f in found.faults)


def test_two_names_that_differ_by_case_only_are_told_apart_or_refused(tmp_path: Path) -> None:
    here = folder(tmp_path, **{"a.pdf": PDF, "Ａ.pdf": PDF})
    assert [m.name for m in plan(here, listed("a.pdf", "Ａ.pdf")).matches] == ["a.pdf", "Ａ.pdf"]
    assert [f.code for f in plan(here, listed("A.pdf")).faults] == ["ambiguous"]


def test_too_many_or_too_much_is_refused(tmp_path: Path) -> None:
    here = folder(tmp_path, **{f"{n}.pdf": PDF for n in range(5)})
    with pytest.raises(Refused, match="超过 4 个文件"):
        plan(here, [], FolderLimits(count=4))
    found = plan(here, listed("0.pdf", "1.pdf"), FolderLimits(total=len(PDF)))
    assert [f.code for f in found.faults] == ["too-large-all"]
    with pytest.raises(Refused, match="不存在"):
        plan(tmp_path / "nowhere", [])


def test_litter_of_the_system_is_passed_over(tmp_path: Path) -> None:
    assert plan(folder(tmp_path, **{"Thumbs.db": b"x", ".DS_Store": b"x"}), []).superfluous == []
