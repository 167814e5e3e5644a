"""The terms as they were approved, read from the award and its sealed proposal; nothing here is ever written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflows.amendments.answers import KeyRole
from workflows.amendments.terms import Key, Terms, text_of_day, text_of_money, text_of_number
from workflows.funding.models import Award
from workflows.proposals.budget.answers import LineKind
from workflows.proposals.budget.operations import budget_of
from workflows.proposals.goals.models import Goal
from workflows.proposals.models import Proposal


@dataclass(frozen=True, slots=True)
class AmendedLine:
    """A budget line as an amendment keeps it; `key` is the place in the proposal, or `new-…`. US dollars."""

    key: str
    category: str
    description: str
    amount: Decimal
    kind: LineKind = LineKind.USUAL

    @property
    def as_value(self) -> dict[str, str]:
        return {
            "key": self.key,
            "category": self.category,
            "description": self.description,
            "amount": text_of_money(self.amount),
            "kind": self.kind.value,
        }


def lines_of(value: Iterable[Mapping[str, Any]] | None) -> tuple[AmendedLine, ...]:
    """The budget lines of a term's value."""
    return tuple(
        AmendedLine(
            key=str(row["key"]),
            category=str(row["category"]),
            description=str(row["description"]),
            amount=Decimal(row["amount"]),
            kind=LineKind(row["kind"]),
        )
        for row in value or ()
    )


def present_terms(award: Award, proposal: Proposal | None, people: Mapping[KeyRole, str]) -> Terms:
    """What the rows say today: goals, lines, scope and partners never change there; the award's amount and last day
    do, and `people` are who fills the key roles."""
    terms: dict[Key, Any] = {
        ("period", "ends_on"): text_of_day(award.ends_on),
        ("budget", "amount"): text_of_money(award.amount),
        **{(f"person-{role.value}", "name"): people.get(role, "") for role in KeyRole},
    }
    if proposal is None:
        return terms
    for goal in proposal.goals:
        terms |= goal_terms(goal)
    for name in ("title", "summary", "population"):
        terms["scope", name] = str(proposal.answer("story", name) or "")
    terms["budget", "lines"] = [
        AmendedLine(str(number), line.category, line.description, line.amount, line.kind).as_value
        for number, line in enumerate(budget_of(proposal).lines, 1)
    ]
    terms["partners", "partners"] = _partners(proposal)
    return terms


def goal_terms(goal: Goal) -> Terms:
    """The terms of one goal as it was approved."""
    place = f"goal-{goal.id}"
    return {
        (place, "wording"): goal.statement,
        (place, "population"): goal.population,
        (place, "due_on"): text_of_day(goal.due_on),
        (place, "indicator_id"): goal.indicator_id,
        (place, "baseline_value"): text_of_number(goal.baseline_value),
        (place, "target_value"): text_of_number(goal.target_value),
        (place, "activities"): list(goal.activities or ()),
    }


def _partners(proposal: Proposal) -> list[str]:
    """Those that the sealed proposal names, each as `name: what it brings`."""
    named = proposal.snapshots[-1].content.get("partners", ()) if proposal.snapshots else ()
    return [": ".join(filter(None, (row["name"], row.get("contribution", "")))) for row in named]
