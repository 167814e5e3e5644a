"""What is answered in a risk assessment, and its limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflows.enrollments.answers import RiskTier

NOTE_MAX = 1000
OVERRIDE_MAX = 1000


class Level(StrEnum):
    """How much risk one factor carries, least first."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def label(self) -> str:
        return self.value.capitalize()


POINTS: dict[Level, int] = {Level.LOW: 0, Level.MEDIUM: 1, Level.HIGH: 2}


@dataclass(frozen=True, slots=True)
class FactorAnswer:
    """One factor by its id; `level` is None while nobody looked, and `note` says what was seen."""

    factor: str
    level: Level | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RiskAnswers:
    """A whole assessment; `chosen_tier` is a person's word against the suggestion, with the reason."""

    factors: Sequence[FactorAnswer]
    chosen_tier: RiskTier | None = None
    override_reason: str = ""
