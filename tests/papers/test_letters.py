import runpy
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Mm

from alliance_desk.errors import Damaged, Refused
from alliance_desk.papers import letters
from alliance_desk.papers.letters import write_letter

KINDS = (
    *("correction", "recommendation", "acceptance", "refusal", "approval", "notice", "reply", "handover"),
    *("reminder", "reminder-list", "assessment", "result-notice"),
    *("warning", "rectification", "rectification-result", "change-reply", "change-refusal"),
    *("hearing", "exit-decision", "exit-notice", "upward", "support-review", "support-decision"),
    *("receipt", "guidance", "minutes", "equal"),
    *("notice-correction", "objection", "notice-report", "assessment-plan"),
    *("checklist", "visit", "archive"),
    *("draw-record", "pledge", "panel-opinion", "call"),
)
PUBLIC = ("notice", "approval", "exit-notice", "equal", "result-notice", "notice-correction")
NASTY = "<b>甲</b> & {{ office }} {% raw %} {_{x}_} “乙” ]]> 𫖯"


def read(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def sample(kind: str) -> dict[str, Any]:
    return dict(letters.letters()[kind].sample())


def test_every_letter_of_the_list_has_its_template() -> None:
    assert tuple(letters.letters()) == KINDS
    assert {path.stem for path in letters.FOLDER.glob("*.docx")} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_stands_in_the_finished_letter_and_no_tag_is_left(kind: str, tmp_path: Path) -> None:
    values = sample(kind)
    text = read(write_letter(kind, tmp_path / "x.docx", values))
    rows = [cell for value in values.values() if isinstance(value, list) for row in value for cell in row.values()]
    assert [value for value in [*(v for v in values.values() if isinstance(v, str)), *rows] if value not in text] == []
    assert not {"{{", "{%", "}}"} & {text[i : i + 2] for i in range(len(text))}


def test_each_row_of_a_list_becomes_a_paragraph_or_a_row(tmp_path: Path) -> None:
    row = {"subject": "章程", "article": "第十条"}
    values = sample("correction") | {"items": [row | {"missing": f"缺第{n}页"} for n in (1, 2, 3)]}
    text = read(write_letter("correction", tmp_path / "x.docx", values))
    assert [f"{n}．章程：缺第{n}页（依据：第十条）" in text for n in (1, 2, 3)] == [True] * 3
    assert "3项" in text
    alliances = [{"order": str(n), "alliance": f"示范{n}联盟", "lead": "示范公司"} for n in range(1, 31)]
    path = write_letter("notice", tmp_path / "y.docx", sample("notice") | {"alliances": alliances})
    table = docx.Document(str(path)).tables[0]
    assert [cell.text for cell in table.columns[1].cells][1:] == [row["alliance"] for row in alliances]


def test_what_looks_like_markup_or_a_tag_stays_what_was_typed(tmp_path: Path) -> None:
    values = sample("reply") | {"findings": NASTY, "result": NASTY, "office": NASTY}
    text = read(write_letter("reply", tmp_path / "x.docx", values))
    assert text.count(NASTY) == 4


def test_a_line_feed_begins_a_paragraph(tmp_path: Path) -> None:
    values = sample("reply") | {"findings": "第一段。\n第二段。"}
    paragraphs = docx.Document(str(write_letter("reply", tmp_path / "x.docx", values))).paragraphs
    found = [paragraph for paragraph in paragraphs if paragraph.text in {"第一段。", "第二段。"}]
    assert len(found) == 2
    assert found[0].paragraph_format.first_line_indent == found[1].paragraph_format.first_line_indent


def test_an_empty_optional_value_leaves_its_paragraph_out(tmp_path: Path) -> None:
    values = sample("approval")
    del values["validity"]
    assert "有效期" not in read(write_letter("approval", tmp_path / "x.docx", values))
    values = sample("notice") | {"recipient": ""}
    assert "\n：\n" not in read(write_letter("notice", tmp_path / "y.docx", values))


def test_missing_and_surplus_values_are_named(tmp_path: Path) -> None:
    values = sample("correction") | {"items": [{"subject": "章程", "missing": "缺页"}]}
    del values["deadline"]
    with pytest.raises(Refused) as refused:
        write_letter("correction", tmp_path / "x.docx", values)
    assert refused.value.facts["labels"] == ("补正期限", "补正事项1·依据条款")
    values = sample("correction") | {"deadlin": "x", "items": [sample("correction")["items"][0] | {"artikel": "x"}]}
    with pytest.raises(Refused) as refused:
        write_letter("correction", tmp_path / "x.docx", values)
    assert refused.value.facts["names"] == ("deadlin", "items.artikel")
    with pytest.raises(Refused) as refused:
        write_letter("../x", tmp_path / "x.docx", {})
    assert "correction" in refused.value.text()
    assert list(tmp_path.iterdir()) == []


def test_a_list_may_be_empty_only_where_the_letter_allows_it(tmp_path: Path) -> None:
    values = sample("recommendation")
    del values["attachments"]
    assert "附件：" not in read(write_letter("recommendation", tmp_path / "x.docx", values))
    write_letter("handover", tmp_path / "y.docx", sample("handover") | {"cases": []})
    for nothing in ([], "无"):
        with pytest.raises(Refused) as refused:
            write_letter("correction", tmp_path / "z.docx", sample("correction") | {"items": nothing})
        assert refused.value.facts["labels"] == ("补正事项",)


@pytest.mark.parametrize("char", ["\x0b", "\a", "\t", "\u202e", "\x00"])
def test_control_and_direction_characters_are_refused(char: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        write_letter("reply", tmp_path / "x.docx", sample("reply") | {"result": f"甲{char}乙"})
    assert f"U+{ord(char):04X}" in refused.value.text()


@pytest.mark.parametrize("kind", PUBLIC)
def test_a_public_letter_with_personal_data_is_refused(kind: str, tmp_path: Path) -> None:
    values = sample(kind)
    for rows in (value for value in values.values() if isinstance(value, list) and "lead" in value[0]):
        rows[0]["lead"] = "示范公司13800138000"
    told = values if any(isinstance(value, list) for value in values.values()) else values | {"ground": "13800138000"}
    with pytest.raises(Refused) as refused:
        write_letter(kind, tmp_path / "x.docx", told)
    assert refused.value.code == "papers.personal-data"
    assert "13800138000" not in refused.value.text()
    assert list(tmp_path.iterdir()) == []


def test_the_same_values_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = (write_letter("notice", tmp_path / name, sample("notice")).read_bytes() for name in ("a.docx", "b.docx"))
    assert one == two
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_that_of_gb_t_9704(kind: str, tmp_path: Path) -> None:
    document = docx.Document(str(write_letter(kind, tmp_path / "x.docx", sample(kind))))
    section = document.sections[0]
    margins = [section.top_margin, section.left_margin, section.right_margin, section.bottom_margin]
    assert [round(margin / Mm(1)) for margin in margins if margin is not None] == [37, 28, 26, 35]
    assert [round((side or 0) / Mm(1)) for side in (section.page_width, section.page_height)] == [210, 297]
    normal: Any = document.styles["Normal"]
    assert normal.font.size.pt == 16


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if letters.letters()[kind].red_head or letters.letters()[kind].signed]
)
def test_the_signature_never_stands_alone_on_a_page(kind: str) -> None:
    """What stands above it is kept on its page, unless that is a table or a list."""
    body = docx.Document(str(letters.FOLDER / f"{kind}.docx")).paragraphs
    office = max(n for n, line in enumerate(body) if line.text == "{{ office }}")
    last = letters.letters()[kind].body[-1]
    above = [line for line in body[:office] if not line.text.startswith("{%")][-1]
    assert above.paragraph_format.keep_with_next is (None if last.each or last.list or last.table else True)


def test_the_templates_are_what_their_maker_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["templates.py", str(tmp_path)])
    maker = letters.FOLDER.parent.parent / "installer" / "templates.py"
    runpy.run_path(str(maker), run_name="__main__")
    for kind in KINDS:
        with (
            zipfile.ZipFile(tmp_path / f"{kind}.docx") as made,
            zipfile.ZipFile(letters.FOLDER / f"{kind}.docx") as kept,
        ):
            assert made.namelist() == kept.namelist()
            assert [name for name in made.namelist() if made.read(name) != kept.read(name)] == []


def test_a_template_spoilt_in_word_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for spoilt in (b"no archive", b""):
        (tmp_path / "reply.docx").write_bytes(spoilt)
        monkeypatch.setattr(letters, "FOLDER", tmp_path)
        letters.letters.cache_clear()
        (tmp_path / "letters.toml").write_bytes(
            (Path(letters.__file__).parents[2] / "resources/templates/letters.toml").read_bytes()
        )
        with pytest.raises(Damaged) as damaged:
            write_letter("reply", tmp_path / "x.docx", dict(letters.letters()["reply"].sample()))
        assert "reply.docx" in damaged.value.text()


def test_a_line_above_a_table_stays_with_it_and_the_heading_is_repeated(tmp_path: Path) -> None:
    document = docx.Document(str(write_letter("approval", tmp_path / "x.docx", sample("approval"))))
    (above,) = [line for line in document.paragraphs if line.text.endswith("为市级产业技术创新战略联盟：")]
    assert above.paragraph_format.keep_with_next
    head = document.tables[0].rows[0]
    assert head._tr.xpath("./w:trPr/w:tblHeader")
    assert [line.paragraph_format.keep_with_next for cell in head.cells for line in cell.paragraphs] == [True] * 3
    first = document.tables[0].rows[1].cells[1].paragraphs[0]
    assert first._p.xpath("./w:pPr/w:snapToGrid")


def test_the_first_attachment_stands_behind_its_label(tmp_path: Path) -> None:
    values = sample("recommendation") | {"attachments": [{"name": "联盟申请表"}, {"name": "联盟协议"}]}
    lines = read(write_letter("recommendation", tmp_path / "x.docx", values)).splitlines()
    assert "附件：1．联盟申请表" in lines
    assert "　　　2．联盟协议" in lines


@pytest.mark.parametrize("kind", KINDS)
def test_no_template_says_by_itself_what_a_policy_calls_its_act(kind: str) -> None:
    """认定 in one policy is 备案 in another: the word is a value, never part of the template."""
    letter = letters.letters()[kind]
    said = [letter.title, *(text for block in letter.body for text in (block.p, block.label))]
    columns = [field.label for rows in letter.rows.values() for field in rows.columns.values()]
    assert not [text for text in (*said, *columns) if "认定" in text or "备案" in text]
