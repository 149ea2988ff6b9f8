"""A window in English: on no page, in no tab and in no task does a word stand in Chinese but what people and policies wrote."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from alliance_desk.cases import notice, recognition
from alliance_desk.clock import FixedClock
from alliance_desk.paths import RESOURCES
from tests.helpers.desks import CITY, advance, make_office, open_sample_case
from tests.helpers.seen import seen
from tests.helpers.windows import settle
from ui import language
from ui.main_window import MainWindow
from ui.pages import PAGES
from ui.pages.cases import Cases

TODAY = date(2024, 9, 27)
RUN = re.compile(
    r"[\u2014\u201c\u201d\u2026\u3000-\u303f\u3400-\u9fff\uff01-\uff60][\w\u00b7\u2014\u201c\u201d\u2026\u3000-\u303f\uff01-\uff60]*"
)
"""Chinese with what hangs on to it: characters, signs, figures."""
SHIPPED = ("packs", "templates", "layouts", "regions", "calendars", "fonts")
"""Folders of what the program shows as somebody else wrote it."""


@pytest.fixture
def english() -> Iterator[None]:
    """The window's language while a test runs."""
    os.environ[language.VARIABLE] = language.ENGLISH
    language.language.cache_clear()
    yield
    del os.environ[language.VARIABLE]
    language.language.cache_clear()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A city: one case before its recommendation, one in a notice, one that is recognised."""
    root = tmp_path / "city"
    with make_office(root, CITY, "市", "210300", FixedClock(TODAY)) as desk:
        for name, until in (
            ("样例联盟甲", "recommend"),
            ("样例联盟乙", "public_notice"),
            ("样例联盟丙", "recognition"),
        ):
            case = open_sample_case(desk, name)
            advance(desk, case.stream, until)
            if until == "public_notice":
                notice.publish(desk, [case.stream], TODAY - timedelta(days=1), "门户网站")
            elif until == "recognition":
                recognition.recognise(desk, case.stream, "样科发〔2024〕1号", TODAY)
    return root


def written(root: Path, window: MainWindow) -> str:
    """What people and policies wrote, in one: the documents of the workspace, and what comes with the program as data."""
    raw = window.seat.reader.raw
    found = [bytes(data).decode("utf8") for (data,) in raw.execute("SELECT open FROM index_document").fetchall()]
    found += [str(row) for row in raw.execute("SELECT * FROM index_case").fetchall()]
    folders = [RESOURCES / name for name in SHIPPED] + [root / "packs"]
    files = [
        path for folder in folders for path in folder.rglob("*") if path.suffix in {".toml", ".json", ".csv", ".txt"}
    ]
    found.append("辽宁省鞍山市铁西区")  # the divisions by their whole names
    return "\n".join([*found, *(path.read_text("utf8", errors="ignore") for path in files)])


def test_a_window_in_english_says_nothing_in_chinese_of_its_own(
    qtbot: QtBot, window_on: Callable[..., MainWindow], english: None, root: Path
) -> None:
    window = window_on(root, TODAY)
    said: dict[str, set[str]] = {}

    def read(where: str) -> None:
        settle(qtbot, window)
        said.setdefault(where, set()).update(seen(window))

    def turn(where: str) -> None:
        """Every tab of the page in front."""
        read(where)
        for bar in window.page.findChildren(QTabBar):
            for at in range(bar.count() if bar.isVisible() else 0):
                bar.setCurrentIndex(at)
                read(where)

    for entry in PAGES:
        window.go(entry.key)
        turn(entry.key)
    alliance = window.seat.reader.raw.execute("SELECT id FROM index_alliance").fetchone()[0]
    window.go("register", alliance)
    turn("alliance")
    for section in ("people", "peers", "units", "calendars", "letters", "look", "check", "backup", "about"):
        window.go("settings", section)
        read(f"settings {section}")

    streams = [row[0] for row in window.seat.reader.raw.execute("SELECT stream FROM index_case").fetchall()]
    for stream in streams:
        window.go("cases", stream)
        assert isinstance(window.page, Cases)
        view = window.page.view
        assert view is not None
        assert view.shown is not None
        for key in view.tabs.keys:
            view.tabs.turn_to(key)
            read(f"case {key}")
        for action in [*view.shown.steps.values(), *view.shown.beside]:
            said.setdefault("actions", set()).update({action.text, action.hint, action.why_not()})
            if not action.why_not() and action.id not in {"step.edit", "step.review", "case.check"}:
                action.run()
                read(f"task {action.id}")
                window.drawer.dismiss()
    known = written(root, window)
    wrong = {
        f"{where}: {run[0]!r} in {words[:90]!r}"
        for where, told in said.items()
        for words in told
        for run in RUN.finditer(words)
        if run[0] not in known
    }
    assert not wrong, f"{len(wrong)}\n" + "\n".join(sorted(wrong))
