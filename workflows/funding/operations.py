"""What makes an award: the approval, with its twelve months and the cohort's budget."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from workflows.clock import local_date
from workflows.db import lock
from workflows.funding.answers import year_end
from workflows.funding.conditions.operations import set_conditions
from workflows.funding.models import Award, FundingSource, Restriction
from workflows.machine import Refused
from workflows.money import dollars
from workflows.permissions import Actor
from workflows.proposals.models import Proposal
from workflows.reviews.amounts import why_not_amount, why_not_core_costs, why_not_start
from workflows.reviews.answers import PlannedCondition, conditions_text
from workflows.reviews.decisions import record_decision, why_not_decide
from workflows.reviews.models import Outcome
from workflows.reviews.slower import refuse_second_decision
from workflows.reviews.staging.gate import why_not_alone


def approve_proposal(
    proposal: Proposal,
    *,
    amount: Decimal,
    starts_on: date,
    feedback: str,
    session: Session,
    actor: Actor,
    now: datetime,
    conditions: Sequence[PlannedCondition] = (),
    source: FundingSource = FundingSource.PRIVATE,
    restriction: Restriction = Restriction.RESTRICTED,
) -> Award:
    """Decide to fund: the award, its twelve months, and the cohort's budget, all in one transaction.

    `amount` is US dollars; above the cohort's threshold only what a second person confirmed is carried out. Raises
    Refused with every reason. Letter and agreement are made for the award's id.
    """
    enrollment = proposal.enrollment
    lock(session, enrollment.cohort)
    lock(session, enrollment)
    refuse_second_decision(
        proposal,
        Outcome.APPROVE,
        feedback=feedback,
        amount=amount,
        conditions=conditions_text(conditions),
        session=session,
        actor=actor,
    )
    reasons = (
        *why_not_decide(proposal, Outcome.APPROVE, actor=actor, now=now),
        *why_not_amount(proposal, amount),
        *why_not_start(proposal, starts_on, now=now),
        *why_not_core_costs(proposal, restriction),
        *why_not_alone(proposal, amount, session=session),
    )
    if reasons:
        raise Refused(*reasons)
    assert actor.id is not None
    award = Award(
        enrollment=enrollment,
        number=award_number(proposal, now=now),
        amount=amount,
        source=source,
        restriction=restriction,
        starts_on=starts_on,
        ends_on=year_end(starts_on),
        awarded_at=now,
        awarded_by_id=actor.id,
    )
    session.add(award)
    set_conditions(award, conditions, actor=actor, now=now)
    enrollment.cohort.committed_amount += amount
    session.flush()  # the announcement names the award by its number
    record_decision(
        proposal,
        Outcome.APPROVE,
        feedback=feedback,
        conditions=conditions_text(conditions),
        session=session,
        actor=actor,
        now=now,
        subject_id=award.id,
        decided_amount=amount,
        amount=dollars(amount),
    )
    return award


def award_number(proposal: Proposal, *, now: datetime) -> str:
    """Unique without counting: an enrollment has one award."""
    year = local_date(now, proposal.enrollment.cohort.time_zone).year
    return f"ACC-{year}-{proposal.enrollment_id:04}"
