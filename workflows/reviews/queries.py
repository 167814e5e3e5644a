"""Reviews as reviewers, managers and rules need them, each with its loading stated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.errors import NotFound
from workflows.people.models import RoleAssignment, User
from workflows.permissions import Actor, Permission, Role
from workflows.proposals.models import Proposal
from workflows.proposals.partners.queries import Insider, list_insiders
from workflows.reviews.models import Decision, Review, ReviewState
from workflows.stages import Stage

_OPEN = (ReviewState.ASSIGNED, ReviewState.SCORING)


def get_review(session: Session, review_id: int) -> Review:
    """With its scores, the proposal's title and budget, and the other reviews with theirs; raises NotFound."""
    proposal = joinedload(Review.proposal, innerjoin=True)
    found = session.scalar(
        select(Review)
        .where(Review.id == review_id)
        .options(
            proposal.joinedload(Proposal.enrollment, innerjoin=True),
            proposal.selectinload(Proposal.sections),
            proposal.selectinload(Proposal.budget_lines),
            proposal.selectinload(Proposal.budget_indirect),
            proposal.selectinload(Proposal.reviews).selectinload(Review.scores),
            proposal.selectinload(Proposal.reviews).joinedload(Review.reviewer, innerjoin=True),
        )
    )
    if found is None:
        raise NotFound()
    return found


def get_proposal_in_review(session: Session, proposal_id: int) -> Proposal:
    """With title, budget, versions, coach, award, and every review with reviewer and scores; raises NotFound."""
    found = session.scalar(_whole().where(Proposal.id == proposal_id))
    if found is None:
        raise NotFound()
    return found


def find_proposal_in_review(session: Session, enrollment: Enrollment) -> Proposal | None:
    """The enrollment's proposal, loaded as `get_proposal_in_review` does."""
    return session.scalar(_whole().where(Proposal.enrollment_id == enrollment.id))


def _whole() -> Select[Proposal]:
    enrollment = joinedload(Proposal.enrollment, innerjoin=True)
    return select(Proposal).options(
        enrollment.joinedload(Enrollment.coach),
        enrollment.joinedload(Enrollment.award),
        selectinload(Proposal.sections),
        selectinload(Proposal.budget_lines),
        selectinload(Proposal.budget_indirect),
        selectinload(Proposal.snapshots),
        selectinload(Proposal.reviews).selectinload(Review.scores),
        selectinload(Proposal.reviews).joinedload(Review.reviewer, innerjoin=True),
    )


def list_seats(session: Session, actor: Actor) -> Sequence[Review]:
    """The actor's own reviews with affiliate and title: what is still open first, then the newest."""
    proposal = joinedload(Review.proposal, innerjoin=True)
    mine = (
        select(Review)
        .where(Review.reviewer_id == actor.id)
        .options(
            proposal.joinedload(Proposal.enrollment, innerjoin=True),
            proposal.selectinload(Proposal.sections),
            selectinload(Review.scores),
        )
        .order_by(Review.state.in_(_OPEN).desc(), Review.assigned_at.desc(), Review.id.desc())
    )
    return session.scalars(mine).unique().all()


def list_in_review(session: Session, actor: Actor) -> Sequence[Proposal]:
    """Proposals that wait for a decision, the longest waiting first, with their reviews."""
    waiting = (
        select(Proposal)
        .join(Proposal.enrollment)
        .where(Enrollment.stage == Stage.IN_REVIEW, visible_to(actor, Permission.SEE_REVIEWS))
        .options(
            joinedload(Proposal.enrollment, innerjoin=True),
            selectinload(Proposal.sections),
            selectinload(Proposal.budget_lines),
            selectinload(Proposal.budget_indirect),
            selectinload(Proposal.reviews).selectinload(Review.scores),
        )
        .order_by(Enrollment.stage_since, Enrollment.id)
    )
    return session.scalars(waiting).unique().all()


def list_decisions(session: Session, actor: Actor, *, at_most: int = 50) -> Sequence[tuple[Decision, str]]:
    """The latest decisions with affiliate and title, newest first, each with the name of who decided."""
    proposal = joinedload(Decision.proposal, innerjoin=True)
    made = (
        select(Decision, User.name)
        .join(User, User.id == Decision.decided_by_id)
        .join(Proposal, Proposal.id == Decision.proposal_id)
        .join(Enrollment, Enrollment.id == Proposal.enrollment_id)
        .where(visible_to(actor, Permission.SEE_REVIEWS))
        .options(proposal.joinedload(Proposal.enrollment, innerjoin=True), proposal.selectinload(Proposal.sections))
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(at_most)
    )
    return [(decision, name) for decision, name in session.execute(made).unique()]


def list_decisions_of(session: Session, proposal: Proposal) -> Sequence[tuple[Decision, str]]:
    """What was decided on each version of the proposal, newest first, with the name of who decided."""
    made = (
        select(Decision, User.name)
        .join(User, User.id == Decision.decided_by_id)
        .where(Decision.proposal_id == proposal.id)
        .order_by(Decision.snapshot_number.desc())
    )
    return [(decision, name) for decision, name in session.execute(made)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person with the reviewer role: how many reviews are open with them, and why they may not take this one."""

    person: User
    load: int
    reasons: tuple[str, ...]


def list_candidates(session: Session, proposal: Proposal, *, now: datetime) -> Sequence[Candidate]:
    """Everyone with the reviewer role, the least loaded first; those who may not review stand last, with the reason."""
    holds = select(RoleAssignment.user_id).where(
        RoleAssignment.role == Role.REVIEWER,
        RoleAssignment.ended_at.is_(None),
        RoleAssignment.expires_at.is_(None) | (RoleAssignment.expires_at > now),
    )
    people = session.scalars(select(User).where(User.id.in_(holds), User.is_active).order_by(User.name)).all()
    open_reviews = select(Review.reviewer_id, func.count()).where(Review.state.in_(_OPEN)).group_by(Review.reviewer_id)
    loads: dict[int, int] = dict(session.execute(open_reviews).all())
    insiders = list_insiders(session, proposal)
    found = [Candidate(person, loads.get(person.id, 0), _why_not_seat(person, proposal, insiders)) for person in people]
    return sorted(found, key=lambda c: (bool(c.reasons), c.load, c.person.name))


def _why_not_seat(person: User, proposal: Proposal, insiders: Sequence[Insider]) -> tuple[str, ...]:
    enrollment, seat = proposal.enrollment, next((r for r in proposal.reviews if r.reviewer_id == person.id), None)
    rules = (
        (seat is not None and seat.state is not ReviewState.RECUSED, "Reviews this proposal already."),
        (seat is not None and seat.state is ReviewState.RECUSED, "Stepped aside for a conflict of interest."),
        (enrollment.coach_id == person.id, "Coaches this affiliate, so someone else scores its proposal."),
        (
            any(r.affiliate_id == enrollment.affiliate_id and r.ended_at is None for r in person.roles),
            f"Works at {enrollment.affiliate.name}.",
        ),
        *((person.id in one.coach_ids, f"Coaches {one.name}, a partner in this proposal.") for one in insiders),
        *(
            (
                any(r.affiliate_id == one.affiliate_id and r.ended_at is None for r in person.roles),
                f"Works at {one.name}, a partner in this proposal.",
            )
            for one in insiders
        ),
    )
    return tuple(sentence for applies, sentence in rules if applies)
