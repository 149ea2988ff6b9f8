"""The report of a commissioned review: the file as it was handed in."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from alliance_desk import files
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.desk.blobs import LIMIT
from alliance_desk.progress import Progress
from ui.language import tr
from ui.pages.review.picture import Picture
from ui.seat import Seat
from ui.theme import measures

if TYPE_CHECKING:
    from ui.preview import Preview


class ReportView(QWidget):
    """The report, page by page; its preview is made when it is first looked at."""

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        super().__init__(parent)
        self._seat = seat
        self._shown = ""
        self.preview: Preview | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, measures.GRID, 0, 0)

    def show_picture(self, picture: Picture) -> None:
        """Show the report of a session."""
        from ui.preview import Preview

        digest = str(picture.about.get("report", ""))
        if not digest or digest == self._shown:
            return
        if self.preview is None:
            self.preview = Preview(self._seat.look, self)
            self.preview.opener = self._outside
            self._column.addWidget(self.preview, 1)
        self._shown = digest
        self.preview.show_file(self._seat.reader.blobs.path(digest), str(picture.about["report_name"]))

    def _outside(self, path: Path, name: str) -> None:
        """Open it with the system's program, which knows files by their names: a copy that bears its own."""
        from ui.preview import open_with_system

        copy = self._seat.reader.place.papers / f"{path.name[:8]}-{name}"

        def work(_desk: Desk, _step: Progress) -> Changes:
            files.write(copy, files.read(path, LIMIT))
            return Changes(code="ui.review.report-copied", facts={"path": str(copy)}, files=(copy,))

        self._seat.run(tr("ui.review.report-open"), work, done=lambda _changes: open_with_system(copy, name))
