"""A check-in as a calendar entry that Outlook, Google and Apple calendars follow when it moves."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from workflows.calendar_entries import Entry, Party, write_calendar
from workflows.coaching.models import CheckIn, CheckInState
from workflows.enrollments.models import Enrollment
from workflows.people.models import User
from workflows.permissions import Actor, Permission, Scope, scopes_of
from workflows.training.calendar import FEED_REACHES_BACK


def calendar_file(check_in: CheckIn, attendees: Iterable[User], *, url: str, now: datetime) -> bytes:
    """The file: REQUEST for a planned or held check-in, CANCEL for one that was called off.

    The coach organizes; `attendees` are the affiliate's people.
    """
    entry = check_in_entry(check_in, attendees, url=url, description=check_in.agenda)
    return write_calendar([entry], method="CANCEL" if entry.is_cancelled else "REQUEST", now=now, product="Check-ins")


def check_in_entry(check_in: CheckIn, attendees: Iterable[User] = (), *, url: str, description: str = "") -> Entry:
    """UID never changes and SEQUENCE rises with each move, so a calendar replaces its entry."""
    return Entry(
        uid=check_in.calendar_uid,
        sequence=check_in.calendar_sequence,
        starts_at=check_in.starts_at,
        ends_at=check_in.ends_at,
        time_zone=check_in.time_zone,
        summary=f"Check-in: {check_in.enrollment.affiliate.name} and {check_in.coach.name}",
        description="\n\n".join(filter(None, (description, url))),
        url=url,
        location=check_in.place or check_in.mode.words,
        is_cancelled=check_in.state is CheckInState.CANCELLED,
        organizer=Party(check_in.coach.name, check_in.coach.email, "CHAIR"),
        attendees=tuple(Party(person.name, person.email) for person in attendees),
    )


def list_check_ins_in_feed(session: Session, actor: Actor, *, now: datetime) -> Sequence[CheckIn]:
    """A coach's own check-ins and those of the person's affiliate, with enrollment and coach; one query.

    Who reads the coaching of the whole network takes no part in it: nothing of it is in their calendar.
    """
    own = [CheckIn.coach_id == actor.id]
    if Scope.OWN_AFFILIATE in scopes_of(actor, Permission.SEE_COACHING):
        own.append(Enrollment.affiliate_id.in_(actor.affiliate_ids))
    rows = (
        select(CheckIn)
        .join(CheckIn.enrollment)
        .where(or_(*own), CheckIn.starts_at > now - FEED_REACHES_BACK)
        .order_by(CheckIn.starts_at, CheckIn.id)
        .options(joinedload(CheckIn.enrollment, innerjoin=True), joinedload(CheckIn.coach, innerjoin=True))
    )
    return session.scalars(rows).all()
