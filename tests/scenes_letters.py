"""An amendment that was approved for a later day, as its letter shows it."""

from datetime import date

from sqlalchemy.orm import Session

from tests.factories import NOW
from workflows.amendments.answers import AmendmentType, Track
from workflows.amendments.models import Amendment, AmendmentChange, AmendmentState
from workflows.funding.models import Award
from workflows.people.models import User


def an_approved_extension(session: Session, award: Award, director: User, manager: User) -> Amendment:
    """More time, approved for a later day."""
    row = Amendment(
        award=award,
        number=1,
        type=AmendmentType.PERIOD,
        state=AmendmentState.APPROVED,
        reason="The room was closed until May.",
        evidence="21 people reach day 180 in July.",
        effective_on=date(2026, 5, 1),
        track=Track.FULL,
        track_reasons=["The project year ends more than 90 days later, without more money. (2 CFR 200.308)"],
        requested_by_id=director.id,
        requested_at=NOW,
        submitted_by_id=director.id,
        submitted_at=NOW,
        decided_by_id=manager.id,
        decided_at=NOW,
        conditions="Tell us in July how many people came.",
    )
    row.changes = [AmendmentChange(position=1, place="period", field="ends_on", old="2027-03-31", new="2027-07-31")]
    session.add(row)
    session.flush()
    return row
