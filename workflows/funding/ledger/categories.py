"""The categories of the ledger: those of the budget, and what older reports told in one sum."""

from workflows.proposals.budget.answers import BUDGET_CATEGORIES

UNSPLIT = "ALL"
CATEGORIES: dict[str, str] = {**BUDGET_CATEGORIES, UNSPLIT: "Not told by category"}
