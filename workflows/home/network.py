"""The network at a glance: a cohort's money and its reports by state."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.funding.models import Award, Payment, PaymentState
from workflows.reporting.models import Report, ReportState
from workflows.reporting.queries import is_owed

_ARRIVED = (ReportState.SUBMITTED, ReportState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Money:
    """US dollars of one cohort: paid, committed but not yet paid, and free."""

    budget: Decimal
    paid: Decimal
    committed: Decimal
    free: Decimal


def get_money(session: Session, cohort: Cohort) -> Money:
    paid = session.scalar(
        select(func.coalesce(func.sum(Payment.amount - Payment.reversed_amount), 0))
        .join(Award, Award.id == Payment.award_id)
        .join(Enrollment, Enrollment.id == Award.enrollment_id)
        .where(Enrollment.cohort_id == cohort.id, Payment.state == PaymentState.PAID)
    ) or Decimal(0)
    return Money(cohort.award_budget, paid, cohort.committed_amount - paid, cohort.free_amount)


def count_reports(session: Session, cohort: Cohort, *, now: datetime) -> Mapping[str, int]:
    """How many are late, due, submitted, returned and accepted."""
    late = (Report.state == ReportState.DRAFT) & (Report.due_at < now)
    word = case((late, "late"), else_=Report.state)
    rows = (
        select(word, func.count(Report.id))
        .join(Enrollment, Enrollment.id == Report.enrollment_id)
        .where(Enrollment.cohort_id == cohort.id, or_(Report.state.in_(_ARRIVED), is_owed()))
        .group_by(word)
    )
    return Counter({str(getattr(name, "value", name)): number for name, number in session.execute(rows)})
