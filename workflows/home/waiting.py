"""What waits for a person's decision, oldest first: one table of kinds, one query for all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from workflows.amendments.models import Amendment
from workflows.clock import utc_now
from workflows.db import MONEY, UtcDateTime
from workflows.enrollments.models import Enrollment
from workflows.enrollments.queries import visible_to
from workflows.exercises.answers import WAITS_TOO_LONG
from workflows.funding.models import Payment, PaymentState
from workflows.funding.reversals.models import PaymentReversal
from workflows.home.finders.agreements import drafted, ending, unsigned_amendment, unsigned_data
from workflows.home.finders.columns import Finder
from workflows.home.finders.money import (
    awards_without_schedule,
    conditions_due,
    federal_gaps,
    holds,
    payments,
    reversals,
    to_request,
    unsigned,
)
from workflows.home.finders.reviewing import (
    decisions,
    freed_seats,
    kept,
    reviews_to_assign,
    reviews_to_file,
    third_reviews,
)
from workflows.home.finders.year import (
    NOT_OVER_AN_AMENDMENT,
    amendments_to_recommend,
    for_training,
    more_time,
    products,
    reports,
    reports_owed,
    sent_amendments,
    to_complete,
    to_confirm,
)
from workflows.people.models import Affiliate
from workflows.permissions import Actor, Permission, scopes_of
from workflows.reviews.models import Review
from workflows.reviews.staging.waiting import ids_sent_back, ids_to_announce, ids_to_confirm
from workflows.signing.models import Side
from workflows.training.evidence.models import Excuse, MakeUp
from workflows.training.evidence.queries import WAITS_FOR_STAFF

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


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of waiting: who may end it · what it says · where · how it is found (enrollment, key, since, amount).

    `only_for` is the column with the one person it waits for, `never_by` those with who may not end it.
    """

    name: str
    who: Permission
    what: str
    why: str
    endpoint: str
    argument: str
    find: Finder
    after: timedelta | None = None  # how long it has waited before it is named
    narrow: Callable[[datetime], ColumnElement[bool]] | None = None  # what else holds at the moment of asking
    only_for: Any = None
    never_by: tuple[Any, ...] = ()


P = Permission
KINDS: tuple[Kind, ...] = (
    Kind("confirm", P.CONFIRM_ENROLLMENT, "Confirm the enrollment", "The director signed the commitment.",
         "enrollments.show", "enrollment_id", to_confirm),
    Kind("excuse", P.MANAGE_TRAINING, "Answer an excuse", "Somebody cannot come to a session.",
         "training.excuse", "excuse_id", for_training(Excuse, *WAITS_FOR_STAFF["excuse"])),
    Kind("make_up", P.MANAGE_TRAINING, "Answer about a make-up", "A session counts once you verify it.",
         "training.make_up", "make_up_id", for_training(MakeUp, *WAITS_FOR_STAFF["make_up"])),
    Kind("more_time", P.EXTEND_DEADLINE, "Answer a request for more time", "The affiliate asks for a later deadline.",
         "proposals.deadline", "enrollment_id", more_time),
    Kind("assign", P.ASSIGN_REVIEWERS, "Assign reviewers", "It has fewer reviewers than the cohort asks for.",
         "reviews.assign", "proposal_id", reviews_to_assign),
    Kind("freed", P.ASSIGN_REVIEWERS, "Find another reviewer", "Somebody stepped aside, and the seat is free.",
         "reviews.assign", "proposal_id", freed_seats),
    Kind("third", P.ASSIGN_REVIEWERS, "Ask a third reviewer", "The reviewers’ totals lie far apart.",
         "reviews.assign", "proposal_id", third_reviews),
    Kind("score", P.SCORE_PROPOSAL, "Review a proposal", "You were asked to score it.",
         "reviews.show", "review_id", reviews_to_file, only_for=Review.reviewer_id),
    Kind("decide", P.DECIDE_PROPOSAL, "Decide on the proposal", "All reviews are final.",
         "reviews.of_enrollment", "enrollment_id", decisions),
    Kind("federal", P.KEEP_FEDERAL, "Complete the federal information", "The agreement cannot be signed without it.",
         "funding.of_enrollment", "enrollment_id", federal_gaps),
    Kind("condition", P.MANAGE_AWARD, "Look at a condition of the award", "Its day has come. Lift it if it is met.",
         "funding.of_enrollment", "enrollment_id", conditions_due, timedelta(0)),
    Kind("second", P.CONFIRM_DECISION, "Confirm a decision", "A colleague decided on an amount that needs two people.",
         "reviews.staged", "staged_id", kept(ids_to_confirm)),
    Kind("sent_back", P.DECIDE_PROPOSAL, "Look at your decision again", "A second person sent it back.",
         "reviews.staged", "staged_id", kept(ids_sent_back)),
    Kind("announce", P.DECIDE_PROPOSAL, "Announce a decision", "It is decided, and nobody knows it yet.",
         "reviews.staged", "staged_id", kept(ids_to_announce)),
    Kind("sign", P.SIGN_FOR_NETWORK, "Sign the agreement", "It waits for the national office.",
         "funding.of_enrollment", "enrollment_id", unsigned(Side.NETWORK)),
    Kind("sign_own", P.SIGN_FOR_AFFILIATE, "Sign the agreement", "It waits for your signature.",
         "funding.of_enrollment", "enrollment_id", unsigned(Side.AFFILIATE)),
    Kind("offer_data", P.MANAGE_DATA_AGREEMENT, "Offer the data-sharing agreement", "It is drafted; nothing is "
         "imported before both sides signed.", "agreements.of_enrollment", "enrollment_id", drafted),
    Kind("sign_data", P.SIGN_DATA_AGREEMENT, "Sign the data-sharing agreement", "It waits for the national office.",
         "agreements.of_enrollment", "enrollment_id", unsigned_data(Side.NETWORK)),
    Kind("sign_data_own", P.SIGN_FOR_AFFILIATE, "Sign the data-sharing agreement", "It waits for your signature.",
         "agreements.of_enrollment", "enrollment_id", unsigned_data(Side.AFFILIATE)),
    Kind("renew_data", P.MANAGE_DATA_AGREEMENT, "Renew the data-sharing agreement", "It ends within thirty days.",
         "agreements.of_enrollment", "enrollment_id", ending),
    Kind("schedule", P.REQUEST_PAYMENT, "Schedule payments", "The agreement is signed by both sides.",
         "funding.of_enrollment", "enrollment_id", awards_without_schedule),
    Kind("request", P.REQUEST_PAYMENT, "Request a payment", "It is due, and what it waits for is there.",
         "funding.of_enrollment", "enrollment_id", to_request, timedelta(0)),
    Kind("held", P.HOLD_PAYMENT, "Look after a hold", "Money is on hold until somebody releases it.",
         "funding.release", "hold_id", holds),
    Kind("reversal", P.CONFIRM_REVERSAL, "Confirm a reversal", "A colleague asked for it.",
         "funding.confirm", "reversal_id", reversals, never_by=(PaymentReversal.asked_by_id,)),
    Kind("approve", P.APPROVE_PAYMENT, "Approve a payment", "A colleague requested it.",
         "funding.of_enrollment", "enrollment_id", payments(PaymentState.REQUESTED),
         never_by=(Payment.requested_by_id,)),
    Kind("pay", P.RECORD_PAYMENT, "Record a payment", "It is approved.",
         "funding.of_enrollment", "enrollment_id", payments(PaymentState.APPROVED)),
    Kind("accept", P.ACCEPT_REPORT, "Read a report", "Accept it, or return it with a question.",
         "reporting.show", "report_id", reports),
    Kind("amend", P.DECIDE_AMENDMENT, "Decide on a change to an award", "Old and new stand side by side.",
         "amendments.show", "amendment_id", sent_amendments,
         narrow=lambda now: Amendment.decision_due_at >= now, never_by=NOT_OVER_AN_AMENDMENT),
    Kind("amend_late", P.DECIDE_AMENDMENT, "Decide on a change to an award", "The decision is overdue.",
         "amendments.show", "amendment_id", sent_amendments,
         narrow=lambda now: Amendment.decision_due_at < now, never_by=NOT_OVER_AN_AMENDMENT),
    Kind("recommend", P.RECOMMEND_AMENDMENT, "Say a word on a change", "It is on the fast track, and you coach them.",
         "amendments.show", "amendment_id", amendments_to_recommend),
    Kind("sign_amendment", P.SIGN_FOR_NETWORK, "Sign an amendment letter", "It waits for the national office.",
         "amendments.show", "amendment_id", unsigned_amendment(Side.NETWORK)),
    Kind("sign_amendment_own", P.SIGN_FOR_AFFILIATE, "Sign an amendment letter", "It waits for your signature.",
         "amendments.show", "amendment_id", unsigned_amendment(Side.AFFILIATE)),
    Kind("feedback", P.GIVE_FEEDBACK, "Read a practice product", "It has waited for feedback for more than five days.",
         "exercises.show", "product_id", products, WAITS_TOO_LONG),
    Kind("complete", P.CLOSE_AWARD, "Complete the year", "The closeout report is accepted.",
         "enrollments.show", "enrollment_id", to_complete),
)  # fmt: skip  # who · what · why · where · how

# What is owed by a day, which Home shows ahead of it: it waits once that day has come.
OWED: tuple[Kind, ...] = (
    Kind("report", P.SUBMIT_REPORT, "Send a report", "It is overdue.",
         "reporting.show", "report_id", reports_owed, timedelta(0)),
)  # fmt: skip  # as above


def rows_of(kind: Kind, actor: Actor, *, now: datetime) -> Select[Any]:
    """Everything of the kind that has waited long enough, whoever may end it, with the kind's name."""
    rows = kind.find(actor)
    if kind.narrow is not None:
        rows = rows.where(kind.narrow(now))
    rows = rows.where(rows.selected_columns["since"] <= now - kind.after) if kind.after is not None else rows
    return rows.add_columns(literal(kind.name).label("kind"))


def may_end(kind: Kind, actor: Actor) -> list[ColumnElement[bool]]:
    """What a row of the kind has to be so that it waits for this actor."""
    mine = [visible_to(actor, kind.who)]
    if kind.only_for is not None:
        mine.append(kind.only_for == actor.id)
    mine += [or_(column.is_(None), column != actor.id) for column in kind.never_by]
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
