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
    case,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from workflows.clock import utc_now
from workflows.cohorts.models import Cohort
from workflows.db import MONEY, UtcDateTime, start_of_day
from workflows.documents.models import Document
from workflows.enrollments.models import Enrollment, Participant
from workflows.enrollments.queries import visible_to
from workflows.exercises.answers import WAITS_TOO_LONG
from workflows.exercises.lifecycle import GONE
from workflows.exercises.models import Product, ProductState
from workflows.funding.lifecycle import STOPPED
from workflows.funding.models import Award, Payment, PaymentState, Side, Signature
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission, scopes_of
from workflows.proposals.deadlines.models import ExtensionRequest, RequestState
from workflows.proposals.models import Proposal
from workflows.reporting.models import Report, ReportState
from workflows.reporting.queries import is_owed
from workflows.reviews.models import Review, ReviewState
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
    """One kind of waiting: who may end it · what it says · where · how it is found (enrollment, key, since, amount).

    `only_for` is the column with the one person it waits for, `never_by` the one with who may not end it.
    """

    name: str
    who: Permission
    what: str
    why: str
    endpoint: str
    argument: str
    find: Finder
    after: timedelta | None = None  # how long it has waited before it is named
    only_for: Any = None
    never_by: Any = None


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
        )
    )


def _reviews_to_file(_actor: Actor) -> Select[Any]:
    return (
        select(*_columns(Review.id, Review.assigned_at))
        .join(Proposal, Proposal.enrollment_id == Enrollment.id)
        .join(Review, Review.proposal_id == Proposal.id)
        .where(
            Enrollment.stage == Stage.IN_REVIEW,  # while changes are being made, nobody can score
            Review.state.in_((ReviewState.ASSIGNED, ReviewState.SCORING)),
        )
    )


def _unsigned(side: Side) -> Finder:
    def find(_actor: Actor) -> Select[Any]:
        signed = exists().where(Signature.award_id == Award.id, Signature.side == side)
        made = exists().where(Document.enrollment_id == Enrollment.id, Document.kind == "grant_agreement")
        return (
            select(*_columns(Enrollment.id, Award.awarded_at, Award.amount))
            .join(Award, Award.enrollment_id == Enrollment.id)
            .where(Enrollment.stage == Stage.AWARDED, made, ~signed)
        )

    return find


def _payments(state: PaymentState) -> Finder:
    def find(_actor: Actor) -> Select[Any]:
        since = {PaymentState.REQUESTED: Payment.requested_at, PaymentState.APPROVED: Payment.approved_at}[state]
        return (
            select(*_columns(Enrollment.id, since, Payment.amount))
            .join(Award, Award.enrollment_id == Enrollment.id)
            .join(Payment, Payment.award_id == Award.id)
            .where(Payment.state == state, Enrollment.stage.not_in(STOPPED))
        )

    return find


def _payments_to_request(_actor: Actor) -> Select[Any]:
    """Scheduled, and their day has come: since that day, or since the signatures where these came later."""
    due_at = start_of_day(Payment.due_on)
    since = case((due_at > Enrollment.agreement_signed_at, due_at), else_=Enrollment.agreement_signed_at)
    return (
        select(*_columns(Enrollment.id, since, Payment.amount))
        .join(Award, Award.enrollment_id == Enrollment.id)
        .join(Payment, Payment.award_id == Award.id)
        .where(
            Payment.state == PaymentState.SCHEDULED,
            Enrollment.agreement_signed_at.is_not(None),
            Enrollment.stage.not_in(STOPPED),
        )
    )


def _awards_without_schedule(_actor: Actor) -> Select[Any]:
    scheduled = exists().where(Payment.award_id == Award.id)
    return (
        select(*_columns(Enrollment.id, Enrollment.agreement_signed_at, Award.amount))
        .join(Award, Award.enrollment_id == Enrollment.id)
        .where(Enrollment.stage == Stage.FUNDED, ~scheduled)
    )


def _reports(_actor: Actor) -> Select[Any]:
    return (
        select(*_columns(Report.id, Report.submitted_at))
        .join(Report, Report.enrollment_id == Enrollment.id)
        .where(Report.state == ReportState.SUBMITTED, Enrollment.stage.in_((Stage.IMPLEMENTING, Stage.CLOSING)))
    )


def _reports_owed(_actor: Actor) -> Select[Any]:
    """Not sent yet, since the day they were due."""
    return (
        select(*_columns(Report.id, Report.due_at)).join(Report, Report.enrollment_id == Enrollment.id).where(is_owed())
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
         "reviews.show", "review_id", _reviews_to_file, only_for=Review.reviewer_id),
    Kind("decide", P.DECIDE_PROPOSAL, "Decide on the proposal", "All reviews are final.",
         "reviews.of_enrollment", "enrollment_id", _decisions),
    Kind("sign", P.SIGN_FOR_NETWORK, "Sign the agreement", "It waits for the national office.",
         "funding.of_enrollment", "enrollment_id", _unsigned(Side.NETWORK)),
    Kind("sign_own", P.SIGN_FOR_AFFILIATE, "Sign the agreement", "It waits for your signature.",
         "funding.of_enrollment", "enrollment_id", _unsigned(Side.AFFILIATE)),
    Kind("schedule", P.REQUEST_PAYMENT, "Schedule payments", "The agreement is signed by both sides.",
         "funding.of_enrollment", "enrollment_id", _awards_without_schedule),
    Kind("approve", P.APPROVE_PAYMENT, "Approve a payment", "A colleague requested it.",
         "funding.of_enrollment", "enrollment_id", _payments(PaymentState.REQUESTED),
         never_by=Payment.requested_by_id),
    Kind("pay", P.RECORD_PAYMENT, "Record a payment", "It is approved.",
         "funding.of_enrollment", "enrollment_id", _payments(PaymentState.APPROVED)),
    Kind("accept", P.ACCEPT_REPORT, "Read a report", "Accept it, or return it with a question.",
         "reporting.show", "report_id", _reports),
    Kind("feedback", P.GIVE_FEEDBACK, "Read a practice product", "It has waited for feedback for more than five days.",
         "exercises.show", "product_id", _products, WAITS_TOO_LONG),
    Kind("complete", P.CLOSE_AWARD, "Complete the year", "The closeout report is accepted.",
         "enrollments.show", "enrollment_id", _to_complete),
)  # fmt: skip  # who · what · why · where · how

# What is owed by a day, which Home shows ahead of it: it waits once that day has come.
OWED: tuple[Kind, ...] = (
    Kind("request", P.REQUEST_PAYMENT, "Request a payment", "Its day has come.",
         "funding.of_enrollment", "enrollment_id", _payments_to_request, timedelta(0)),
    Kind("report", P.SUBMIT_REPORT, "Send a report", "It is overdue.",
         "reporting.show", "report_id", _reports_owed, timedelta(0)),
)  # fmt: skip  # as above


def rows_of(kind: Kind, actor: Actor, *, now: datetime) -> Select[Any]:
    """Everything of the kind that has waited long enough, whoever may end it, with the kind's name."""
    rows = kind.find(actor)
    rows = rows.where(rows.selected_columns["since"] <= now - kind.after) if kind.after is not None else rows
    return rows.add_columns(literal(kind.name).label("kind"))


def may_end(kind: Kind, actor: Actor) -> list[ColumnElement[bool]]:
    """What a row of the kind has to be so that it waits for this actor."""
    mine = [visible_to(actor, kind.who)]
    if kind.only_for is not None:
        mine.append(kind.only_for == actor.id)
    if kind.never_by is not None:
        mine.append(kind.never_by != actor.id)
    return mine


_BY_NAME = {kind.name: kind for kind in KINDS}


def list_waiting(session: Session, actor: Actor, *, now: datetime | None = None) -> Sequence[WaitingRow]:
    """Everything that waits for this actor, oldest first; one query, scoped by each kind's own permission."""
    now = now or utc_now()
    parts = [rows_of(kind, actor, now=now).where(*may_end(kind, actor)) for kind in KINDS if scopes_of(actor, kind.who)]
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
