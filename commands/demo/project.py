"""The shape of a project: what one affiliate of the demo world proposes."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class GoalText:
    """One goal; figures as text, in the indicator's unit."""

    indicator: str
    verb: str
    population: str
    baseline: str
    baseline_n: int
    target: str
    activities: tuple[str, ...]
    risk: tuple[str, str]  # what could get in the way, and what is done then
    rationale: str
    activity_rationale: str
    because: Mapping[str, str] = field(default_factory=dict)  # justifications by rule


@dataclass(frozen=True, slots=True)
class Project:
    """`budget` names one of the budgets; the figures in `need` are the affiliate's own."""

    title: str
    summary: str
    need: str
    population: str
    eligible_n: int
    goals: tuple[GoalText, ...]
    voice: str
    partner: str
    budget: str
    risks: str
    watched: tuple[tuple[str, str], ...] = ()  # further indicators: code · target
