"""Offices in the middle of a review, for the tests of the window: cases that wait, sessions open, drawn, scored; and who looks."""

from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from alliance_desk.cases import batch
from alliance_desk.desk import Desk
from alliance_desk.ledger import streams
from alliance_desk.paths import RESOURCES
from alliance_desk.review import pool, scoring, sessions
from alliance_desk.review.parties import pool as experts
from tests.helpers.desks import CITY, PACK, PACK_ID, advance, make_office, open_sample_case
from tests.helpers.drawers import Hand
from tests.helpers.windows import find
from ui.pages.experts import Experts
from ui.pages.review.matrix_view import MatrixView
from ui.pages.review.session import SessionTab

POOL = RESOURCES / "samples" / "experts.xlsx"
LONG = "样例市高端装备与先进基础材料智能制造产业技术创新战略联盟筹备第{}组"
"""A name as long as they come, that differs from others in its end only."""


def city(root: Path, *lines: tuple[str, str], filled: bool = True) -> Desk:
    """A city office that reviews by its own experts; the trial policy with some of its lines changed (old, new)."""
    desk = make_office(root, CITY, "市", "210300")
    text = PACK.read_text("utf8")
    for old, new in lines:
        assert old in text
        text = text.replace(old, new)
    (desk.place.packs / f"{PACK_ID}.toml").write_text(text, encoding="utf8")
    if filled:
        pool.take_in(desk, POOL)
    return desk


def waiting(desk: Desk, *names: str, partner: str = "样例单位2") -> list[str]:
    """Cases that wait for their review, by stream."""
    found: list[str] = []
    for name in names:
        case = open_sample_case(desk, name, partner=partner)
        advance(desk, case.stream, "expert_review")
        found.append(case.stream)
    return found


def session(desk: Desk, *names: str, partner: str = "样例单位2", gathered: str = "样例批次") -> str:
    """A session over new cases."""
    cases = waiting(desk, *names, partner=partner)
    kept = batch.open_batch(desk, gathered, PACK_ID, cases).streams[0] if gathered else ""
    return sessions.open_session(desk, cases, batch=kept).streams[0]


def drawn(desk: Desk, *names: str, **more: str) -> str:
    """A session whose panel was drawn."""
    made = session(desk, *names, **more)
    sessions.draw_panel(desk, made, "1234", "5678", witness="样例监督人")
    return made


def seated(desk: Desk, made: str) -> list[str]:
    """Who sits, in order."""
    seats = streams.document(desk.raw, made).open["seats"]
    return [key for key, one in sorted(seats.items(), key=lambda item: item[1]["order"]) if one["state"] == "seated"]


def score(desk: Desk, made: str, *points: str, recommend: str = "yes", but: int = 0) -> None:
    """Sheets of everybody for every case: the experts' points for the first line one after another. but: so many of the last are missing."""
    cases = list(streams.document(desk.raw, made).open["cases"])
    sheets = [(case, at, expert) for case in cases for at, expert in enumerate(seated(desk, made))]
    for case, at, expert in sheets[: len(sheets) - but]:
        lines = {"goals": points[at % len(points)], "people": "30"}
        scoring.enter(desk, made, case, expert, lines, recommend=recommend, opinion="样例意见")


def overfull(desk: Desk) -> str:
    """Ten cases with long names, a panel of seven with four reserves, one replaced, ten experts kept out; two sheets missing."""
    units = [one.unit for one in experts(desk)]
    cases = [
        waiting(desk, LONG.format(sign), partner=units[at * 3])[0] for at, sign in enumerate("一二三四五六七八九十")
    ]
    kept = batch.open_batch(desk, LONG.format("各"), PACK_ID, cases).streams[0]
    made = sessions.open_session(desk, cases, batch=kept).streams[0]
    sessions.draw_panel(desk, made, "1234567890" * 3, "5678", witness="样例监督人")
    sessions.replace_seat(desk, made, seated(desk, made)[2], "临时出差，评审当日不能到场")
    score(desk, made, "20", "55", "41", "60", "33.5", but=2)
    return made


class Room:
    """The review room of a window, and who looks at it."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        hand.window.go("experts")
        hand.wait()
        page = hand.window.pages["experts"]
        assert isinstance(page, Experts)
        self.page = page
        page.bar.setCurrentIndex(0)
        self.wait()

    def wait(self) -> None:
        self.hand.wait()
        QTest.qWait(30)

    @property
    def tab(self) -> SessionTab:
        assert self.page.session is not None
        return self.page.session

    @property
    def matrix(self) -> MatrixView:
        return self.tab.middle.matrix

    def grid(self) -> list[list[str]]:
        """The matrix as it is read, headings first."""
        assert self.matrix.panel is not None
        rows = self.matrix.panel.table.rows
        lines = [[cell.text for cell in rows.cells(at)] for at in range(rows.rowCount())]
        return [[column.title for column in rows.columns], *lines]

    def at(self, row: int, column: int) -> str:
        """Put the cursor on a cell of the matrix; returns what is told below."""
        assert self.matrix.panel is not None
        table = self.matrix.panel.table
        table.setCurrentIndex(table.rows.index(row, column))
        return self.matrix.detail.words.text()

    def turn(self, view: QWidget | None) -> None:
        assert view is not None
        self.tab.middle.tabs.setCurrentWidget(view)
        QTest.qWait(20)

    def words(self, name: str) -> str:
        found = find(self.hand.window, name).findChildren(QLabel)
        return "\n".join(label.text() for label in found if label.isVisible())

    def verbs(self) -> dict[str, str]:
        """The verbs of the session with why they cannot be done."""
        return {
            action.id.removeprefix("review."): action.why_not()
            for action in self.tab.commands()
            if action.group == "session"
        }
