"""Messages about decisions that are taken and not announced: only to those who decide and confirm."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from workflows.notifications.message import Message
from workflows.notifications.recipients import Occasion, holders
from workflows.people.models import User
from workflows.permissions import Role
from workflows.reviews.staging.models import StagedDecision, StagedState
from workflows.reviews.staging.rules import is_apart
from workflows.stages import Stage


def the_confirmers(occasion: Occasion, session: Session) -> Sequence[User]:
    """Who may be the second person: not who decided, reviews or coaches."""
    staged = occasion.subject
    roles = (Role.PROGRAM_MANAGER, Role.NETWORK_ADMINISTRATOR)
    found = holders(session, roles, affiliate_id=None, at=occasion.event.at)
    return [p for p in found if p.id != staged.decided_by_id and is_apart(p.id, staged.proposal)]


def the_decider(occasion: Occasion, _session: Session) -> Sequence[User]:
    return [occasion.subject.decided_by]


def waits_for_a_second_person(occasion: Occasion) -> bool:
    staged = occasion.subject
    enrollment = staged.proposal.enrollment
    return (
        staged.state is StagedState.STAGED
        and enrollment.stage is Stage.IN_REVIEW
        and enrollment.cohort.needs_second_person(staged.amount)
        and not staged.standing
    )


def was_sent_back(occasion: Occasion) -> bool:
    return bool(occasion.subject.state is StagedState.SENT_BACK)


DECISION_MESSAGES = (
    Message("decision_to_confirm", StagedDecision, the_confirmers, waits_for_a_second_person,
        "/reviews/staged/{about.id}",
        subject="A decision waits for a second person: {about.proposal.enrollment.affiliate.name}",
        text="{about.decided_by.name} decided on the proposal of {about.proposal.enrollment.affiliate.name}. The "
        "amount needs a second person before it can be announced. Until then the affiliate does not know of it; please "
        "keep it to yourself:\n\n{link}"),
    Message("decision_sent_back", StagedDecision, the_decider, was_sent_back, "/reviews/staged/{about.id}",
        subject="Please look at your decision again: {about.proposal.enrollment.affiliate.name}",
        text="A second person sent back your decision on the proposal of {about.proposal.enrollment.affiliate.name} "
        "and says why. Change it, or take it back:\n\n{link}"),
)  # fmt: skip  # kind, about, to, still true, path; then the words
