"""A year that ends early: the seat, the open payments and the money that was not paid."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.db import lock
from workflows.enrollments.models import Enrollment
from workflows.enrollments.operations import leave_program
from workflows.funding.models import Award
from workflows.funding.payments import stop_payments
from workflows.funding.queries import find_award
from workflows.permissions import Actor
from workflows.reviews.staging.operations import drop_staged


def end_year(enrollment: Enrollment, name: str, *, note: str, session: Session, actor: Actor, now: datetime) -> None:
    """Withdraw or terminate (`name` is the transition): all that the year holds becomes free, in one transaction.

    The seat goes back to the cohort, payments that are not paid are cancelled, and so much of the award as was never
    paid is no longer committed. Raises Refused, and then nothing changes.
    """
    leave_program(enrollment, name, note=note, session=session, actor=actor, now=now)
    if enrollment.proposal is not None:
        drop_staged(enrollment.proposal, "The affiliate left the program.", session=session, now=now)
    award = find_award(session, enrollment)
    if award is not None:
        stop_payments(award, note=note, session=session, now=now)
        _give_back(award, session=session)


def _give_back(award: Award, *, session: Session) -> None:
    """With every open payment cancelled, what is still scheduled is what was paid."""
    cohort = award.enrollment.cohort
    lock(session, cohort)
    unpaid = award.free_amount
    award.returned_amount += unpaid
    cohort.committed_amount -= unpaid
