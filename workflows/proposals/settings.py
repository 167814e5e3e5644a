"""What staff decide about a cohort's form: up to which amount it is short, and which parts it leaves out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflows.cohorts.models import Cohort
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Reason, Stale
from workflows.proposals.answers import SECTION_BY_NAME
from workflows.proposals.form import SWITCHABLE
from workflows.proposals.models import Proposal, ProposalSection


@dataclass(frozen=True, slots=True)
class FormSettings:
    """`short_form_up_to` in US dollars, 0 for no short form; `sections_off` are names of sections."""

    short_form_up_to: Decimal
    sections_off: Sequence[str]


def set_form(cohort: Cohort, given: FormSettings, *, expected_version: int, session: Session) -> None:
    """Raises Stale when somebody saved the cohort since; DomainError for a part that decisions need.

    Answers in a part that is switched off are kept; switched on again, they are there.
    """
    session.refresh(cohort, with_for_update=True)
    if cohort.version != expected_version:
        raise Stale()
    kept_on = [SECTION_BY_NAME[name].title for name in given.sections_off if name not in SWITCHABLE]
    if kept_on:
        raise DomainError(Reason(f"Reviewers need this part, so it stays on: {', '.join(kept_on)}.", "sections_off"))
    if given.short_form_up_to < 0:
        raise DomainError(Reason("Write an amount, or 0 for no short form.", "short_form_up_to"))
    cohort.short_form_up_to = given.short_form_up_to
    cohort.sections_off = [name for name in SWITCHABLE if name in given.sections_off]


@dataclass(frozen=True, slots=True)
class TimeSpent:
    """How long the submitted proposals of a cohort took on average; whole minutes."""

    proposals: int
    minutes: int


def average_time(session: Session, cohort_id: int) -> TimeSpent | None:
    """Of proposals that were submitted, all their writers together; None before the first one. One query."""
    each = (
        select(func.sum(ProposalSection.seconds_spent).label("seconds"))
        .join(Proposal, Proposal.id == ProposalSection.proposal_id)
        .join(Enrollment, Enrollment.id == Proposal.enrollment_id)
        .where(Enrollment.cohort_id == cohort_id, Proposal.submitted_at.is_not(None))
        .group_by(Proposal.id)
        .subquery()
    )
    count, seconds = session.execute(select(func.count(), func.sum(each.c.seconds)).select_from(each)).one()
    return TimeSpent(count, int(seconds) // 60 // count) if count else None
