"""Programs of the system that some tests use, and the skips that their absence allows.

Outside the list nothing may be skipped, and with ``CI=true`` nothing at all: a skip then counts as a failure.
"""

import os
import shutil
from collections.abc import Generator

import pytest

REASONS = {
    "pdftotext": "pdftotext is not installed (package poppler-utils)",
    "pdftoppm": "pdftoppm is not installed (package poppler-utils)",
    "pdffonts": "pdffonts is not installed (package poppler-utils)",
    "cupsd": "cupsd is not installed (package cups)",
    "/usr/lib/cups/backend/cups-pdf": "a queue that prints to PDF needs root and cups-pdf (package printer-driver-cups-pdf)",
    "Xvfb": "Xvfb is not installed (package xvfb)",
    "mount": "a disk of its own needs root and mount",
    "rlimit": "resource limits are POSIX only",
    "signals": "kill -9 is POSIX only",
    "symlinks": "symbolic links need a right that Windows gives to administrators only",
    "git": "git is not installed",
    "sh": "a POSIX shell is not installed",
}
"""Every reason for which a test may be skipped, by what is missing."""


def need(tool: str) -> str:
    """The path of a program that the calling test uses; without it the test is skipped by name (fails with CI=true)."""
    # Servers lie in a folder that is not on the path of plain users.
    path = shutil.which(tool) or shutil.which(tool, path="/usr/sbin")
    if path is None:
        pytest.skip(REASONS[tool])
    return path


def in_ci() -> bool:
    """Whether this is the run that decides."""
    return os.environ.get("CI") == "true"


def refused(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why a skip is not allowed, or empty."""
    if report.outcome != "skipped" or hasattr(report, "wasxfail"):
        return ""
    reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr).removeprefix(
        "Skipped: "
    )
    if in_ci():
        return f"skipped although CI=true: {reason}"
    if reason not in REASONS.values():
        return f"skipped for a reason that is not in tests/helpers/tools.py: {reason}"
    return ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip that is not allowed into a failure."""
    report = yield
    if why := refused(report):
        report.outcome, report.longrepr = "failed", why
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself while it is collected."""
    report = yield
    if why := refused(report):
        report.outcome, report.longrepr = "failed", why
    return report
