"""Keep practice products, labs and peers: all new tables, nothing of the old ones changes"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "peer_groups",
        sa.Column("cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("formed_at", sa.DateTime(), nullable=False),
        sa.Column("dissolved_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_peer_groups_cohort_id_cohorts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_groups")),
        sa.UniqueConstraint("cohort_id", "name", name=op.f("uq_peer_groups_cohort_id_name")),
    )
    op.create_table(
        "peer_questions",
        sa.Column("cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("affiliate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("solved_at", sa.DateTime(), nullable=True),
        sa.Column("hidden_at", sa.DateTime(), nullable=True),
        sa.Column("hidden_because", sa.String(length=500), nullable=False),
        sa.Column("hidden_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["affiliate_id"], ["affiliates.id"], name=op.f("fk_peer_questions_affiliate_id_affiliates")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_peer_questions_asked_by_id_users")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_peer_questions_cohort_id_cohorts")),
        sa.ForeignKeyConstraint(["hidden_by_id"], ["users.id"], name=op.f("fk_peer_questions_hidden_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_questions")),
    )
    with op.batch_alter_table("peer_questions", schema=None) as batch_op:
        batch_op.create_index("ix_peer_questions_board", ["cohort_id", "asked_at"], unique=False)

    op.create_table(
        "group_places",
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_group_places_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(["group_id"], ["peer_groups.id"], name=op.f("fk_group_places_group_id_peer_groups")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_places")),
        sa.UniqueConstraint("enrollment_id", name=op.f("uq_group_places_enrollment_id")),
    )
    with op.batch_alter_table("group_places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_places_group_id"), ["group_id"], unique=False)

    op.create_table(
        "peer_answers",
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("affiliate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.Column("helped_at", sa.DateTime(), nullable=True),
        sa.Column("hidden_at", sa.DateTime(), nullable=True),
        sa.Column("hidden_because", sa.String(length=500), nullable=False),
        sa.Column("hidden_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["affiliate_id"], ["affiliates.id"], name=op.f("fk_peer_answers_affiliate_id_affiliates")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_peer_answers_author_id_users")),
        sa.ForeignKeyConstraint(["hidden_by_id"], ["users.id"], name=op.f("fk_peer_answers_hidden_by_id_users")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["peer_questions.id"], name=op.f("fk_peer_answers_question_id_peer_questions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_answers")),
    )
    with op.batch_alter_table("peer_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_peer_answers_question_id"), ["question_id"], unique=False)

    op.create_table(
        "peer_log_entries",
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("topic", sa.String(length=300), nullable=False),
        sa.Column("takeaway", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 5 AND 480", name=op.f("ck_peer_log_entries_takes_time")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["peer_groups.id"], name=op.f("fk_peer_log_entries_group_id_peer_groups")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["users.id"], name=op.f("fk_peer_log_entries_written_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_log_entries")),
    )
    with op.batch_alter_table("peer_log_entries", schema=None) as batch_op:
        batch_op.create_index("ix_peer_log_entries_group", ["group_id", "held_on"], unique=False)

    op.create_table(
        "practice_products",
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sheet", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "handed_in", "answered", "revising", name="productstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("shared_with_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("saved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_size", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_practice_products_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(["saved_by_id"], ["users.id"], name=op.f("fk_practice_products_saved_by_id_users")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_sessions.id"], name=op.f("fk_practice_products_session_id_training_sessions")
        ),
        sa.ForeignKeyConstraint(
            ["shared_with_id"], ["peer_groups.id"], name=op.f("fk_practice_products_shared_with_id_peer_groups")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_products")),
        sa.UniqueConstraint("enrollment_id", "session_id", name=op.f("uq_practice_products_enrollment_id_session_id")),
    )
    with op.batch_alter_table("practice_products", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_products_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_practice_products_shared_with_id"), ["shared_with_id"], unique=False)
        batch_op.create_index("ix_practice_products_waiting", ["state", "handed_in_at"], unique=False)

    op.create_table(
        "lab_attempts",
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=400), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_lab_attempts_participant_id_participants")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_sessions.id"], name=op.f("fk_lab_attempts_session_id_training_sessions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_attempts")),
    )
    with op.batch_alter_table("lab_attempts", schema=None) as batch_op:
        batch_op.create_index("ix_lab_attempts_session", ["session_id"], unique=False)
        batch_op.create_index("ix_lab_attempts_who", ["participant_id", "session_id"], unique=False)

    op.create_table(
        "practice_feedback",
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("affiliate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("works", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("edited_at", sa.DateTime(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("thanked_at", sa.DateTime(), nullable=True),
        sa.Column("thanked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["affiliate_id"], ["affiliates.id"], name=op.f("fk_practice_feedback_affiliate_id_affiliates")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_practice_feedback_author_id_users")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["practice_products.id"], name=op.f("fk_practice_feedback_product_id_practice_products")
        ),
        sa.ForeignKeyConstraint(["thanked_by_id"], ["users.id"], name=op.f("fk_practice_feedback_thanked_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_feedback")),
    )
    with op.batch_alter_table("practice_feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_feedback_product_id"), ["product_id"], unique=False)

    op.create_table(
        "practice_product_versions",
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("handed_in_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_size", sa.Integer(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["handed_in_by_id"], ["users.id"], name=op.f("fk_practice_product_versions_handed_in_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["practice_products.id"],
            name=op.f("fk_practice_product_versions_product_id_practice_products"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_product_versions")),
        sa.UniqueConstraint("product_id", "number", name=op.f("uq_practice_product_versions_product_id_number")),
    )
    op.create_table(
        "pulled_texts",
        sa.Column("proposal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("pulled_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pulled_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["practice_products.id"], name=op.f("fk_pulled_texts_product_id_practice_products")
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_pulled_texts_proposal_id_proposals")),
        sa.ForeignKeyConstraint(["pulled_by_id"], ["users.id"], name=op.f("fk_pulled_texts_pulled_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulled_texts")),
    )
    with op.batch_alter_table("pulled_texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pulled_texts_product_id"), ["product_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pulled_texts_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "shared_examples",
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cohort_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "audience",
            sa.Enum("cohort", "network", name="exampleaudience", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column(
            "state",
            sa.Enum("asked", "published", "withdrawn", name="examplestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("consented_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("consented_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "state != 'published' OR consented_at IS NOT NULL", name=op.f("ck_shared_examples_consented_first")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_shared_examples_asked_by_id_users")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_shared_examples_cohort_id_cohorts")),
        sa.ForeignKeyConstraint(
            ["consented_by_id"], ["users.id"], name=op.f("fk_shared_examples_consented_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["practice_products.id"], name=op.f("fk_shared_examples_product_id_practice_products")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["practice_product_versions.id"],
            name=op.f("fk_shared_examples_version_id_practice_product_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_examples")),
    )
    with op.batch_alter_table("shared_examples", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shared_examples_product_id"), ["product_id"], unique=False)
        batch_op.create_index("ix_shared_examples_shown", ["state", "cohort_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("shared_examples", schema=None) as batch_op:
        batch_op.drop_index("ix_shared_examples_shown")
        batch_op.drop_index(batch_op.f("ix_shared_examples_product_id"))

    op.drop_table("shared_examples")
    with op.batch_alter_table("pulled_texts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pulled_texts_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_pulled_texts_product_id"))

    op.drop_table("pulled_texts")
    op.drop_table("practice_product_versions")
    with op.batch_alter_table("practice_feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practice_feedback_product_id"))

    op.drop_table("practice_feedback")
    with op.batch_alter_table("lab_attempts", schema=None) as batch_op:
        batch_op.drop_index("ix_lab_attempts_who")
        batch_op.drop_index("ix_lab_attempts_session")

    op.drop_table("lab_attempts")
    with op.batch_alter_table("practice_products", schema=None) as batch_op:
        batch_op.drop_index("ix_practice_products_waiting")
        batch_op.drop_index(batch_op.f("ix_practice_products_shared_with_id"))
        batch_op.drop_index(batch_op.f("ix_practice_products_session_id"))

    op.drop_table("practice_products")
    with op.batch_alter_table("peer_log_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_peer_log_entries_group")

    op.drop_table("peer_log_entries")
    with op.batch_alter_table("peer_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_peer_answers_question_id"))

    op.drop_table("peer_answers")
    with op.batch_alter_table("group_places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_places_group_id"))

    op.drop_table("group_places")
    with op.batch_alter_table("peer_questions", schema=None) as batch_op:
        batch_op.drop_index("ix_peer_questions_board")

    op.drop_table("peer_questions")
    op.drop_table("peer_groups")
