"""Hand proposals over before they are certified, give more time, and ask for changes section by section"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ASKED = sa.Enum("asked", "granted", "refused", name="requeststate", native_enum=False, length=40)


def upgrade() -> None:
    with op.batch_alter_table("cohorts") as batch:
        # The cohorts that are there promised no grace.
        batch.add_column(sa.Column("proposals_grace_hours", sa.Integer(), nullable=False, server_default="0"))
        batch.create_check_constraint(
            op.f("ck_cohorts_grace_is_a_week_at_most"), "proposals_grace_hours BETWEEN 0 AND 168"
        )
    with op.batch_alter_table("cohorts") as batch:
        batch.alter_column("proposals_grace_hours", existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table("enrollments") as batch:
        batch.add_column(sa.Column("proposals_extended_to", sa.DateTime(), nullable=True))
    _hand_over()
    _extensions()
    op.create_table(
        "change_requests",
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("snapshot_number", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_by_id", KEY, nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", KEY, nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "answer = '' OR answered_at IS NOT NULL", name=op.f("ck_change_requests_an_answer_is_dated")
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_change_requests_proposal_id_proposals")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_change_requests_asked_by_id_users")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["users.id"], name=op.f("fk_change_requests_answered_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_requests")),
        sa.UniqueConstraint(
            "proposal_id", "snapshot_number", "section", name=op.f("uq_change_requests_proposal_id_snapshot_number_section")
        ),
    )
    _open_everything_that_was_asked()


def _hand_over() -> None:
    with op.batch_alter_table("proposals") as batch:
        batch.add_column(sa.Column("handed_over_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("handed_over_by_id", KEY, nullable=True))
        batch.add_column(sa.Column("handed_over_digest", sa.String(length=64), nullable=False, server_default=""))
        batch.add_column(sa.Column("clock_stopped_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("sent_back_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("sent_back_by_id", KEY, nullable=True))
        batch.add_column(sa.Column("sent_back_because", sa.Text(), nullable=False, server_default=""))
        for column in ("handed_over_by_id", "sent_back_by_id"):
            batch.create_foreign_key(op.f(f"fk_proposals_{column}_users"), "users", [column], ["id"])
        batch.create_check_constraint(
            op.f("ck_proposals_ready_was_handed_over"),
            "state <> 'ready' OR (handed_over_at IS NOT NULL AND clock_stopped_at IS NOT NULL)",
        )
    with op.batch_alter_table("proposals") as batch:
        batch.alter_column("handed_over_digest", existing_type=sa.String(length=64), server_default=None)
        batch.alter_column("sent_back_because", existing_type=sa.Text(), server_default=None)
    with op.batch_alter_table("proposal_snapshots") as batch:
        batch.add_column(sa.Column("handed_over_by_id", KEY, nullable=True))
        batch.add_column(sa.Column("handed_over_at", sa.DateTime(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_proposal_snapshots_handed_over_by_id_users"), "users", ["handed_over_by_id"], ["id"]
        )


def _extensions() -> None:
    op.create_table(
        "extension_requests",
        sa.Column("enrollment_id", KEY, nullable=False),
        sa.Column("state", ASKED, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("wanted_until", sa.DateTime(), nullable=False),
        sa.Column("asked_by_id", KEY, nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", KEY, nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "state = 'asked' OR answered_at IS NOT NULL", name=op.f("ck_extension_requests_an_answer_is_dated")
        ),
        sa.CheckConstraint("state <> 'refused' OR answer <> ''", name=op.f("ck_extension_requests_a_no_has_its_reason")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_extension_requests_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_extension_requests_asked_by_id_users")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_extension_requests_answered_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_requests")),
    )
    op.create_index(op.f("ix_extension_requests_enrollment_id"), "extension_requests", ["enrollment_id"])
    op.create_table(
        "deadline_extensions",
        sa.Column("enrollment_id", KEY, nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_by_id", KEY, nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("request_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_deadline_extensions_more_time_has_its_reason")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_deadline_extensions_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["users.id"], name=op.f("fk_deadline_extensions_given_by_id_users")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["extension_requests.id"], name=op.f("fk_deadline_extensions_request_id_extension_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_extensions")),
    )
    op.create_index(op.f("ix_deadline_extensions_enrollment_id"), "deadline_extensions", ["enrollment_id"])


def _open_everything_that_was_asked() -> None:
    """What was asked for in one text, and is not answered yet, opens the whole proposal as it did."""
    op.execute(
        """
        INSERT INTO change_requests
            (proposal_id, snapshot_number, section, words, asked_by_id, asked_at, answer, version)
        SELECT proposals.id, decisions.snapshot_number, '', proposals.changes_asked,
               decisions.decided_by_id, decisions.decided_at, '', 1
        FROM proposals JOIN decisions ON decisions.proposal_id = proposals.id
        WHERE proposals.state = 'changes_requested' AND proposals.changes_asked <> ''
          AND decisions.snapshot_number =
              (SELECT max(number) FROM proposal_snapshots WHERE proposal_snapshots.proposal_id = proposals.id)
        """
    )


def downgrade() -> None:
    op.drop_table("change_requests")
    op.drop_index(op.f("ix_deadline_extensions_enrollment_id"), "deadline_extensions")
    op.drop_table("deadline_extensions")
    op.drop_index(op.f("ix_extension_requests_enrollment_id"), "extension_requests")
    op.drop_table("extension_requests")
    with op.batch_alter_table("proposal_snapshots") as batch:
        batch.drop_constraint(op.f("fk_proposal_snapshots_handed_over_by_id_users"), type_="foreignkey")
        batch.drop_column("handed_over_at")
        batch.drop_column("handed_over_by_id")
    # Who waited for the director writes again.
    op.execute(
        "UPDATE proposals SET state = CASE WHEN submitted_at IS NULL THEN 'draft' ELSE 'changes_requested' END "
        "WHERE state = 'ready'"
    )
    with op.batch_alter_table("proposals") as batch:
        batch.drop_constraint(op.f("ck_proposals_ready_was_handed_over"), type_="check")
        for column in ("handed_over_by_id", "sent_back_by_id"):
            batch.drop_constraint(op.f(f"fk_proposals_{column}_users"), type_="foreignkey")
        for column in (
            "sent_back_because", "sent_back_by_id", "sent_back_at", "clock_stopped_at", "handed_over_digest",
            "handed_over_by_id", "handed_over_at",
        ):  # fmt: skip
            batch.drop_column(column)
    with op.batch_alter_table("enrollments") as batch:
        batch.drop_column("proposals_extended_to")
    with op.batch_alter_table("cohorts") as batch:
        batch.drop_constraint(op.f("ck_cohorts_grace_is_a_week_at_most"), type_="check")
        batch.drop_column("proposals_grace_hours")
