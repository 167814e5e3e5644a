"""The factors of the risk assessment as versioned data, and the rule that makes a tier of them.

Each version is a file in `items/` and never changes. Low counts 0, medium 1 and high 2. The tier is low below
`medium_from` points with every factor answered and none at high; high from `high_from` points on; medium otherwise.
So an answer that is worse never makes a tier milder, and what nobody looked at is not low (2 CFR 200.332(c)).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflows.enrollments.answers import RiskTier
from workflows.funding.risk.answers import POINTS, Level

FOLDER = Path(__file__).with_name("items")
VERSION = "2026-1"  # what an assessment is made with today
MONITORING_RULE = "2 CFR 200.332(f)"


@dataclass(frozen=True, slots=True)
class Factor:
    """One question, what each level means, and where it comes from."""

    id: str
    name: str
    question: str
    levels: Mapping[Level, str]
    source: str


@dataclass(frozen=True, slots=True)
class RiskItems:
    """One version: the factors, the thresholds in points, and the suggested monitoring by tier."""

    version: str
    factors: tuple[Factor, ...]
    medium_from: int
    high_from: int
    monitoring: Mapping[RiskTier, tuple[str, ...]]

    @property
    def most(self) -> int:
        """The points of an assessment with every factor at high."""
        return POINTS[Level.HIGH] * len(self.factors)

    @property
    def rule(self) -> str:
        """The thresholds as a sentence for people."""
        return (
            f"Low counts 0, medium 1 and high 2 points. Low: fewer than {self.medium_from} points, every factor "
            f"answered and none at high. High: {self.high_from} points or more. Everything else is medium."
        )

    def points_of(self, levels: Mapping[str, Level | None]) -> int:
        """0 to `most`; a factor that is not answered counts nothing."""
        answered = (levels.get(factor.id) for factor in self.factors)
        return sum(POINTS[level] for level in answered if level is not None)

    def suggest_tier(self, levels: Mapping[str, Level | None]) -> RiskTier:
        """What the answers, a level by factor, add up to."""
        points, given = self.points_of(levels), [levels.get(factor.id) for factor in self.factors]
        if points >= self.high_from:
            return RiskTier.HIGH
        if points >= self.medium_from or None in given or Level.HIGH in given:
            return RiskTier.MEDIUM
        return RiskTier.LOW


def items_from(told: Mapping[str, Any]) -> RiskItems:
    """One version from its file; raises ValueError where its thresholds make no three tiers."""
    factors = tuple(
        Factor(
            id=row["id"],
            name=row["name"],
            question=row["question"],
            levels={Level(level): words for level, words in row["levels"].items()},
            source=row["source"],
        )
        for row in told["factors"]
    )
    monitoring = {RiskTier(tier): tuple(lines) for tier, lines in told["monitoring"].items()}
    items = RiskItems(told["version"], factors, told["medium_from"], told["high_from"], monitoring)
    if not 0 < items.medium_from < items.high_from <= items.most:
        raise ValueError(f"the thresholds of the risk factors {items.version} make no three tiers")
    return items


ALL_ITEMS: dict[str, RiskItems] = {
    items.version: items
    for items in (items_from(json.loads(file.read_text("utf-8"))) for file in sorted(FOLDER.glob("*.json")))
}
CURRENT: RiskItems = ALL_ITEMS[VERSION]
