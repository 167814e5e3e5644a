"""Give sessions materials, a transcript, what is known of their recording, a cancellation and a calendar's sequence"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# What the module list called the part of the proposal that a session helps with, and the part's own key.
PARTS = {
    "baseline": "goals",
    "baselines": "goals",
    "proposal need section": "story.need_with_data",
    "proposal design": "story.summary",
    "indicator plan": "goals",
    "proposal goals": "goals",
    "data plan": "data_plan",
    "DSA": "privacy",
    "proposal feedback plan": "learning.feedback_protocol",
    "sustainability": "staffing.sustaining",
    "proposal": "proposal",
}
# For the way down, where several words led to one key.
WORDS = {key: words for words, key in reversed(PARTS.items())}


def upgrade() -> None:
    with op.batch_alter_table("training_sessions") as batch:
        batch.add_column(sa.Column("language", sa.String(length=60), nullable=False, server_default="English"))
        batch.add_column(sa.Column("accessibility", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("recording_minutes", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("recording_expires_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("recording_language", sa.String(length=60), nullable=False, server_default=""))
        batch.add_column(sa.Column("recording_captions", sa.String(length=120), nullable=False, server_default=""))
        batch.add_column(
            sa.Column(
                "state",
                sa.Enum("planned", "cancelled", name="sessionstate", native_enum=False, length=40),
                nullable=False,
                server_default="planned",
            )
        )
        batch.add_column(sa.Column("cancelled_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("cancelled_because", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("was_required", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("calendar_sequence", sa.Integer(), nullable=False, server_default="0"))
        batch.create_check_constraint(
            op.f("ck_training_sessions_cancelled_is_not_required"), "state = 'planned' OR NOT is_required"
        )
        batch.create_check_constraint(
            op.f("ck_training_sessions_cancelled_has_its_moment"), "(state = 'cancelled') = (cancelled_at IS NOT NULL)"
        )
        batch.create_check_constraint(op.f("ck_training_sessions_recording_takes_time"), "recording_minutes > 0")
    # Until now the sequence was the version less one: calendars must not see it fall.
    op.execute("UPDATE training_sessions SET calendar_sequence = version - 1")
    _rename_parts(PARTS)
    with op.batch_alter_table("training_sessions") as batch:
        for name in ("language", "accessibility", "recording_language", "recording_captions", "state"):
            batch.alter_column(name, server_default=None)
        for name in ("cancelled_because", "was_required", "calendar_sequence"):
            batch.alter_column(name, server_default=None)
    op.create_table(
        "session_materials",
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "slides",
                "worksheet",
                "transcript",
                "recording_captions",
                "other",
                name="materialkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=60), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("added_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(url = '') = (file_sha256 IS NOT NULL)", name=op.f("ck_session_materials_is_a_file_or_a_link")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_sessions.id"], name=op.f("fk_session_materials_session_id_training_sessions")
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["users.id"], name=op.f("fk_session_materials_added_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_materials")),
    )
    op.create_index("ix_session_materials_place", "session_materials", ["session_id", "position"], unique=False)
    op.create_table(
        "session_transcripts",
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=60), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_sessions.id"], name=op.f("fk_session_transcripts_session_id_training_sessions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_transcripts")),
        sa.UniqueConstraint("session_id", name=op.f("uq_session_transcripts_session_id")),
    )
    op.create_table(
        "calendar_feeds",
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_calendar_feeds_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_calendar_feeds_token_sha256")),
        sa.UniqueConstraint("user_id", name=op.f("uq_calendar_feeds_user_id")),
    )


def downgrade() -> None:
    op.drop_table("calendar_feeds")
    op.drop_table("session_transcripts")
    op.drop_index("ix_session_materials_place", table_name="session_materials")
    op.drop_table("session_materials")
    _rename_parts(WORDS)
    with op.batch_alter_table("training_sessions") as batch:
        batch.drop_constraint(op.f("ck_training_sessions_recording_takes_time"), type_="check")
        batch.drop_constraint(op.f("ck_training_sessions_cancelled_has_its_moment"), type_="check")
        batch.drop_constraint(op.f("ck_training_sessions_cancelled_is_not_required"), type_="check")
        for name in ("calendar_sequence", "was_required", "cancelled_because", "cancelled_at", "state"):
            batch.drop_column(name)
        for name in ("recording_captions", "recording_language", "recording_expires_at", "recording_minutes"):
            batch.drop_column(name)
        for name in ("accessibility", "language"):
            batch.drop_column(name)


def _rename_parts(names: dict[str, str]) -> None:
    """All at once: some names are an old word and a new key, so one after the other would change a row twice."""
    sessions = sa.table("training_sessions", sa.column("feeds", sa.String))
    renamed = sa.case(names, value=sessions.c.feeds, else_=sessions.c.feeds)
    op.execute(sessions.update().values(feeds=renamed))
