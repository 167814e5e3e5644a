"""What makes an award and binds it: the approval, and the two signatures under the agreement."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from workflows.advance import advance_if_ready
from workflows.clock import local_date
from workflows.db import lock
from workflows.documents.models import Document
from workflows.errors import Reason
from workflows.funding.answers import SIGNATURE_TEXT, year_end
from workflows.funding.models import Award, FundingSource, Restriction, Side, Signature
from workflows.machine import Refused
from workflows.money import dollars
from workflows.outbox import announce
from workflows.permissions import PROGRAM, Actor, Permission, why_cannot
from workflows.proposals.models import Proposal
from workflows.reviews.decisions import record_decision, why_not_decide
from workflows.reviews.models import Outcome
from workflows.reviews.slower import refuse_second_decision, refuse_spent_budget
from workflows.stages import Stage

SIGNED_WITH: dict[Side, Permission] = {
    Side.AFFILIATE: Permission.SIGN_FOR_AFFILIATE,
    Side.NETWORK: Permission.SIGN_FOR_NETWORK,
}
SIDE_WORDS: dict[Side, str] = {Side.AFFILIATE: "affiliate", Side.NETWORK: "national office"}


def approve_proposal(
    proposal: Proposal,
    *,
    amount: Decimal,
    starts_on: date,
    feedback: str,
    session: Session,
    actor: Actor,
    now: datetime,
    conditions: str = "",
    source: FundingSource = FundingSource.PRIVATE,
    restriction: Restriction = Restriction.RESTRICTED,
    free_seen: Decimal | None = None,
) -> Award:
    """Decide to fund: the award, its twelve months, and the cohort's budget, all in one transaction.

    `amount` is US dollars, `free_seen` what of the budget the page showed as free. Raises Refused with every reason,
    or Stale when somebody else decided first or took the money. Letter and agreement are made for the award's id.
    """
    enrollment = proposal.enrollment
    lock(session, enrollment.cohort)
    lock(session, enrollment)
    refuse_second_decision(
        proposal,
        Outcome.APPROVE,
        feedback=feedback,
        amount=amount,
        conditions=conditions,
        session=session,
        actor=actor,
    )
    refuse_spent_budget(proposal, amount=amount, free_seen=free_seen, feedback=feedback)
    reasons = (
        *why_not_decide(proposal, Outcome.APPROVE, actor=actor, now=now),
        *_why_not_amount(proposal, amount),
        *_why_not_start(proposal, starts_on, now=now),
    )
    if reasons:
        raise Refused(*reasons)
    assert actor.id is not None
    award = Award(
        enrollment=enrollment,
        number=_award_number(proposal, now=now),
        amount=amount,
        source=source,
        restriction=restriction,
        starts_on=starts_on,
        ends_on=year_end(starts_on),
        conditions=conditions,
        awarded_at=now,
        awarded_by_id=actor.id,
    )
    session.add(award)
    enrollment.cohort.committed_amount += amount
    session.flush()  # the announcement names the award by its number
    record_decision(
        proposal,
        Outcome.APPROVE,
        feedback=feedback,
        conditions=conditions,
        session=session,
        actor=actor,
        now=now,
        subject_id=award.id,
        decided_amount=amount,
        amount=dollars(amount),
    )
    return award


def _award_number(proposal: Proposal, *, now: datetime) -> str:
    """Unique without counting: an enrollment has one award."""
    year = local_date(now, proposal.enrollment.cohort.time_zone).year
    return f"ACC-{year}-{proposal.enrollment_id:04}"


def _why_not_amount(proposal: Proposal, amount: Decimal) -> list[Reason]:
    cohort = proposal.enrollment.cohort
    rules = (
        (amount <= 0, "The award has to be more than nothing."),
        (amount > proposal.total, f"The proposal asks for {dollars(proposal.total)}; the award cannot be more."),
        (amount > cohort.award_ceiling, f"One award of {cohort.name} is at most {dollars(cohort.award_ceiling)}."),
        (amount > cohort.free_amount, f"{dollars(cohort.free_amount)} of the budget of {cohort.name} is still free."),
    )
    return [Reason(sentence, "amount") for broken, sentence in rules if broken]


def _why_not_start(proposal: Proposal, starts_on: date, *, now: datetime) -> list[Reason]:
    if starts_on >= local_date(now, proposal.enrollment.affiliate.time_zone):
        return []
    return [Reason("The project year cannot begin before the day of the decision.", "starts_on")]


def why_not_sign(award: Award, document: Document | None, *, side: Side, actor: Actor) -> tuple[Reason, ...]:
    """Every reason against this person's signature for this side now; empty when it may be given."""
    found = [why_cannot(actor, SIGNED_WITH[side], award), _why_not_now(award, document)]
    if any(s.side is side for s in award.signatures):
        found.append(Reason(f"The {SIDE_WORDS[side]} has signed already."))
    elif any(s.signer_id == actor.id for s in award.signatures):
        found.append(Reason("You signed for the other side, so someone else signs for this one."))
    return tuple(reason for reason in found if reason is not None)


def _why_not_now(award: Award, document: Document | None) -> Reason | None:
    if award.enrollment.stage is not Stage.AWARDED:
        return Reason("The agreement is signed between the award and the first payment.")
    if document is None:
        return Reason("The agreement is being made. It can be signed in a moment.")
    if any(s.document_id != document.id for s in award.signatures):
        return Reason("The other side signed another version of the agreement. Open the signed one.")
    return None


def sign_agreement(
    award: Award,
    document: Document | None,
    *,
    side: Side,
    typed_name: str,
    address: str,
    session: Session,
    actor: Actor,
    now: datetime,
) -> Signature:
    """One side's signature; the first one seals the document, and with both the award is funded.

    `address` is the network address the signature came from. Raises Refused with every reason.
    """
    lock(session, award.enrollment)
    lock(session, award)
    reasons = why_not_sign(award, document, side=side, actor=actor)
    if reasons:
        raise Refused(*reasons)
    assert actor.id is not None
    assert document is not None
    signature = Signature(
        award=award,
        document_id=document.id,
        document_sha256=document.file_sha256,
        side=side,
        signer_id=actor.id,
        typed_name=typed_name,
        statement=SIGNATURE_TEXT.format(side=SIDE_WORDS[side]),
        signed_at=now,
        address=address,
    )
    session.add(signature)
    document.sealed_at = document.sealed_at or now
    announce(
        session,
        "agreement_signed_by_side",
        now=now,
        actor_id=actor.id,
        enrollment_id=award.enrollment_id,
        subject_id=award.id,
        signer=typed_name,
        side=SIDE_WORDS[side],
    )
    if {s.side for s in award.signatures} == set(Side):
        award.enrollment.agreement_signed_at = now
        advance_if_ready(award.enrollment, "fund", session=session, actor=PROGRAM, now=now)
    return signature
