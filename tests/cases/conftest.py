"""One office that recommends and decides by itself, so that a case can be brought to any stage within a test."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.cases import meeting, moves, notice, selecting
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.review import sessions
from tests.helpers.desks import CITY, PACK_ID, make_office, open_sample_case, settle
from tests.samples.scans import scan

WAY = ("recommend", "formal", "business", "merge", "review", "visit", "meeting", "notice")
"""The stages of the trial policy that ``walk`` can close, in their order."""


ROUTE = Path(__file__).with_name("route.toml")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A city office without counties: it enters and decides."""
    with make_office(tmp_path / "city", CITY, "市", "210300") as made:
        policy(made)
        yield made


def policy(desk: Desk, *lines: tuple[str, str], name: str = PACK_ID) -> None:
    """Give the office the trial policy with some of its lines changed (old, new), under its own or another id."""
    text = ROUTE.read_text("utf8")
    for old, new in [*lines, (f'id = "{PACK_ID}"', f'id = "{name}"')]:
        assert old in text
        text = text.replace(old, new)
    (desk.place.packs / f"{name}.toml").write_text(text, encoding="utf8")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A small PDF."""
    path = tmp_path / "报告.pdf"
    path.write_bytes(scan("评审报告", ["样例"], seal="样本印章"))
    return path


def on(desk: Desk, day: str) -> None:
    """Let it be another day."""
    desk.clock = FixedClock(date.fromisoformat(day))


@pytest.fixture
def case_at(desk: Desk, report: Path) -> Callable[..., Folded]:
    """A sample case brought to a stage: every stage before it is closed. ``published`` is a case in its public notice."""

    def bring(stage: str, name: str = "样例联盟") -> Folded:
        case = open_sample_case(desk, name)
        walk(desk, case.stream, report, WAY[: WAY.index(stage)] if stage in WAY else WAY[:-1])
        if stage == "published":
            notice.publish(desk, [case.stream], desk.clock.today(), "网站")
        return desk.case(case.stream)

    return bring


def walk(desk: Desk, number: str, report: Path, stages: tuple[str, ...]) -> None:
    """Close some stages of the trial policy as if nothing stood in the way."""
    today = desk.clock.today()
    for stage in stages:
        match stage:
            case "recommend":
                settle(desk, number)
                moves.recommend(desk, number, "同意推荐", scan=report)
            case "formal":
                moves.formal_check(desk, number, "passed")
            case "business":
                moves.business_check(desk, number, "passed")
            case "merge":
                selecting.select(desk, number, kept=True)
            case "review":
                session = sessions.open_session(desk, [number], organiser="样例中心", contract="1").streams[0]
                sessions.conclude_third_party(desk, session, report, {number: True}, today)
            case "visit":
                moves.site_visit(desk, number, today, ["样例甲"], "一致")
            case _:
                meeting.hold(desk, {number: "passed"}, "纪要1号", today)
