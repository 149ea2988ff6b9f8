"""The letters of the life after recognition, read back: who, what, which article, which day; written by the verbs, and again the same."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from alliance_desk.care import changes, entries, events, exits, grading, measures, reports, scoring, support, upward
from alliance_desk.care.changes import Asked
from alliance_desk.care.rounds import open_round
from alliance_desk.cases import letters, office, paper_edits
from alliance_desk.cases.letter_after import AFTER
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk, sample
from alliance_desk.errors import Refused
from tests.helpers import handing, posting
from tests.helpers.care import at, entered, record, refused
from tests.helpers.desks import CITY, PACK_ID, TODAY
from tests.helpers.handing import read, scan
from tests.helpers.posting import lay

POLICY = "《样例市产业联盟试行办法》（样科发〔2024〕1号）"
WAN = 1_000_000


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    with posting.city(tmp_path / "city") as desk:
        yield desk


def letter(said: Changes, kind: str) -> str:
    """The text of the letter of a kind that a verb wrote; where it lies is told."""
    (path,) = [one for one in said.files if one.name.startswith(f"{kind}-") and one.suffix == ".docx"]
    assert str(path) in said.text()
    text = read(path)
    assert not {"{{", "{%", "}}"} & {text[i : i + 2] for i in range(len(text))}
    return text


def graded_poorly(desk: Desk, known: str) -> str:
    """The stream of an assessment that came out badly."""
    open_round(desk, PACK_ID, "assess", "2023", "2023年度考核", date(2024, 10, 31), [known])
    case = desk.raw.execute("SELECT stream FROM index_affair WHERE procedure = 'assess'").fetchone()[0]
    scoring.take_scores(desk, case, "expert", {"assess-plans": "45.5"})
    scoring.evaluate(desk, case, "expert")
    grading.grade(desk, case, on=TODAY)
    return str(case)


def settled(desk: Desk, number: str) -> str:
    handing.settle(desk, number)
    return number


def test_an_order_to_rectify_names_facts_article_period_and_last_day(city: Desk, known: str) -> None:
    fact = graded_poorly(city, known)
    at(city, date(2024, 10, 10))
    said = measures.impose(
        city,
        known,
        "rectify",
        "样科〔2024〕9号",
        date(2024, 10, 8),
        consequence="poor",
        facts=[fact],
        reason="账目不清。",
    )
    text = letter(said, "rectification")
    assert "关于责令样例联盟限期整改的通知" in text
    assert "1．2023年的年度考核结果为“较差”（45.50分）。" in text
    assert "2．账目不清。" in text
    assert f"依据{POLICY}第十五条，责令限期整改。" in text
    assert "2024年10月9日（收到本通知的次日）起，至2025年10月8日止。" in text
    assert "“整改验收”" in text
    assert "“样例市市级联盟”称号继续保留" in text
    assert [line for line in text.splitlines() if line][:2] == [CITY, "样科〔2024〕9号"]
    assert "样例单位1：" in text
    assert text.rstrip().endswith("2024年10月8日"), "a notice that was delivered is not younger than its delivery"


def test_a_rectification_that_is_accepted_or_not_is_told(city: Desk, known: str) -> None:
    for holds, result, then in ((False, "未通过", "后续处理另行研究"), (True, "通过", "于2024年9月27日结束。")):
        number = measures.impose(city, known, "rectify", "样科〔2024〕9号", TODAY, reason="账目不清").streams[0]
        with refused("cases.letter-too-early"):
            letters.write(city, "rectification-result", number)
        text = letter(measures.accept(city, number, TODAY, "查看了账册。", holds=holds), "rectification-result")
        assert f"验收结果：{result}。" in text
        assert then in text
        assert "查看了账册。" in text
        assert "整改通知书（样科〔2024〕9号）" in text


def test_a_warning_and_a_yellow_card_have_their_own_names(city: Desk, known: str) -> None:
    office.set_value(city, "remedy", "有不同意见的，可在六十日内书面提出。")
    said = measures.impose(
        city,
        known,
        "warning",
        "样科〔2024〕9号",
        TODAY,
        consequence="missed",
        facts=["yearly/2023"],
        due=date(2025, 3, 1),
    )
    text = letter(said, "warning")
    assert "告诫书" in text.splitlines()
    assert "1．未完成2023年的“年度材料”。" in text
    assert f"依据{POLICY}第四十三条、第四十一条，决定对样例联盟予以告诫。" in text
    assert "期限：2024年9月28日起，至2025年3月1日止。" in text
    assert "有不同意见的，可在六十日内书面提出。" in text
    yellow = measures.impose(city, known, "yellow", "样科〔2024〕10号", TODAY, reason="长期不活动")
    text = letter(yellow, "warning")
    assert "黄牌提醒通知书" in text.splitlines()
    assert "亮黄牌提醒" in text
    assert "期限：" not in text
    lifted = letter(measures.accept(city, yellow.streams[0], TODAY, "已恢复活动"), "rectification-result")
    assert f"依据{POLICY}第四十二条，按照黄牌提醒通知书" in lifted, "the office's own step stands in no article"


def test_a_change_is_answered_to_who_asked_under_the_name_of_then(city: Desk, known: str) -> None:
    by_alliances = ('name = "重大变更"\nby = "recommender"', 'name = "重大变更"')
    lay(city, by_alliances)
    asked = [Asked(change="name", after="样例新联盟"), Asked(change="lead", member="m2")]
    number = settled(city, changes.open_change(city, known, asked, "工作需要").streams[0])
    changes.argue(city, number, "supported", ["样例专家"], "同意", TODAY)
    text = letter(changes.handle(city, number, "样科〔2024〕8号", TODAY), "change-reply")
    assert "关于样例联盟变更事项的批复" in text
    assert "样例单位1：" in text, "the unit that led when it was asked"
    assert f"经专家论证，依据{POLICY}第十三条" in text
    assert "同意样例联盟作以下变更，自2024年9月27日起生效：" in text
    assert text.splitlines()[-9:] == [
        *("变更事项", "变更前", "变更后"),
        *("联盟名称", "样例联盟", "样例新联盟"),
        *("牵头单位", "样例单位1", "样例单位2"),
    ]
    assert "原证书、牌匾请交回，另行换发。" in text
    with refused("cases.letter-too-early"):
        letters.write(city, "change-refusal", number)


def test_a_change_that_is_not_approved_says_why(city: Desk, known: str) -> None:
    number = settled(city, changes.open_change(city, known, [Asked(change="name", after="新联盟")], "x").streams[0])
    said = changes.handle(city, number, "", TODAY, approved=False, reason="与他人重名。")
    text = letter(said, "change-refusal")
    assert "样例县科技局：" in text, "the policy lets the office of the place open such a case"
    assert "与他人重名。" in text
    assert "拟变更为" in text
    assert f"依据{POLICY}第十三条，经研究，不予批准。" in text
    other = changes.open_change(city, known, [Asked(change="name", after="新联盟")], "x").streams[0]
    said = changes.argue(city, other, "not_supported", ["样例专家"], "理由不充分", TODAY)
    assert "理由不充分" in letter(said, "change-refusal")


def test_the_telling_leaves_its_day_blank_until_it_is_set(city: Desk, known: str) -> None:
    for name, value in (("telephone", "0412-5550123"), ("address", "样例路1号")):
        office.set_value(city, name, value)
    said = exits.open_exit(city, known, "poor-twice", "连续两年考核较差")
    text = letter(said, "hearing")
    assert f"上述情况属于{POLICY}第十六条所列的“连续两年考核较差”，拟取消样例联盟认定。" in text
    assert "请于　　　　年　　月　　日前（含当日）" in text
    number = said.streams[0]
    with refused("care.exit.until-past"):
        exits.tell(city, number, TODAY, TODAY)
    with refused("cases.date-ahead"):
        exits.tell(city, number, date(2024, 9, 28), date(2024, 10, 12))
    text = letter(exits.tell(city, number, TODAY, date(2024, 10, 12)), "hearing")
    assert "请于2024年10月12日前（含当日）" in text
    assert "联系电话：0412-5550123。" in text
    assert "地址：样例路1号。" in text
    at(city, date(2024, 10, 10))
    exits.hear(city, number, date(2024, 9, 28), date(2024, 10, 12), "请求保留")
    again = read(letters.write(city, "hearing", number))
    assert again.rstrip().endswith("2024年9月28日")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("请求保留", "已于2024年9月27日告知拟作出的处理，2024年10月14日收到陈述申辩并进行了复核。"),
        ("", "已于2024年9月27日告知拟作出的处理，至2024年10月12日未提出陈述申辩。"),
    ],
)
def test_the_decision_says_what_came_of_the_telling(city: Desk, known: str, statement: str, told: str) -> None:
    number = exits.open_exit(city, known, "poor-twice", "连续两年考核较差。").streams[0]
    at(city, date(2024, 10, 14))
    exits.hear(city, number, TODAY, date(2024, 10, 12), statement)
    said = exits.decide(city, number, "样科〔2024〕12号", date(2024, 10, 14), "连续两年考核较差", minutes="会议纪要3号")
    text = letter(said, "exit-decision")
    assert "关于取消样例联盟认定的决定" in text
    assert text.count("连续两年考核较差。") == 1, "the same fact written twice is told once"
    assert told in text
    assert "经会议研究（会议纪要3号），决定取消样例联盟认定，自2024年10月14日起生效。" in text
    assert "其持有的证书、牌匾停止使用，请于收到本决定后交回我单位。" in text
    public = letter(said, "exit-notice")
    assert "关于取消样例联盟认定的公告" in public
    assert "（样科〔2024〕12号），自2024年10月14日起生效，不再列入名录。" in public
    assert "样例单位1" not in public
    at(city, date(2024, 10, 20))
    later = letter(exits.publish(city, number, date(2024, 10, 18), "门户网站"), "exit-notice")
    assert later.rstrip().endswith("2024年10月18日")


def test_revoking_without_a_hearing_has_its_own_word_and_no_telling(city: Desk, known: str) -> None:
    made = exits.open_exit(city, known, "stopped", "停止活动一年")
    assert made.files == ()
    said = exits.decide(city, made.streams[0], "样科〔2024〕12号", TODAY, "停止活动一年")
    assert [path.name.rpartition("-2")[0][:13] for path in said.files] == ["exit-decision"]
    text = letter(said, "exit-decision")
    assert "决定撤销样例联盟认定" in text
    assert "告知" not in text
    assert "其持有的证书、牌匾停止使用。" in text


def test_an_exit_that_is_dropped_has_no_decision(city: Desk, known: str) -> None:
    number = exits.open_exit(city, known, "poor-twice", "x").streams[0]
    exits.skip_hearing(city, number, "联盟自行申请")
    exits.drop(city, number, "整改到位")
    assert letters.possible(city, number) == ["archive"]


def test_a_public_announcement_with_personal_data_is_not_written_and_that_is_told(city: Desk) -> None:
    known = entered(city, "样例联盟13800138000")
    number = exits.open_exit(city, known, "stopped", "停止活动").streams[0]
    said = exits.decide(city, number, "1号", TODAY, "停止活动")
    assert len(said.files) == 1
    with pytest.raises(Refused) as error:
        letters.write(city, "exit-notice", number)
    assert error.value.code == "papers.personal-data"


def test_the_superior_gets_a_letter_with_the_summary_table(city: Desk, known: str) -> None:
    graded_poorly(city, known)
    said = upward.recommend_upward(city, known, "upward", "运行良好，成效明显。")
    text = letter(said, "upward")
    assert "样例联盟由样例单位1牵头，现有成员单位3家，2022年3月1日认定为样例市市级联盟（样科〔2022〕1号）。" in text
    assert "最近一次评价：2023年的年度考核结果为“较差”。" in text
    assert "1．推荐汇总表" in text
    number = said.streams[0]
    done = upward.submit(city, number, TODAY, "样科函〔2024〕2号", copies=6, medium="样例联盟（光盘）")
    text = letter(done, "upward")
    assert "样科函〔2024〕2号" in text
    assert "纸质材料一式6份。" in text
    assert "电子材料标注：样例联盟（光盘）。" in text
    (table,) = [path for path in done.files if path.suffix == ".xlsx"]
    assert str(table) in done.text()
    for path in (table, upward.summary_table(city, [number]).files[0]):
        rows = [list(row) for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)]
        assert rows[0][0] == "样例市市级联盟推荐汇总表"
        assert "最近一次评价等次" in rows[2]
        line = [str(value) for value in rows[3] if value is not None]
        assert line[:4] == ["1", "样例联盟", "样例单位1", "样例县科技局"]
        assert {"3", "较差", "样科〔2022〕1号", "样科函〔2024〕2号"} <= set(line)


def test_support_has_its_decision_and_where_it_needs_one_its_review(city: Desk, known: str) -> None:
    plain = support.grant(city, known, "subsidy", "样财〔2024〕1号", TODAY, amount=20 * WAN, note="用于平台运行。")
    assert [path.name.partition("-2")[0] for path in plain.files] == ["support-decision"]
    assert "用于平台运行。" in letter(plain, "support-decision")
    said = support.grant(
        city,
        known,
        "running",
        "样财〔2024〕2号",
        TODAY,
        amount=125_000 * 100 + WAN,
        year="2024",
        review="评审2号",
        note="同意",
    )
    text = letter(said, "support-decision")
    assert f"依据{POLICY}第四十六条，经评审（评审2号），决定给予样例联盟以下支持：" in text
    assert "金额：人民币13.5万元。" in text
    assert "经费年度：2024年。" in text
    review = letter(said, "support-review")
    assert "运行经费补贴评审意见" in review
    assert "规定金额：10–50万元" in review
    assert "评审意见编号（日期）：评审2号" in review
    assert "评审意见：同意" in review


def test_a_major_matter_that_is_kept_is_receipted(city: Desk, known: str) -> None:
    joins = Asked(change="member-in", record={"name": "样例单位9", "kind": "enterprise"})
    said = events.report_matter(city, known, [joins], TODAY)
    text = letter(said, "receipt")
    number = city.case(said.streams[0]).open["case"]["number"]
    assert f"样例联盟报送的成员变动已于2024年9月27日收到，并于2024年9月27日登记收存，办件号：{number}。" in text
    assert "1．成员加入：样例单位9" in text
    told = letter(events.record_event(city, known, "breakthrough", TODAY, "一项突破"), "receipt")
    assert "样例联盟报送的一项突破已于" in told


def test_a_report_that_came_in_can_be_receipted_with_its_papers(city: Desk, known: str, tmp_path: Path) -> None:
    number = reports.open_report(city, known, "yearly", "2024").streams[0]
    assert letters.possible(city, number) == []
    paper_edits.add_papers(city, number, [paper_edits.NewPaper(scan(tmp_path / "in"), "yearly-summary")])
    reports.receive(city, number, TODAY)
    text = read(letters.write(city, "receipt", number))
    assert "样例联盟报送的2024年的年度材料已于2024年9月27日收到，办件号" in text
    assert "1．年度工作总结" in text


def test_guidance_and_minutes_are_written_where_the_policy_has_them(city: Desk, known: str) -> None:
    said = events.record_event(city, known, "advice", TODAY, "监督检查", note="尽快召开理事会。")
    text = letter(said, "guidance")
    assert "关于样例联盟工作的指导意见" in text
    assert f"依据{POLICY}第四十五条，我单位于2024年9月27日开展“监督检查”" in text
    assert "尽快召开理事会。" in text
    assert events.record_event(city, known, "advice", TODAY, "监督检查").files == (), "nothing to hand over yet"
    talk = letter(events.record_event(city, known, "talk", TODAY, "困难和建议", place="三楼会议室"), "minutes")
    assert "联盟座谈会记录" in talk
    assert "地点：三楼会议室" in talk
    assert "参加联盟：样例联盟（牵头单位：样例单位1）" in talk
    assert events.record_event(city, known, "fair", TODAY, "对接会").files == ()


def test_equal_ones_entered_together_stand_in_one_letter(city: Desk) -> None:
    many = [record(f"省级联盟{n}", date(2014, 6, n)) for n in (1, 2, 3)]
    said = entries.enter(city, PACK_ID, "equal", many, on=date(2018, 1, 1))
    text = letter(said, "equal")
    assert "关于3家联盟等同样例市市级联盟登记的通知" in text
    assert f"依据{POLICY}第十九条，以下3家联盟等同样例市市级联盟，列入名录：" in text
    assert [one for one in text.splitlines() if one.startswith("省级联盟")] == ["省级联盟1", "省级联盟2", "省级联盟3"]
    assert text.count("样科〔2014〕1号") == 3
    assert entries.enter(city, PACK_ID, "history", [record()]).files == ()


def test_whoever_asks_again_gets_the_same_paper(city: Desk, known: str) -> None:
    said = measures.impose(city, known, "rectify", "样科〔2024〕9号", TODAY, reason="账目不清")
    (path,) = said.files
    before = path.read_bytes()
    at(city, date(2025, 1, 10))
    assert letters.write(city, "rectification", said.streams[0]) == path
    assert path.read_bytes() == before
    assert letters.possible(city, said.streams[0]) == ["rectification", "archive"]
    with refused("cases.unknown-letter"):
        letters.write(city, "approval", said.streams[0])


def test_a_letter_that_lacks_something_is_told_and_the_decision_stands(city: Desk, known: str) -> None:
    said = measures.impose(city, known, "rectify", "样科〔2024〕9号", TODAY, consequence="poor")
    assert said.files == ()
    assert "事实" in said.text()
    assert city.case(said.streams[0]).open["decision"]["document"] == "样科〔2024〕9号"


def test_under_a_draft_every_letter_bears_its_mark(city: Desk, known: str) -> None:
    sample.mark(city.place.root, TODAY)
    lay(city, ('status = "在用"', 'status = "草案"'))
    said = measures.impose(city, known, "rectify", "样科〔2024〕9号", TODAY, reason="账目不清")
    section = docx.Document(str(said.files[0])).sections[0]
    assert "演练" in section.header.paragraphs[0].text
    number = upward.recommend_upward(city, known, "upward", "运行良好").streams[0]
    rows = load_workbook(upward.summary_table(city, [number]).files[0]).worksheets[0]
    assert str(rows["A1"].value).startswith("演练")


def test_every_kind_after_recognition_has_its_template_and_words(city: Desk) -> None:
    from alliance_desk import words
    from alliance_desk.papers.letters import letters as templates

    assert set(AFTER) <= set(templates())
    catalogue = words.catalogue()
    assert not [kind for kind in AFTER if f"ui.tasks.letter.{kind}" not in catalogue]
    assert not [kind for kind in AFTER if kind not in catalogue["cli.help.letter-kind"]]
