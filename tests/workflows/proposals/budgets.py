"""Invented budgets of every kind, for the tests that look at what they add up to."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from workflows.proposals.budget.answers import (
    LINE_CATEGORIES,
    TAGS,
    BudgetAnswers,
    BudgetLineAnswers,
    IndirectAnswers,
    IndirectBase,
    IndirectMode,
    LineKind,
    MatchAnswers,
    MatchKind,
)

GOALS = {3: "Goal 1: Employed at day 180", 8: "Goal 2"}
COSTS = st.decimals(0, 100_000, places=2, allow_nan=False)
LINES = st.builds(
    BudgetLineAnswers,
    category=st.sampled_from(("", *LINE_CATEGORIES)),
    description=st.just("line"),
    quantity=st.decimals(0, 1000, places=4, allow_nan=False),
    unit_cost=COSTS,
    goal_id=st.sampled_from((None, *GOALS)),
    tag=st.sampled_from(("", *TAGS)),
    kind=st.sampled_from(LineKind),
)
INDIRECTS = st.builds(
    IndirectAnswers,
    mode=st.sampled_from(IndirectMode),
    rate=st.none() | st.decimals(0, 15, places=4, allow_nan=False),
    base=st.sampled_from(IndirectBase),
    agreed_on=st.just(date(2026, 1, 5)),
    typed_amount=COSTS,
)
MATCHES = st.builds(
    MatchAnswers,
    kind=st.sampled_from(MatchKind),
    source=st.just("County library"),
    amount=COSTS,
    is_secured=st.booleans(),
)
BUDGETS = st.builds(
    BudgetAnswers,
    lines=st.lists(LINES, max_size=30).map(tuple),
    matches=st.lists(MATCHES, max_size=4).map(tuple),
    indirect=INDIRECTS,
)


def a_line(category: str, cost: str, **values: object) -> BudgetLineAnswers:
    """One piece of something."""
    return BudgetLineAnswers(category, f"Some {category}", Decimal(1), Decimal(cost), **values)  # type: ignore[arg-type]


def a_budget(*lines: BudgetLineAnswers, **told: object) -> BudgetAnswers:
    """These lines, with indirect costs worked out as `told`."""
    return BudgetAnswers(lines=lines, indirect=IndirectAnswers(**told))  # type: ignore[arg-type]
