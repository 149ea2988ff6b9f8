"""What is plugged in: the drives, and the packages that lie on the chosen one."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from alliance_desk.clock import CHINA
from alliance_desk.desk import Desk
from alliance_desk.exchange import log
from alliance_desk.exchange.container import SUFFIX
from alliance_desk.exchange.streams import file_sha256
from alliance_desk.progress import Progress
from ui.action import Action
from ui.fields.paths import Stick
from ui.language import tr
from ui.pieces import Card, label
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.tasks import exchange as tasks
from ui.theme import measures
from ui.theme.colours import Tone

_MOST = 500
"""Packages that are listed of one drive."""
_ANY_HEIGHT = (1 << 24) - 1
"""Qt's own bound of a widget's height."""
_DEPTH = 2
"""Folders that are looked into: the root and those in it."""


class StickCard(Card):
    """Drive, packages on it, and what is known of each before it is opened."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(tr("ui.exchange.sticks"), "exchange.sticks", parent)
        self._seat = seat
        self._seen: dict[tuple[str, float], str] = {}
        self._listed: list[Path] = []
        row = QHBoxLayout()
        row.setSpacing(measures.GRID)
        self._place = Stick(self, title=tr("ui.exchange.folder"))
        self._place.main().setObjectName("exchange.folder")
        self._place.main().setAccessibleName(tr("ui.exchange.folder"))
        self._place.changed.connect(self.look_again)
        row.addWidget(self._place, 1)
        self.inside.addLayout(row)
        self._rows = Given()
        self.packages = TablePanel(
            seat,
            "exchange.packages",
            self._rows,
            [
                Column("file", tr("ui.exchange.file"), 340, most=620),
                Column("state", tr("ui.exchange.state"), 150, _state),
                Column("size", tr("ui.exchange.size"), 90, lambda row: _size(int(row["size"])), right=True),
                Column("day", tr("ui.exchange.written"), 140),
            ],
            title=tr("ui.exchange.packages"),
            empty=tr("ui.exchange.packages-empty"),
            actions=self._actions,
            buttons=1,
            search=False,
            parent=self,
        )
        self.packages.fill()
        self.packages.table.entered.connect(lambda row: tasks.take_in(seat, Path(str(row["id"]))))
        self.inside.addWidget(self.packages, 1)
        self._none = label(tr("ui.exchange.packages-empty"), "quiet", self, name="exchange.packages-none")
        self.inside.addWidget(self._none)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._glance)
        self._timer.start(3000)

    def chosen(self) -> Path | None:
        """The package at the cursor."""
        row = self.packages.table.current()
        return Path(str(row["id"])) if row else None

    def _actions(self) -> list[Action]:
        none = lambda: "" if self.packages.table.current() else tr("ui.exchange.no-package")  # noqa: E731
        return [Action("exchange.look", tr("ui.exchange.look"), self._take, none, "receive", group="package")]

    def _take(self) -> None:
        if (path := self.chosen()) is not None:
            tasks.take_in(self._seat, path)

    def _glance(self) -> None:
        """Look again only where something was plugged in or written."""
        if self.isVisible() and list(_packages(self._place.value())) != self._listed:
            self.look_again()

    def look_again(self) -> None:
        """List the drive anew; what a package's hash tells is found in the background."""
        self._listed = list(_packages(self._place.value()))
        self._show()
        unknown = [path for path in self._listed if _key(path) not in self._seen]
        if not unknown:
            return

        def work(desk: Desk, _step: Progress) -> dict[tuple[str, float], str]:
            return {_key(path): "taken" if log.taken(desk, file_sha256(path)) else "new" for path in unknown}

        def done(found: dict[tuple[str, float], str]) -> None:
            self._seen |= found
            self._show()

        # A stick pulled while it was read is no fault worth a word: the list follows at the next look.
        self._seat.run("", work, done=done, failed=lambda _error: True, quiet=True)

    def follow(self) -> None:
        """After a package was taken in: ask again for all."""
        self._seen.clear()
        self.look_again()

    def _show(self) -> None:
        rows: list[Row] = []
        for path in self._listed:
            key = _key(path)
            written = datetime.fromtimestamp(key[1], CHINA).strftime("%Y-%m-%d %H:%M") if key[1] else ""
            size = path.stat().st_size if path.is_file() else 0
            rows.append(
                {"id": str(path), "file": path.name, "state": self._seen.get(key, ""), "size": size, "day": written}
            )
        self._rows.give(rows)
        self.packages.refresh()
        # Without packages the card is as low as it can be: the ledgers below are looked at far more often.
        self.packages.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self.setMaximumHeight(_ANY_HEIGHT if rows else self.sizeHint().height())


def _packages(folder: Path | None) -> Iterator[Path]:
    """The packages in a folder and the folders in it, newest first, at most ``_MOST``."""
    if folder is None:
        return
    found: list[Path] = []
    try:
        for pattern in (f"*{SUFFIX}", f"*/*{SUFFIX}")[:_DEPTH]:
            found += [path for path in folder.glob(pattern) if path.is_file()]
    except OSError:
        return  # the stick was pulled out: nothing is listed, and the drop-down follows by itself
    yield from sorted(found, key=lambda path: _key(path)[1], reverse=True)[:_MOST]


def _key(path: Path) -> tuple[str, float]:
    try:
        return str(path), path.stat().st_mtime
    except OSError:
        return str(path), 0.0  # pulled out between listing and asking


def _state(row: Row) -> Cell:
    match row["state"]:
        case "taken":
            return Cell(tr("ui.exchange.state-taken"), Tone.QUIET, "check")
        case "new":
            return Cell(tr("ui.exchange.state-new"), Tone.INFO, "receive")
        case _:
            return Cell(tr("ui.exchange.state-unknown"), Tone.QUIET, "clock")


def _size(count: int) -> str:
    return f"{count / 2**20:.1f} MB" if count >= 2**20 else f"{max(1, count // 1024)} KB"
