"""Saving a paper's PDF somewhere else: for the engraver, for another printer."""

from pathlib import Path

from alliance_desk import files
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.progress import Progress
from ui.language import tr
from ui.task import Ask, Kind, Task, Values

_LIMIT = 1 << 26


def save_task(source: Path, name: str) -> Task:
    """The task that copies a PDF to a place the person chooses."""

    def work(_desk: Desk, values: Values, _step: Progress) -> Changes:
        target: Path = values["path"].with_suffix(".pdf")
        files.write(target, files.read(source, _LIMIT))
        return Changes(code="ui.certificates.saved", facts={"path": str(target)}, files=(target,))

    return Task(
        id="certificate.save",
        title=tr("ui.certificates.save-title", name=name),
        intro=tr("ui.certificates.save-intro"),
        submit=tr("ui.certificates.save-submit"),
        fields=[Ask("path", tr("ui.certificates.save-path"), Kind.SAVE, required=True, usual=Path.home() / source.name, file_types="PDF (*.pdf)")],
        work=work,
    )  # fmt: skip
