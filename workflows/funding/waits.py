"""The next thing somebody does about an award, as one table that lists show and filter by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, literal, select
from sqlalchemy.orm import Session

from workflows.documents.models import Document
from workflows.enrollments.models import Enrollment
from workflows.funding.federal.models import FederalElements
from workflows.funding.lifecycle import ENDED_EARLY
from workflows.funding.models import Award, FundingSource, Payment, PaymentState
from workflows.signing.models import Side, Signature
from workflows.stages import Stage

NOTHING = "nothing"
AGREEMENT = "grant_agreement"


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that an award waits for: its name in addresses · its words · when it applies, over awards joined with
    enrollments."""

    name: str
    words: str
    applies: ColumnElement[bool]


def _signed_by(side: Side) -> ColumnElement[bool]:
    return exists().where(
        Document.kind == AGREEMENT,
        Document.subject_id == Award.id,
        Signature.document_id == Document.id,
        Signature.side == side,
    )


def _has_payment(state: PaymentState) -> ColumnElement[bool]:
    return exists().where(Payment.award_id == Award.id, Payment.state == state)


_MADE = exists().where(Document.kind == AGREEMENT, Document.subject_id == Award.id)
_UNSIGNED = Enrollment.agreement_signed_at.is_(None)
_FEDERAL_GAPS = and_(
    Award.source == FundingSource.FEDERAL,
    ~exists().where(FederalElements.award_id == Award.id, FederalElements.completed_at.is_not(None)),
)
_FREE = Award.amount - Award.scheduled_amount - Award.returned_amount

# The first one that applies counts.
WAITS: tuple[Wait, ...] = (
    Wait(NOTHING, "", Enrollment.stage.in_(ENDED_EARLY)),
    Wait("agreement", "The agreement is being made", and_(Enrollment.stage == Stage.AWARDED, ~_MADE)),
    Wait("federal", "The federal information", and_(_UNSIGNED, _FEDERAL_GAPS)),
    Wait("affiliate", "The affiliate’s signature", and_(_UNSIGNED, ~_signed_by(Side.AFFILIATE))),
    Wait("network", "The national office’s signature", and_(_UNSIGNED, ~_signed_by(Side.NETWORK))),
    Wait("approval", "A payment’s approval", _has_payment(PaymentState.REQUESTED)),
    Wait("payment", "A payment to record as paid", _has_payment(PaymentState.APPROVED)),
    Wait("schedule", "The schedule of payments", _FREE > 0),
    Wait("request", "The first payment’s request",
         and_(_has_payment(PaymentState.SCHEDULED), Enrollment.first_payment_approved_at.is_(None))),
)  # fmt: skip  # name · words · when
WAIT_WORDS: Mapping[str, str] = {wait.name: wait.words for wait in WAITS}


def waits_for() -> ColumnElement[Any]:
    """The name of what each award waits for, over awards joined with enrollments; `NOTHING` when it only runs."""
    return case(*((wait.applies, literal(wait.name)) for wait in WAITS), else_=literal(NOTHING))


def find_wait(session: Session, award: Award) -> str:
    """The words of what this award waits for; empty when it only runs. One query."""
    found = select(waits_for()).select_from(Award).join(Award.enrollment).where(Award.id == award.id)
    return WAIT_WORDS[session.scalars(found).one()]
