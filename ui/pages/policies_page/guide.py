"""The guide by which somebody who knows a regulation writes its pack."""

from alliance_desk import files
from alliance_desk.paths import RESOURCES
from ui.action import Action
from ui.language import tr
from ui.pages.policies_page.dress import write_markdown
from ui.pages.policies_page.opening import open_file
from ui.pages.policies_page.reader import Reader
from ui.pages.policies_page.view import View
from ui.seat import Seat
from ui.theme.look import Look

GUIDE = RESOURCES / "guide" / "pack-guide.md"
_LIMIT = 1 << 20


def show_guide(reader: Reader, look: Look) -> None:
    """Let a reader show the guide."""
    reader.show_text("guide", write_markdown(files.read(GUIDE, _LIMIT).decode("utf8"), look))


class GuideView(View):
    """The guide over the whole page."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat, "policies.guide")
        self.heading.setText(tr("ui.policies.guide-title"))
        self.told.setText(tr("ui.policies.guide-about"))
        self.badge.hide()
        self.reader = Reader(seat.look, "policies.guide.reader", self)
        self.body.addWidget(self.reader, 1)
        show_guide(self.reader, seat.look)
        self.follow()

    def actions_here(self) -> list[Action]:
        return [
            Action("policies.guide.open", tr("ui.policies.guide-open"), lambda: open_file(GUIDE), icon="file"),
            Action("policies.guide.folder", tr("ui.policies.folder"), lambda: open_file(GUIDE.parent), icon="folder"),
        ]

    def take_focus(self) -> None:
        self.reader.text.setFocus()
