"""Policies and readings: which policies this desk has, whether they still run, and how their open wordings are read here."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from alliance_desk.cases.continuing import continued, expires
from alliance_desk.desk import library
from alliance_desk.errors import DeskError
from alliance_desk.policy.pack import Pack, Status
from ui.action import Action
from ui.language import said, tr
from ui.pages.settings_page.section import Section
from ui.pieces import label
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.tasks import office
from ui.theme import measures
from ui.theme.colours import Tone

_SOON = timedelta(days=180)


class PoliciesSection(Section):
    """The policies; below, the readings of the one at the cursor."""

    key = "policies"
    icon = "pin"

    def build(self) -> None:
        self._packs, self._readings = Given(), Given()
        split = QSplitter(Qt.Orientation.Vertical, self.inside)
        split.setChildrenCollapsible(False)
        self.table = TablePanel(
            self.seat,
            "settings.packs",
            self._packs,
            _pack_columns(),
            title=self.title(),
            empty=tr("ui.settings.policies.empty"),
            actions=self._pack_actions,
            buttons=1,
            search=False,
            parent=split,
        )
        split.addWidget(self.table)
        split.addWidget(self._below(split))
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        self.body.addWidget(split, 1)
        self.table.table.chosen.connect(self._fill_readings)
        self.table.table.entered.connect(lambda _row: self.readings.table.setFocus())

    def _below(self, parent: QWidget) -> QWidget:
        below = QWidget(parent)
        column = QVBoxLayout(below)
        column.setContentsMargins(0, measures.GRID, 0, 0)
        column.setSpacing(measures.GRID)
        self._of = label("", "section", below, name="settings.readings-of")
        column.addWidget(self._of)
        self.readings = TablePanel(
            self.seat,
            "settings.readings",
            self._readings,
            _reading_columns(),
            title=tr("ui.settings.policies.readings"),
            empty=tr("ui.settings.policies.no-readings"),
            actions=self._reading_actions,
            buttons=1,
            search=False,
            parent=below,
        )
        self.readings.table.entered.connect(lambda _row: self._choose())
        column.addWidget(self.readings, 1)
        return below

    def fill(self) -> None:
        self._packs.give([self._pack(name) for name in library.pack_files(self.seat.reader.place.packs)])
        self.show_rows(self.table)
        self._fill_readings()

    def _pack(self, name: str) -> Row:
        """A policy as a row; one whose file is at fault says so and nothing else."""
        try:
            rules = self.seat.reader.pack(name)
        except DeskError as error:
            return {
                "id": name,
                "title": name,
                "doc_no": "",
                "issuer": "",
                "effective": "",
                "status": "",
                "term": _fault(error),
            }
        about = rules.pack
        return {
            "id": name,
            "title": about.title,
            "doc_no": about.doc_no,
            "issuer": about.issuer,
            "effective": about.effective,
            "status": about.status.value,
            "term": self._term(rules),
        }

    def _term(self, rules: Pack) -> Cell:
        """How long the policy itself runs, and on what ground it goes on after."""
        end, ground = expires(rules), continued(self.seat.reader, rules.pack.id)
        if rules.pack.status is Status.REPEALED:
            return Cell(tr("ui.settings.policies.repealed"), Tone.QUIET, "block")
        if end is None:
            return Cell(tr("ui.settings.policies.no-term"))
        if ground:
            return Cell(tr("ui.settings.policies.continued", document=ground), Tone.PASS, "pass")
        if end < self.seat.today:
            return Cell(tr("ui.settings.policies.expired", end=end.isoformat()), Tone.BLOCK, "expired")
        soon = end - self.seat.today <= _SOON
        return Cell(
            tr("ui.settings.policies.until", end=end.isoformat()),
            Tone.WARN if soon else Tone.PLAIN,
            "clock" if soon else "",
        )

    def _fill_readings(self) -> None:
        row = self.table.table.current()
        name = str(row.get("id", ""))
        try:
            rules = self.seat.reader.rules_for(name) if name else None
        except DeskError:
            rules = None
        self._of.setText(tr("ui.settings.policies.readings-of", title=row.get("title", "")) if rules else "")
        self._readings.give(self._rows(name, rules) if rules else [])
        self.show_rows(self.readings)

    def _rows(self, name: str, rules: Pack) -> list[Row]:
        settings: dict[str, Any] = self.seat.reader.settings
        chosen: dict[str, dict[str, Any]] = settings.get("readings", {}).get(name, {})
        people: dict[str, dict[str, Any]] = settings["operators"]
        rows: list[Row] = []
        for key, item in rules.reading.items():
            entry = chosen.get(key, {})
            by = people.get(entry.get("operator", ""), {}).get("name", "")
            rows.append(
                {
                    "id": key,
                    "question": item.question,
                    "option": item.options[rules.chosen[key]],
                    "by": tr("ui.settings.policies.by", name=by, day=entry["on"])
                    if entry
                    else tr("ui.settings.policies.default"),
                    "basis": item.basis,
                    "options": tr("ui.list-sign").join(item.options.values()),
                }
            )
        return rows

    # What can be done

    def verbs(self) -> Sequence[Action]:
        return [
            Action(
                "settings.check-pack",
                tr("ui.settings.policies.check"),
                lambda: office.check_pack(self.seat),
                icon="check",
            )
        ]

    def commands(self) -> Sequence[Action]:
        beside = [action for action in self.table.commands() if action.group != "table"]
        return [*self.verbs(), *beside, *self.readings.commands()]

    def _pack_actions(self) -> list[Action]:
        def why() -> str:
            row: Row = self.table.table.current()
            if not row:
                return tr("ui.table.nothing-selected")
            rules = self._at(str(row["id"]))
            if rules is None:
                return tr("ui.settings.policies.at-fault")
            return self.why_not() or ("" if expires(rules) else tr("ui.settings.policies.has-no-term"))

        return [
            Action("settings.continue", tr("ui.settings.policies.continue"), self._continue, why, "stamp", group="row")
        ]

    def _at(self, name: str) -> Pack | None:
        try:
            return self.seat.reader.pack(name)
        except DeskError:
            return None

    def _continue(self) -> None:
        office.continued(self.seat, str(self.table.table.current()["id"]))

    def _reading_actions(self) -> list[Action]:
        def why() -> str:
            row: Row = self.readings.table.current()
            return self.why_not() or ("" if row else tr("ui.table.nothing-selected"))

        return [
            Action("settings.choose-reading", tr("ui.settings.policies.choose"), self._choose, why, "edit", group="row")
        ]

    def _choose(self) -> None:
        row, pack = self.readings.table.current(), self.table.table.current()
        if row and pack and not self.why_not():
            office.reading(self.seat, str(pack["id"]), str(row["id"]))


def _fault(error: DeskError) -> Cell:
    return Cell(tr("ui.settings.policies.at-fault"), Tone.BLOCK, "block", said(error))


def _pack_columns() -> list[Column]:
    return [
        Column("title", tr("ui.settings.policies.title"), 250),
        Column("doc_no", tr("ui.settings.policies.doc-no"), 142),
        Column("effective", tr("ui.settings.policies.effective"), 96),
        Column("status", tr("ui.settings.policies.status"), 56),
        Column("term", tr("ui.settings.policies.term"), 300, lambda row: row.get("term") or Cell("")),
    ]


def _reading_columns() -> list[Column]:
    return [
        Column("question", tr("ui.settings.policies.question"), 290),
        Column("option", tr("ui.settings.policies.option"), 132),
        Column("by", tr("ui.settings.policies.chosen-by"), 130),
        Column("basis", tr("ui.settings.policies.basis"), 116),
        Column("options", tr("ui.settings.policies.options"), 200),
    ]
