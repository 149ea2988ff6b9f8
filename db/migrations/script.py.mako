"""${message}

Rules: paths are added, never renamed or retyped; ledger tables are never rewritten; index tables may be dropped and made anew.
"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    ${upgrades if upgrades else "pass"}
