"""What the page says of a notice: its period, its end, other readings, how it came out."""

from alliance_desk import words
from alliance_desk.cases.noticed import Correction, Line, View
from alliance_desk.policy.pack import Unit
from alliance_desk.policy.periods import OtherEnd
from ui.language import language, tr
from ui.theme.colours import Tone

STATES = {
    "running": ("ui.notices.badge.running", Tone.INFO, "clock"),
    "due": ("ui.notices.badge.due", Tone.WAITING, "waiting"),
    "suspended": ("ui.notices.badge.suspended", Tone.WARN, "warn"),
    "closed": ("ui.notices.badge.closed", Tone.QUIET, "check"),
}
"""State of a notice → its wording, tone and icon."""


def period_words(view: View) -> str:
    """The period and how it is read."""
    length = words.text(f"cases.period.{view.period.unit.name.lower()}", {"n": view.period.n}, language())
    rules = [tr("ui.notices.period-first" if view.first else "ui.notices.period-not-first")]
    if view.roll and view.period.unit is not Unit.WORKING_DAYS:
        rules.append(tr("ui.notices.period-roll"))
    return tr("ui.notices.period-line", period=length, rules=tr("ui.notices.other-and").join(rules))


def end_words(view: View) -> str:
    """The last day, and whether it is sure."""
    end = view.end.isoformat()
    if view.provisional:
        return tr("ui.notices.end-provisional", end=end)
    if view.end != view.published_end:
        return tr("ui.notices.end-moved", end=end, before=view.published_end.isoformat())
    return tr("ui.notices.end-at", end=end)


def other_words(view: View, other: OtherEnd) -> str:
    """Where the notice would end under another reading, and by how much that differs."""
    how: list[str] = []
    if other.count_first_day != view.first:
        how.append(tr("ui.notices.other-first-yes" if other.count_first_day else "ui.notices.other-first-no"))
    if other.roll != view.roll and view.period.unit is not Unit.WORKING_DAYS:
        how.append(tr("ui.notices.other-roll-yes" if other.roll else "ui.notices.other-roll-no"))
    days = (other.end - view.end).days
    shift = tr("ui.notices.other-later", days=days) if days > 0 else tr("ui.notices.other-earlier", days=-days)
    code = "ui.notices.other-provisional" if other.provisional else "ui.notices.other-line"
    facts = {"how": tr("ui.notices.other-and").join(how), "end": other.end.isoformat()}
    return tr(code, **facts, shift=shift if days else tr("ui.notices.other-same"))


def correction_words(one: Correction) -> str:
    """One thing that a correction set right."""
    period = tr("ui.notices.correction-anew" if one.anew else "ui.notices.correction-kept")
    return tr(
        "ui.notices.correction-line",
        on=one.on,
        name=one.name,
        item=one.item,
        wrong=one.wrong,
        right=one.right,
        period=period,
    )


def result_words(line: Line) -> str:
    """How the cases of a closed notice came out."""
    counts = {"clear": line.clear, "upheld": line.upheld, "ended": line.ended}
    return tr("ui.notices.other-and").join(
        tr(f"ui.notices.result.{name}", count=count) for name, count in counts.items() if count
    )
