"""What a report knows without asking: goals with their figures, check-ins, actions and money."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.coaching.models import ActionItem
from workflows.coaching.queries import Dosage, count_dosage_between, list_open_actions
from workflows.enrollments.models import Enrollment
from workflows.frameworks.models import Indicator
from workflows.funding.models import Award, PaymentState
from workflows.measurement.figures import Figure
from workflows.measurement.progress import Observation
from workflows.measurement.queries import GoalProgress, list_goal_progress
from workflows.measurement.suppression import PROFILES, suppress
from workflows.reporting.models import Report, ReportKind

NOTHING = ""  # where there is no such figure
NOT_MEASURED = "Not measured yet"
READERS = PROFILES["network_internal"]  # a report leaves the affiliate
HIDDEN = f"Hidden: fewer than {READERS.min_cell} people"
_UNITS = {"%": "%", "number": ""}  # others stand after the number, with a space


@dataclass(frozen=True, slots=True)
class Prefill:
    """Everything that stands in the report before a person writes a word; amounts are US dollars."""

    goals: tuple[GoalProgress, ...]
    figures: tuple[dict[str, Any], ...]  # see `figure_of`
    coaching: Dosage  # within the report's period
    open_actions: tuple[ActionItem, ...]
    awarded: Decimal
    paid: Decimal
    spent_before: Decimal  # what the other reports of the award told


def prefill(session: Session, report: Report, *, today: date) -> Prefill:
    """Read everything with a fixed number of queries; `today` is the affiliate's day. Needs award and payments."""
    goals = tuple(list_goal_progress(session, Enrollment.id == report.enrollment_id, today=today))
    since, until = _moments_of(report)
    return Prefill(
        goals=goals,
        figures=tuple(figure_of(goal) for goal in goals),
        coaching=count_dosage_between(session, report.enrollment_id, since=since, until=until),
        open_actions=tuple(list_open_actions(session, report.enrollment_id)),
        awarded=report.award.amount,
        paid=paid_amount(report.award),
        spent_before=sum_spent_elsewhere(session, report),
    )


def paid_amount(award: Award) -> Decimal:
    return sum((p.amount for p in award.payments if p.state is PaymentState.PAID), Decimal(0))


def sum_spent_elsewhere(session: Session, report: Report) -> Decimal:
    """US dollars that the earlier reports of the award told; for a closeout, all of them."""
    others = select(Report.spent_amount).where(Report.award_id == report.award_id, Report.id != report.id)
    if report.kind is ReportKind.PROGRESS:
        others = others.where(Report.kind == ReportKind.PROGRESS, Report.number < report.number)
    return sum(session.scalars(others), Decimal(0))


def _moments_of(report: Report) -> tuple[datetime, datetime]:
    zone = ZoneInfo(report.enrollment.affiliate.time_zone)
    first = datetime.combine(report.period_starts_on, time.min, zone)
    after = datetime.combine(report.period_ends_on + timedelta(days=1), time.min, zone)
    return first.astimezone(UTC), after.astimezone(UTC)


def figure_of(progress: GoalProgress) -> dict[str, Any]:
    """One goal as it is sealed into `Report.figures`: display text by name, so that it never changes afterwards.

    `history` is [{"label": "31 Mar 2026", "value": "54.4"}], oldest first, plain numbers without a unit for a chart.
    `result` says in words how far the way to the target was gone. A group of fewer than five is hidden, as
    everywhere inside the network: then words stand for the numbers, so that nothing can be computed back.
    """
    goal, latest = progress.goal, progress.latest
    indicator = goal.indicator
    assert indicator is not None
    return {
        "goal": goal.statement,
        "indicator": indicator.code,
        "name": indicator.name,
        "unit": _UNITS.get(indicator.unit, indicator.unit),
        "baseline": shown(goal.baseline_value, indicator),
        "target": shown(goal.target_value, indicator),
        "original_target": NOTHING,  # targets are not amended yet in this program
        **_latest_of(latest, indicator),
        "status": progress.status.words,
        "result": _result(progress, latest),
        "history": [
            {"label": day_in_words(seen.as_of), "value": "Hidden" if is_hidden(seen, indicator) else plain(seen.value)}
            for seen in progress.history
        ],
    }


def _latest_of(latest: Observation | None, indicator: Indicator) -> dict[str, str]:
    if latest is None:
        names = ("numerator", "denominator", "n", "as_of", "import_number")
        return {"actual": NOT_MEASURED, **dict.fromkeys(names, NOTHING)}
    source = {"as_of": day_in_words(latest.as_of), "import_number": _count(latest.import_number)}
    if is_hidden(latest, indicator):
        return {**dict.fromkeys(("actual", "numerator", "denominator", "n"), HIDDEN), **source}
    return {
        "actual": shown(latest.value, indicator),
        "numerator": _count(latest.numerator),
        "denominator": _count(latest.denominator),
        "n": _count(latest.n),
        **source,
    }


def is_hidden(seen: Observation, indicator: Indicator) -> bool:
    """Whether so few people stand behind the value that it could tell on one of them."""
    total = seen.value * seen.n if indicator.calculation == "mean" else None
    figure = Figure(indicator.code, "", seen.numerator, seen.denominator, total, seen.n)
    return suppress([figure], READERS)[0].hidden is not None


def _result(progress: GoalProgress, latest: Observation | None) -> str:
    """Where the goal ended: met, partly met (at least half of the way) or not met."""
    goal = progress.goal
    if latest is None or goal.target_value is None or goal.indicator is None:
        return NOT_MEASURED
    sign = 1 if goal.indicator.direction == "higher" else -1
    if sign * (latest.value - goal.target_value) >= 0:
        return "Met"
    start = goal.target_value if goal.baseline_value is None else goal.baseline_value
    way = sign * (goal.target_value - start)
    return "Partly met" if way > 0 and 2 * sign * (latest.value - start) >= way else "Not met"


def shown(value: Decimal | None, indicator: Indicator) -> str:
    """`54.4%`, `36 days`, `1,204`; empty for None."""
    if value is None:
        return NOTHING
    unit = _UNITS.get(indicator.unit, f" {indicator.unit}")
    return f"{value.normalize():,f}{unit}"


def plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _count(value: int | None) -> str:
    return NOTHING if value is None else f"{value:,}"


def day_in_words(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
