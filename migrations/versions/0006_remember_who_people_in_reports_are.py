"""Remember who the people in meeting reports are"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "attendance_aliases",
        sa.Column("alias", sa.String(length=254), nullable=False),
        sa.Column("shown", sa.String(length=254), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("remembered_by_id", KEY, nullable=False),
        sa.Column("remembered_at", sa.DateTime(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["remembered_by_id"], ["users.id"], name=op.f("fk_attendance_aliases_remembered_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_aliases")),
        sa.UniqueConstraint("alias", "email", name=op.f("uq_attendance_aliases_alias_email")),
    )
    op.create_index("ix_attendance_aliases_email", "attendance_aliases", ["email"])
    # The defaults are for the reports that are there.
    op.add_column("attendance_imports", sa.Column("answers", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("attendance_imports", sa.Column("replaced", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("attendance_imports", sa.Column("open_questions", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_attendance_imports_questions", "attendance_imports", ["open_questions"])
    _count_questions()
    with op.batch_alter_table("attendance_imports", schema=None) as batch_op:
        for name, kind in (("answers", sa.JSON()), ("replaced", sa.JSON()), ("open_questions", sa.Integer())):
            batch_op.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)


def _count_questions() -> None:
    """Whom a report did not tell and nobody said is asked about in the queue from now on."""
    imports = sa.table(
        "attendance_imports",
        sa.column("id", KEY),
        sa.column("reading", sa.JSON()),
        sa.column("open_questions", sa.Integer()),
    )
    for row in op.get_bind().execute(sa.select(imports.c.id, imports.c.reading)).all():
        people = row.reading["participants"]
        questions = sum(not person["matched"] and person["participant_id"] is None for person in people)
        op.execute(imports.update().where(imports.c.id == row.id).values(open_questions=questions))


def downgrade() -> None:
    op.drop_index("ix_attendance_imports_questions", "attendance_imports")
    with op.batch_alter_table("attendance_imports", schema=None) as batch_op:
        for column in ("open_questions", "replaced", "answers"):
            batch_op.drop_column(column)
    op.drop_index("ix_attendance_aliases_email", "attendance_aliases")
    op.drop_table("attendance_aliases")
