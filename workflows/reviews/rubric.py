"""The rubric, version 2026-1: nine criteria, 100 points, what each anchor means, and what the totals suggest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from workflows.reviews.answers import ANCHORS

VERSION = "2026-1"
FUND_FROM = Decimal(70)
REVISE_FROM = Decimal(55)
WIDEST_SPREAD = Decimal(15)  # points; beyond it a third reviewer reads


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question of the rubric; the quarters between the three described anchors lie between their texts."""

    id: str
    name: str
    points: int
    none: str  # 0 percent
    half: str  # 50 percent
    full: str  # 100 percent

    def points_at(self, anchor_percent: int) -> Decimal:
        return Decimal(self.points) * anchor_percent / 100

    def text_at(self, anchor_percent: int) -> str:
        """What the anchor means; empty for the quarters, which lie between two described ones."""
        return {0: self.none, 50: self.half, 100: self.full}.get(anchor_percent, "")

    @property
    def anchors(self) -> tuple[tuple[int, Decimal, str], ...]:
        """Each choice as percent, points and meaning."""
        return tuple((percent, self.points_at(percent), self.text_at(percent)) for percent in ANCHORS)


CRITERIA: tuple[Criterion, ...] = (
    Criterion("C1", "Need shown with own data", 15,
              "No need stated.",
              "Need stated with general or old data.",
              "Need shown with the affiliate's own recent figures, a gap named and client voice included."),
    Criterion("C2", "SMART goals", 20,
              "Goals absent.",
              "Some tests fail, at least one outcome goal.",
              "One to three goals pass all five tests; at least one is an integration outcome."),
    Criterion("C3", "Indicators and data plan", 20,
              "No indicators.",
              "Indicators named, source or denominator unclear.",
              "Definition, source, baseline, frequency, owner, quality checks and feedback protocol set; "
              "personal data handled."),
    Criterion("C4", "Design and feasibility", 15,
              "Activities not linked.",
              "Workable plan, weak timeline.",
              "Clear logic, milestones, staffing, risks, hypothesis to test and adaptation points."),
    Criterion("C5", "Learning and improvement use", 10,
              "None.",
              "Review mentioned.",
              "Dated review cycles with who decides and how change is made; innovation or iteration stated."),
    Criterion("C6", "Fit and inclusion", 5,
              "None.",
              "General.",
              "Shows who may be left out and how barriers (language, digital, childcare, distance) are met."),
    Criterion("C7", "Collaboration", 5,
              "None.",
              "Partner named.",
              "Partner role, shared data or referral path, benefit to a smaller site."),
    Criterion("C8", "Budget", 5,
              "Does not add up.",
              "Adds up, thin reasons.",
              "Reasonable, tied to activities, core costs justified."),
    Criterion("C9", "Sustaining data use", 5,
              "None.",
              "Intent.",
              "Owner, cost and funding prospects after year one."),
)  # fmt: skip  # id, name, points; then the anchors at 0, 50 and 100 percent

CRITERION_BY_ID: dict[str, Criterion] = {criterion.id: criterion for criterion in CRITERIA}


class Band(StrEnum):
    FUND = "fund"
    REVISE = "revise"
    DECLINE = "decline"

    @property
    def sentence(self) -> str:
        return {
            Band.FUND: "Fund: 70 points or more, and no criterion at 0.",
            Band.REVISE: "Ask for changes and revise with the coach.",
            Band.DECLINE: "Decline with feedback: below 55 points.",
        }[self]


def total_of(anchors: Mapping[str, int]) -> Decimal:
    """The points of all scored criteria, 0 to 100; `anchors` is percent by criterion id."""
    return sum((CRITERION_BY_ID[name].points_at(percent) for name, percent in anchors.items()), Decimal(0))


def mean_of(totals: Sequence[Decimal]) -> Decimal:
    """The mean of the reviewers' totals, to two places; raises ValueError for none."""
    if not totals:
        raise ValueError("no totals")
    return (sum(totals, Decimal(0)) / len(totals)).quantize(Decimal("0.01"))


def spread_of(totals: Sequence[Decimal]) -> Decimal:
    """How far the highest total lies above the lowest, in points."""
    return max(totals) - min(totals)


def suggest_band(mean: Decimal, *, has_zero: bool) -> Band:
    """What the rubric suggests; a criterion at 0 keeps a high total from being funded as it is."""
    if mean >= FUND_FROM:
        return Band.REVISE if has_zero else Band.FUND
    return Band.REVISE if mean >= REVISE_FROM else Band.DECLINE


def third_reviewer_is_due(totals: Sequence[Decimal]) -> bool:
    """Two reviewers lie more than 15 points apart, and nobody else has read yet."""
    return len(totals) == 2 and spread_of(totals) > WIDEST_SPREAD
