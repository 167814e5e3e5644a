"""What a second person confirmed no longer counts when what it rests on changes; the reason stays with it."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.proposals.models import Proposal
from workflows.reviews.staging.models import StagedDecision
from workflows.reviews.staging.queries import find_staged


def reset_confirmations(staged: StagedDecision, why: str, *, now: datetime) -> None:
    """End every confirmation that still stands. The enrollment is locked by the caller."""
    for confirmation in staged.confirmations:
        if confirmation.reset_at is None:
            confirmation.reset_at, confirmation.reset_why = now, why


def reset_for_reviews(proposal: Proposal, why: str, *, session: Session, now: datetime) -> None:
    """The reviews that a decision rests on changed. The enrollment is locked by the caller."""
    staged = find_staged(session, proposal)
    if staged is not None and staged.state.is_open:
        reset_confirmations(staged, why, now=now)
