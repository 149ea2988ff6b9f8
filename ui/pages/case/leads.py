"""Where a condition leads: what a person does about it, as actions; the first is the one that Enter on the row runs."""

from collections.abc import Callable

from alliance_desk.policy.findings import Finding, Outcome
from alliance_desk.policy.pack import Attest
from ui.action import Action
from ui.language import tr
from ui.pages.case.edit import open_form, section_of
from ui.pages.case.shown import Shown
from ui.tasks import conditions

Show = Callable[[str], None]
"""Shows where a document path stands in the view: ``members.<id>``, ``papers.<key>``, ``agreement.end`` …"""


def leads(shown: Shown, finding: Finding, show: Show) -> list[Action]:
    """What can be done about an open condition here and now, most direct first; where nothing can, where it is to be seen."""
    if isinstance(shown.rules.check.get(finding.check), Attest):
        found = judge(shown, finding)
    else:
        found = [*_mend(shown, finding, show), *_explain(shown, finding)]
    if not found and finding.paths:
        where = finding.paths[0]
        text = tr(f"ui.case.look.{_place(where)}")
        found = [Action(f"condition.{finding.check}.look", text, lambda: show(where), icon="zoom")]
    return found


def judge(shown: Shown, finding: Finding) -> list[Action]:
    """Judging a 人工 condition, once more where it was judged already."""
    if not shown.may("attest") or not shown.mine(finding.by):
        return []
    keys, seat, case = judged_keys(finding), shown.seat, shown.case
    return [
        Action(
            f"condition.{finding.check}.{verdict}",
            tr(f"ui.case.{verdict}"),
            lambda holds=holds: conditions.attest(seat, case, keys, holds=holds),
            icon=icon,
        )
        for verdict, holds, icon in (("holds", True, "check"), ("fails", False, "close"))
    ]


def judged_keys(finding: Finding) -> list[str]:
    """The judgements that a condition asks for; those that were given when none is open."""
    members = [path.partition(".")[2] for path in finding.paths if path.startswith("members.")]
    return list(finding.keys) or [f"{finding.check}.{member}" for member in members] or [finding.check]


def _mend(shown: Shown, finding: Finding, show: Show) -> list[Action]:
    """The form or the paper that a condition is about, while the file may be changed."""
    if not shown.may("edit") and not shown.may("edit-matter"):
        return []
    seat, case = shown.seat, shown.case
    found: dict[str, Action] = {}
    for path in finding.paths:
        section = section_of(path) if shown.may("edit") else ""
        if path.startswith("matter") and "edit-matter" in shown.steps:
            found.setdefault("matter", shown.steps["edit-matter"])
        elif section and section not in found:
            text = tr("ui.form.edit", section=tr(f"ui.form.section.{section}"))
            run = lambda path=path: open_form(seat, case, path=path)  # noqa: E731
            found[section] = Action(f"condition.{finding.check}.edit.{section}", text, run, icon="edit")
        elif path.startswith("papers") and "papers" not in found:
            run = lambda path=path: show(path)  # noqa: E731
            found["papers"] = Action(f"condition.{finding.check}.papers", tr("ui.case.to-papers"), run, icon="attach")
    return list(found.values())


def _explain(shown: Shown, finding: Finding) -> list[Action]:
    """Letting a 核实 condition pass for a reason."""
    if not finding.overridable or finding.outcome is Outcome.PASS or not shown.may("override"):
        return []
    run = lambda: conditions.override(shown.seat, shown.case, finding.check)  # noqa: E731
    return [Action(f"condition.{finding.check}.override", tr("ui.case.override"), run, icon="note")]


def _place(path: str) -> str:
    """The pane in which a path is to be seen: members, papers or the overview."""
    first = path.partition(".")[0]
    return first if first in {"members", "papers"} else "facts"
