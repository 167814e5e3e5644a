"""What a goal asks: its limits, and the answers that the editor gives."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

DIRECTION_VERBS = ("increase", "raise", "decrease", "reduce", "reach", "maintain")

GOALS_MAX = 3
GOAL_POPULATION_MAX = 300
GOAL_SOURCE_MAX = 200
GOAL_OWNER_MAX = 120
GOAL_TEXT_MAX = 800
GOAL_ACTIVITIES_MAX = 12
GOAL_ACTIVITY_MAX = 200
GOAL_MILESTONES_MAX = 6
BASELINE_N_MAX = 1_000_000
FIGURE_MOST = Decimal(1_000_000_000)  # baselines, targets and quantities
FIGURE_PLACES = 4


@dataclass(frozen=True, slots=True)
class MilestoneAnswers:
    """A point on the way: a day, and the figure expected by then; in a draft either may still be missing."""

    on: date | None
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class GoalAnswers:
    """What the goal editor gives; empty text and None where nothing is written yet."""

    indicator_id: int | None = None
    population: str = ""
    direction_verb: str = ""
    baseline_value: Decimal | None = None
    baseline_n: int | None = None
    baseline_on: date | None = None
    target_value: Decimal | None = None
    due_on: date | None = None
    milestones: tuple[MilestoneAnswers, ...] = ()
    data_source: str = ""
    owner: str = ""
    review_frequency: str = "quarterly"
    activities: tuple[str, ...] = ()
    risk: str = ""
    rationale: str = ""
    activity_rationale: str = ""
