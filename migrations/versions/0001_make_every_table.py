"""Make every table"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "affiliates",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("town", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("staff_count", sa.Integer(), nullable=True),
        sa.Column("people_served", sa.Integer(), nullable=True),
        sa.Column("is_rural", sa.Boolean(), nullable=False),
        sa.Column("languages", sa.String(length=400), nullable=False),
        sa.Column("programs", sa.String(length=400), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliates")),
        sa.UniqueConstraint("code", name=op.f("uq_affiliates_code")),
        sa.UniqueConstraint("name", name=op.f("uq_affiliates_name")),
    )
    op.create_table(
        "frameworks",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frameworks")),
        sa.UniqueConstraint("code", "edition", name=op.f("uq_frameworks_code_edition")),
    )
    op.create_table(
        "spent_tokens",
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("spent_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spent_tokens")),
        sa.UniqueConstraint("token", name=op.f("uq_spent_tokens_token")),
    )
    op.create_table(
        "users",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("totp_secret", sa.String(length=200), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=True),
        sa.Column("joined_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("email = lower(trim(email))", name=op.f("ck_users_email_is_trimmed_and_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_audit_entries_actor_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entries_at"), ["at"], unique=False)
        batch_op.create_index("ix_audit_entries_record", ["kind", "record_id"], unique=False)

    op.create_table(
        "cohorts",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("program", sa.String(length=120), nullable=False),
        sa.Column(
            "kind", sa.Enum("pilot", "expansion", name="cohortkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("framework_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("seats_taken", sa.Integer(), nullable=False),
        sa.Column("award_budget", sa.BigInteger(), nullable=False),
        sa.Column("award_ceiling", sa.BigInteger(), nullable=False),
        sa.Column("committed_amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "completion_rule",
            sa.Enum("every_participant", "one_per_session", name="completionrule", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("attendance_percent", sa.Integer(), nullable=False),
        sa.Column("proposals_due_at", sa.DateTime(), nullable=False),
        sa.Column("minimum_reviews", sa.Integer(), nullable=False),
        sa.Column("training_started_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "attendance_percent BETWEEN 1 AND 100", name=op.f("ck_cohorts_attendance_percent_is_a_percent")
        ),
        sa.CheckConstraint(
            "committed_amount >= 0 AND committed_amount <= award_budget",
            name=op.f("ck_cohorts_budget_is_not_overspent"),
        ),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_cohorts_ends_after_it_starts")),
        sa.CheckConstraint("seats_taken >= 0 AND seats_taken <= seats", name=op.f("ck_cohorts_seats_are_not_oversold")),
        sa.ForeignKeyConstraint(["framework_id"], ["frameworks.id"], name=op.f("fk_cohorts_framework_id_frameworks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint("name", name=op.f("uq_cohorts_name")),
    )
    op.create_table(
        "indicators",
        sa.Column("framework_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("domain", sa.String(length=80), nullable=False),
        sa.Column("domain_group", sa.String(length=80), nullable=False),
        sa.Column("domain_2019", sa.String(length=80), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("calculation", sa.String(length=10), nullable=False),
        sa.Column("numerator", sa.Text(), nullable=False),
        sa.Column("denominator", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("data_source", sa.String(length=80), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("disaggregations", sa.Text(), nullable=False),
        sa.Column("frequency", sa.String(length=40), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("formula", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["framework_id"], ["frameworks.id"], name=op.f("fk_indicators_framework_id_frameworks")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicators")),
        sa.UniqueConstraint("framework_id", "code", name=op.f("uq_indicators_framework_id_code")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_recovery_codes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_codes_code_hash")),
    )
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_codes_user_id"), ["user_id"], unique=False)

    op.create_table(
        "role_assignments",
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "network_administrator",
                "program_manager",
                "coach",
                "reviewer",
                "finance_officer",
                "privacy_steward",
                "auditor",
                "affiliate_director",
                "affiliate_data_lead",
                "affiliate_staff",
                "affiliate_finance",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("affiliate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("granted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("granted_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(role LIKE 'affiliate_%') = (affiliate_id IS NOT NULL)",
            name=op.f("ck_role_assignments_affiliate_roles_name_their_affiliate"),
        ),
        sa.CheckConstraint(
            "role <> 'auditor' OR expires_at IS NOT NULL", name=op.f("ck_role_assignments_auditors_are_time_limited")
        ),
        sa.ForeignKeyConstraint(
            ["affiliate_id"], ["affiliates.id"], name=op.f("fk_role_assignments_affiliate_id_affiliates")
        ),
        sa.ForeignKeyConstraint(["granted_by_id"], ["users.id"], name=op.f("fk_role_assignments_granted_by_id_users")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_role_assignments_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_assignments")),
    )
    with op.batch_alter_table("role_assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_assignments_affiliate_id"), ["affiliate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_assignments_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_role_assignments_in_affiliate",
            ["user_id", "role", "affiliate_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND affiliate_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND affiliate_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_role_assignments_national",
            ["user_id", "role"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND affiliate_id IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND affiliate_id IS NULL"),
        )

    op.create_table(
        "enrollments",
        sa.Column("cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("affiliate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "invited",
                "committed",
                "enrolled",
                "training",
                "proposing",
                "in_review",
                "awarded",
                "funded",
                "implementing",
                "closing",
                "completed",
                "declined_invitation",
                "deferred",
                "withdrawn",
                "not_funded",
                "suspended",
                "terminated",
                name="stage",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stage_since", sa.DateTime(), nullable=False),
        sa.Column("coach_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("data_lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.Column("committed_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("sessions_required", sa.Integer(), nullable=False),
        sa.Column("open_sessions", sa.JSON(), nullable=False),
        sa.Column("training_completed_at", sa.DateTime(), nullable=True),
        sa.Column("proposal_submitted_at", sa.DateTime(), nullable=True),
        sa.Column("final_reviews", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("agreement_signed_at", sa.DateTime(), nullable=True),
        sa.Column("first_payment_approved_at", sa.DateTime(), nullable=True),
        sa.Column("reports_accepted", sa.Integer(), nullable=False),
        sa.Column("reports_accepted_at", sa.DateTime(), nullable=True),
        sa.Column("closeout_accepted_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "stage NOT IN ('awarded', 'funded', 'implementing', 'closing', 'completed', 'not_funded') OR decided_at IS NOT NULL",
            name=op.f("ck_enrollments_decided_first"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('closing', 'completed') OR reports_accepted_at IS NOT NULL",
            name=op.f("ck_enrollments_reported_first"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('committed', 'enrolled', 'training', 'proposing') OR committed_at IS NOT NULL",
            name=op.f("ck_enrollments_committed_first"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('completed') OR closeout_accepted_at IS NOT NULL", name=op.f("ck_enrollments_closed_first")
        ),
        sa.CheckConstraint(
            "stage NOT IN ('enrolled', 'training') OR confirmed_at IS NOT NULL",
            name=op.f("ck_enrollments_confirmed_first"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('funded', 'implementing', 'closing', 'completed') OR agreement_signed_at IS NOT NULL",
            name=op.f("ck_enrollments_signed_first"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('implementing', 'closing', 'completed') OR first_payment_approved_at IS NOT NULL",
            name=op.f("ck_enrollments_paid_first"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('in_review', 'awarded', 'funded', 'implementing', 'closing', 'completed') OR proposal_submitted_at IS NOT NULL",
            name=op.f("ck_enrollments_proposed_first"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('proposing', 'in_review', 'awarded', 'funded', 'implementing', 'closing', 'completed') OR training_completed_at IS NOT NULL",
            name=op.f("ck_enrollments_trained_first"),
        ),
        sa.ForeignKeyConstraint(
            ["affiliate_id"], ["affiliates.id"], name=op.f("fk_enrollments_affiliate_id_affiliates")
        ),
        sa.ForeignKeyConstraint(["coach_id"], ["users.id"], name=op.f("fk_enrollments_coach_id_users")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_enrollments_cohort_id_cohorts")),
        sa.ForeignKeyConstraint(["data_lead_id"], ["users.id"], name=op.f("fk_enrollments_data_lead_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollments")),
        sa.UniqueConstraint("cohort_id", "affiliate_id", name=op.f("uq_enrollments_cohort_id_affiliate_id")),
    )
    with op.batch_alter_table("enrollments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrollments_affiliate_id"), ["affiliate_id"], unique=False)
        batch_op.create_index("ix_enrollments_board", ["cohort_id", "stage"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrollments_coach_id"), ["coach_id"], unique=False)

    op.create_table(
        "training_sessions",
        sa.Column("cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("practice_product", sa.String(length=200), nullable=False),
        sa.Column("competency", sa.String(length=120), nullable=False),
        sa.Column("feeds", sa.String(length=120), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("meeting_url", sa.String(length=500), nullable=False),
        sa.Column("recording_url", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_training_sessions_takes_time")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_training_sessions_cohort_id_cohorts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_sessions")),
        sa.UniqueConstraint("cohort_id", "number", name=op.f("uq_training_sessions_cohort_id_number")),
    )
    op.create_table(
        "attendance_imports",
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column(
            "state", sa.Enum("previewed", "applied", name="importstate", native_enum=False, length=40), nullable=False
        ),
        sa.Column("uploaded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("applied_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_sessions.id"], name=op.f("fk_attendance_imports_session_id_training_sessions")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["users.id"], name=op.f("fk_attendance_imports_uploaded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_imports")),
        sa.UniqueConstraint("session_id", "file_sha256", name=op.f("uq_attendance_imports_session_id_file_sha256")),
    )
    op.create_table(
        "awards",
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("scheduled_amount", sa.BigInteger(), nullable=False),
        sa.Column("returned_amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "source", sa.Enum("federal", "private", name="fundingsource", native_enum=False, length=40), nullable=False
        ),
        sa.Column(
            "restriction",
            sa.Enum(
                "restricted", "partly_restricted", "unrestricted", name="restriction", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("awarded_at", sa.DateTime(), nullable=False),
        sa.Column("awarded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_awards_amount_is_positive")),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_awards_period_runs_forward")),
        sa.CheckConstraint(
            "scheduled_amount >= 0 AND returned_amount >= 0 AND scheduled_amount + returned_amount <= amount",
            name=op.f("ck_awards_payments_stay_within_the_award"),
        ),
        sa.ForeignKeyConstraint(["awarded_by_id"], ["users.id"], name=op.f("fk_awards_awarded_by_id_users")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_awards_enrollment_id_enrollments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awards")),
        sa.UniqueConstraint("enrollment_id", name=op.f("uq_awards_enrollment_id")),
        sa.UniqueConstraint("number", name=op.f("uq_awards_number")),
    )
    op.create_table(
        "check_ins",
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("coach_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("video", "phone", "in_person", name="checkinmode", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("scheduled", "held", "cancelled", name="checkinstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("calendar_uid", sa.String(length=120), nullable=False),
        sa.Column("calendar_sequence", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(), nullable=True),
        sa.Column("focus", sa.String(length=300), nullable=False),
        sa.Column("wins", sa.Text(), nullable=False),
        sa.Column("shared_note", sa.Text(), nullable=False),
        sa.Column("early_signal", sa.Text(), nullable=False),
        sa.Column("cancelled_because", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 5 AND 480", name=op.f("ck_check_ins_takes_time")),
        sa.ForeignKeyConstraint(["coach_id"], ["users.id"], name=op.f("fk_check_ins_coach_id_users")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_check_ins_enrollment_id_enrollments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint("calendar_uid", name=op.f("uq_check_ins_calendar_uid")),
    )
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.create_index("ix_check_ins_coach", ["coach_id", "starts_at"], unique=False)
        batch_op.create_index("ix_check_ins_enrollment", ["enrollment_id", "starts_at"], unique=False)

    op.create_table(
        "commitments",
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("signed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("typed_name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_commitments_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(["signed_by_id"], ["users.id"], name=op.f("fk_commitments_signed_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
        sa.UniqueConstraint("enrollment_id", name=op.f("uq_commitments_enrollment_id")),
    )
    op.create_table(
        "documents",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_documents_enrollment_id_enrollments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("kind", "subject_id", "digest", name=op.f("uq_documents_kind_subject_id_digest")),
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index("ix_documents_enrollment", ["enrollment_id", "made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_documents_file_sha256"), ["file_sha256"], unique=False)

    op.create_table(
        "extract_imports",
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("reduced_sha256", sa.String(length=64), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "computed", "refused", name="extractstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("quality", sa.JSON(), nullable=False),
        sa.Column("uploaded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("computed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_extract_imports_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["users.id"], name=op.f("fk_extract_imports_uploaded_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extract_imports")),
        sa.UniqueConstraint(
            "enrollment_id",
            "content_sha256",
            "as_of",
            name=op.f("uq_extract_imports_enrollment_id_content_sha256_as_of"),
        ),
    )
    op.create_table(
        "outbox_events",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("expanded_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_outbox_events_actor_id_users")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_outbox_events_enrollment_id_enrollments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_events")),
    )
    with op.batch_alter_table("outbox_events", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_events_fresh",
            ["id"],
            unique=False,
            sqlite_where=sa.text("expanded_at IS NULL"),
            postgresql_where=sa.text("expanded_at IS NULL"),
        )
        batch_op.create_index("ix_outbox_events_timeline", ["enrollment_id", "at"], unique=False)

    op.create_table(
        "participants",
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_participants_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_participants_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participants")),
        sa.UniqueConstraint("enrollment_id", "email", name=op.f("uq_participants_enrollment_id_email")),
    )
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participants_user_id"), ["user_id"], unique=False)

    op.create_table(
        "proposals",
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("framework_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "changes_requested",
                "approved",
                "declined",
                name="proposalstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("changes_asked", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_proposals_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(["framework_id"], ["frameworks.id"], name=op.f("fk_proposals_framework_id_frameworks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("enrollment_id", name=op.f("uq_proposals_enrollment_id")),
    )
    op.create_table(
        "stage_changes",
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transition", sa.String(length=40), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "invited",
                "committed",
                "enrolled",
                "training",
                "proposing",
                "in_review",
                "awarded",
                "funded",
                "implementing",
                "closing",
                "completed",
                "declined_invitation",
                "deferred",
                "withdrawn",
                "not_funded",
                "suspended",
                "terminated",
                name="stage",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "target",
            sa.Enum(
                "invited",
                "committed",
                "enrolled",
                "training",
                "proposing",
                "in_review",
                "awarded",
                "funded",
                "implementing",
                "closing",
                "completed",
                "declined_invitation",
                "deferred",
                "withdrawn",
                "not_funded",
                "suspended",
                "terminated",
                name="stage",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_stage_changes_actor_id_users")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_stage_changes_enrollment_id_enrollments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_changes")),
    )
    with op.batch_alter_table("stage_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stage_changes_enrollment_id"), ["enrollment_id"], unique=False)

    op.create_table(
        "action_items",
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("check_in_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column(
            "side", sa.Enum("affiliate", "coach", name="actionside", native_enum=False, length=40), nullable=False
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name=op.f("fk_action_items_check_in_id_check_ins")),
        sa.ForeignKeyConstraint(["done_by_id"], ["users.id"], name=op.f("fk_action_items_done_by_id_users")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_action_items_enrollment_id_enrollments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_items")),
    )
    with op.batch_alter_table("action_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_items_check_in_id"), ["check_in_id"], unique=False)
        batch_op.create_index("ix_action_items_open", ["enrollment_id", "done_at", "due_on"], unique=False)

    op.create_table(
        "attendances",
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "live",
                "recording",
                "make_up",
                "excused",
                "waived",
                "missed",
                name="attendancemode",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.BigInteger(), nullable=True),
        sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("marked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("marked_at", sa.DateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["attendance_imports.id"], name=op.f("fk_attendances_import_id_attendance_imports")
        ),
        sa.ForeignKeyConstraint(["marked_by_id"], ["users.id"], name=op.f("fk_attendances_marked_by_id_users")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_attendances_participant_id_participants")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_sessions.id"], name=op.f("fk_attendances_session_id_training_sessions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
        sa.UniqueConstraint("participant_id", "session_id", name=op.f("uq_attendances_participant_id_session_id")),
    )
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendances_import_id"), ["import_id"], unique=False)
        batch_op.create_index("ix_attendances_session", ["session_id"], unique=False)

    op.create_table(
        "budget_lines",
        sa.Column("proposal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=3), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_cost", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("unit_cost >= 0 AND quantity >= 0", name=op.f("ck_budget_lines_costs_are_not_negative")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_budget_lines_proposal_id_proposals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_lines")),
        sa.UniqueConstraint("proposal_id", "position", name=op.f("uq_budget_lines_proposal_id_position")),
    )
    op.create_table(
        "decisions",
        sa.Column("proposal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("snapshot_number", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("approve", "request_changes", "decline", name="outcome", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'approve') = (amount IS NOT NULL)", name=op.f("ck_decisions_approvals_name_an_amount")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_decisions_decided_by_id_users")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_decisions_proposal_id_proposals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("proposal_id", "snapshot_number", name=op.f("uq_decisions_proposal_id_snapshot_number")),
    )
    op.create_table(
        "goals",
        sa.Column("proposal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("population", sa.String(length=300), nullable=False),
        sa.Column("direction_verb", sa.String(length=20), nullable=False),
        sa.Column("baseline_value", sa.BigInteger(), nullable=True),
        sa.Column("baseline_n", sa.Integer(), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("target_value", sa.BigInteger(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("milestones", sa.JSON(), nullable=False),
        sa.Column("data_source", sa.String(length=200), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("review_frequency", sa.String(length=20), nullable=False),
        sa.Column("activities", sa.JSON(), nullable=False),
        sa.Column("risk", sa.Text(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("activity_rationale", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicators.id"], name=op.f("fk_goals_indicator_id_indicators")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_goals_proposal_id_proposals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
        sa.UniqueConstraint("proposal_id", "position", name=op.f("uq_goals_proposal_id_position")),
    )
    op.create_table(
        "job_runs",
        sa.Column("job", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("owed", "running", "done", "failed", name="runstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("progress_percent", sa.Integer(), nullable=False),
        sa.Column("progress_text", sa.String(length=200), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("rung_at", sa.DateTime(), nullable=True),
        sa.Column("leased_until", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_job_runs_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["outbox_events.id"], name=op.f("fk_job_runs_event_id_outbox_events")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_runs")),
        sa.UniqueConstraint("key", name=op.f("uq_job_runs_key")),
    )
    with op.batch_alter_table("job_runs", schema=None) as batch_op:
        batch_op.create_index("ix_job_runs_due", ["state", "due_at"], unique=False)
        batch_op.create_index("ix_job_runs_enrollment", ["enrollment_id", "job"], unique=False)
        batch_op.create_index("ix_job_runs_subject", ["subject_id", "job"], unique=False)

    op.create_table(
        "measurements",
        sa.Column("extract_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("indicator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("site", sa.String(length=20), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=True),
        sa.Column("denominator", sa.Integer(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_measurements_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(
            ["extract_id"], ["extract_imports.id"], name=op.f("fk_measurements_extract_id_extract_imports")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_measurements_indicator_id_indicators")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurements")),
        sa.UniqueConstraint(
            "extract_id", "indicator_id", "site", name=op.f("uq_measurements_extract_id_indicator_id_site")
        ),
    )
    with op.batch_alter_table("measurements", schema=None) as batch_op:
        batch_op.create_index("ix_measurements_history", ["enrollment_id", "indicator_id", "as_of"], unique=False)

    op.create_table(
        "payments",
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "scheduled",
                "requested",
                "approved",
                "paid",
                "cancelled",
                name="paymentstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("requested_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("requested_at", sa.DateTime(), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'paid') OR approved_by_id IS NOT NULL",
            name=op.f("ck_payments_approved_by_someone"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payments_amount_is_positive")),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> requested_by_id", name=op.f("ck_payments_two_people")
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["users.id"], name=op.f("fk_payments_approved_by_id_users")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_payments_award_id_awards")),
        sa.ForeignKeyConstraint(["requested_by_id"], ["users.id"], name=op.f("fk_payments_requested_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("award_id", "number", name=op.f("uq_payments_award_id_number")),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index("ix_payments_state", ["state"], unique=False)

    op.create_table(
        "private_notes",
        sa.Column("check_in_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_private_notes_author_id_users")),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name=op.f("fk_private_notes_check_in_id_check_ins")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_notes")),
        sa.UniqueConstraint("check_in_id", name=op.f("uq_private_notes_check_in_id")),
    )
    op.create_table(
        "proposal_sections",
        sa.Column("proposal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("saved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_sections_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(["saved_by_id"], ["users.id"], name=op.f("fk_proposal_sections_saved_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_sections")),
        sa.UniqueConstraint("proposal_id", "name", name=op.f("uq_proposal_sections_proposal_id_name")),
    )
    op.create_table(
        "proposal_snapshots",
        sa.Column("proposal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("certified_name", sa.String(length=120), nullable=False),
        sa.Column("submitted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_snapshots_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["users.id"], name=op.f("fk_proposal_snapshots_submitted_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_snapshots")),
        sa.UniqueConstraint("proposal_id", "number", name=op.f("uq_proposal_snapshots_proposal_id_number")),
    )
    op.create_table(
        "recording_openings",
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_recording_openings_participant_id_participants")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_sessions.id"], name=op.f("fk_recording_openings_session_id_training_sessions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording_openings")),
    )
    with op.batch_alter_table("recording_openings", schema=None) as batch_op:
        batch_op.create_index("ix_recording_openings_who", ["participant_id", "session_id"], unique=False)

    op.create_table(
        "reports",
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind", sa.Enum("progress", "closeout", name="reportkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("period_starts_on", sa.Date(), nullable=False),
        sa.Column("period_ends_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "submitted", "returned", "accepted", name="reportstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("spent_amount", sa.BigInteger(), nullable=False),
        sa.Column("minutes_spent", sa.Integer(), nullable=True),
        sa.Column("certified_name", sa.Text(), nullable=False),
        sa.Column("submitted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("first_submitted_at", sa.DateTime(), nullable=True),
        sa.Column("times_submitted", sa.Integer(), nullable=False),
        sa.Column("returned_because", sa.Text(), nullable=False),
        sa.Column("accepted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "state <> 'accepted' OR accepted_at IS NOT NULL", name=op.f("ck_reports_accepted_has_its_time")
        ),
        sa.CheckConstraint(
            "state NOT IN ('submitted', 'accepted') OR submitted_at IS NOT NULL",
            name=op.f("ck_reports_submitted_first"),
        ),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["users.id"], name=op.f("fk_reports_accepted_by_id_users")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_reports_award_id_awards")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_reports_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["users.id"], name=op.f("fk_reports_submitted_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("award_id", "kind", "number", name=op.f("uq_reports_award_id_kind_number")),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index("ix_reports_due", ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_reports_enrollment_id"), ["enrollment_id"], unique=False)

    op.create_table(
        "reviews",
        sa.Column("proposal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reviewer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assigned_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assigned_at", sa.DateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("assigned", "scoring", "recused", "final", name="reviewstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("rubric", sa.String(length=20), nullable=False),
        sa.Column("conflict", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(), nullable=True),
        sa.Column("strengths", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("finalized_at", sa.DateTime(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("state <> 'final' OR finalized_at IS NOT NULL", name=op.f("ck_reviews_final_has_its_time")),
        sa.CheckConstraint(
            "state NOT IN ('scoring', 'final') OR declared_at IS NOT NULL", name=op.f("ck_reviews_declared_first")
        ),
        sa.ForeignKeyConstraint(["assigned_by_id"], ["users.id"], name=op.f("fk_reviews_assigned_by_id_users")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_reviews_proposal_id_proposals")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["users.id"], name=op.f("fk_reviews_reviewer_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("proposal_id", "reviewer_id", name=op.f("uq_reviews_proposal_id_reviewer_id")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index("ix_reviews_reviewer", ["reviewer_id", "state"], unique=False)

    op.create_table(
        "signatures",
        sa.Column("award_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_sha256", sa.String(length=64), nullable=False),
        sa.Column("side", sa.Enum("affiliate", "network", name="side", native_enum=False, length=40), nullable=False),
        sa.Column("signer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("typed_name", sa.String(length=120), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_signatures_award_id_awards")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_signatures_document_id_documents")),
        sa.ForeignKeyConstraint(["signer_id"], ["users.id"], name=op.f("fk_signatures_signer_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("document_id", "side", name=op.f("uq_signatures_document_id_side")),
    )
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signatures_award_id"), ["award_id"], unique=False)

    op.create_table(
        "deliveries",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["job_runs.id"], name=op.f("fk_deliveries_run_id_job_runs")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_deliveries_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("run_id", "user_id", name=op.f("uq_deliveries_run_id_user_id")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_sent_at"), ["sent_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_deliveries_user_id"), ["user_id"], unique=False)

    op.create_table(
        "scores",
        sa.Column("review_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("criterion", sa.String(length=4), nullable=False),
        sa.Column("anchor_percent", sa.Integer(), nullable=True),
        sa.Column("justification", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("anchor_percent IN (0, 25, 50, 75, 100)", name=op.f("ck_scores_anchors_are_quarters")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_scores_review_id_reviews")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scores")),
        sa.UniqueConstraint("review_id", "criterion", name=op.f("uq_scores_review_id_criterion")),
    )


def downgrade() -> None:

    op.drop_table("scores")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_user_id"))
        batch_op.drop_index(batch_op.f("ix_deliveries_sent_at"))

    op.drop_table("deliveries")
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signatures_award_id"))

    op.drop_table("signatures")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_index("ix_reviews_reviewer")

    op.drop_table("reviews")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reports_enrollment_id"))
        batch_op.drop_index("ix_reports_due")

    op.drop_table("reports")
    with op.batch_alter_table("recording_openings", schema=None) as batch_op:
        batch_op.drop_index("ix_recording_openings_who")

    op.drop_table("recording_openings")
    op.drop_table("proposal_snapshots")
    op.drop_table("proposal_sections")
    op.drop_table("private_notes")
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_index("ix_payments_state")

    op.drop_table("payments")
    with op.batch_alter_table("measurements", schema=None) as batch_op:
        batch_op.drop_index("ix_measurements_history")

    op.drop_table("measurements")
    with op.batch_alter_table("job_runs", schema=None) as batch_op:
        batch_op.drop_index("ix_job_runs_subject")
        batch_op.drop_index("ix_job_runs_enrollment")
        batch_op.drop_index("ix_job_runs_due")

    op.drop_table("job_runs")
    op.drop_table("goals")
    op.drop_table("decisions")
    op.drop_table("budget_lines")
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.drop_index("ix_attendances_session")
        batch_op.drop_index(batch_op.f("ix_attendances_import_id"))

    op.drop_table("attendances")
    with op.batch_alter_table("action_items", schema=None) as batch_op:
        batch_op.drop_index("ix_action_items_open")
        batch_op.drop_index(batch_op.f("ix_action_items_check_in_id"))

    op.drop_table("action_items")
    with op.batch_alter_table("stage_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stage_changes_enrollment_id"))

    op.drop_table("stage_changes")
    op.drop_table("proposals")
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participants_user_id"))

    op.drop_table("participants")
    with op.batch_alter_table("outbox_events", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_events_timeline")
        batch_op.drop_index(
            "ix_outbox_events_fresh",
            sqlite_where=sa.text("expanded_at IS NULL"),
            postgresql_where=sa.text("expanded_at IS NULL"),
        )

    op.drop_table("outbox_events")
    op.drop_table("extract_imports")
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_documents_file_sha256"))
        batch_op.drop_index("ix_documents_enrollment")

    op.drop_table("documents")
    op.drop_table("commitments")
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.drop_index("ix_check_ins_enrollment")
        batch_op.drop_index("ix_check_ins_coach")

    op.drop_table("check_ins")
    op.drop_table("awards")
    op.drop_table("attendance_imports")
    op.drop_table("training_sessions")
    with op.batch_alter_table("enrollments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrollments_coach_id"))
        batch_op.drop_index("ix_enrollments_board")
        batch_op.drop_index(batch_op.f("ix_enrollments_affiliate_id"))

    op.drop_table("enrollments")
    with op.batch_alter_table("role_assignments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_role_assignments_national",
            sqlite_where=sa.text("ended_at IS NULL AND affiliate_id IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND affiliate_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_role_assignments_in_affiliate",
            sqlite_where=sa.text("ended_at IS NULL AND affiliate_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND affiliate_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_role_assignments_user_id"))
        batch_op.drop_index(batch_op.f("ix_role_assignments_affiliate_id"))

    op.drop_table("role_assignments")
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_codes_user_id"))

    op.drop_table("recovery_codes")
    op.drop_table("indicators")
    op.drop_table("cohorts")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_record")
        batch_op.drop_index(batch_op.f("ix_audit_entries_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_actor_id"))

    op.drop_table("audit_entries")
    op.drop_table("users")
    op.drop_table("spent_tokens")
    op.drop_table("frameworks")
    op.drop_table("affiliates")
