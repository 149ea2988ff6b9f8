"""鞍山 through the window: from the first start of two offices to certificate and plaque, and the copy back to the county."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.story.deeds import hand_over, introduce, newest, settle_conditions, take_in
from tests.ui.story.hand import ROOT, Person
from ui.theme.look import Look

SAMPLES = ROOT / "resources" / "samples"
FILE = SAMPLES / "anshan-2016" / "magnesia"


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
    case = city.told("show")["cases"][0]["number"]
    assert city.told("show", case)["document"]["custody"]["state"] == "held"
    city.step("formal-pass")
    city.submit()
    city.go("experts")
    city.tab("experts.tabs", "专家库")
    city.press("experts.import")
    city.fill("experts.import.path", str(SAMPLES / "experts.xlsx"))
    city.submit()
    city.open_case(case)
    city.step("batch")
    city.fill("batch.name", "2024年第一批")
    city.submit()
    city.open_case(case)
    city.step("session")
    city.fill("session.organiser", "鞍山示范科技评估中心")
    city.fill("session.contract", "鞍科评〔2024〕2号")
    city.submit()
    city.on("2024-09-25")
    city.press("review.draw")
    city.fill("draw.watched", "有监督人在场")
    city.fill("draw.witness-name", "周示范")
    city.fill("draw.operator", "20240925")
    city.fill("draw.supervisor", "31415926")
    city.submit()
    city.on("2024-09-26")
    city.press("review.report")
    city.fill("report.path", str(SAMPLES / "anshan-2016" / "review-report.pdf"))
    city.fill_each("report.outcome.", "支持")
    city.submit()
    city.open_case(case)
    city.step("meeting")
    city.fill("meeting.minutes", "局长办公会纪要〔2024〕12号")
    city.fill_each("meeting.outcome.", "通过")
    city.submit()
    city.on("2024-09-27")
    city.step("notice")
    city.fill("notice.channel", "鞍山市科学技术局网站")
    city.submit()
    city.on("2024-09-29")
    city.press("notice.object")
    city.fill("objection.who", "赵示范")
    city.fill("objection.named", "实名")
    city.fill("objection.text", "对发起单位的行业地位有疑问")
    city.submit()
    city.on("2024-10-08")
    city.press_starting("notice.answer.")
    city.fill("answer.result", "异议不成立")
    city.fill("answer.reply", "经核查，异议不成立。")
    city.submit()
    city.on("2024-10-11")
    city.press("notice.close")
    city.submit()
    city.open_case(case)
    city.step("recognise")
    city.fill("recognise.document", "鞍科发〔2024〕31号")
    city.submit()
    city.open_case(case)
    city.step("issue-certificate")
    city.submit()
    city.open_case(case)
    city.step("issue-plaque")
    city.submit()
    city.open_case(case)
    city.step("copy")
    city.fill("copy.folder", str(stick))
    city.submit()
    county.on("2024-10-12")
    take_in(county, newest(stick))

    for person in (county, city):
        told = person.told("show", case)
        assert told["status"] == "已认定"
        assert told["document"]["certificate"]["number"] == "ASLM-2024-001"
        assert told["document"]["plaque"]["number"] == "ASLMP-2024-001"
        entry = person.told("register")["register"][0]
        assert (entry["title"], entry["recognised"], entry["doc_no"]) == (
            entry["title"],
            "2024-10-11",
            "鞍科发〔2024〕31号",
        )
        person.leave()
        assert person.told("doctor")["faults"] == []
