"""A goal as one sentence that reads well, composed from its fields; what is not filled in yet stays visibly open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflows.frameworks.models import Indicator
    from workflows.proposals.goals.models import Goal

_PLAIN_UNITS = frozenset({"", "%", "number", "person", "case"})  # a bare number says enough


class Weight(StrEnum):
    PLAIN = "plain"
    GIVEN = "given"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the sentence: words of ours, what the affiliate gave, or what is still open."""

    text: str
    weight: Weight = Weight.PLAIN


def compose(goal: "Goal") -> tuple[Part, ...]:
    """The sentence in parts. «By 30 June 2027, raise “Employed at day 180” among adults from 48% (n = 62) to 60%.»"""
    verb = goal.direction_verb
    name = _given(f"“{goal.indicator.name}”" if goal.indicator else "", "an indicator")
    who = _given(goal.population.strip(), "whom it is about")
    target = _given(figure(goal.target_value, goal.indicator), "the target")
    when = _given(long_day(goal.due_on), "a due date")
    among, end = Part(" among "), Part(f", looked at {goal.review_frequency or 'quarterly'}.")
    if verb == "maintain":
        start = (Part("Through "), when, Part(", maintain "), target, Part(" or better for "), name, among, who)
        return (*start, Part(", now "), *_baseline(goal), end)
    if verb == "reach":
        start = (Part("By "), when, Part(", reach "), target, Part(" for "), name, among, who)
        return (*start, Part(", from "), *_baseline(goal), end)
    doing = Part(verb) if verb else Part("raise or reduce", Weight.OPEN)
    start = (Part("By "), when, Part(", "), doing, Part(" "), name, among, who)
    return (*start, Part(" from "), *_baseline(goal), Part(" to "), target, end)


def sentence_of(goal: "Goal") -> str:
    return plain(compose(goal))


def plain(parts: Sequence[Part]) -> str:
    return "".join(part.text for part in parts)


def figure(value: Decimal | None, indicator: "Indicator | None") -> str:
    """`48%`, `3.4 score 1-5`, `24`; empty for None."""
    if value is None:
        return ""
    number = number_text(value)
    if indicator is None or (indicator.calculation != "percent" and indicator.unit in _PLAIN_UNITS):
        return number
    return f"{number}%" if indicator.calculation == "percent" else f"{number} {indicator.unit}"


def number_text(value: Decimal) -> str:
    """Thousands with commas, no trailing zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def long_day(day: date | None) -> str:
    """`30 June 2027`; empty for None."""
    return "" if day is None else f"{day.day} {day:%B} {day.year}"


def _baseline(goal: "Goal") -> tuple[Part, ...]:
    if goal.baseline_value is None:
        if goal.baseline_on is None:
            return (Part("the baseline", Weight.OPEN),)
        return (Part("a baseline to be set by "), Part(long_day(goal.baseline_on), Weight.GIVEN))
    start = Part(figure(goal.baseline_value, goal.indicator), Weight.GIVEN)
    return (start,) if goal.baseline_n is None else (start, Part(f" (n = {goal.baseline_n:,})"))


def _given(text: str, still_open: str) -> Part:
    return Part(text, Weight.GIVEN) if text else Part(still_open, Weight.OPEN)
