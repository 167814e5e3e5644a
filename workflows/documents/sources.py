"""The records that documents are made from, loaded in a few queries each."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from workflows.coaching.models import ActionItem, CheckIn, CheckInState
from workflows.enrollments.models import Enrollment
from workflows.errors import NotFound
from workflows.funding.models import Award
from workflows.people.models import RoleAssignment, User
from workflows.permissions import Role
from workflows.proposals.models import Proposal, ProposalSnapshot
from workflows.reporting.models import Report


def get_snapshot(session: Session, enrollment_id: int, *, number: int | None = None) -> ProposalSnapshot:
    """The submitted version `number`, or the newest one; raises NotFound."""
    submitted = (
        select(ProposalSnapshot)
        .join(Proposal)
        .where(Proposal.enrollment_id == enrollment_id)
        .options(joinedload(ProposalSnapshot.proposal).joinedload(Proposal.enrollment))
    )
    if number is not None:
        submitted = submitted.where(ProposalSnapshot.number == number)
    found = session.scalar(submitted.order_by(ProposalSnapshot.number.desc()).limit(1))
    if found is None:
        raise NotFound("There is no submitted proposal to make a document of.")
    return found


def get_award_of(session: Session, enrollment_id: int) -> Award:
    """With enrollment, coach, payments and signatures; raises NotFound."""
    loading = (
        joinedload(Award.enrollment).joinedload(Enrollment.coach),
        selectinload(Award.payments),
        selectinload(Award.signatures),
    )
    found = session.scalar(select(Award).where(Award.enrollment_id == enrollment_id).options(*loading))
    if found is None:
        raise NotFound("There is no award to make a document of.")
    return found


def get_report(session: Session, report_id: int | None) -> Report:
    """With its spending, award, payments and enrollment; raises NotFound."""
    award = joinedload(Report.award)
    loading = (award.selectinload(Award.payments), joinedload(Report.enrollment), selectinload(Report.spending))
    found = session.scalar(select(Report).where(Report.id == report_id).options(*loading))
    if found is None:
        raise NotFound("There is no report to make a document of.")
    return found


def count_reports(session: Session, report: Report) -> int:
    """How many reports of this kind the award owes."""
    same = select(func.count(Report.id)).where(Report.award_id == report.award_id, Report.kind == report.kind)
    return session.scalar(same) or 0


def get_check_in(session: Session, check_in_id: int | None) -> CheckIn:
    """With enrollment, coach and action items; never the private note. Raises NotFound."""
    loading = (joinedload(CheckIn.enrollment), joinedload(CheckIn.coach), selectinload(CheckIn.actions))
    found = session.scalar(select(CheckIn).where(CheckIn.id == check_in_id).options(*loading))
    if found is None:
        raise NotFound("There is no check-in to make a document of.")
    return found


def list_earlier_actions(session: Session, check_in: CheckIn, *, at_most: int = 20) -> Sequence[ActionItem]:
    """Action items agreed at the enrollment's check-in before this one, by due day."""
    before = (
        select(CheckIn.id)
        .where(
            CheckIn.enrollment_id == check_in.enrollment_id,
            CheckIn.state == CheckInState.HELD,
            CheckIn.starts_at < check_in.starts_at,
        )
        .order_by(CheckIn.starts_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    agreed = select(ActionItem).where(ActionItem.check_in_id == before)
    return session.scalars(agreed.order_by(ActionItem.due_on, ActionItem.id).limit(at_most)).all()


def find_next_check_in(session: Session, check_in: CheckIn) -> CheckIn | None:
    """The next one that is scheduled after this one."""
    later = select(CheckIn).where(
        CheckIn.enrollment_id == check_in.enrollment_id,
        CheckIn.state == CheckInState.SCHEDULED,
        CheckIn.starts_at > check_in.starts_at,
    )
    return session.scalar(later.order_by(CheckIn.starts_at).limit(1))


def find_director(session: Session, affiliate_id: int) -> User | None:
    """The affiliate's director of longest standing."""
    holds = (
        select(User)
        .join(RoleAssignment, RoleAssignment.user_id == User.id)
        .where(
            RoleAssignment.affiliate_id == affiliate_id,
            RoleAssignment.role == Role.AFFILIATE_DIRECTOR,
            RoleAssignment.ended_at.is_(None),
            User.is_active,
        )
    )
    return session.scalar(holds.order_by(RoleAssignment.granted_at, User.id).limit(1))
