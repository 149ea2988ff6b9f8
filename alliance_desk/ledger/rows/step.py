"""Where a case stands on its way, for its index row: the open stage, whose it is, since when, and until when."""

import contextlib
from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from alliance_desk.canonical import Json
from alliance_desk.policy import stages
from alliance_desk.policy.pack import Pack


def next_step(rules: Pack, document: Json) -> dict[str, str]:
    """The columns ``step`` to ``due`` of a case: its first open stage, a needed one before an optional one; empty once it has ended."""
    now = stages.open_stages(rules, document)
    # What may still be done beneath an alliance waits for nobody; papers of a recognition that may still be issued do.
    if _table(document, "case").get("procedure") and stages.finished(rules, document):
        now = []
    key = next((key for key in now if not rules.stage[key].optional), now[0] if now else "")
    if not key:
        return dict.fromkeys(("step", "step_name", "step_kind", "actor", "since", "due"), "")
    stage, offices = rules.stage[key], _table(document, "offices")
    return {
        "step": key,
        "step_name": stage.name,
        "step_kind": stage.kind,
        "actor": str(offices.get(stage.actor, "")),
        "since": max(_days(rules, document, key), default=_begun(document)),
        "due": _due(document, stage.kind),
    }


def _days(rules: Pack, document: Json, key: str) -> Iterator[str]:
    """The days that let the stage be open as it is: of what comes before it, of its own last outcome, of corrections, of the notice."""
    recorded, kind = _table(document, "stages"), rules.stage[key].kind
    yield from _on(recorded, key)
    waiting = list(rules.stage[key].after)
    while waiting:
        before = waiting.pop()
        days = list(_on(recorded, before))
        yield from days
        if not days:  # an optional stage that was left out hides nothing
            waiting += rules.stage[before].after
    if kind == "recommend":
        for entry in _table(document, "corrections").values():
            yield from _sound(entry.get("asked"), entry.get("answered"))
    if kind == "public_notice":
        yield from _sound(_table(document, "notice").get("start"))


def _on(recorded: Json, key: str) -> Iterator[str]:
    yield from _sound(recorded.get(key, {}).get("on"))


def _sound(*values: Any) -> Iterator[str]:
    """Those that are days. Nobody else looks at the days of corrections; another office's program may have written anything there."""
    for value in values:
        with contextlib.suppress(ValueError):
            if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
                yield value


def _begun(document: Json) -> str:
    return str(_table(document, "application").get("filed", _table(document, "case").get("opened", "")))


def _due(document: Json, kind: str) -> str:
    """Until when it is waited for: a correction, the papers of a case, a statement before an exit, or the end of the running notice."""
    if kind == "recommend":
        asked = (entry for entry in _table(document, "corrections").values() if "answered" not in entry)
        return min((day for entry in asked for day in _sound(entry.get("due"))), default="")
    # An optional hearing does not hold up the decision, which waits for the statement nevertheless.
    if kind in {"submission", "hearing"} or (kind == "exit" and "hearing" not in document):
        return next(_sound(_table(document, "matter").get("due")), "")
    notice = _table(document, "notice")
    return str(notice.get("end", "")) if kind == "public_notice" and "closed" not in notice else ""


def _table(document: Json, name: str) -> Json:
    return cast("Json", document.get(name, {}))
