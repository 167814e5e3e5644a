"""Why a decision may not be staged, confirmed or announced: every reason, for the page and for the operation."""

from datetime import datetime
from decimal import Decimal

from workflows.errors import DomainError, Reason
from workflows.permissions import Actor
from workflows.proposals.models import Proposal
from workflows.proposals.revisions.operations import check_requests
from workflows.reviews.amounts import why_not_amount, why_not_core_costs, why_not_start
from workflows.reviews.decisions import why_not_decide
from workflows.reviews.models import Outcome
from workflows.reviews.staging.lifecycle import STAGED
from workflows.reviews.staging.models import StagedDecision, StagedState
from workflows.reviews.staging.plan import DecisionPlan, plan_of

Reasons = tuple[Reason, ...]


def why_not_stage(
    proposal: Proposal, plan: DecisionPlan, staged: StagedDecision | None, *, actor: Actor, now: datetime
) -> Reasons:
    """Every reason against this decision by this person; `staged` is what is kept already."""
    found = [*why_not_decide(proposal, plan.outcome, actor=actor, now=now)]
    return (*found, *_why_not_plan(proposal, plan, staged, now=now))


def _why_not_plan(
    proposal: Proposal, plan: DecisionPlan, staged: StagedDecision | None, *, now: datetime
) -> list[Reason]:
    if plan.outcome is Outcome.REQUEST_CHANGES:
        return _why_not_requests(proposal, plan)
    found = [] if plan.feedback.strip() else [Reason("Say why, so that it helps the affiliate.", "feedback")]
    if plan.outcome is Outcome.DECLINE:
        return found
    if plan.amount is None or plan.starts_on is None:
        return [*found, Reason("An approval names an amount and a first day.", "amount")]
    held = staged.reserved_amount if staged is not None else Decimal(0)
    found += why_not_amount(proposal, plan.amount, held=held)
    found += why_not_start(proposal, plan.starts_on, now=now)
    found += why_not_core_costs(proposal, plan.restriction)
    if any(not c.text.strip() or not c.lifted_by.strip() for c in plan.conditions):
        found.append(Reason("Say for each condition what it is and what lifts it.", "conditions"))
    return found


def _why_not_requests(proposal: Proposal, plan: DecisionPlan) -> list[Reason]:
    try:
        check_requests(proposal, plan.requests)
    except DomainError as refusal:
        return list(refusal.reasons)
    return []


def is_apart(person_id: int, proposal: Proposal) -> bool:
    """Whether this person neither reviews the proposal, in any state of their seat, nor coaches the affiliate."""
    reviews = any(review.reviewer_id == person_id for review in proposal.reviews)
    return not reviews and proposal.enrollment.coach_id != person_id


def why_not_confirm(staged: StagedDecision, *, actor: Actor, now: datetime) -> Reasons:
    """Every reason against this person's confirmation now; empty when they can give it."""
    found = [*STAGED.why_not(staged, "confirm", actor=actor, now=now), *_why_not_second(staged, actor)]
    if any(confirmation.confirmed_by_id == actor.id for confirmation in staged.standing):
        found.append(Reason("You confirmed this decision already."))
    return tuple(dict.fromkeys(found))


def why_not_send_back(staged: StagedDecision, *, actor: Actor, now: datetime, why: str | None = None) -> Reasons:
    """Every reason against sending it back; `why=None` leaves the words out of the question."""
    found = [*STAGED.why_not(staged, "send_back", actor=actor, now=now, note=why), *_why_not_second(staged, actor)]
    return tuple(dict.fromkeys(found))


def _why_not_second(staged: StagedDecision, actor: Actor) -> list[Reason]:
    """A seat that is not filed is no score yet; whoever was asked to review is not the second person either."""
    if actor.id in staged.reach.scorer_ids or not any(r.reviewer_id == actor.id for r in staged.proposal.reviews):
        return []
    return [Reason("You were asked to review this proposal, so someone else confirms the decision.")]


def what_stops(staged: StagedDecision, *, actor: Actor, now: datetime) -> Reasons:
    """Everything that keeps this decision from being announced by this person now."""
    proposal, plan = staged.proposal, plan_of(staged)
    if staged.state is StagedState.SENT_BACK:
        return (Reason(f"It was sent back: {staged.sent_back_why}"),)
    found = [*STAGED.why_not(staged, "announce", actor=actor, now=now)]
    if staged.state.is_open:
        found += why_not_stage(proposal, plan, staged, actor=actor, now=now)
    if not is_apart(staged.decided_by_id, proposal):
        found.append(Reason(f"{staged.decided_by.name} reviews or coaches meanwhile, so someone else decides anew."))
    return tuple(dict.fromkeys(found))
