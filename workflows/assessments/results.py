"""What answers say: exact means, their change from moment to moment, strengths and gaps. Pure arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workflows.assessments.answers import Moment
from workflows.assessments.instrument import Dimension, Instrument, Item

Scores = Mapping[str, int]

STRONG_FROM = Decimal("3.5")
GAP_BELOW = Decimal(3)
LOW_UP_TO = 2  # an item rated so low is worth a look
NAMED = 3  # dimensions that are named as strengths or gaps
ITEMS_NAMED = 5
SEEN_IN_ORDER = (Moment.BEFORE, Moment.AFTER, Moment.TWELVE_MONTHS)


def mean_of(dimension: Dimension, scores: Scores) -> Decimal | None:
    """The exact mean of the dimension's items; None while one of them is open."""
    given = [scores[item.code] for item in dimension.items if item.code in scores]
    return Decimal(sum(given)) / len(given) if len(given) == len(dimension.items) else None


def dimension_means(instrument: Instrument, scores: Scores) -> dict[str, Decimal]:
    """Mean by dimension, of those that are answered in full."""
    means = ((dimension.code, mean_of(dimension, scores)) for dimension in instrument.dimensions)
    return {code: mean for code, mean in means if mean is not None}


def overall_mean(means: Mapping[str, Decimal]) -> Decimal | None:
    """The mean of the dimension means; None when there is none."""
    return sum(means.values(), Decimal(0)) / len(means) if means else None


def change_between(first: Decimal | None, then: Decimal | None) -> Decimal | None:
    """How far it rose; negative where it fell, None where one side is missing."""
    return None if first is None or then is None else then - first


@dataclass(frozen=True, slots=True)
class Answered:
    """One agreed assessment as it was submitted."""

    moment: Moment
    scores: Scores
    examples: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trend:
    """One dimension, or the whole, through the moments."""

    code: str
    name: str
    means: Mapping[Moment, Decimal]

    @property
    def first(self) -> Decimal | None:
        return self.means.get(Moment.BEFORE)

    @property
    def latest(self) -> Decimal | None:
        """The newest view of where things stand; looking back is a view of the start."""
        return next((self.means[m] for m in reversed(SEEN_IN_ORDER) if m in self.means), None)

    @property
    def newest_moment(self) -> Moment | None:
        return next((m for m in reversed(SEEN_IN_ORDER) if m in self.means), None)

    @property
    def change(self) -> Decimal | None:
        """From before to the newest later moment."""
        return None if self.newest_moment is Moment.BEFORE else change_between(self.first, self.latest)

    @property
    def change_in_hindsight(self) -> Decimal | None:
        """From where the affiliate puts its start, looking back, to the newest later moment."""
        if self.newest_moment is Moment.BEFORE:
            return None
        return change_between(self.means.get(Moment.LOOKING_BACK), self.latest)


def list_trends(instrument: Instrument, answered: Sequence[Answered]) -> list[Trend]:
    """One trend for each dimension, in the order of the instrument."""
    by_moment = {one.moment: dimension_means(instrument, one.scores) for one in answered}
    return [
        Trend(
            dimension.code,
            dimension.name,
            {moment: means[dimension.code] for moment, means in by_moment.items() if dimension.code in means},
        )
        for dimension in instrument.dimensions
    ]


def whole_trend(instrument: Instrument, answered: Sequence[Answered]) -> Trend:
    """The mean of all dimensions through the moments."""
    means = {one.moment: overall_mean(dimension_means(instrument, one.scores)) for one in answered}
    return Trend("all", "All eight together", {moment: mean for moment, mean in means.items() if mean is not None})


def strengths_of(trends: Sequence[Trend]) -> list[Trend]:
    """Up to three dimensions that stand well, the best first."""
    strong = [trend for trend in trends if trend.latest is not None and trend.latest >= STRONG_FROM]
    return sorted(strong, key=lambda trend: (-(trend.latest or 0), trend.code))[:NAMED]


def gaps_of(trends: Sequence[Trend]) -> list[Trend]:
    """Up to three dimensions below the middle, the lowest first; the lowest one where all are above."""
    known = sorted(
        (trend for trend in trends if trend.latest is not None), key=lambda trend: (trend.latest or 0, trend.code)
    )
    low = [trend for trend in known if (trend.latest or 0) < GAP_BELOW]
    return low[:NAMED] or known[:1]


def fallen(trends: Sequence[Trend]) -> list[Trend]:
    """Dimensions rated lower than before the training."""
    return [trend for trend in trends if trend.change is not None and trend.change < 0]


@dataclass(frozen=True, slots=True)
class ItemView:
    """One statement with its score and the affiliate's own words."""

    item: Item
    score: int
    example: str


def items_to_look_at(instrument: Instrument, newest: Answered) -> list[ItemView]:
    """The lowest statements, lowest first, in the order of the instrument."""
    rated = [_view(item, newest) for item in instrument.items if item.code in newest.scores]
    low = [view for view in rated if view.score <= LOW_UP_TO]
    return sorted(low, key=lambda view: view.score)[:ITEMS_NAMED]


def examples_of(instrument: Instrument, newest: Answered, strengths: Sequence[Trend]) -> list[ItemView]:
    """What the affiliate itself gives as proof of its strengths, one statement for each: the best rated."""
    found = []
    for trend in strengths:
        dimension = instrument.dimension(trend.code)
        views = [_view(i, newest) for i in (dimension.items if dimension else ()) if newest.examples.get(i.code)]
        found += [max(views, key=lambda view: view.score)] if views else []
    return found


def _view(item: Item, newest: Answered) -> ItemView:
    return ItemView(item, newest.scores[item.code], newest.examples.get(item.code, ""))
