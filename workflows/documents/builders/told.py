"""What people wrote in a report, and the figures that were sealed with it, as the builders read them.

`Report.figures` is a list, one dict a goal in the order of the goals; every value is text, ready to show:

    {"goal": sentence, "indicator": code, "name", "unit", "baseline", "target", "original_target", "amended_since",
     "actual", "numerator", "denominator", "n", "as_of", "import_number", "status",
     "history": [{"label": "Q1", "value": "49.2"}, …]}

`original_target` and `amended_since` are empty where the target was never amended; a hidden small cell arrives as words
("Hidden, fewer than 5"), so that nothing can be computed back.

`Report.answers` holds text by name, except lists of dicts whose keys are the fields of the dataclass they become
("decisions": saw, decided, changed, decided_on; "themes": theme, heard; "next_steps": what, who, by; for a closeout
also "capacity", "equipment", "data", "practices", "follow_ups", "checklist"), and "goals": {"1": {"explanation",
"outputs"}, …} by the goal's number. A name that is missing reads as empty.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any, TypeVar

from workflows.documents.pictures import GoalSeries, Point, goal_chart
from workflows.documents.values import Picture
from workflows.documents.words import NOT_GIVEN

R = TypeVar("R")
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


class Told:
    """The answers of one report."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = answers

    def text(self, name: str, missing: str = "") -> str:
        return str(self.answers.get(name) or missing)

    def rows(self, name: str, kind: type[R]) -> tuple[R, ...]:
        """Every row that says something, as `kind`, whose fields are all text."""
        names = [part.name for part in fields(kind)]  # type: ignore[arg-type]
        return tuple(kind(**{key: str(row.get(key) or "") for key in names}) for row in self.answers.get(name) or ())

    def of_goal(self, number: int, name: str) -> str:
        goal = (self.answers.get("goals") or {}).get(str(number)) or {}
        return str(goal.get(name) or "")


def shown(figure: Mapping[str, Any], name: str, missing: str = NOT_GIVEN) -> str:
    return str(figure.get(name) or missing)


def points(figure: Mapping[str, Any]) -> str:
    """`Q1 49.2% · Q2 52%`; words stay as they are."""
    unit = _unit(figure)
    told = [(row["label"], str(row["value"])) for row in figure.get("history") or ()]
    return " · ".join(f"{label} {_with_unit(value, unit)}" for label, value in told) or "Nothing measured yet"


def _with_unit(value: str, unit: str) -> str:
    return f"{value}{unit}" if unit and value and value[-1].isdigit() else value


def chart(figure: Mapping[str, Any]) -> Picture | None:
    """The goal's way so far; None without a target or a single visible value."""
    target = _number(figure.get("target"))
    drawn = tuple(Point(row["label"], _number(row["value"])) for row in figure.get("history") or ())
    if target is None or all(point.value is None for point in drawn):
        return None
    series = GoalSeries(
        name=shown(figure, "name"),
        unit=_unit(figure),
        baseline=_number(figure.get("baseline")),
        target=target,
        original_target=_number(figure.get("original_target")),
        points=drawn,
    )
    return goal_chart(series)


def _unit(figure: Mapping[str, Any]) -> str:
    unit = str(figure.get("unit") or "")
    return unit if unit in ("", "%") else f" {unit}"


def _number(text: Any) -> Decimal | None:
    """The number a text begins with; None for words, such as those of a hidden cell."""
    found = NUMBER.match(str(text or "").strip())
    return Decimal(found[0].replace(",", "")) if found else None


def newest_as_of(figures: Sequence[Mapping[str, Any]]) -> str:
    """The day of the data, as the figures say it; the last goal's where they differ."""
    told = [str(figure["as_of"]) for figure in figures if figure.get("as_of")]
    return told[-1] if told else "No data yet"
