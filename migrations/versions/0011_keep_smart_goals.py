"""Keep a goal's type, own wording, risks, justifications and plan; further indicators; what imports tell"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Filled in for the goals that are there; the program itself gives every later value.
ADDED = (
    ("goal_type", sa.String(length=20), "outcome"),
    ("wording", sa.Text(), ""),
    ("data_fields", sa.String(length=300), ""),
    ("accumulation", sa.String(length=20), "not cumulative"),
    ("disaggregations", sa.JSON(), "[]"),
    ("risks", sa.JSON(), "[]"),
    ("justifications", sa.JSON(), "{}"),
)
GOALS = sa.table(
    "goals", sa.column("id", KEY), sa.column("risk", sa.Text()), sa.column("risks", sa.JSON())
)  # what moves between the two shapes


def upgrade() -> None:
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("outcome_day", sa.Integer(), nullable=True))
        for name, kind, default in ADDED:
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=default))
    for row in op.get_bind().execute(sa.select(GOALS.c.id, GOALS.c.risk).where(GOALS.c.risk != "")).all():
        risks = [{"risk": row.risk, "mitigation": ""}]
        op.get_bind().execute(GOALS.update().where(GOALS.c.id == row.id).values(risks=risks))
    with op.batch_alter_table("goals", schema=None) as batch_op:
        for name, kind, _default in ADDED:
            batch_op.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)
        batch_op.drop_column("risk")

    op.create_table(
        "watched_indicators",
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("indicator_id", KEY, nullable=False),
        sa.Column("baseline_value", sa.BigInteger(), nullable=True),
        sa.Column("baseline_n", sa.Integer(), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("target_value", sa.BigInteger(), nullable=True),
        sa.Column("data_source", sa.String(length=200), nullable=False),
        sa.Column("data_fields", sa.String(length=300), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("review_frequency", sa.String(length=20), nullable=False),
        sa.Column("accumulation", sa.String(length=20), nullable=False),
        sa.Column("disaggregations", sa.JSON(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_watched_indicators_indicator_id_indicators")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_watched_indicators_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_indicators")),
        sa.UniqueConstraint(
            "proposal_id", "indicator_id", name=op.f("uq_watched_indicators_proposal_id_indicator_id")
        ),
    )
    op.create_table(
        "data_facts",
        sa.Column("affiliate_id", KEY, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("arrivals_by_month", sa.JSON(), nullable=False),
        sa.Column("field_completeness", sa.JSON(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["affiliate_id"], ["affiliates.id"], name=op.f("fk_data_facts_affiliate_id_affiliates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_facts")),
        sa.UniqueConstraint("affiliate_id", name=op.f("uq_data_facts_affiliate_id")),
    )


def downgrade() -> None:
    op.drop_table("data_facts")
    op.drop_table("watched_indicators")
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("risk", sa.Text(), nullable=False, server_default=""))
    for row in op.get_bind().execute(sa.select(GOALS.c.id, GOALS.c.risks)).all():
        risk = "\n".join(" ".join(filter(None, (risk["risk"], risk["mitigation"]))) for risk in row.risks)
        op.get_bind().execute(GOALS.update().where(GOALS.c.id == row.id).values(risk=risk))
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.alter_column("risk", existing_type=sa.Text(), existing_nullable=False, server_default=None)
        for name, _kind, _default in reversed(ADDED):
            batch_op.drop_column(name)
        batch_op.drop_column("outcome_day")
