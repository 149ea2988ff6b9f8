"""What can be done with the cases that are selected in the list: their next steps, and what is done with several at once."""

from collections.abc import Callable, Sequence
from pathlib import Path

from alliance_desk.cases.stage_steps import GATHERED
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.progress import Progress
from ui.action import Action
from ui.language import tr
from ui.pages.case.list_columns import mine
from ui.pages.case.shown import Shown
from ui.seat import Seat
from ui.tables.source import Row
from ui.task import Task, Values
from ui.tasks import decisions, exchange, notices, panels
from ui.tasks.asks import saved, saving

_MOST = 500
"""So many cases are handed to one task at most."""


class ListActions:
    """The actions of the list. chosen: the selected rows. listed: the ids of all rows shown. open_: opens one."""

    def __init__(
        self, seat: Seat, chosen: Callable[[], Sequence[Row]], listed: Callable[[], Sequence[str]], open_: Callable[[str], None]
    ) -> None:  # fmt: skip
        self._seat, self._chosen, self._listed, self._open = seat, chosen, listed, open_

    def all(self) -> list[Action]:
        """For the button row, the context menu and the palette, in this order."""
        rows = self._chosen()
        found = [Action("cases.open", tr("ui.cases.open"), self._open_first, self._one, "forward", "", group="open")]
        if len(rows) == 1:
            found += self._steps(str(rows[0]["id"]))
        return [*found, *self._several(), self._summary()]

    def handy(self) -> list[Action]:
        """What can be done with the selection right now, for the bar under the list."""
        rows = self._chosen()
        if len(rows) != 1:
            return [action for action in self._several() if not action.why_not()]
        shown = Shown(self._seat, str(rows[0]["id"]))
        main = shown.steps.get(shown.main.id) if shown.main is not None else None
        return [self.all()[0], *([main] if main is not None else [])]

    def _one(self) -> str:
        return "" if self._chosen() else tr("ui.table.nothing-selected")

    def _open_first(self) -> None:
        self._open(str(self._chosen()[0]["id"]))

    def _steps(self, stream: str) -> list[Action]:
        """The steps of the one selected case that can be done now, the main one in any case."""
        shown = Shown(self._seat, stream)
        main = shown.main.id if shown.main is not None else ""
        several = {"batch", "meeting", "notice", "recognise", "copy", "edit"}
        return [
            action
            for key, action in shown.steps.items()
            if key not in several and (key == main or not action.why_not())
        ]

    # Several at once

    def _several(self) -> list[Action]:
        seat = self._seat
        at_work: tuple[tuple[str, str, tuple[str, ...], Callable[[Seat, Sequence[str]], None]], ...] = (
            ("batch", "panel", GATHERED, panels.batch),
            ("session", "score", ("expert_review",), panels.open_session),
            ("meeting", "meeting", ("meeting",), decisions.meeting),
            ("publish", "notices", ("public_notice",), notices.publish),
            ("recognise", "stamp", ("recognition",), decisions.recognise),
        )
        found = [
            Action(
                f"cases.{name}",
                tr(f"ui.cases.{name}"),
                lambda run=run: run(seat, self._streams()),
                lambda kinds=kinds: self._ready(kinds),
                icon,
                group="several",
            )
            for name, icon, kinds, run in at_work
        ]
        copy = Action(
            "cases.copy-to",
            tr("ui.cases.copy-to"),
            lambda: exchange.copy_to(seat, self._streams()),
            self._copyable,
            "copy",
            group="several",
        )
        return [*found, copy]

    def _streams(self) -> list[str]:
        return [str(row["id"]) for row in self._chosen()[:_MOST]]

    def _ready(self, kinds: Sequence[str]) -> str:
        """Why not all of the selected cases can be taken into one task of these kinds of stage."""
        rows = self._chosen()
        if not rows:
            return tr("ui.table.nothing-selected")
        if self._seat.readonly:
            return tr("steps.read-only")
        if len({row["pack"] for row in rows}) > 1:
            return tr("ui.cases.policies-mixed")
        wrong = sum(row["step_kind"] not in kinds or not mine(self._seat, row) for row in rows)
        stages = tr("ui.list-sign").join(tr(f"stage-kind.{kind}") for kind in kinds)
        return tr("ui.cases.not-there", count=wrong, stages=stages) if wrong else ""

    def _copyable(self) -> str:
        rows = self._chosen()
        if not rows:
            return tr("ui.table.nothing-selected")
        if self._seat.readonly:
            return tr("steps.read-only")
        away = sum(row["holder"] != self._seat.reader.office or row["custody"] != "held" for row in rows)
        return tr("ui.cases.not-here", count=away) if away else ""

    # The summary list

    def _summary(self) -> Action:
        why = lambda: "" if self._listed() else tr("ui.table.nothing-shown")  # noqa: E731
        return Action("cases.summary", tr("ui.cases.summary"), self._write_summary, why, "export", group="out")

    def _write_summary(self) -> None:
        """The list of applications as it is sent with a letter: the selected cases, all that are shown where none is selected."""
        chosen = self._streams() if len(self._chosen()) > 1 else list(self._listed())
        title = tr("list.cases")

        def work(desk: Desk, values: Values, _step: Progress) -> Changes:
            from alliance_desk.cases import lists

            path: Path = lists.summary(desk, chosen, title, saved(desk, values))
            return Changes(code="ui.table.exported", facts={"path": str(path), "count": len(chosen)}, files=(path,))

        self._seat.ask(
            Task(
                id="cases.summary",
                title=tr("ui.cases.summary-title"),
                intro=tr("ui.cases.summary-intro", count=len(chosen)),
                submit=tr("ui.table.export-submit"),
                fields=[saving(self._seat, title)],
                work=work,
            )
        )
