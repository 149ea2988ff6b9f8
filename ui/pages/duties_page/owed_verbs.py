"""What can be done about what is owed: with a duty as a whole, and with the alliances that are selected."""

from collections.abc import Callable, Sequence
from pathlib import Path

from alliance_desk.policy.after import Kind
from alliance_desk.policy.duties import State
from alliance_desk.register.duties import DutyLine, Owed
from ui.action import Action
from ui.language import tr
from ui.pages.case.shown import Shown
from ui.seat import Seat
from ui.tasks import events, expected, reminders, reports, rounds
from ui.tasks.offer import offer

_WAITS = (State.LATE, State.OPEN, State.INVITED)
MOST = 300
"""So many alliances go into one verb at most."""


class LineVerbs:
    """What can be done with a duty and year. line: at the cursor. only: alliances that are selected."""

    def __init__(self, seat: Seat, line: Callable[[], DutyLine | None], only: Callable[[], Sequence[str]]) -> None:
        self._seat, self._line, self._only = seat, line, only

    def all(self) -> list[Action]:
        """Every one of them; which ones fit the kind of the duty is told by ``fitting``."""
        return [
            Action("duties.round", tr("ui.duties.round"), self._round, self._locked, "score", group="line"),
            Action("duties.remind", tr("ui.duties.remind-action"), self._remind, self._nobody, "send", hint=tr("ui.duties.remind-hint"), group="line"),
            Action("duties.done", tr("ui.duties.done-action"), self._done, self._is_done, "check", group="line"),
            Action("duties.day", tr("ui.duties.day-action"), self._day, self._fixed, "calendar", hint=tr("ui.duties.day-hint"), group="line"),
        ]  # fmt: skip

    def fitting(self) -> set[str]:
        """The ids of those that there are for the kind of the duty at the cursor."""
        line = self._line()
        if line is None:
            return set()
        if line.kind == "office":
            return {"duties.done", "duties.day"}
        found = {"duties.remind"}
        found |= {"duties.day"} if line.kind == "annual" else set()
        return found | ({"duties.round"} if line.affair == Kind.ASSESSMENT else set())

    def _locked(self) -> str:
        if self._seat.readonly:
            return tr("ui.duties.read-only")
        return "" if self._line() is not None else tr("ui.duties.choose-line")

    def _nobody(self) -> str:
        line = self._line()
        why = self._locked()
        return why or ("" if line is None or line.late or line.open else tr("ui.duties.nobody-missing"))

    def _fixed(self) -> str:
        line = self._line()
        return self._locked() or (reminders.why_no_day(self._seat, line) if line is not None else "")

    def _is_done(self) -> str:
        line = self._line()
        return self._locked() or (tr("ui.duties.own-is-done") if line is not None and line.met else "")

    def _round(self) -> None:
        line = self._line()
        if line is not None:
            item = self._seat.reader.policy_for(line.pack).duty[line.duty]
            yearly = self._seat.reader.policy_for(line.pack).procedure[item.procedure].yearly
            subject = line.subject if yearly else ""
            offer(self._seat, lambda: rounds.open_task(self._seat, line.pack, item.procedure, subject, self._only()))

    def _remind(self) -> None:
        line = self._line()
        if line is not None:
            offer(self._seat, lambda: reminders.remind_task(self._seat, line, self._only()))

    def _day(self) -> None:
        line = self._line()
        if line is not None:
            offer(self._seat, lambda: reminders.day_task(self._seat, line))

    def _done(self) -> None:
        line = self._line()
        if line is not None:
            offer(self._seat, lambda: reminders.done_task(self._seat, line))


class OwedVerbs:
    """What can be done with the alliances that are selected. line: the duty at the cursor."""

    def __init__(self, seat: Seat, line: Callable[[], DutyLine | None], chosen: Callable[[], list[Owed]]) -> None:
        self._seat, self._line, self._chosen = seat, line, chosen

    def all(self) -> list[Action]:
        """For the context menu and the palette."""
        return [*self._own(), *self._steps(), *self._going()]

    def handy(self) -> list[Action]:
        """What can be done right now, for the bar under the table; the next step of a case that runs comes first."""
        own = [action for action in self._own() if not action.why_not()]
        return [*self._steps(main_only=True), *own, *(one for one in self._going() if not one.why_not())]

    def _own(self) -> list[Action]:
        line = self._line()
        kind = line.kind if line is not None else ""
        report = line is not None and line.affair == Kind.REPORT
        found: list[Action] = []
        if report:
            found += [
                Action("duties.hand-in", tr("ui.duties.hand-in-action"), lambda: self.take_in(()), self._no_hand_in, "receive", hint=tr("ui.duties.hand-in-hint"), group="own"),
                Action("duties.begin", tr("ui.duties.begin"), self._begin, self._no_begin, "add", hint=tr("ui.duties.begin-hint"), group="own"),
                Action("duties.absent", tr("ui.duties.absent-action"), self._absent, self._no_absent, "missing", group="own"),
            ]  # fmt: skip
        if kind == "prompt":
            found.append(Action("duties.answer", tr("ui.duties.answer"), self._answer, self._no_answer, "receive", hint=tr("ui.duties.answer-hint"), group="own"))  # fmt: skip
        if kind == "activity":
            found.append(Action("duties.event", tr("ui.duties.event"), self._event, self._no_event, "add", group="own"))
        return found

    def _steps(self, *, main_only: bool = False) -> list[Action]:
        """The steps of the case of the one alliance that is selected."""
        chosen = self._chosen()
        if len(chosen) != 1 or not chosen[0].case:
            return []
        shown = Shown(self._seat, chosen[0].case)
        main = shown.main.id if shown.main is not None else ""
        # Of a prompt report the verb of its own knows whether it is taken in or only recorded.
        steps = {key: one for key, one in shown.steps.items() if key != "record" or chosen[0].kind != "prompt"}
        if main_only:
            return [steps[main]] if main in steps and not steps[main].why_not() else []
        return [action for key, action in steps.items() if key == main or not action.why_not()]

    def _going(self) -> list[Action]:
        return [
            Action("duties.case", tr("ui.duties.to-case"), self._to_case, self._no_case, "cases", group="go"),
            Action("duties.alliance", tr("ui.duties.to-alliance"), self._to_alliance, self._not_one, "register", group="go"),
        ]  # fmt: skip

    # Why not

    def _not_one(self) -> str:
        chosen = self._chosen()
        if not chosen:
            return tr("ui.table.nothing-selected")
        return "" if len(chosen) == 1 else tr("ui.duties.one-only")

    def _locked(self) -> str:
        if self._seat.readonly:
            return tr("ui.duties.read-only")
        chosen = self._chosen()
        if not chosen:
            return tr("ui.table.nothing-selected")
        return tr("ui.duties.too-many", most=MOST) if len(chosen) > MOST else ""

    def _no_hand_in(self) -> str:
        why = self._locked() or self._not_one()
        if why:
            return why
        one = self._chosen()[0]
        if one.state is State.MET:
            return tr("ui.duties.is-in")
        if one.state not in _WAITS:
            return tr("ui.duties.is-over")
        return tr("ui.duties.in-case") if one.case else ""

    def _no_begin(self) -> str:
        why = self._locked()
        if why:
            return why
        begun = sum(bool(one.case) or one.state not in _WAITS for one in self._chosen())
        return tr("ui.duties.begun-already", count=begun) if begun else ""

    def _no_absent(self) -> str:
        why = self._locked()
        if why:
            return why
        wrong = sum(one.state not in _WAITS for one in self._chosen())
        return tr("ui.duties.not-waiting", count=wrong) if wrong else ""

    def _no_event(self) -> str:
        why = self._locked() or self._not_one()
        return why or (tr("ui.duties.is-over") if self._chosen()[0].state is State.LAPSED else "")

    def _no_answer(self) -> str:
        why = self._locked() or self._not_one()
        if why:
            return why
        state = self._chosen()[0].state
        return "" if state in _WAITS else tr("ui.duties.is-in" if state is State.MET else "ui.duties.is-over")

    def _no_case(self) -> str:
        return self._not_one() or ("" if self._chosen()[0].case else tr("ui.duties.no-case"))

    # Doing

    def _procedure(self, line: DutyLine) -> str:
        return self._seat.reader.policy_for(line.pack).duty[line.duty].procedure

    def _subject(self, line: DutyLine) -> str:
        yearly = self._seat.reader.policy_for(line.pack).procedure[self._procedure(line)].yearly
        return line.subject if yearly else ""

    def take_in(self, files: Sequence[Path]) -> None:
        """Take in what the one alliance that is selected handed in; files: at hand already."""
        line = self._line()
        if line is None or line.affair != Kind.REPORT:
            self._seat.say(tr("ui.duties.not-handed-in"), "warn")
            return
        if why := self._no_hand_in():
            self._seat.say(why, "warn")
            return
        one, procedure, subject = self._chosen()[0], self._procedure(line), self._subject(line)
        inside = [path for given in files for path in _inside(given)]
        offer(
            self._seat,
            lambda: reports.hand_in_task(self._seat, one.alliance, procedure, subject, due=one.due, files=inside),
        )

    def _begin(self) -> None:
        line = self._line()
        if line is not None:
            reports.open_reports(
                self._seat, [one.alliance for one in self._chosen()], self._procedure(line), self._subject(line)
            )

    def _absent(self) -> None:
        line = self._line()
        if line is not None:
            keys = [one.alliance for one in self._chosen()]
            procedure, subject = self._procedure(line), self._subject(line)
            offer(self._seat, lambda: reports.record_absent_task(self._seat, keys, procedure, subject))

    def _event(self) -> None:
        line = self._line()
        if line is not None:
            activity = getattr(self._seat.reader.policy_for(line.pack).duty[line.duty], "activity", "")
            key = self._chosen()[0].alliance
            offer(self._seat, lambda: events.record_event_task(self._seat, key, activity))

    def _answer(self) -> None:
        one = self._chosen()[0]
        offer(self._seat, lambda: expected.report_task(self._seat, one.alliance, one.case))

    def _to_case(self) -> None:
        self._seat.goto.emit("cases", self._chosen()[0].case)

    def _to_alliance(self) -> None:
        self._seat.goto.emit("register", self._chosen()[0].alliance)


def _inside(path: Path) -> list[Path]:
    """A file, or the files of a folder."""
    return sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
