"""Two packs side by side: everything that differs, as a table to be filtered and exported."""

from ui.language import tr
from ui.pages.policies_page.changes import DifferenceTable
from ui.pages.policies_page.view import View
from ui.seat import Seat
from ui.tables.panel import TablePanel
from ui.tasks.pack_finds import Compared
from ui.theme.colours import Tone


class CompareView(View):
    """One comparison."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat, "policies.compare")
        self.table = DifferenceTable(seat, "policies.compare", empty=tr("ui.policies.no-difference"), parent=self)
        self.body.addWidget(self.table, 1)
        self.follow()

    def show_found(self, one: Compared) -> None:
        """Show what was found."""
        count = len(one.differences)
        self.heading.setText(tr("ui.policies.compare-title"))
        words = tr("ui.policies.difference-count", count=count) if count else tr("ui.policies.same")
        self.badge.say(words, Tone.WARN if count else Tone.PASS, "columns" if count else "pass")
        self.told.setText(tr("ui.policies.compare-told", old=one.old, new=one.new))
        self.table.show_differences(one.differences, tr("ui.policies.compare-file", old=one.old, new=one.new))

    @property
    def panel(self) -> TablePanel | None:
        return self.table
