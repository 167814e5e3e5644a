"""Fit the form to a cohort: a short form, parts switched off, questions of the staff, minutes, a longer checklist"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ETHICS = ["need", "choice", "small", "harm", "caveats"]
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MONEY = sa.BigInteger()  # cents


def upgrade() -> None:
    op.create_table(
        "extra_questions",
        sa.Column("cohort_id", KEY, nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *("line", "text", "number", "date", "choice", "file"), name="extrakind", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=160), nullable=False),
        sa.Column("hint", sa.String(length=300), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("most >= 0", name=op.f("ck_extra_questions_limit_is_not_negative")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_extra_questions_cohort_id_cohorts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_questions")),
    )
    op.create_index("ix_extra_questions_cohort", "extra_questions", ["cohort_id", "position"], unique=False)
    op.create_table(
        "extra_files",
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("kept_by_id", KEY, nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("file_type", sa.String(length=100), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["kept_by_id"], ["users.id"], name=op.f("fk_extra_files_kept_by_id_users")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_extra_files_proposal_id_proposals")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["extra_questions.id"], name=op.f("fk_extra_files_question_id_extra_questions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_files")),
    )
    op.create_index("ix_extra_files_proposal", "extra_files", ["proposal_id"], unique=False)
    op.create_index(op.f("ix_extra_files_file_sha256"), "extra_files", ["file_sha256"], unique=False)
    with op.batch_alter_table("cohorts", schema=None) as table:
        table.add_column(sa.Column("short_form_up_to", MONEY, nullable=False, server_default="1500000"))
        table.add_column(sa.Column("sections_off", sa.JSON(), nullable=False, server_default="[]"))
        table.create_check_constraint(op.f("ck_cohorts_short_form_is_for_an_amount"), "short_form_up_to >= 0")
    with op.batch_alter_table("proposals", schema=None) as table:
        table.add_column(sa.Column("wants_short_form", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("proposal_sections", schema=None) as table:
        table.add_column(sa.Column("seconds_spent", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("is_copied", sa.Boolean(), nullable=False, server_default=sa.false()))
    _drop_defaults()
    _change_ethics(lambda old: ETHICS if old is True else None if old in (None, False) else old)


def downgrade() -> None:
    _change_ethics(lambda old: isinstance(old, list) and set(old) >= set(ETHICS))
    with op.batch_alter_table("proposal_sections", schema=None) as table:
        table.drop_column("is_copied")
        table.drop_column("seconds_spent")
    with op.batch_alter_table("proposals", schema=None) as table:
        table.drop_column("wants_short_form")
    with op.batch_alter_table("cohorts", schema=None) as table:
        table.drop_constraint(op.f("ck_cohorts_short_form_is_for_an_amount"), type_="check")
        table.drop_column("sections_off")
        table.drop_column("short_form_up_to")
    op.drop_table("extra_files")
    op.drop_table("extra_questions")


def _drop_defaults() -> None:
    """The values of new rows come from the program."""
    for name, columns in (
        ("cohorts", ("short_form_up_to", "sections_off")),
        ("proposals", ("wants_short_form",)),
        ("proposal_sections", ("seconds_spent", "is_copied")),
    ):
        with op.batch_alter_table(name, schema=None) as table:
            for column in columns:
                table.alter_column(column, server_default=None)


def _change_ethics(changed) -> None:  # noqa: ANN001  a function of the old answer
    """The one tick for the whole checklist became a tick for each of its lines."""
    rows = sa.table("proposal_sections", sa.column("id"), sa.column("name"), sa.column("answers", sa.JSON()))
    connection = op.get_bind()
    found = connection.execute(sa.select(rows.c.id, rows.c.answers).where(rows.c.name == "privacy")).all()
    for key, answers in found:
        if "ethics" in answers:
            kept = {**answers, "ethics": changed(answers["ethics"])}
            connection.execute(rows.update().where(rows.c.id == key).values(answers=kept))
