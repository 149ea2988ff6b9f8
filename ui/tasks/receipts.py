"""Receipts: what an office is told of the packages that came from it."""

from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.exchange import log as packages
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import remember
from ui.tasks.asks import stick
from ui.tasks.cargo import room


def receipt(seat: Seat, office: str = "") -> None:
    """Write the receipts for an office. office: id, name or fingerprint; chosen among the known ones when empty."""
    peers = {peer["office"]: peer["name"] for peer in seat.reader.settings.get("peers", {}).values()}
    found = [(key, name) for key, name in peers.items() if office in ("", key, name)]
    if not found:
        seat.say(tr("ui.tasks.receipt.no-peer"), "warn")
        return
    fields = [Ask("office", tr("ui.tasks.receipt.office"), Kind.CHOICE, required=True, choices=found)]
    waits = _unreceipted(seat)

    def chosen(values: Values) -> str:
        return values.get("office", found[0][0] if len(found) == 1 else "")

    def live(values: Values) -> str:
        of = waits.get(chosen(values), 0)
        told = tr("ui.tasks.receipt.waiting", count=of) if of else tr("ui.tasks.receipt.nothing")
        return "\n".join(part for part in (told if chosen(values) else "", room(values.get("folder"))) if part)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        from alliance_desk.exchange import export

        remember(desk, stick=values["folder"])
        return export.receipt(desk, chosen(values), values["folder"])

    name = found[0][1] if len(found) == 1 else tr("ui.tasks.receipt.their-office")
    seat.ask(
        Task(
            id="receipt",
            title=tr("ui.tasks.receipt.title", office=name),
            submit=tr("ui.tasks.receipt.submit"),
            work=work,
            fields=[*(fields if len(found) > 1 else ()), stick(seat)],
            intro=tr("ui.tasks.receipt.intro", office=name),
            live=live,
        )
    )


def _unreceipted(seat: Seat) -> dict[str, int]:
    """Office → packages that came in from it since the last one that went out with receipts."""
    found: dict[str, int] = {}
    log = packages.entries(seat.reader)
    for office in {entry["office"] for entry in log}:
        of = [entry for entry in log if entry["office"] == office]
        acknowledged = max((entry["receipts"] for entry in packages.sent(of)), default=0)
        found[office] = len(packages.received(of)) - acknowledged
    return found
