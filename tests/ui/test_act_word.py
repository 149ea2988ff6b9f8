"""What one case or one alliance is told about uses its own policy's word for the act: 备案 is never called 认定, nor 命名 either."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alliance_desk.cases import notice
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.policy import stages
from tests.helpers.desks import passphrase
from tests.helpers.seen import seen
from tests.helpers.windows import settle
from tests.sim.applying import apply, base_day
from tests.sim.way import STEPS
from tests.sim.way import settle as judge
from tests.sim.world import World
from ui.main_window import MainWindow
from ui.pages.cases import Cases

ACTS = ("认定", "备案", "命名")
EVERYTHING = frozenset({"case", "register", "notice", "numbers", "office", "batch", "meeting"})
"""Kinds of record: so that every page fills again after a step."""


class Walk:
    """A case of a policy walked by its office at an open window: the verbs run at the window's own writing desk."""

    def __init__(self, qtbot: QtBot, window: MainWindow, world: World) -> None:
        self.qtbot, self.window, self.world = qtbot, window, world
        self.stream = ""
        self.said: dict[str, set[str]] = {}

    def do(self, work: Callable[[], object]) -> None:
        """Run a verb of the simulation, and let the window follow."""

        def verb(desk: Desk, _step: object) -> None:
            desk.passphrase = passphrase
            self.world.desk = desk
            work()

        self.window.seat.run("", verb, failed=_raise)
        settle(self.qtbot, self.window)
        self.window.seat.changed.emit(Changes(code="undo.done", facts={"what": "-"}, kinds=EVERYTHING))
        settle(self.qtbot, self.window)

    def day(self, day: date) -> None:
        """Let it be another day."""
        self.world.day = day
        self.window.seat.rehearse(day)

    def keep(self, where: str) -> None:
        """Read what stands in the window now."""
        QApplication.processEvents()
        self.said.setdefault(where, set()).update(seen(self.window))

    def read_case(self) -> None:
        """Read the case view, every tab of it, what its actions are called, and each task that they open."""
        self.window.go("cases", self.stream)
        page = self.window.page
        assert isinstance(page, Cases)
        view = page.view
        assert view is not None
        assert view.shown is not None
        for key in view.tabs.keys:
            view.tabs.turn_to(key)
            self.keep(f"case {view.shown.status} {key}")
        for action in [*view.shown.steps.values(), *view.shown.beside]:
            self.said.setdefault("actions", set()).update({action.text, action.hint, action.why_not()})
            if not action.why_not() and action.id not in {"step.edit", "step.review"}:
                action.run()
                self.keep(f"task {action.id}")
                self.window.drawer.dismiss()

    def go_on(self) -> bool:
        """Close the next stage; whether there was one."""
        reader = self.window.seat.reader
        case = reader.case(self.stream)
        rules = reader.rules_of(case)
        kinds = [rules.stage[key].kind for key in stages.open_stages(rules, case.open)]
        if not kinds:
            return False
        if kinds[0] == "public_notice":
            self._notice()
        else:
            self.do(lambda: STEPS[kinds[0]](self.world, case, rules))
        return True

    def _notice(self) -> None:
        made: list[Changes] = []
        self.do(lambda: made.append(notice.publish(self.world.desk, [self.stream], self.world.day, "门户网站")))
        self.read_case()
        self.day(self.world.day + timedelta(days=20))
        self.do(lambda: notice.close(self.world.desk, made[0].streams[0]))

    def pages(self, names: Iterable[str], key: str = "") -> None:
        """Read some pages."""
        for name in names:
            self.window.go(name, key)
            settle(self.qtbot, self.window)
            self.keep(name)


def _raise(error: Exception) -> bool:
    raise error


@pytest.mark.parametrize(("pack", "act"), [("baoding-2018", "备案"), ("sixth-2024", "命名")])
def test_a_policy_is_told_in_its_own_word_from_intake_to_register(
    qtbot: QtBot, window_on: Callable[..., MainWindow], tmp_path: Path, pack: str, act: str
) -> None:
    world = World(tmp_path, pack, base_day(pack), "word")
    root = world.desk.place.root
    world.desk.close()
    walk = Walk(qtbot, window_on(root, world.day), world)
    walk.do(lambda: setattr(walk, "stream", apply(world, 1)))
    walk.do(lambda: judge(world, walk.stream))
    walk.read_case()
    while walk.go_on():
        walk.read_case()
    alliance = str(walk.window.seat.reader.case(walk.stream).open["alliance"]["id"])
    walk.pages(["today", "cases", "certificates", "register", "notices", "duties", "statistics"])
    walk.pages(["register"], alliance)
    walk.pages(["certificates"], walk.stream)
    others = [word for word in ACTS if word != act]
    wrong = {
        f"{where}: {words}"
        for where, told in walk.said.items()
        for words in told
        if any(word in words for word in others)
    }
    assert not wrong, "\n".join(sorted(wrong))
    applicant = walk.window.seat.reader.pack(pack).pack.words.applicant
    of_case = {words for where, told in walk.said.items() if where.startswith("case ") for words in told}
    assert applicant in of_case
    assert applicant == "牵头单位" or "牵头单位" not in of_case
    whole = "\n".join(words for told in walk.said.values() for words in told)
    for told in (f"待{act}", f"已{act}", f"不予{act}", f"{act}文件", f"{act}日期", f"{act}并列入名录"):
        assert told in whole
