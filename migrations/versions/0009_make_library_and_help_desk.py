"""Make the tables of the library (resources, guides, glossary) and of the help desk (questions, hours, rates)"""

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "glossary_terms",
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.Column("folded_word", sa.String(length=120), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("instead_of", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_terms")),
        sa.UniqueConstraint("folded_word", name=op.f("uq_glossary_terms_folded_word")),
    )
    op.create_table(
        "hourly_rates",
        sa.Column(
            "function",
            sa.Enum(
                "research",
                "methodology",
                "inquiries",
                "technical_assistance",
                "management",
                "training",
                name="workfunction",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_hourly_rates_not_below_zero")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hourly_rates")),
        sa.UniqueConstraint("function", "starts_on", name=op.f("uq_hourly_rates_function_starts_on")),
    )
    op.create_table(
        "extraction_guides",
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("report", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.String(length=240), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=120), nullable=False),
        sa.Column("seed_key", sa.String(length=60), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("draft", "published", "retired", name="publication", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "audience", sa.Enum("network", "national", name="readby", native_enum=False, length=40), nullable=False
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR published_at IS NOT NULL", name=op.f("ck_extraction_guides_published_once")
        ),
        sa.ForeignKeyConstraint(["changed_by_id"], ["users.id"], name=op.f("fk_extraction_guides_changed_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extraction_guides")),
        sa.UniqueConstraint("seed_key", name=op.f("uq_extraction_guides_seed_key")),
    )
    op.create_table(
        "glossary_editions",
        sa.Column("term_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_glossary_editions_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["glossary_terms.id"], name=op.f("fk_glossary_editions_term_id_glossary_terms")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_editions")),
        sa.UniqueConstraint("term_id", "edition", name=op.f("uq_glossary_editions_term_id_edition")),
    )
    op.create_table(
        "help_covers",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("covered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("person_id <> covered_by_id", name=op.f("ck_help_covers_by_another")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_help_covers_has_days")),
        sa.ForeignKeyConstraint(["covered_by_id"], ["users.id"], name=op.f("fk_help_covers_covered_by_id_users")),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_help_covers_person_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_covers")),
    )
    with op.batch_alter_table("help_covers", schema=None) as batch_op:
        batch_op.create_index("ix_help_covers_person", ["person_id", "ended_at"], unique=False)

    op.create_table(
        "resources",
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.String(length=240), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "guide",
                "template",
                "example",
                "recording",
                "reading",
                name="resourcekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("written_by", sa.String(length=120), nullable=False),
        sa.Column("folded_title", sa.String(length=240), nullable=False),
        sa.Column("folded_text", sa.Text(), nullable=False),
        sa.Column("seed_key", sa.String(length=60), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("draft", "published", "retired", name="publication", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "audience", sa.Enum("network", "national", name="readby", native_enum=False, length=40), nullable=False
        ),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("file_type", sa.String(length=100), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("state = 'draft' OR published_at IS NOT NULL", name=op.f("ck_resources_published_once")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["users.id"], name=op.f("fk_resources_changed_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resources")),
        sa.UniqueConstraint("seed_key", name=op.f("uq_resources_seed_key")),
    )
    with op.batch_alter_table("resources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resources_file_sha256"), ["file_sha256"], unique=False)
        batch_op.create_index("ix_resources_shelf", ["state", "folded_title"], unique=False)

    op.create_table(
        "guide_faults",
        sa.Column("guide_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("fix", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["guide_id"], ["extraction_guides.id"], name=op.f("fk_guide_faults_guide_id_extraction_guides")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_faults")),
    )
    with op.batch_alter_table("guide_faults", schema=None) as batch_op:
        batch_op.create_index("ix_guide_faults_guide", ["guide_id", "position"], unique=False)

    op.create_table(
        "guide_steps",
        sa.Column("guide_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("expect", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["guide_id"], ["extraction_guides.id"], name=op.f("fk_guide_steps_guide_id_extraction_guides")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_steps")),
    )
    with op.batch_alter_table("guide_steps", schema=None) as batch_op:
        batch_op.create_index("ix_guide_steps_guide", ["guide_id", "position"], unique=False)

    op.create_table(
        "resource_labels",
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "shelf",
            sa.Enum("tag", "competency", "session", "domain", name="shelf", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_resource_labels_resource_id_resources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_labels")),
        sa.UniqueConstraint("resource_id", "shelf", "word", name=op.f("uq_resource_labels_resource_id_shelf_word")),
    )
    with op.batch_alter_table("resource_labels", schema=None) as batch_op:
        batch_op.create_index("ix_resource_labels_word", ["shelf", "word"], unique=False)

    op.create_table(
        "resource_votes",
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("has_helped", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_resource_votes_resource_id_resources")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_resource_votes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_votes")),
        sa.UniqueConstraint("resource_id", "user_id", name=op.f("uq_resource_votes_resource_id_user_id")),
    )
    op.create_table(
        "help_tickets",
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("affiliate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("enrollment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("urgency", sa.Enum("normal", "urgent", name="urgency", native_enum=False, length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum("new", "answered", "waiting", "solved", name="ticketstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("covered_for_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("first_due_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("first_answered_at", sa.DateTime(), nullable=True),
        sa.Column("solved_at", sa.DateTime(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("page_title", sa.String(length=160), nullable=False),
        sa.Column("asker_role", sa.String(length=40), nullable=False),
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'solved') = (solved_at IS NOT NULL)", name=op.f("ck_help_tickets_solved_at_a_moment")
        ),
        sa.CheckConstraint(
            "state NOT IN ('answered', 'waiting') OR first_answered_at IS NOT NULL",
            name=op.f("ck_help_tickets_answered_at_a_moment"),
        ),
        sa.ForeignKeyConstraint(
            ["affiliate_id"], ["affiliates.id"], name=op.f("fk_help_tickets_affiliate_id_affiliates")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_help_tickets_asked_by_id_users")),
        sa.ForeignKeyConstraint(["covered_for_id"], ["users.id"], name=op.f("fk_help_tickets_covered_for_id_users")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_help_tickets_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_help_tickets_owner_id_users")),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name=op.f("fk_help_tickets_resource_id_resources")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_tickets")),
    )
    with op.batch_alter_table("help_tickets", schema=None) as batch_op:
        batch_op.create_index("ix_help_tickets_affiliate", ["affiliate_id", "asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_tickets_asked_at"), ["asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_tickets_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index("ix_help_tickets_due", ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_tickets_enrollment_id"), ["enrollment_id"], unique=False)
        batch_op.create_index("ix_help_tickets_owner", ["owner_id", "state"], unique=False)

    op.create_table(
        "help_messages",
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_answer", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("file_type", sa.String(length=100), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_help_messages_author_id_users")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["help_tickets.id"], name=op.f("fk_help_messages_ticket_id_help_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_messages")),
    )
    with op.batch_alter_table("help_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_messages_file_sha256"), ["file_sha256"], unique=False)
        batch_op.create_index("ix_help_messages_ticket", ["ticket_id", "id"], unique=False)

    op.create_table(
        "help_notes",
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("handed_to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_help_notes_author_id_users")),
        sa.ForeignKeyConstraint(["handed_to_id"], ["users.id"], name=op.f("fk_help_notes_handed_to_id_users")),
        sa.ForeignKeyConstraint(["ticket_id"], ["help_tickets.id"], name=op.f("fk_help_notes_ticket_id_help_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_notes")),
    )
    with op.batch_alter_table("help_notes", schema=None) as batch_op:
        batch_op.create_index("ix_help_notes_ticket", ["ticket_id", "id"], unique=False)

    op.create_table(
        "time_entries",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("worked_on", sa.Date(), nullable=False),
        sa.Column(
            "function",
            sa.Enum(
                "research",
                "methodology",
                "inquiries",
                "technical_assistance",
                "management",
                "training",
                name="workfunction",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("affiliate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 1 AND 960", name=op.f("ck_time_entries_takes_time")),
        sa.ForeignKeyConstraint(
            ["affiliate_id"], ["affiliates.id"], name=op.f("fk_time_entries_affiliate_id_affiliates")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_time_entries_person_id_users")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["help_tickets.id"], name=op.f("fk_time_entries_ticket_id_help_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_entries")),
    )
    with op.batch_alter_table("time_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_time_entries_affiliate_id"), ["affiliate_id"], unique=False)
        batch_op.create_index("ix_time_entries_day", ["worked_on"], unique=False)
        batch_op.create_index("ix_time_entries_person", ["person_id", "worked_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_time_entries_ticket_id"), ["ticket_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("time_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_time_entries_ticket_id"))
        batch_op.drop_index("ix_time_entries_person")
        batch_op.drop_index("ix_time_entries_day")
        batch_op.drop_index(batch_op.f("ix_time_entries_affiliate_id"))

    op.drop_table("time_entries")
    with op.batch_alter_table("help_notes", schema=None) as batch_op:
        batch_op.drop_index("ix_help_notes_ticket")

    op.drop_table("help_notes")
    with op.batch_alter_table("help_messages", schema=None) as batch_op:
        batch_op.drop_index("ix_help_messages_ticket")
        batch_op.drop_index(batch_op.f("ix_help_messages_file_sha256"))

    op.drop_table("help_messages")
    with op.batch_alter_table("help_tickets", schema=None) as batch_op:
        batch_op.drop_index("ix_help_tickets_owner")
        batch_op.drop_index(batch_op.f("ix_help_tickets_enrollment_id"))
        batch_op.drop_index("ix_help_tickets_due")
        batch_op.drop_index(batch_op.f("ix_help_tickets_asked_by_id"))
        batch_op.drop_index(batch_op.f("ix_help_tickets_asked_at"))
        batch_op.drop_index("ix_help_tickets_affiliate")

    op.drop_table("help_tickets")
    op.drop_table("resource_votes")
    with op.batch_alter_table("resource_labels", schema=None) as batch_op:
        batch_op.drop_index("ix_resource_labels_word")

    op.drop_table("resource_labels")
    with op.batch_alter_table("guide_steps", schema=None) as batch_op:
        batch_op.drop_index("ix_guide_steps_guide")

    op.drop_table("guide_steps")
    with op.batch_alter_table("guide_faults", schema=None) as batch_op:
        batch_op.drop_index("ix_guide_faults_guide")

    op.drop_table("guide_faults")
    with op.batch_alter_table("resources", schema=None) as batch_op:
        batch_op.drop_index("ix_resources_shelf")
        batch_op.drop_index(batch_op.f("ix_resources_file_sha256"))

    op.drop_table("resources")
    with op.batch_alter_table("help_covers", schema=None) as batch_op:
        batch_op.drop_index("ix_help_covers_person")

    op.drop_table("help_covers")
    op.drop_table("glossary_editions")
    op.drop_table("extraction_guides")
    op.drop_table("hourly_rates")
    op.drop_table("glossary_terms")
