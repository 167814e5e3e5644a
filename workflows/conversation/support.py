"""How people say, without their name, what the support was like; and how it is kept so that nothing ties it to them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from workflows.clock import local_date
from workflows.cohorts.models import Cohort
from workflows.conversation.answers import Rating
from workflows.conversation.models import SupportMark, SupportRating
from workflows.conversation.quarters import in_words, next_quarter, quarter_of
from workflows.db import lock
from workflows.enrollments.models import Enrollment
from workflows.errors import DomainError, Reason
from workflows.permissions import Actor, Permission, require, why_cannot
from workflows.personal_data import require_no_personal_data
from workflows.stages import RUNNING

SAID = (SupportRating.helpful, SupportRating.timely, SupportRating.respectful, SupportRating.words)
"""The columns of a `Rating`, in its order."""


def current_quarter(cohort: Cohort, *, now: datetime) -> date:
    """The first day of the quarter that it is for the cohort."""
    return quarter_of(local_date(now, cohort.time_zone))


def find_mark(session: Session, cohort_id: int, quarter: date, *, person_id: int | None) -> SupportMark | None:
    same = (SupportMark.cohort_id == cohort_id) & (SupportMark.quarter == quarter)
    return session.scalar(select(SupportMark).where(same, SupportMark.person_id == person_id))


def why_not_rate(enrollment: Enrollment, *, session: Session, actor: Actor, now: datetime) -> tuple[Reason, ...]:
    """Every reason against rating the support now; empty when it may happen."""
    denied = why_cannot(actor, Permission.RATE_SUPPORT, enrollment)
    if denied is not None:
        return (denied,)
    if enrollment.stage not in RUNNING:
        return (Reason("We ask for this while a program year is running."),)
    quarter = current_quarter(enrollment.cohort, now=now)
    mark = find_mark(session, enrollment.cohort_id, quarter, person_id=actor.id)
    if mark is not None and mark.has_answered:
        later = next_quarter(quarter)
        return (Reason(f"You have answered for {in_words(quarter)}. We ask again from {later:%B %Y} on."),)
    return ()


def is_asked(enrollment: Enrollment, *, session: Session, actor: Actor, now: datetime) -> bool:
    """Whether Home asks this person: they may answer for this quarter and did not set it aside."""
    if why_not_rate(enrollment, session=session, actor=actor, now=now):
        return False
    quarter = current_quarter(enrollment.cohort, now=now)
    return find_mark(session, enrollment.cohort_id, quarter, person_id=actor.id) is None


def rate_support(
    enrollment: Enrollment, rating: Rating, *, is_checked: bool, session: Session, actor: Actor, now: datetime
) -> None:
    """Keep that the person answered, and apart from it what was said. Announces nothing. Raises DomainError."""
    require(actor, Permission.RATE_SUPPORT, enrollment)
    lock(session, enrollment.cohort)  # two answers at once: one pile after the other
    reasons = why_not_rate(enrollment, session=session, actor=actor, now=now)
    if reasons:
        raise DomainError(*reasons)
    today = local_date(now, enrollment.cohort.time_zone)
    require_no_personal_data((rating.words,), is_checked=is_checked, today=today)
    quarter = quarter_of(today)
    _mark(enrollment, quarter, has_answered=True, session=session, actor=actor)
    _mix_in(rating, cohort_id=enrollment.cohort_id, quarter=quarter, session=session)


def set_aside(enrollment: Enrollment, *, session: Session, actor: Actor, now: datetime) -> None:
    """Home does not ask this person again in this quarter; they may still answer."""
    require(actor, Permission.RATE_SUPPORT, enrollment)
    lock(session, enrollment.cohort)
    if is_asked(enrollment, session=session, actor=actor, now=now):
        quarter = current_quarter(enrollment.cohort, now=now)
        _mark(enrollment, quarter, has_answered=False, session=session, actor=actor)


def _mark(enrollment: Enrollment, quarter: date, *, has_answered: bool, session: Session, actor: Actor) -> None:
    assert actor.id is not None
    cohort_id = enrollment.cohort_id
    mark = find_mark(session, cohort_id, quarter, person_id=actor.id) or SupportMark(
        person_id=actor.id, cohort_id=cohort_id, quarter=quarter
    )
    mark.has_answered = has_answered
    session.add(mark)
    session.flush()  # before the pile, so that its rows are the last thing the transaction writes


def _mix_in(rating: Rating, *, cohort_id: int, quarter: date, session: Session) -> None:
    """Write the quarter's whole pile anew, sorted by content.

    What is stored then depends on what was said and not on who said it when: neither numbers nor order nor the
    transaction in which a row was written tells an answer from the others.
    """
    pile = (SupportRating.cohort_id == cohort_id) & (SupportRating.quarter == quarter)
    kept = [Rating(*row) for row in session.execute(select(*SAID).where(pile))]
    session.execute(delete(SupportRating).where(pile))
    session.execute(insert(SupportRating), _rows(sorted([*kept, rating]), cohort_id, quarter))


def _rows(pile: Iterable[Rating], cohort_id: int, quarter: date) -> Sequence[dict[str, object]]:
    return [asdict(each) | {"cohort_id": cohort_id, "quarter": quarter} for each in pile]
