"""What the case view shows of a case: read once when it is opened and after each change, then asked by all its panes."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, cast

from alliance_desk.canonical import Json
from alliance_desk.cases import conditions, steps, views
from alliance_desk.ledger import custody
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.findings import Finding
from alliance_desk.policy.pack import Pack
from ui.action import Action
from ui.language import language, tr
from ui.pages.case.edit import edit_actions
from ui.seat import Seat
from ui.tasks.steps import case_actions, step_actions
from ui.theme.colours import Tone

_NOTES = 'SELECT count(*) FROM index_note WHERE "case" = ?'
STEP = "step."
"""What the id of a step's action begins with."""


class Shown:
    """A case as this office has it before its eyes."""

    def __init__(self, seat: Seat, stream: str) -> None:
        self.seat = seat
        self.case: Folded = seat.reader.case(stream)
        self.rules: Pack = seat.reader.rules_of(self.case)

    @property
    def document(self) -> Json:
        """The open document."""
        return self.case.open

    @cached_property
    def own(self) -> dict[str, str]:
        """The policy's own words, for wordings that name the act or who applies."""
        return {"act": self.rules.pack.words.act, "applicant": self.rules.pack.words.applicant}

    def section(self, *names: str) -> Json:
        """An inner object of the document, empty when absent."""
        found: Any = self.document
        for name in names:
            found = found.get(name, {})
        return found

    def rows(self, *names: str) -> list[tuple[str, Json]]:
        """The entries of an edited collection in the order people gave them."""
        found = cast("dict[str, Json]", self.section(*names))
        return sorted(found.items(), key=lambda item: (item[1].get("order", 0), item[0]))

    @cached_property
    def findings(self) -> list[Finding]:
        """Every condition as it stands now."""
        return conditions.findings(self.seat.reader, self.case)

    @cached_property
    def lines(self) -> list[views.StageLine]:
        """The whole way of the case."""
        return views.stage_lines(self.seat.reader, self.case, self.rules)

    @cached_property
    def status(self) -> str:
        """What the case is called now."""
        return views.status(self.rules, self.case, language())

    # What can be done

    @cached_property
    def next(self) -> list[steps.Step]:
        """What the core says may be done now."""
        return steps.next_steps(self.seat.reader, self.case, locked=self.seat.readonly)

    @cached_property
    def main(self) -> steps.Step | None:
        """The one button of the page."""
        return steps.main_step(self.next)

    @cached_property
    def steps(self) -> Mapping[str, Action]:
        """The actions of the steps by the id of the step."""
        return {action.id.removeprefix(STEP): action for action in step_actions(self.seat, self.case)}

    @cached_property
    def edits(self) -> list[Action]:
        """The forms of the file."""
        return edit_actions(self.seat, self.case)

    @cached_property
    def beside(self) -> list[Action]:
        """What can be done beside the way: notes, letters, its workbook, its personal data, its conditions."""
        return case_actions(self.seat, self.case)

    def may(self, step: str) -> bool:
        """Whether a step can be done now."""
        return any(one.id == step and one.enabled for one in self.next)

    def mine(self, role: str) -> bool:
        """Whether a role of the policy is this office's in the case; nobody's in particular is everybody's."""
        return not role or self.section("offices").get(role) == self.seat.reader.office

    # Names

    def office(self, key: str) -> str:
        """What an office of the case is called."""
        named = cast("dict[str, Json]", self.section("offices", "names"))
        return str(named.get(key, {}).get("name", key))

    def member(self, key: str) -> str:
        """What a member is called."""
        return str(self.section("members", key).get("name", key)) if key in self.section("members") else key

    def holder(self) -> tuple[str, Tone, str]:
        """Who works on the case now: words, tone, icon."""
        held = self.section("custody")
        if held.get("state") == "offered":
            return tr("ui.case.in-transit", office=self.office(str(held.get("to", "")))), Tone.TRANSIT, "transit"
        if custody.may_work(self.document, self.seat.reader.office):
            return tr("ui.case.here"), Tone.INFO, "user"
        return tr("ui.case.elsewhere", office=self.office(custody.holder(self.document))), Tone.QUIET, "offline"

    @cached_property
    def notes(self) -> int:
        """How many notes stand beside the case."""
        return int(self.seat.reader.raw.execute(_NOTES, (self.case.stream,)).fetchone()[0])
