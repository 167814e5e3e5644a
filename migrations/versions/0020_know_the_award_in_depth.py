"""Know the award in depth: conditions as rows, federal elements, exclusion checks, risk, and who an affiliate legally is"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIER = sa.Enum("low", "medium", "high", name="risktier", native_enum=False, length=40)
STATE = sa.Enum("open", "lifted", name="conditionstate", native_enum=False, length=40)
RESULT = sa.Enum("clear", "excluded", name="exclusionresult", native_enum=False, length=40)
LEGAL = (("legal_name", 200), ("ein", 10), ("uei", 12), ("postal_address", 300))
REMEDY = "Show the program manager that it is met."


def upgrade() -> None:
    _let_affiliates_be_legal_persons()
    with op.batch_alter_table("enrollments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("risk_tier", TIER, nullable=True))
    _make_conditions()
    _make_federal_tables()
    _make_risk_assessments()
    _move_words_into_rows()
    with op.batch_alter_table("awards", schema=None) as batch_op:
        batch_op.drop_column("conditions")


def _let_affiliates_be_legal_persons() -> None:
    with op.batch_alter_table("affiliates", schema=None) as batch_op:
        for name, length in LEGAL:
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
    with op.batch_alter_table("affiliates", schema=None) as batch_op:
        for name, _length in LEGAL:
            batch_op.alter_column(name, server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_affiliates_uei_has_twelve_characters"), "uei = '' OR length(uei) = 12"
        )
        batch_op.create_check_constraint(op.f("ck_affiliates_ein_has_nine_digits"), "ein = '' OR length(ein) = 10")


def _make_conditions() -> None:
    op.create_table(
        "award_conditions",
        sa.Column("award_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("holds_payment", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by_id", KEY, nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(), nullable=True),
        sa.Column("lifted_by_id", KEY, nullable=True),
        sa.Column("lifted_words", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'lifted') = (lifted_at IS NOT NULL AND lifted_words <> '')",
            name=op.f("ck_award_conditions_lifted_with_words"),
        ),
        sa.CheckConstraint(
            "(due_on IS NULL) = (due_at IS NULL)", name=op.f("ck_award_conditions_a_day_has_its_end")
        ),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_award_conditions_award_id_awards")),
        sa.ForeignKeyConstraint(["added_by_id"], ["users.id"], name=op.f("fk_award_conditions_added_by_id_users")),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["users.id"], name=op.f("fk_award_conditions_lifted_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_conditions")),
        sa.UniqueConstraint("award_id", "number", name=op.f("uq_award_conditions_award_id_number")),
    )
    op.create_index("ix_award_conditions_open", "award_conditions", ["state", "due_at"])


def _make_federal_tables() -> None:
    op.create_table(
        "federal_elements",
        sa.Column("award_id", KEY, nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("completed_at", sa.DateTime(), nullable=True),
        sa.Column("saved_by_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_federal_elements_award_id_awards")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["users.id"], name=op.f("fk_federal_elements_saved_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_federal_elements")),
        sa.UniqueConstraint("award_id", name=op.f("uq_federal_elements_award_id")),
    )
    op.create_table(
        "exclusion_checks",
        sa.Column("award_id", KEY, nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("result", RESULT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checked_by_id", KEY, nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_exclusion_checks_award_id_awards")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["users.id"], name=op.f("fk_exclusion_checks_checked_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusion_checks")),
    )
    op.create_index(op.f("ix_exclusion_checks_award_id"), "exclusion_checks", ["award_id"])


def _make_risk_assessments() -> None:
    op.create_table(
        "risk_assessments",
        sa.Column("enrollment_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("items", sa.String(length=20), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("suggested_tier", TIER, nullable=False),
        sa.Column("tier", TIER, nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("assessed_at", sa.DateTime(), nullable=False),
        sa.Column("assessed_by_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "tier = suggested_tier OR override_reason <> ''", name=op.f("ck_risk_assessments_another_tier_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollments.id"], name=op.f("fk_risk_assessments_enrollment_id_enrollments")
        ),
        sa.ForeignKeyConstraint(
            ["assessed_by_id"], ["users.id"], name=op.f("fk_risk_assessments_assessed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_assessments")),
        sa.UniqueConstraint("enrollment_id", "number", name=op.f("uq_risk_assessments_enrollment_id_number")),
    )


def _move_words_into_rows() -> None:
    """Each line of an award's conditions becomes a row; what lifts it was a word with the coach until now."""
    bind = op.get_bind()
    tables = sa.MetaData()
    tables.reflect(bind, only=["awards", "award_conditions"])
    awards, rows = tables.tables["awards"], tables.tables["award_conditions"]
    wanted = sa.select(awards.c["id", "conditions", "awarded_at", "awarded_by_id"]).where(awards.c.conditions != "")
    for award in bind.execute(wanted).mappings().all():
        lines = [line.strip() for line in award["conditions"].splitlines() if line.strip()]
        for number, line in enumerate(lines, 1):
            bind.execute(
                rows.insert().values(
                    award_id=award["id"],
                    number=number,
                    state="open",
                    text=line,
                    remedy=REMEDY,
                    holds_payment=False,
                    reason="",
                    appeal="",
                    added_at=award["awarded_at"],
                    added_by_id=award["awarded_by_id"],
                    changed_at=award["awarded_at"],
                    lifted_words="",
                    version=1,
                )
            )


def downgrade() -> None:
    with op.batch_alter_table("awards", schema=None) as batch_op:
        batch_op.add_column(sa.Column("conditions", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("awards", schema=None) as batch_op:
        batch_op.alter_column("conditions", server_default=None)
    _move_rows_into_words()
    for name in ("risk_assessments", "exclusion_checks", "federal_elements", "award_conditions"):
        op.drop_table(name)
    with op.batch_alter_table("enrollments", schema=None) as batch_op:
        batch_op.drop_column("risk_tier")
    with op.batch_alter_table("affiliates", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_affiliates_ein_has_nine_digits"), type_="check")
        batch_op.drop_constraint(op.f("ck_affiliates_uei_has_twelve_characters"), type_="check")
        for name, _length in LEGAL:
            batch_op.drop_column(name)


def _move_rows_into_words() -> None:
    bind = op.get_bind()
    tables = sa.MetaData()
    tables.reflect(bind, only=["awards", "award_conditions"])
    awards, rows = tables.tables["awards"], tables.tables["award_conditions"]
    told: dict[int, list[str]] = {}
    for row in bind.execute(sa.select(rows.c["award_id", "text"]).order_by(rows.c.award_id, rows.c.number)):
        told.setdefault(row.award_id, []).append(" ".join(row.text.split()))
    for award_id, lines in told.items():
        bind.execute(awards.update().where(awards.c.id == award_id).values(conditions="\n".join(lines)))
