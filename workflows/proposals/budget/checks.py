"""What keeps a budget from being submitted, each thing with the field that mends it."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from workflows.errors import Reason
from workflows.proposals.budget.answers import (
    LINE_CATEGORIES,
    BudgetAnswers,
    BudgetLineAnswers,
    IndirectAnswers,
    IndirectMode,
    MatchAnswers,
    MatchKind,
)
from workflows.proposals.budget.indirect import DE_MINIMIS_MOST
from workflows.proposals.budget.sums import add_up

EQUIPMENT_FROM = Decimal(10_000)  # US dollars apiece (2 CFR 200.1 "Equipment")
JUSTIFIED: dict[str, str] = {
    "PER": "say who it is, and what the time is for",
    "EQU": "say why it is needed, and what happens to it afterwards",
    "CON": "say who it is, and how you chose",
}
"""Category → what the justification of its lines says; the other categories explain themselves."""
OVER_DE_MINIMIS = f"The de minimis rate is at most {DE_MINIMIS_MOST} percent (2 CFR 200.414(f))."


def budget_gaps(budget: BudgetAnswers, *, ceiling: Decimal, allows_core_costs: bool = True) -> list[Reason]:
    """Every gap of the budget; empty when it can be submitted."""
    requested = add_up(budget).requested
    if requested <= 0:
        return [Reason("The budget is empty. Add at least one line with an amount.", "budget")]
    gaps = [gap for number, line in enumerate(budget.lines) for gap in _line_gaps(number, line, allows_core_costs)]
    gaps += [gap for number, match in enumerate(budget.matches) for gap in _match_gaps(number, match)]
    gaps += _indirect_gaps(budget.indirect)
    if requested > ceiling:
        gaps.append(
            Reason(f"The budget is ${requested - ceiling:,.2f} over the ceiling of ${ceiling:,.2f}.", "budget.total")
        )
    return gaps


def gaps_by_line(gaps: Iterable[Reason]) -> dict[int, str]:
    """The first sentence about each line, by its place from 0."""
    found: dict[int, str] = {}
    for gap in gaps:
        start, _, rest = gap.where.partition("budget.lines-")
        if not start and rest:
            found.setdefault(int(rest.partition("-")[0]), gap.sentence)
    return found


def _line_gaps(number: int, line: BudgetLineAnswers, allows_core_costs: bool) -> Iterator[Reason]:
    name, place = f"Budget line {number + 1}", f"budget.lines-{number}"
    if line.category not in LINE_CATEGORIES:
        yield Reason(f"{name} has no category.", f"{place}-category")
    if not line.description:
        yield Reason(f"{name} does not say what it is for.", f"{place}-description")
    if line.amount <= 0:
        yield Reason(f"{name} has no amount.", f"{place}-unit_cost")
    if line.category in JUSTIFIED and not line.justification:
        yield Reason(f"{name} is not justified yet: {JUSTIFIED[line.category]}.", f"{place}-justification")
    if sentence := why_other_category(line.category, line.unit_cost):
        yield Reason(f"{name}: {sentence}", f"{place}-category")
    if line.tag == "core_costs" and not allows_core_costs:
        yield Reason(
            f"{name} is tagged as core costs. Awards of this cohort do not pay for core costs.", f"{place}-tag"
        )


def why_other_category(category: str, unit_cost: Decimal) -> str:
    """What speaks against the category, going by the cost of one; empty where nothing does."""
    if category == "EQU" and 0 < unit_cost < EQUIPMENT_FROM:
        return f"equipment costs $10,000 or more apiece, and one of these costs ${unit_cost:,.2f}. It is supplies."
    if category == "SUP" and unit_cost >= EQUIPMENT_FROM:
        return (
            f"one of these costs ${unit_cost:,.2f}. From $10,000 apiece it is equipment; "
            "if it is many things together, give their number and the cost of one."
        )
    return ""


def _match_gaps(number: int, match: MatchAnswers) -> Iterable[Reason]:
    name, place = f"Match {number + 1}", f"budget.matches-{number}"
    if not match.source:
        yield Reason(f"{name} does not say who gives it.", f"{place}-source")
    if match.amount <= 0:
        yield Reason(f"{name} has no amount.", f"{place}-amount")
    if match.kind is MatchKind.IN_KIND and not match.valuation:
        yield Reason(f"{name} does not say how its value was worked out.", f"{place}-valuation")


def _indirect_gaps(told: IndirectAnswers) -> Iterable[Reason]:
    if told.mode in (IndirectMode.DE_MINIMIS, IndirectMode.NEGOTIATED) and told.rate is None:
        yield Reason("The rate of your indirect costs is missing.", "budget.indirect_rate")
    if told.mode is IndirectMode.NEGOTIATED and told.agreed_on is None:
        yield Reason("The day of your indirect cost rate agreement is missing.", "budget.indirect_agreed_on")
