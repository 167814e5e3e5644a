"""What a proposal document shows."""

from dataclasses import dataclass

from workflows.documents.contexts.common import Budget, Certification, GoalPlan, Paper, Party


@dataclass(frozen=True, slots=True)
class DataPlanLine:
    """Where one indicator's numbers come from and who looks after them."""

    indicator: str
    source: str
    fields: str
    frequency: str
    owner: str
    quality_checks: str


@dataclass(frozen=True, slots=True)
class Partner:
    """Someone the affiliate works with."""

    name: str
    part: str
    agreement: str


@dataclass(frozen=True, slots=True)
class Risk:
    """What could go wrong, or is taken for granted, and the answer to it."""

    risk: str
    response: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as it stood when it was prepared or submitted."""

    paper: Paper
    affiliate: Party
    form: str  # "Short form" or "Full form"
    period: str
    requested: str
    summary: str
    need: str
    population: str
    eligible: str  # "62 people a year"
    domains: tuple[str, ...]
    goals: tuple[GoalPlan, ...]
    theory_of_change: str
    hypothesis: str
    approach: str  # "Innovation" or "Iteration"
    data_plan: tuple[DataPlanLine, ...]
    feedback: str
    privacy: str
    improvement: str
    equity: str
    partners: tuple[Partner, ...]
    staffing: str
    risks: tuple[Risk, ...]
    budget: Budget
    sustainability: str
    attachments: tuple[str, ...]
    certification: Certification
    snapshot_digest: str
