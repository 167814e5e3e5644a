"""The arithmetic of a budget: what is requested, by category, by goal and by tag, and what others give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from workflows.proposals.budget.answers import (
    BUDGET_CATEGORIES,
    INDIRECT,
    STAFF,
    TAGS,
    BudgetAnswers,
)
from workflows.proposals.budget.indirect import Indirect, work_out

if TYPE_CHECKING:
    from workflows.proposals.budget.models import BudgetLine
    from workflows.proposals.goals.models import Goal
    from workflows.proposals.models import Proposal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Total:
    """What one category, goal or tag costs; `key` is its code, empty for the rest."""

    key: str
    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Sums:
    """One budget added up. Categories, goals and tags each add up to `requested`; `match` is beside it."""

    categories: tuple[Total, ...]
    goals: tuple[Total, ...]
    tags: tuple[Total, ...]
    indirect: Indirect
    requested: Decimal
    match: Decimal


def add_up(budget: BudgetAnswers, goals: Mapping[int, str] | None = None) -> Sums:
    """The sums of a budget; `goals` are the proposal's, by key, as they are called. Only what costs has a row."""
    lines, indirect = budget.lines, work_out(budget.lines, budget.indirect)
    of_goals = {str(key): label for key, label in (goals or {}).items()}
    return Sums(
        categories=_rows(
            [(line.category, line.amount) for line in lines], BUDGET_CATEGORIES, "No category yet", indirect
        ),
        goals=_rows([(str(line.goal_id or ""), line.amount) for line in lines], of_goals, "Whole project", indirect),
        tags=_rows([(line.tag, line.amount) for line in lines], TAGS, "No tag", indirect),
        indirect=indirect,
        requested=indirect.direct + indirect.amount,
        match=sum((match.amount for match in budget.matches), ZERO),
    )


def _rows(
    amounts: Iterable[tuple[str, Decimal]], labels: Mapping[str, str], rest: str, indirect: Indirect
) -> tuple[Total, ...]:
    """In the order of the table, then what belongs to none of it, then the indirect costs."""
    sums: dict[str, Decimal] = {}
    for key, amount in amounts:
        place = key if key in labels else ""
        sums[place] = sums.get(place, ZERO) + amount
    names = {key: label for key, label in labels.items() if key != INDIRECT} | {"": rest}
    sums[INDIRECT] = indirect.amount
    names[INDIRECT] = BUDGET_CATEGORIES[INDIRECT]
    return tuple(Total(key, label, sums[key]) for key, label in names.items() if sums.get(key))


def goals_of(proposal: "Proposal") -> dict[int, str]:
    """The proposal's goals as its budget names them: key → «Goal 1: whom it is about»."""
    return {goal.id: _named(number, goal) for number, goal in enumerate(proposal.goals, 1)}


@dataclass(frozen=True, slots=True)
class GoalLine:
    """What one budget line spends on a goal: hours of staff time (None: not said) and US dollars."""

    description: str
    hours: Decimal | None
    amount: Decimal


def lines_of_goal(proposal: "Proposal", goal: "Goal") -> tuple[GoalLine, ...]:
    """The budget lines that are for this goal; a line counted in hours says its hours by that."""
    return tuple(
        GoalLine(line.description, line.hours if line.hours is not None else _hours_in(line), line.amount)
        for line in proposal.budget_lines
        if goal.id is not None and line.goal_id == goal.id
    )


def _hours_in(line: "BudgetLine") -> Decimal | None:
    in_hours = line.category == STAFF and line.unit.strip().lower().rstrip("s") in ("hour", "hr")
    return line.quantity if in_hours else None


def _named(number: int, goal: "Goal") -> str:
    about = goal.indicator.name if goal.indicator else goal.population
    return f"Goal {number}: {about}" if about else f"Goal {number}"
