"""The figures on their way out: every table in one workbook, the chart in sight as a picture."""

from datetime import date

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPixmap

from alliance_desk import files
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Task, Values
from ui.tasks.asks import saved, saving


def book_task(seat: Seat, on: date, pack: str, shown: str) -> Task:
    """The task that writes the workbook. pack: the one policy, empty for all. shown: the day and the policy in words."""

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        from alliance_desk.register.statistics import statistics
        from alliance_desk.register.statistics_book import write_book

        path = write_book(desk, statistics(desk, on.isoformat(), pack), saved(desk, values), pack)
        return Changes(code="ui.statistics.exported", facts={"path": str(path), "shown": shown}, files=(path,))

    return Task(
        id="statistics.book",
        title=tr("ui.statistics.export-title"),
        intro=tr("ui.statistics.export-intro", shown=shown),
        submit=tr("ui.statistics.export-submit"),
        fields=[saving(seat, tr("ui.statistics.file", day=on.strftime("%Y%m%d")))],
        work=work,
    )


def picture_task(seat: Seat, picture: QPixmap, title: str, on: date) -> Task:
    """The task that keeps the chart as a picture. title: of its topic."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    data = bytes(buffer.data().data())

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        path = files.write(saved(desk, values, "png"), data)
        return Changes(code="ui.statistics.pictured", facts={"path": str(path), "title": title}, files=(path,))

    return Task(
        id="statistics.picture",
        title=tr("ui.statistics.picture-title", title=title),
        intro=tr("ui.statistics.picture-intro", title=title),
        submit=tr("ui.statistics.export-submit"),
        fields=[saving(seat, tr("ui.statistics.picture-file", title=title, day=on.strftime("%Y%m%d")), "png")],
        work=work,
    )
