"""The facts of the way of a case, as its overview and the tab of decisions tell them: opinion, corrections, review … certificate."""

from typing import cast

from alliance_desk.canonical import Json
from ui.language import tr
from ui.pages.case.shown import Shown
from ui.pages.case.wording import Rows, labelled, span


def opinion(shown: Shown) -> Rows:
    """The opinion of the office that recommended."""
    found = shown.section("opinion")
    return [
        (tr("ui.case.row.opinion"), str(found.get("text", ""))),
        (tr("ui.case.row.letter"), str(found.get("letter", ""))),
        (tr("ui.case.row.day"), str(found.get("on", ""))),
        (tr("ui.case.row.office"), shown.office(str(found.get("office", ""))) if found else ""),
    ]


def correction(shown: Shown, entry: Json, order: int) -> Rows:
    """One round of correction."""
    items = sorted(cast("dict[str, Json]", entry.get("items", {})).values(), key=lambda item: item.get("order", 0))
    return [
        (tr("ui.case.row.round"), tr("ui.case.round", order=order, office=shown.office(str(entry.get("office", ""))))),
        (tr("ui.case.row.notice-no"), str(entry.get("letter", ""))),
        (tr("ui.case.row.asked"), str(entry.get("asked", ""))),
        (tr("ui.case.row.due"), str(entry.get("due", ""))),
        (tr("ui.case.row.answered"), str(entry.get("answered", "")) or tr("ui.case.not-answered")),
        (
            tr("ui.case.row.items"),
            "\n".join(tr("ui.case.item", order=n, **_about(item)) for n, item in enumerate(items, 1)),
        ),
        (tr("ui.case.row.note"), str(entry.get("note", ""))),
    ]


def _about(item: Json) -> dict[str, str]:
    return {name: str(item.get(name, "")) for name in ("title", "basis", "text")}


def review(shown: Shown) -> Rows:
    """What the case learnt of its review."""
    found = shown.section("review")
    supported = tr("ui.case.supported" if found.get("supported") else "ui.case.not-supported") if found else ""
    return [
        (tr("ui.case.row.mode"), labelled("record.mode", found.get("mode"))),
        (tr("ui.case.row.day"), str(found.get("on", ""))),
        (tr("ui.case.row.result"), supported),
    ]


def visit(shown: Shown) -> Rows:
    """The site visit."""
    found = shown.section("visit")
    return [
        (tr("ui.case.row.day"), str(found.get("on", ""))),
        (tr("ui.case.row.team"), tr("ui.list-sign").join(found.get("team", []))),
        (tr("ui.case.row.seen"), str(found.get("findings", ""))),
    ]


def meeting(shown: Shown) -> Rows:
    """The meeting that decided."""
    found = shown.section("meeting")
    return [
        (tr("ui.case.row.meeting"), str(found.get("kind", ""))),
        (tr("ui.case.row.day"), str(found.get("on", ""))),
        (tr("ui.case.row.minutes"), str(found.get("minutes", ""))),
        (tr("ui.case.row.result"), labelled("stage-outcome", found.get("outcome"))),
        (tr("ui.case.row.reason"), _note(shown, "meeting")),
    ]


def merge(shown: Shown) -> Rows:
    """How the choice among applications of one field came out."""
    found = shown.section("merge")
    line = next((line for line in shown.lines if line.kind == "merge_select"), None)
    return [
        (tr("ui.case.row.result"), labelled("stage-outcome", line.outcome) if line is not None else ""),
        (tr("ui.case.row.merge-number"), str(found.get("number", ""))),
        (tr("ui.case.row.merge-name"), str(found.get("name", ""))),
        (tr("ui.case.row.reason"), _note(shown, "merge_select")),
    ]


def notice(shown: Shown) -> Rows:
    """The public notice."""
    found = shown.section("notice")
    state = "closed" if found.get("closed") else "suspended" if found.get("suspended") else "runs"
    return [
        (tr("ui.case.row.period"), span(str(found.get("start", "")), str(found.get("end", "")))),
        (tr("ui.case.row.channel"), str(found.get("channel", ""))),
        (tr("ui.case.row.state"), tr(f"ui.case.notice-{state}", day=found.get("closed", "")) if found else ""),
    ]


def recognition(shown: Shown) -> Rows:
    """The recognition."""
    found = shown.section("recognition")
    return [
        (tr("ui.case.row.title"), str(found.get("title", ""))),
        (tr("ui.case.row.document", **shown.own), str(found.get("document", ""))),
        (tr("ui.case.row.day"), str(found.get("on", ""))),
        (tr("ui.case.row.valid"), span(str(found.get("valid_from", "")), str(found.get("valid_to", "")))),
    ]


def issued(shown: Shown, kind: str) -> Rows:
    """The certificate or the plaque."""
    found = shown.section(kind)
    return [
        (tr("ui.case.row.serial"), str(found.get("number", ""))),
        (tr("ui.case.row.issued"), str(found.get("on", ""))),
    ]


def outcome(shown: Shown) -> Rows:
    """How the case ended, where it did before recognition."""
    found = shown.section("outcome")
    ended = next((line for line in shown.lines if line.state == "ended"), None)
    if found:
        return [
            (tr("ui.case.row.result"), shown.status),
            (tr("ui.case.row.day"), str(found.get("on", ""))),
            (tr("ui.case.row.reason"), str(found.get("reason", ""))),
        ]
    if ended is None:
        return []
    return [
        (tr("ui.case.row.result"), shown.status),
        (tr("ui.case.row.stage"), ended.name),
        (tr("ui.case.row.day"), ended.on),
        (tr("ui.case.row.reason"), str(shown.section("stages", ended.id).get("note", ""))),
    ]


def _note(shown: Shown, kind: str) -> str:
    """What was said when a stage of a kind was closed."""
    line = next((line for line in shown.lines if line.kind == kind), None)
    return str(shown.section("stages").get(line.id, {}).get("note", "")) if line is not None else ""
