"""What a budget line asks: its categories, its limits, and the answers that the form gives."""

from dataclasses import dataclass
from decimal import Decimal

BUDGET_LINES_MAX = 40
BUDGET_CATEGORIES: dict[str, str] = {
    "PER": "Personnel",
    "FRI": "Fringe benefits",
    "TRA": "Travel",
    "EQU": "Equipment (unit of $10,000 or more)",
    "SUP": "Supplies (devices under $10,000 included)",
    "CON": "Contractual and consultants",
    "PAR": "Participant support",
    "OTH": "Other direct costs",
    "IND": "Indirect costs",
}
COST_MOST = Decimal(10_000_000)  # US dollars
BUDGET_DESCRIPTION_MAX = 300


@dataclass(frozen=True, slots=True)
class BudgetLineAnswers:
    """One line as typed; `category` is a code of BUDGET_CATEGORIES, or empty in a draft."""

    category: str
    description: str
    quantity: Decimal
    unit_cost: Decimal
