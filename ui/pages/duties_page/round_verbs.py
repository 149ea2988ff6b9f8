"""What can be done with a round, and with those in it that are selected."""

from collections.abc import Callable, Sequence
from functools import partial

from alliance_desk.care.round_state import RoundLine, RoundState
from ui.action import Action
from ui.language import tr
from ui.pages.case.shown import Shown
from ui.seat import Seat
from ui.tasks import decisions, notices, rounds, scoring
from ui.tasks.about import About
from ui.tasks.offer import offer
from ui.tasks.round_plan import plan_task

_TOGETHER = {"meeting": ("meeting", decisions.meeting), "public_notice": ("notices", notices.publish)}
"""Kinds of stage that are done for several cases at once: their icon and what asks."""
_SCORED = ("submission", "opinion", "evaluation")


class RoundVerbs:
    """state: of the round at the cursor. chosen: those of its lines that are selected."""

    def __init__(
        self, seat: Seat, state: Callable[[], RoundState | None], chosen: Callable[[], list[RoundLine]]
    ) -> None:
        self._seat, self._state, self._chosen = seat, state, chosen

    def opening(self) -> Action:
        """Open another round."""

        def why() -> str:
            if self._seat.readonly:
                return tr("ui.duties.read-only")
            return "" if rounds.assessments(self._seat) else tr("ui.rounds.nothing-to-assess")

        return Action(
            "rounds.open", tr("ui.duties.round"), self._open, why, "add", hint=tr("ui.rounds.open-hint"), group="round"
        )

    def of_round(self) -> list[Action]:
        """What can be done with the round as a whole."""
        found = [
            Action("rounds.grade-all", tr("ui.rounds.grade-all-action"), self._grade_all, self._no_grades, "score", group="round"),
            Action("rounds.table", tr("ui.rounds.table-action"), self._table, self._none, "export", group="round"),
            Action("rounds.plan", tr("ui.rounds.plan-action"), self._plan, self._over, "paper", group="round"),
            Action("rounds.due", tr("ui.rounds.due-action"), self._due, self._over, "calendar", group="round"),
            Action("rounds.close", tr("ui.rounds.close-action"), self._close, self._runs, "check", group="round"),
            Action("rounds.cancel", tr("ui.rounds.cancel-action"), self._cancel, self._over, "close", group="end"),
        ]  # fmt: skip
        return found

    def all(self) -> list[Action]:
        """For the context menu and the palette."""
        return [*self._points(), *self._steps(), *self._several(), self._going(), *self.of_round()]

    def handy(self) -> list[Action]:
        """What can be done right now with those that are selected."""
        found = [*self._steps(main_only=True), *self._points(usual=True), *self._several()]
        known: dict[str, Action] = {}
        for action in [*found, self._going()]:
            if not action.why_not():
                known.setdefault(action.text, action)
        return list(known.values())

    # Of those that are selected

    def _points(self, *, usual: bool = False) -> list[Action]:
        """Entering points: whose is mostly entered now, or any of the three."""
        state, chosen = self._state(), self._chosen()
        if state is None or not state.indicators:
            return []
        about = About(self._seat, chosen[0].case) if chosen else None
        may = scoring.whose_now(about) if about is not None else []
        whose = [scoring.usual_now(about)] if usual and about is not None and may else scoring.WHO

        def why(who: str) -> str:
            if self._seat.readonly:
                return tr("ui.duties.read-only")
            if not chosen:
                return tr("ui.table.nothing-selected")
            wrong = sum(line.step_kind not in _SCORED for line in chosen)
            if wrong or who not in may:
                return tr("ui.rounds.no-points-now", who=tr(f"ui.rounds.of.{who}"))
            return ""

        return [
            Action(f"rounds.score-{who}", tr("ui.rounds.enter", who=tr(f"ui.rounds.of.{who}")), lambda who=who: self._score(who), lambda who=who: why(who), "score", group="points")
            for who in whose
        ]  # fmt: skip

    def _score(self, who: str) -> None:
        cases = [line.case for line in self._chosen()]
        offer(self._seat, lambda: scoring.scores_task(self._seat, cases[0], who, cases[1:]))

    def _steps(self, *, main_only: bool = False) -> list[Action]:
        """The steps of the case of the one that is selected; entering points stands by itself."""
        chosen = self._chosen()
        if len(chosen) != 1:
            return []
        shown = Shown(self._seat, chosen[0].case)
        main = shown.main.id if shown.main is not None else ""
        fitting = {
            key: one for key, one in shown.steps.items() if key != "score" and (key == main or not one.why_not())
        }
        if main_only:
            wanted = {main, "evaluate", "absent"}
            return [one for key, one in fitting.items() if key in wanted and not one.why_not()]
        return list(fitting.values())

    def _several(self) -> list[Action]:
        """What is done for several cases at once: grades, a meeting, a public notice."""
        chosen = self._chosen()
        if len(chosen) < 2:
            return []
        kinds = {line.step_kind for line in chosen}
        found: list[Action] = []
        if kinds == {"grading"}:
            found.append(Action("rounds.grade-some", tr("ui.rounds.grade-some", count=len(chosen)), self._grade_some, self._unbanded, "score", group="several"))  # fmt: skip
        for kind, (icon, _) in _TOGETHER.items():
            if kinds == {kind}:
                run = partial(self._together, kind)
                found.append(
                    Action(f"rounds.{kind}", tr(f"ui.rounds.together.{kind}"), run, self._locked, icon, group="several")
                )
        if kinds == {""} and all(self._unpublished(line.case) for line in chosen):
            found.append(Action("rounds.publication", tr("ui.rounds.together.publication"), self._publish, self._locked, "notices", group="several"))  # fmt: skip
        return found

    def _together(self, kind: str) -> None:
        """What is done for several cases at once."""
        _TOGETHER[kind][1](self._seat, [line.case for line in self._chosen()])

    def _unpublished(self, case: str) -> bool:
        """Whether the result of a case can still be made public: a stage that nothing waits for."""
        about = About(self._seat, case)
        mine = self._seat.reader.office
        return any(
            stage.kind == "publication" and about.document["offices"].get(stage.actor) == mine for stage in about.open
        )

    def _going(self) -> Action:
        def why() -> str:
            return (
                ""
                if len(self._chosen()) == 1
                else tr("ui.duties.one-only" if self._chosen() else "ui.table.nothing-selected")
            )

        run = lambda: self._seat.goto.emit("cases", self._chosen()[0].case)  # noqa: E731
        return Action("rounds.case", tr("ui.duties.to-case"), run, why, "cases", group="go")

    # Why not

    def _locked(self) -> str:
        return tr("ui.duties.read-only") if self._seat.readonly else ""

    def _none(self) -> str:
        return "" if self._state() is not None else tr("ui.rounds.none-chosen")

    def _over(self) -> str:
        state = self._state()
        if state is None:
            return tr("ui.rounds.none-chosen")
        return self._locked() or ("" if state.state == "open" else tr("ui.rounds.is-over"))

    def _runs(self) -> str:
        state = self._state()
        return self._over() or (rounds.why_not_close(state) if state is not None else "")

    def _waiting(self) -> list[str]:
        """Those that wait for a grade that their points' bands give."""
        state = self._state()
        return [line.case for line in state.lines if line.step_kind == "grading"] if state is not None else []

    def _no_grades(self) -> str:
        why = self._over()
        if why:
            return why
        waiting = self._waiting()
        return self._of_bands(waiting) if waiting else tr("ui.rounds.no-grades")

    def _unbanded(self) -> str:
        return self._locked() or self._of_bands([line.case for line in self._chosen()])

    def _of_bands(self, cases: Sequence[str]) -> str:
        """Why the points' bands cannot give all of these their grade."""
        state = self._state()
        lines = {line.case: line for line in state.lines} if state is not None else {}
        binding = scoring.waits_for_grade(self._seat, self._seat.reader.case(cases[0]))
        lacking = sum(not lines[case].proposed for case in cases if case in lines)
        return "" if binding and not lacking else tr("ui.rounds.by-hand")

    # Doing

    def _publish(self) -> None:
        offer(self._seat, lambda: rounds.publish_task(self._seat, [one.case for one in self._chosen()]))

    def _open(self) -> None:
        offer(self._seat, lambda: rounds.open_task(self._seat))

    def _grade_all(self) -> None:
        offer(self._seat, lambda: scoring.grade_all_task(self._seat, self._waiting()))

    def _grade_some(self) -> None:
        offer(self._seat, lambda: scoring.grade_all_task(self._seat, [line.case for line in self._chosen()]))

    def _table(self) -> None:
        state = self._state()
        if state is not None:
            offer(self._seat, lambda: rounds.table_task(self._seat, state))

    def _plan(self) -> None:
        state = self._state()
        if state is not None:
            offer(self._seat, lambda: plan_task(self._seat, state))

    def _due(self) -> None:
        state = self._state()
        if state is not None:
            offer(self._seat, lambda: rounds.due_task(self._seat, state))

    def _cancel(self) -> None:
        state = self._state()
        if state is not None:
            offer(self._seat, lambda: rounds.cancel_task(self._seat, state))

    def _close(self) -> None:
        state = self._state()
        if state is not None:
            rounds.close_round(self._seat, state)
