"""Let agreed plans change: amendments with the changes they carry, and years that are suspended"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TYPE = sa.Enum(
    "goal", "indicator", "target", "activity", "budget", "key_person", "period", "scope", "partner",
    name="amendmenttype", native_enum=False, length=40,
)  # fmt: skip  # the words of the column
STATE = sa.Enum(
    "draft", "submitted", "returned", "approved", "in_effect", "declined", "withdrawn",
    name="amendmentstate", native_enum=False, length=40,
)  # fmt: skip  # the words of the column
TRACK = sa.Enum("notify", "fast", "full", name="track", native_enum=False, length=40)
ADVICE = sa.Enum("approve", "talk", "decline", name="advice", native_enum=False, length=40)
IS_OPEN = sa.text("state IN ('draft', 'submitted', 'returned', 'approved')")
GOES_ON = sa.text("resumed_on IS NULL")
PEOPLE = ("requested_by_id", "submitted_by_id", "advised_by_id", "decided_by_id")


def upgrade() -> None:
    op.create_table(
        "amendments",
        sa.Column("award_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("type", TYPE, nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("effects", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("track", TRACK, nullable=True),
        sa.Column("track_reasons", sa.JSON(), nullable=False),
        sa.Column("requested_by_id", KEY, nullable=False),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_by_id", KEY, nullable=True),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("decision_due_at", sa.DateTime(), nullable=True),
        sa.Column("returned_at", sa.DateTime(), nullable=True),
        sa.Column("advice", ADVICE, nullable=True),
        sa.Column("advice_words", sa.Text(), nullable=False),
        sa.Column("advised_by_id", KEY, nullable=True),
        sa.Column("advised_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("took_effect_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL", name=op.f("ck_amendments_sent_by_somebody")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR track IS NOT NULL", name=op.f("ck_amendments_sent_on_a_track")
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'declined') OR (decided_by_id IS NOT NULL AND decided_at IS NOT NULL)",
            name=op.f("ck_amendments_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR (decided_by_id <> requested_by_id AND decided_by_id <> submitted_by_id)",
            name=op.f("ck_amendments_two_people"),
        ),
        sa.CheckConstraint(
            "(state = 'in_effect') = (took_effect_at IS NOT NULL) AND (took_effect_at IS NULL OR "
            "effective_on IS NOT NULL)",
            name=op.f("ck_amendments_in_effect_has_its_day"),
        ),
        sa.CheckConstraint(
            "state <> 'in_effect' OR track <> 'full' OR signed_at IS NOT NULL",
            name=op.f("ck_amendments_signed_by_both"),
        ),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_amendments_award_id_awards")),
        *(sa.ForeignKeyConstraint([who], ["users.id"], name=op.f(f"fk_amendments_{who}_users")) for who in PEOPLE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sa.UniqueConstraint("award_id", "number", name=op.f("uq_amendments_award_id_number")),
    )
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.create_index("ix_amendments_waiting", ["state", "decision_due_at"], unique=False)
        batch_op.create_index(
            "uq_amendments_open", ["award_id", "type"], unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
        )
    op.create_table(
        "amendment_changes",
        sa.Column("amendment_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("old", sa.JSON(), nullable=False),
        sa.Column("new", sa.JSON(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_amendment_changes_amendment_id_amendments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_changes")),
        sa.UniqueConstraint(
            "amendment_id", "place", "field", name=op.f("uq_amendment_changes_amendment_id_place_field")
        ),
    )
    with op.batch_alter_table("amendment_changes", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_amendment_changes_place"), ["place"], unique=False)
    op.create_table(
        "suspensions",
        sa.Column("award_id", KEY, nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lifts_when", sa.Text(), nullable=False),
        sa.Column("suspended_by_id", KEY, nullable=False),
        sa.Column("suspended_at", sa.DateTime(), nullable=False),
        sa.Column("resumed_on", sa.Date(), nullable=True),
        sa.Column("resumed_because", sa.Text(), nullable=False),
        sa.Column("resumed_by_id", KEY, nullable=True),
        sa.Column("resumed_at", sa.DateTime(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("resumed_on IS NULL OR resumed_on >= begins_on", name=op.f("ck_suspensions_runs_forward")),
        sa.CheckConstraint(
            "(resumed_on IS NULL) = (resumed_by_id IS NULL)", name=op.f("ck_suspensions_resumed_by_somebody")
        ),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_suspensions_award_id_awards")),
        sa.ForeignKeyConstraint(["resumed_by_id"], ["users.id"], name=op.f("fk_suspensions_resumed_by_id_users")),
        sa.ForeignKeyConstraint(["suspended_by_id"], ["users.id"], name=op.f("fk_suspensions_suspended_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspensions")),
    )
    with op.batch_alter_table("suspensions", schema=None) as batch_op:
        batch_op.create_index(
            "uq_suspensions_going_on", ["award_id"], unique=True, sqlite_where=GOES_ON, postgresql_where=GOES_ON
        )


def downgrade() -> None:
    for name in ("suspensions", "amendment_changes", "amendments"):
        op.drop_table(name)
