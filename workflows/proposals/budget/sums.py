"""The arithmetic of a budget: amounts to the cent, totals by category, room under the ceiling."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Protocol

from workflows.errors import Reason
from workflows.proposals.budget.answers import BUDGET_CATEGORIES

if TYPE_CHECKING:
    from workflows.proposals.goals.models import Goal
    from workflows.proposals.models import Proposal

CENT = Decimal("0.01")


class Line(Protocol):
    @property
    def category(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class CategoryTotal:
    category: str
    label: str
    amount: Decimal


def line_amount(quantity: Decimal, unit_cost: Decimal) -> Decimal:
    """US dollars, rounded half up to the cent."""
    return (quantity * unit_cost).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class GoalLine:
    """What one budget line spends on a goal: hours of staff time (None: not said) and US dollars."""

    description: str
    hours: Decimal | None
    amount: Decimal


def lines_of_goal(proposal: "Proposal", goal: "Goal") -> tuple[GoalLine, ...]:  # noqa: ARG001  no line is for one goal yet
    """The budget lines that are for this goal."""
    return ()


def totals_by_category(lines: Iterable[Line]) -> tuple[CategoryTotal, ...]:
    """One row for each category that is used, in the order of the table; they add up to the total."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line.category] = sums.get(line.category, Decimal(0)) + line.amount
    known = [CategoryTotal(code, label, sums[code]) for code, label in BUDGET_CATEGORIES.items() if code in sums]
    rest = sum((amount for code, amount in sums.items() if code not in BUDGET_CATEGORIES), Decimal(0))
    return (*known, CategoryTotal("", "No category yet", rest)) if rest else tuple(known)


def budget_gaps(lines: Iterable[Line], ceiling: Decimal) -> list[Reason]:
    """What keeps this budget from being submitted."""
    lines = tuple(lines)
    total = sum((line.amount for line in lines), Decimal(0))
    if total <= 0:
        return [Reason("The budget is empty. Add at least one line with an amount.", "budget")]
    gaps = [gap for number, line in enumerate(lines, 1) for gap in _line_gaps(number, line)]
    if total > ceiling:
        gaps.append(Reason(f"The budget is ${total - ceiling:,.2f} over the ceiling of ${ceiling:,.2f}.", "budget"))
    return gaps


def _line_gaps(number: int, line: Line) -> Iterable[Reason]:
    if line.category not in BUDGET_CATEGORIES:
        yield Reason(f"Budget line {number} has no category.", f"budget.lines-{number - 1}-category")
    if not line.description:
        yield Reason(f"Budget line {number} does not say what it is for.", f"budget.lines-{number - 1}-description")
    if line.amount <= 0:
        yield Reason(f"Budget line {number} has no amount.", f"budget.lines-{number - 1}-unit_cost")
