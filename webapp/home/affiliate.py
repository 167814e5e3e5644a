"""The affiliate's goals as Home shows them: baseline, now, target, and the line between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from webapp.charts import Chart, Point, figure, goal_chart
from webapp.filters import DASH, short_date
from workflows.enrollments.models import Enrollment
from workflows.measurement.queries import GoalProgress, list_goal_progress


@dataclass(frozen=True, slots=True)
class GoalCard:
    """What `components/charts.html` goal_figures shows."""

    title: str
    url: str
    source: str
    baseline: str
    actual: str
    target: str
    word: str
    tone: str
    chart: Chart | None


def list_goal_cards(session: Session, enrollment: Enrollment, *, zone: str, today: date) -> Sequence[GoalCard]:
    """One card a goal of the awarded year; none before the award."""
    rows = list_goal_progress(session, Enrollment.id == enrollment.id, today=today)
    return [_card(row, zone) for row in rows]


def _card(row: GoalProgress, zone: str) -> GoalCard:
    goal, indicator, latest = row.goal, row.goal.indicator, row.latest
    assert indicator is not None
    unit = indicator.unit
    return GoalCard(
        title=goal.statement or indicator.name,
        url="",
        source=_source(row, zone),
        baseline=_shown(goal.baseline_value, unit),
        actual=_shown(latest.value if latest else None, unit),
        target=_shown(goal.target_value, unit),
        word=row.status.words,
        tone=row.status.tone,
        chart=_chart(row, unit, zone),
    )


def _source(row: GoalProgress, zone: str) -> str:
    indicator, latest = row.goal.indicator, row.latest
    assert indicator is not None
    if latest is None:
        return f"{indicator.domain} · no figure yet: upload an extract"
    share = f"{latest.numerator} of {latest.denominator}" if latest.denominator is not None else f"n = {latest.n}"
    return f"{indicator.domain} · {share} · as of {short_date(latest.as_of, zone)}, import {latest.import_number}"


def _chart(row: GoalProgress, unit: str, zone: str) -> Chart | None:
    if not row.history:
        return None
    points = [Point(short_date(o.as_of, zone), o.value, f"n = {o.n}, import {o.import_number}") for o in row.history]
    title = row.goal.indicator.name if row.goal.indicator else ""
    return goal_chart(
        points,
        name=f"goal-{row.goal.id}",
        title=title,
        unit=unit,
        baseline=row.goal.baseline_value,
        target=row.goal.target_value,
    )


def _shown(value: Decimal | None, unit: str) -> str:
    return DASH if value is None else figure(value, unit)
