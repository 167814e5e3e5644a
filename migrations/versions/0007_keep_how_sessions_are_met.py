"""Keep how sessions are met besides being there: checks, reflections, excuses, make-ups, people who left"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:

    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("ended_because", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("certified_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.alter_column("ended_because", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_participants_an_end_has_its_reason"), "ended_at IS NULL OR ended_because <> ''"
        )

    op.create_table(
        "check_sheets",
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_sessions.id"], name=op.f("fk_check_sheets_session_id_training_sessions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_sheets")),
        sa.UniqueConstraint("session_id", name=op.f("uq_check_sheets_session_id")),
    )
    op.create_table(
        "check_tries",
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_check_tries_participant_id_participants")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_sessions.id"], name=op.f("fk_check_tries_session_id_training_sessions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_tries")),
    )
    with op.batch_alter_table("check_tries", schema=None) as batch_op:
        batch_op.create_index("ix_check_tries_who", ["participant_id", "session_id"], unique=False)

    op.create_table(
        "reflections",
        sa.Column(
            "state",
            sa.Enum("draft", "sent", "verified", "returned", name="reflectionstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("state = 'draft' OR sent_at IS NOT NULL", name=op.f("ck_reflections_sent_first")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_reflections_participant_id_participants")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_sessions.id"], name=op.f("fk_reflections_session_id_training_sessions")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_reflections_decided_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflections")),
        sa.UniqueConstraint("participant_id", "session_id", name=op.f("uq_reflections_participant_id_session_id")),
    )
    with op.batch_alter_table("reflections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reflections_session_id"), ["session_id"], unique=False)

    op.create_table(
        "excuses",
        sa.Column(
            "state",
            sa.Enum("not_asked", "asked", "accepted", "returned", name="excusestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_excuses_asked_by_id_users")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_excuses_participant_id_participants")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_sessions.id"], name=op.f("fk_excuses_session_id_training_sessions")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_excuses_decided_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_excuses")),
        sa.UniqueConstraint("participant_id", "session_id", name=op.f("uq_excuses_participant_id_session_id")),
    )
    with op.batch_alter_table("excuses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_excuses_session_id"), ["session_id"], unique=False)

    op.create_table(
        "make_ups",
        sa.Column(
            "state",
            sa.Enum(
                "not_asked",
                "asked",
                "arranged",
                "handed_in",
                "verified",
                "returned",
                name="makeupstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(), nullable=True),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("state <> 'verified' OR handed_in_at IS NOT NULL", name=op.f("ck_make_ups_handed_in_first")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_make_ups_asked_by_id_users")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_make_ups_participant_id_participants")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_sessions.id"], name=op.f("fk_make_ups_session_id_training_sessions")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_make_ups_decided_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_make_ups")),
        sa.UniqueConstraint("participant_id", "session_id", name=op.f("uq_make_ups_participant_id_session_id")),
    )
    with op.batch_alter_table("make_ups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_make_ups_session_id"), ["session_id"], unique=False)


def downgrade() -> None:
    for name in ("make_ups", "excuses", "reflections"):
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{name}_session_id"))
        op.drop_table(name)
    with op.batch_alter_table("check_tries", schema=None) as batch_op:
        batch_op.drop_index("ix_check_tries_who")
    op.drop_table("check_tries")
    op.drop_table("check_sheets")
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_participants_an_end_has_its_reason"), type_="check")
        batch_op.drop_column("certified_at")
        batch_op.drop_column("ended_because")
        batch_op.drop_column("ended_at")
