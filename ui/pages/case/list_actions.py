"""What can be done with the cases that are selected in the list: their next steps, and what is done with several at once."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from alliance_desk.cases import views
from alliance_desk.cases.stage_steps import GATHERED
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.progress import Progress
from ui.action import Action
from ui.language import language, tr
from ui.pages.case.list_columns import mine
from ui.pages.case.shown import Shown
from ui.seat import Seat
from ui.tables.source import Row
from ui.task import Task, Values
from ui.tasks import decisions, events, exchange, notices, panels, papers, upward
from ui.tasks.asks import saved, saving
from ui.tasks.offer import offer

MOST = 500
"""So many cases go into one task at most."""


class Selection(Protocol):
    """What is selected and shown in the list."""

    def rows(self) -> Sequence[Row]:
        """The selected rows, at most one more than go into a task."""
        ...

    def shown(self) -> int:
        """How many rows the list shows."""
        ...

    def listing(self) -> Callable[[Desk], Sequence[str]]:
        """Reads the cases of all rows that are shown now, in their order, through another desk."""
        ...


def _record(seat: Seat, cases: Sequence[str]) -> None:
    """Record what waits for it, all at once."""
    offer(seat, lambda: events.record_task(seat, cases))


class ListActions:
    """The actions of the list. open_: opens a case."""

    def __init__(self, seat: Seat, selection: Selection, open_: Callable[[str], None]) -> None:
        self._seat, self._selection, self._open = seat, selection, open_

    def all(self) -> list[Action]:
        """For the context menu and the palette, in this order."""
        rows = self._selection.rows()
        steps = self._steps(str(rows[0]["id"])) if len(rows) == 1 else []
        return [self._opening(), *steps, *self._several(), self._summary()]

    def handy(self) -> list[Action]:
        """What can be done with the selection right now, for the bar under the list."""
        rows = self._selection.rows()
        if len(rows) != 1:
            return [action for action in self._several() if not action.why_not()]
        shown = Shown(self._seat, str(rows[0]["id"]))
        main = shown.steps.get(shown.main.id) if shown.main is not None else None
        return [self._opening(), *([main] if main is not None else [])]

    def _opening(self) -> Action:
        none = lambda: "" if self._selection.rows() else tr("ui.table.nothing-selected")  # noqa: E731
        run = lambda: self._open(str(self._selection.rows()[0]["id"]))  # noqa: E731
        return Action("cases.open", tr("ui.cases.open"), run, none, "forward", "", group="open")

    def _steps(self, stream: str) -> list[Action]:
        """The steps of the one selected case that can be done now, the main one in any case."""
        shown = Shown(self._seat, stream)
        main = shown.main.id if shown.main is not None else ""
        several = {"batch", "session", "meeting", "notice", "recognise", "record", "copy", "edit"}
        return [
            action
            for key, action in shown.steps.items()
            if key == main or (key not in several and not action.why_not())
        ]

    # Several at once

    def _several(self) -> list[Action]:
        seat = self._seat
        verbs: tuple[tuple[str, str, Sequence[str], Callable[[Seat, Sequence[str]], None]], ...] = (
            ("batch", "panel", GATHERED, panels.batch),
            ("session", "score", ("expert_review",), panels.open_session),
            ("meeting", "meeting", ("meeting",), decisions.meeting),
            ("publish", "notices", ("public_notice",), notices.publish),
            ("recognise", "stamp", ("recognition",), decisions.recognise),
            ("record", "check", ("record",), _record),
            ("meeting-papers", "paper", ("meeting",), papers.meeting),
            ("upward-table", "paper", ("submit_upward",), upward.summary_table),
            ("copy-to", "copy", (), exchange.copy_to),
        )
        act = self._act()
        return [
            Action(
                f"cases.{name}",
                tr(f"ui.cases.{name}", act=act),
                lambda run=run: run(seat, [str(row["id"]) for row in self._selection.rows()]),
                lambda kinds=kinds: self._why_not(kinds),
                icon,
                group="several",
            )
            for name, icon, kinds, run in verbs
        ]

    def _act(self) -> str:
        """What the policies of the selected cases call the act."""
        return views.act_of(self._seat.reader, {str(row["pack"]) for row in self._selection.rows()}, language())

    def _why_not(self, kinds: Sequence[str]) -> str:
        """Why not all of the selected cases can go into one task; kinds: of the stage they must wait in, any when empty."""
        rows, office = self._selection.rows(), self._seat.reader.office
        if not rows:
            return tr("ui.table.nothing-selected")
        if self._seat.readonly:
            return tr("steps.read-only")
        if len(rows) > MOST:
            return tr("ui.cases.too-many", most=MOST)
        away = sum(row["holder"] != office or row["custody"] != "held" for row in rows)
        if away:
            return tr("ui.cases.not-here", count=away)
        wrong = sum(row["step_kind"] not in kinds or not mine(self._seat, row) for row in rows) if kinds else 0
        if wrong:
            stages = tr("ui.list-sign").join(tr(f"stage-kind.{kind}", act=self._act()) for kind in kinds)
            return tr("ui.cases.not-there", count=wrong, stages=stages)
        return tr("ui.cases.policies-mixed") if kinds and len({row["pack"] for row in rows}) > 1 else ""

    # The summary list

    def _summary(self) -> Action:
        def why() -> str:
            if not self._selection.shown():
                return tr("ui.table.nothing-shown")
            return tr("ui.cases.too-many-shown", most=MOST) if self._count() > MOST else ""

        return Action("cases.summary", tr("ui.cases.summary"), self._write_summary, why, "export", group="out")

    def _count(self) -> int:
        """How many cases the summary would hold: the selected ones, all that are shown where no more than one is."""
        chosen = len(self._selection.rows())
        return chosen if chosen > 1 else self._selection.shown()

    def _write_summary(self) -> None:
        """The list of applications as it is sent with a letter."""
        rows, title = self._selection.rows(), tr("list.cases")
        chosen = [str(row["id"]) for row in rows] if len(rows) > 1 else []
        listing = self._selection.listing()

        def work(desk: Desk, values: Values, _step: Progress) -> Changes:
            from alliance_desk.cases import lists

            of = chosen or list(listing(desk))
            path: Path = lists.summary(desk, of, title, saved(desk, values))
            return Changes(code="ui.table.exported", facts={"path": str(path), "count": len(of)}, files=(path,))

        self._seat.ask(
            Task(
                id="cases.summary",
                title=tr("ui.cases.summary-title"),
                intro=tr("ui.cases.summary-intro", count=self._count()),
                submit=tr("ui.table.export-submit"),
                fields=[saving(self._seat, title)],
                work=work,
            )
        )
