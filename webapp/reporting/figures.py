"""A report's figures as pages show them: each goal with its source, its word and its line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from webapp.charts import Chart, Point, goal_chart
from webapp.filters import DASH
from workflows.measurement.progress import TOO_FEW, GoalStatus

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_TONES = {status.words: status.tone for status in GoalStatus} | {TOO_FEW: GoalStatus.TOO_EARLY.tone}


@dataclass(frozen=True, slots=True)
class ShownGoal:
    """What `goal_figures` in `components/charts.html` shows."""

    title: str
    source: str
    baseline: str
    actual: str
    target: str
    word: str
    tone: str
    chart: Chart | None
    target_note: str = ""


def shown_goals(figures: Sequence[Mapping[str, Any]]) -> list[ShownGoal]:
    """From `Report.figures`, sealed or as of today."""
    return [
        ShownGoal(
            title=figure["goal"] or figure["name"],
            source=_source(figure),
            baseline=figure["baseline"] or DASH,
            actual=figure["actual"],
            target=figure["target"] or DASH,
            word=figure["status"],
            tone=_TONES[figure["status"]],
            chart=_chart(figure, number),
            target_note=_amended(figure),
        )
        for number, figure in enumerate(figures, start=1)
    ]


def _amended(figure: Mapping[str, Any]) -> str:
    """Reports that were sealed before targets could be amended know nothing of it."""
    since = figure.get("amended_since")
    return f"amended from {figure['original_target']}, since {since}" if since else ""


def _source(figure: Mapping[str, Any]) -> str:
    """`EMP-01 Employed at day 180 · 31 of 57, n 57 · as of 31 Mar 2026 · extract 2`; only what is known."""
    parts = [f"{figure['indicator']} {figure['name']}"]
    if _number(figure["denominator"]) is not None:
        parts.append(f"{figure['numerator']} of {figure['denominator']}")
    if figure["n"]:
        parts.append(f"n {figure['n']}" if _number(figure["n"]) is not None else figure["n"])
    if figure["as_of"]:
        parts += [f"as of {figure['as_of']}", f"extract {figure['import_number']}"]
    return " · ".join(parts)


def _chart(figure: Mapping[str, Any], number: int) -> Chart | None:
    points = [Point(seen["label"], _number(seen["value"])) for seen in figure["history"]]
    if not any(point.value is not None for point in points):
        return None
    return goal_chart(
        points,
        name=f"goal-{number}",
        title=figure["name"],
        unit=figure["unit"],
        baseline=_number(figure["baseline"]),
        target=_number(figure["target"]),
    )


def _number(text: str) -> Decimal | None:
    """The number that a text begins with; None for words, such as those of a hidden figure."""
    found = _NUMBER.match(text)
    return Decimal(found[0].replace(",", "")) if found else None
