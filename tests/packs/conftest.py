"""Pack texts to break: the two that come with the program, and the smallest one that is sound."""

import pytest

from alliance_desk.paths import RESOURCES

SMALLEST = """
[pack]
id = "small-2026"
version = 1
title = "样例备案办法"
issuer = "样例局"
doc_no = ""
status = "在用"
effective = "2026-01-01"

[pack.words]
act = "备案"
applicant = "牵头单位"
alliance = "联盟"
title = "样例联盟"

[pack.jurisdiction]
include = ["1407"]

[role.decider]
name = "样例局"
levels = ["市"]
basis = "一"

[stage.intake]
name = "受理"
kind = "intake"
actor = "decider"
basis = "二"

[stage.filing]
name = "备案"
kind = "recognition"
actor = "decider"
after = ["intake"]
basis = "三"

[check.core-min]
kind = "member_count"
title = "成员至少三家"
min = 3
basis = "四"
"""


@pytest.fixture(scope="session")
def smallest() -> str:
    return SMALLEST


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """Every pack that comes with the program: file name → text."""
    return {path.name: path.read_text(encoding="utf8") for path in sorted((RESOURCES / "packs").glob("*.toml"))}
