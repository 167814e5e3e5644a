"""Which proposals use what: numbers for pages of earlier chapters, scoped as every list of proposals is."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.permissions import Actor, Permission
from workflows.proposals.goals.models import Goal
from workflows.proposals.models import Proposal


def count_proposals_with(session: Session, actor: Actor, indicator_id: int) -> int:
    """The proposals with a goal on this indicator, among those that this person may read."""
    return (
        session.scalar(
            select(func.count(Proposal.id.distinct()))
            .join(Goal, Goal.proposal_id == Proposal.id)
            .join(Enrollment, Enrollment.id == Proposal.enrollment_id)
            .where(Goal.indicator_id == indicator_id, visible_to(actor, Permission.SEE_PROPOSAL))
        )
        or 0
    )
