"""Two people decide on one version of a proposal: the slower one gets both decisions to read, and one stands."""

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.errors import Stale
from workflows.money import dollars
from workflows.people.models import User
from workflows.permissions import Actor, Permission, can
from workflows.proposals.models import Proposal
from workflows.reviews.models import Decision, Outcome

OUTCOME_WORDS: dict[Outcome, tuple[str, str]] = {
    Outcome.APPROVE: ("Approve", "Approved"),
    Outcome.REQUEST_CHANGES: ("Ask for changes", "Changes asked for"),
    Outcome.DECLINE: ("Decline", "Declined"),
}


def refuse_second_decision(
    proposal: Proposal,
    outcome: Outcome,
    *,
    feedback: str,
    session: Session,
    actor: Actor,
    amount: Decimal | None = None,
    conditions: str = "",
) -> None:
    """Raise Stale with both decisions when somebody else decided on this version; the enrollment has to be locked."""
    if not proposal.snapshots or not can(actor, Permission.DECIDE_PROPOSAL, proposal):
        return
    of_this = (Decision.proposal_id == proposal.id, Decision.snapshot_number == proposal.snapshots[-1].number)
    made = select(Decision, User.name).join(User, User.id == Decision.decided_by_id).where(*of_this)
    found = session.execute(made).one_or_none()
    if found is None or found[0].decided_by_id == actor.id:
        return
    first, name = found
    will_be, is_now = OUTCOME_WORDS[outcome][0], OUTCOME_WORDS[first.outcome][1]
    raise Stale(
        mine=_shown(will_be, amount, conditions, feedback),
        theirs=_shown(is_now, first.amount, first.conditions, first.feedback),
        by=name,
        at=first.decided_at,
        page=_page_of(proposal),
    )


def _page_of(proposal: Proposal) -> tuple[str, str, int]:
    return ("reviews.of_enrollment", "enrollment_id", proposal.enrollment_id)


def _shown(outcome: str, amount: Decimal | None, conditions: str, feedback: str) -> Mapping[str, str]:
    return {
        "Decision": outcome,
        "Amount": "No award" if amount is None else dollars(amount),
        "Conditions": conditions,
        "Words for the affiliate": feedback,
    }
