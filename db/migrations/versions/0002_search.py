"""The search index over cases and members.

Rules: paths are added, never renamed or retyped; ledger tables are never rewritten; index tables may be dropped and made anew.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("case", "member")


def upgrade() -> None:
    """External-content FTS5 tables, kept in step by triggers."""
    for name in TABLES:
        content = f"index_{name}"
        op.execute(
            f"CREATE VIRTUAL TABLE search_{name} USING fts5(grams, content='{content}', content_rowid='rowid', tokenize='ascii', prefix='1')"
        )
        add = f"INSERT INTO search_{name}(rowid, grams) VALUES (new.rowid, new.grams);"
        drop = f"INSERT INTO search_{name}(search_{name}, rowid, grams) VALUES ('delete', old.rowid, old.grams);"
        op.execute(f"CREATE TRIGGER search_{name}_insert AFTER INSERT ON {content} BEGIN {add} END")
        op.execute(f"CREATE TRIGGER search_{name}_delete AFTER DELETE ON {content} BEGIN {drop} END")
        op.execute(f"CREATE TRIGGER search_{name}_update AFTER UPDATE OF grams ON {content} BEGIN {drop} {add} END")
