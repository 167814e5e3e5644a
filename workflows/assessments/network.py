"""What the network has in common: shared gaps of affiliates, and means by role that tell on nobody. Pure arithmetic."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from workflows.assessments.answers import Position
from workflows.assessments.instrument import Instrument
from workflows.assessments.results import GAP_BELOW, Scores, dimension_means

LEAST_AFFILIATES = 5
LEAST_PEOPLE = 5
HUNDREDTH = Decimal("0.01")
TOP_GAPS = 3


@dataclass(frozen=True, slots=True)
class AffiliateScores:
    """What one affiliate says of itself now, and said before the training; no name."""

    latest: Scores
    before: Scores | None


@dataclass(frozen=True, slots=True)
class GapRow:
    """One dimension or statement over all affiliates; `change` is None where fewer than five said it twice."""

    code: str
    text: str
    affiliates: int
    below: int
    mean: Decimal
    change: Decimal | None
    is_dimension: bool


def gap_rows(instrument: Instrument, answered: Sequence[AffiliateScores]) -> list[GapRow]:
    """Every dimension with its statements below it, in the order of the instrument; nothing for fewer than five.

    Both ends of a change belong to the same affiliates, so that no difference of two rows is about fewer than five.
    """
    if len(answered) < LEAST_AFFILIATES:
        return []
    rows = []
    for dimension in instrument.dimensions:
        code = dimension.code
        pairs = [
            (dimension_means(instrument, one.latest)[code], _mean_before(instrument, one, code)) for one in answered
        ]
        rows.append(_row(code, dimension.name, pairs, is_dimension=True))
        for item in dimension.items:
            values = [(Decimal(one.latest[item.code]), _score_before(one, item.code)) for one in answered]
            rows.append(_row(item.code, item.text, values, is_dimension=False))
    return rows


def top_gaps(rows: Iterable[GapRow]) -> list[GapRow]:
    """The dimensions that most affiliates have in common as a gap, the most shared first."""
    shared = [row for row in rows if row.is_dimension and row.below]
    return sorted(shared, key=lambda row: (-row.below, row.mean, row.code))[:TOP_GAPS]


def _row(code: str, text: str, pairs: Sequence[tuple[Decimal, Decimal | None]], *, is_dimension: bool) -> GapRow:
    both = [(then, first) for then, first in pairs if first is not None]
    changes = [then - first for then, first in both]
    latest = [then for then, _ in pairs]
    return GapRow(
        code=code,
        text=text,
        affiliates=len(pairs),
        below=sum(value < GAP_BELOW for value in latest),
        mean=rounded_mean(latest),
        change=rounded_mean(changes) if len(both) >= LEAST_AFFILIATES else None,
        is_dimension=is_dimension,
    )


def _mean_before(instrument: Instrument, one: AffiliateScores, code: str) -> Decimal | None:
    return None if one.before is None else dimension_means(instrument, one.before)[code]


def _score_before(one: AffiliateScores, code: str) -> Decimal | None:
    return None if one.before is None else Decimal(one.before[code])


def rounded_mean(values: Sequence[Decimal]) -> Decimal:
    """To the hundredth, halves away from zero."""
    return (sum(values, Decimal(0)) / len(values)).quantize(HUNDREDTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class PersonalScores:
    """What one person says of their own skills, from their place in the organization."""

    user_id: int
    position: Position
    scores: Scores


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """One role: how many people are counted, and their means by dimension; both empty below five people."""

    position: Position
    people: int
    means: Mapping[str, Decimal]

    @property
    def is_hidden(self) -> bool:
        return self.people == 0


def role_groups(instrument: Instrument, answered: Sequence[PersonalScores]) -> list[RoleGroup]:
    """A group for each role, of `answered` in the order in which it came.

    People are counted in steps of five: a group that grew by one or two shows what it showed before, so that nobody
    is found by comparing today's figures with last week's. No figure is given for all roles together, as the
    difference would tell on a hidden one. A person counts once.
    """
    first_of = {(one.position, one.user_id): one for one in reversed(answered)}
    ordered = [one for one in answered if first_of[one.position, one.user_id] is one]
    return [_group(instrument, position, [o for o in ordered if o.position is position]) for position in Position]


def _group(instrument: Instrument, position: Position, members: Sequence[PersonalScores]) -> RoleGroup:
    counted = members[: len(members) // LEAST_PEOPLE * LEAST_PEOPLE]
    if not counted:
        return RoleGroup(position, 0, {})
    means = [dimension_means(instrument, one.scores) for one in counted]
    by_code = {row.code: rounded_mean([one[row.code] for one in means]) for row in instrument.dimensions}
    return RoleGroup(position, len(counted), by_code)
