"""A goal as one sentence that reads well, composed from its fields; what is not filled in yet stays visibly open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from workflows.proposals.goals.answers import GoalAnswers
from workflows.proposals.smart.wording import figure_text, number_text
from workflows.proposals.smart.wording import long_day as day_text

if TYPE_CHECKING:
    from workflows.frameworks.models import Indicator

__all__ = ["Part", "Weight", "compose", "figure", "long_day", "number_text", "plain", "sentence_of", "shown_parts"]


class Weight(StrEnum):
    PLAIN = "plain"
    GIVEN = "given"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the sentence: words of ours, what the affiliate gave, or what is still open."""

    text: str
    weight: Weight = Weight.PLAIN


def compose(goal: GoalAnswers, indicator: "Indicator | None") -> tuple[Part, ...]:
    """The sentence in parts. «By 30 June 2027, raise “Employed at day 180” among adults from 48% (n = 62) to 60%.»"""
    verb = goal.direction_verb
    name = _given(f"“{indicator.name}”" if indicator else "", "an indicator")
    who = _given(goal.population.strip(), "whom it is about")
    target = _given(figure(goal.target_value, indicator), "the target")
    when = _given(long_day(goal.due_on), "a due date")
    among, end = Part(" among "), Part(f", looked at {goal.review_frequency or 'quarterly'}.")
    base = _baseline(goal, indicator)
    if verb == "maintain":
        start = (Part("Through "), when, Part(", maintain "), target, Part(" or better for "), name, among, who)
        return (*start, Part(", now "), *base, end)
    if verb == "reach":
        start = (Part("By "), when, Part(", reach "), target, Part(" for "), name, among, who)
        return (*start, Part(", from "), *base, end)
    doing = Part(verb) if verb else Part("raise or reduce", Weight.OPEN)
    start = (Part("By "), when, Part(", "), doing, Part(" "), name, among, who)
    return (*start, Part(" from "), *base, Part(" to "), target, end)


def shown_parts(goal: GoalAnswers, indicator: "Indicator | None") -> tuple[Part, ...]:
    """The sentence that counts: the own wording, or the composed one."""
    return (Part(goal.wording),) if goal.wording else compose(goal, indicator)


def sentence_of(goal: GoalAnswers, indicator: "Indicator | None") -> str:
    return plain(shown_parts(goal, indicator))


def plain(parts: Sequence[Part]) -> str:
    return "".join(part.text for part in parts)


def figure(value: Decimal | None, indicator: "Indicator | None") -> str:
    """`48%`, `3.4 score 1-5`, `24`; empty for None."""
    if value is None:
        return ""
    if indicator is None:
        return number_text(value)
    return figure_text(value, calculation=indicator.calculation, unit=indicator.unit)


def long_day(day: date | None) -> str:
    """`30 June 2027`; empty for None."""
    return "" if day is None else day_text(day)


def _baseline(goal: GoalAnswers, indicator: "Indicator | None") -> tuple[Part, ...]:
    if goal.baseline_value is None:
        if goal.baseline_on is None:
            return (Part("the baseline", Weight.OPEN),)
        return (Part("a baseline to be set by "), Part(long_day(goal.baseline_on), Weight.GIVEN))
    start = Part(figure(goal.baseline_value, indicator), Weight.GIVEN)
    return (start,) if goal.baseline_n is None else (start, Part(f" (n = {goal.baseline_n:,})"))


def _given(text: str, still_open: str) -> Part:
    return Part(text, Weight.GIVEN) if text else Part(still_open, Weight.OPEN)
