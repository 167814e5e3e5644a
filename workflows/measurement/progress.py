"""How a goal stands: between baseline and target, at this point of its time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

TOO_EARLY_BEFORE = Decimal("0.2")  # of the goal's time: until then a figure says little
ON_TRACK_FROM = Decimal("0.9")  # of the way that the time so far would ask for
WATCH_FROM = Decimal("0.5")


TOO_FEW = "Too few people to show"  # in place of a status that would tell on a hidden figure


class GoalStatus(StrEnum):
    ON_TRACK = "on_track"
    WATCH = "watch"
    OFF_TRACK = "off_track"
    TOO_EARLY = "too_early"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ").capitalize()

    @property
    def tone(self) -> str:
        """The shape and colour that go with the word on a page."""
        return {"on_track": "good", "watch": "watch", "off_track": "late", "too_early": "wait"}[self.value]


@dataclass(frozen=True, slots=True)
class Observation:
    """One measured value with what stands behind it; `import_number` names the extract it came from."""

    as_of: date
    value: Decimal
    n: int
    numerator: int | None
    denominator: int | None
    import_number: int


def goal_status(
    *,
    baseline: Decimal | None,
    target: Decimal | None,
    direction: str,
    begins_on: date,
    due_on: date | None,
    observed: Sequence[Observation],
) -> GoalStatus:
    """Compare the latest value with the straight way from baseline to target.

    `direction` is the indicator's good one, "higher" or "lower". A goal that keeps a level (target equals baseline,
    or no baseline yet) is on track while the value is at least as good as the target.
    """
    if target is None or due_on is None or not observed:
        return GoalStatus.TOO_EARLY
    latest = observed[-1]
    sign = 1 if direction == "higher" else -1
    if sign * (latest.value - target) >= 0:
        return GoalStatus.ON_TRACK
    elapsed = _share_of_time(begins_on, due_on, latest.as_of)
    if elapsed < TOO_EARLY_BEFORE:
        return GoalStatus.TOO_EARLY
    start = target if baseline is None else baseline
    wanted = sign * (target - start)
    if wanted <= 0:
        return GoalStatus.WATCH if elapsed < 1 else GoalStatus.OFF_TRACK
    share = sign * (latest.value - start) / (wanted * elapsed)
    if share >= ON_TRACK_FROM:
        return GoalStatus.ON_TRACK
    return GoalStatus.WATCH if share >= WATCH_FROM else GoalStatus.OFF_TRACK


def _share_of_time(begins_on: date, due_on: date, day: date) -> Decimal:
    whole = max((due_on - begins_on).days, 1)
    return min(max(Decimal((day - begins_on).days) / whole, Decimal(0)), Decimal(1))
