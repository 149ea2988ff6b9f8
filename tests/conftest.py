"""What holds for every test: silence, the list of skips (tests/helpers), and examples that do not depend on luck."""

import os

from hypothesis import settings

# No window of a test ever appears on somebody's screen; a run that wants one says QT_QPA_PLATFORM=xcb.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = [
    "tests.helpers.silence",
    "tests.helpers.tools",
    "tests.helpers.printing",
    "tests.helpers.windows",
    "tests.helpers.drawers",
    "tests.helpers.disks",
    "tests.helpers.staged",
]

# Two cores shared with other tests make a time limit for one example meaningless; CI must say the same twice.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "desk")
