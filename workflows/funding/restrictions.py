"""What the money of an award may pay for: the kinds of restriction in words, and core costs (R56)."""

from decimal import Decimal

from workflows.errors import Reason
from workflows.funding.models import FundingSource, Restriction
from workflows.money import dollars
from workflows.proposals.models import Proposal

CORE_COSTS = "core_costs"  # the tag of a budget line
SOURCE_MEANINGS: dict[FundingSource, str] = {
    FundingSource.FEDERAL: "Federal money that the national office passes through; 2 CFR part 200 applies to it.",
    FundingSource.PRIVATE: "A private gift or grant; the agreement alone governs it.",
}
RESTRICTION_MEANINGS: dict[Restriction, str] = {
    Restriction.RESTRICTED: "Pays for the goals of this award in its period, and for no core costs.",
    Restriction.PARTLY_RESTRICTED: "The goals of this award come first; core costs in the budget are paid as well.",
    Restriction.UNRESTRICTED: "The affiliate decides what it is for; core costs are paid.",
}


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
