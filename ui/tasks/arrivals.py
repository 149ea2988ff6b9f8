"""Packages in: first what one is and what it would change, then signing for it, declining what it hands over, or its quarantine."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError
from alliance_desk.exchange.dryrun import CaseChange, PackChange, Preview
from alliance_desk.progress import Progress
from ui.language import language, said, tr
from ui.pieces import Badge, Card, facts, label
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.asks import reason
from ui.tasks.receipts import receipt
from ui.tasks.remark import Remark
from ui.theme import measures
from ui.theme.colours import Tone

Looked = Preview | DeskError


def choose_package(seat: Seat) -> None:
    """Ask for a package's file, then show what it is."""
    looked: list[Looked] = []
    chosen: list[Path] = []

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        looked[:], chosen[:] = [_look(desk, values["path"])], [values["path"]]
        return Changes(code="ui.tasks.package.looked", facts={"file": values["path"].name})

    types = tr("ui.tasks.types-package")
    seat.ask(
        Task(
            id="package",
            title=tr("ui.tasks.package.title"),
            submit=tr("ui.tasks.package.submit"),
            work=work,
            fields=[Ask("path", tr("ui.tasks.package.path"), Kind.FILE, required=True, file_types=types)],
            intro=tr("ui.tasks.package.intro"),
            done=lambda _changes: _show(seat, chosen[0], looked[0]),
        )
    )


def take_in(seat: Seat, path: Path | str) -> None:
    """Verify a package in the background, then show what taking it in would change; nothing is changed before the person says so."""
    place = Path(path)
    title = tr("ui.tasks.take-in.looking", file=place.name)
    seat.run(title, lambda desk, _step: _look(desk, place), done=lambda looked: _show(seat, place, looked))


def decline(seat: Seat, path: Path | str, seen: Preview | None = None) -> None:
    """Decline the cases that a package hands over, with the ground. seen: what was shown of it."""
    place = Path(path)
    if seen is None:
        title = tr("ui.tasks.take-in.looking", file=place.name)
        seat.run(
            title,
            lambda desk, _step: _look(desk, place),
            done=lambda looked: (
                decline(seat, place, looked) if isinstance(looked, Preview) else _show(seat, place, looked)
            ),
        )
        return

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        from alliance_desk.exchange import intake

        return intake.take_in(desk, place, decline=values["note"])

    ours = tuple(case.number for case in seen.cases if case.ours)
    seat.ask(
        Task(
            id="decline",
            title=tr("ui.tasks.decline.title"),
            submit=tr("ui.tasks.decline.submit", count=len(ours)),
            work=work,
            fields=[reason(tr("ui.tasks.decline.ground"), tr("ui.tasks.decline.ground-hint"))],
            intro=tr("ui.tasks.decline.intro", office=seen.sender, cases=tr("ui.list-sign").join(ours)),
            done=lambda _changes: receipt(seat, seen.sender),
            danger=tr("ui.tasks.decline.danger"),
        )
    )


def _look(desk: Desk, path: Path) -> Looked:
    """In the worker: what a package is, or what is wrong with it. A wrong passphrase is no fault of the package and is raised."""
    from alliance_desk.exchange import intake

    desk.key()
    try:
        return intake.preview(desk, path, language())
    except DeskError as error:
        return error


def _show(seat: Seat, path: Path, looked: Looked) -> None:
    """Open the task that fits what was found."""
    if isinstance(looked, DeskError):
        _quarantine(seat, path, looked)
    elif looked.taken:
        seat.say(tr("ui.tasks.take-in.taken", file=path.name, office=looked.sender), "info")
    else:
        _sign_for(seat, path, looked)


def _sign_for(seat: Seat, path: Path, seen: Preview) -> None:
    ours = [case for case in seen.cases if case.ours]

    def work(desk: Desk, _values: Values, _step: Progress) -> Changes:
        from alliance_desk.exchange import intake

        return intake.take_in(desk, path)

    def done(changes: Changes) -> None:
        if changes.code == "exchange.taken-in":
            seat.goto.emit("cases", changes.streams[0] if len(changes.streams) == 1 else "")
        elif changes.code in {"exchange.packs-offered", "exchange.packs-put-back"}:
            seat.goto.emit("policies", "offered")

    verb = (
        "submit-ours" if ours else "submit-copy" if seen.cases else "submit-packs" if seen.packs else "submit-receipts"
    )
    intro = "intro-ours" if ours else "intro-packs" if seen.packs else "intro-copy"
    seat.ask(
        Task(
            id="take-in",
            title=tr("ui.tasks.take-in.title", office=seen.sender),
            submit=tr(f"ui.tasks.take-in.{verb}", count=len(ours) or len(seen.cases)),
            work=work,
            intro=tr(f"ui.tasks.take-in.{intro}", count=len(ours)),
            content=lambda parent: Arrival(seat, path, seen, parent),
            done=done,
        )
    )


def _quarantine(seat: Seat, path: Path, error: DeskError) -> None:
    """What cannot be taken in can be kept with its reason, so that the stick may go back."""

    def work(desk: Desk, _values: Values, _step: Progress) -> Changes:
        from alliance_desk.exchange import intake

        try:
            return intake.take_in(desk, path)
        except DeskError as again:
            return Changes(
                code="ui.tasks.quarantine.kept",
                facts={"file": path.name, "why": said(again)},
                kinds=frozenset({"office"}),
            )

    seat.ask(
        Task(
            id="quarantine",
            title=tr("ui.tasks.quarantine.title"),
            submit=tr("ui.tasks.quarantine.submit"),
            work=work,
            intro="\n".join([said(error), tr("ui.tasks.quarantine.intro")]),
            done=lambda _changes: seat.goto.emit("exchange", "quarantine"),
        )
    )


class Arrival(QWidget):
    """What a package is: sender and trust, each case with what will change, remarks; and the way to decline."""

    def __init__(self, seat: Seat, path: Path, seen: Preview, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("take-in.preview")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        column.addWidget(Badge(seat.look, tr("ui.tasks.take-in.trusted"), Tone.PASS, "shield", self))
        rows = [
            (tr("ui.tasks.take-in.file"), path.name),
            (tr("ui.tasks.take-in.purpose"), tr(f"record.purpose.{seen.purpose}")),
            (tr("ui.tasks.take-in.sequence"), str(seen.sequence)),
            (tr("ui.tasks.take-in.created"), seen.created[:10]),
            (tr("ui.tasks.take-in.fingerprint"), seen.fingerprint),
            (tr("ui.tasks.take-in.blobs"), str(seen.blobs) if seen.blobs else ""),
            (tr("ui.tasks.take-in.notes"), str(seen.notes) if seen.notes else ""),
            (tr("ui.tasks.take-in.receipts"), str(seen.receipts) if seen.receipts else ""),
        ]
        column.addWidget(facts(rows, self))
        for remark in seen.remarks:
            column.addWidget(Remark(seat.look, remark, Tone.WARN, "warn", self))
        for case in seen.cases:
            column.addWidget(self._case(seat, case))
        for pack in seen.packs:
            column.addWidget(self._pack(pack))
        if seen.idle and not seen.packs:
            column.addWidget(label(tr("ui.tasks.take-in.idle"), "quiet", self))
        if any(case.ours for case in seen.cases):
            other = QPushButton(tr("ui.tasks.take-in.decline"), self)
            other.setObjectName("take-in.decline")
            other.setProperty("role", "link")
            other.clicked.connect(lambda: decline(seat, path, seen))
            column.addWidget(other)

    def _pack(self, pack: PackChange) -> QWidget:
        card = Card("", "take-in.pack", self)
        card.inside.addWidget(label(pack.title, "section", card))
        told = tr(f"record.pack-state.{pack.state}", old=pack.old, differences=pack.differences)
        card.inside.addWidget(
            label(tr("ui.tasks.take-in.pack", version=pack.version, status=pack.status, told=told), "", card)
        )
        return card

    def _case(self, seat: Seat, case: CaseChange) -> QWidget:
        card = Card("", f"take-in.case.{case.number}", self)
        card.inside.addWidget(label(case.name, "section", card))
        told = tr("ui.tasks.take-in.new" if case.new else "ui.tasks.take-in.changed", events=case.events)
        card.inside.addWidget(label(tr("ui.tasks.take-in.case", number=case.number, told=told), "small", card))
        if case.ours:
            ours = Badge(seat.look, tr("ui.tasks.take-in.ours"), Tone.WAITING, "receive", card)
            card.inside.addWidget(ours, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            card.inside.addWidget(label(tr("ui.tasks.take-in.status", status=case.status), "", card))
        return card
