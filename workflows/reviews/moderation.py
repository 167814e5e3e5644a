"""What a manager weighs beside the scores: the budget in short, what is free, and what speaks against funding."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from workflows.proposals.budget.answers import BUDGET_CATEGORIES, INDIRECT
from workflows.proposals.models import Proposal
from workflows.reviews.comparison import Comparison, compare
from workflows.reviews.rubric import rubric_of


@dataclass(frozen=True, slots=True)
class Moderation:
    """Amounts are US dollars. `budget` is (category, amount), without empty ones; it adds up to `asked`."""

    budget: tuple[tuple[str, Decimal], ...]
    asked: Decimal
    free: Decimal
    held: Decimal
    against: tuple[str, ...]

    @property
    def left(self) -> Decimal:
        """What is free once every decision that is kept has been announced."""
        return self.free - self.held


def moderate(proposal: Proposal) -> Moderation:
    """For a proposal that is loaded with its budget and reviews. How many people it serves is no part of it."""
    cohort = proposal.enrollment.cohort
    return Moderation(
        budget=tuple(_by_category(proposal)),
        asked=proposal.total,
        free=cohort.free_amount,
        held=cohort.staged_amount,
        against=tuple(_against(compare(proposal), widest=rubric_of(cohort.rubric_version).widest_spread)),
    )


def _by_category(proposal: Proposal) -> Sequence[tuple[str, Decimal]]:
    sums = dict.fromkeys(BUDGET_CATEGORIES, Decimal(0))
    for line in proposal.budget_lines:
        sums[line.category] = sums.get(line.category, Decimal(0)) + line.amount
    if proposal.budget_indirect is not None:
        sums[INDIRECT] += proposal.budget_indirect.amount
    return [(BUDGET_CATEGORIES.get(code, "No category yet"), amount) for code, amount in sums.items() if amount]


def _against(found: Comparison, *, widest: Decimal) -> list[str]:
    zero = [
        row.criterion.name for row in found.rows if any(s is not None and s.anchor_percent == 0 for s in row.scores)
    ]
    told = [f"{name} stands at 0 in a review." for name in zero]
    if found.spread > widest:
        told.append(f"The totals lie {_points(found.spread)} points apart; more than {_points(widest)} is far.")
    return told


def _points(value: Decimal) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
