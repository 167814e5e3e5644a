"""Keep agreements about data and the contracts behind them; let a signature say who signed, under any document"""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = ("drafted", "offered", "active", "ended", "expired", "terminated")
STATE = sa.Enum(*STATES, name="agreementstate", native_enum=False, length=40)
OPEN = sa.text("state IN ('drafted', 'offered')")
NETWORK = "National Network Office"
PURPOSE = (
    "To learn which services help newcomers find their footing, to set goals from the affiliate’s own figures, and to "
    "see whether they are reached."
)
USES = [
    "Compute the indicators of this affiliate and of the network",
    "Improve services, and learn across affiliates from figures of groups",
    "Report to funders figures from which nobody can be told",
]
RETENTION = "The reduced file until its figures are computed; the figures for three years"
ELEMENTS = (
    "relationship_to_pa sex housing_status_180 case_status us_tie consent_data_sharing employable "
    "employer_health_benefits employed_day_90 employed_day_180 job_retained_90d mg_enrolled case_self_sufficient_90 "
    "case_self_sufficient_180 case_self_sufficient_240 pc_enrolled volunteer_mentor_matched household_size "
    "english_level_entry english_level_latest esl_hours hourly_wage weekly_hours monthly_rent household_monthly_income "
    "belonging_score consent_date rp_home_visit_1_date rp_home_visit_30d_date ssn_applied_date "
    "cash_assistance_applied_date health_screening_date school_enrolled_date esl_enrolled_date "
    "employment_services_date cultural_orientation_date rp_closed_date job_start_date mg_enroll_date "
    "adjustment_filed_date belonging_survey_date out_migrated_date age_at_arrival"
).split()
RUNNING = "('enrolled', 'training', 'proposing', 'in_review', 'awarded', 'funded', 'implementing', 'suspended', 'closing')"
KIND = "data_sharing_agreement"


def upgrade() -> None:
    _make_tables()
    _let_imports_name_their_source()
    _draft_what_is_missing()
    _let_signatures_say_who()


def _make_tables() -> None:
    op.create_table(
        "data_sources",
        sa.Column("affiliate_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("allows", sa.Text(), nullable=False),
        sa.Column("restrictions", sa.Text(), nullable=False),
        sa.Column("allows_sharing", sa.Boolean(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("checked_by_id", KEY, nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["affiliate_id"], ["affiliates.id"], name=op.f("fk_data_sources_affiliate_id_affiliates")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["users.id"], name=op.f("fk_data_sources_checked_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_sources")),
        sa.UniqueConstraint("affiliate_id", "name", name=op.f("uq_data_sources_affiliate_id_name")),
    )
    op.create_table(
        "data_sharing_agreements",
        sa.Column("enrollment_id", KEY, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("network_party", sa.String(length=200), nullable=False),
        sa.Column("affiliate_party", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("elements", sa.JSON(), nullable=False),
        sa.Column("permitted_uses", sa.JSON(), nullable=False),
        sa.Column("retention", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(), nullable=False),
        sa.Column("offered_at", sa.DateTime(), nullable=True),
        sa.Column("offered_by_id", KEY, nullable=True),
        sa.Column("active_at", sa.DateTime(), nullable=True),
        sa.Column("warned_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_id", KEY, nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("edition > 0", name=op.f("ck_data_sharing_agreements_counted_from_one")),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_data_sharing_agreements_term_runs_forward")),
        sa.CheckConstraint(
            "state <> 'terminated' OR end_reason <> ''",
            name=op.f("ck_data_sharing_agreements_terminated_with_a_reason"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('active', 'ended', 'expired') OR active_at IS NOT NULL",
            name=op.f("ck_data_sharing_agreements_in_force_before_it_ends"),
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_data_sharing_agreements_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(
            ["offered_by_id"], ["users.id"], name=op.f("fk_data_sharing_agreements_offered_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["users.id"], name=op.f("fk_data_sharing_agreements_ended_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_sharing_agreements")),
        sa.UniqueConstraint(
            "enrollment_id", "edition", name=op.f("uq_data_sharing_agreements_enrollment_id_edition")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_data_sharing_agreements_number")),
    )
    op.create_index(
        "uq_data_sharing_agreements_open",
        "data_sharing_agreements",
        ["enrollment_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _let_imports_name_their_source() -> None:
    with op.batch_alter_table("extract_imports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source_id", KEY, nullable=True))
        batch_op.add_column(sa.Column("agreement_id", KEY, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_extract_imports_source_id_data_sources"), "data_sources", ["source_id"], ["id"]
        )
        batch_op.create_foreign_key(
            op.f("fk_extract_imports_agreement_id_data_sharing_agreements"),
            "data_sharing_agreements",
            ["agreement_id"],
            ["id"],
        )


def _draft_what_is_missing() -> None:
    """Every running enrollment gets its draft; a Word file of before belongs to it, not to the award any more."""
    bind = op.get_bind()
    now = datetime.now(UTC).replace(tzinfo=None)
    today = now.date()
    drafts = sa.table(
        "data_sharing_agreements",
        *(sa.column(name, kind) for name, kind in (("elements", sa.JSON()), ("permitted_uses", sa.JSON()))),
        *map(sa.column, ("enrollment_id", "edition", "number", "state", "network_party", "affiliate_party", "purpose")),
        *(sa.column(name, sa.Date()) for name in ("starts_on", "ends_on")),
        *map(sa.column, ("retention", "drafted_at", "end_reason", "version")),
    )
    running = (
        "SELECT e.id AS id, a.name AS name FROM enrollments e JOIN affiliates a ON a.id = e.affiliate_id "
        f"WHERE e.stage IN {RUNNING} OR EXISTS (SELECT 1 FROM documents d WHERE d.enrollment_id = e.id "
        f"AND d.kind = '{KIND}') ORDER BY e.id"
    )
    for row in bind.execute(sa.text(running)).mappings().all():
        bind.execute(drafts.insert().values(**_draft(row, today, now)))
    bind.execute(
        sa.text(
            "UPDATE documents SET subject_id = (SELECT g.id FROM data_sharing_agreements g "
            f"WHERE g.enrollment_id = documents.enrollment_id) WHERE kind = '{KIND}'"
        )
    )


def _draft(row: sa.RowMapping, today: Any, now: datetime) -> dict[str, Any]:
    return {
        "enrollment_id": row["id"],
        "edition": 1,
        "number": f"DSA-{row['id']:04}-1",
        "state": "drafted",
        "network_party": NETWORK,
        "affiliate_party": row["name"],
        "purpose": PURPOSE,
        "elements": ELEMENTS,
        "permitted_uses": USES,
        "retention": RETENTION,
        "starts_on": today,
        "ends_on": today + timedelta(days=730),
        "drafted_at": now,
        "end_reason": "",
        "version": 1,
    }


def _let_signatures_say_who() -> None:
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(length=60), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("office", sa.String(length=200), nullable=False, server_default=""))
    op.execute(
        "UPDATE signatures SET role = CASE side WHEN 'affiliate' THEN 'Affiliate director' ELSE 'Program manager' END"
    )
    op.execute(
        "UPDATE signatures SET office = CASE side WHEN 'network' THEN "
        f"'{NETWORK}' ELSE (SELECT a.name FROM awards w JOIN enrollments e ON e.id = w.enrollment_id "
        "JOIN affiliates a ON a.id = e.affiliate_id WHERE w.id = signatures.award_id) END"
    )
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.alter_column("role", server_default=None)
        batch_op.alter_column("office", server_default=None)
        batch_op.drop_index(batch_op.f("ix_signatures_award_id"))
        batch_op.drop_constraint(op.f("fk_signatures_award_id_awards"), type_="foreignkey")
        batch_op.drop_column("award_id")
        batch_op.create_unique_constraint(op.f("uq_signatures_document_id_signer_id"), ["document_id", "signer_id"])


def downgrade() -> None:
    """Signatures under agreements about data have no place in the older tables and go."""
    _give_signatures_their_award()
    op.execute(
        "UPDATE documents SET subject_id = COALESCE((SELECT w.id FROM awards w "
        f"WHERE w.enrollment_id = documents.enrollment_id), 0), sealed_at = NULL WHERE kind = '{KIND}'"
    )
    op.execute(f"DELETE FROM documents WHERE kind = '{KIND}' AND subject_id = 0")
    with op.batch_alter_table("extract_imports", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_extract_imports_agreement_id_data_sharing_agreements"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_extract_imports_source_id_data_sources"), type_="foreignkey")
        batch_op.drop_column("agreement_id")
        batch_op.drop_column("source_id")
    op.drop_index("uq_data_sharing_agreements_open", table_name="data_sharing_agreements")
    op.drop_table("data_sharing_agreements")
    op.drop_table("data_sources")


def _give_signatures_their_award() -> None:
    op.execute(
        f"DELETE FROM signatures WHERE document_id IN (SELECT id FROM documents WHERE kind <> 'grant_agreement')"
    )
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.add_column(sa.Column("award_id", KEY, nullable=True))
    op.execute(
        "UPDATE signatures SET award_id = (SELECT d.subject_id FROM documents d WHERE d.id = signatures.document_id)"
    )
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_signatures_document_id_signer_id"), type_="unique")
        batch_op.alter_column("award_id", nullable=False, existing_type=KEY)
        batch_op.create_foreign_key(op.f("fk_signatures_award_id_awards"), "awards", ["award_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_signatures_award_id"), ["award_id"], unique=False)
        batch_op.drop_column("office")
        batch_op.drop_column("role")
