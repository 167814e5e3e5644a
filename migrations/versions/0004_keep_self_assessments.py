"""Keep self-assessments, the development log and the learning agenda"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learning_topics",
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("dimension", sa.String(length=10), nullable=False),
        sa.Column(
            "offer",
            sa.Enum("office_hour", "template", "session", "peer_visit", name="offer", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("happens_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("led_by", sa.String(length=200), nullable=False),
        sa.Column("written_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["written_by_id"], ["users.id"], name=op.f("fk_learning_topics_written_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_topics")),
    )
    op.create_index("ix_learning_topics_day", "learning_topics", ["happens_on"], unique=False)
    op.create_table(
        "assessments",
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "moment",
            sa.Enum("before", "looking_back", "after", "twelve_months", name="moment", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("started_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (submitted_by_id IS NULL)", name=op.f("ck_assessments_submitted_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_assessments_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(["started_by_id"], ["users.id"], name=op.f("fk_assessments_started_by_id_users")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["users.id"], name=op.f("fk_assessments_submitted_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sa.UniqueConstraint("enrollment_id", "moment", name=op.f("uq_assessments_enrollment_id_moment")),
    )
    op.create_table(
        "development_notes",
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dimension", sa.String(length=10), nullable=False),
        sa.Column("learned_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_development_notes_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_development_notes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_development_notes")),
    )
    op.create_index(op.f("ix_development_notes_enrollment_id"), "development_notes", ["enrollment_id"], unique=False)
    op.create_table(
        "personal_assessments",
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "moment",
            sa.Enum("before", "looking_back", "after", "twelve_months", name="moment", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "position",
            sa.Enum("frontline", "supervisor", "leader", name="position", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "submitted_at IS NULL OR position IS NOT NULL",
            name=op.f("ck_personal_assessments_submitted_from_a_position"),
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_personal_assessments_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_personal_assessments_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_assessments")),
        sa.UniqueConstraint(
            "enrollment_id", "moment", "user_id", name=op.f("uq_personal_assessments_enrollment_id_moment_user_id")
        ),
    )
    op.create_index("ix_personal_assessments_counted", "personal_assessments", ["moment", "submitted_at"], unique=False)
    op.create_index(op.f("ix_personal_assessments_user_id"), "personal_assessments", ["user_id"], unique=False)
    op.create_table(
        "assessment_sections",
        sa.Column("assessment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dimension", sa.String(length=10), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("saved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_assessment_sections_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(["saved_by_id"], ["users.id"], name=op.f("fk_assessment_sections_saved_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_sections")),
        sa.UniqueConstraint("assessment_id", "dimension", name=op.f("uq_assessment_sections_assessment_id_dimension")),
    )


def downgrade() -> None:
    op.drop_table("assessment_sections")
    op.drop_index(op.f("ix_personal_assessments_user_id"), table_name="personal_assessments")
    op.drop_index("ix_personal_assessments_counted", table_name="personal_assessments")
    op.drop_table("personal_assessments")
    op.drop_index(op.f("ix_development_notes_enrollment_id"), table_name="development_notes")
    op.drop_table("development_notes")
    op.drop_table("assessments")
    op.drop_index("ix_learning_topics_day", table_name="learning_topics")
    op.drop_table("learning_topics")
