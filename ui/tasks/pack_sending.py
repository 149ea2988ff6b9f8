"""Sending a policy pack to an office whose key was entered."""

from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import remember
from ui.tasks.asks import stick
from ui.tasks.cargo import room


def send(seat: Seat, name: str, title: str, version: int) -> None:
    """Write a package with a pack for an office. name: the pack's id; title: of the policy."""
    peers = {peer["office"]: peer["name"] for peer in seat.reader.settings.get("peers", {}).values()}
    choices = list(peers.items())

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        from alliance_desk.exchange import export

        remember(desk, stick=values["folder"])
        return export.send_pack(desk, name, values["office"], values["folder"])

    seat.ask(
        Task(
            id=f"pack.send.{name}",
            title=tr("ui.policies.send.title"),
            submit=tr("ui.policies.send.submit"),
            work=work,
            fields=[
                Ask("office", tr("ui.policies.send.office"), Kind.CHOICE, required=True, choices=choices, usual=choices[0][0] if len(choices) == 1 else None),
                stick(seat),
            ],
            intro=tr("ui.policies.send.intro", title=title, version=version),
            live=lambda values: room(values.get("folder")),
        )
    )  # fmt: skip
