"""Keep the trail of changes to drafts, texts that wait for a choice, and who is here"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "proposal_edits",
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("editor", sa.String(length=48), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_proposal_edits_by_id_users")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_edits_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_edits")),
        sa.UniqueConstraint("proposal_id", "part", "version", name=op.f("uq_proposal_edits_proposal_id_part_version")),
    )
    op.create_table(
        "proposal_presence",
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_presence_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_proposal_presence_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_presence")),
        sa.UniqueConstraint("proposal_id", "user_id", name=op.f("uq_proposal_presence_proposal_id_user_id")),
    )
    op.create_table(
        "proposal_texts_set_aside",
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("over_version", sa.Integer(), nullable=False),
        sa.Column("over_by_id", KEY, nullable=True),
        sa.Column("editor", sa.String(length=48), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(), nullable=True),
        sa.Column("resolved_by_id", KEY, nullable=True),
        sa.Column("chosen", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (chosen = '')", name=op.f("ck_proposal_texts_set_aside_chosen_when_resolved")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_proposal_texts_set_aside_by_id_users")),
        sa.ForeignKeyConstraint(
            ["over_by_id"], ["users.id"], name=op.f("fk_proposal_texts_set_aside_over_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_texts_set_aside_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by_id"], ["users.id"], name=op.f("fk_proposal_texts_set_aside_resolved_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_texts_set_aside")),
    )
    op.create_index("ix_proposal_texts_set_aside_part", "proposal_texts_set_aside", ["proposal_id", "part"])


def downgrade() -> None:
    op.drop_table("proposal_texts_set_aside")
    op.drop_table("proposal_presence")
    op.drop_table("proposal_edits")
