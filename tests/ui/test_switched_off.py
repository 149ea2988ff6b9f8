"""What a call switched off stands below the conditions of its cases, in the window and on the command line."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.cli.conftest import Run, run
from tests.helpers.case_views import Open, opened, text
from tests.helpers.desks import PACK_ID, make_office, open_sample_case
from ui.pages.case.checks import Checks

__all__ = ["run"]
ROOT = "rule-2024"
CALL = f'[pack]\nid = "{PACK_ID}"\nversion = 1\ntitle = "样例申报通知"\ndoc_no = ""\nparent = "{ROOT}"\n[check.enterprises]\noff = true\nbasis = "通知三"\n'


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A county with one case under a call, whose policy is gone since."""
    with make_office(tmp_path / "county") as desk:
        path = desk.place.packs / f"{PACK_ID}.toml"
        (desk.place.packs / f"{ROOT}.toml").write_text(path.read_text("utf8").replace(PACK_ID, ROOT), "utf8")
        path.write_text(CALL, "utf8")
        open_sample_case(desk)
        (desk.place.packs / f"{ROOT}.toml").unlink()
    return tmp_path / "county"


def test_below_the_conditions_of_a_case(window_on: Open, office: Path) -> None:
    window, view = opened(window_on, office)
    tab = next(iter(view.findChildren(Checks)))
    tab.choose("all")
    QApplication.processEvents()
    said = text(window, "case.conditions.off")
    assert "申报通知停用的条件" in said
    assert "成员中有三家企业　《样例市产业联盟试行办法》第五条　通知三停用" in said


def test_with_the_outcomes_on_the_command_line(run: Run, office: Path) -> None:
    said = run(office, "check", "210303-2024-0001", "--look")
    assert [(one["name"], one["parent"]) for one in said.data["off"]] == [("成员中有三家企业", ROOT)]
    assert "通知三停用" in run(office, "check", "210303-2024-0001", "--look", plain=True).out
