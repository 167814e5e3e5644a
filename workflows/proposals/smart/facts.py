"""Everything that the SMART rules may know of one goal, as plain frozen values. None: nobody said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class GoalType(StrEnum):
    OUTCOME = "outcome"
    OUTPUT = "output"
    CAPACITY = "capacity"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A point on the way; in a draft either half may be missing."""

    on: date | None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Spending:
    """A budget line that is for the goal: hours of staff time and US dollars."""

    description: str = ""
    hours: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """An assumption or a risk, and what would be done then."""

    risk: str = ""
    mitigation: str = ""


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """One goal with the project it has to fit into.

    `calculation` is percent, mean or count; `direction` says whether higher or lower is better. `numerator` and
    `denominator`: None is not known here, the empty text is known to be missing. `outcome_day` counts from arrival.
    `arrivals_by_month` is people by the first of their month; `field_completeness` is shares from 0 to 1 by field of
    the latest import; empty where there is none. `fields` are those that the indicator needs, where that is known.
    `is_paired`: whether the proposal has an outcome goal beside this one, None where the proposal is not known.
    """

    statement: str = ""
    goal_type: GoalType | None = None
    population: str = ""
    affiliate_site: str = ""
    indicator_code: str = ""
    direction_verb: str = ""
    baseline_value: Decimal | None = None
    baseline_n: int | None = None
    baseline_date: date | None = None
    target_value: Decimal | None = None
    target_said: str = ""  # a target that is no number, as it was written
    due_date: date | None = None
    milestones: tuple[Milestone, ...] = ()
    data_source: str = ""
    data_owner: str = ""
    review_frequency: str = ""
    activities: tuple[str, ...] = ()
    budget_lines: tuple[Spending, ...] = ()
    assumptions_risks: tuple[Risk, ...] = ()
    benchmark_or_rationale: str = ""
    framework_domain: str = ""
    activity_rationale: str = ""
    project_starts_on: date | None = None
    project_ends_on: date | None = None
    award_amount: Decimal | None = None
    calculation: str = ""
    direction: str = ""
    unit: str = ""
    numerator: str | None = None
    denominator: str | None = None
    outcome_day: int | None = None
    eligible_n: int | None = None
    arrivals_by_month: Mapping[date, int] = field(default_factory=dict)
    field_completeness: Mapping[str, Decimal] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    is_paired: bool | None = None
