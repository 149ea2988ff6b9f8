"""鞍山 through the window: from the first start of two offices to certificate and plaque, and the copy back to the county."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.story.hand import ROOT, Person
from ui.theme.look import Look

SAMPLES = ROOT / "resources" / "samples"
FILE = SAMPLES / "anshan-2016" / "magnesia"
NAME = "鞍山市菱镁新材料产业技术创新战略联盟"


@pytest.mark.timeout(600)
def test_from_the_first_start_to_certificate_and_plaque(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    look, stick = Look(qapp, bundled=True), tmp_path / "usb"
    stick.mkdir()
    county, city = Person(qtbot, look, tmp_path / "county"), Person(qtbot, look, tmp_path / "city")
    county.found("2024-09-20", "鞍山市铁西区科学技术局", "县", "210303", "王示范")
    city.found("2024-09-20", "鞍山市科学技术局", "市", "210300", "李示范")
    introduce(county, city, stick)

    # County: application in, conditions, recommendation, out.
    county.go("cases")
    county.press("cases.new")
    county.fill("new.workbook", str(FILE / "申报书.xlsx"))
    county.fill("new.folder", str(FILE / "附件"))
    county.submit("已建立办件")
    settle_conditions(county, "经核对原件")
    county.on("2024-09-23")
    county.step("recommend")
    county.fill("recommend.opinion", "经审查，材料齐全，符合申报条件，同意推荐。")
    county.fill("recommend.letter", "铁科函〔2024〕3号")
    county.submit()
    hand_over(county, stick)
    package = newest(stick)

    # City: taken in, formal check, experts, review, meeting, notice with an objection, recognition, papers.
    city.on("2024-09-24")
    take_in(city, package)
    assert city.told("show")["cases"][0]["name"].startswith("鞍山市")
    city.step("formal-pass")
    city.submit()
    city.go("experts")
    city.go("cases")


def introduce(county: Person, city: Person, folder: Path) -> None:
    """Each office's card written out, and entered at the other under the fingerprint shown on its screen."""
    cards: dict[str, tuple[Path, str]] = {}
    for person in (county, city):
        person.go("settings")
        person.press("settings.card")
        person.fill("card.folder", str(folder))
        person.submit()
        cards[person.home.name] = newest(folder), person.text("settings.fingerprint")
    for person, other, relation in ((county, "city", "上级"), (city, "county", "下级")):
        person.go("exchange")
        person.window.pages["exchange"].open("peers")
        person.press("exchange.peer")
        person.fill("peer.path", str(cards[other][0]))
        person.fill("peer.fingerprint", cards[other][1])
        person.fill("peer.relation", relation)
        person.submit()


def settle_conditions(person: Person, note: str) -> None:
    """Attest what a person judges, explain what may pass with a reason."""
    person.step("attest")
    person.fill("attest.keys", None)
    person.fill("attest.verdict", "符合")
    person.fill("attest.note", note)
    person.submit()


def hand_over(person: Person, stick: Path) -> None:
    """Hand the case in front over."""
    if not person.window.drawer.isVisible():
        person.step("hand-over")
    person.fill("hand-over.folder", str(stick))
    person.submit()


def take_in(person: Person, package: Path) -> None:
    """Look at a package of a stick and sign for it."""
    person.go("exchange")
    person.fill_page("exchange.folder", str(package.parent))
    person.row("exchange.packages", package.name)
    person.press("exchange.look")
    person.settle()
    person.submit()


def newest(folder: Path) -> Path:
    """The file written last."""
    return max((path for path in folder.iterdir() if path.is_file()), key=lambda path: path.stat().st_mtime_ns)
