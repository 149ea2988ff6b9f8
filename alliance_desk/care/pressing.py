"""How much of what follows a recognition presses: one number, for whoever only looks in passing."""

from datetime import timedelta

from msgspec import Struct

from alliance_desk.cases.deadlines_after import speaks
from alliance_desk.desk import Desk
from alliance_desk.register import duties
from alliance_desk.register.proposals import proposals

SOON = timedelta(days=30)
"""So long before its day something that is owed presses."""


class Pressing(Struct, frozen=True):
    """late: owed and late. soon: owed within 30 days. proposed: proposals to decide on. Each of them is counted alliance by alliance."""

    late: int
    soon: int
    proposed: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.late + self.soon + self.proposed


def pressing(desk: Desk) -> Pressing:
    """What presses today, by the same lines that the workbench tells; proposals where this office decides."""
    today = desk.clock.today()
    lines = [line for line in duties.overview(desk) if speaks(line, today)]
    return Pressing(
        late=sum(line.late for line in lines),
        soon=sum(line.open for line in lines if line.due is not None and line.due <= today + SOON),
        proposed=sum(duties.decides(desk, desk.policy_for(one.pack)) for one in proposals(desk)),
    )
