"""How much of what follows a recognition presses: one number, for whoever only looks in passing."""

from msgspec import Struct

from alliance_desk.cases.deadlines_after import speaks
from alliance_desk.desk import Desk
from alliance_desk.register import duties
from alliance_desk.register.proposals import proposals


class Pressing(Struct, frozen=True):
    """late: owed and late, alliance by alliance. proposed: proposals to decide on."""

    late: int
    proposed: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.late + self.proposed


def pressing(desk: Desk) -> Pressing:
    """What presses today, by the same lines that the workbench tells; proposals where this office decides."""
    today = desk.clock.today()
    return Pressing(
        late=sum(line.late for line in duties.overview(desk) if speaks(line, today)),
        proposed=sum(duties.decides(desk, desk.policy_for(one.pack)) for one in proposals(desk)),
    )
