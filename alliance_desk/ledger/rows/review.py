"""Index rows of the deciding office's streams: batches, sessions, meetings, notices; and of the notes beside a case."""

from collections.abc import Iterator
from typing import Any

from alliance_desk.ledger.fold import Folded
from alliance_desk.ledger.rows.case import ordered, section
from db.models import index
from db.models.index import Base

Rows = Iterator[tuple[type[Base], dict[str, Any]]]


def notes(folded: Folded) -> Rows:
    """Notes beside a case."""
    for key, note in ordered(section(folded.open, "notes")):
        yield (
            index.Note,
            {
                "stream": folded.stream,
                "id": key,
                "case": folded.open["beside"],
                "kind": note["kind"],
                "written": note["on"],
                "text": note["text"],
            },
        )


def batch(folded: Folded) -> Rows:
    """The cases of a review batch."""
    about = section(folded.open, "batch")
    for key, entry in ordered(section(folded.open, "cases")):
        yield (
            index.Batch,
            {
                "batch": folded.stream,
                "case": key,
                "name": about["name"],
                "pack": about["pack"],
                "state": entry.get("state", "in"),
            },
        )


def session(folded: Folded) -> Rows:
    """A session with its seats, exclusions and score sheets."""
    about = section(folded.open, "session")
    yield (
        index.Session,
        {
            "stream": folded.stream,
            "batch": about.get("batch", ""),
            "mode": about["mode"],
            "state": about["state"],
            "size": about.get("size", 0),
            "on_date": about["on"],
        },
    )
    for key, seat in ordered(section(folded.open, "seats")):
        yield (
            index.Seat,
            {
                "session": folded.stream,
                "expert": key,
                "position": seat["order"],
                "name": seat["name"],
                "unit": seat["unit"],
                "state": seat["state"],
            },
        )
    for key, exclusion in ordered(section(folded.open, "exclusions")):
        yield (
            index.Exclusion,
            {"session": folded.stream, "expert": key, "rule": exclusion["rule"], "evidence": exclusion["evidence"]},
        )
    for case, sheets in sorted(section(folded.open, "scores").items()):
        for expert, sheet in sorted(sheets.items()):
            yield index.Score, {"session": folded.stream, "case": case, "expert": expert, "total": sheet["total"]}


def meeting(folded: Folded) -> Rows:
    """The cases a meeting decided."""
    about = section(folded.open, "meeting")
    for key, entry in ordered(section(folded.open, "cases")):
        yield (
            index.Meeting,
            {
                "meeting": folded.stream,
                "case": key,
                "kind": about["kind"],
                "on_date": about["on"],
                "minutes": about["minutes"],
                "outcome": entry["outcome"],
            },
        )


def notice(folded: Folded) -> Rows:
    """The cases of a public notice and the objections to them."""
    about = section(folded.open, "notice")
    for key, entry in ordered(section(folded.open, "cases")):
        yield (
            index.Notice,
            {
                "notice": folded.stream,
                "case": key,
                "start": about["start"],
                "end": about["end"],
                "provisional": about.get("provisional", False),
                "channel": about.get("channel", ""),
                "state": entry["state"],
            },
        )
    for key, objection in ordered(section(folded.open, "objections")):
        yield (
            index.Objection,
            {
                "notice": folded.stream,
                "id": key,
                "case": objection["case"],
                "received": objection["received"],
                "state": objection["state"],
            },
        )
