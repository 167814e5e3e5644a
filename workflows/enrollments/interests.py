"""An affiliate says that it would like to join a cohort, and staff select it or not, with a reason that is kept."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflows.cohorts.models import Cohort
from workflows.cohorts.queries import list_open_cohorts
from workflows.db import lock
from workflows.enrollments.answers import InterestAnswers
from workflows.enrollments.interest_lifecycle import INTEREST
from workflows.enrollments.invitation_queries import find_interest
from workflows.enrollments.invitations import invite_affiliate
from workflows.enrollments.models import Enrollment, Interest, InterestState
from workflows.enrollments.queries import find_enrollment
from workflows.errors import DomainError, Reason
from workflows.outbox import announce
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission, require


def why_not_interested(cohort: Cohort, affiliate: Affiliate, *, session: Session, now: datetime) -> tuple[Reason, ...]:
    """Every reason against this affiliate's saying so now."""
    reasons = []
    if find_enrollment(session, cohort_id=cohort.id, affiliate_id=affiliate.id) is not None:
        reasons.append(Reason(f"{affiliate.name} is in {cohort.name} already."))
    if all(row.id != cohort.id for row in list_open_cohorts(session, now=now)):
        reasons.append(
            Reason(f"{cohort.name} is not open for new affiliates. The national office tells you about the next one.")
        )
    return tuple(reasons)


def express_interest(
    cohort: Cohort,
    affiliate: Affiliate,
    answers: InterestAnswers,
    *,
    session: Session,
    actor: Actor,
    now: datetime,
) -> Interest:
    """Keep what the director says; saying it again rewrites what still waits, and begins anew after an answer.

    Raises DomainError while the cohort is not open, and Forbidden for whoever does not direct the affiliate.
    """
    require(actor, Permission.EXPRESS_INTEREST, affiliate)
    reasons = why_not_interested(cohort, affiliate, session=session, now=now)
    if reasons:
        raise DomainError(*reasons)
    assert actor.id is not None
    found = find_interest(session, cohort_id=cohort.id, affiliate_id=affiliate.id)
    interest = found or Interest(cohort=cohort, affiliate=affiliate, state=InterestState.EXPRESSED)
    for name in ("why", "data_lead_name", "readiness", "readiness_note"):
        setattr(interest, name, getattr(answers, name))
    interest.expressed_by_id = actor.id
    if found is None:
        interest.expressed_at = now
        session.add(interest)
        session.flush()  # the announcement names it by number
        _announce(interest, "interest_expressed", session=session, actor=actor, now=now)
    elif interest.state is not InterestState.EXPRESSED:
        _move(interest, "express_again", session=session, actor=actor, now=now)
        interest.expressed_at, interest.decision_reason = now, ""
        interest.decided_by_id = interest.decided_at = None
    return interest


def withdraw_interest(interest: Interest, *, session: Session, actor: Actor, now: datetime) -> None:
    """The affiliate changed its mind before it was answered."""
    lock(session, interest)
    _move(interest, "withdraw", session=session, actor=actor, now=now)


def select_affiliate(interest: Interest, *, reason: str, session: Session, actor: Actor, now: datetime) -> Enrollment:
    """Select the affiliate and invite it; the reason stays with the interest and with the enrollment.

    Raises Refused without a reason, DomainError while the cohort cannot invite.
    """
    lock(session, interest)
    _decide(interest, "select", reason=reason, session=session, actor=actor, now=now)
    return invite_affiliate(
        interest.cohort, interest.affiliate, session=session, actor=actor, now=now, selection_reason=reason
    )


def pass_over(interest: Interest, *, reason: str, session: Session, actor: Actor, now: datetime) -> None:
    """Not this time; the affiliate reads the reason."""
    lock(session, interest)
    _decide(interest, "pass_over", reason=reason, session=session, actor=actor, now=now)


def _decide(interest: Interest, name: str, *, reason: str, session: Session, actor: Actor, now: datetime) -> None:
    interest.decided_by_id, interest.decided_at, interest.decision_reason = actor.id, now, reason
    _move(interest, name, session=session, actor=actor, now=now, note=reason)


def _move(interest: Interest, name: str, *, session: Session, actor: Actor, now: datetime, note: str = "") -> None:
    row = INTEREST.move(interest, name, actor=actor, now=now, note=note)
    for event in row.announces:
        _announce(interest, event, session=session, actor=actor, now=now, note=note)


def _announce(interest: Interest, event: str, *, session: Session, actor: Actor, now: datetime, note: str = "") -> None:
    announce(
        session, event, now=now, actor_id=actor.id, subject_id=interest.id, note=note,
        affiliate=interest.affiliate.name, cohort=interest.cohort.name,
    )  # fmt: skip  # one announcement reads best as one
