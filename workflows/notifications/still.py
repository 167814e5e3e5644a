"""When a message is still true at the moment it is sent; pure functions of its occasion."""

from collections.abc import Callable
from typing import Any

from workflows.coaching.models import CheckInState
from workflows.notifications.recipients import Occasion
from workflows.reviews.models import ReviewState
from workflows.stages import TERMINAL, Stage
from workflows.training.models import SessionState

Still = Callable[[Occasion], bool]
LEFT = TERMINAL - {Stage.COMPLETED, Stage.NOT_FUNDED}


def in_stage(*stages: Stage) -> Still:
    return lambda occasion: occasion.enrollment is not None and occasion.enrollment.stage in stages


def while_fact(fact: str) -> Still:
    """As long as the enrollment goes on and the fact stands."""
    return lambda o: (
        o.enrollment is not None and getattr(o.enrollment, fact) is not None and o.enrollment.stage not in LEFT
    )


def in_state(*states: Any) -> Still:
    return lambda occasion: occasion.subject.state in states


def has_not_joined(occasion: Occasion) -> bool:
    return bool(occasion.subject.joined_at is None)


def always(_occasion: Occasion) -> bool:
    return True


def holds_a_seat(occasion: Occasion) -> bool:
    """Moved up from the waiting list, and not confirmed yet."""
    return occasion.enrollment is not None and occasion.enrollment.offered_at is not None


def is_certified(occasion: Occasion) -> bool:
    return occasion.subject.certified_at is not None


def is_ahead(occasion: Occasion) -> bool:
    return occasion.subject.state is CheckInState.SCHEDULED and occasion.subject.starts_at > occasion.now


def is_unanswered(occasion: Occasion) -> bool:
    enrollment = occasion.enrollment
    return enrollment is not None and enrollment.stage not in LEFT and not occasion.subject.is_submitted


def session_is_still_then(occasion: Occasion) -> bool:
    """The time that was announced still stands and lies ahead; a later move announces itself."""
    told = occasion.event.details.get("starts_at")
    return session_is(SessionState.PLANNED)(occasion) and occasion.subject.starts_at.isoformat() == told


def session_is(state: SessionState) -> Still:
    """In this state, ahead, and the affiliate still trains."""
    return lambda o: (
        o.subject.state is state
        and o.subject.starts_at > o.now
        and o.enrollment is not None
        and o.enrollment.stage not in TERMINAL
    )


def waits_for_a_data_lead(occasion: Occasion) -> bool:
    handover = occasion.subject.handover
    return handover is not None and handover.successor_id is None


def is_handed_over(occasion: Occasion) -> bool:
    handover = occasion.subject.handover
    return handover is not None and handover.finished_at is None


def is_open_ticket(occasion: Occasion) -> bool:
    return bool(occasion.subject.is_open)


def is_on_the_board(occasion: Occasion) -> bool:
    return occasion.subject.hidden_at is None and occasion.subject.question.hidden_at is None


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
