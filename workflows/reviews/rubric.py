"""The rubric as versioned data: criteria, points, what each anchor means, and what the totals suggest.

Each version is a file in `rubrics/` and never changes; a cohort keeps the one it began to be scored with. A total
follows from anchors alone: how many people a site serves stands in no criterion (small sites have small numbers).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from workflows.reviews.answers import ANCHORS

RUBRICS_FOLDER = Path(__file__).with_name("rubrics")
VERSION = "2026-1"  # what a cohort gets whose first reviewer is asked today


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question of the rubric, with words at some of its anchors; a half-anchor lies between two of them."""

    id: str
    name: str
    points: int
    meanings: Mapping[int, str]  # by percent: 0, 50 and 100
    percents: tuple[int, ...] = ANCHORS

    def points_at(self, anchor_percent: int) -> Decimal:
        return Decimal(self.points) * anchor_percent / 100

    def text_at(self, anchor_percent: int) -> str:
        """What the anchor means; empty for a half-anchor, which lies between two described ones."""
        return self.meanings.get(anchor_percent, "")

    @property
    def anchors(self) -> tuple[tuple[int, Decimal, str], ...]:
        """Each choice as percent, points and meaning."""
        return tuple((percent, self.points_at(percent), self.text_at(percent)) for percent in self.percents)


class Band(StrEnum):
    FUND = "fund"
    REVISE = "revise"
    DECLINE = "decline"

    @property
    def sentence(self) -> str:
        return {
            Band.FUND: "Fund: 70 points or more, and no criterion at 0.",
            Band.REVISE: "Revise with the coach: from 55 points, or 70 and more with a criterion at 0.",
            Band.DECLINE: "Decline with feedback: below 55 points.",
        }[self]


@dataclass(frozen=True, slots=True)
class Rubric:
    """One version: its criteria, and from which mean of the totals it suggests what."""

    version: str
    criteria: tuple[Criterion, ...]
    fund_from: Decimal
    revise_from: Decimal
    widest_spread: Decimal  # points; beyond it a third reviewer reads

    @property
    def by_id(self) -> dict[str, Criterion]:
        return {criterion.id: criterion for criterion in self.criteria}

    def total_of(self, anchors: Mapping[str, int]) -> Decimal:
        """The points of all scored criteria, 0 to 100; `anchors` is percent by criterion id."""
        known = self.by_id
        return sum((known[name].points_at(percent) for name, percent in anchors.items()), Decimal(0))

    def suggest_band(self, mean: Decimal, *, has_zero: bool) -> Band:
        """What the rubric suggests; a criterion at 0 keeps a high total from being funded as it is."""
        if mean >= self.fund_from:
            return Band.REVISE if has_zero else Band.FUND
        return Band.REVISE if mean >= self.revise_from else Band.DECLINE

    def third_reviewer_is_due(self, totals: Sequence[Decimal]) -> bool:
        """Two reviewers lie too far apart, and nobody else has read yet."""
        return len(totals) == 2 and spread_of(totals) > self.widest_spread


def rubric_from(told: Mapping[str, Any]) -> Rubric:
    """One version from its file; raises ValueError where its criteria do not make 100 points on known anchors."""
    percents = tuple(told["anchors"])
    criteria = tuple(
        Criterion(
            id=row["id"],
            name=row["name"],
            points=row["points"],
            meanings={int(percent): words for percent, words in row["anchors"].items()},
            percents=percents,
        )
        for row in told["criteria"]
    )
    if sum(criterion.points for criterion in criteria) != 100 or not set(percents) <= set(ANCHORS):
        raise ValueError(f"the rubric {told['version']} does not make 100 points on the anchors that can be kept")
    return Rubric(
        version=told["version"],
        criteria=criteria,
        fund_from=Decimal(told["fund_from"]),
        revise_from=Decimal(told["revise_from"]),
        widest_spread=Decimal(told["widest_spread"]),
    )


RUBRICS: dict[str, Rubric] = {
    rubric.version: rubric
    for rubric in (rubric_from(json.loads(file.read_text("utf-8"))) for file in sorted(RUBRICS_FOLDER.glob("*.json")))
}
CURRENT: Rubric = RUBRICS[VERSION]
CRITERIA: tuple[Criterion, ...] = CURRENT.criteria


def rubric_of(version: str | None) -> Rubric:
    """The version that a cohort or review is scored with; None means that nobody was asked to review yet."""
    return CURRENT if version is None else RUBRICS[version]


def mean_of(totals: Sequence[Decimal]) -> Decimal:
    """The mean of the reviewers' totals, to two places; raises ValueError for none."""
    if not totals:
        raise ValueError("no totals")
    return (sum(totals, Decimal(0)) / len(totals)).quantize(Decimal("0.01"))


def spread_of(totals: Sequence[Decimal]) -> Decimal:
    """How far the highest total lies above the lowest, in points."""
    return max(totals) - min(totals)
