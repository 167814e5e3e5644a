"""The final reviews of one proposal side by side, and what the rubric suggests."""

from dataclasses import dataclass
from decimal import Decimal

from workflows.permissions import Actor
from workflows.proposals.models import Proposal
from workflows.reviews.models import Review, ReviewState, Score
from workflows.reviews.rubric import Band, Criterion, mean_of, rubric_of, spread_of


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion with every final reviewer's score, in the order of `Comparison.reviews`."""

    criterion: Criterion
    scores: tuple[Score | None, ...]

    @property
    def gap(self) -> Decimal:
        """Points between the highest and the lowest score."""
        points = [self.criterion.points_at(s.anchor_percent) for s in self.scores if s and s.anchor_percent is not None]
        return spread_of(points) if points else Decimal(0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Totals of 0 to 100 points. `mean` and `band` are None until one review is final."""

    reviews: tuple[Review, ...]
    rows: tuple[CriterionRow, ...]
    mean: Decimal | None
    spread: Decimal
    has_zero: bool
    band: Band | None
    third_reviewer_is_due: bool


def compare(proposal: Proposal) -> Comparison:
    rubric = rubric_of(proposal.enrollment.cohort.rubric_version)
    final = tuple(review for review in proposal.reviews if review.state is ReviewState.FINAL)
    totals = [review.total for review in final if review.total is not None]
    by_review = [{score.criterion: score for score in review.scores} for review in final]
    rows = tuple(CriterionRow(c, tuple(scores.get(c.id) for scores in by_review)) for c in rubric.criteria)
    has_zero = any(s is not None and s.anchor_percent == 0 for row in rows for s in row.scores)
    mean = mean_of(totals) if totals else None
    return Comparison(
        reviews=final,
        rows=rows,
        mean=mean,
        spread=spread_of(totals) if totals else Decimal(0),
        has_zero=has_zero,
        band=None if mean is None else rubric.suggest_band(mean, has_zero=has_zero),
        third_reviewer_is_due=rubric.third_reviewer_is_due(totals),
    )


def may_read_others(proposal: Proposal, actor: Actor) -> bool:
    """Whoever reviews this proposal reads the others' scores only after filing their own."""
    own = next((review for review in proposal.reviews if review.reviewer_id == actor.id), None)
    return own is None or own.state is ReviewState.FINAL
