"""Pages compared with pictures kept beside this test; ``ALLIANCE_DESK_BASELINES=renew`` makes the pictures anew.

Only pages on which nothing differs from one founding to the next (no fingerprint, no id).
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from alliance_desk.desk.sample import marked
from db import lists
from tests.helpers.staged import office
from tests.helpers.windows import settle
from ui.main_window import MainWindow

PICTURES = Path(__file__).parent / "baselines"
LEVELS, SHARE = 8, 0.001
"""A channel may differ by so much; so many pixels may differ by more."""
SHOWN = [
    ("today", "recommend", "light"),
    ("case", "recommend", "light"),
    ("cases", "done", "light"),
    ("register", "done", "light"),
    ("notices", "notice", "light"),
    ("case", "recommend", "dark"),
]


@pytest.mark.parametrize(("page", "moment", "theme"), SHOWN)
def test_a_page_looks_as_it_did(
    qtbot: QtBot, window_on: Callable[..., MainWindow], staged: Path, tmp_path: Path, page: str, moment: str, theme: str
) -> None:
    root = office(staged, moment, tmp_path / "office")
    sample = marked(root)
    assert sample is not None
    window = window_on(root, sample.day)
    window.seat.look.wear(theme)
    window.resize(1280, 760)
    window.go("cases" if page == "case" else page)
    if page == "case":
        raw = window.seat.reader.raw
        window.go("cases", str(lists.rows(raw, "cases", lists.ids(raw, "cases")[:1])[0]["id"]))
    qtbot.wait(300)
    settle(qtbot, window)
    qtbot.wait(100)
    seen = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    kept = PICTURES / f"{page}-{moment}-{theme}.png"
    if os.environ.get("ALLIANCE_DESK_BASELINES") == "renew":
        seen.save(str(kept))
    before = QImage(str(kept)).convertToFormat(QImage.Format.Format_RGB32)
    assert seen.size() == before.size()
    differing = different(seen, before)
    if differing > SHARE:
        seen.save(str(tmp_path / kept.name))
    assert differing <= SHARE, f"{differing:.2%} of the pixels differ; what is seen now lies at {tmp_path / kept.name}"


def test_a_difference_is_seen(tmp_path: Path) -> None:
    one = QImage(str(PICTURES / "cases-done-light.png")).convertToFormat(QImage.Format.Format_RGB32)
    other = one.copy()
    for x in range(100, 140):
        for y in range(100, 140):
            other.setPixel(x, y, 0xFF000000)
    assert different(one, one) == 0
    assert different(one, other) > SHARE


def different(one: QImage, other: QImage) -> float:
    """The share of pixels of which a channel differs by more than ``LEVELS``."""
    import numpy as np

    pixels = [
        np.frombuffer(bytes(image.constBits()), np.uint8).reshape(-1, 4)[:, :3].astype(np.int16)
        for image in (one, other)
    ]
    return float((np.abs(pixels[0] - pixels[1]).max(axis=1) > LEVELS).mean())
