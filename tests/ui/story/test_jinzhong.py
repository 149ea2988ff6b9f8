"""晋中 through the window: own experts and scores, three applications, one merged, one refused after a correction, no certificate."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.story.deeds import hand_over, introduce, newest, settle_conditions, take_in
from tests.ui.story.hand import ROOT, Person
from ui.theme.look import Look

SAMPLES = ROOT / "resources" / "samples"
FILES = SAMPLES / "jinzhong-2023"
POINTS = {"necessity": 18, "feasibility": 22, "input": 13, "openness": 9, "organisation": 13, "safeguards": 13}


@pytest.mark.timeout(900)
def test_from_three_applications_to_one_recognition(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    look, stick = Look(qapp, bundled=True), tmp_path / "usb"
    stick.mkdir()
    county, city = Person(qtbot, look, tmp_path / "county"), Person(qtbot, look, tmp_path / "city")
    county.found("2024-09-10", "晋中市榆次区科学技术局", "县", "140702", "王示范")
    city.found("2024-09-10", "晋中市科学技术局", "市", "140700", "李示范")
    introduce(county, city, stick)
    numbers = {name: file_in(county, name) for name in ("hydraulics", "valves")}
    packages: list[Path] = []
    county.on("2024-09-12")
    for at, number in enumerate(numbers.values()):
        county.open_case(number)
        county.step("recommend")
        county.fill("recommend.opinion", "符合条件，同意推荐。")
        county.fill("recommend.letter", f"榆科函〔2024〕{8 + at}号")
        county.submit()
        hand_over(county, stick)
        packages.append(newest(stick))

    city.on("2024-09-13")
    for package in packages:
        take_in(city, package)
    third = file_in(city, "casting", behalf="晋中市太谷区科学技术局")
    city.step("correct")
    city.fill("correct.due", "20240925")
    city.submit()
    city.on("2024-09-20")
    city.step("refill")
    city.fill("refill.workbook", str(FILES / "casting-corrected" / "申报书.xlsx"))
    city.fill("refill.folder", str(FILES / "casting-corrected" / "附件"))
    city.submit()
    city.submit("已按更正后的申报书更新")
    settle_conditions(city, "经核对补正材料")
    city.step("recommend")
    city.fill("recommend.opinion", "补正后符合条件，同意推荐。")
    city.fill("recommend.scan", str(FILES / "county-opinion.pdf"))
    city.submit()
    main, twin = numbers["hydraulics"], numbers["valves"]
    for number in (main, twin, third):
        city.open_case(number)
        city.step("formal-pass")
        city.submit()

    review(city, (main, twin, third))

    city.on("2024-09-24")
    for number, words in (
        (main, "场所、设备、人员与申报一致。"),
        (twin, "同领域，愿意并入。"),
        (third, "执行机构尚未到位。"),
    ):
        city.open_case(number)
        city.step("visit")
        city.fill("visit.team", "李示范、孙示范")
        city.fill("visit.findings", words)
        city.submit()
    city.on("2024-09-25")
    city.open_case(twin)
    city.step("merge")
    city.fill("merge.into", main)
    city.fill("merge.note", "同领域，按专家建议整合。")
    city.submit()
    city.on("2024-09-26")
    city.open_case(main)
    city.step("meeting")
    city.fill("meeting.minutes", "党组会纪要〔2024〕19号")
    city.fill("meeting.cases", None)
    city.fill_each("meeting.outcome.", "通过", "液压")
    city.fill_each("meeting.outcome.", "不通过", "铸造")
    city.fill_each("meeting.reason.", "执行机构未到位，条件尚不成熟")
    city.submit()
    city.on("2024-09-27")
    city.open_case(main)
    city.step("notice")
    city.fill("notice.channel", "晋中市科学技术局网站")
    city.submit()
    city.on("2024-10-09")
    city.open_case(main)
    city.step("close-notice")
    city.submit()
    city.open_case(main)
    city.step("recognise")
    city.fill("recognise.document", "市科字〔2024〕25号")
    city.submit()
    city.open_case(main)
    city.step("copy")
    if city.sees("copy.cases."):
        city.fill_each("copy.cases.", None)
    city.fill("copy.folder", str(stick))
    city.submit()
    county.on("2024-10-10")
    take_in(county, newest(stick))

    assert city.told("show", twin)["status"] == "已整合到其他联盟"
    assert city.told("show", third)["status"] == "不予认定"
    for person in (county, city):
        told = person.told("show", main)
        assert told["document"]["recognition"]["document"] == "市科字〔2024〕25号"
        assert "certificate" not in told["document"]
        assert [entry["doc_no"] for entry in person.told("register")["register"]] == ["市科字〔2024〕25号"]
        person.leave()
        assert person.told("doctor")["faults"] == []


def file_in(person: Person, sample: str, behalf: str = "") -> str:
    """A sample's workbook and attachments in, its conditions settled; the case's number."""
    person.go("cases")
    if person.sees("case.back"):
        person.press("case.back")
    person.press("cases.new")
    person.fill("new.workbook", str(FILES / sample / "申报书.xlsx"))
    person.fill("new.folder", str(FILES / sample / "附件"))
    if behalf:
        if person.sees("new.behalf"):
            person.fill("new.behalf", "其他")
        person.fill("new.behalf-name", behalf)
    person.submit("已建立办件")
    settle_conditions(person, "经核对原件")
    return person.number()


def review(city: Person, cases: tuple[str, ...]) -> None:
    """Experts in, a batch, a session with its panel drawn, every sheet entered, the end."""
    city.go("experts")
    city.tab("experts.tabs", "专家库")
    city.press("experts.import")
    city.fill("experts.import.path", str(SAMPLES / "experts.xlsx"))
    city.submit()
    city.go("settings")
    city.open_case(cases[0])
    city.step("batch")
    city.fill("batch.name", "2024年第三季度")
    city.fill("batch.cases", None)
    city.submit()
    city.open_case(cases[0])
    city.step("session")
    city.fill("session.cases", None)
    city.submit()
    city.press("review.draw")
    city.fill("draw.watched", "有监督人在场")
    city.fill("draw.witness-name", "周示范")
    city.fill("draw.operator", "8642")
    city.fill("draw.supervisor", "97531")
    city.submit()
    city.on("2024-09-23")
    sheets = 0
    while not city.sees("review.conclude"):
        city.press("review.scores")
        while city.window.drawer.isVisible():
            for place, (line, points) in enumerate(POINTS.items()):
                city.fill_each_ending(f".line.{line}", str(points - (sheets + place) % 3))
            city.fill_each_ending(".recommend", "同意")
            city.submit()
            sheets += 1
        assert 0 < sheets < 60
    city.press("review.conclude")
    city.submit()
