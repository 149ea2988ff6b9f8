"""The case view in a window: opened, turned to its tabs, read."""

import uuid
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from alliance_desk.desk import Desk
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy.compose import rules_bytes
from tests.helpers.desks import PACK_ID, member, sample_document
from tests.helpers.windows import click, find
from ui.main_window import MainWindow
from ui.pages.case.view import CaseView
from ui.pages.cases import Cases

Open = Callable[..., MainWindow]
LONG = "样例市高端装备与新材料及其制造服务产业技术创新战略联盟筹备与推广应用示范单位有限责任公司"


def opened(window_on: Open, root: Path, **more: str) -> tuple[MainWindow, CaseView]:
    """A window with the only case of a workspace in front."""
    window = window_on(root, **more)
    stream = window.seat.reader.raw.execute("SELECT stream FROM index_case").fetchone()[0]
    window.go("cases", stream)
    QTest.qWait(80)  # the window has appeared and its worker is awake
    page = window.page
    assert isinstance(page, Cases)
    assert page.view is not None
    return window, page.view


def focus() -> QWidget:
    """What has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(window: MainWindow, name: str) -> None:
    """Click, and let what it opened appear."""
    click(window, name)
    QApplication.processEvents()


def turn(view: CaseView, key: str) -> None:
    """Bring a tab to the front, and let it appear."""
    view.tabs.turn_to(key)
    QApplication.processEvents()


def text(window: MainWindow, name: str) -> str:
    return find(window, name, QLabel).text()


def overfull(desk: Desk, count: int = 30) -> str:
    """A case of many members with long names."""
    document = sample_document(desk, LONG[:40])
    document["members"] = {
        f"m{n}": {**member(n, "lead" if n == 1 else "ordinary"), "name": f"{n}号{LONG}"[:40], "tasks": LONG * 2}
        for n in range(1, count + 1)
    }
    document["case"]["number"] = "210300-2024-0099"
    stream = uuid.uuid4().hex
    desk.commit(
        [Draft(stream=stream, stream_kind="case", kind="case.opened", patch=document, private={})],
        rules=[rules_bytes(desk.policy_for(PACK_ID))],
    )
    return stream
