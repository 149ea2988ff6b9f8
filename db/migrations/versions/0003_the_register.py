"""The register: effects, alliances with their members, and what comes after a recognition.

Rules: paths are added, never renamed or retyped; ledger tables are never rewritten; index tables may be dropped and made anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "index_affair",
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("opened", sa.String(), nullable=False),
        sa.Column("received", sa.String(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("consequence", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_index_affair")),
    )
    with op.batch_alter_table("index_affair", schema=None) as batch_op:
        batch_op.create_index("ix_index_affair_alliance", ["alliance", "procedure", "subject"], unique=False)
        owed = ["procedure", "subject", "alliance", "received", "outcome", "finished", "what"]
        batch_op.create_index("ix_index_affair_owed", owed, unique=False)
        ended = ["procedure", "outcome", "alliance"]
        batch_op.create_index("ix_index_affair_ended", ended, sqlite_where=sa.text("outcome <> ''"))

    op.create_table(
        "index_grade",
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("case", sa.String(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("score", sa.String(), nullable=False),
        sa.Column("on_date", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("alliance", "case", name=op.f("pk_index_grade")),
    )
    with op.batch_alter_table("index_grade", schema=None) as batch_op:
        given = ["procedure", "alliance", "subject", "on_date", "grade"]
        batch_op.create_index("ix_index_grade_given", given, unique=False)

    op.create_table(
        "index_sanction",
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("opened", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("closed", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("case", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("alliance", "id", name=op.f("pk_index_sanction")),
    )

    op.create_table(
        "index_effect",
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("on_date", sa.String(), nullable=False, comment="effective date"),
        sa.Column("recorded", sa.String(), nullable=False, comment="UTC"),
        sa.Column("data", sa.LargeBinary(), nullable=False, comment="canonical JSON"),
        sa.Column(
            "commit_no",
            sa.Integer(),
            nullable=False,
            comment="number of the deciding office's commit: a second may hold several",
        ),
        sa.PrimaryKeyConstraint("stream", "seq", "position", name=op.f("pk_index_effect")),
    )
    with op.batch_alter_table("index_effect", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_index_effect_alliance"), ["alliance"], unique=False)

    op.create_table(
        "index_alliance",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("lead", sa.String(), nullable=False),
        sa.Column("county", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("recognised", sa.String(), nullable=False),
        sa.Column("valid_to", sa.String(), nullable=False),
        sa.Column("doc_no", sa.String(), nullable=False),
        sa.Column("case", sa.String(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("agreement_end", sa.String(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("held", sa.String(), nullable=False),
        sa.Column("exited", sa.String(), nullable=False),
        sa.Column("leaves", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("graded", sa.String(), nullable=False),
        sa.Column("sanctions", sa.String(), nullable=False),
        sa.Column("sanction_due", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_alliance")),
    )
    with op.batch_alter_table("index_alliance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_index_alliance_name"), ["name"], unique=False)

    op.create_table(
        "index_alliance_member",
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("registered", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("alliance", "member", name=op.f("pk_index_alliance_member")),
    )
    with op.batch_alter_table("index_alliance_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_index_alliance_member_code"), ["code"], unique=False)
