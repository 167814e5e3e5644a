"""Keep the partners of a proposal with their answers, and its papers"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_STANDS = "state <> 'withdrawn' AND affiliate_id IS NOT NULL"
_NEW_FLAGS = (("cohorts", "requires_papers", sa.false()), ("affiliates", "may_be_suggested", sa.true()))


def _key() -> sa.types.TypeEngine:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for table, column, empty in _NEW_FLAGS:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(column, sa.Boolean(), nullable=False, server_default=empty))
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
    _make_papers()
    _make_partners()
    op.create_table(
        "partner_answers",
        sa.Column("partner_id", _key(), nullable=False),
        sa.Column("confirms", sa.Boolean(), nullable=False),
        sa.Column("typed_name", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("given_by_id", _key(), nullable=True),
        sa.Column("by_letter", sa.Boolean(), nullable=False),
        sa.Column("id", _key(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["proposal_partners.id"], name=op.f("fk_partner_answers_partner_id_proposal_partners")
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["users.id"], name=op.f("fk_partner_answers_given_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_answers")),
    )
    op.create_index(op.f("ix_partner_answers_partner_id"), "partner_answers", ["partner_id"])


def _make_papers() -> None:
    op.create_table(
        "proposal_papers",
        sa.Column("proposal_id", _key(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *("w9", "board_list", "audit", "letter", "other", "partner_letter"),
                name="paperkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("added_by_id", _key(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("file_type", sa.String(length=100), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("id", _key(), nullable=False),
        sa.CheckConstraint("file_sha256 IS NOT NULL", name=op.f("ck_proposal_papers_holds_a_file")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_papers_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["users.id"], name=op.f("fk_proposal_papers_added_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_papers")),
    )
    op.create_index(op.f("ix_proposal_papers_proposal_id"), "proposal_papers", ["proposal_id"])
    op.create_index(op.f("ix_proposal_papers_file_sha256"), "proposal_papers", ["file_sha256"])


def _make_partners() -> None:
    op.create_table(
        "proposal_partners",
        sa.Column("proposal_id", _key(), nullable=False),
        sa.Column("affiliate_id", _key(), nullable=True),
        sa.Column("organization", sa.String(length=120), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                *("service_provider", "data_partner", "referral_partner", "funder", "training", "other"),
                name="partnerrole",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("role_words", sa.String(length=80), nullable=False),
        sa.Column("contribution", sa.Text(), nullable=False),
        sa.Column("commitment", sa.String(length=160), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *("named", "asked", "confirmed", "declined", "withdrawn"),
                name="partnerstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("mailed_round", sa.Integer(), nullable=False),
        sa.Column("named_by_id", _key(), nullable=True),
        sa.Column("named_at", sa.DateTime(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("letter_id", _key(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", _key(), nullable=False),
        sa.CheckConstraint(
            "(affiliate_id IS NULL) = (organization <> '')",
            name=op.f("ck_proposal_partners_is_an_affiliate_or_another"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_partners_proposal_id_proposals")
        ),
        sa.ForeignKeyConstraint(
            ["affiliate_id"], ["affiliates.id"], name=op.f("fk_proposal_partners_affiliate_id_affiliates")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["proposal_papers.id"], name=op.f("fk_proposal_partners_letter_id_proposal_papers")
        ),
        sa.ForeignKeyConstraint(["named_by_id"], ["users.id"], name=op.f("fk_proposal_partners_named_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_partners")),
    )
    op.create_index(op.f("ix_proposal_partners_proposal_id"), "proposal_partners", ["proposal_id"])
    op.create_index(op.f("ix_proposal_partners_affiliate_id"), "proposal_partners", ["affiliate_id"])
    op.create_index(
        "uq_proposal_partners_standing",
        "proposal_partners",
        ["proposal_id", "affiliate_id"],
        unique=True,
        sqlite_where=sa.text(_STANDS),
        postgresql_where=sa.text(_STANDS),
    )


def downgrade() -> None:
    op.drop_table("partner_answers")
    op.drop_table("proposal_partners")
    op.drop_table("proposal_papers")
    for table, column, _empty in reversed(_NEW_FLAGS):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
