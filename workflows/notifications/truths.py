"""Whether a message about roles or reviewers is still true when it is sent."""

from workflows.notifications.recipients import Occasion
from workflows.reviews.models import ReviewState
from workflows.stages import Stage


def lacks_a_reviewer(occasion: Occasion) -> bool:
    """In review, with fewer readers than the cohort asks for, or waiting for a third review."""
    enrollment = occasion.enrollment
    seats = [r for r in occasion.subject.proposal.reviews if r.state is not ReviewState.RECUSED]
    return (
        enrollment is not None
        and enrollment.stage is Stage.IN_REVIEW
        and (len(seats) < enrollment.cohort.minimum_reviews or enrollment.tie_break_since is not None)
    )


def awaits_a_third_review(occasion: Occasion) -> bool:
    """Nobody settled or waived it meanwhile."""
    return occasion.enrollment is not None and occasion.enrollment.tie_break_since is not None


def waits_for_a_data_lead(occasion: Occasion) -> bool:
    """The role is handed over, and nobody follows yet."""
    handover = occasion.subject.handover
    return handover is not None and handover.successor_id is None


def is_handed_over(occasion: Occasion) -> bool:
    """The handover goes on."""
    handover = occasion.subject.handover
    return handover is not None and handover.finished_at is None
