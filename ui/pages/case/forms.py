"""Which form changes what: the edit actions of the file, found by the part of the document they are about."""

from ui.action import Action
from ui.pages.case.shown import Shown


def form_for(shown: Shown, path: str) -> Action | None:
    """The form in which a document path is changed; None while the file cannot be changed here."""
    section = path.partition(".")[0]
    if section == "matter":
        step = shown.steps.get("edit-matter")
        return step if step is not None and not step.why_not() else None
    return next((action for action in shown.edits if action.id == f"edit.{section}" and not action.why_not()), None)
