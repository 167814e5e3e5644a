"""What makes an award: the approval, with its twelve months and the cohort's budget."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from workflows.clock import local_date
from workflows.db import lock
from workflows.errors import Reason
from workflows.funding.answers import year_end
from workflows.funding.conditions.answers import in_one_text
from workflows.funding.conditions.operations import set_conditions
from workflows.funding.models import Award, FundingSource, Restriction
from workflows.funding.restrictions import why_not_core_costs
from workflows.machine import Refused
from workflows.money import dollars
from workflows.permissions import Actor
from workflows.proposals.models import Proposal
from workflows.reviews.answers import PlannedCondition
from workflows.reviews.decisions import record_decision, why_not_decide
from workflows.reviews.models import Outcome


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

    `amount` is US dollars. Raises Refused with every reason. Letter and agreement are made for the award's id.
    """
    enrollment = proposal.enrollment
    lock(session, enrollment.cohort)
    lock(session, enrollment)
    reasons = (
        *why_not_decide(proposal, Outcome.APPROVE, actor=actor, now=now),
        *_why_not_amount(proposal, amount),
        *_why_not_start(proposal, starts_on, now=now),
        *why_not_core_costs(proposal, restriction),
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
        conditions=in_one_text(conditions),
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
