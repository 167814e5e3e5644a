"""What happens when an amendment takes effect, in the transaction that decided it."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from workflows.amendments.models import Amendment
from workflows.amendments.terms import day_of
from workflows.db import lock
from workflows.funding.changing import change_amount, extend_period
from workflows.outbox import announce
from workflows.permissions import Actor


def hold(amendment: Amendment, *, session: Session) -> None:
    """The cohort, the year, its award, then the request: everybody takes them in this order."""
    award = amendment.award
    for row in (award.enrollment.cohort, award.enrollment, award, amendment):
        lock(session, row)


def apply_changes(amendment: Amendment, *, session: Session) -> None:
    """What an award's own columns hold follows; every other term is read from the changes. Raises Refused."""
    award = amendment.award
    for change in amendment.changes:
        if (change.place, change.field) == ("budget", "amount"):
            change_amount(award, Decimal(change.new), cohort=award.enrollment.cohort)
        elif (change.place, change.field) == ("period", "ends_on"):
            ends_on = day_of(change.new)
            assert ends_on is not None
            extend_period(award, ends_on)
    session.flush()  # what follows reads the terms in force


def tell(
    amendment: Amendment,
    event: str,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    note: str = "",
    **details: str,
) -> None:
    announce(
        session,
        event,
        now=now,
        actor_id=actor.id,
        enrollment_id=amendment.award.enrollment_id,
        subject_id=amendment.id,
        note=note,
        title=amendment.title,
        **details,
    )
