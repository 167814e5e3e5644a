"""What waits for a person's decision, oldest first: one table of kinds, one query for all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ScalarSelect,
    Select,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from workflows.agreements.models import AgreementState, DataSharingAgreement
from workflows.amendments.answers import Track
from workflows.amendments.lifecycle import AMENDABLE
from workflows.amendments.models import Amendment, AmendmentState
from workflows.clock import utc_now
from workflows.cohorts.models import Cohort
from workflows.db import MONEY, UtcDateTime
from workflows.documents.models import Document
from workflows.enrollments.models import Enrollment, Participant
from workflows.enrollments.queries import visible_to
from workflows.exercises.answers import WAITS_TOO_LONG
from workflows.exercises.lifecycle import GONE
from workflows.exercises.models import Product, ProductState
from workflows.funding.conditions.models import AwardCondition, ConditionState
from workflows.funding.federal.answers import ExclusionResult
from workflows.funding.federal.models import ExclusionCheck, FederalElements
from workflows.funding.holds.models import PaymentHold
from workflows.funding.lifecycle import ENDED_EARLY, STOPPED
from workflows.funding.models import Award, FundingSource, Payment, PaymentState
from workflows.funding.reversals.models import PaymentReversal, ReversalState
from workflows.funding.schedules.answers import CLOSEOUT, REQUEST_AHEAD, WaitsFor
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission, scopes_of
from workflows.proposals.deadlines.models import ExtensionRequest, RequestState
from workflows.proposals.models import Proposal
from workflows.reporting.models import Report, ReportKind, ReportState
from workflows.reviews.models import Review, ReviewState
from workflows.reviews.staging.models import OPEN, StagedDecision
from workflows.reviews.staging.waiting import ids_sent_back, ids_to_announce, ids_to_confirm
from workflows.signing.models import Side, Signature
from workflows.stages import TERMINAL, Stage
from workflows.training.evidence.models import Excuse, MakeUp
from workflows.training.evidence.queries import WAITS_FOR_STAFF, since_of

AT_MOST = 50  # rows that Home shows


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One thing that this person can decide now; `endpoint` and `key` lead to the page where it is done."""

    affiliate: str
    what: str
    why: str
    since: datetime
    amount: Decimal | None
    endpoint: str
    argument: str
    key: int


Finder = Callable[[Actor], Select[Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of waiting: who may end it · what it says · where · how it is found (enrollment, key, since, amount)."""

    name: str
    who: Permission
    what: str
    why: str
    endpoint: str
    argument: str
    find: Finder
    after: timedelta = timedelta(0)  # how long it has waited before it is named
    narrow: Callable[[datetime], ColumnElement[bool]] | None = None  # what else holds at the moment of asking


def _columns(key: Any, since: Any, amount: Any = None) -> tuple[Any, ...]:
    money = cast(null(), BigInteger) if amount is None else amount
    return (Enrollment.id.label("enrollment_id"), key.label("key"), since.label("since"), money.label("amount"))


def _reviews_asked_for() -> ScalarSelect[int]:
    wanted = select(Cohort.minimum_reviews).where(Cohort.id == Enrollment.cohort_id)
    return wanted.correlate(Enrollment).scalar_subquery()


def _to_confirm(_actor: Actor) -> Select[Any]:
    """Signed and not in the line: who waits for a seat waits for nobody's decision, who moved up does."""
    since = func.coalesce(Enrollment.offered_at, Enrollment.stage_since)
    is_waiting = Enrollment.waitlisted_at.is_not(None) & Enrollment.offered_at.is_(None)
    return select(*_columns(Enrollment.id, since)).where(Enrollment.stage == Stage.COMMITTED, ~is_waiting)


def _more_time(_actor: Actor) -> Select[Any]:
    return (
        select(*_columns(Enrollment.id, ExtensionRequest.asked_at))
        .join(ExtensionRequest, ExtensionRequest.enrollment_id == Enrollment.id)
        .where(ExtensionRequest.state == RequestState.ASKED, Enrollment.stage.not_in(TERMINAL))
    )


def _reviews_to_assign(_actor: Actor) -> Select[Any]:
    left = exists().where(Review.proposal_id == Proposal.id, Review.state == ReviewState.RECUSED)
    return _with_free_seats(Proposal.submitted_at).where(~left)


def _freed_seats(_actor: Actor) -> Select[Any]:
    """Since the last reviewer stepped aside."""
    left = select(func.max(Review.recused_at)).where(Review.proposal_id == Proposal.id).correlate(Proposal)
    since = left.scalar_subquery()
    return _with_free_seats(since).where(since.is_not(None))


def _with_free_seats(since: Any) -> Select[Any]:
    seats = (
        select(func.count(Review.id))
        .where(Review.proposal_id == Proposal.id, Review.state != ReviewState.RECUSED)
        .correlate(Proposal)
        .scalar_subquery()
    )
    return (
        select(*_columns(Proposal.id, since))
        .join(Proposal, Proposal.enrollment_id == Enrollment.id)
        .where(Enrollment.stage == Stage.IN_REVIEW, seats < _reviews_asked_for())
    )


def _third_reviews(_actor: Actor) -> Select[Any]:
    """Awaited, and nobody reads yet to break the tie."""
    reads = exists().where(
        Review.proposal_id == Proposal.id,
        Review.is_tie_break,
        Review.state.in_((ReviewState.ASSIGNED, ReviewState.SCORING)),
    )
    return (
        select(*_columns(Proposal.id, Enrollment.tie_break_since))
        .join(Proposal, Proposal.enrollment_id == Enrollment.id)
        .where(Enrollment.stage == Stage.IN_REVIEW, Enrollment.tie_break_since.is_not(None), ~reads)
    )


def _decisions(_actor: Actor) -> Select[Any]:
    """Since the last review became final: until then nobody waited for the decision."""
    last = select(func.max(Review.finalized_at)).where(Review.proposal_id == Proposal.id).correlate(Proposal)
    return (
        select(*_columns(Enrollment.id, last.scalar_subquery()))
        .join(Proposal, Proposal.enrollment_id == Enrollment.id)
        .where(
            Enrollment.stage == Stage.IN_REVIEW,
            Enrollment.final_reviews >= _reviews_asked_for(),
            Enrollment.tie_break_since.is_(None),
            ~exists().where(StagedDecision.proposal_id == Proposal.id, StagedDecision.state.in_(OPEN)),
        )
    )


def _own_reviews(actor: Actor) -> Select[Any]:
    return (
        select(*_columns(Review.id, Review.assigned_at))
        .join(Proposal, Proposal.enrollment_id == Enrollment.id)
        .join(Review, Review.proposal_id == Proposal.id)
        .where(
            Enrollment.stage == Stage.IN_REVIEW,  # while changes are being made, nobody can score
            Review.reviewer_id == actor.id,
            Review.state.in_((ReviewState.ASSIGNED, ReviewState.SCORING)),
        )
    )


def _kept(find: Callable[[Actor], Select[Any]]) -> Finder:
    """Decisions that are kept; `find` gives the ids of those that wait for this person."""

    def rows(actor: Actor) -> Select[Any]:
        return (
            select(*_columns(StagedDecision.id, StagedDecision.decided_at, StagedDecision.amount))
            .join(Proposal, Proposal.enrollment_id == Enrollment.id)
            .join(StagedDecision, StagedDecision.proposal_id == Proposal.id)
            .where(Enrollment.stage == Stage.IN_REVIEW, StagedDecision.id.in_(find(actor)))
        )

    return rows


def _unsigned(side: Side) -> Finder:
    def find(_actor: Actor) -> Select[Any]:
        made = exists().where(Document.subject_id == Award.id, Document.kind == "grant_agreement")
        signed = made.where(Signature.document_id == Document.id, Signature.side == side)
        return (
            select(*_columns(Enrollment.id, Award.awarded_at, Award.amount))
            .join(Award, Award.enrollment_id == Enrollment.id)
            .where(Enrollment.stage == Stage.AWARDED, made, ~signed)
        )

    return find


def _federal_gaps(_actor: Actor) -> Select[Any]:
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
        select(*_columns(Enrollment.id, Award.awarded_at, Award.amount))
        .join(Award, Award.enrollment_id == Enrollment.id)
        .where(Enrollment.stage == Stage.AWARDED, Award.source == FundingSource.FEDERAL, ~(complete & is_clear))
    )


def _conditions_due(_actor: Actor) -> Select[Any]:
    """Open conditions; the day by which each should be met has come where `after` is over."""
    return (
        select(*_columns(Enrollment.id, AwardCondition.due_at))
        .join(Award, Award.enrollment_id == Enrollment.id)
        .join(AwardCondition, AwardCondition.award_id == Award.id)
        .where(
            AwardCondition.state == ConditionState.OPEN,
            AwardCondition.due_at.is_not(None),
            Enrollment.stage.not_in(TERMINAL),
        )
    )


def _drafted(_actor: Actor) -> Select[Any]:
    return (
        select(*_columns(Enrollment.id, DataSharingAgreement.drafted_at))
        .join(DataSharingAgreement, DataSharingAgreement.enrollment_id == Enrollment.id)
        .where(DataSharingAgreement.state == AgreementState.DRAFTED, Enrollment.stage.not_in(TERMINAL))
    )


def _unsigned_data(side: Side) -> Finder:
    def find(_actor: Actor) -> Select[Any]:
        made = exists().where(
            Document.subject_id == DataSharingAgreement.id,
            Document.kind == "data_sharing_agreement",
            Document.made_at >= DataSharingAgreement.offered_at,
        )
        signed = made.where(Signature.document_id == Document.id, Signature.side == side)
        return (
            select(*_columns(Enrollment.id, DataSharingAgreement.offered_at))
            .join(DataSharingAgreement, DataSharingAgreement.enrollment_id == Enrollment.id)
            .where(
                DataSharingAgreement.state == AgreementState.OFFERED, Enrollment.stage.not_in(TERMINAL), made, ~signed
            )
        )

    return find


def _unsigned_amendment(side: Side) -> Finder:
    """Approved on the full track, its letter made since, and not signed for that side."""

    def find(_actor: Actor) -> Select[Any]:
        made = exists().where(
            Document.subject_id == Amendment.id,
            Document.kind == "amendment",
            Document.made_at >= Amendment.decided_at,
        )
        signed = made.where(Signature.document_id == Document.id, Signature.side == side)
        return (
            select(*_columns(Amendment.id, Amendment.decided_at))
            .join(Award, Award.enrollment_id == Enrollment.id)
            .join(Amendment, Amendment.award_id == Award.id)
            .where(
                Amendment.state == AmendmentState.APPROVED,
                Amendment.track == Track.FULL,
                Enrollment.stage.in_(AMENDABLE),
                made,
                ~signed,
            )
        )

    return find


def _ending(_actor: Actor) -> Select[Any]:
    """Agreements that end within thirty days, with no next edition yet."""
    newer = aliased(DataSharingAgreement)
    follows = exists().where(
        newer.enrollment_id == Enrollment.id,
        newer.edition > DataSharingAgreement.edition,
        newer.state != AgreementState.TERMINATED,
    )
    return (
        select(*_columns(Enrollment.id, DataSharingAgreement.warned_at))
        .join(DataSharingAgreement, DataSharingAgreement.enrollment_id == Enrollment.id)
        .where(
            DataSharingAgreement.state.in_((AgreementState.ACTIVE, AgreementState.EXPIRED)),
            DataSharingAgreement.warned_at.is_not(None),
            Enrollment.stage.not_in(TERMINAL),
            ~follows,
        )
    )


def _payments(state: PaymentState, *, by_another: bool = False) -> Finder:
    def find(actor: Actor) -> Select[Any]:
        since = {PaymentState.REQUESTED: Payment.requested_at, PaymentState.APPROVED: Payment.approved_at}[state]
        rows = (
            select(*_columns(Enrollment.id, since, Payment.amount))
            .join(Award, Award.enrollment_id == Enrollment.id)
            .join(Payment, Payment.award_id == Award.id)
            .where(Payment.state == state, Enrollment.stage.not_in(STOPPED))
        )
        return rows.where(Payment.requested_by_id != actor.id) if by_another else rows

    return find


def _awards_without_schedule(_actor: Actor) -> Select[Any]:
    scheduled = exists().where(Payment.award_id == Award.id)
    return (
        select(*_columns(Enrollment.id, Enrollment.agreement_signed_at, Award.amount))
        .join(Award, Award.enrollment_id == Enrollment.id)
        .where(Enrollment.stage == Stage.FUNDED, ~scheduled)
    )


def _to_request(_actor: Actor) -> Select[Any]:
    """Scheduled, and what it waits for is there; since the report was accepted, else since the agreement."""
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
    return (
        select(*_columns(Enrollment.id, func.coalesce(accepted, Enrollment.agreement_signed_at), Payment.amount))
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


def _due_soon(now: datetime) -> ColumnElement[bool]:
    return Payment.due_on <= now.date() + REQUEST_AHEAD


def _holds(_actor: Actor) -> Select[Any]:
    """Holds that somebody put, until somebody releases them."""
    return (
        select(*_columns(PaymentHold.id, PaymentHold.held_at, Payment.amount))
        .join(Award, Award.enrollment_id == Enrollment.id)
        .join(PaymentHold, PaymentHold.award_id == Award.id)
        .outerjoin(Payment, Payment.id == PaymentHold.payment_id)
        .where(PaymentHold.released_at.is_(None), Enrollment.stage.not_in(ENDED_EARLY))
    )


def _reversals(actor: Actor) -> Select[Any]:
    """Asked for by another person."""
    return (
        select(*_columns(PaymentReversal.id, PaymentReversal.asked_at, PaymentReversal.amount))
        .join(Award, Award.enrollment_id == Enrollment.id)
        .join(Payment, Payment.award_id == Award.id)
        .join(PaymentReversal, PaymentReversal.payment_id == Payment.id)
        .where(PaymentReversal.state == ReversalState.ASKED, PaymentReversal.asked_by_id != actor.id)
    )


def _reports(_actor: Actor) -> Select[Any]:
    return (
        select(*_columns(Report.id, Report.submitted_at))
        .join(Report, Report.enrollment_id == Enrollment.id)
        .where(Report.state == ReportState.SUBMITTED, Enrollment.stage.in_((Stage.IMPLEMENTING, Stage.CLOSING)))
    )


def _amendments(actor: Actor) -> Select[Any]:
    """Not one's own, and not of an affiliate that one coaches: somebody else decides on those."""
    return _sent_amendments().where(
        Amendment.requested_by_id != actor.id,
        Amendment.submitted_by_id != actor.id,
        or_(Enrollment.coach_id.is_(None), Enrollment.coach_id != actor.id),
    )


def _amendments_to_recommend(_actor: Actor) -> Select[Any]:
    return _sent_amendments().where(Amendment.track == Track.FAST, Amendment.advice.is_(None))


def _sent_amendments() -> Select[Any]:
    return (
        select(*_columns(Amendment.id, Amendment.submitted_at))
        .join(Award, Award.enrollment_id == Enrollment.id)
        .join(Amendment, Amendment.award_id == Award.id)
        .where(Amendment.state == AmendmentState.SUBMITTED, Enrollment.stage.in_(AMENDABLE))
    )


def _products(_actor: Actor) -> Select[Any]:
    return (
        select(*_columns(Product.id, Product.handed_in_at))
        .join(Product, Product.enrollment_id == Enrollment.id)
        .where(Product.state == ProductState.HANDED_IN, Enrollment.stage.not_in(GONE))
    )


def _to_complete(_actor: Actor) -> Select[Any]:
    return select(*_columns(Enrollment.id, Enrollment.closeout_accepted_at)).where(
        Enrollment.stage == Stage.CLOSING, Enrollment.closeout_accepted_at.is_not(None)
    )


def _for_training(kind: type[Any], *states: str) -> Finder:
    """Reflections, excuses and make-ups in which the national office has the next word."""
    return lambda _actor: (
        select(*_columns(kind.id, since_of(kind)))
        .join(Participant, Participant.enrollment_id == Enrollment.id)
        .join(kind, kind.participant_id == Participant.id)
        .where(kind.state.in_(states), Enrollment.stage.not_in(TERMINAL))
    )


P = Permission
KINDS: tuple[Kind, ...] = (
    Kind("confirm", P.CONFIRM_ENROLLMENT, "Confirm the enrollment", "The director signed the commitment.",
         "enrollments.show", "enrollment_id", _to_confirm),
    Kind("excuse", P.MANAGE_TRAINING, "Answer an excuse", "Somebody cannot come to a session.",
         "training.excuse", "excuse_id", _for_training(Excuse, *WAITS_FOR_STAFF["excuse"])),
    Kind("make_up", P.MANAGE_TRAINING, "Answer about a make-up", "A session counts once you verify it.",
         "training.make_up", "make_up_id", _for_training(MakeUp, *WAITS_FOR_STAFF["make_up"])),
    Kind("more_time", P.EXTEND_DEADLINE, "Answer a request for more time", "The affiliate asks for a later deadline.",
         "proposals.deadline", "enrollment_id", _more_time),
    Kind("assign", P.ASSIGN_REVIEWERS, "Assign reviewers", "It has fewer reviewers than the cohort asks for.",
         "reviews.assign", "proposal_id", _reviews_to_assign),
    Kind("freed", P.ASSIGN_REVIEWERS, "Find another reviewer", "Somebody stepped aside, and the seat is free.",
         "reviews.assign", "proposal_id", _freed_seats),
    Kind("third", P.ASSIGN_REVIEWERS, "Ask a third reviewer", "The reviewers’ totals lie far apart.",
         "reviews.assign", "proposal_id", _third_reviews),
    Kind("score", P.SCORE_PROPOSAL, "Review a proposal", "You were asked to score it.",
         "reviews.show", "review_id", _own_reviews),
    Kind("decide", P.DECIDE_PROPOSAL, "Decide on the proposal", "All reviews are final.",
         "reviews.of_enrollment", "enrollment_id", _decisions),
    Kind("federal", P.KEEP_FEDERAL, "Complete the federal information", "The agreement cannot be signed without it.",
         "funding.of_enrollment", "enrollment_id", _federal_gaps),
    Kind("condition", P.MANAGE_AWARD, "Look at a condition of the award", "Its day has come. Lift it if it is met.",
         "funding.of_enrollment", "enrollment_id", _conditions_due, timedelta(seconds=1)),
    Kind("second", P.CONFIRM_DECISION, "Confirm a decision", "A colleague decided on an amount that needs two people.",
         "reviews.staged", "staged_id", _kept(ids_to_confirm)),
    Kind("sent_back", P.DECIDE_PROPOSAL, "Look at your decision again", "A second person sent it back.",
         "reviews.staged", "staged_id", _kept(ids_sent_back)),
    Kind("announce", P.DECIDE_PROPOSAL, "Announce a decision", "It is decided, and nobody knows it yet.",
         "reviews.staged", "staged_id", _kept(ids_to_announce)),
    Kind("sign", P.SIGN_FOR_NETWORK, "Sign the agreement", "It waits for the national office.",
         "funding.of_enrollment", "enrollment_id", _unsigned(Side.NETWORK)),
    Kind("sign_own", P.SIGN_FOR_AFFILIATE, "Sign the agreement", "It waits for your signature.",
         "funding.of_enrollment", "enrollment_id", _unsigned(Side.AFFILIATE)),
    Kind("offer_data", P.MANAGE_DATA_AGREEMENT, "Offer the data-sharing agreement", "It is drafted; nothing is "
         "imported before both sides signed.", "agreements.of_enrollment", "enrollment_id", _drafted),
    Kind("sign_data", P.SIGN_DATA_AGREEMENT, "Sign the data-sharing agreement", "It waits for the national office.",
         "agreements.of_enrollment", "enrollment_id", _unsigned_data(Side.NETWORK)),
    Kind("sign_data_own", P.SIGN_FOR_AFFILIATE, "Sign the data-sharing agreement", "It waits for your signature.",
         "agreements.of_enrollment", "enrollment_id", _unsigned_data(Side.AFFILIATE)),
    Kind("renew_data", P.MANAGE_DATA_AGREEMENT, "Renew the data-sharing agreement", "It ends within thirty days.",
         "agreements.of_enrollment", "enrollment_id", _ending),
    Kind("schedule", P.REQUEST_PAYMENT, "Schedule payments", "The agreement is signed by both sides.",
         "funding.of_enrollment", "enrollment_id", _awards_without_schedule),
    Kind("request", P.REQUEST_PAYMENT, "Request a payment", "It is due, and what it waits for is there.",
         "funding.of_enrollment", "enrollment_id", _to_request, narrow=_due_soon),
    Kind("held", P.HOLD_PAYMENT, "Look after a hold", "Money is on hold until somebody releases it.",
         "funding.release", "hold_id", _holds),
    Kind("reversal", P.CONFIRM_REVERSAL, "Confirm a reversal", "A colleague asked for it.",
         "funding.confirm", "reversal_id", _reversals),
    Kind("approve", P.APPROVE_PAYMENT, "Approve a payment", "A colleague requested it.",
         "funding.of_enrollment", "enrollment_id", _payments(PaymentState.REQUESTED, by_another=True)),
    Kind("pay", P.RECORD_PAYMENT, "Record a payment", "It is approved.",
         "funding.of_enrollment", "enrollment_id", _payments(PaymentState.APPROVED)),
    Kind("accept", P.ACCEPT_REPORT, "Read a report", "Accept it, or return it with a question.",
         "reporting.show", "report_id", _reports),
    Kind("amend", P.DECIDE_AMENDMENT, "Decide on a change to an award", "Old and new stand side by side.",
         "amendments.show", "amendment_id", _amendments,
         narrow=lambda now: Amendment.decision_due_at >= now),
    Kind("amend_late", P.DECIDE_AMENDMENT, "Decide on a change to an award", "The decision is overdue.",
         "amendments.show", "amendment_id", _amendments,
         narrow=lambda now: Amendment.decision_due_at < now),
    Kind("recommend", P.RECOMMEND_AMENDMENT, "Say a word on a change", "It is on the fast track, and you coach them.",
         "amendments.show", "amendment_id", _amendments_to_recommend),
    Kind("sign_amendment", P.SIGN_FOR_NETWORK, "Sign an amendment letter", "It waits for the national office.",
         "amendments.show", "amendment_id", _unsigned_amendment(Side.NETWORK)),
    Kind("sign_amendment_own", P.SIGN_FOR_AFFILIATE, "Sign an amendment letter", "It waits for your signature.",
         "amendments.show", "amendment_id", _unsigned_amendment(Side.AFFILIATE)),
    Kind("feedback", P.GIVE_FEEDBACK, "Read a practice product", "It has waited for feedback for more than five days.",
         "exercises.show", "product_id", _products, WAITS_TOO_LONG),
    Kind("complete", P.CLOSE_AWARD, "Complete the year", "The closeout report is accepted.",
         "enrollments.show", "enrollment_id", _to_complete),
)  # fmt: skip  # who · what · why · where · how


def _long_enough(kind: Kind, actor: Actor, now: datetime) -> Select[Any]:
    rows = kind.find(actor)
    if kind.narrow is not None:
        rows = rows.where(kind.narrow(now))
    return rows.where(rows.selected_columns["since"] <= now - kind.after) if kind.after else rows


_BY_NAME = {kind.name: kind for kind in KINDS}


def list_waiting(session: Session, actor: Actor, *, now: datetime | None = None) -> Sequence[WaitingRow]:
    """Everything that waits for this actor, oldest first; one query, scoped by each kind's own permission."""
    now = now or utc_now()
    parts = [
        _long_enough(kind, actor, now).add_columns(literal(kind.name).label("kind")).where(visible_to(actor, kind.who))
        for kind in KINDS
        if scopes_of(actor, kind.who)
    ]
    if not parts:
        return []
    found = union_all(*parts).subquery()
    rows = (
        select(
            found.c.kind,
            found.c.key,
            type_coerce(found.c.since, UtcDateTime),
            type_coerce(found.c.amount, MONEY),
            Affiliate.name,
        )
        .join(Enrollment, Enrollment.id == found.c.enrollment_id)
        .join(Affiliate, Affiliate.id == Enrollment.affiliate_id)
        .order_by(found.c.since, found.c.key)
        .limit(AT_MOST)
    )
    return [
        WaitingRow(affiliate, kind.what, kind.why, since, amount, kind.endpoint, kind.argument, key)
        for name, key, since, amount, affiliate in session.execute(rows)
        for kind in (_BY_NAME[name],)
    ]
