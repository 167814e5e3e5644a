"""The network as Home shows it: the budget's parts and the table of domains."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from webapp.filters import money
from workflows.funding.portfolio.money import NOTHING, Money
from workflows.measurement.progress import GoalStatus


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """One part of `components/bars.html` budget_bar."""

    label: str
    figure: str
    percent: float


def list_money_parts(amounts: Money) -> list[MoneyPart]:
    parts = (("Paid", amounts.paid), ("Committed", amounts.to_pay), ("Free", amounts.free or NOTHING))
    whole = amounts.budget or 1
    return [MoneyPart(label, money(amount), round(float(100 * amount / whole), 1)) for label, amount in parts]


def list_domain_rows(table: Mapping[str, Counter[GoalStatus | None]]) -> list[tuple[str, int, list[int]]]:
    """Domain, number of goals, and how many stand in each status in the order of GoalStatus, then those not shown."""
    return [
        (domain, counts.total(), [counts[status] for status in (*GoalStatus, None)]) for domain, counts in table.items()
    ]
