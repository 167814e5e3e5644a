"""Limits and choices of prospects and funders, and what people type about them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

NAME_MAX = 120
TITLE_MAX = 160
LINK_MAX = 300
FUNDS_MAX = 600
NOTES_MAX = 1_000
EVIDENCE_MAX = 600
SUSTAINS_MAX = 600
NOTE_MAX = 600
AMOUNT_MAX = Decimal(100_000_000)  # US dollars
DEADLINE_NEAR_DAYS = 14


class FunderKind(StrEnum):
    FEDERAL = "federal"
    STATE = "state"
    LOCAL = "local"
    PRIVATE = "private"
    OTHER = "other"

    @property
    def words(self) -> str:
        return {
            "federal": "Federal",
            "state": "State",
            "local": "City or county",
            "private": "Private",
            "other": "Another kind",
        }[self.value]


class ProspectKind(StrEnum):
    FUNDING = "funding"
    PARTNERSHIP = "partnership"
    RESOURCE = "resource"

    @property
    def words(self) -> str:
        return {"funding": "Funding", "partnership": "Partnership", "resource": "Another resource"}[self.value]


class ProspectState(StrEnum):
    IDEA = "idea"
    ASKED = "asked"
    WON = "won"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        return self.value.capitalize()

    @property
    def is_open(self) -> bool:
        """Whether it can still be worked on."""
        return self in (ProspectState.IDEA, ProspectState.ASKED)


class BasisKind(StrEnum):
    GOAL = "goal"
    INDICATOR = "indicator"
    REPORT = "report"

    @property
    def words(self) -> str:
        return {"goal": "Goal", "indicator": "Outcome", "report": "Report"}[self.value]


@dataclass(frozen=True, slots=True)
class Basis:
    """What of the year an ask rests on: one goal, one measured indicator or one report, by its key."""

    kind: BasisKind
    key: int

    @property
    def value(self) -> str:
        return f"{self.kind.value}:{self.key}"


@dataclass(frozen=True, slots=True)
class FunderAnswers:
    """One funder as staff describe it."""

    name: str
    kind: FunderKind
    funds: str
    link: str
    next_deadline_on: date | None
    notes: str
    is_retired: bool


@dataclass(frozen=True, slots=True)
class ProspectAnswers:
    """One prospect as it was typed: a listed funder, or the name and kind of another; US dollars or None."""

    kind: ProspectKind
    title: str
    funder_id: int | None
    funder_name: str
    funder_kind: FunderKind
    amount_sought: Decimal | None
    deadline_on: date | None
    basis: Basis | None
    evidence: str
    sustains: str
    owner_id: int | None


@dataclass(frozen=True, slots=True)
class StepAnswers:
    """What is told with a step: its day, what was won in US dollars, and a note."""

    on: date
    amount_won: Decimal | None
    note: str
