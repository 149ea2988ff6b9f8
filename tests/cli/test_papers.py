"""Papers on the command line: a notice corrected and told of, the plan of a round, what a panel and a meeting have before them."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from alliance_desk.cases import notice, office
from alliance_desk.review import pool, sessions
from tests.cli.conftest import Run
from tests.helpers import handing
from tests.helpers.desks import CITY, PACK_ID, advance, make_office, open_sample_case
from tests.helpers.handing import read
from tests.helpers.reviews import POOL


@pytest.fixture
def ready(tmp_path: Path) -> Any:
    """A closed workspace with one case that waits in a stage: its folder and the case."""

    def made(stage: str, *, published: bool = False) -> tuple[Path, str, str]:
        with make_office(tmp_path / "city", CITY, "市", "210300") as desk:
            for name in ("contact_unit", "telephone", "address"):
                office.set_value(desk, name, "0412-5550123")
            case = open_sample_case(desk, "样例联盟").stream
            advance(desk, case, stage)
            other = ""
            if published:
                other = str(notice.publish(desk, [case], desk.clock.today(), "网站").facts["notice"])
            if stage == "expert_review":
                pool.take_in(desk, POOL)
                other = sessions.open_session(desk, [case]).streams[0]
                sessions.draw_panel(desk, other, "4821", "7306", witness="样例乙")
        return tmp_path / "city", case, other

    return made


def text_of(said: Any) -> str:
    (path,) = said.data["files"]
    return read(Path(path))


def test_a_notice_is_corrected_and_its_report_written(ready: Any, run: Run) -> None:
    city, case, stream = ready("public_notice", published=True)
    said = run(city, "notice", "correct", stream[:8], case, "name", "样例新联盟", day="2024-09-29")
    assert (said.code, "样例新联盟" in text_of(said)) == (0, True)
    assert (
        run(city, "notice", "correct", stream, case, "other", "16", "--what", "成员数", "--wrong", "15", "--anew").code
        == 1
    )
    assert run(city, "letter", case, "notice-report").code == 1, "the notice still runs"
    assert run(city, "notice", "close", stream, day="2024-10-20").code == 0
    assert "公示情况的说明" in text_of(run(city, "letter", case, "notice-report", day="2024-10-20"))


def test_a_panel_and_a_meeting_have_their_papers(ready: Any, run: Run) -> None:
    city, case, session = ready("expert_review")
    assert "样例乙" in text_of(run(city, "panel", "paper", session, "draw-record"))
    assert run(city, "panel", "paper", session, "panel-opinion").code == 1
    (path,) = run(city, "decide", "papers", case).data["files"]
    assert load_workbook(path).worksheets[0]["B4"].value == "样例联盟"


def test_a_round_is_planned(tmp_path: Path, run: Run) -> None:
    with handing.city(tmp_path / "city") as desk:
        handing.known(desk, "甲联盟", "2022-03-01")
    city = tmp_path / "city"
    about = ("round", "open", PACK_ID, "exam", "2024年度评价", "--subject", "2024", "--due", "2025-02-28")
    round_ = run(city, *about, day="2025-01-10").data["streams"][0]
    said = run(city, "round", "plan", round_[:8], "--leader", "样例甲", "--person", "样例乙", day="2025-01-10")
    assert "负责人：样例甲。" in text_of(said)
    assert (
        run(city, "round", "plan", round_, "--leader", "样例甲", "--step", "none=2025-03-01", day="2025-01-10").code
        == 1
    )
