"""What can be begun with one alliance: each thing with the reason why it cannot be begun now, where there is one."""

from collections.abc import Callable, Sequence

from alliance_desk.care.offers import refusal
from alliance_desk.policy.after import Kind
from alliance_desk.register.proposals import proposals
from ui.action import Action
from ui.language import said, tr
from ui.seat import Seat
from ui.task import Task
from ui.tasks import changes, events, exits, happened, measures, owed, support, upward
from ui.tasks.of_alliance import OfAlliance
from ui.tasks.offer import offer

_Make = Callable[[Seat, str], Task]
_ACTS: tuple[tuple[str, str, str, tuple[Kind, ...], _Make], ...] = (
    ("report", "paper", "hand-in", (Kind.REPORT,), owed.report_task),
    ("activity", "calendar", "hand-in", (Kind.EVENT,), events.record_event_task),
    ("matter", "member", "hand-in", (Kind.EVENT,), happened.matter_task),
    ("change", "edit", "decide", (Kind.CHANGE,), changes.change_task),
    ("support", "star", "decide", (Kind.SUPPORT,), support.support_task),
    ("upward", "send", "decide", (Kind.UPWARD,), upward.upward_task),
    ("measure", "flag", "hard", (Kind.RECTIFICATION,), measures.measure_task),
    ("dismiss", "undo", "hard", (Kind.RECTIFICATION, Kind.EXIT), measures.dismiss_task),
    ("exit", "withdraw", "hard", (Kind.EXIT,), exits.exit_task),
)
"""Id, icon, section of the menu, kinds of procedure, and what opens its task; those that take something away stand last."""


class Acts:
    """The acts of one alliance. Why one cannot be begun is read once, when the alliance is shown."""

    def __init__(self, seat: Seat) -> None:
        self._seat, self._alliance = seat, ""
        self._whys: dict[str, str] = {}

    def look_at(self, alliance: str, *, past: bool) -> None:
        """Read what speaks against each act. past: the register is looked at as of another day, and nothing begins there."""
        self._alliance = alliance
        self._whys = {
            name: self._why(name, kinds) if not past else tr("ui.register.act.past") for name, _, _, kinds, _ in _ACTS
        }

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
                f"alliance.{name}", tr(f"ui.register.act.{name}"), lambda make=make: self._ask(make), lambda name=name: self._now(name), icon,
                hint=tr(f"ui.register.act.{name}-hint"), group=group,
            )
            for name, icon, group, _, make in _ACTS
        ]  # fmt: skip

    def _now(self, name: str) -> str:
        return tr("ui.tasks.read-only") if self._seat.readonly else self._whys.get(name, "")

    def _ask(self, make: _Make) -> None:
        offer(self._seat, lambda: make(self._seat, self._alliance))
