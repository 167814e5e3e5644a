"""The budget as plain values, for reading pages, the snapshot and documents."""

from decimal import Decimal
from typing import Any

from workflows.proposals.budget.answers import BUDGET_CATEGORIES
from workflows.proposals.budget.models import BudgetLine
from workflows.proposals.budget.sums import totals_by_category
from workflows.proposals.goals.sentence import number_text
from workflows.proposals.models import Proposal


def budget_content(proposal: Proposal) -> dict[str, Any]:
    """Lines, categories and total; money and quantities as text."""
    return {
        "lines": [_line(line) for line in proposal.budget_lines],
        "categories": [
            {"code": row.category, "label": row.label, "amount": money_text(row.amount)}
            for row in totals_by_category(proposal.budget_lines)
        ],
        "total": money_text(proposal.total),
    }


def _line(line: BudgetLine) -> dict[str, Any]:
    return {
        "category": line.category,
        "label": BUDGET_CATEGORIES.get(line.category, ""),
        "description": line.description,
        "quantity": number_text(line.quantity),
        "unit_cost": money_text(line.unit_cost),
        "amount": money_text(line.amount),
    }


def money_text(amount: Decimal) -> str:
    """US dollars with both cents, however the number came about."""
    return f"{amount:.2f}"
