"""A sample alliance is renamed by one rare character; it must be right in the PDF's text, in its picture and in the register."""

import re
import subprocess
from collections.abc import Generator
from datetime import date
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from PIL import Image, ImageChops

from alliance_desk.cases import conditions, intake, issue, meeting, moves, notice, recognition, refill
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.paths import RESOURCES
from alliance_desk.register.asof import register
from alliance_desk.review import sessions
from tests.helpers.desks import make_office
from tests.helpers.tools import need

SAMPLE = RESOURCES / "samples" / "anshan-2016" / "magnesia"
SCAN = RESOURCES / "samples" / "anshan-2016" / "review-report.pdf"
OLD, NEW = "鞍山市䶮石菱镁新材料产业技术创新战略联盟", "鞍山市龘石菱镁新材料产业技术创新战略联盟"
DPI = 150


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Generator[tuple[Desk, str]]:
    """The sample entered by the city for its county, renamed by a corrected workbook, recognised, certificate and plaque issued."""
    folder = tmp_path_factory.mktemp("renamed")
    desk = make_office(folder / "city", "鞍山市科学技术局", "市", "210300", FixedClock(date(2024, 9, 20)))
    pack, papers = "anshan-2016", SAMPLE / "附件"
    made = intake.open_case(desk, SAMPLE / "申报书.xlsx", pack, folder=papers, on_behalf="鞍山市铁西区科学技术局")
    number = str(made.facts["number"])
    form = folder / "更名.xlsx"
    intake.form_of(desk, number, form)
    book = openpyxl.load_workbook(form)
    (cell,) = (c for row in book["基本情况"].iter_rows() for c in row if c.value == OLD)
    cell.value = NEW
    book.save(form)
    book.close()
    refill.refill(desk, number, form)
    for finding in conditions.findings(desk, desk.case(number)):
        for key in finding.keys:
            conditions.attest(desk, number, key, holds=True, note="样例")
    moves.recommend(desk, number, "同意推荐", scan=SCAN)
    moves.formal_check(desk, number, "passed")
    session = sessions.open_session(desk, [number], organiser="样例评估中心", contract="2024-1").streams[0]
    sessions.conclude_third_party(desk, session, SCAN, {number: True}, desk.clock.today())
    meeting.hold(desk, {number: "passed"}, "纪要1", desk.clock.today())
    published = notice.publish(desk, [number], date(2024, 9, 20), "网站").streams[0]
    desk.clock = FixedClock(date(2024, 10, 11))
    notice.close(desk, published)
    recognition.recognise(desk, number, "鞍科发〔2024〕31号", date(2024, 10, 11))
    issue.issue(desk, number, "certificate")
    issue.issue(desk, number, "plaque")
    yield desk, number
    desk.close()


@pytest.mark.parametrize("kind", ["certificate", "plaque"])
def test_the_new_name_number_and_date_stand_in_the_text_as_the_ledger_has_them(
    renamed: tuple[Desk, str], kind: str
) -> None:
    need("pdftotext")
    desk, number = renamed
    issued = desk.case(number).open[kind]
    said = _text(_pdf(desk, issued["number"]))
    assert NEW in said
    assert issued["number"] in said
    assert "二〇二四年十月" in said
    assert issued["on"] == "2024-10-11"


def test_the_certificate_names_the_document_and_the_end_of_validity_from_the_ledger(renamed: tuple[Desk, str]) -> None:
    need("pdftotext")
    desk, number = renamed
    said = _text(_pdf(desk, desk.case(number).open["certificate"]["number"]))
    assert "鞍科发〔2024〕31号" in said
    assert "2024年10月11日至2029年10月11日" in said


def test_the_rare_character_is_drawn_as_itself(renamed: tuple[Desk, str], tmp_path: Path) -> None:
    need("pdftotext")
    need("pdftoppm")
    desk, number = renamed
    path = _pdf(desk, desk.case(number).open["certificate"]["number"])
    rare, other = _crop(path, tmp_path, 3), _crop(path, tmp_path, 4)
    for crop in (rare, other):
        ink = crop.histogram()[0] / (crop.width * crop.height)
        assert 0.05 < ink < 0.7
    # 龘 is three dragons: far more strokes than 石 beside it, and no box with a cross.
    assert ImageChops.difference(rare, other.resize(rare.size)).getbbox() is not None
    assert _strokes(rare) > 1.5 * _strokes(other)


def test_the_register_and_the_list_have_the_new_name_only(renamed: tuple[Desk, str]) -> None:
    desk, _ = renamed
    assert [entry.name for entry in register(desk)] == [NEW]
    names = {row[0] for row in desk.raw.execute("SELECT name FROM index_case UNION SELECT name FROM index_certificate")}
    assert names == {NEW}


def _pdf(desk: Desk, number: str) -> Path:
    (path,) = desk.place.papers.glob(f"*{number}.pdf")
    return path


def _text(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf8").replace("\n", "")


def _crop(path: Path, folder: Path, place: int) -> Image.Image:
    """The picture of one character of the name, cut out where the text layer says the name stands."""

    boxes = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True).stdout.decode(
        "utf8"
    )
    box = re.search(rf'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">[^<]*{NEW[3]}', boxes)
    assert box is not None
    left, top, right, bottom = (float(value) * DPI / 72 for value in box.groups())
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-gray", "-singlefile", "-png", str(path), str(folder / "page")], check=True
    )
    step = (right - left) / len(NEW)
    with Image.open(folder / "page.png") as page:
        return (
            page.crop((round(left + place * step), round(top), round(left + (place + 1) * step), round(bottom)))
            .convert("L")
            .point([0] * 128 + [255] * 128)
        )


def _strokes(crop: Image.Image) -> int:
    """How often the picture, read row by row, changes between paper and ink."""
    return sum(a != b for a, b in pairwise(crop.tobytes()))
