"""Let reviews be fair: declarations and filings as rows, a third review, limits, the rubric pinned to the cohort"""

from decimal import Decimal

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KIND = sa.Enum("none", "work", "family", "money", "other", name="conflictkind", native_enum=False, length=40)
POINTS = {"C1": 15, "C2": 20, "C3": 20, "C4": 15, "C5": 10, "C6": 5, "C7": 5, "C8": 5, "C9": 5}  # of rubric 2026-1
SEATS = sa.text(
    "SELECT r.id, r.state, r.rubric, r.reviewer_id, r.conflict, r.total, "
    "p.enrollment_id, e.cohort_id, "
    "(SELECT MAX(s.number) FROM proposal_snapshots s WHERE s.proposal_id = p.id) AS snapshot_number "
    "FROM reviews r JOIN proposals p ON p.id = r.proposal_id JOIN enrollments e ON e.id = p.enrollment_id ORDER BY r.id"
)


def upgrade() -> None:
    with op.batch_alter_table("cohorts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rubric_version", sa.String(length=20), nullable=True))
    with op.batch_alter_table("enrollments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tie_break_since", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("recused_ids", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("enrollments", schema=None) as batch_op:
        batch_op.alter_column("recused_ids", server_default=None)
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_tie_break", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("recused_at", sa.DateTime(), nullable=True))
    op.execute("UPDATE reviews SET recused_at = COALESCE(declared_at, assigned_at) WHERE state = 'recused'")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.alter_column("is_tie_break", server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_reviews_recused_has_its_time"), "(state = 'recused') = (recused_at IS NOT NULL)"
        )
    _make_tables()
    _fill_from_what_is_there()


def _make_tables() -> None:
    op.create_table(
        "declarations",
        sa.Column("review_id", KEY, nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_later", sa.Boolean(), nullable=False),
        sa.Column("declared_at", sa.DateTime(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_declarations_review_id_reviews")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declarations")),
    )
    with op.batch_alter_table("declarations", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_declarations_review_id"), ["review_id"], unique=False)
    op.create_table(
        "filings",
        sa.Column("review_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("snapshot_number", sa.Integer(), nullable=False),
        sa.Column("rubric", sa.String(length=20), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("strengths", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("filed_at", sa.DateTime(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(), nullable=True),
        sa.Column("reopened_by_id", KEY, nullable=True),
        sa.Column("reopened_why", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "(reopened_at IS NULL) = (reopened_by_id IS NULL)", name=op.f("ck_filings_reopened_by_somebody")
        ),
        sa.ForeignKeyConstraint(["reopened_by_id"], ["users.id"], name=op.f("fk_filings_reopened_by_id_users")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_filings_review_id_reviews")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filings")),
        sa.UniqueConstraint("review_id", "number", name=op.f("uq_filings_review_id_number")),
    )
    op.create_table(
        "reviewer_limits",
        sa.Column("cohort_id", KEY, nullable=False),
        sa.Column("reviewer_id", KEY, nullable=False),
        sa.Column("at_most", sa.Integer(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("at_most >= 0", name=op.f("ck_reviewer_limits_limit_is_a_number")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_reviewer_limits_cohort_id_cohorts")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["users.id"], name=op.f("fk_reviewer_limits_reviewer_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviewer_limits")),
        sa.UniqueConstraint("cohort_id", "reviewer_id", name=op.f("uq_reviewer_limits_cohort_id_reviewer_id")),
    )
    op.create_table(
        "tie_breaks",
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("snapshot_number", sa.Integer(), nullable=False),
        sa.Column("spread", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("waived_at", sa.DateTime(), nullable=True),
        sa.Column("waived_by_id", KEY, nullable=True),
        sa.Column("waived_why", sa.Text(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("settled_at IS NULL OR waived_at IS NULL", name=op.f("ck_tie_breaks_settled_or_waived")),
        sa.CheckConstraint(
            "waived_at IS NULL OR (waived_by_id IS NOT NULL AND waived_why <> '')",
            name=op.f("ck_tie_breaks_waived_with_why"),
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_tie_breaks_proposal_id_proposals")),
        sa.ForeignKeyConstraint(["waived_by_id"], ["users.id"], name=op.f("fk_tie_breaks_waived_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie_breaks")),
    )
    with op.batch_alter_table("tie_breaks", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_tie_breaks_proposal_id"), ["proposal_id"], unique=False)


def _fill_from_what_is_there() -> None:
    """The rubric of every cohort that is scored, who stepped aside, what was declared, and what stands filed."""
    bind = op.get_bind()
    tables = sa.MetaData()
    tables.reflect(bind, only=["cohorts", "enrollments", "reviews", "declarations", "filings", "scores"])
    of = tables.tables
    left: dict[int, list[int]] = {}
    for seat in bind.execute(SEATS).mappings().all():
        pinned = of["cohorts"].update().where(of["cohorts"].c.id == seat["cohort_id"])
        bind.execute(pinned.values(rubric_version=seat["rubric"]))
        row = bind.execute(sa.select(of["reviews"]).where(of["reviews"].c.id == seat["id"])).mappings().one()
        if seat["conflict"]:
            _keep_declaration(bind, of["declarations"], row)
        if seat["state"] == "recused":
            left.setdefault(seat["enrollment_id"], []).append(seat["reviewer_id"])
        if seat["state"] == "final" and seat["total"] is not None:
            _keep_filing(bind, of, row, seat["snapshot_number"] or 1)
    recused = sa.table("enrollments", sa.column("id", KEY), sa.column("recused_ids", sa.JSON()))
    for enrollment_id, people in left.items():
        bind.execute(recused.update().where(recused.c.id == enrollment_id).values(recused_ids=sorted(people)))


def _keep_declaration(bind: sa.Connection, declarations: sa.Table, review: sa.RowMapping) -> None:
    is_recused = review["state"] == "recused"
    bind.execute(
        declarations.insert().values(
            review_id=review["id"],
            kind="other" if is_recused else "none",
            wording=review["conflict"],
            text="",
            is_later=is_recused and review["declared_at"] is not None,
            declared_at=review["declared_at"] or review["recused_at"] or review["assigned_at"],
        )
    )


def _keep_filing(bind: sa.Connection, of: dict[str, sa.Table], review: sa.RowMapping, snapshot_number: int) -> None:
    given = sa.select(of["scores"].c["criterion", "anchor_percent", "justification"])
    given = given.where(of["scores"].c.review_id == review["id"]).order_by(of["scores"].c.criterion)
    scores = [
        {**row, "points": str(Decimal(POINTS[row["criterion"]]) * (row["anchor_percent"] or 0) / 100)}
        for row in bind.execute(given).mappings()
    ]
    kept = ("rubric", "strengths", "questions", "total")
    columns = [sa.column("scores", sa.JSON()), *(c for c in of["filings"].c if c.name not in ("id", "scores"))]
    filings = sa.table("filings", *(sa.column(c.name, c.type) for c in columns))
    bind.execute(
        filings.insert().values(
            review_id=review["id"],
            number=1,
            snapshot_number=snapshot_number,
            scores=scores,
            filed_at=review["finalized_at"],
            reopened_why="",
            **{name: review[name] for name in kept},
        )
    )


def downgrade() -> None:
    for name in ("tie_breaks", "reviewer_limits", "filings", "declarations"):
        op.drop_table(name)
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_reviews_recused_has_its_time"), type_="check")
        batch_op.drop_column("recused_at")
        batch_op.drop_column("is_tie_break")
    with op.batch_alter_table("enrollments", schema=None) as batch_op:
        batch_op.drop_column("recused_ids")
        batch_op.drop_column("tie_break_since")
    with op.batch_alter_table("cohorts", schema=None) as batch_op:
        batch_op.drop_column("rubric_version")
