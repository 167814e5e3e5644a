"""What follows from conditions: which payments wait, and what a federal notice still has to say."""

from collections.abc import Sequence

from workflows.funding.conditions.models import AwardCondition
from workflows.funding.models import Award, FundingSource

NOTICE_WORDS: dict[str, str] = {
    "reason": "why it is set",
    "due_on": "by when it should be met",
    "appeal": "how to ask for reconsideration",
}


def open_conditions(award: Award) -> Sequence[AwardCondition]:
    """Those that are not lifted yet, in their order."""
    return [one for one in award.conditions if one.is_open]


def open_holds(award: Award) -> Sequence[AwardCondition]:
    """The open conditions that payments wait for; needs the award's conditions."""
    return [one for one in award.conditions if one.is_open and one.holds_payment]


def notice_gaps(condition: AwardCondition) -> tuple[str, ...]:
    """What the notice of an open condition does not say yet (2 CFR 200.208); only federal money is asked."""
    if condition.award.source is not FundingSource.FEDERAL or not condition.is_open:
        return ()
    return tuple(words for name, words in NOTICE_WORDS.items() if not getattr(condition, name))
