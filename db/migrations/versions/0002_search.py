"""The search index over cases.

Rules: paths are added, never renamed or retyped; ledger tables are never rewritten; index tables may be dropped and made anew.
"""

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
