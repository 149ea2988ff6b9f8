"""Where a condition leads: what a person does about it, as actions; the first is the one that a click on the row runs."""

from collections.abc import Callable

from alliance_desk.policy.findings import Finding, Outcome
from alliance_desk.policy.pack import Attest
from ui.action import Action, always
from ui.language import tr
from ui.pages.case.shown import Shown
from ui.tasks import conditions

Show = Callable[[str], None]
"""Shows where a document path stands in the view: ``members.<id>``, ``papers.<key>``, ``agreement.end`` …"""


def leads(shown: Shown, finding: Finding, show: Show) -> list[Action]:
    """What can be done about a condition here and now, most direct first; where nothing can, where it is to be seen."""
    found: list[Action] = []
    if isinstance(shown.rules.check.get(finding.check), Attest):
        found += judge(shown, finding)
    else:
        found += _mend(shown, finding)
        if finding.overridable and finding.outcome is not Outcome.PASS and shown.may("override"):
            run = lambda: conditions.override(shown.seat, shown.case, finding.check)  # noqa: E731
            found.append(Action(f"condition.{finding.check}.override", tr("ui.case.override"), run, icon="note"))
    if not found and finding.paths:
        where = finding.paths[0]
        text = tr(f"ui.case.look.{_place(where)}")
        found.append(Action(f"condition.{finding.check}.look", text, lambda: show(where), icon="zoom"))
    return found


def judge(shown: Shown, finding: Finding) -> list[Action]:
    """Judging a 人工 condition, once more where it was judged already."""
    if not shown.may("attest") or not shown.mine(finding.by):
        return []
    keys = judged_keys(finding)
    seat, case = shown.seat, shown.case
    holds = Action(
        f"condition.{finding.check}.holds",
        tr("ui.case.holds"),
        lambda: conditions.attest(seat, case, keys, holds=True),
        icon="check",
    )
    fails = Action(
        f"condition.{finding.check}.fails",
        tr("ui.case.fails"),
        lambda: conditions.attest(seat, case, keys, holds=False),
        icon="close",
    )
    return [holds, fails]


def judged_keys(finding: Finding) -> list[str]:
    """The judgements that a condition asks for; those that were given when none is open."""
    members = [path.partition(".")[2] for path in finding.paths if path.startswith("members.")]
    return list(finding.keys) or [f"{finding.check}.{member}" for member in members] or [finding.check]


def _mend(shown: Shown, finding: Finding) -> list[Action]:
    """The form or the paper that a condition is about, while the file may be changed."""
    if finding.outcome in {Outcome.PASS, Outcome.NA} or not shown.may("edit"):
        return []
    return []


def _place(path: str) -> str:
    """The pane in which a path is to be seen: members, papers or the overview."""
    first = path.partition(".")[0]
    return first if first in {"members", "papers"} else "facts"


_ = always
