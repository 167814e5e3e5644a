"""The network at a glance: a cohort's reports by state."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.reporting.models import Report, ReportState
from workflows.reporting.queries import is_owed

_ARRIVED = (ReportState.SUBMITTED, ReportState.ACCEPTED)


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
