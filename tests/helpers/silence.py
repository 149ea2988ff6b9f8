"""A test that passes says nothing: a stray log line fails it, in set-up, call, teardown or while it is collected.

Warnings, unclosed files (ResourceWarning) and exceptions nobody could catch fail it too; that is ``filterwarnings =
error`` in pyproject.toml. A test that means to cause a log line says so: ``@pytest.mark.logs("logger.name")``.

Qt's own messages (QPainter: not active …) count like log lines. While a test is set up and runs, pytest-qt hears and judges
them (``qt_log_level_fail``; ``@pytest.mark.qt_log_ignore("regex")`` for one that is meant); while modules are collected and
tests are torn down, they come here as the logger ``qt.<category>``.
"""

import logging
from collections.abc import Generator
from typing import TypeVar

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
}
"""What Qt's kinds of message are for Python; the other two, critical and fatal, are errors."""


class _Ear(logging.Handler):
    """Keeps every record at WARNING or above until it is asked for."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append((record.name, f"{record.levelname} {record.name}: {record.getMessage()}"))

    def stray(self, expected: tuple[str, ...] = ()) -> str:
        """What was heard since the last call and not expected from one of these loggers or their children."""
        heard, self.heard = self.heard, []
        return "; ".join(line for name, line in heard if not any(f"{name}.".startswith(f"{e}.") for e in expected))


class Silence:
    """The plugin: one ear on the root logger for the whole run, asked after each phase of each test."""

    def __init__(self) -> None:
        self.ear = _Ear()
        logging.getLogger().addHandler(self.ear)
        qInstallMessageHandler(_from_qt)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        mark = item.get_closest_marker("logs")
        return _judged(report, self.ear.stray(mark.args if mark else ()))

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        report = yield
        return _judged(report, self.ear.stray())

    def pytest_unconfigure(self) -> None:
        qInstallMessageHandler(None)
        logging.getLogger().removeHandler(self.ear)


def _judged(report: Report, stray: str) -> Report:
    if stray and report.outcome == "passed":
        report.outcome, report.longrepr = "failed", f"stray log line: {stray}"
    return report


def _from_qt(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
    """One message of Qt as a log line."""
    logging.getLogger(f"qt.{context.category or 'default'}").log(_LEVELS.get(kind, logging.ERROR), "%s", message)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Silence())
