"""Keep the Word templates that staff upload, which of them is in use since when, and trials of them"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATE = sa.Enum("draft", "active", "retired", name="templatestate", native_enum=False, length=40)
IN_USE = sa.text("state = 'active'")


def upgrade() -> None:
    op.create_table(
        "document_templates",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("uploaded_by_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["users.id"], name=op.f("fk_document_templates_uploaded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_templates")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_document_templates_kind_number")),
    )
    op.create_index(op.f("ix_document_templates_file_sha256"), "document_templates", ["file_sha256"])
    op.create_index(
        "uq_document_templates_in_use",
        "document_templates",
        ["kind"],
        unique=True,
        sqlite_where=IN_USE,
        postgresql_where=IN_USE,
    )
    op.create_table(
        "document_template_changes",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("template_id", KEY, nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_document_template_changes_counted_from_one")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_document_template_changes_by_id_users")),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["document_templates.id"],
            name=op.f("fk_document_template_changes_template_id_document_templates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_template_changes")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_document_template_changes_kind_number")),
    )
    op.create_table(
        "document_template_previews",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("template_id", KEY, nullable=True),
        sa.Column("enrollment_id", KEY, nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("made_by_id", KEY, nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=True),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_document_template_previews_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_document_template_previews_made_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["document_templates.id"],
            name=op.f("fk_document_template_previews_template_id_document_templates"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_template_previews")),
    )
    op.create_index("ix_document_template_previews_asked", "document_template_previews", ["asked_at"])


def downgrade() -> None:
    op.drop_index("ix_document_template_previews_asked", "document_template_previews")
    op.drop_table("document_template_previews")
    op.drop_table("document_template_changes")
    op.drop_index("uq_document_templates_in_use", "document_templates")
    op.drop_index(op.f("ix_document_templates_file_sha256"), "document_templates")
    op.drop_table("document_templates")
