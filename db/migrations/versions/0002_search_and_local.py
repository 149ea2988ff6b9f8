"""The search index over cases, and what belongs to one PC only: drafts, the window's state, jobs.

Rules: paths are added, never renamed or retyped; ledger tables are never rewritten; index tables may be dropped and made anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An external-content FTS5 table, kept in step by triggers; an update that leaves the words alone leaves it alone."""
    op.execute(
        "CREATE VIRTUAL TABLE search_case USING fts5(grams, content='index_case', content_rowid='rowid', tokenize='ascii', prefix='1')"
    )
    add = "INSERT INTO search_case(rowid, grams) VALUES (new.rowid, new.grams);"
    drop = "INSERT INTO search_case(search_case, rowid, grams) VALUES ('delete', old.rowid, old.grams);"
    op.execute(f"CREATE TRIGGER search_case_insert AFTER INSERT ON index_case BEGIN {add} END")
    op.execute(f"CREATE TRIGGER search_case_delete AFTER DELETE ON index_case BEGIN {drop} END")
    op.execute(
        "CREATE TRIGGER search_case_update AFTER UPDATE OF grams ON index_case WHEN old.grams <> new.grams "
        f"BEGIN {drop} {add} END"
    )
    _local()


def _local() -> None:
    op.create_table(
        "local_draft",
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False, comment="empty where the form opens a new record"),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column(
            "base", sa.Integer(), nullable=False, comment="sequence number of the head that the form was filled from"
        ),
        sa.Column("content", sa.String(), nullable=False, comment="JSON object: field path to what was typed"),
        sa.Column("saved", sa.String(), nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("operator", "stream", "form", name=op.f("pk_local_draft")),
    )
    op.create_table(
        "local_job",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("started", sa.String(), nullable=False, comment="UTC"),
        sa.Column("ended", sa.String(), nullable=False, comment="UTC; empty while it runs"),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "state", sa.String(), nullable=False, comment="running, done, refused, damaged, cancelled, bug or lost"
        ),
        sa.Column("text", sa.String(), nullable=False, comment="what it said at the end"),
        sa.Column("files", sa.String(), nullable=False, comment="JSON array of paths"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_job")),
    )
    with op.batch_alter_table("local_job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_local_job_started"), ["started"], unique=False)

    op.create_table(
        "local_window",
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False, comment="JSON"),
        sa.PrimaryKeyConstraint("operator", "key", name=op.f("pk_local_window")),
    )
