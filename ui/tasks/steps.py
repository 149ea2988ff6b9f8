"""The steps of a case as actions: each opens the task of its verb, or leads to where it is done."""

from collections.abc import Callable, Mapping

from alliance_desk.cases import steps as core
from alliance_desk.cases.step import Step
from alliance_desk.ledger import custody
from alliance_desk.ledger.fold import Folded
from ui.action import Action
from ui.language import said, tr
from ui.seat import Seat
from ui.task import Task
from ui.tasks import (
    conditions,
    decisions,
    exchange,
    expected,
    intake,
    matters,
    notes,
    notices,
    opinions,
    panels,
    papers,
    refill,
    reports,
    returns,
    scoring,
    selecting,
)
from ui.tasks.about import About
from ui.tasks.care_steps import OF_CARE
from ui.tasks.offer import offer

_Run = Callable[[Seat, Folded, Step], None]


def _leads(page: str) -> _Run:
    """A step that is done on another page, at the record it goes on with."""
    return lambda seat, _case, step: seat.goto.emit(page, step.record)


def _edit(seat: Seat, case: Folded, _step: Step) -> None:
    """The forms of the file stand in the case view."""
    seat.goto.emit("cases", case.stream)


def _asks(make: Callable[[Seat, Folded], Task]) -> _Run:
    """A step that opens a task."""
    return lambda seat, case, _step: offer(seat, lambda: make(seat, case))


_RUNS: Mapping[str, tuple[str, _Run]] = {
    "refill": ("import", lambda seat, case, _: refill.refill(seat, case)),
    "recommend": ("send", lambda seat, case, _: opinions.recommend(seat, case)),
    "correct": ("note", lambda seat, case, _: returns.correct(seat, case)),
    "not-recommend": ("block", lambda seat, case, _: opinions.not_recommend(seat, case)),
    "edit": ("edit", _edit),
    "formal-pass": ("check", lambda seat, case, _: opinions.formal_pass(seat, case)),
    "send-back": ("withdraw", lambda seat, case, _: returns.send_back(seat, case)),
    "inadmissible": ("block", lambda seat, case, _: opinions.inadmissible(seat, case)),
    "business-pass": ("check", lambda seat, case, _: opinions.business_pass(seat, case)),
    "business-return": ("withdraw", lambda seat, case, _: opinions.business_return(seat, case)),
    "business-refuse": ("block", lambda seat, case, _: opinions.business_refuse(seat, case)),
    "review": ("score", _leads("experts")),
    "session": ("panel", lambda seat, case, _: panels.open_session(seat, [case])),
    "visit": ("visit", lambda seat, case, _: opinions.visit(seat, case)),
    "keep": ("pin", lambda seat, case, _: selecting.keep(seat, case)),
    "drop": ("block", lambda seat, case, _: selecting.drop(seat, case)),
    "merge": ("copy", lambda seat, case, _: selecting.merge(seat, case)),
    "meeting": ("meeting", lambda seat, case, _: decisions.meeting(seat, [case])),
    "notice": ("notices", lambda seat, case, _: notices.publish(seat, [case])),
    "answer": ("note", lambda seat, case, step: notices.answer(seat, step.record, case=case)),
    "close-notice": ("check", lambda seat, _case, step: notices.close(seat, step.record)),
    "objection": ("warn", lambda seat, case, step: notices.object_to(seat, step.record, case)),
    "recognise": ("stamp", lambda seat, case, _: decisions.recognise(seat, [case])),
    "refuse": ("block", lambda seat, case, _: decisions.refuse(seat, case)),
    "issue-certificate": ("certificate", lambda seat, case, _: papers.issue(seat, case, "certificate")),
    "issue-plaque": ("plaque", lambda seat, case, _: papers.issue(seat, case, "plaque")),
    "receive": ("receive", _asks(reports.receive_task)),
    "absent": ("missing", _asks(reports.absent_task)),
    "sign-opinion": ("stamp", _asks(reports.opinion_task)),
    "return-opinion": ("withdraw", _asks(reports.return_task)),
    "score": ("score", _asks(scoring.scores_task)),
    "evaluate": ("check", _asks(scoring.evaluate_task)),
    "grade": ("star", _asks(scoring.grade_task)),
    "prolong": ("calendar", _asks(scoring.prolong_task)),
    "record": ("check", _asks(expected.keep_task)),
    "edit-matter": ("edit", _asks(matters.edit_matter_task)),
    "batch": ("panel", lambda seat, case, _: panels.batch(seat, [case])),
    "hand-over": ("usb", lambda seat, case, _: exchange.hand_over(seat, case)),
    "withdraw-offer": ("withdraw", lambda seat, case, _: exchange.withdraw_offer(seat, case)),
    "take-in": ("receive", lambda seat, _case, _step: exchange.choose_package(seat)),
    "copy": ("copy", lambda seat, case, _: exchange.copy_to(seat, [case])),
    "attest": ("manual", lambda seat, case, _: conditions.attest(seat, case)),
    "override": ("note", lambda seat, case, _: conditions.override(seat, case)),
    "withdraw": ("withdraw", lambda seat, case, _: opinions.withdraw(seat, case)),
    **OF_CARE,
}
"""Step → its icon and what it does."""

_LEADS = frozenset({"edit", "review"})
"""Steps that lead somewhere; the others ask something first, which their words end with."""
_BESIDE = frozenset({"edit", "edit-matter", "refill", "attest", "override"})
_ENDING = frozenset(
    {
        "not-recommend",
        "inadmissible",
        "business-refuse",
        "drop",
        "refuse",
        "withdraw",
        "absent",
        "refuse-change",
        "fail",
        "drop-exit",
    }
)  # fmt: skip | ENDING
_MOVING = frozenset({"hand-over", "withdraw-offer", "take-in", "copy"})


_OF_APPLICATIONS = frozenset({"case.form", "case.redact"})


def step_actions(seat: Seat, case: Folded) -> list[Action]:
    """An action for each thing that can be done with a case now, or could but for a reason, in the order of the core."""
    about = About(seat, case)
    steps = core.next_steps(seat.reader, case, locked=seat.readonly)
    return [_action(about, step) for step in steps if step.id in _RUNS]


def _action(about: About, step: Step) -> Action:
    icon, run = _RUNS[step.id]
    facts = {"office": _to(about, step), "act": about.rules.pack.words.act, "affair": about.matter}
    words = tr(f"ui.tasks.step.{_wording(about, step)}", **facts)
    why = "" if step.enabled else said(step)
    return Action(
        f"step.{step.id}",
        words if step.id in _LEADS else tr("ui.tasks.asks-first", text=words),
        lambda: run(about.seat, about.case, step),
        lambda: why,
        icon,
        hint=said(step) if step.enabled else "",
        group=_group(step.id),
    )


def _wording(about: About, step: Step) -> str:
    """A case goes up, is sent back down, or its package is written once more; what is withdrawn need not be an application."""
    if step.id == "withdraw" and about.matter:
        return "withdraw-matter"
    if step.id != "hand-over":
        return step.id
    if about.document["custody"]["state"] == "offered":
        return "hand-over-again"
    return "hand-over" if about.up else "hand-back"


def _to(about: About, step: Step) -> str:
    """The office that a step names: who decides for a recommendation, who recommended for a return, else the other one."""
    if step.id == "recommend":
        return about.called(about.document["offices"]["decider"])
    return about.county if step.id == "send-back" else about.other_name


def _group(step: str) -> str:
    if step in _MOVING:
        return "move"
    if step in _ENDING:
        return "end"
    return "beside" if step in _BESIDE else "stage"


def case_actions(seat: Seat, case: Folded) -> list[Action]:
    """What can be done beside the way of a case: notes, letters, its workbook, its personal data, its conditions."""

    def locked() -> str:
        return said(Step(id="note", why="steps.read-only")) if seat.readonly else ""

    def elsewhere() -> str:
        return locked() or ("" if custody.may_work(case.open, seat.reader.office) else tr("ui.tasks.redact.elsewhere"))

    def no_private() -> str:
        return elsewhere() if case.private else tr("ui.tasks.redact.nothing")

    # The workbook is that of an application; a case beneath an alliance has none.
    affair = bool(case.open["case"].get("procedure"))
    found = [
        Action("case.note", tr("ui.tasks.note-of.action"), lambda: notes.note(seat, case), locked, "note", group="more"),
        Action("case.letter", tr("ui.tasks.letter.action"), lambda: papers.letter(seat, case), icon="paper", group="more"),
        Action("case.form", tr("ui.tasks.form.action"), lambda: intake.form_of(seat, case), icon="export", group="more"),
        Action("case.check", tr("ui.tasks.check.action"), lambda: conditions.check(seat, case), elsewhere, "refresh", group="more"),
        Action("case.redact", tr("ui.tasks.redact.action"), lambda: notes.redact(seat, case), no_private, "delete", group="more"),
    ]  # fmt: skip
    return [action for action in found if not (affair and action.id in _OF_APPLICATIONS)]
