"""From the outbox to the stick: the file copied and read back whole, and the paper that goes with it (交接清单)."""

import shutil
from pathlib import Path
from typing import cast

from alliance_desk import files
from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.errors import Damaged
from alliance_desk.exchange.streams import file_sha256


def deliver(desk: Desk, entry: Json, receiver: str, folder: Path) -> tuple[Path, Path]:
    """Copy a package of the log from the outbox into ``folder``, byte for byte; returns it and its hand-over list.

    receiver: name of the office it is for. Raises Damaged when the outbox no longer holds the file as it was written, or the
    stick refuses; the package stays in the outbox and the same command tries again.
    """
    source, sha256 = desk.place.outbox / entry["file"], entry["sha256"]
    if not source.is_file() or file_sha256(source) != sha256:
        raise Damaged("exchange.outbox-changed", path=str(source))
    slip = _slip(desk, entry, receiver)
    if folder.resolve() == source.parent.resolve():
        return source, slip
    target = folder / source.name

    def right(part: Path) -> None:
        if file_sha256(part) != sha256:
            raise Damaged("exchange.read-back", path=str(target))

    try:
        with source.open("rb") as whole, files.writing(target, check=right) as out:
            shutil.copyfileobj(whole, out)
    except Damaged as error:
        why = str(error.facts.get("why", error.text()))
        raise Damaged("exchange.stick-failed", path=str(target), why=why, outbox=str(source)) from error
    return target, slip


def _slip(desk: Desk, entry: Json, receiver: str) -> Path:
    """The paper hand-over list, without personal data; written once."""
    from datetime import date

    from alliance_desk import words
    from alliance_desk.papers.dates import numeric
    from alliance_desk.papers.letters import write_letter

    path = desk.place.papers / f"{Path(entry['file']).stem}.docx"
    if path.is_file():
        return path
    action = words.text(f"exchange.purpose.{entry['purpose']}")
    cases = [desk.case(stream).open for stream in entry["cases"]]
    rows = [
        {
            "order": str(order),
            "number": document["case"]["number"],
            "alliance": document["alliance"]["name"],
            "action": action,
        }
        for order, document in enumerate(cases, 1)
    ]
    for order, pack in enumerate(cast("list[Json]", entry.get("packs", [])), len(rows) + 1):
        named = words.text("exchange.slip-pack", {"title": pack["title"], "version": pack["version"]})
        rows.append({"order": str(order), "number": pack["id"], "alliance": named, "action": action})
    values = {
        "sender": desk.settings["office"]["name"],
        "receiver": receiver,
        "package": entry["file"],
        "sequence": str(entry["sequence"]),
        "created": numeric(date.fromisoformat(entry["on"])),
        "digest": entry["sha256"],
        "cases": rows,
    }
    return write_letter("handover", path, values)
