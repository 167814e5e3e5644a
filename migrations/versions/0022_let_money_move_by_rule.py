"""Let money move by rule: holds, reversals, schedules by method, the ledger, and spending by budget category"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITS_FOR = sa.Enum(
    "agreement", "day", "report", "milestone", "expenses", name="waitsfor", native_enum=False, length=40
)
CHECKS = (
    ("no_more_comes_back_than_was_paid", "reversed_amount >= 0 AND reversed_amount <= amount"),
    ("only_what_was_paid_comes_back", "reversed_amount = 0 OR state = 'paid'"),
    ("waits_for_one_report", "(waits_for = 'report') = (report_number IS NOT NULL)"),
    ("milestone_has_its_words", "waits_for <> 'milestone' OR milestone <> ''"),
)
# What reports told in one sum has no category: «ALL» keeps it apart.
FILL = (
    "INSERT INTO reported_spending (report_id, category, amount, reason) "
    "SELECT id, 'ALL', spent_amount, '' FROM reports WHERE spent_amount <> 0 ORDER BY id",
    "INSERT INTO ledger_entries (award_id, kind, category, amount, dated_on, report_id, reference, note, "
    "posted_by_id, posted_at) "
    "SELECT award_id, 'spent', 'ALL', spent_amount, period_ends_on, id, '', '', accepted_by_id, accepted_at "
    "FROM reports WHERE state = 'accepted' AND spent_amount <> 0 ORDER BY id",
    "INSERT INTO ledger_entries (award_id, kind, category, amount, dated_on, payment_id, reference, note, "
    "posted_by_id, posted_at) "
    "SELECT p.award_id, 'paid', '', p.amount, COALESCE(p.paid_on, p.due_on), p.id, p.reference, '', "
    "p.approved_by_id, COALESCE(p.approved_at, p.requested_at, a.awarded_at) "
    "FROM payments p JOIN awards a ON a.id = p.award_id WHERE p.state = 'paid' ORDER BY p.id",
)


def upgrade() -> None:
    op.create_table(
        "payment_plans",
        sa.Column("award_id", KEY, nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "instalments", "advance", "reimbursement", "milestones", name="method", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("saved_by_id", KEY, nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_payment_plans_award_id_awards")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["users.id"], name=op.f("fk_payment_plans_saved_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_plans")),
        sa.UniqueConstraint("award_id", name=op.f("uq_payment_plans_award_id")),
    )
    op.create_table(
        "ledger_entries",
        sa.Column("award_id", KEY, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("paid", "reversed", "spent", "corrected", name="entrykind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("category", sa.String(length=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("payment_id", KEY, nullable=True),
        sa.Column("report_id", KEY, nullable=True),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("posted_by_id", KEY, nullable=True),
        sa.Column("posted_at", sa.DateTime(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "(kind IN ('paid', 'reversed')) = (payment_id IS NOT NULL)",
            name=op.f("ck_ledger_entries_cash_has_its_payment"),
        ),
        sa.CheckConstraint(
            "(kind IN ('spent', 'corrected')) = (category <> '')",
            name=op.f("ck_ledger_entries_spending_has_its_category"),
        ),
        sa.CheckConstraint(
            "kind <> 'corrected' OR (report_id IS NULL AND note <> '')",
            name=op.f("ck_ledger_entries_corrections_say_why"),
        ),
        sa.CheckConstraint("kind <> 'paid' OR amount > 0", name=op.f("ck_ledger_entries_paid_is_positive")),
        sa.CheckConstraint("kind <> 'reversed' OR amount < 0", name=op.f("ck_ledger_entries_reversed_is_negative")),
        sa.CheckConstraint(
            "kind <> 'spent' OR report_id IS NOT NULL", name=op.f("ck_ledger_entries_spent_comes_with_a_report")
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_ledger_entries_is_something")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_ledger_entries_award_id_awards")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_ledger_entries_payment_id_payments")),
        sa.ForeignKeyConstraint(["posted_by_id"], ["users.id"], name=op.f("fk_ledger_entries_posted_by_id_users")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_ledger_entries_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("report_id", "category", "kind", name=op.f("uq_ledger_entries_report_id_category_kind")),
    )
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_entries_award_id", ["award_id", "dated_on"], unique=False)

    op.create_table(
        "payment_holds",
        sa.Column("award_id", KEY, nullable=False),
        sa.Column("payment_id", KEY, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("release_path", sa.Text(), nullable=False),
        sa.Column(
            "releaser",
            sa.Enum("either", "finance_officer", "program_manager", name="releaser", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("held_by_id", KEY, nullable=False),
        sa.Column("held_at", sa.DateTime(), nullable=False),
        sa.Column("released_by_id", KEY, nullable=True),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        sa.Column("release_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "(released_at IS NULL AND released_by_id IS NULL AND release_note = '') OR (released_at IS NOT NULL AND released_by_id IS NOT NULL AND release_note <> '')",
            name=op.f("ck_payment_holds_released_by_somebody_with_words"),
        ),
        sa.CheckConstraint(
            "reason <> '' AND release_path <> ''", name=op.f("ck_payment_holds_says_why_and_what_releases_it")
        ),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_payment_holds_award_id_awards")),
        sa.ForeignKeyConstraint(["held_by_id"], ["users.id"], name=op.f("fk_payment_holds_held_by_id_users")),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_payment_holds_payment_id_payments")),
        sa.ForeignKeyConstraint(["released_by_id"], ["users.id"], name=op.f("fk_payment_holds_released_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_holds")),
    )
    with op.batch_alter_table("payment_holds", schema=None) as batch_op:
        batch_op.create_index("ix_payment_holds_award_id", ["award_id", "released_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_holds_payment_id"), ["payment_id"], unique=False)

    op.create_table(
        "payment_reversals",
        sa.Column("payment_id", KEY, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("asked", "confirmed", "refused", name="reversalstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("asked_by_id", KEY, nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_by_id", KEY, nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("reversed_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("refused_because", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_payment_reversals_says_why")),
        sa.CheckConstraint(
            "state <> 'confirmed' OR (confirmed_by_id IS NOT NULL AND reversed_on IS NOT NULL AND reference <> '')",
            name=op.f("ck_payment_reversals_confirmed_by_someone_with_its_day"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_reversals_amount_is_positive")),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> asked_by_id", name=op.f("ck_payment_reversals_two_people")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_payment_reversals_asked_by_id_users")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["users.id"], name=op.f("fk_payment_reversals_confirmed_by_id_users")
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_payment_reversals_payment_id_payments")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_reversals")),
    )
    with op.batch_alter_table("payment_reversals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_reversals_payment_id"), ["payment_id"], unique=False)
        batch_op.create_index("ix_payment_reversals_state", ["state"], unique=False)

    op.create_table(
        "reported_spending",
        sa.Column("report_id", KEY, nullable=False),
        sa.Column("category", sa.String(length=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "amount >= 0 OR reason <> ''", name=op.f("ck_reported_spending_what_is_below_zero_says_why")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_reported_spending_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_spending")),
        sa.UniqueConstraint("report_id", "category", name=op.f("uq_reported_spending_report_id_category")),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reversed_amount", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("waits_for", WAITS_FOR, nullable=False, server_default="agreement"))
        batch_op.add_column(sa.Column("report_number", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("milestone", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("evidence", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("payments", schema=None) as batch_op:
        for name in ("reversed_amount", "waits_for", "milestone", "evidence"):
            batch_op.alter_column(name, server_default=None)
        for name, rule in CHECKS:
            batch_op.create_check_constraint(op.f(f"ck_payments_{name}"), rule)
    for statement in FILL:
        op.execute(statement)


def downgrade() -> None:
    for name in ("reported_spending", "payment_reversals", "payment_holds", "ledger_entries", "payment_plans"):
        op.drop_table(name)
    with op.batch_alter_table("payments", schema=None) as batch_op:
        for name, _rule in CHECKS:
            batch_op.drop_constraint(op.f(f"ck_payments_{name}"), type_="check")
        for name in ("evidence", "milestone", "report_number", "waits_for", "reversed_amount"):
            batch_op.drop_column(name)
