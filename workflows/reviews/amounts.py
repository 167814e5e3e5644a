"""How much an award may be, from when, and what for: rules of the proposal, the cohort and what is promised already."""

from datetime import date, datetime
from decimal import Decimal

from workflows.clock import local_date
from workflows.cohorts.models import Cohort
from workflows.errors import Reason
from workflows.funding.models import Restriction
from workflows.money import dollars
from workflows.proposals.models import Proposal

CORE_COSTS = "core_costs"  # the tag of a budget line


def most_for(proposal: Proposal, *, held: Decimal = Decimal(0)) -> Decimal:
    """The largest approval in US dollars; `held` is what this proposal's own staged decision keeps of the budget."""
    cohort = proposal.enrollment.cohort
    return max(min(proposal.total, cohort.award_ceiling, cohort.unpromised_amount + held), Decimal(0))


def why_not_amount(proposal: Proposal, amount: Decimal, *, held: Decimal = Decimal(0)) -> list[Reason]:
    """Every reason against an award of so many US dollars; `held` as in `most_for`."""
    cohort = proposal.enrollment.cohort
    free = cohort.unpromised_amount + held
    rules = (
        (amount <= 0, "The award has to be more than nothing."),
        (amount > proposal.total, f"The proposal asks for {dollars(proposal.total)}; the award cannot be more."),
        (amount > cohort.award_ceiling, f"One award of {cohort.name} is at most {dollars(cohort.award_ceiling)}."),
        (amount > free, _free_in_words(cohort, free, others=cohort.staged_amount - held)),
    )
    return [Reason(sentence, "amount") for broken, sentence in rules if broken]


def _free_in_words(cohort: Cohort, free: Decimal, *, others: Decimal) -> str:
    told = f"{dollars(free)} of the budget of {cohort.name} is still free"
    return f"{told}; {dollars(others)} is kept for decisions that are not announced yet." if others else f"{told}."


def why_not_start(proposal: Proposal, starts_on: date, *, now: datetime) -> list[Reason]:
    if starts_on >= local_date(now, proposal.enrollment.affiliate.time_zone):
        return []
    return [Reason("The project year cannot begin before the day of the decision.", "starts_on")]


def allows_core_costs(restriction: Restriction) -> bool:
    return restriction is not Restriction.RESTRICTED


def core_costs_of(proposal: Proposal) -> Decimal:
    """The budget's lines that are tagged as core costs, in US dollars."""
    return sum((line.amount for line in proposal.budget_lines if line.tag == CORE_COSTS), Decimal(0))


def why_not_core_costs(proposal: Proposal, restriction: Restriction) -> list[Reason]:
    """A restricted award pays for no core costs, so a budget that has some needs another kind of award."""
    costs = core_costs_of(proposal)
    if allows_core_costs(restriction) or not costs:
        return []
    told = f"The budget has core costs of {dollars(costs)}, and a restricted award does not pay for them."
    return [Reason(f"{told} Choose partly restricted or unrestricted, or ask for changes.", "restriction")]
