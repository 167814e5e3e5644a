"""Reviews as reviewers, managers and rules need them, each with its loading stated."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from workflows.enrollments.models import Enrollment
from workflows.errors import NotFound
from workflows.people.models import User
from workflows.proposals.models import Proposal
from workflows.reviews.models import Decision, Filing, Review, TieBreak


def get_review(session: Session, review_id: int) -> Review:
    """With scores, declarations and filings, the proposal with its versions, the other reviews with theirs.

    Raises NotFound.
    """
    proposal = joinedload(Review.proposal, innerjoin=True)
    found = session.scalar(
        select(Review)
        .where(Review.id == review_id)
        .options(
            proposal.joinedload(Proposal.enrollment, innerjoin=True),
            proposal.selectinload(Proposal.sections),
            proposal.selectinload(Proposal.budget_lines),
            proposal.selectinload(Proposal.budget_indirect),
            proposal.selectinload(Proposal.snapshots),
            selectinload(Review.declarations),
            selectinload(Review.filings),
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
        selectinload(Proposal.reviews).selectinload(Review.filings).joinedload(Filing.reopened_by),
        selectinload(Proposal.reviews).selectinload(Review.declarations),
    )


def list_decisions_of(session: Session, proposal: Proposal) -> Sequence[tuple[Decision, str]]:
    """What was decided on each version of the proposal, newest first, with the name of who decided."""
    made = (
        select(Decision, User.name)
        .join(User, User.id == Decision.decided_by_id)
        .where(Decision.proposal_id == proposal.id)
        .order_by(Decision.snapshot_number.desc())
    )
    return [(decision, name) for decision, name in session.execute(made)]


def list_tie_breaks(session: Session, proposal: Proposal) -> Sequence[TieBreak]:
    """Every third review that was asked for, newest first, with who went on without it."""
    asked = select(TieBreak).where(TieBreak.proposal_id == proposal.id).options(joinedload(TieBreak.waived_by))
    return session.scalars(asked.order_by(TieBreak.id.desc())).all()


def find_open_tie_break(session: Session, proposal: Proposal) -> TieBreak | None:
    """The third review that is awaited now."""
    waits = TieBreak.settled_at.is_(None) & TieBreak.waived_at.is_(None)
    return session.scalar(select(TieBreak).where(TieBreak.proposal_id == proposal.id, waits))
