"""Let frameworks have drafts and copies, and indicators sensitive topics and a retirement with its reason"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIBRARY = ("integration-domains", "1")
TOPICS = {
    "health": ("HEA-01", "HEA-02", "HEA-03", "HEA-04", "HEA-06"),
    "health;mental health": ("HEA-05",),
    "mental health": ("BON-06",),
    "status": ("RIG-02", "RIG-04"),
}
STATE = sa.Enum("draft", "published", name="frameworkstate", native_enum=False, length=40)


def upgrade() -> None:
    with op.batch_alter_table("frameworks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("state", STATE, nullable=False, server_default="published"))
        batch_op.add_column(sa.Column("published_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("copied_from_id", KEY, nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("frameworks", schema=None) as batch_op:
        for name in ("purpose", "state", "version"):
            batch_op.alter_column(name, server_default=None)
        batch_op.create_foreign_key(
            op.f("fk_frameworks_copied_from_id_frameworks"), "frameworks", ["copied_from_id"], ["id"]
        )
    with op.batch_alter_table("indicators", schema=None) as batch_op:
        batch_op.add_column(sa.Column("topics", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("retired_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("retired_why", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("indicators", schema=None) as batch_op:
        for name in ("topics", "retired_why", "version"):
            batch_op.alter_column(name, server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_indicators_says_of_how_many"), "calculation = 'count' OR denominator <> ''"
        )
        batch_op.create_check_constraint(
            op.f("ck_indicators_retired_with_a_reason"), "retired_at IS NULL OR retired_why <> ''"
        )
    _name_topics_of_the_library()
    op.create_table(
        "indicator_retirements",
        sa.Column("indicator_id", KEY, nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_indicator_retirements_by_id_users")),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_indicator_retirements_indicator_id_indicators")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_retirements")),
    )
    with op.batch_alter_table("indicator_retirements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_retirements_indicator_id"), ["indicator_id"], unique=False)


def _name_topics_of_the_library() -> None:
    """The starting library always had its topics in its file; rows made from it before get theirs."""
    frameworks = sa.table("frameworks", sa.column("id"), sa.column("code"), sa.column("edition"))
    indicators = sa.table("indicators", sa.column("framework_id"), sa.column("code"), sa.column("topics"))
    library = sa.select(frameworks.c.id).where(frameworks.c.code == LIBRARY[0], frameworks.c.edition == LIBRARY[1])
    for topics, codes in TOPICS.items():
        op.execute(
            sa.update(indicators)
            .where(indicators.c.framework_id.in_(library), indicators.c.code.in_(codes))
            .values(topics=topics)
        )


def downgrade() -> None:
    with op.batch_alter_table("indicator_retirements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicator_retirements_indicator_id"))
    op.drop_table("indicator_retirements")
    with op.batch_alter_table("indicators", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_indicators_retired_with_a_reason"), type_="check")
        batch_op.drop_constraint(op.f("ck_indicators_says_of_how_many"), type_="check")
        for name in ("version", "retired_why", "retired_at", "topics"):
            batch_op.drop_column(name)
    with op.batch_alter_table("frameworks", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_frameworks_copied_from_id_frameworks"), type_="foreignkey")
        for name in ("version", "copied_from_id", "published_at", "state", "purpose"):
            batch_op.drop_column(name)
