"""A project year rests and goes on: why, since when, what lifts it.

While it rests no payment moves and no report is written. Reports that fall due from its first day on are due that many
days later when it goes on; the last day of the year stays, and moves only by an amendment.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.advance import advance
from workflows.amendments.answers import SuspensionAnswers
from workflows.amendments.models import Suspension
from workflows.amendments.queries import find_suspension
from workflows.clock import local_date
from workflows.db import lock
from workflows.enrollments.models import Enrollment
from workflows.errors import Reason
from workflows.funding.models import Award
from workflows.funding.queries import find_award
from workflows.lifecycle import why_not
from workflows.machine import Refused
from workflows.permissions import Actor


def suspend_year(
    award: Award, answers: SuspensionAnswers, *, session: Session, actor: Actor, now: datetime
) -> Suspension:
    """Suspend the year with its reason and what lifts it; the affiliate is told both. Raises Refused."""
    enrollment = award.enrollment
    lock(session, enrollment)
    lock(session, award)
    reasons = [
        *why_not(enrollment, "suspend", actor=actor, now=now, note=answers.reason),
        *_why_not_answers(award, answers, now=now),
    ]
    if reasons:
        raise Refused(*reasons)
    assert actor.id is not None
    suspension = Suspension(
        award=award,
        begins_on=answers.begins_on,
        reason=answers.reason,
        lifts_when=answers.lifts_when,
        suspended_by_id=actor.id,
        suspended_at=now,
    )
    session.add(suspension)
    session.flush()  # the message names it by its number
    advance(enrollment, "suspend", session=session, actor=actor, now=now, note=_told(answers), subject_id=suspension.id)
    return suspension


def _told(answers: SuspensionAnswers) -> str:
    """Both texts as the timeline shows them; one where they are the same."""
    if answers.reason == answers.lifts_when:
        return answers.reason
    return f"{answers.reason}\n\nWhat lifts it: {answers.lifts_when}"


def _why_not_answers(award: Award, answers: SuspensionAnswers, *, now: datetime) -> list[Reason]:
    today = local_date(now, award.enrollment.affiliate.time_zone)
    found = []
    if not answers.lifts_when.strip():
        found.append(Reason("Say what lifts the suspension, so that the affiliate knows what to do.", "lifts_when"))
    if answers.begins_on > today:
        found.append(Reason("A year is suspended from today on, or from a day before.", "begins_on"))
    if answers.begins_on < min(award.starts_on, today):
        found.append(Reason("The project year had not begun then.", "begins_on"))
    return found


def resume_year(award: Award, *, because: str, session: Session, actor: Actor, now: datetime) -> None:
    """Let the year go on; the calendar of reports follows by itself. Raises Refused."""
    enrollment = award.enrollment
    lock(session, enrollment)
    lock(session, award)
    suspension = find_suspension(session, award.id)
    advance(
        enrollment, "resume", session=session, actor=actor, now=now, note=because,
        subject_id=suspension.id if suspension else None,
    )  # fmt: skip  # one step
    if suspension is not None:
        suspension.resumed_on = local_date(now, enrollment.affiliate.time_zone)
        suspension.resumed_because, suspension.resumed_by_id, suspension.resumed_at = because, actor.id, now


def suspend_by_hand(enrollment: Enrollment, *, note: str, session: Session, actor: Actor, now: datetime) -> None:
    """Suspend from today, where one text says both why and what lifts it."""
    today = local_date(now, enrollment.affiliate.time_zone)
    award = find_award(session, enrollment)
    if award is None:  # a year without an award has no money to stop
        advance(enrollment, "suspend", session=session, actor=actor, now=now, note=note)
        return
    answers = SuspensionAnswers(today, note, note)
    suspend_year(award, answers, session=session, actor=actor, now=now)


def resume_by_hand(enrollment: Enrollment, *, note: str, session: Session, actor: Actor, now: datetime) -> None:
    award = find_award(session, enrollment)
    if award is None:
        advance(enrollment, "resume", session=session, actor=actor, now=now, note=note)
        return
    resume_year(award, because=note, session=session, actor=actor, now=now)
