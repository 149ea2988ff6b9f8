"""The city office of ``tests/cases`` with its own experts: the trial policy reviews by the bureau's own panel."""

from collections.abc import Callable

import pytest

from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.paths import RESOURCES
from alliance_desk.review import pool
from tests.cases.conftest import case_at, desk, policy, report

__all__ = ["case_at", "desk", "report"]
POOL = RESOURCES / "samples" / "experts.xlsx"


@pytest.fixture
def own(desk: Desk, case_at: Callable[..., Folded]) -> Callable[..., Folded]:
    """A case that waits for the bureau's own experts; the pool is there."""
    policy(desk, ('mode = "third_party"', 'mode = "own"'))
    pool.take_in(desk, POOL)
    return case_at
