"""Waiting lists, interests, what a pilot taught, and commitments with their digest and deadline"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COMMITMENT_TEXT = (
    "We take part in the whole program year. Our director supports it, a named data lead has time for it, "
    "our people attend each training session or watch its recording, and we use our own data to improve our services. "
    "We protect the personal data of the people we serve. We may withdraw at any time and say why."
)


def upgrade() -> None:
    _widen_cohorts()
    _widen_enrollments()
    _widen_commitments()

    op.create_table(
        "learning_reviews",
        sa.Column("cohort_id", KEY, nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "submitted", "returned", "approved", name="learningstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("worked", sa.Text(), nullable=False),
        sa.Column("did_not_work", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("writer_ids", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_by_id", KEY, nullable=True),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "state <> 'approved' OR decided_by_id <> submitted_by_id",
            name=op.f("ck_learning_reviews_approved_by_another_person"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_learning_reviews_author_id_users")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_learning_reviews_cohort_id_cohorts")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_learning_reviews_decided_by_id_users")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["users.id"], name=op.f("fk_learning_reviews_submitted_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_reviews")),
        sa.UniqueConstraint("cohort_id", name=op.f("uq_learning_reviews_cohort_id")),
    )
    op.create_table(
        "interests",
        sa.Column("cohort_id", KEY, nullable=False),
        sa.Column("affiliate_id", KEY, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "expressed", "selected", "not_selected", "withdrawn",
                name="intereststate", native_enum=False, length=40,
            ),
            nullable=False,
        ),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("data_lead_name", sa.String(length=120), nullable=False),
        sa.Column(
            "readiness",
            sa.Enum("ready", "soon", "needs_help", name="readiness", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("readiness_note", sa.Text(), nullable=False),
        sa.Column("expressed_by_id", KEY, nullable=False),
        sa.Column("expressed_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('selected', 'not_selected') OR decided_at IS NOT NULL",
            name=op.f("ck_interests_a_selection_is_dated"),
        ),
        sa.ForeignKeyConstraint(["affiliate_id"], ["affiliates.id"], name=op.f("fk_interests_affiliate_id_affiliates")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_interests_cohort_id_cohorts")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_interests_decided_by_id_users")),
        sa.ForeignKeyConstraint(["expressed_by_id"], ["users.id"], name=op.f("fk_interests_expressed_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interests")),
        sa.UniqueConstraint("cohort_id", "affiliate_id", name=op.f("uq_interests_cohort_id_affiliate_id")),
    )
    op.create_index(op.f("ix_interests_affiliate_id"), "interests", ["affiliate_id"])


def _widen_cohorts() -> None:
    """A cohort that is there already has no waiting list, no deadline for commitments and the usual text."""
    with op.batch_alter_table("cohorts") as table:
        table.add_column(sa.Column("seats_offered", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("waiting_places", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("waiting", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(
            sa.Column(
                "recording_check",
                sa.Enum(
                    "none", "questions", "reflection", name="recordingcheck", native_enum=False, length=40
                ),
                nullable=False,
                server_default="none",
            )
        )
        table.add_column(sa.Column("commitments_due_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("commitment_text", sa.Text(), nullable=False, server_default=COMMITMENT_TEXT))
        table.add_column(sa.Column("requires_partner", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("pilot_id", KEY, nullable=True))
    with op.batch_alter_table("cohorts") as table:
        for name in ("seats_offered", "waiting_places", "waiting", "recording_check", "commitment_text"):
            table.alter_column(name, server_default=None)
        table.alter_column("requires_partner", server_default=None)
        table.create_foreign_key(op.f("fk_cohorts_pilot_id_cohorts"), "cohorts", ["pilot_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_cohorts_seats_are_promised_once"), "seats_offered >= 0 AND seats_taken + seats_offered <= seats"
        )
        table.create_check_constraint(
            op.f("ck_cohorts_waiting_list_is_not_overfull"), "waiting >= 0 AND waiting <= waiting_places"
        )


def _widen_enrollments() -> None:
    with op.batch_alter_table("enrollments") as table:
        table.add_column(sa.Column("selection_reason", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("reminded_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("commitment_extended_to", sa.DateTime(), nullable=True))
        table.add_column(
            sa.Column(
                "way_out",
                sa.Enum(
                    "timing", "staff", "money", "leadership", "systems", "other",
                    name="wayout", native_enum=False, length=40,
                ),
                nullable=True,
            )
        )
        table.add_column(sa.Column("waitlisted_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("offered_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("enrollments") as table:
        table.alter_column("selection_reason", server_default=None)
        table.create_check_constraint(
            op.f("ck_enrollments_waits_between_signing_and_seat"), "waitlisted_at IS NULL OR stage = 'committed'"
        )
        table.create_check_constraint(
            op.f("ck_enrollments_moves_up_from_the_waiting_list"), "offered_at IS NULL OR waitlisted_at IS NOT NULL"
        )


def _widen_commitments() -> None:
    """What was signed before gets the digest of its own words."""
    with op.batch_alter_table("commitments") as table:
        table.add_column(sa.Column("text_sha256", sa.String(length=64), nullable=False, server_default=""))
        table.add_column(sa.Column("data_lead_name", sa.String(length=120), nullable=False, server_default=""))
        table.add_column(sa.Column("profile", sa.JSON(), nullable=False, server_default="{}"))
    rows = sa.table("commitments", sa.column("id", sa.BigInteger), sa.column("text"), sa.column("text_sha256"))
    connection = op.get_bind()
    for key, text in connection.execute(sa.select(rows.c.id, rows.c.text)).all():
        digest = hashlib.sha256(text.encode()).hexdigest()
        connection.execute(rows.update().where(rows.c.id == key).values(text_sha256=digest))
    with op.batch_alter_table("commitments") as table:
        for name in ("text_sha256", "data_lead_name", "profile"):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    op.drop_index(op.f("ix_interests_affiliate_id"), table_name="interests")
    op.drop_table("interests")
    op.drop_table("learning_reviews")
    with op.batch_alter_table("commitments") as table:
        for name in ("profile", "data_lead_name", "text_sha256"):
            table.drop_column(name)
    with op.batch_alter_table("enrollments") as table:
        table.drop_constraint(op.f("ck_enrollments_moves_up_from_the_waiting_list"), type_="check")
        table.drop_constraint(op.f("ck_enrollments_waits_between_signing_and_seat"), type_="check")
        for name in (
            "offered_at", "waitlisted_at", "way_out", "commitment_extended_to", "reminded_at", "selection_reason",
        ):
            table.drop_column(name)
    with op.batch_alter_table("cohorts") as table:
        table.drop_constraint(op.f("ck_cohorts_waiting_list_is_not_overfull"), type_="check")
        table.drop_constraint(op.f("ck_cohorts_seats_are_promised_once"), type_="check")
        table.drop_constraint(op.f("fk_cohorts_pilot_id_cohorts"), type_="foreignkey")
        for name in (
            "pilot_id", "requires_partner", "commitment_text", "commitments_due_at", "recording_check", "waiting",
            "waiting_places", "seats_offered",
        ):
            table.drop_column(name)
