"""The messages about an award to the affiliate: its conditions, and how much monitoring follows from its risk."""

from workflows.funding.conditions.models import AwardCondition, ConditionState
from workflows.funding.risk.models import RiskAssessment
from workflows.notifications.message import Message
from workflows.notifications.recipients import Occasion, Recipients, affiliate
from workflows.notifications.still import Still
from workflows.permissions import Role
from workflows.stages import TERMINAL


def _is(state: ConditionState) -> Still:
    return lambda occasion: (
        occasion.subject.state is state
        and occasion.enrollment is not None
        and occasion.enrollment.stage not in TERMINAL
    )


def _is_its_tier(occasion: Occasion) -> bool:
    """No later assessment came to another one."""
    return occasion.enrollment is not None and occasion.enrollment.risk_tier is occasion.subject.tier


_LEADERS: Recipients = affiliate(Role.AFFILIATE_DIRECTOR, Role.AFFILIATE_DATA_LEAD, Role.AFFILIATE_FINANCE)
_FUNDING = "/funding/of/{enrollment.id}"

AWARD_MESSAGES = (
    Message("condition_added", AwardCondition, _LEADERS, _is(ConditionState.OPEN), _FUNDING,
        subject="A condition was added to your award",
        text="Award {about.award.number} has a new condition. What it asks for, what lifts it, and how to ask for it "
        "to be looked at again stand here; your coach is glad to help you meet it:\n\n{link}"),
    Message("condition_changed", AwardCondition, _LEADERS, _is(ConditionState.OPEN), _FUNDING,
        subject="A condition of your award has new words",
        text="Condition {about.number} of award {about.award.number} was worded anew before the agreement is signed. "
        "Read it here:\n\n{link}"),
    Message("condition_lifted", AwardCondition, _LEADERS, _is(ConditionState.LIFTED), _FUNDING,
        subject="A condition of your award is lifted",
        text="Condition {about.number} of award {about.award.number} is met and lifted. Thank you. Nothing more is "
        "asked for it; you find it with the others here:\n\n{link}"),
    Message("risk_tier_told", RiskAssessment, _LEADERS, _is_its_tier, _FUNDING,
        subject="How the national office goes along with your award",
        text="The national office looks at each award and chooses how closely to go along with it. What that means "
        "for yours, and whom to ask about it, stands here:\n\n{link}"),
)  # fmt: skip  # kind, about, to, still true, path; then the words
