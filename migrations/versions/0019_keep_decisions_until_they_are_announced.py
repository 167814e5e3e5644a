"""Keep decisions until they are announced, and who confirmed them; what they hold of a cohort's budget

A cohort that is there already goes on without a second person until somebody sets the amount.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATE = sa.Enum("staged", "sent_back", "taken_back", "announced", name="stagedstate", native_enum=False, length=40)
OUTCOME = sa.Enum("approve", "request_changes", "decline", name="outcome", native_enum=False, length=40)
SOURCE = sa.Enum("federal", "private", name="fundingsource", native_enum=False, length=40)
RESTRICTION = sa.Enum(
    "restricted", "partly_restricted", "unrestricted", name="restriction", native_enum=False, length=40
)


def upgrade() -> None:
    with op.batch_alter_table("cohorts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("staged_amount", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("confirm_above", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("cohorts", schema=None) as batch_op:
        batch_op.alter_column("staged_amount", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_cohorts_budget_is_not_overpromised"),
            "staged_amount >= 0 AND committed_amount + staged_amount <= award_budget",
        )
        batch_op.create_check_constraint(op.f("ck_cohorts_confirm_above_is_an_amount"), "confirm_above >= 0")
    _make_staged_decisions()
    _make_confirmations()


def _make_staged_decisions() -> None:
    op.create_table(
        "staged_decisions",
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("snapshot_number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("outcome", OUTCOME, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("source", SOURCE, nullable=False),
        sa.Column("restriction", RESTRICTION, nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("requests", sa.JSON(), nullable=False),
        sa.Column("decided_by_id", KEY, nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("sent_back_by_id", KEY, nullable=True),
        sa.Column("sent_back_at", sa.DateTime(), nullable=True),
        sa.Column("sent_back_why", sa.Text(), nullable=False),
        sa.Column("announced_by_id", KEY, nullable=True),
        sa.Column("announced_at", sa.DateTime(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'approve') = (amount IS NOT NULL)", name=op.f("ck_staged_decisions_approvals_name_an_amount")
        ),
        sa.CheckConstraint(
            "(outcome = 'approve') = (starts_on IS NOT NULL)",
            name=op.f("ck_staged_decisions_approvals_name_a_first_day"),
        ),
        sa.CheckConstraint("amount IS NULL OR amount > 0", name=op.f("ck_staged_decisions_amount_is_positive")),
        sa.CheckConstraint(
            "(state = 'announced') = (announced_at IS NOT NULL)",
            name=op.f("ck_staged_decisions_announced_has_its_time"),
        ),
        sa.CheckConstraint(
            "state <> 'sent_back' OR sent_back_why <> ''", name=op.f("ck_staged_decisions_sent_back_with_why")
        ),
        sa.ForeignKeyConstraint(
            ["announced_by_id"], ["users.id"], name=op.f("fk_staged_decisions_announced_by_id_users")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_staged_decisions_decided_by_id_users")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_staged_decisions_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(
            ["sent_back_by_id"], ["users.id"], name=op.f("fk_staged_decisions_sent_back_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_decisions")),
        sa.UniqueConstraint(
            "proposal_id", "snapshot_number", name=op.f("uq_staged_decisions_proposal_id_snapshot_number")
        ),
    )
    with op.batch_alter_table("staged_decisions", schema=None) as batch_op:
        batch_op.create_index("ix_staged_decisions_state", ["state"], unique=False)


def _make_confirmations() -> None:
    op.create_table(
        "decision_confirmations",
        sa.Column("staged_decision_id", KEY, nullable=False),
        sa.Column("confirmed_by_id", KEY, nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reset_at", sa.DateTime(), nullable=True),
        sa.Column("reset_why", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "(reset_at IS NULL) = (reset_why = '')", name=op.f("ck_decision_confirmations_reset_with_why")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["users.id"], name=op.f("fk_decision_confirmations_confirmed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["staged_decision_id"],
            ["staged_decisions.id"],
            name=op.f("fk_decision_confirmations_staged_decision_id_staged_decisions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_confirmations")),
    )
    with op.batch_alter_table("decision_confirmations", schema=None) as batch_op:
        batch_op.create_index("ix_decision_confirmations_staged_decision", ["staged_decision_id"], unique=False)


def downgrade() -> None:
    for name in ("decision_confirmations", "staged_decisions"):
        op.drop_table(name)
    with op.batch_alter_table("cohorts", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_cohorts_confirm_above_is_an_amount"), type_="check")
        batch_op.drop_constraint(op.f("ck_cohorts_budget_is_not_overpromised"), type_="check")
        batch_op.drop_column("confirm_above")
        batch_op.drop_column("staged_amount")
