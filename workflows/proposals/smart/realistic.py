"""Realistic: there is a reason to expect it, risks are met, enough people get there in time, and it is paid for."""

from decimal import Decimal

from workflows.proposals.smart.facts import GoalFacts
from workflows.proposals.smart.maturity import maturity_of
from workflows.proposals.smart.wording import BROKEN, Broken, long_day


def no_rationale(goal: GoalFacts) -> Broken:
    """R1: the own trend, what peers reach, a national figure."""
    return None if goal.benchmark_or_rationale.strip() else BROKEN


def no_risk(goal: GoalFacts) -> Broken:
    """R2: one assumption or risk with what would be done."""
    if any(row.risk.strip() and row.mitigation.strip() for row in goal.assumptions_risks):
        return None
    named = any(row.risk.strip() for row in goal.assumptions_risks)
    return {"problem": "The risk has no answer yet. Say what you would do then." if named
            else "Name one thing that could get in the way, and what you would do then."}  # fmt: skip


def no_reason_for_activities(goal: GoalFacts) -> Broken:
    """R3: a domain of the framework, and why the activities lead to the goal."""
    domain, reason = bool(goal.framework_domain.strip()), bool(goal.activity_rationale.strip())
    if domain and reason:
        return None
    if not domain and not reason:
        return {"problem": "Choose an indicator with its domain, and say why these activities lead to this change."}
    return {"problem": "Say why these activities lead to this change." if domain
            else "Choose an indicator that belongs to a domain of the framework."}  # fmt: skip


def too_early_to_tell(goal: GoalFacts) -> Broken:
    """R4: at least half of the people reach the outcome day, and the data, before the due date."""
    maturity = maturity_of(goal)
    if maturity is None or maturity.is_enough:
        return None
    return {"day": str(maturity.outcome_day), "shown": maturity.shown, "last": long_day(maturity.last_arrival)}


def not_paid_for(goal: GoalFacts) -> Broken:
    """R5: staff hours and money are linked to the goal, and fit into the award."""
    hours = sum((line.hours for line in goal.budget_lines if line.hours is not None), Decimal(0))
    amount = sum((line.amount for line in goal.budget_lines if line.amount is not None), Decimal(0))
    if not goal.budget_lines:
        return {"problem": "No line of the budget is for this goal yet."}
    if amount <= 0:
        return {"problem": "The budget lines for this goal have no amount."}
    if goal.award_amount is not None and amount > goal.award_amount:
        return {"problem": f"The lines for this goal add up to ${amount:,.2f}, more than the award of "
                           f"${goal.award_amount:,.2f}."}  # fmt: skip
    return {"problem": "No hours of staff time are planned for this goal."} if hours <= 0 else None
