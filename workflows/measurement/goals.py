"""How goals stand, as one reader may see it: the same on Home, on the outcomes page and in reports."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from workflows.amendments.in_force import GoalInForce
from workflows.enrollments.models import Enrollment
from workflows.frameworks.models import Indicator
from workflows.measurement.figures import Figure
from workflows.measurement.network import NETWORK, get_network_figures
from workflows.measurement.progress import TOO_FEW, GoalStatus
from workflows.measurement.queries import GoalProgress, list_goal_progress
from workflows.measurement.series import SeenFigure, Series
from workflows.measurement.suppression import suppress
from workflows.proposals.goals.models import Goal


@dataclass(frozen=True, slots=True)
class SeenGoal:
    """One goal with its figures, oldest first. `status` is None where the word would tell on a hidden figure.

    `goal` is as approved, `terms` as in force on the reader's day.
    """

    goal: Goal
    terms: GoalInForce
    indicator: Indicator
    seen: tuple[SeenFigure, ...]
    status: GoalStatus | None

    @property
    def latest(self) -> SeenFigure | None:
        return self.seen[-1] if self.seen else None

    @property
    def word(self) -> str:
        return TOO_FEW if self.status is None else self.status.words

    @property
    def tone(self) -> str:
        return GoalStatus.TOO_EARLY.tone if self.status is None else self.status.tone


def list_seen_goals(
    session: Session, enrollment: Enrollment, *, series: Sequence[Series], today: date
) -> Sequence[SeenGoal]:
    """The goals of an awarded year with what `series` (see `list_series`) leaves to see; none before the award."""
    goals = list_goal_progress(session, Enrollment.id == enrollment.id, today=today)
    by_indicator = {one.indicator.id: one.seen for one in series}
    return [_seen(goal, by_indicator.get(goal.indicator.id, ()), today=today) for goal in goals]


def _seen(progress: GoalProgress, figures: Sequence[SeenFigure], *, today: date) -> SeenGoal:
    seen = tuple(one for one in figures if one.as_of <= today and (one.hidden is not None or one.value is not None))
    is_hidden = bool(seen) and seen[-1].hidden is not None
    return SeenGoal(progress.goal, progress.terms, progress.indicator, seen, None if is_hidden else progress.status)


def count_goals_by_domain(
    session: Session, where: ColumnElement[bool], *, today: date
) -> Mapping[str, Counter[GoalStatus | None]]:
    """Goals of the awarded years that `where` selects, for readers of the network: by domain of integration, the most
    goals first, and how they stand. None counts those whose figure is hidden, as a lone word would tell on it."""
    network = get_network_figures(session)
    hidden = {
        (row.enrollment_id, key)
        for key, rows in network.by_indicator.items()
        for row in rows
        if (key, row.figure.site) in network.hidden
    }
    table: dict[str, Counter[GoalStatus | None]] = defaultdict(Counter)
    for progress in list_goal_progress(session, where, today=today):
        is_hidden = (progress.enrollment_id, progress.indicator.id) in hidden or _is_small(progress)
        table[progress.indicator.domain][None if is_hidden else progress.status] += 1
    return dict(sorted(table.items(), key=lambda row: (-row[1].total(), row[0])))


def _is_small(progress: GoalProgress) -> bool:
    """Also of an earlier year, whose figures are no longer in the network's table."""
    latest, indicator = progress.latest, progress.indicator
    if latest is None:
        return False
    total = latest.value * latest.n if indicator.calculation == "mean" else None
    figure = Figure(indicator.code, "", latest.numerator, latest.denominator, total, latest.n)
    return suppress([figure], NETWORK)[0].hidden is not None
