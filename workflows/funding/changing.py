"""The one place where an award's amount or its last day changes after the decision."""

from datetime import date
from decimal import Decimal

from workflows.cohorts.models import Cohort
from workflows.errors import Reason
from workflows.funding.models import Award
from workflows.machine import Refused
from workflows.money import dollars


def why_not_amount(award: Award, amount: Decimal, *, cohort: Cohort) -> tuple[Reason, ...]:
    """Every reason against this amount: it stays within the cohort's budget and never below what is scheduled."""
    bound, more = award.scheduled_amount + award.returned_amount, amount - award.amount
    rules = (
        (amount <= 0, "The award has to be more than nothing."),
        (amount < bound, f"Payments of {dollars(bound)} are scheduled, so the award cannot be less."),
        (more > cohort.free_amount, f"{dollars(cohort.free_amount)} of the budget of {cohort.name} is still free."),
    )
    return tuple(Reason(sentence, "amount") for broken, sentence in rules if broken)


def change_amount(award: Award, amount: Decimal, *, cohort: Cohort) -> None:
    """Raise or lower the award, in US dollars, and what its cohort has committed. Both rows have to be locked.

    Raises Refused when payments or the cohort's budget do not allow it.
    """
    reasons = why_not_amount(award, amount, cohort=cohort)
    if reasons:
        raise Refused(*reasons)
    cohort.committed_amount += amount - award.amount
    award.amount = amount


def extend_period(award: Award, ends_on: date) -> None:
    """Give the project year a later last day. The award has to be locked; raises Refused for an earlier one."""
    if ends_on <= award.ends_on:
        raise Refused(Reason("An extension ends later than the project year does now.", "ends_on"))
    award.ends_on = ends_on
