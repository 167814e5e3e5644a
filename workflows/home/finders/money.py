"""Awards that wait for signatures, conditions and payments."""

from typing import Any

from sqlalchemy import (
    Select,
    case,
    exists,
    func,
    or_,
    select,
)

from workflows.db import start_of_day
from workflows.documents.models import Document
from workflows.enrollments.models import Enrollment
from workflows.funding.conditions.models import AwardCondition, ConditionState
from workflows.funding.federal.answers import ExclusionResult
from workflows.funding.federal.models import ExclusionCheck, FederalElements
from workflows.funding.holds.models import PaymentHold
from workflows.funding.lifecycle import ENDED_EARLY, STOPPED
from workflows.funding.models import Award, FundingSource, Payment, PaymentState
from workflows.funding.reversals.models import PaymentReversal, ReversalState
from workflows.funding.schedules.answers import CLOSEOUT, WaitsFor
from workflows.home.finders.columns import Finder, columns_of
from workflows.permissions import Actor
from workflows.reporting.models import Report, ReportKind, ReportState
from workflows.signing.models import Side, Signature
from workflows.stages import TERMINAL, Stage


def unsigned(side: Side) -> Finder:
    def find(_actor: Actor) -> Select[Any]:
        made = exists().where(Document.subject_id == Award.id, Document.kind == "grant_agreement")
        signed = made.where(Signature.document_id == Document.id, Signature.side == side)
        return (
            select(*columns_of(Enrollment.id, Award.awarded_at, Award.amount))
            .join(Award, Award.enrollment_id == Enrollment.id)
            .where(Enrollment.stage == Stage.AWARDED, made, ~signed)
        )

    return find


def federal_gaps(_actor: Actor) -> Select[Any]:
    """Federal awards that wait for their information, or for a clear look at SAM.gov, before anybody signs."""
    complete = exists().where(FederalElements.award_id == Award.id, FederalElements.completed_at.is_not(None))
    newest = (
        select(ExclusionCheck.result)
        .where(ExclusionCheck.award_id == Award.id)
        .order_by(ExclusionCheck.id.desc())
        .limit(1)
        .correlate(Award)
        .scalar_subquery()
    )
    is_clear = func.coalesce(newest, "") == ExclusionResult.CLEAR
    return (
        select(*columns_of(Enrollment.id, Award.awarded_at, Award.amount))
        .join(Award, Award.enrollment_id == Enrollment.id)
        .where(Enrollment.stage == Stage.AWARDED, Award.source == FundingSource.FEDERAL, ~(complete & is_clear))
    )


def conditions_due(_actor: Actor) -> Select[Any]:
    """Open conditions; the day by which each should be met has come where `after` is over."""
    return (
        select(*columns_of(Enrollment.id, AwardCondition.due_at))
        .join(Award, Award.enrollment_id == Enrollment.id)
        .join(AwardCondition, AwardCondition.award_id == Award.id)
        .where(
            AwardCondition.state == ConditionState.OPEN,
            AwardCondition.due_at.is_not(None),
            Enrollment.stage.not_in(TERMINAL),
        )
    )


def payments(state: PaymentState) -> Finder:
    def find(_actor: Actor) -> Select[Any]:
        since = {PaymentState.REQUESTED: Payment.requested_at, PaymentState.APPROVED: Payment.approved_at}[state]
        return (
            select(*columns_of(Enrollment.id, since, Payment.amount))
            .join(Award, Award.enrollment_id == Enrollment.id)
            .join(Payment, Payment.award_id == Award.id)
            .where(Payment.state == state, Enrollment.stage.not_in(STOPPED))
        )

    return find


def awards_without_schedule(_actor: Actor) -> Select[Any]:
    scheduled = exists().where(Payment.award_id == Award.id)
    return (
        select(*columns_of(Enrollment.id, Enrollment.agreement_signed_at, Award.amount))
        .join(Award, Award.enrollment_id == Enrollment.id)
        .where(Enrollment.stage == Stage.FUNDED, ~scheduled)
    )


def to_request(_actor: Actor) -> Select[Any]:
    """Scheduled, and what it waits for is there: since its day, or since the signatures or the report where these came
    later."""
    held = exists().where(
        PaymentHold.award_id == Award.id,
        PaymentHold.released_at.is_(None),
        or_(PaymentHold.payment_id.is_(None), PaymentHold.payment_id == Payment.id),
    )
    closeout = (Payment.report_number == CLOSEOUT) & (Report.kind == ReportKind.CLOSEOUT)
    progress = (Payment.report_number == Report.number) & (Report.kind == ReportKind.PROGRESS)
    accepted = (
        select(func.max(Report.accepted_at))
        .where(Report.award_id == Award.id, Report.state == ReportState.ACCEPTED, or_(closeout, progress))
        .correlate(Award, Payment)
        .scalar_subquery()
    )
    ready, due_at = func.coalesce(accepted, Enrollment.agreement_signed_at), start_of_day(Payment.due_on)
    return (
        select(*columns_of(Enrollment.id, case((due_at > ready, due_at), else_=ready), Payment.amount))
        .join(Award, Award.enrollment_id == Enrollment.id)
        .join(Payment, Payment.award_id == Award.id)
        .where(
            Payment.state == PaymentState.SCHEDULED,
            Enrollment.agreement_signed_at.is_not(None),
            Enrollment.stage.not_in(STOPPED),
            ~held,
            or_(Payment.waits_for != WaitsFor.REPORT, accepted.is_not(None)),
        )
    )


def holds(_actor: Actor) -> Select[Any]:
    """Holds that somebody put, until somebody releases them."""
    return (
        select(*columns_of(PaymentHold.id, PaymentHold.held_at, Payment.amount))
        .join(Award, Award.enrollment_id == Enrollment.id)
        .join(PaymentHold, PaymentHold.award_id == Award.id)
        .outerjoin(Payment, Payment.id == PaymentHold.payment_id)
        .where(PaymentHold.released_at.is_(None), Enrollment.stage.not_in(ENDED_EARLY))
    )


def reversals(_actor: Actor) -> Select[Any]:
    return (
        select(*columns_of(PaymentReversal.id, PaymentReversal.asked_at, PaymentReversal.amount))
        .join(Award, Award.enrollment_id == Enrollment.id)
        .join(Payment, Payment.award_id == Award.id)
        .join(PaymentReversal, PaymentReversal.payment_id == Payment.id)
        .where(PaymentReversal.state == ReversalState.ASKED)
    )
