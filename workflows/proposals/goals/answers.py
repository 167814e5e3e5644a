"""What a goal and the plan of its indicator ask: limits, choices, and the answers that the editor gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

DIRECTION_VERBS = ("increase", "raise", "decrease", "reduce", "reach", "maintain")
GOAL_TYPES: dict[str, str] = {
    "outcome": "Outcome: something changes for people",
    "output": "Output: something that you do or make",
    "capacity": "Capacity: your office becomes able to do something",
}
ACCUMULATIONS: dict[str, str] = {
    "not cumulative": "Each period by itself",
    "cumulative": "Adds up from the start of the year",
    "latest": "The latest figure counts",
}

GOALS_MAX = 3
INDICATORS_MAX = 6  # of a proposal, those of its goals among them
GOAL_POPULATION_MAX = 300
GOAL_WORDING_MAX = 600
GOAL_SOURCE_MAX = 200
GOAL_FIELDS_MAX = 300
GOAL_OWNER_MAX = 120
GOAL_TEXT_MAX = 800
GOAL_JUSTIFICATION_MAX = 600
GOAL_ACTIVITIES_MAX = 12
GOAL_ACTIVITY_MAX = 200
GOAL_MILESTONES_MAX = 6
GOAL_RISKS_MAX = 4
GOAL_RISK_MAX = 400
OUTCOME_DAY_MAX = 3_650
BASELINE_N_MAX = 1_000_000
ARRIVALS_MOST = 100_000  # people in a month
FIGURE_MOST = Decimal(1_000_000_000)  # baselines, targets and quantities
FIGURE_PLACES = 4


@dataclass(frozen=True, slots=True)
class MilestoneAnswers:
    """A point on the way: a day, and the figure expected by then; in a draft either may still be missing."""

    on: date | None
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class RiskAnswers:
    """What could get in the way, and what would be done then; in a draft either may still be missing."""

    risk: str
    mitigation: str = ""


@dataclass(frozen=True, slots=True)
class GoalAnswers:
    """What the goal editor gives; empty text and None where nothing is written yet.

    `wording` is the person's own sentence; empty means the one that is composed of the parts. `justifications` are
    texts by rule, and stay when the rule is not broken any more. `outcome_day` None means the indicator's own.
    """

    indicator_id: int | None = None
    goal_type: str = "outcome"
    population: str = ""
    direction_verb: str = ""
    baseline_value: Decimal | None = None
    baseline_n: int | None = None
    baseline_on: date | None = None
    target_value: Decimal | None = None
    due_on: date | None = None
    outcome_day: int | None = None
    wording: str = ""
    milestones: tuple[MilestoneAnswers, ...] = ()
    data_source: str = ""
    data_fields: str = ""
    owner: str = ""
    review_frequency: str = "quarterly"
    accumulation: str = "not cumulative"
    disaggregations: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    risks: tuple[RiskAnswers, ...] = ()
    rationale: str = ""
    activity_rationale: str = ""
    justifications: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WatchedAnswers:
    """A further indicator that the proposal watches without a goal, with its plan."""

    indicator_id: int
    baseline_value: Decimal | None = None
    baseline_n: int | None = None
    baseline_on: date | None = None
    target_value: Decimal | None = None
    data_source: str = ""
    data_fields: str = ""
    owner: str = ""
    review_frequency: str = "quarterly"
    accumulation: str = "not cumulative"
    disaggregations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanAnswers:
    """What a proposal plans beside its goals: further indicators, and people expected by the first of their month."""

    watched: tuple[WatchedAnswers, ...] = ()
    arrivals: Mapping[date, int] = field(default_factory=dict)
