"""The last question before an award is made: whether this amount may stand without a second person."""

from decimal import Decimal

from sqlalchemy.orm import Session

from workflows.errors import Reason
from workflows.proposals.models import Proposal
from workflows.reviews.staging.queries import find_staged


def why_not_alone(proposal: Proposal, amount: Decimal, *, session: Session) -> list[Reason]:
    """Against an approval of so many US dollars that nobody confirmed; the staged decision says who did."""
    cohort = proposal.enrollment.cohort
    if not cohort.needs_second_person(amount):
        return []
    staged = find_staged(session, proposal)
    if staged is not None and staged.amount == amount and staged.standing:
        return []
    return [Reason(second_person_sentence(cohort.confirm_above), "amount")]


def second_person_sentence(confirm_above: Decimal | None) -> str:
    """What a manager reads who wants to announce a large approval at once."""
    told = f"{confirm_above:,.2f}".removesuffix(".00")
    return (
        f"An award of more than ${told} needs a second person. Keep the decision for the announcement; "
        "it can be announced as soon as somebody confirmed it."
    )
