"""What can be done with a session: its verbs in their order, why those that cannot cannot, and which one comes next."""

from collections.abc import Callable, Sequence

from ui.action import Action
from ui.language import tr
from ui.pages.review.picture import SEATED, Picture
from ui.seat import Seat
from ui.tasks import panel_papers, panels


def actions(seat: Seat, picture: Picture, pool: int, at: Callable[[], tuple[str, str]]) -> list[Action]:
    """The verbs of a session. pool: how many experts there are. at: case and expert at the cursor, empty for nowhere."""
    stream = picture.stream
    sitting = {one.expert for one in picture.panel}
    running = {line.stream for line in picture.scored}

    def replace() -> None:
        _, expert = at()
        panels.replace(seat, stream, expert if expert in sitting else "")

    def scores() -> None:
        case, expert = at()
        panels.scores(
            seat, stream, *_next_sheet(picture, case if case in running else "", expert if expert in sitting else "")
        )

    none = lambda: _no_panel(seat, picture, pool)  # noqa: E731
    found = [
        _verb("draw", "draw", lambda: panels.draw(seat, stream), none),
        _verb("choose", "star", lambda: panels.choose(seat, stream), none),
        _verb("replace", "switch-user", replace, lambda: _no_replacing(seat, picture)),
    ]
    paper = _verb(
        "paper",
        "paper",
        lambda: panel_papers.paper(seat, stream),
        lambda: "" if picture.fixed else tr("ui.review.paper.none"),
    )
    if picture.open and not picture.scored:
        ended = _verb(
            "conclude",
            "check",
            lambda: panels.conclude_ended(seat, stream),
            lambda: tr("steps.read-only") if seat.readonly else "",
        )
        return [*found, ended, paper]
    if picture.third:
        report = _verb("report", "paper", lambda: panels.report(seat, stream), lambda: _closed(seat, picture))
        return [*found, report, paper]
    return [
        *found,
        _verb("scores", "score", scores, lambda: _no_scores(seat, picture)),
        _verb("conclude", "check", lambda: panels.conclude(seat, stream), lambda: _no_end(seat, picture)),
        paper,
    ]


def main(picture: Picture, found: Sequence[Action]) -> Action | None:
    """The one verb that comes next; None once the session is over."""
    if not picture.open:
        return None
    if not picture.scored:
        name = "conclude"
    elif picture.third:
        name = "report"
    elif not picture.fixed:
        name = "draw"
    else:
        name = "scores" if picture.missing else "conclude"
    return next(action for action in found if action.id == f"review.{name}")


def _verb(name: str, icon: str, run: Callable[[], None], why: Callable[[], str]) -> Action:
    return Action(f"review.{name}", tr(f"ui.review.verb.{name}"), run, why, icon, group="session")


def _next_sheet(picture: Picture, case: str, expert: str) -> tuple[str, str]:
    """The sheet at the cursor, else the first that is missing, of that case or expert where one is named."""
    if case and expert:
        return case, expert
    owed = [(line.stream, one.expert) for line, one in picture.missing]
    fits = [pair for pair in owed if case in {"", pair[0]} and expert in {"", pair[1]}]
    usual = (picture.scored[0].stream, picture.panel[0].expert)
    return next(iter([*fits, *owed]), (case or usual[0], expert or usual[1]))


def _closed(seat: Seat, picture: Picture) -> str:
    if seat.readonly:
        return tr("steps.read-only")
    if not picture.open:
        return tr("ui.review.is-over")
    return "" if picture.scored else tr("ui.review.all-ended")


def _no_panel(seat: Seat, picture: Picture, pool: int) -> str:
    closed = _closed(seat, picture)
    if closed:
        return closed
    if picture.fixed:
        return tr("ui.review.is-fixed")
    return "" if pool else tr("ui.review.no-pool")


def _no_replacing(seat: Seat, picture: Picture) -> str:
    closed = _closed(seat, picture)
    if closed:
        return closed
    if not picture.fixed:
        return tr("ui.review.not-fixed")
    return "" if picture.draw is not None else tr("ui.review.not-drawn")


def _no_scores(seat: Seat, picture: Picture) -> str:
    closed = _closed(seat, picture)
    return closed or ("" if any(one.state == SEATED for one in picture.people) else tr("ui.review.not-fixed"))


def _no_end(seat: Seat, picture: Picture) -> str:
    closed = _no_scores(seat, picture)
    if closed:
        return closed
    return tr("ui.review.sheets-missing", count=len(picture.missing)) if picture.missing else ""
