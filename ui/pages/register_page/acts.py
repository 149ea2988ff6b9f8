"""What can be begun with one alliance: each thing with the reason why it cannot be begun now, where there is one."""

from collections.abc import Callable, Sequence

from alliance_desk.care.expected import owed_promptly
from alliance_desk.care.offers import refusal
from alliance_desk.errors import DeskError
from alliance_desk.policy.after import Kind
from alliance_desk.register.proposals import proposals
from ui.action import Action
from ui.language import said, tr
from ui.seat import Seat
from ui.task import Task
from ui.tasks import changes, events, exits, expected, happened, measures, owed, support, upward
from ui.tasks.of_alliance import OfAlliance
from ui.tasks.offer import offer

_Make = Callable[[Seat, str], Task]
_ACTS: tuple[tuple[str, str, str, tuple[Kind, ...], _Make], ...] = (
    ("report", "paper", "hand-in", (Kind.REPORT,), owed.report_task),
    ("activity", "calendar", "hand-in", (Kind.EVENT,), events.record_event_task),
    ("matter", "member", "hand-in", (Kind.EVENT,), happened.matter_task),
    ("expect", "clock", "hand-in", (Kind.EVENT,), expected.expect_task),
    ("change", "edit", "decide", (Kind.CHANGE,), changes.change_task),
    ("support", "star", "decide", (Kind.SUPPORT,), support.support_task),
    ("upward", "send", "decide", (Kind.UPWARD,), upward.upward_task),
    ("measure", "flag", "hard", (Kind.RECTIFICATION,), measures.measure_task),
    ("dismiss", "undo", "hard", (Kind.RECTIFICATION, Kind.EXIT), measures.dismiss_task),
    ("exit", "withdraw", "hard", (Kind.EXIT,), exits.exit_task),
)
"""Id, icon, section of the menu, kinds of procedure, and what opens its task; those that take something away stand last."""


class Acts:
    """The acts of one alliance. Why one cannot be begun is read when somebody looks at it, and kept until the alliance is shown anew."""

    def __init__(self, seat: Seat) -> None:
        self._seat, self._alliance, self._past = seat, "", False
        self._whys: dict[str, str] = {}
        self._prompt: bool | None = None

    def look_at(self, alliance: str, *, past: bool) -> None:
        """Which alliance. past: the register is looked at as of another day, and nothing begins there."""
        self._alliance, self._past, self._whys, self._prompt = alliance, past, {}, None

    def _why(self, name: str, kinds: Sequence[Kind]) -> str:
        seat, key = self._seat, self._alliance
        if (refused := refusal(seat.reader, key, kinds)) is not None:
            return said(refused)
        about = OfAlliance(seat, key)
        if name == "matter" and not happened.recorded_changes(about):
            return tr("ui.register.act.no-matter")
        if name == "activity":
            procedures = {one.id for one in about.offers(Kind.EVENT)}
            if not any(item.procedure in procedures for item in about.rules.activity.values()):
                return tr("ui.register.act.no-activity")
        if name == "expect" and not expected.expectable(about):
            return tr("ui.register.act.no-expect")
        if name == "measure":
            procedures = {one.id for one in about.offers(Kind.RECTIFICATION)}
            if not any(
                one.sanction is not None and one.procedure in procedures for one in about.rules.measure.values()
            ):
                return tr("ui.register.act.no-measure")
        return tr("ui.register.act.no-proposal") if name == "dismiss" and not proposals(seat.reader, key) else ""

    def actions(self) -> list[Action]:
        """The acts, for the menu and the palette."""
        return [
            Action(
                f"alliance.{name}", tr(f"ui.register.act.{name}"), lambda make=make: self._ask(make), lambda name=name, kinds=kinds: self._now(name, kinds), icon,
                hint=tr(f"ui.register.act.{name}-hint"), group=group,
            )
            for name, icon, group, kinds, make in _ACTS if name != "expect" or self._owes_promptly()
        ]  # fmt: skip

    def _owes_promptly(self) -> bool:
        """Whether the policy asks for prompt reports; under any other there is nothing to expect."""
        if self._prompt is None:
            try:
                self._prompt = bool(owed_promptly(OfAlliance(self._seat, self._alliance).rules))
            except DeskError:  # the other acts say what is wrong
                self._prompt = False
        return self._prompt

    def _now(self, name: str, kinds: Sequence[Kind]) -> str:
        if self._seat.readonly:
            return tr("ui.tasks.read-only")
        if self._past:
            return tr("ui.register.act.past")
        if name not in self._whys:
            self._whys[name] = self._why(name, kinds)
        return self._whys[name]

    def _ask(self, make: _Make) -> None:
        offer(self._seat, lambda: make(self._seat, self._alliance))
