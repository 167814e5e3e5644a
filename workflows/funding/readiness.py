"""What must be in order in an award before anybody signs its agreement, as one table; only federal money asks more."""

from collections.abc import Callable
from datetime import datetime

from workflows.errors import Reason
from workflows.funding.conditions.rules import notice_gaps, open_conditions
from workflows.funding.federal.checks import exclusion_reason, list_gaps
from workflows.funding.models import Award, FundingSource

Check = Callable[[Award, datetime], Reason | None]


def elements_are_complete(award: Award, _now: datetime) -> Reason | None:
    """Federal money: the fourteen elements of 2 CFR 200.332(b)(1) are stated."""
    gaps = list_gaps(award)
    if not gaps:
        return None
    named = ", ".join(f"{gap.element.number} ({gap.element.label})" for gap in gaps[:3])
    more = f" and {len(gaps) - 3} more" if len(gaps) > 3 else ""
    told = f"The federal information is not complete: element {named}{more}."
    return Reason(f"{told} The national office completes it on the award’s page (2 CFR 200.332(b)(1)).", "federal")


def exclusion_is_checked(award: Award, _now: datetime) -> Reason | None:
    """Federal money: the affiliate is not excluded in SAM.gov (2 CFR 200.332(a))."""
    return exclusion_reason(award)


def notices_are_complete(award: Award, _now: datetime) -> Reason | None:
    """Federal money: a specific condition names reason, day and appeal (2 CFR 200.208)."""
    for condition in open_conditions(award):
        if gaps := notice_gaps(condition):
            told = f"Condition {condition.number} does not say {' or '.join(gaps)} yet"
            return Reason(
                f"{told}. The national office completes it on the award’s page (2 CFR 200.208).", "conditions"
            )
    return None


BEFORE_SIGNING: tuple[Check, ...] = (elements_are_complete, exclusion_is_checked, notices_are_complete)


def facts_changed_at(award: Award) -> datetime | None:
    """When conditions or complete federal information that the agreement states changed for the last time."""
    moments = [condition.changed_at for condition in award.conditions]
    if award.source is FundingSource.FEDERAL and award.federal is not None and award.federal.completed_at is not None:
        moments.append(award.federal.completed_at)
    return max(moments, default=None)
