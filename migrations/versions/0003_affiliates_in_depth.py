"""Keep an affiliate's profile, data roles with their handover, capacity tier and decisions log

Until now the only trace of who does the data was the year's own data lead: whoever leads a year that goes on becomes
the affiliate's data lead, so that nobody is flagged as missing who is known.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ENDED = ("completed", "declined_invitation", "withdrawn", "not_funded", "terminated")


def upgrade() -> None:

    _extend_affiliates()
    op.create_table(
        "data_roles",
        sa.Column("affiliate_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("hours_a_week", sa.Integer(), nullable=True),
        sa.Column("backup_name", sa.String(length=120), nullable=False),
        sa.Column("funding_source", sa.String(length=200), nullable=False),
        sa.Column("funded_until", sa.Date(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=False),
        sa.Column("named_by_id", KEY, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_data_roles_ends_after_it_begins")),
        sa.CheckConstraint(
            "hours_a_week IS NULL OR hours_a_week BETWEEN 0 AND 80", name=op.f("ck_data_roles_hours_of_a_week")
        ),
        sa.ForeignKeyConstraint(
            ["affiliate_id"], ["affiliates.id"], name=op.f("fk_data_roles_affiliate_id_affiliates")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_data_roles_user_id_users")),
        sa.ForeignKeyConstraint(["named_by_id"], ["users.id"], name=op.f("fk_data_roles_named_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_roles")),
    )
    op.create_index("ix_data_roles_affiliate", "data_roles", ["affiliate_id", "kind"])
    op.create_index(op.f("ix_data_roles_user_id"), "data_roles", ["user_id"])
    op.create_index(
        "uq_data_roles_held_now",
        "data_roles",
        ["affiliate_id", "kind"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "handovers",
        sa.Column("affiliate_id", KEY, nullable=False),
        sa.Column("role_id", KEY, nullable=False),
        sa.Column("successor_id", KEY, nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["affiliate_id"], ["affiliates.id"], name=op.f("fk_handovers_affiliate_id_affiliates")),
        sa.ForeignKeyConstraint(["role_id"], ["data_roles.id"], name=op.f("fk_handovers_role_id_data_roles")),
        sa.ForeignKeyConstraint(["successor_id"], ["data_roles.id"], name=op.f("fk_handovers_successor_id_data_roles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("role_id", name=op.f("uq_handovers_role_id")),
    )
    op.create_index(op.f("ix_handovers_affiliate_id"), "handovers", ["affiliate_id"])
    op.create_table(
        "handover_steps",
        sa.Column("handover_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handovers.id"], name=op.f("fk_handover_steps_handover_id_handovers")
        ),
        sa.ForeignKeyConstraint(["done_by_id"], ["users.id"], name=op.f("fk_handover_steps_done_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_steps")),
        sa.UniqueConstraint("handover_id", "position", name=op.f("uq_handover_steps_handover_id_position")),
    )
    op.create_table(
        "tier_choices",
        sa.Column("affiliate_id", KEY, nullable=False),
        sa.Column("tier", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("chosen_by_id", KEY, nullable=True),
        sa.Column("chosen_at", sa.DateTime(), nullable=False),
        sa.Column("taken_back_by_id", KEY, nullable=True),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["affiliate_id"], ["affiliates.id"], name=op.f("fk_tier_choices_affiliate_id_affiliates")
        ),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["users.id"], name=op.f("fk_tier_choices_chosen_by_id_users")),
        sa.ForeignKeyConstraint(["taken_back_by_id"], ["users.id"], name=op.f("fk_tier_choices_taken_back_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_choices")),
    )
    op.create_index(op.f("ix_tier_choices_affiliate_id"), "tier_choices", ["affiliate_id"])
    op.create_index(
        "uq_tier_choices_standing",
        "tier_choices",
        ["affiliate_id"],
        unique=True,
        sqlite_where=sa.text("taken_back_at IS NULL"),
        postgresql_where=sa.text("taken_back_at IS NULL"),
    )
    op.create_table(
        "log_entries",
        sa.Column("affiliate_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("written_by_id", KEY, nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("recognized_by_id", KEY, nullable=True),
        sa.Column("recognized_at", sa.DateTime(), nullable=True),
        sa.Column("shared_by_id", KEY, nullable=True),
        sa.Column("shared_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "shared_at IS NULL OR (kind = 'win' AND recognized_at IS NOT NULL)",
            name=op.f("ck_log_entries_only_wins_are_shared"),
        ),
        sa.ForeignKeyConstraint(
            ["affiliate_id"], ["affiliates.id"], name=op.f("fk_log_entries_affiliate_id_affiliates")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["users.id"], name=op.f("fk_log_entries_written_by_id_users")),
        sa.ForeignKeyConstraint(["recognized_by_id"], ["users.id"], name=op.f("fk_log_entries_recognized_by_id_users")),
        sa.ForeignKeyConstraint(["shared_by_id"], ["users.id"], name=op.f("fk_log_entries_shared_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_entries")),
    )
    op.create_index("ix_log_entries_affiliate", "log_entries", ["affiliate_id", "kind", "happened_on"])
    _name_known_data_leads()


def downgrade() -> None:

    for table in ("log_entries", "tier_choices", "handover_steps", "handovers", "data_roles"):
        op.drop_table(table)
    with op.batch_alter_table("affiliates") as table:
        for name in (
            *("populations", "service_mode", "access_barriers", "access_note", "participation_barriers"),
            *("participation_note", "profile_confirmed_at", "profile_confirmed_by", "suggested_tier", "chosen_tier"),
        ):
            table.drop_column(name)


def _extend_affiliates() -> None:
    """New answers are empty at first; the defaults only carry the rows that are there."""
    filled = {
        "populations": (sa.String(length=400), ""),
        "access_barriers": (sa.JSON(), "[]"),
        "access_note": (sa.Text(), ""),
        "participation_barriers": (sa.JSON(), "[]"),
        "participation_note": (sa.Text(), ""),
        "profile_confirmed_by": (sa.String(length=120), ""),
    }
    with op.batch_alter_table("affiliates") as table:
        for name, (kind, empty) in filled.items():
            table.add_column(sa.Column(name, kind, nullable=False, server_default=empty))
        table.add_column(sa.Column("service_mode", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("profile_confirmed_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("suggested_tier", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("chosen_tier", sa.String(length=40), nullable=True))
    with op.batch_alter_table("affiliates") as table:
        for name, (kind, _empty) in filled.items():
            table.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)


def _name_known_data_leads() -> None:
    """The data lead of each affiliate's newest year that was committed to and goes on."""
    ended = ", ".join(f"'{stage}'" for stage in ENDED)
    op.execute(
        f"""
        INSERT INTO data_roles (affiliate_id, kind, user_id, name, email, backup_name, funding_source, since,
                                ended_because, version)
        SELECT e.affiliate_id, 'data_lead', u.id, u.name, u.email, '', '', date(e.committed_at), '', 1
        FROM enrollments e JOIN users u ON u.id = e.data_lead_id
        WHERE e.committed_at IS NOT NULL AND u.is_active AND e.id = (
            SELECT MAX(later.id) FROM enrollments later
            WHERE later.affiliate_id = e.affiliate_id AND later.data_lead_id IS NOT NULL
              AND later.committed_at IS NOT NULL AND later.stage NOT IN ({ended}))
        """
    )
