"""Texts that wait for a choice, as gaps of their section: a proposal is submitted with one text for each answer."""

from typing import TYPE_CHECKING

from workflows.errors import Reason
from workflows.proposals.answers import Section

if TYPE_CHECKING:
    from workflows.proposals.models import Proposal

GOAL = "goal:"


def goal_part(goal_id: int) -> str:
    """The name under which a goal is saved, in the trail and for texts that wait."""
    return f"{GOAL}{goal_id}"


def waiting_gaps(proposal: "Proposal", section: Section) -> list[Reason]:
    """One gap for each answer that has a text waiting; `where` is the choice on the section's page, or the goal's."""
    if section.name == "goals":
        return _of_goals(proposal)
    labels = {field.name: field.label for field in section.fields}
    names = dict.fromkeys(row.name for row in proposal.waiting if row.part == section.name)
    return [
        Reason(f"{section.title}: two texts wait for a choice{_at(labels.get(name))}.", f"{section.name}.waiting")
        for name in names
    ]


def _at(label: str | None) -> str:
    return f" at «{label}»" if label else ""


def _of_goals(proposal: "Proposal") -> list[Reason]:
    parts = {row.part for row in proposal.waiting}
    return [
        Reason(f"Goal {number}: two texts wait for a choice.", f"goals.{goal.position}.waiting")
        for number, goal in enumerate(proposal.goals, 1)
        if goal_part(goal.id) in parts
    ]
