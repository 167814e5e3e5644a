"""Figures and goals as a page shows them: words, numbers, change and a small drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from webapp.charts import Chart, Point, goal_chart
from webapp.filters import short_date
from workflows.frameworks.models import Indicator
from workflows.measurement.figures import Figure
from workflows.measurement.goals import SeenGoal
from workflows.measurement.hiding import Hidden
from workflows.measurement.series import SeenFigure, Series
from workflows.measurement.suppression import NOBODY_TEXT, Profile, hidden_words


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One indicator's latest figure; `change` compares it with the one before, `tone` says which way that is."""

    indicator: Indicator
    value: str
    counted: str
    n: str
    seen: SeenFigure
    change: str
    tone: str


@dataclass(frozen=True, slots=True)
class DomainShelf:
    name: str
    rows: Sequence[FigureRow]


@dataclass(frozen=True, slots=True)
class GoalCard:
    """What the component `goal_figures` shows of one goal."""

    title: str
    source: str
    baseline: str
    actual: str
    target: str
    word: str
    tone: str
    chart: Chart | None
    url: str = ""
    target_note: str = ""  # of an amended one: since when, and what it was first


def by_domain(series: Sequence[Series], profile: Profile) -> list[DomainShelf]:
    """Domains in the framework's order, each with its indicators."""
    place = {name: n for n, name in enumerate(dict.fromkeys(s.indicator.domain for s in series))}
    ordered = sorted(series, key=lambda s: (place[s.indicator.domain], s.indicator.position))
    return [
        DomainShelf(domain, [_row(one, profile) for one in members])
        for domain, members in groupby(ordered, key=lambda s: s.indicator.domain)
    ]


def goal_cards(goals: Sequence[SeenGoal], profile: Profile) -> list[GoalCard]:
    return [_card(goal, profile) for goal in goals]


def value_text(value: Decimal | int | None, unit: str) -> str:
    """`54.2%`, `17.35 USD per hour`, `118`; words where nobody is counted."""
    if value is None:
        return NOBODY_TEXT
    if unit == "%":
        return f"{value:,}%"
    return f"{value:,}" if unit in {"", "number"} else f"{value:,} {unit}"


def counted_text(figure: Figure) -> str:
    """What stands behind the value: `31 of 57`, `average of 40`, nothing for a count."""
    if figure.denominator is not None:
        return f"{figure.numerator:,} of {figure.denominator:,}"
    return f"average of {figure.n:,}" if figure.total is not None else ""


def shown(figure: Figure | None, hidden: Hidden | None, *, unit: str, profile: Profile) -> tuple[str, str, str]:
    """Value, what stands behind it, and n; of a hidden figure only the words that say so."""
    if figure is None or hidden is not None:
        return hidden_words(hidden or Hidden.SMALL, profile), "", ""
    return value_text(figure.value, unit), counted_text(figure), f"{figure.n:,}"


def _row(series: Series, profile: Profile) -> FigureRow:
    latest = series.latest
    value, counted, n = shown(latest.figure, latest.hidden, unit=series.indicator.unit, profile=profile)
    change, tone = _change(series)
    return FigureRow(series.indicator, value, counted, n, latest, change, tone)


def _change(series: Series) -> tuple[str, str]:
    """`up 3.2 since 30 Jun 2024` and whether that is the good way; nothing while there is one figure to see."""
    known = [seen for seen in series.seen if seen.value is not None]
    if len(known) < 2 or known[-1] is not series.latest:
        return "", ""
    before, now = known[-2], known[-1]
    assert before.value is not None
    assert now.value is not None
    step = Decimal(now.value) - Decimal(before.value)
    since = f"since {short_date(before.as_of)}"
    if not step:
        return f"unchanged {since}", "open"
    good = (step > 0) == (series.indicator.direction == "higher")
    return f"{'up' if step > 0 else 'down'} {abs(step):,} {since}", "good" if good else "watch"


def _card(goal: SeenGoal, profile: Profile) -> GoalCard:
    row, indicator, latest = goal.terms, goal.indicator, goal.latest
    return GoalCard(
        title=row.statement or indicator.name,
        source=_source(indicator, latest, profile),
        baseline="–" if row.baseline_value is None else value_text(plain(row.baseline_value), indicator.unit),
        actual="–" if latest is None else shown(latest.figure, latest.hidden, unit=indicator.unit, profile=profile)[0],
        target="–" if row.target_value is None else value_text(plain(row.target_value), indicator.unit),
        word=goal.word,
        tone=goal.tone,
        chart=_chart(goal, profile) if goal.seen else None,
        target_note=_amended(goal),
    )


def _amended(goal: SeenGoal) -> str:
    """`amended from 60%, since 1 Oct 2026`; nothing for a target as it was approved."""
    terms, first = goal.terms, goal.goal.indicator or goal.indicator
    if terms.target_since is None:
        return ""
    was = "none" if terms.original_target is None else value_text(plain(terms.original_target), first.unit)
    return f"amended from {was}, since {short_date(terms.target_since)}"


def _source(indicator: Indicator, latest: SeenFigure | None, profile: Profile) -> str:
    if latest is None:
        return f"{indicator.code} · no extract has measured it yet"
    where = f"as of {short_date(latest.as_of)}, extract {latest.import_number}"
    if latest.figure is None:
        return f"{indicator.code} · {hidden_words(latest.hidden or Hidden.SMALL, profile)}, {where}"
    counted = counted_text(latest.figure)
    return f"{indicator.code} · {counted}, {where}" if counted else f"{indicator.code} · {where}"


def _chart(goal: SeenGoal, profile: Profile) -> Chart:
    indicator, row = goal.indicator, goal.terms
    points = [Point(short_date(seen.as_of), seen.value, _note(seen, profile)) for seen in goal.seen]
    return goal_chart(
        points,
        name=f"goal-{goal.goal.id}",
        title=indicator.name,
        unit="" if indicator.unit == "number" else indicator.unit,
        baseline=row.baseline_value,
        target=row.target_value,
    )


def _note(seen: SeenFigure, profile: Profile) -> str:
    if seen.figure is None:
        return hidden_words(seen.hidden or Hidden.SMALL, profile)
    return f"{counted_text(seen.figure)}, extract {seen.import_number}".lstrip(", ")


def plain(value: Decimal) -> Decimal:
    """Without the zeros that the column keeps: 54.0000 is 54."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
