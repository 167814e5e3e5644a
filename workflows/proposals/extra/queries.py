"""Questions that staff added, and files that answer them."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from workflows.enrollments.models import Enrollment
from workflows.errors import NotFound
from workflows.proposals.extra.models import ExtraFile, ExtraQuestion
from workflows.proposals.models import Proposal, ProposalSnapshot
from workflows.proposals.queries import get_proposal


def get_question(session: Session, question_id: int) -> ExtraQuestion:
    """With its cohort; raises NotFound."""
    wanted = select(ExtraQuestion).where(ExtraQuestion.id == question_id)
    found = session.scalar(wanted.options(joinedload(ExtraQuestion.cohort, innerjoin=True)))
    if found is None:
        raise NotFound()
    return found


def list_questions(session: Session, cohort_id: int, *, retired: bool = False) -> Sequence[ExtraQuestion]:
    """The questions in their order; those asked now, or those that were asked once."""
    is_retired = ExtraQuestion.retired_at.is_not(None) if retired else ExtraQuestion.retired_at.is_(None)
    rows = select(ExtraQuestion).where(ExtraQuestion.cohort_id == cohort_id, is_retired)
    return session.scalars(rows.order_by(ExtraQuestion.position, ExtraQuestion.id)).all()


def list_settled_ids(session: Session, cohort_id: int) -> frozenset[int]:
    """Questions that stood in the form when a proposal of the cohort was submitted: these stay as they are."""
    last = (
        select(func.max(ProposalSnapshot.submitted_at))
        .join(Proposal, Proposal.id == ProposalSnapshot.proposal_id)
        .join(Enrollment, Enrollment.id == Proposal.enrollment_id)
        .where(Enrollment.cohort_id == cohort_id)
        .scalar_subquery()
    )
    rows = select(ExtraQuestion.id).where(ExtraQuestion.cohort_id == cohort_id, ExtraQuestion.added_at <= last)
    return frozenset(session.scalars(rows))


def get_file(session: Session, file_id: int) -> ExtraFile:
    """With its proposal, as the gate needs it; raises NotFound."""
    found = session.get(ExtraFile, file_id)
    if found is None:
        raise NotFound()
    get_proposal(session, found.proposal_id)
    return found


def list_kept_digests(session: Session) -> frozenset[str]:
    """The files that answers hold, for the sweep that removes what nothing needs."""
    held = session.scalars(select(ExtraFile.file_sha256).where(ExtraFile.file_sha256.is_not(None)))
    return frozenset(digest for digest in held if digest is not None)
