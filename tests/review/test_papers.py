"""What a review prints: record of the draw, pledge, score sheets, opinion of the panel; and what a meeting has before it."""

from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from alliance_desk.cases.meeting_papers import meeting_papers
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from alliance_desk.review import papers, scoring, sessions
from tests.helpers.handing import read

Case = Callable[..., Folded]
SHEET = {"goals": "50", "people": "30"}


def test_a_session_prints_what_its_panel_signs(desk: Desk, own: Case) -> None:
    case = own("review")
    session = sessions.open_session(desk, [case.stream]).streams[0]
    assert papers.possible(desk, session) == ["score-sheets"]
    with pytest.raises(Refused, match="还没有办到写“回避和保密承诺书”的一步"):
        papers.write(desk, session, "pledge")
    with pytest.raises(Refused, match="没有 poem 这种评审文书"):
        papers.write(desk, session, "poem")
    sessions.draw_panel(desk, session, "4821", "7306", witness="样例乙")
    assert papers.possible(desk, session) == ["draw-record", "pledge", "score-sheets"]
    document = streams.document(desk.raw, session).open
    seats = [seat for seat in document["seats"].values() if seat["state"] == "seated"]

    record = read(papers.write(desk, session[:8], "draw-record").files[0])
    for part in ("随机抽取", "经办人报数：4821　　监督人报数：7306", "监督人：样例乙", document["draw"]["seed"]):
        assert part in record, part
    for one in (*document["seats"].values(), *document["exclusions"].values()):
        assert one["name"] in record

    pledge = read(papers.write(desk, session, "pledge").files[0])
    assert "样例联盟" in pledge
    assert [seat["name"] in pledge for seat in seats] == [True] * len(seats)

    book = load_workbook(papers.write(desk, session, "score-sheets").files[0])
    (sheet,) = book.worksheets
    assert sheet.title == "1 样例联盟"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    lines = [line for line in desk.rules_of(case).score.values() if not line.of]
    assert [row[1:3] for row in rows[: len(lines)]] == [[line.name, line.max] for line in lines]
    assert rows[len(lines)][1:3] == ["合计", sum(line.max for line in lines)]
    assert all(row[3] is None for row in rows)

    for key, seat in document["seats"].items():
        if seat["state"] == "seated":
            scoring.enter(desk, session, case.stream, key, SHEET, opinion="任务分工明确", recommend="yes")
    scoring.conclude_own(desk, session)
    assert papers.possible(desk, session) == ["draw-record", "pledge", "panel-opinion"]
    opinion = read(papers.write(desk, session, "panel-opinion").files[0])
    for part in ("认定申请", "80.00", "任务分工明确", seats[0]["name"]):
        assert part in opinion, part


def test_a_meeting_has_the_list_and_each_case_held_against_the_conditions(desk: Desk, case_at: Case) -> None:
    one, two = case_at("meeting", "甲联盟"), case_at("meeting", "乙联盟")
    with pytest.raises(Refused, match="没有选择办件"):
        meeting_papers(desk, [])
    said = meeting_papers(desk, [one.stream, two.stream])
    assert "2 件" in said.text()
    listed, compared = load_workbook(said.files[0]).worksheets
    rows = [[cell.value for cell in row] for row in listed.iter_rows(min_row=4)]
    assert [row[1] for row in rows] == ["甲联盟", "乙联盟"]
    assert rows[0][7] == "支持", "the report of the commissioned review supports it"
    assert rows[0][8] == "2024-09-27（样例甲）"
    told = [[cell.value for cell in row] for row in compared.iter_rows(min_row=4)]
    assert {str(row[0]) for row in told} == {"甲联盟", "乙联盟"}
    asked = next(check.title for check in desk.rules_of(one).check.values())
    assert ["甲联盟", asked] in [row[:2] for row in told]
    assert ["甲联盟", "现场考察"] in [row[:2] for row in told], "how each stage came out stands below the conditions"
    for sheet in (listed, compared):
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$3:$3"
