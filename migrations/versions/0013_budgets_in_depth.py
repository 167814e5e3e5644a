"""Tell what a budget line is for, keep match beside it, and work indirect costs out of a base

A line of the category IND becomes the proposal's indirect costs, as the amount that was typed.
"""

import sqlalchemy as sa
from alembic import op


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LINES = sa.table(
    "budget_lines",
    *(sa.column(name) for name in (
        "id", "proposal_id", "position", "category", "description", "quantity", "unit_cost", "amount",
    )),
)  # fmt: skip
INDIRECTS = sa.table(
    "budget_indirects",
    *(sa.column(name) for name in (
        "proposal_id", "mode", "rate", "base", "base_text", "agreed_on", "typed_amount", "typed_note", "amount",
    )),
)  # fmt: skip
ONE = 10_000  # a quantity of one, as it is kept


def upgrade() -> None:
    with op.batch_alter_table("cohorts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("allows_core_costs", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("budget_lines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("justification", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("goal_id", KEY, nullable=True))
        batch_op.add_column(sa.Column("hours", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("tag", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum("", "subaward", "rent", name="linekind", native_enum=False, length=40),
                nullable=False,
                server_default="",
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_budget_lines_goal_id_goals"), "goals", ["goal_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_index(batch_op.f("ix_budget_lines_goal_id"), ["goal_id"], unique=False)
    op.create_table(
        "budget_matches",
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("cash", "in_kind", name="matchkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("is_secured", sa.Boolean(), nullable=False),
        sa.Column("valuation", sa.String(length=300), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_budget_matches_amount_is_not_negative")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_budget_matches_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_matches")),
        sa.UniqueConstraint("proposal_id", "position", name=op.f("uq_budget_matches_proposal_id_position")),
    )
    op.create_table(
        "budget_indirects",
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column(
            "mode",
            sa.Enum("none", "de_minimis", "negotiated", "typed", name="indirectmode", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("rate", sa.BigInteger(), nullable=True),
        sa.Column(
            "base",
            sa.Enum(
                "mtdc", "direct", "salaries", "salaries_fringe", name="indirectbase", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("base_text", sa.String(length=300), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("typed_amount", sa.BigInteger(), nullable=False),
        sa.Column("typed_note", sa.String(length=300), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "amount >= 0 AND (rate IS NULL OR rate >= 0)", name=op.f("ck_budget_indirects_is_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_budget_indirects_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_indirects")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_budget_indirects_proposal_id")),
    )
    _take_typed_lines_over()


def downgrade() -> None:
    _put_indirect_costs_back()
    op.drop_table("budget_indirects")
    op.drop_table("budget_matches")
    with op.batch_alter_table("budget_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_lines_goal_id"))
        batch_op.drop_constraint(batch_op.f("fk_budget_lines_goal_id_goals"), type_="foreignkey")
        for name in ("kind", "tag", "hours", "goal_id", "justification", "unit"):
            batch_op.drop_column(name)
    with op.batch_alter_table("cohorts", schema=None) as batch_op:
        batch_op.drop_column("allows_core_costs")


def _take_typed_lines_over() -> None:
    """The lines of a proposal that are indirect costs become one typed amount, with what they said."""
    bind = op.get_bind()
    of_indirect = LINES.c.category == "IND"
    found = {}
    for line in bind.execute(sa.select(LINES).where(of_indirect).order_by(LINES.c.proposal_id, LINES.c.position)):
        amount, notes = found.get(line.proposal_id, (0, []))
        found[line.proposal_id] = (amount + line.amount, [*notes, line.description])
    for proposal_id, (amount, notes) in found.items():
        bind.execute(
            sa.insert(INDIRECTS).values(
                proposal_id=proposal_id, mode="typed", base="mtdc", base_text="", amount=amount,
                typed_amount=amount, typed_note="; ".join(note for note in notes if note)[:300],
            )
        )  # fmt: skip
    bind.execute(sa.delete(LINES).where(of_indirect))


def _put_indirect_costs_back() -> None:
    """Whatever way they were worked out: one line of the category IND, below the others."""
    bind = op.get_bind()
    for told in bind.execute(sa.select(INDIRECTS).where(INDIRECTS.c.amount > 0)).all():
        last = bind.scalar(sa.select(sa.func.max(LINES.c.position)).where(LINES.c.proposal_id == told.proposal_id))
        bind.execute(
            sa.insert(LINES).values(
                proposal_id=told.proposal_id, position=(last or 0) + 1, category="IND",
                description=told.typed_note or "Indirect costs", quantity=ONE, unit_cost=told.amount,
                amount=told.amount,
            )
        )  # fmt: skip
