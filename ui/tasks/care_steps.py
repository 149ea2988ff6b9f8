"""The steps of cases beneath an alliance: changes, rectifications, exits, recommendations upwards. Each opens the task of its verb."""

from collections.abc import Callable, Mapping

from alliance_desk.cases.step import Step
from alliance_desk.ledger.fold import Folded
from ui.seat import Seat
from ui.tasks import changes, exits, measures, upward

Run = Callable[[Seat, Folded, Step], None]

OF_CARE: Mapping[str, tuple[str, Run]] = {
    "argue": ("people", lambda seat, case, _: changes.argue(seat, case)),
    "handle": ("stamp", lambda seat, case, _: changes.handle(seat, case)),
    "refuse-change": ("block", lambda seat, case, _: changes.refuse_change(seat, case)),
    "accept": ("check", lambda seat, case, _: measures.accept(seat, case)),
    "fail": ("block", lambda seat, case, _: measures.fail(seat, case)),
    "tell": ("send", lambda seat, case, _: exits.tell(seat, case)),
    "hear": ("note", lambda seat, case, _: exits.hear(seat, case)),
    "waive": ("clock", lambda seat, case, _: exits.waive(seat, case)),
    "skip-hearing": ("forward", lambda seat, case, _: exits.skip_hearing(seat, case)),
    "decide-exit": ("stamp", lambda seat, case, _: exits.decide_exit(seat, case)),
    "drop-exit": ("undo", lambda seat, case, _: exits.drop_exit(seat, case)),
    "publish": ("notices", lambda seat, case, _: exits.publish(seat, case)),
    "return-papers": ("receive", lambda seat, case, _: exits.return_papers(seat, case)),
    "submit-upward": ("send", lambda seat, case, _: upward.submit_upward(seat, case)),
    "superior-result": ("stamp", lambda seat, case, _: upward.superior_result(seat, case)),
}
"""Step → its icon and what it does."""

ENDING = frozenset({"refuse-change", "fail", "drop-exit"})
"""Those after which the case goes no further."""
