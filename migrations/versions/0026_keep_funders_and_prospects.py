"""Keep the funders that the network knows, and the prospects of each year with the data that they rest on"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SOURCES = ("federal", "state", "local", "private", "other")
SOURCE = sa.Enum(*SOURCES, name="funderkind", native_enum=False, length=40)
KIND = sa.Enum("funding", "partnership", "resource", name="prospectkind", native_enum=False, length=40)
STATES = ("idea", "asked", "won", "declined", "withdrawn")
STATE = sa.Enum(*STATES, name="prospectstate", native_enum=False, length=40)
NOT_ASKED = "state NOT IN ('asked', 'won', 'declined')"
RULES = {
    "one_funder": "funder_id IS NULL OR funder_name = ''",
    "another_funder_has_a_kind": "(funder_name = '') = (funder_kind IS NULL)",
    "asks_somebody": f"{NOT_ASKED} OR funder_id IS NOT NULL OR funder_name <> ''",
    "asked_has_its_day": f"{NOT_ASKED} OR asked_on IS NOT NULL",
    "rests_on_something": f"{NOT_ASKED} OR evidence <> '' OR goal_id IS NOT NULL OR indicator_id IS NOT NULL OR "
    "report_id IS NOT NULL",
    "answered_has_its_day": "(state IN ('won', 'declined')) = (answered_on IS NOT NULL)",
    "won_has_its_amount": "(state = 'won') = (amount_won IS NOT NULL)",
    "amounts_are_not_negative": "amount_sought >= 0 AND amount_won >= 0",
}
REFERENCES = {
    "enrollment_id": "enrollments",
    "funder_id": "funders",
    "goal_id": "goals",
    "indicator_id": "indicators",
    "report_id": "reports",
    "owner_id": "users",
}


def upgrade() -> None:
    op.create_table(
        "funders",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", SOURCE, nullable=False),
        sa.Column("funds", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("next_deadline_on", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("listed_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funders")),
        sa.UniqueConstraint("name", name=op.f("uq_funders_name")),
    )
    op.create_table(
        "prospects",
        sa.Column("enrollment_id", KEY, nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("funder_id", KEY, nullable=True),
        sa.Column("funder_name", sa.String(length=120), nullable=False),
        sa.Column("funder_kind", SOURCE, nullable=True),
        sa.Column("amount_sought", sa.BigInteger(), nullable=True),
        sa.Column("amount_won", sa.BigInteger(), nullable=True),
        sa.Column("state", STATE, nullable=False),
        sa.Column("state_note", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("deadline_on", sa.Date(), nullable=True),
        sa.Column("goal_id", KEY, nullable=True),
        sa.Column("indicator_id", KEY, nullable=True),
        sa.Column("report_id", KEY, nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("sustains", sa.Text(), nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_prospects_{name}")) for name, rule in RULES.items()),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_prospects_{column}_{table}"))
            for column, table in REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prospects")),
    )
    op.create_index(op.f("ix_prospects_enrollment_id"), "prospects", ["enrollment_id"])
    op.create_index(op.f("ix_prospects_funder_id"), "prospects", ["funder_id"])
    op.create_index("ix_prospects_deadline", "prospects", ["owner_id", "deadline_on"])


def downgrade() -> None:
    op.drop_table("prospects")
    op.drop_table("funders")
