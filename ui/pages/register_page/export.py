"""The register as an official list: what is shown, in the order it is shown, in the columns of the list."""

from pathlib import Path

from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.progress import Progress
from ui.language import tr
from ui.pages.register_page.dated import Moment
from ui.task import Ask, Kind, Task, Values


def export_task(moment: Moment, shown: list[str], applied: str) -> Task:
    """The task that writes the list. shown: ids of the alliances in order; applied: the filter in words."""

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        from alliance_desk.cases import lists

        path: Path = values["path"].with_suffix(".xlsx")
        entries = {entry.id: entry for entry in moment.entries(desk)}
        lists.register(desk, [entries[key] for key in shown if key in entries], path, moment.on.isoformat())
        facts = {"path": str(path), "count": len(shown), "day": moment.on.isoformat()}
        return Changes(code="ui.register.exported", facts=facts, files=(path,))

    name = tr("ui.register.file", day=moment.on.strftime("%Y%m%d"))
    about = tr("ui.register.export-applied", applied=applied) if applied else ""
    return Task(
        id="register.export",
        title=tr("ui.register.export-title"),
        intro=tr("ui.register.export-intro", count=len(shown), day=moment.on.isoformat()) + about,
        submit=tr("ui.register.export-submit"),
        fields=[
            Ask(
                "path",
                tr("ui.table.export-path"),
                Kind.SAVE,
                required=True,
                usual=Path.home() / f"{name}.xlsx",
                file_types="Excel (*.xlsx)",
            )
        ],
        work=work,
    )
