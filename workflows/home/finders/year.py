"""What waits in the year around the money: enrollment, training, reports, amendments and the end."""

from typing import Any

from sqlalchemy import (
    Select,
    func,
    select,
)

from workflows.amendments.answers import Track
from workflows.amendments.lifecycle import AMENDABLE
from workflows.amendments.models import Amendment, AmendmentState
from workflows.enrollments.models import Enrollment, Participant
from workflows.exercises.lifecycle import GONE
from workflows.exercises.models import Product, ProductState
from workflows.funding.models import Award
from workflows.home.finders.columns import Finder, columns_of
from workflows.permissions import Actor
from workflows.proposals.deadlines.models import ExtensionRequest, RequestState
from workflows.reporting.models import Report, ReportState
from workflows.reporting.queries import is_owed
from workflows.stages import TERMINAL, Stage
from workflows.training.evidence.queries import since_of

NOT_OVER_AN_AMENDMENT = (Amendment.requested_by_id, Amendment.submitted_by_id, Enrollment.coach_id)
"""Who asked for a change, or coaches the affiliate, does not decide on it."""


def to_confirm(_actor: Actor) -> Select[Any]:
    """Signed and not in the line: who waits for a seat waits for nobody's decision, who moved up does."""
    since = func.coalesce(Enrollment.offered_at, Enrollment.stage_since)
    is_waiting = Enrollment.waitlisted_at.is_not(None) & Enrollment.offered_at.is_(None)
    return select(*columns_of(Enrollment.id, since)).where(Enrollment.stage == Stage.COMMITTED, ~is_waiting)


def more_time(_actor: Actor) -> Select[Any]:
    return (
        select(*columns_of(Enrollment.id, ExtensionRequest.asked_at))
        .join(ExtensionRequest, ExtensionRequest.enrollment_id == Enrollment.id)
        .where(ExtensionRequest.state == RequestState.ASKED, Enrollment.stage.not_in(TERMINAL))
    )


def for_training(kind: type[Any], *states: str) -> Finder:
    """Reflections, excuses and make-ups in which the national office has the next word."""
    return lambda _actor: (
        select(*columns_of(kind.id, since_of(kind)))
        .join(Participant, Participant.enrollment_id == Enrollment.id)
        .join(kind, kind.participant_id == Participant.id)
        .where(kind.state.in_(states), Enrollment.stage.not_in(TERMINAL))
    )


def reports(_actor: Actor) -> Select[Any]:
    return (
        select(*columns_of(Report.id, Report.submitted_at))
        .join(Report, Report.enrollment_id == Enrollment.id)
        .where(Report.state == ReportState.SUBMITTED, Enrollment.stage.in_((Stage.IMPLEMENTING, Stage.CLOSING)))
    )


def reports_owed(_actor: Actor) -> Select[Any]:
    """Not sent yet, since the day they were due."""
    return (
        select(*columns_of(Report.id, Report.due_at))
        .join(Report, Report.enrollment_id == Enrollment.id)
        .where(is_owed())
    )


def sent_amendments(_actor: Actor) -> Select[Any]:
    return (
        select(*columns_of(Amendment.id, Amendment.submitted_at))
        .join(Award, Award.enrollment_id == Enrollment.id)
        .join(Amendment, Amendment.award_id == Award.id)
        .where(Amendment.state == AmendmentState.SUBMITTED, Enrollment.stage.in_(AMENDABLE))
    )


def amendments_to_recommend(actor: Actor) -> Select[Any]:
    return sent_amendments(actor).where(Amendment.track == Track.FAST, Amendment.advice.is_(None))


def products(_actor: Actor) -> Select[Any]:
    return (
        select(*columns_of(Product.id, Product.handed_in_at))
        .join(Product, Product.enrollment_id == Enrollment.id)
        .where(Product.state == ProductState.HANDED_IN, Enrollment.stage.not_in(GONE))
    )


def to_complete(_actor: Actor) -> Select[Any]:
    return select(*columns_of(Enrollment.id, Enrollment.closeout_accepted_at)).where(
        Enrollment.stage == Stage.CLOSING, Enrollment.closeout_accepted_at.is_not(None)
    )
