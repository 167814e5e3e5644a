"""What a report knows without asking: goals with their figures, check-ins, actions and money."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from workflows.clock import moment_at
from workflows.coaching.models import ActionItem
from workflows.coaching.queries import Dosage, count_dosage_between, list_open_actions
from workflows.enrollments.models import Enrollment
from workflows.frameworks.models import Indicator
from workflows.measurement.goals import SeenGoal, list_seen_goals
from workflows.measurement.hiding import Hidden
from workflows.measurement.progress import TOO_FEW
from workflows.measurement.series import SeenFigure, list_series
from workflows.measurement.suppression import Profile, hidden_words
from workflows.prospects.leverage import leverage_lines, leverage_text
from workflows.prospects.queries import list_moved_between
from workflows.reporting.answers import LEVERAGE, LEVERAGE_MOST
from workflows.reporting.models import Report
from workflows.reporting.spending import SpendingTable, spending_of

NOTHING = ""  # where there is no such figure
NOT_MEASURED = "Not measured yet"
_UNITS = {"%": "%", "number": ""}  # others stand after the number, with a space


@dataclass(frozen=True, slots=True)
class Prefill:
    """Everything that stands in the report before a person writes a word; amounts are US dollars."""

    figures: tuple[dict[str, Any], ...]  # see `figure_of`
    coaching: Dosage  # within the report's period
    open_actions: tuple[ActionItem, ...]
    awarded: Decimal
    paid: Decimal
    spending: SpendingTable
    leverage: tuple[str, ...]  # what the log of prospects says was asked or answered in the period, a sentence each

    @property
    def spent_before(self) -> Decimal:
        """What the other reports of the award told, with corrections."""
        return self.spending.total.before

    @property
    def to_return(self) -> Decimal:
        """What was paid and neither spent so far nor in this report, in US dollars; never below zero."""
        return max(self.paid - self.spending.total.to_date, Decimal(0))


def prefill(session: Session, report: Report, *, profile: Profile, today: date) -> Prefill:
    """Read everything with a fixed number of queries; `profile` is the reader's, `today` the affiliate's day.

    Needs award and payments.
    """
    since, until = _moments_of(report)
    return Prefill(
        figures=list_figures(session, report.enrollment, profile=profile, today=today),
        coaching=count_dosage_between(session, report.enrollment_id, since=since, until=until),
        open_actions=tuple(list_open_actions(session, report.enrollment_id)),
        awarded=report.award.amount,
        paid=report.award.paid_amount,
        spending=spending_of(session, report),
        leverage=tuple(_leverage(session, report)),
    )


def _leverage(session: Session, report: Report) -> list[str]:
    first, last = report.period_starts_on, report.period_ends_on
    return leverage_lines(list_moved_between(session, report.enrollment_id, first=first, last=last), last=last)


def begun_with(report: Report, known: Prefill) -> dict[str, Any]:
    """The answers as they are written, and what the program can say until somebody answers it."""
    told = leverage_text(known.leverage, most=LEVERAGE_MOST)
    return dict(report.answers) if LEVERAGE in report.answers else {**report.answers, LEVERAGE: told}


def list_figures(
    session: Session, enrollment: Enrollment, *, profile: Profile, today: date
) -> tuple[dict[str, Any], ...]:
    """The goals of the year in their order, each as `figure_of` writes it."""
    series = list_series(session, enrollment, profile=profile)
    goals = list_seen_goals(session, enrollment, series=series, today=today)
    return tuple(figure_of(goal, profile=profile) for goal in goals)


def _moments_of(report: Report) -> tuple[datetime, datetime]:
    zone = report.enrollment.affiliate.time_zone
    after = report.period_ends_on + timedelta(days=1)
    return moment_at(report.period_starts_on, time.min, zone), moment_at(after, time.min, zone)


def figure_of(goal: SeenGoal, *, profile: Profile) -> dict[str, Any]:
    """One goal as it is sealed into `Report.figures`: display text by name, so that it never changes afterwards.

    `history` is [{"label": "31 Mar 2026", "value": "54.4"}], oldest first, plain numbers without a unit for a chart.
    `original_target` and `amended_since` are empty where the target was never amended. `result` says in words how far
    the way to the target was gone. Of a figure that `profile` hides, words stand for all its numbers, for the status
    and for the result, so that nothing can be computed back.
    """
    indicator, terms = goal.indicator, goal.terms
    return {
        "goal": terms.statement,
        "indicator": indicator.code,
        "name": indicator.name,
        "unit": _UNITS.get(indicator.unit, indicator.unit),
        "baseline": shown(terms.baseline_value, indicator),
        "target": shown(terms.target_value, indicator),
        "original_target": NOTHING if terms.target_since is None else _original_target(goal),
        "amended_since": NOTHING if terms.target_since is None else day_in_words(terms.target_since),
        **_latest_of(goal.latest, indicator, profile),
        "status": goal.word,
        "result": _result(goal),
        "history": [
            {"label": day_in_words(seen.as_of), "value": "Hidden" if seen.value is None else plain(seen.value)}
            for seen in goal.seen
        ],
    }


def _original_target(goal: SeenGoal) -> str:
    """In the unit of its own indicator, where another one was agreed."""
    before = goal.goal.indicator or goal.indicator
    return shown(goal.terms.original_target, before) or "None"


def _latest_of(latest: SeenFigure | None, indicator: Indicator, profile: Profile) -> dict[str, str]:
    if latest is None:
        names = ("numerator", "denominator", "n", "as_of", "import_number")
        return {"actual": NOT_MEASURED, **dict.fromkeys(names, NOTHING)}
    source = {"as_of": day_in_words(latest.as_of), "import_number": _count(latest.import_number)}
    if latest.figure is None:
        words = hidden_words(latest.hidden or Hidden.SMALL, profile)
        return {**dict.fromkeys(("actual", "numerator", "denominator", "n"), words[0].upper() + words[1:]), **source}
    return {
        "actual": shown(latest.value, indicator),
        "numerator": _count(latest.figure.numerator),
        "denominator": _count(latest.figure.denominator),
        "n": _count(latest.figure.n),
        **source,
    }


def _result(seen: SeenGoal) -> str:
    """Where the goal ended: met, partly met (at least half of the way) or not met."""
    goal, latest = seen.terms, seen.latest
    if seen.status is None:
        return TOO_FEW
    if latest is None or latest.value is None or goal.target_value is None:
        return NOT_MEASURED
    sign = 1 if seen.indicator.direction == "higher" else -1
    if sign * (latest.value - goal.target_value) >= 0:
        return "Met"
    start = goal.target_value if goal.baseline_value is None else goal.baseline_value
    way = sign * (goal.target_value - start)
    return "Partly met" if way > 0 and 2 * sign * (latest.value - start) >= way else "Not met"


def shown(value: Decimal | int | None, indicator: Indicator) -> str:
    """`54.4%`, `36 days`, `1,204`; empty for None."""
    if value is None:
        return NOTHING
    unit = _UNITS.get(indicator.unit, f" {indicator.unit}")
    return f"{Decimal(value).normalize():,f}{unit}"


def plain(value: Decimal | int) -> str:
    return f"{Decimal(value).normalize():f}"


def _count(value: int | None) -> str:
    return NOTHING if value is None else f"{value:,}"


def day_in_words(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
