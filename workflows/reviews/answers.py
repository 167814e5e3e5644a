"""Limits of what reviewers and deciders type, and what a reviewer declares before reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

CONFLICT_MAX = 1000
JUSTIFICATION_MAX = 2000
STRENGTHS_MAX = 3000
QUESTIONS_MAX = 3000
FEEDBACK_MAX = 4000
CONDITION_MAX = 600
LIFTED_BY_MAX = 400
CONDITIONS_MOST = 12  # of one award
NO_CONFLICT_TEXT = (
    "I have no conflict of interest: I do not work for this affiliate or coach it, nobody close to me does, "
    "and I gain nothing from this decision. I score on the proposal alone and keep it to myself."
)
ANCHORS = (0, 25, 50, 75, 100)  # percent of a criterion's points; 25 and 75 are the halves between described ones
LIMIT_MOST = 99  # reviews of one person in one cohort


class ConflictKind(StrEnum):
    """What a reviewer declares about the affiliate; all but the first free the seat."""

    NONE = "none"
    WORK = "work"
    FAMILY = "family"
    MONEY = "money"
    OTHER = "other"

    @property
    def wording(self) -> str:
        """The sentence as it is declared, and kept."""
        return {
            ConflictKind.NONE: NO_CONFLICT_TEXT,
            ConflictKind.WORK: "I work or worked with them: as staff, volunteer, adviser or member of their board.",
            ConflictKind.FAMILY: "Somebody of my family or close to me is part of this affiliate.",
            ConflictKind.MONEY: "I, or somebody close to me, would gain or lose money by this decision.",
            ConflictKind.OTHER: "Something else could make me less than fair here.",
        }[self]


@dataclass(frozen=True, slots=True)
class ScoreAnswer:
    """One criterion as it stands on the form; both parts may still be missing."""

    criterion: str
    anchor_percent: int | None
    justification: str


@dataclass(frozen=True, slots=True)
class PlannedCondition:
    """One condition of an award: what it says, what lifts it, and whether payments wait for that."""

    text: str
    lifted_by: str
    holds_payment: bool


def conditions_text(conditions: Sequence[PlannedCondition]) -> str:
    """A line for each condition, with what lifts it."""
    return "\n".join(f"{c.text} Lifted when: {c.lifted_by}" if c.lifted_by else c.text for c in conditions)
