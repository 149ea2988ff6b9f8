"""A test that passes says nothing: a stray log line fails it, in set-up, call, teardown or while it is collected.

Warnings, unclosed files (ResourceWarning) and exceptions nobody could catch fail it too; that is ``filterwarnings =
error`` in pyproject.toml. A test that means to cause a log line says so: ``@pytest.mark.logs("logger.name")``.
"""

import logging
from collections.abc import Generator
from typing import TypeVar

import pytest

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


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
        logging.getLogger().removeHandler(self.ear)


def _judged(report: Report, stray: str) -> Report:
    if stray and report.outcome == "passed":
        report.outcome, report.longrepr = "failed", f"stray log line: {stray}"
    return report


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Silence())
