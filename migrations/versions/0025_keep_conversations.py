"""Keep threads between an affiliate and the national office, and what affiliates say about the support"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0023"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _word(*words: str, name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=40)


SIDE = _word("affiliate", "network", name="side")


def upgrade() -> None:
    _make_threads()
    _make_support()


def _make_threads() -> None:
    op.create_table(
        "threads",
        sa.Column("enrollment_id", KEY, nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("topic", _word("year", "proposal", "payment", "report", name="topic"), nullable=False),
        sa.Column("payment_id", KEY, nullable=True),
        sa.Column("report_id", KEY, nullable=True),
        sa.Column("begun_side", SIDE, nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("state", _word("open", "closed", name="threadstate"), nullable=False),
        sa.Column("awaits", SIDE, nullable=True),
        sa.Column("awaited_since", sa.DateTime(), nullable=True),
        sa.Column("first_answered_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("told_affiliate_at", sa.DateTime(), nullable=True),
        sa.Column("told_network_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_threads_closed_at_a_moment")
        ),
        sa.CheckConstraint(
            "(awaits IS NULL) = (awaited_since IS NULL)", name=op.f("ck_threads_awaited_since_a_moment")
        ),
        sa.CheckConstraint("state = 'open' OR awaits IS NULL", name=op.f("ck_threads_closed_awaits_nobody")),
        sa.CheckConstraint(
            "(topic = 'payment') = (payment_id IS NOT NULL)", name=op.f("ck_threads_payment_is_named")
        ),
        sa.CheckConstraint("(topic = 'report') = (report_id IS NOT NULL)", name=op.f("ck_threads_report_is_named")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_threads_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_threads_payment_id_payments")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_threads_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
    )
    with op.batch_alter_table("threads", schema=None) as batch_op:
        batch_op.create_index("ix_threads_enrollment", ["enrollment_id", "changed_at"], unique=False)
        batch_op.create_index("ix_threads_awaits", ["awaits", "awaited_since"], unique=False)
        batch_op.create_index("ix_threads_begun", ["begun_at"], unique=False)
        batch_op.create_index(op.f("ix_threads_payment_id"), ["payment_id"], unique=False)
        batch_op.create_index(op.f("ix_threads_report_id"), ["report_id"], unique=False)
    op.create_table(
        "thread_messages",
        sa.Column("thread_id", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("side", SIDE, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_thread_messages_author_id_users")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_thread_messages_thread_id_threads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_messages")),
    )
    with op.batch_alter_table("thread_messages", schema=None) as batch_op:
        batch_op.create_index("ix_thread_messages_thread", ["thread_id", "id"], unique=False)
        batch_op.create_index(op.f("ix_thread_messages_author_id"), ["author_id"], unique=False)


def _make_support() -> None:
    op.create_table(
        "support_marks",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("cohort_id", KEY, nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("has_answered", sa.Boolean(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_support_marks_cohort_id_cohorts")),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_support_marks_person_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_marks")),
        sa.UniqueConstraint(
            "person_id", "cohort_id", "quarter", name=op.f("uq_support_marks_person_id_cohort_id_quarter")
        ),
    )
    with op.batch_alter_table("support_marks", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_support_marks_cohort_id"), ["cohort_id"], unique=False)
    op.create_table(
        "support_ratings",
        sa.Column("cohort_id", KEY, nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("helpful", sa.Integer(), nullable=False),
        sa.Column("timely", sa.Integer(), nullable=False),
        sa.Column("respectful", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        *(
            sa.CheckConstraint(f"{name} BETWEEN 1 AND 5", name=op.f(f"ck_support_ratings_{name}_in_range"))
            for name in ("helpful", "timely", "respectful")
        ),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_support_ratings_cohort_id_cohorts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_ratings")),
    )
    with op.batch_alter_table("support_ratings", schema=None) as batch_op:
        batch_op.create_index("ix_support_ratings_quarter", ["cohort_id", "quarter"], unique=False)


def downgrade() -> None:
    for name in ("support_ratings", "support_marks", "thread_messages", "threads"):
        op.drop_table(name)
