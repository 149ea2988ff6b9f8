"""One expert of the pool: what is known of them, and where they sat. Never an ID or a bank number: the pool has none."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from alliance_desk.desk.divisions import division_names
from alliance_desk.experts.people import Employment, Expert, Tie
from ui.language import tr
from ui.pages.review.pool_tasks import person
from ui.pieces import Badge, Card, clear, facts, label, renewed, scrolled
from ui.seat import Seat
from ui.theme import measures
from ui.theme.colours import Tone

_SEATS = """
    SELECT t.session, t.state, s.on_date, s.state FROM index_seat t JOIN index_session s ON s.stream = t.session
    WHERE t.expert = ? ORDER BY s.on_date DESC, s.rowid DESC LIMIT 30
"""


def place(code: str) -> str:
    """A division by its name."""
    return division_names().get(code, code)


def standing(one: Expert, today: date) -> tuple[str, Tone, str]:
    """Whether somebody may be asked at all: words, tone, icon."""
    if one.suspended:
        return tr("ui.experts.suspended"), Tone.BLOCK, "block"
    if one.active_until and date.fromisoformat(one.active_until) < today:
        return tr("ui.experts.expired"), Tone.WARN, "expired"
    return tr("ui.experts.active"), Tone.PASS, "pass"


class PersonCard(Card):
    """The details of the expert at the cursor."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(tr("ui.experts.details"), "experts.details", parent)
        self._seat = seat
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(measures.GRID)
        self._pane = scrolled(self._body, self)
        self.inside.addWidget(self._pane, 1)
        self.show_expert("")

    def show_expert(self, key: str) -> None:
        """Show an expert by id; nobody for an empty one."""
        one = person(self._seat.reader, key) if key else None
        with renewed(self._body, self._pane):
            clear(self._column)
            if one is None:
                self.heading.setText(tr("ui.experts.details"))
                self._column.addWidget(label(tr("ui.experts.nobody"), "quiet", self._body))
            else:
                self.heading.setText(one.name)
                self._fill(one)
            self._column.addStretch(1)

    def _fill(self, one: Expert) -> None:
        body, column = self._body, self._column
        column.addWidget(Badge(self._seat.look, *standing(one, self._seat.today), body), 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(facts(_facts(one), body))
        self._part(tr("ui.experts.former"), [_job(job) for job in one.former_units], tr("ui.experts.no-former"))
        self._part(tr("ui.experts.ties"), [_tie(tie) for tie in one.related], tr("ui.experts.no-ties"))
        column.addWidget(label(tr("ui.experts.sat"), "section", body))
        found = self._seat.reader.raw.execute(_SEATS, (one.id,)).fetchall()
        for session, state, day, how in found:
            made = QPushButton(
                tr("ui.experts.seat", day=day, seat=tr(f"ui.review.state.{state}"), state=tr(f"record.state.{how}")),
                body,
            )
            made.setProperty("role", "link")
            made.setObjectName(f"experts.seat.{session}")
            made.clicked.connect(lambda _on=False, key=session: self._seat.goto.emit("experts", key))
            column.addWidget(made)
        if not found:
            column.addWidget(label(tr("ui.experts.never-sat"), "quiet", body))

    def _part(self, title: str, lines: list[str], none: str) -> None:
        self._column.addWidget(label(title, "section", self._body))
        for words in lines:
            self._column.addWidget(label(words, "", self._body))
        if not lines:
            self._column.addWidget(label(none, "quiet", self._body))


def _facts(one: Expert) -> list[tuple[str, str]]:
    return [
        (tr("ui.experts.unit"), one.unit),
        (tr("ui.experts.unit-code"), one.unit_code),
        (tr("ui.experts.title"), one.title),
        (tr("ui.experts.kind"), tr(f"expert-kind.{one.kind.value}")),
        (tr("ui.experts.fields"), tr("ui.list-sign").join(one.fields)),
        (tr("ui.experts.county"), place(one.county)),
        (tr("ui.experts.until"), one.active_until or tr("ui.experts.open-end")),
    ]


def _job(job: Employment) -> str:
    if job.until:
        return tr("ui.experts.job", unit=job.unit or job.code, until=job.until)
    return tr("ui.experts.job-open", unit=job.unit or job.code)


def _tie(tie: Tie) -> str:
    words = tr("ui.experts.tie", kind=tr(f"experts.tie.{tie.kind.value}"), name=tie.name or tie.code)
    return tr("ui.experts.tie-remark", tie=words, remark=tie.remark) if tie.remark else words
