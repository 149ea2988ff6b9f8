"""The program's window: the one place where application, theme, language, workspace and main window meet."""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from alliance_desk.clock import Clock, FixedClock, SystemClock
from alliance_desk.desk.sample import marked
from alliance_desk.errors import DeskError
from ui import language, preferences
from ui.preferences import Preferences
from ui.theme.look import Look

if TYPE_CHECKING:
    from ui.main_window import MainWindow

WORKSPACE, CLOCK, OPERATOR = "ALLIANCE_DESK_WORKSPACE", "ALLIANCE_DESK_CLOCK", "ALLIANCE_DESK_OPERATOR"


def main(arguments: list[str] | None = None) -> int:
    """Open the window; the process's exit code."""
    given = arguments_of(sys.argv[1:] if arguments is None else arguments)
    liked = preferences.load()
    _environment(liked)
    app = make_application()
    window = launch(given, Look(app, liked.theme, bundled=given.bundled_font), liked)
    if window is None:
        return 1
    _catch_bugs(window.tell_bug)
    code = app.exec()
    window.seat.close()
    return code


def launch(given: argparse.Namespace, look: Look, liked: Preferences) -> "MainWindow | None":
    """The window that some arguments ask for, after the first-run wizard where there is no workspace yet."""
    clock: Clock = FixedClock(date.fromisoformat(given.clock)) if given.clock else SystemClock()
    root = Path(given.workspace) if given.workspace else _last(liked)
    return start(root, clock, look, liked, given.operator)


def arguments_of(given: list[str]) -> argparse.Namespace:
    """The command line of the window."""
    parser = argparse.ArgumentParser(prog="alliance-desk", description="Alliance Desk")
    parser.add_argument("-w", "--workspace", default=os.environ.get(WORKSPACE, ""))
    parser.add_argument(
        "--clock", default=os.environ.get(CLOCK, ""), help="YYYY-MM-DD: rehearse as if it were this day"
    )
    parser.add_argument("--operator", default=os.environ.get(OPERATOR, ""))
    parser.add_argument(
        "--bundled-font", action="store_true", help="the font that comes with the program, for pictures"
    )
    return parser.parse_args(given)


def _environment(liked: Preferences) -> None:
    """What must stand in the environment before the application is made."""
    if liked.language:
        os.environ.setdefault(language.VARIABLE, liked.language)
    if liked.scale != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", f"{liked.scale / 100:g}")


def make_application() -> QApplication:
    """The application object, its rounding of scales and Qt's own words in the window's language."""
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("alliance-desk")
    app.setQuitOnLastWindowClosed(True)
    if language.language() == language.CHINESE:
        QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        for name in ("qtbase_zh_CN", "qt_zh_CN"):
            translator = QTranslator(app)
            if translator.load(name, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                app.installTranslator(translator)
    return app


def _last(liked: Preferences) -> Path | None:
    """The workspace of last time, while it is still there."""
    return next((Path(path) for path in liked.recent if (Path(path) / "desk.db").is_file()), None)


def start(root: Path | None, clock: Clock, look: Look, liked: Preferences, operator: str = "") -> "MainWindow | None":
    """Open a workspace's window; the first-run wizard where there is none yet. None when the person gave up."""
    problem: DeskError | None = None
    while True:
        if root is None or not (root / "desk.db").is_file() or problem is not None:
            from ui.dialogs.wizard import choose_workspace, tell_cannot_open

            if problem is not None:
                tell_cannot_open(problem, look)
            root = choose_workspace(clock, look, liked)
            if root is None:
                return None
        try:
            return open_window(root, clock, look, liked, operator)
        except DeskError as error:
            problem = error


def open_window(root: Path, clock: Clock, look: Look, liked: Preferences, operator: str = "") -> "MainWindow":
    """The main window on a workspace, shown; what is heavy loads after its first picture. Raises Refused or Damaged."""
    from ui.keeper import Keeper
    from ui.main_window import MainWindow
    from ui.seat import Seat

    if isinstance(clock, SystemClock) and (sample := marked(root)) is not None:
        clock = FixedClock(sample.day)
    seat = Seat(root, clock, look, liked, operator)
    window = MainWindow(seat)
    window.may_close = Keeper(seat, window).may_close
    preferences.opened(liked, root)
    window.go(str(seat.state("page", "today")))
    window.show()
    QTimer.singleShot(50, seat, seat.warm)
    return window


def _catch_bugs(tell: Callable[[BaseException, str], None]) -> None:
    """A fault in a slot is told and kept in a file; the window goes on."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)  # for whoever started it in a terminal
        if not issubclass(kind, KeyboardInterrupt):
            tell(error.with_traceback(trace), "")

    sys.excepthook = caught


if __name__ == "__main__":
    sys.exit(main())
