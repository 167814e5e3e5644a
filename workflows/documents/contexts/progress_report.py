"""What a progress report shows."""

from dataclasses import dataclass

from workflows.documents.contexts.common import Certification, ClientVoice, DataDecision, Paper, Spending
from workflows.documents.values import Picture


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """A goal's numbers with their source; small cells arrive already suppressed."""

    number: str
    sentence: str
    indicator_code: str
    indicator_name: str
    baseline: str
    original_target: str
    amended_target: str  # "Not amended"
    actual: str
    numerator: str
    denominator: str
    n: str
    status: str  # "On track", "Watch", "Off track", "Too early to say"
    as_of: str
    import_number: str
    chart: Picture | None
    explanation: str
    outputs: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """What happens next, who does it, by when."""

    what: str
    who: str
    by: str


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """One period's report: numbers, what they led to, voices, money, next steps."""

    paper: Paper
    award_number: str
    report_number: str
    period: str
    due_on: str
    submitted_at: str
    timing: str  # "On time", "4 days after the due date"
    as_of: str
    headline: str
    goals: tuple[GoalProgress, ...]
    data_quality: str
    decisions: tuple[DataDecision, ...]
    voice: ClientVoice
    collaboration: str
    learning: str
    changes_requested: tuple[str, ...]
    developments: str
    spending: Spending
    leverage: str
    help_needed: str
    next_steps: tuple[NextStep, ...]
    minutes_spent: str
    suppression_note: str
    certification: Certification
