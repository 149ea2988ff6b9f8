"""The forms of a case's file as actions, and the way to one field of it."""

from alliance_desk.ledger.fold import Folded
from ui.action import Action
from ui.language import tr
from ui.pages.case.form_may import why_not_editable
from ui.pages.case.form_shape import SECTIONS, section_of
from ui.pages.case.wording import WITH_FILE
from ui.seat import Seat

__all__ = ["edit_actions", "open_form", "section_of", "why_not_editable"]


def edit_actions(seat: Seat, case: Folded) -> list[Action]:
    """One action for each part of the form, in the order of the official one; none at an office that does not keep the file."""
    head = case.open.get("case", {})
    if head.get("procedure") and head.get("kind") not in WITH_FILE:
        return []  # of the alliance itself nothing is changed there
    if case.open.get("offices", {}).get("recommender") != seat.reader.office:
        return []
    rules = seat.reader.rules_of(case)
    why = why_not_editable(seat, case)
    parts = [section for section in SECTIONS if section != "bodies" or rules.body]
    return [
        Action(
            f"edit.{section}",
            tr("ui.form.edit", section=tr(f"ui.form.section.{section}")),
            lambda section=section: open_form(seat, case, section),
            lambda: why,
            "edit",
            group="edit",
        )
        for section in parts
    ]


def open_form(seat: Seat, case: Folded, section: str = "", path: str = "") -> None:
    """Open the form over the page in front. section: one of ``SECTIONS``, found by the path where empty.

    path: of the field that gets the cursor, ``members.<id>.code``; a person's place in a section is enough too.
    """
    from ui.pages.case.form_cover import page_of
    from ui.pages.case.form_sheet import FormSheet

    host = page_of(seat)
    if host is None:
        return
    open_now = next((one for one in host.findChildren(FormSheet) if not one.isHidden()), None)
    if open_now is not None and open_now.stream != case.stream:
        open_now.dismiss()
        open_now = None
    if open_now is None:
        open_now = FormSheet(seat, seat.reader.case(case.stream), host)
        open_now.open()
    open_now.go(section, path)
